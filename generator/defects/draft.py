"""The clean extract under the hands of the injector, and the changes so far."""

import math
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa

from generator.defects.edits import Add, Drop, FileEdits, Keep, Mark, Set
from generator.defects.keys import row_texts

# At most one school in so many loses its staff rows.
MAX_SHARE_OF_SCHOOLS = 4


@dataclass(frozen=True)
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
    _touched: set = field(default_factory=set)
    _tables: dict = field(default_factory=dict)
    _ids: dict = field(default_factory=dict)

    # Reading

    @cached_property
    def _connection(self):
        connection = duckdb.connect()
        # One thread: rows come in the order of the files, and threads cost more
        # than they save at this size.
        connection.execute("set threads = 1")
        return connection

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

    def query(self, sql, *files):
        """The result of `sql` over the clean tables `files`, as a pyarrow table.

        Each of them has its row numbers in the column `row_number`.
        """
        for file in files:
            table = self.table(file)
            numbers = pa.array(np.arange(table.num_rows))
            numbered = table.append_column("row_number", numbers)
            self._connection.register(file, numbered)
        return self._connection.execute(sql).to_arrow_table()

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

    def texts(self, file, row):
        """Column -> text of one clean row, "" where a value is missing."""
        table = self.table(file)
        return dict(zip(table.column_names, row_texts(table, [row])[row], strict=True))

    def spelt(self, file, column, text):
        """`text` as it will stand in the file: 0.5 becomes 0.50 in such a column."""
        kind = self.table(file).schema.field(column).type
        if not text or not pa.types.is_decimal(kind):
            return text or ""
        return pa.array([text]).cast(kind).cast(pa.string())[0].as_py()

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
        return math.ceil(len([d for d in self.defects if d.code == code]) / 2)

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
        return picked[: size + spares]

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
        if file not in self._ids:
            column = self.table(file).column(0)
            self._ids[file] = set(column.to_pylist())
        taken = self._ids[file]
        rng = self.rng("ids", file, len(taken))
        head = like.rstrip("0123456789")
        digits = len(like) - len(head) or 7
        while True:
            text = f"{head}{rng.integers(0, 10**digits):0{digits}d}"
            if text not in taken:
                taken.add(text)
                return text

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
        number = 1 + sum(other.code == code for other in made)
        mark = "N" if made is self.negatives else ""
        name = f"{code}-{mark}{number:04d}"
        made.append(Injection(name, code, rule, edits, entities, owners))
        return True
