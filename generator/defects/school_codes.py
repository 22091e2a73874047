"""D18: school codes of the HR and assessment systems that no crosswalk knows."""

import pyarrow.compute as pc

from generator.defects.edits import Add, Set
from generator.defects.names import unknown_code

SYSTEMS = {
    "hr": ("assignments", "educator_id"),
    "assessment": ("assessment_results", "student_id"),
}


def inject_d18(draft):
    """A row whose school code is that of the SIS, or one that nobody has."""
    if not draft.has("school_crosswalk"):
        return
    rng = draft.rng("D18")
    total = 0
    codes_of = {system: _codes(draft, system) for system in SYSTEMS}
    for system, (file, owner) in SYSTEMS.items():
        if not draft.has(file):
            continue
        codes = codes_of[system]
        total += draft.table(file).num_rows
        size = draft.count("D18", draft.table(file).num_rows)
        rows = _rows(draft, rng, system, file, owner, size)
        claims = _claims(file, owner)
        used = set()
        for number, found in enumerate(draft.pick(rng, rows, claims, size, file=file)):
            code = found["school_id"]
            if number % 2 or code in codes:
                code = unknown_code(rng, found["school_code"], codes)
            used.add(code)
            edit = Set(
                file, found["row_number"], "school_code", code, found["school_id"]
            )
            entities = _entities(file, found) | {"school_code": [f"{system}|{code}"]}
            owned = _owners(file, owner, found)
            draft.defect("D18", "LND-020", [edit], entities, owned)
        codes |= used
    draft.bases["D18"] = total
    _renumbered(draft, rng, codes_of)


def _codes(draft, system):
    rows = draft.query(
        f"select school_code from school_crosswalk where system = '{system}'",
        "school_crosswalk",
    )
    return set(rows.column("school_code").to_pylist())


def _rows(draft, rng, system, file, owner, size):
    key = draft.table(file).column_names[0]
    return draft.query(
        f"""
        select {file}.row_number, {key} as key, {owner} as owner, school_code,
            crosswalk.school_id, crosswalk.row_number as crosswalk_row
        from {file}
        inner join (
            select * from school_crosswalk where system = '{system}'
        ) as crosswalk using (school_code)
        order by {file}.row_number
        """,
        file,
        "school_crosswalk",
        rows=draft.sample(rng, file, size),
    )


def _kind(file):
    return "assignment" if file == "assignments" else "result"


def _claims(file, owner):
    return {owner.removesuffix("_id"): "owner", _kind(file): "key"}


def _owners(file, owner, found):
    """Of a result only the row is spoilt; an assignment counts for its educator."""
    if file == "assignments":
        return {"educator": [found["owner"]]}
    return {"result": [found["key"]]}


def _entities(file, found):
    return {_kind(file): [found["key"]], "row": [f"{file}.csv|{found['key']}"]}


def _renumbered(draft, rng, codes_of):
    """A school that got a new code; the crosswalk has the old one and the new one."""
    size = draft.negative_count("D18")
    for system, (file, owner) in SYSTEMS.items():
        if not size or not draft.has(file):
            continue
        rows = _rows(draft, rng, system, file, owner, size)
        schools = draft.pick(rng, rows, _claims(file, owner), 1, file=file)
        if not schools:
            continue
        old = schools[0]["school_code"]
        rows = rows.filter(pc.equal(rows.column("school_code"), old))
        share = -(-size // len(SYSTEMS))
        picked = draft.pick(rng, rows, _claims(file, owner), share, file=file)
        code = unknown_code(rng, old, codes_of[system])
        crosswalk = draft.texts("school_crosswalk", schools[0]["crosswalk_row"])
        edits = [
            Add(
                "school_crosswalk",
                crosswalk | {"school_code": code},
                schools[0]["crosswalk_row"],
                old,
            )
        ]
        for found in picked:
            edits.append(Set(file, found["row_number"], "school_code", code, old))
            entities = _entities(file, found) | {"school_code": [f"{system}|{code}"]}
            owned = _owners(file, owner, found)
            draft.negative("D18", "LND-020", edits, entities, owned)
            edits = []
