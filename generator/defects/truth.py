"""The answer key: what was injected, as it stands in the files.

`defects.csv` and `hard_negatives.csv` have a line per changed cell or row; the lines of
one defect share its `defect_id`. In the column `column`, * is the whole row: the one
that was dropped in `original_value`, the one that was added in `injected_value`, as a
CSV line. A file that is marked as a whole has no row key. `defect_entities.csv` says at
which entities a rule may name the defect (relation expected; any of them will do) and
which entities it spoils (relation owner). `defect_rates.csv` has bases, rates, counts.
"""

import csv
import io
from itertools import islice

import pyarrow as pa

from generator.defects.catalogue import CATALOGUE, SEVERITY
from generator.defects.edits import Add, Drop, Keep, Mark, Set
from generator.defects.keys import row_key

# Injections and lines that are worked on at a time.
PART = 10_000
COLUMNS = [
    "defect_id",
    "code",
    "domain",
    "file",
    "row_key",
    "column",
    "original_value",
    "injected_value",
    "partner_key",
    "expected_check",
    "severity",
    "seed",
]
ENTITY_COLUMNS = [
    "defect_id",
    "code",
    "rule_id",
    "entity_type",
    "entity_key",
    "relation",
]


class AnswerKey:
    """The lines of all defects, taken code by code so that few are held as objects."""

    def __init__(self):
        self._parts = {}  # (name, code) -> table
        self._counts = {}  # code -> number of defects, of hard negatives

    def take(self, draft, code):
        """Write down what `code` has injected and let go of it."""
        made = {"defects": draft.defects, "hard_negatives": draft.negatives}
        self._counts[code] = [len(injections) for injections in made.values()]
        for name, injections in made.items():
            ordered = sorted(injections, key=lambda injection: injection.id)
            is_defect = name == "defects"
            lines = _all_lines(draft, ordered, is_defect)
            self._parts[name, code] = _table(COLUMNS, lines)
            entities = _entity_lines(ordered, is_defect)
            self._parts[name, "entities", code] = _table(ENTITY_COLUMNS, entities)
            injections.clear()

    def tables(self, draft):
        """Name in the truth folder, without .csv -> table."""
        names = ("defects", "hard_negatives")
        key = {name: self._joined((name,)) for name in names}
        parts = [self._joined((name, "entities")) for name in names]
        key["defect_entities"] = pa.concat_tables(parts)
        key["defect_rates"] = self._rates(draft)
        return key

    def _joined(self, start):
        return pa.concat_tables(
            self._parts[*start, code] for code in sorted(self._counts)
        )

    def _rates(self, draft):
        """Base, rate and counts of each code."""
        rows = []
        for code, entry in CATALOGUE.items():
            defects, negatives = self._counts.get(code, (0, 0))
            rows.append(
                {
                    "code": code,
                    "name": entry.name,
                    "base": entry.base,
                    "base_rows": draft.bases.get(code, 0),
                    "rate": float(draft.rates[code]),
                    "defects": defects,
                    "hard_negatives": negatives,
                }
            )
        return pa.Table.from_pylist(rows)


def _all_lines(draft, injections, is_defect):
    """The lines of the injections; their clean rows are read a part at a time."""
    for start in range(0, len(injections), PART):
        part = injections[start : start + PART]
        originals = _original_rows(draft, part)
        for injection in part:
            yield from _lines(draft, injection, originals, is_defect)
        draft.forget()


def _original_rows(draft, injections):
    """(file, row) -> texts of the clean row, of all rows that an injection names."""
    named = {}
    for injection in injections:
        for edit in injection.edits:
            if isinstance(edit, Set | Drop | Keep):
                named.setdefault(edit.file, set()).add(edit.row)
    for file, rows in named.items():
        draft.read(file, sorted(rows))
    return {
        (file, row): list(draft.texts(file, row).values())
        for file, rows in named.items()
        for row in rows
    }


def _lines(draft, injection, originals, is_defect):
    """The lines of one injection, in the order of COLUMNS."""
    edited = _edited_rows(draft, injection, originals)
    for edit in injection.edits:
        if isinstance(edit, Keep) and is_defect:
            continue
        key, column, original, injected = _cell(draft, edit, originals, edited)
        yield [
            injection.id,
            injection.code,
            CATALOGUE[injection.code].domain,
            f"{edit.file}.csv",
            key,
            column,
            original,
            injected,
            getattr(edit, "partner", ""),
            injection.rule,
            SEVERITY[injection.rule],
            str(draft.world.config.seed),
        ]


def _edited_rows(draft, injection, originals):
    """(file, row) -> texts of the row as it stands in the file, all its cells set."""
    edited = {}
    for edit in injection.edits:
        if isinstance(edit, Set):
            names = draft.schema(edit.file).names
            place = (edit.file, edit.row)
            texts = edited.setdefault(place, list(originals[place]))
            texts[names.index(edit.column)] = draft.spelt(
                edit.file, edit.column, edit.value
            )
    return edited


def _cell(draft, edit, originals, edited):
    """Row key, column, original and injected value of one edit."""
    if isinstance(edit, Mark):
        return "", "", "", edit.mark
    names = draft.schema(edit.file).names
    if isinstance(edit, Add):
        texts = [draft.spelt(edit.file, n, edit.values.get(n)) for n in names]
        return row_key(edit.file, texts), "*", "", csv_line(texts)
    texts = originals[edit.file, edit.row]
    if isinstance(edit, Drop):
        return row_key(edit.file, texts), "*", csv_line(texts), ""
    original = texts[names.index(edit.column)]
    if isinstance(edit, Keep):
        return row_key(edit.file, texts), edit.column, original, original
    key = row_key(edit.file, edited[edit.file, edit.row])
    return key, edit.column, original, draft.spelt(edit.file, edit.column, edit.value)


def csv_line(texts):
    """A row as one line of CSV without its line end, quoted where needed."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue()


def _entity_lines(injections, is_defect):
    relation = "expected" if is_defect else "hard_negative"
    for made in injections:
        for kind, keys in made.entities.items():
            for key in keys:
                yield [made.id, made.code, made.rule, kind, key, relation]
        if is_defect:
            for kind, keys in made.owners.items():
                for key in keys:
                    yield [made.id, made.code, made.rule, kind, key, "owner"]


def _table(names, lines):
    """A table of texts from an iterator of lines, a part at a time to save memory."""
    lines = iter(lines)
    schema = pa.schema([(name, pa.string()) for name in names])
    parts = []
    while part := list(islice(lines, PART)):
        columns = [pa.array(list(column)) for column in zip(*part, strict=True)]
        parts.append(pa.RecordBatch.from_arrays(columns, schema=schema))
    return pa.Table.from_batches(parts, schema)
