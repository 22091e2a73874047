"""The answer key: partners, users, enrolments as they are, and every mistake by row.

`dost_defects` and `dost_hard_negatives` have a line per changed cell, or per row that
was added (column *); the lines of one mistake share their `defect_id`. Rows are named
by data_source|id.
"""

import numpy as np
import pyarrow as pa

from generator.dost.calls import make_calls
from generator.dost.columns import phone_texts
from generator.dost.edits import calls_of_lessons
from generator.dost.experiences import NO_NUMBER
from generator.dost.files import campaign_rows
from generator.dost.listings import contents, experiences, users
from generator.dost.mistakes import LOOK_ALIKE
from generator.dost.parameters import parameters
from generator.dost.spells import ADDED, LESSONS
from generator.dost.true_world import (
    partners_as_they_are,
    spells_as_they_are,
    users_as_they_are,
)
from generator.dost.weeks import first_monday, weekly_calls

COLUMNS = ["defect_id", "code", "file", "row_key", "column", "original_value"]
COLUMNS += ["injected_value", "expected_check", "severity", "seed"]
# Lessons whose calls are compared at a time.
PART = 20_000


def truth(world):
    """{file in the truth folder: pyarrow.Table}."""
    phones = phone_texts(world)
    lines = [*_listing_lines(world, phones), *_week_lines(world)]
    lines += _call_lines(world, phones)
    key = {"dost_defects": [], "dost_hard_negatives": []}
    for line in sorted(lines, key=lambda line: (line[1], line[3], line[4], line[2])):
        number = line[0]
        legal = number > LOOK_ALIKE
        key["dost_hard_negatives" if legal else "dost_defects"].append(
            _entry(world, number % LOOK_ALIKE, legal, *line[1:])
        )
    found = {name: _table(rows) for name, rows in key.items()}
    found["dost_defect_rates"] = _rates(world, found)
    found["dost_partners"] = partners_as_they_are(world)
    found["dost_users"] = users_as_they_are(world)
    found["dost_spells"] = spells_as_they_are(world)
    return found


def _entry(world, number, legal, entity, file, row, column, before, after):
    code = f"ENG-{number:03d}"
    severity = parameters("defects")["codes"][code]["severity"]
    kind = "legal " if legal else ""
    return (
        f"{kind}{code} {entity}",
        code,
        file,
        row,
        column,
        before,
        after,
        "" if legal else code,
        "" if legal else severity,
        str(world.seed),
    )


def _table(rows):
    # tuples, as there are many
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return pa.table(
        {
            name: pa.array(column, pa.string())
            for name, column in zip(COLUMNS, columns, strict=True)
        }
    )


def _call_lines(world, phones):
    """Lines of the mistakes of lessons: their calls as they are against the files."""
    spell, lesson = np.nonzero(world.mistakes.lessons)
    for start in range(0, len(spell), PART):
        part = slice(start, start + PART)
        clean = make_calls(world, spell[part], lesson[part])
        files = calls_of_lessons(world, spell[part], lesson[part])
        code = world.mistakes.lessons[files.spell, files.lesson]
        entity = world.spells.id[files.spell] * LESSONS + files.lesson
        order = np.argsort(clean.id)
        rows = np.searchsorted(clean.id, files.id, sorter=order)
        known = order[np.minimum(rows, len(order) - 1)]
        is_new = clean.id[known] != files.id
        before = campaign_rows(world, clean, phones).take(pa.array(known))
        after = campaign_rows(world, files, phones)
        keys = _keys(after)
        for row in np.flatnonzero(is_new):
            line = ",".join(
                _text(after[name][row].as_py()) for name in after.schema.names
            )
            yield (
                int(code[row]),
                str(entity[row]),
                "campaigns",
                keys[row],
                "*",
                "",
                line,
            )
        for name in after.schema.names:
            old = [_text(value) for value in before[name].to_pylist()]
            new = [_text(value) for value in after[name].to_pylist()]
            for row in np.flatnonzero(~is_new & (np.array(old) != np.array(new))):
                yield (
                    int(code[row]),
                    str(entity[row]),
                    "campaigns",
                    keys[row],
                    name,
                    old[row],
                    new[row],
                )


def _listing_lines(world, phones):
    """Lines of the mistakes in contents, users and experiences."""
    mistakes, found = world.mistakes, world.experiences
    yield from _changed("contents", contents(world, False), contents(world), {}, 6)
    yield from _changed("users", users(world, False), users(world), {}, 7)
    numbers = dict.fromkeys(found.of_spell[mistakes.unknown_numbers, 0].tolist(), 8)
    spelt = found.of_spell[mistakes.other_spellings, 0].tolist()
    numbers |= dict.fromkeys(spelt, 8 + LOOK_ALIKE)
    edited = experiences(world, phones)
    yield from _changed(
        "experiences", experiences(world, phones, False), edited, numbers, 7
    )
    keys = _keys(edited)
    rows = np.flatnonzero(world.spells.ordinal[found.spell] >= ADDED)
    many = set(mistakes.crowded[3].tolist())
    for row in rows:
        user = int(world.spells.user[found.spell[row]])
        number = 12 if user in many else 12 + LOOK_ALIKE
        line = ",".join(
            _text(edited[name][row].as_py()) for name in edited.column_names
        )
        yield number, str(world.user_ids[user]), "experiences", keys[row], "*", "", line
    yield from _handed_on(world, edited, keys)


def _handed_on(world, edited, keys):
    """Experiences under a number that was another partner's before: a legal case."""
    found, partners = world.experiences, world.partners
    if not world.mistakes.rate(7):
        return
    owners = np.bincount(partners.number)
    period = np.maximum(found.number, 0)
    fits = (found.number != NO_NUMBER) & (owners[partners.number[period]] > 1)
    count = max(2, round(world.mistakes.rate(7 + LOOK_ALIKE) * len(world.spells)))
    text = edited["provider_number"]
    for row in world.draws.lowest("handed on", np.flatnonzero(fits), count):
        value = _text(text[row].as_py())
        yield (
            7 + LOOK_ALIKE,
            keys[row],
            "experiences",
            keys[row],
            "provider_number",
            value,
            value,
        )


def _changed(file, before, after, numbers, number):
    """Lines of the cells that differ; `numbers` by row, else `number`."""
    keys = _keys(after)
    for name in after.column_names:
        old = [_text(value) for value in before[name].to_pylist()]
        new = [_text(value) for value in after[name].to_pylist()]
        for row in np.flatnonzero(np.array(old) != np.array(new)):
            code = numbers.get(int(row), number)
            yield code, keys[row], file, keys[row], name, old[row], new[row]


def _week_lines(world):
    """Lines of the weeks that lost calls, by attempts before and after."""
    mistakes = world.mistakes
    for number, entry in ((11, mistakes.lost), (11 + LOOK_ALIKE, mistakes.fewer)):
        if entry is None:
            continue
        source, monday, share = entry
        name = parameters("programs")["sources"][source]["name"]
        counts = weekly_calls(world)[source]
        key = f"{name}|{monday}"
        week = int((monday - first_monday(world)).astype(np.int64)) // 7
        left = round((1 - share) * counts[week])
        yield number, key, "campaigns", key, "*", str(counts[week]), f"about {left}"


def _keys(table):
    ids = table["id"].to_pylist()
    names = table["data_source"].to_pylist()
    return [f"{name}|{number}" for name, number in zip(names, ids, strict=True)]


def _text(value):
    return "" if value is None else str(value)


def _rates(world, found):
    bases = world.mistakes.bases
    made = {
        name: {code: len(set(ids)) for code, ids in _by_code(found[name]).items()}
        for name in ("dost_defects", "dost_hard_negatives")
    }
    rows = [
        {
            # not "code": the summary counts the lines of the tables that have it
            "check": code,
            "name": entry["name"],
            "base": entry["base"],
            "base_rows": bases.get(int(code[-3:]), 0),
            "rate": float(world.mistakes.rate(int(code[-3:]))),
            "defects": made["dost_defects"].get(code, 0),
            "hard_negatives": made["dost_hard_negatives"].get(code, 0),
        }
        for code, entry in parameters("defects")["codes"].items()
    ]
    return pa.Table.from_pylist(rows)


def _by_code(table):
    found = {}
    for code, name in zip(
        table["code"].to_pylist(), table["defect_id"].to_pylist(), strict=True
    ):
        found.setdefault(code, []).append(name)
    return found
