"""The clean extract under the hands of the injector, and the changes so far."""

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.defects.edits import Add, Drop, FileEdits, Keep, Mark, Set
from generator.defects.keys import row_texts

# Identifiers drawn at a time, and their digits where nothing else is known.
NEW_IDS, NEW_DIGITS = 4096, 7
# Of a large file so many rows are looked at for each that is wanted.
SAMPLE_FACTOR, SAMPLE_ROWS = 6, 20_000
# At most one school in so many loses its staff rows.
MAX_SHARE_OF_SCHOOLS = 4
# From so many rows on a query gets a database of its own.
LARGE_ROWS = 200_000


def _new_database():
    # One thread: rows come in the order of the files, and threads cost more than they
    # save at this size.
    return duckdb.connect(config={"threads": 1})


@dataclass(frozen=True, slots=True)
class Injection:
    """One defect, or one hard negative.

    entities: {kind: [keys]} at any one of which the rule may name it
    owners: {kind: [keys]} that it spoils: no other injection may concern them
    """

    id: str
    code: str
    rule: str
    edits: list
    entities: dict
    owners: dict


@dataclass
class Draft:
    """Clean tables to read, random picks, and the injections made so far.

    Reads are always of the clean tables, so a defect never builds on another.

    world: generator.district.world.World; only its tables, batches, config and streams
    rates: code -> rate, as of `catalogue.rates_of`
    """

    world: object
    rates: dict
    defects: list = field(default_factory=list)
    negatives: list = field(default_factory=list)
    edits: dict = field(default_factory=dict)  # file -> FileEdits
    # Cells of which only the spelling in the sis files is wrong (D17)
    spellings: dict = field(default_factory=dict)  # file -> FileEdits
    marks: dict = field(default_factory=dict)  # file -> "bom" or "crlf"
    bases: dict = field(default_factory=dict)  # code -> number of rows of its base
    _claims: dict = field(default_factory=dict)
    _database: duckdb.DuckDBPyConnection = field(default_factory=_new_database)
    _touched: set = field(default_factory=set)
    _tables: dict = field(default_factory=dict)
    _schemas: dict = field(default_factory=dict)
    _kinds: dict = field(default_factory=dict)
    _texts: dict = field(default_factory=dict)
    _free_ids: dict = field(default_factory=dict)
    _drawn_ids: dict = field(default_factory=dict)
    _numbers: Counter = field(default_factory=Counter)

    # Reading

    def has(self, *files):
        """Whether the extract has all these files."""
        return all(f in self.world.tables or f in self.world.batches for f in files)

    def table(self, file):
        """The clean table of a file; a streamed fact is read into memory."""
        if file not in self._tables:
            table = self.world.tables.get(file)
            if table is None:
                table = pa.Table.from_batches(self.world.batches[file]())
            self._tables[file] = table
        return self._tables[file]

    def schema(self, file):
        """The columns of a file; of a streamed fact only its first batch is made."""
        if file not in self._schemas:
            table = self.world.tables.get(file)
            if table is None:
                table = next(iter(self.world.batches[file]()))
            self._schemas[file] = table.schema
        return self._schemas[file]

    def query(self, sql, *files, rows=None):
        """The result of `sql` over the clean tables `files`, as a pyarrow table.

        Each of them has its row numbers in the column `row_number`.

        rows: {file: row numbers}, where only these are looked at
        """
        small = sum(self.table(file).num_rows for file in files) < LARGE_ROWS
        # A database keeps the memory of its largest query, and takes time to make.
        database = self._database if small else _new_database()
        connection = database.cursor()
        for file in files:
            table = self.table(file)
            numbers = pa.array(np.arange(table.num_rows))
            table = table.append_column("row_number", numbers)
            if rows and file in rows:
                table = table.take(pa.array(rows[file]))
            connection.register(file, table)
        try:
            return connection.execute(sql).to_arrow_table()
        finally:
            connection.close()
            if not small:
                database.close()

    def sample(self, rng, file, size):
        """{file: row numbers} for `query`: more than enough to pick `size` of them."""
        total = self.table(file).num_rows
        number = min(total, SAMPLE_FACTOR * size + SAMPLE_ROWS)
        return {file: np.sort(rng.choice(total, number, replace=False))}

    @cached_property
    def school_year(self):
        """The last school year that has begun: (its number, first and last day)."""
        (year,) = self.query(
            f"""
            select school_year, min(calendar_date) as first_day,
                max(calendar_date) as last_day
            from calendars
            where day_type in ('instructional', 'makeup')
            group by school_year
            having min(calendar_date) <= date '{self.world.config.as_of}'
            order by first_day desc
            limit 1
            """,
            "calendars",
        ).to_pylist()
        return year["school_year"], year["first_day"], year["last_day"]

    def rng(self, code, *purpose):
        """A random generator of this defect's own."""
        return self.world.streams("defects", code, *purpose)

    def read(self, file, rows):
        """Read clean rows all at once, for `texts` to look at one by one."""
        missing = [row for row in dict.fromkeys(rows) if (file, row) not in self._texts]
        if missing:
            for row, texts in row_texts(self.table(file), missing).items():
                self._texts[file, row] = texts

    def texts(self, file, row):
        """Column -> text of one clean row, "" where a value is missing."""
        self.read(file, [row])
        names = self.schema(file).names
        return dict(zip(names, self._texts[file, row], strict=True))

    def spelt(self, file, column, text):
        """`text` as it will stand in the file: 0.5 becomes 0.50 in such a column."""
        if not text or column not in self._decimals(file):
            return text or ""
        kind = self._decimals(file)[column]
        return pa.array([text]).cast(kind).cast(pa.string())[0].as_py()

    def _decimals(self, file):
        """Column -> type of the columns with decimals."""
        if file not in self._kinds:
            self._kinds[file] = {
                column.name: column.type
                for column in self.schema(file)
                if pa.types.is_decimal(column.type)
            }
        return self._kinds[file]

    # Choosing

    def count(self, code, base):
        """How many defects among `base` rows: at least one, unless it is off."""
        self.bases[code] = int(base)
        rate = self.rates[code]
        if not rate or not base:
            return 0
        wanted, most = rate * base, base
        if code == "D14":
            wanted, most = rate, max(1, base // MAX_SHARE_OF_SCHOOLS)
        return min(most, max(1, math.floor(wanted + 0.5)))

    def negative_count(self, code):
        """How many hard negatives stand against the defects of `code`: half as many."""
        return math.ceil(self._numbers[code, ""] / 2)

    def pick(self, rng, candidates, claims, size, spares=0, file=None):
        """Up to `size` rows of `candidates` in random order, no entity of them twice.

        candidates: pa.Table
        claims: {kind: column of candidates}; rows of entities that belong to another
            defect are passed over, those of the rows picked are claimed when a defect
            or hard negative is made of them
        spares: so many more, for candidates that turn out unfit
        file: what the column row_number counts; rows that another defect changes are
            passed over
        Returns a list of dicts.
        """
        order = rng.permutation(candidates.num_rows)
        picked, seen, at = [], set(), 0
        while len(picked) < size + spares and at < len(order):
            ahead = order[at : at + 2 * size + 64]
            at += len(ahead)
            for row in candidates.take(pa.array(ahead)).to_pylist():
                mine = {(kind, row[column]) for kind, column in claims.items()}
                if mine & seen or any(self.is_claimed(*entity) for entity in mine):
                    continue
                if file and (file, row["row_number"]) in self._touched:
                    continue
                seen |= mine
                picked.append(row)
        picked = picked[: size + spares]
        if file:
            self.read(file, [row["row_number"] for row in picked])
        return picked

    def is_claimed(self, kind, key):
        """Whether another defect or hard negative concerns this entity."""
        return not self.world.config.overlap and key in self._claims.get(kind, ())

    # Making

    def defect(self, code, rule, edits, entities, owners):
        """Inject one defect; False when a row of it is changed by another already.

        edits: list of Set, Add, Drop, Keep and Mark
        entities, owners: as of `Injection`
        """
        return self._make(self.defects, code, rule, edits, entities, owners)

    def negative(self, code, rule, edits, entities, owners):
        """Add one hard negative: legal rows at which `rule` must not fire."""
        return self._make(self.negatives, code, rule, edits, entities, owners)

    def new_id(self, file, like):
        """An identifier that column one of `file` does not have, shaped like `like`."""
        head = like.rstrip("0123456789")
        digits = len(like) - len(head) or NEW_DIGITS
        place = file, head, digits
        while not self._free_ids.get(place):
            self._free_ids[place] = self._draw_ids(*place)
        return self._free_ids[place].pop()

    def _draw_ids(self, file, head, digits):
        """Identifiers that the file does not have, none of them drawn before."""
        drawn = self._drawn_ids.setdefault((file, head, digits), set())
        rng = self.rng("ids", file, head, digits, len(drawn))
        numbers = rng.integers(0, 10**digits, NEW_IDS).tolist()
        texts = dict.fromkeys(f"{head}{number:0{digits}d}" for number in numbers)
        new = [text for text in texts if text not in drawn]
        drawn.update(new)
        column = self.table(file).column(0)
        is_known = pc.is_in(column, value_set=pa.array(new, pa.string()))
        known = set(column.filter(is_known).to_pylist())
        return [text for text in new if text not in known]

    def close(self):
        """Let go of all but the edits, before they are applied."""
        for kept in (self.defects, self.negatives, self._tables, self._touched):
            kept.clear()
        self._claims.clear()
        self._free_ids.clear()
        self._database.close()
        self.forget()

    def forget(self):
        """Drop the rows that `read` has kept."""
        self._texts.clear()
        pa.default_memory_pool().release_unused()

    def _make(self, made, code, rule, edits, entities, owners):
        touched = {(e.file, e.row) for e in edits if isinstance(e, Set | Drop | Keep)}
        if touched & self._touched:
            return False
        self._touched |= touched
        is_spelling = code == "D17" and made is self.defects
        changed = self.spellings if is_spelling else self.edits
        for edit in edits:
            if isinstance(edit, Mark):
                self.marks[edit.file] = edit.mark
            elif isinstance(edit, Set | Add | Drop):
                changed.setdefault(edit.file, FileEdits()).include(edit)
        for kind, keys in owners.items():
            self._claims.setdefault(kind, set()).update(keys)
        mark = "N" if made is self.negatives else ""
        self._numbers[code, mark] += 1
        name = f"{code}-{mark}{self._numbers[code, mark]:06d}"
        made.append(Injection(name, code, rule, edits, entities, owners))
        return True
