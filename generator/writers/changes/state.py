"""The canonical files of a district with the deltas so far, as texts in DuckDB."""

from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import yaml

from generator.settings import BadOption
from generator.writers.sis import columns_of, layout

SCHOOL_DAYS = ("instructional", "makeup")


@cache
def parameters():
    """The content of parameters.yml."""
    text = Path(__file__).with_name("parameters.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


class State:
    """A table per canonical file, all columns texts, one row per key, with the deltas.

    connection: DuckDB with those tables; a missing file is a table without rows
    today: datetime64[D], the day that the files stand for
    day: datetime64[D], the next day of school
    """

    def __init__(self, root, district, today, date=None):
        """Read <root>/sis/<district>, with its deltas up to `today`.

        date: the next day; the next school day of its calendars when not given
        Raises BadOption when the folder is no canonical extract, or the date is not
        after today, or the school year is over.
        """
        self.root, self.today, self.day = Path(root), today, today
        self.folder = self.root / "sis" / district
        self.district = district
        if not any(self._paths("enrollments")):
            raise BadOption(
                "out", root, f"a raw root with {self.folder}/enrollments.csv"
            )
        self.connection = duckdb.connect()
        self.connection.execute("set threads = 2")
        for name in layout():
            self.connection.execute(f"create view {name} as {self._select(name)}")
        self.day = self._next_day(date)

    def choose(self, students):
        """Make the table `chosen` of these student ids, for the queries that follow."""
        ids = pa.array(sorted(set(students)), pa.string())
        self.connection.register("chosen", pa.table({"student_id": ids}))

    def table(self, query, **values):
        """The result of a query, as an Arrow table; $today and $day may stand in it."""
        given = {"today": str(self.today), "day": str(self.day)} | values
        given = {key: value for key, value in given.items() if f"${key}" in query}
        return self.connection.execute(query, given).to_arrow_table()

    def column(self, query, **values):
        """The first column of a query's result, as a list."""
        return self.table(query, **values).column(0).to_pylist()

    def _paths(self, name):
        for kind in ("csv", "parquet"):
            path = self.folder / f"{name}.{kind}"
            if path.exists():
                yield path
                return

    def _select(self, name):
        columns, key = columns_of(name), layout()[name]["key"]
        sent = [_read(path, columns, "null") for path in self._paths(name)]
        nothing = ", ".join(f"cast(null as varchar) as {column}" for column in columns)
        base = sent[0] if sent else f"select {nothing} where false"
        deltas = [
            _read(folder / f"{name}.csv", [*columns, "_deleted"], f"'{folder.name}'")
            for folder in sorted(self.folder.glob("deltas/*"))
            # a later one is of a run that was stopped: it is written again
            if folder.name <= str(self.today) and (folder / f"{name}.csv").exists()
        ]
        listed = ", ".join(columns)
        if not deltas:
            return f"select {listed} from ({base})"
        same_key = " and ".join(f"base.{column} = deltas.{column}" for column in key)
        return f"""
            with deltas as ({" union all ".join(deltas)})
            select {listed} from ({base}) as base
            where not exists (select 1 from deltas where {same_key})
            union all
            select {listed} from deltas
            qualify row_number() over (
                partition by {", ".join(key)} order by delta desc
            ) = 1 and _deleted <> 'true'
        """

    def _next_day(self, date):
        if date is not None:
            if date <= self.today:
                raise BadOption("date", date, f"a day after {self.today}")
            return date
        query = f"""
            select min(try_cast(calendar_date as date))
            from calendars
            where day_type in {SCHOOL_DAYS}
                and try_cast(calendar_date as date) > cast($today as date)
        """
        (found,) = self.column(query)
        if found is not None:
            return np.datetime64(found, "D")
        return self._makeup_day()

    def _makeup_day(self):
        query = f"""
            select max(try_cast(calendar_date as date))
            from calendars
            where day_type in {SCHOOL_DAYS}
        """
        (last,) = self.column(query)
        day = np.busday_offset(self.today + 1, 0, roll="forward")
        days = parameters()["makeup_within_days"]
        if last is None or day - np.datetime64(last, "D") > np.timedelta64(days, "D"):
            allowed = "an extract whose school year is not over on its as-of date"
            raise BadOption("out", self.root, allowed)
        return day


def _read(path, columns, delta):
    escaped = str(path).replace("'", "''")
    if path.suffix == ".parquet":
        source = f"read_parquet('{escaped}')"
    else:
        source = (
            f"read_csv('{escaped}', all_varchar = true, header = true, delim = ',',"
            " quote = '\"', escape = '\"', null_padding = true, strict_mode = false,"
            " ignore_errors = true)"
        )
    listed = ", ".join(f"cast({column} as varchar) as {column}" for column in columns)
    return f"select {listed}, {delta} as delta from {source}"


def texts(rows, name):
    """Rows, dicts of texts or None, as a table with the columns of a canonical file."""
    columns = columns_of(name)
    schema = pa.schema([(column, pa.string()) for column in columns])
    return pa.Table.from_pylist(rows, schema)


def fresh_ids(rng, taken, count):
    """`count` identifiers like those in `taken`, none of them in it.

    taken: list of texts, not empty: an optional prefix and digits; where half of such
        identifiers are taken, the new ones have more digits
    """
    known = set(taken)
    sample = max(known, key=lambda text: (len(text), text))
    prefix = sample.rstrip("0123456789")
    digits = len(sample) - len(prefix)
    while len(known) + count > 10**digits // 2:
        digits += 1
    found = []
    while len(found) < count:
        text = f"{prefix}{int(rng.integers(10**digits)):0{digits}d}"
        if text not in known:
            known.add(text)
            found.append(text)
    return found
