"""D01: one person with two educator ids."""

from generator.defects.edits import Add, Set
from generator.defects.names import (
    NICKNAMES,
    email_of,
    with_digits_exchanged,
    with_typo,
)

KINDS = ["licence", "typo", "nickname", "maiden_name", "birth_date"]
# Birth dates of two people with one name, when nobody would take them for one date.
MIN_YEARS_APART = 4


def inject_d01(draft):
    """A second record of an educator, under a new id and another spelling.

    The record with the same licence has the state id and the certificate number of the
    first (STF-001). The others have no state id; they share the birth date, or the
    e-mail address where the birth date has its digits exchanged (STF-002).
    """
    if not draft.has("educators"):
        return
    rng = draft.rng("D01")
    size = draft.count("D01", draft.table("educators").num_rows)
    people = _people(draft, with_certificates=draft.has("certifications"))
    surnames = people.column("last_name").to_pylist()
    picked = draft.pick(
        rng, people, {"educator": "educator_id"}, size, file="educators"
    )
    for number, person in enumerate(picked):
        row = draft.texts("educators", person["row_number"])
        other = row | {
            "educator_id": draft.new_id("educators", row["educator_id"]),
            "state_educator_id": "",
        }
        kind = _spell(rng, KINDS[number % len(KINDS)], row, other, person, surnames)
        edits = [Add("educators", other, person["row_number"], row["educator_id"])]
        if kind == "licence":
            edits += _same_certificate(draft, person, other["educator_id"])
        draft.defect(
            "D01",
            "STF-001" if kind == "licence" else "STF-002",
            edits,
            {"educator": [other["educator_id"], row["educator_id"]]},
            {"educator": [row["educator_id"], other["educator_id"]]},
        )
    _namesakes(draft, people)


def _people(draft, with_certificates):
    certificate = """
        left join (
            select educator_id, min(row_number) as certificate_row
            from certifications group by educator_id
        ) as certificates using (educator_id)
    """
    return draft.query(
        f"""
        select row_number, educator_id, first_name, last_name, birth_date, email,
            state_educator_id, {"certificate_row" if with_certificates else "null"}
            as certificate_row
        from educators {certificate if with_certificates else ""}
        where birth_date is not null and email is not null
        order by row_number
        """,
        "educators",
        *(["certifications"] if with_certificates else []),
    )


def _spell(rng, kind, row, other, person, surnames):
    """Write the second record's names into `other`; the kind that was possible."""
    if kind == "licence" and not person["state_educator_id"]:
        kind = "typo"
    if kind == "nickname" and row["first_name"] not in NICKNAMES:
        kind = "typo"
    if kind == "birth_date":
        day = with_digits_exchanged(rng, person["birth_date"])
        if day:
            other["birth_date"] = str(day)
            return kind
        kind = "typo"
    if kind == "licence":
        other["state_educator_id"] = row["state_educator_id"]
    if kind == "nickname":
        other["first_name"] = NICKNAMES[row["first_name"]]
    elif kind == "maiden_name":
        others = [name for name in surnames if name and name != row["last_name"]]
        other["last_name"] = others[rng.integers(len(others))]
        other["former_last_name"] = row["last_name"]
    else:
        other["last_name"] = with_typo(rng, row["last_name"])
    other["email"] = email_of(other["first_name"], other["last_name"], row["email"])
    return kind


def _same_certificate(draft, person, educator_id):
    if person["certificate_row"] is None:
        return []
    certificate = draft.texts("certifications", person["certificate_row"])
    number = certificate["certification_id"]
    certificate |= {
        "certification_id": draft.new_id("certifications", number),
        "educator_id": educator_id,
    }
    return [Add("certifications", certificate, person["certificate_row"], number)]


def _namesakes(draft, people):
    """Two real people of one name: other birth date, other certificate."""
    rng = draft.rng("D01", "negatives")
    size = draft.negative_count("D01")
    claims = {"educator": "educator_id"}
    picked = draft.pick(rng, people, claims, 2 * size, 4 * size, "educators")
    made = 0
    while len(picked) > 1 and made < size:
        first = picked.pop(0)
        second = next((p for p in picked if _far_apart(first, p)), None)
        if second is None:
            continue
        picked.remove(second)
        local, domain = first["email"].split("@")
        values = {
            "first_name": first["first_name"],
            "last_name": first["last_name"],
            "email": f"{local}2@{domain}",
        }
        pair = [first["educator_id"], second["educator_id"]]
        edits = [
            Set("educators", second["row_number"], column, value, pair[0])
            for column, value in values.items()
        ]
        pair = {"educator": pair}
        made += draft.negative("D01", "STF-002", edits, pair, pair)


def _far_apart(one, other):
    days = one["birth_date"], other["birth_date"]
    same = days[0].month == days[1].month or days[0].day == days[1].day
    return abs(days[0].year - days[1].year) >= MIN_YEARS_APART and not same
