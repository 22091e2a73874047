"""The SQL of one canonical column of a mapped file, and what the mapping left open."""

from edstats.landing.contract import find_column
from edstats.landing.mapping import ANY
from edstats.landing.records import SPACE
from edstats.landing.rows import to_literal

# Further unknown values of one column say nothing new.
MOST_VALUES = 50


def rows_taken(names, settings):
    """SQL that is true for the rows which the key `where` of the mapping chooses."""
    conditions = ["true"]
    for name, values in settings["where"].items():
        column = _trimmed(f"c{find_column(name, names)}")
        if ANY in values:
            conditions.append(f"{column} is not null")
        else:
            listed = ", ".join(to_literal(value) for value in values)
            conditions.append(f"coalesce({column}, '') in ({listed})")
    return " and ".join(conditions)


class MappedValue:
    """One canonical column of a mapped file.

    column: the canonical column
    positions: of the file's columns that it is made of
    settings: of the mapping's entry
    contract: `Contract` of the canonical file, for the columns that hold dates
    sql: expression over the file's columns c0, c1 ...: the canonical text
    """

    def __init__(self, column, positions, settings, contract):
        self.column = column
        self.values = settings["values"].get(column, {})
        kind = contract.types.get(column)
        # of dates and numbers only the odd ones are mapped
        self.lists_all = self.values and ANY not in self.values and kind is None
        self.formats = settings["date_formats"] if kind == "date" else []
        self.adds_day = column in settings["last_days"]
        self.is_constant = not positions
        if positions:
            self.source = self._source([f"c{position}" for position in positions])
            self.sql = self._dated(self._mapped(self.source))
        else:
            constant = settings["constants"].get(column)
            self.sql = to_literal(constant) if constant else "null"

    def _source(self, columns):
        if len(columns) == 1:
            return columns[0]
        parts = [_trimmed(column) for column in columns]
        if not self.column.endswith("_id"):
            return f"nullif(concat_ws(' ', {', '.join(parts)}), '')"
        # An identifier keeps its empty parts, so that no two become one.
        joined = ", ".join(f"coalesce({part}, '')" for part in parts)
        return (
            f"case when coalesce({', '.join(parts)}) is not null"
            f" then concat_ws('-', {joined}) end"
        )

    def _mapped(self, source):
        if not self.values:
            return source
        others = to_literal(self.values[ANY]) if ANY in self.values else source
        cases = "".join(
            f" when {to_literal(theirs)} then {to_literal(ours)}"
            for theirs, ours in self.values.items()
            if theirs not in ("", ANY)
        )
        known = f"case {_trimmed(source)}{cases} else {others} end" if cases else others
        blank = to_literal(self.values.get("", ""))
        return (
            f"nullif(case when {_trimmed(source)} is null then {blank}"
            f" else {known} end, '')"
        )

    def _day(self, text):
        """SQL of the date that a text stands for by the mapping, null when none."""
        trimmed = _trimmed(text)
        readings = [f"try_cast({trimmed} as timestamp)"]
        if self.formats:
            listed = ", ".join(to_literal(text) for text in self.formats)
            readings.insert(0, f"try_strptime({trimmed}, [{listed}])")
        return f"cast(coalesce({', '.join(readings)}) as date)"

    def _dated(self, text):
        if not (self.formats or self.adds_day):
            return text
        day = f"({self._day(text)} + 1)" if self.adds_day else self._day(text)
        return f"coalesce(cast({day} as varchar), {text})"

    def findings(self, session, rows):
        """Yield (message, line number, row count, column, value) of unknown texts.

        rows: what stands behind `from`: the table of the file and its condition
        """
        if self.is_constant:
            return
        if self.lists_all:
            known = {*self.values, *self.values.values()} - {""}
            listed = ", ".join(to_literal(value) for value in sorted(known))
            text = _trimmed(self.source)
            found = session.execute(
                f"select {text}, count(*), min(line_number) from {rows}"
                f" and {text} not in ({listed}) group by all order by 2 desc, 1"
            ).fetchall()
            message = (
                f"the mapping's values.{self.column} lacks this; the text was kept"
            )
            for value, count, line in found[:MOST_VALUES]:
                yield message, line, count, self.column, value
            if others := found[MOST_VALUES:]:
                count = sum(count for _, count, _ in others)
                line = min(line for _, _, line in others)
                more = f"{message}; {len(others)} more values like that"
                yield more, line, count, self.column, None
        if self.formats or self.adds_day:
            text = self._mapped(self.source)
            count, line, value = session.execute(
                f"select count(*), min(line_number), arg_min({text}, line_number)"
                f" from {rows} and {_trimmed(text)} is not null"
                f" and {self._day(text)} is null"
            ).fetchone()
            wanted = ", ".join([*self.formats, "YYYY-MM-DD"])
            message = f"no date as the mapping's date_format ({wanted}) has it; kept"
            if count:
                yield message, line, count, self.column, value


def _trimmed(text):
    return f"nullif(trim({text}, {to_literal(SPACE)}), '')"
