"""D03 to D05: certificates that are missing, expired or invalid."""

from datetime import timedelta

from generator.defects.edits import Add, Drop, Keep, Set
from generator.defects.facts import TEACHING, current_assignments, june_30

FILE = "certifications"
FILES = ("educators", "assignments", FILE)
CLAIMS = {"educator": "educator_id"}


def inject_d03(draft):
    """All certificates of a teaching educator are left out."""
    if not draft.has(*FILES):
        return
    teaching = draft.query(
        f"""
        select educator_id, list(assignment_id order by row_number) as assignments,
            any_value(certificates.rows) as rows
        from assignments
        inner join (
            select educator_id, list(row_number order by row_number) as rows
            from certifications group by educator_id
        ) as certificates using (educator_id)
        where position in {TEACHING}
        group by educator_id
        order by min(row_number)
        """,
        "assignments",
        "certifications",
    )
    rng = draft.rng("D03")
    size = draft.count("D03", teaching.num_rows)
    for person in draft.pick(rng, teaching, CLAIMS, size):
        educator = person["educator_id"]
        edits = [Drop("certifications", row, educator) for row in person["rows"]]
        owner = {"educator": [educator]}
        entities = owner | {"assignment": person["assignments"]}
        draft.defect("D03", "STF-003", edits, entities, owner)
    _keep_uncertified(draft)


def _keep_uncertified(draft):
    """Staff who do not teach and have no certificate: nothing is missing."""
    others = draft.query(
        f"""
        select row_number, educator_id from educators
        where educator_id not in (select educator_id from certifications)
            and educator_id in (
                select educator_id from assignments
                group by educator_id having not bool_or(position in {TEACHING})
            )
        order by row_number
        """,
        *FILES,
    )
    rng = draft.rng("D03", "negatives")
    size = draft.negative_count("D03")
    for person in draft.pick(rng, others, CLAIMS, size):
        owner = {"educator": [person["educator_id"]]}
        edits = [Keep("educators", person["row_number"], "educator_id")]
        draft.negative("D03", "STF-003", edits, owner, owner)


def inject_d04(draft):
    """The one valid certificate of a teaching educator ended before the school year."""
    if not draft.has(*FILES):
        return
    rng = draft.rng("D04")
    candidates = _sole_certificates(draft)
    size = draft.count("D04", draft.table("certifications").num_rows)
    for found in draft.pick(rng, candidates, CLAIMS, size, file=FILE):
        row, educator = found["row_number"], found["educator_id"]
        edit = Set("certifications", row, "expiry_date", str(june_30(draft)), educator)
        draft.defect("D04", "STF-004", [edit], *_holder(found))
    size = draft.negative_count("D04")
    picked = draft.pick(rng, candidates, CLAIMS, size, file=FILE)
    for number, found in enumerate(picked):
        make = _renewed if number % 2 else _expires_in_year
        draft.negative("D04", "STF-004", make(draft, found), *_holder(found))


def _holder(found):
    owner = {"educator": [found["educator_id"]]}
    entities = owner | {
        "certification": [found["certification_id"]],
        "assignment": found["assignments"],
    }
    return entities, owner


def _sole_certificates(draft):
    """Certificates without which their educator could not teach this school year."""
    end = june_30(draft)
    return draft.query(
        f"""
        with teaching as (
            select educator_id, list(assignment_id order by row_number) as assignments
            from {current_assignments(draft)} where is_teaching
            group by educator_id
        )
        select any_value(row_number) as row_number, educator_id,
            any_value(certification_id) as certification_id,
            any_value(assignments) as assignments
        from certifications
        inner join teaching using (educator_id)
        where expiry_date is null or expiry_date > date '{end}'
        group by educator_id
        having count(*) = 1 and min(issue_date) < date '{end - timedelta(days=60)}'
            and min(status) = 'active'
        order by row_number
        """,
        "assignments",
        "certifications",
    )


def _expires_in_year(draft, found):
    """It was valid when the school year began and ends within it."""
    end = june_30(draft)
    end = end.replace(year=end.year + 1)
    return [Set("certifications", found["row_number"], "expiry_date", str(end))]


def _renewed(draft, found):
    """It ended before the school year, and its renewal begins on that day."""
    row, end = found["row_number"], june_30(draft)
    renewal = draft.texts("certifications", row) | {
        "certification_id": draft.new_id("certifications", found["certification_id"]),
        "issue_date": str(end),
        "expiry_date": str(end.replace(year=end.year + 5)),
    }
    return [
        Set("certifications", row, "expiry_date", str(end)),
        Add("certifications", renewal, row, found["certification_id"]),
    ]


def inject_d05(draft):
    """An unknown state or type, a malformed number, or an issue after the expiry."""
    if not draft.has("certifications"):
        return
    _, first, _ = draft.school_year
    certificates = draft.query(
        f"""
        select row_number, certification_id, educator_id, certificate_number,
            issue_date, expiry_date, issue_date < expiry_date
                and expiry_date <= date '{first}' as is_history
        from certifications where certificate_number is not null
        order by row_number
        """,
        "certifications",
    )
    rng = draft.rng("D05")
    size = draft.count("D05", certificates.num_rows)
    picked = draft.pick(rng, certificates, CLAIMS, size, file=FILE)
    for number, found in enumerate(picked):
        edits = [
            Set("certifications", found["row_number"], column, value)
            for column, value in _spoilt(found, number).items()
        ]
        _certificate(draft.defect, "D05", "STF-006", edits, found)
    _keep_rare(draft, rng)


def _spoilt(found, number):
    # A type or a date makes the certificate void: only where it is history already,
    # so that the educator's present assignments stay covered.
    kinds = ["state", "number", "type", "dates"]
    kind = kinds[number % (4 if found["is_history"] else 2)]
    if kind == "state":
        return {"state": ["ZZ", "XX", "QQ"][number // 4 % 3]}
    if kind == "number":
        return {"certificate_number": f"?{found['certificate_number'][:3]}"}
    if kind == "type":
        return {"certificate_type": "permanent-x"}
    return {
        "issue_date": str(found["expiry_date"]),
        "expiry_date": str(found["issue_date"]),
    }


def _keep_rare(draft, rng):
    """Codes that are rare and valid."""
    size = draft.negative_count("D05")
    rare = draft.query(
        f"""
        select row_number, certification_id, educator_id from certifications
        order by count(*) over (partition by certificate_type, area), row_number
        limit {4 * size + 20}
        """,
        "certifications",
    )
    for found in draft.pick(rng, rare, CLAIMS, size, file=FILE):
        edits = [Keep("certifications", found["row_number"], "area")]
        _certificate(draft.negative, "D05", "STF-006", edits, found)


def _certificate(make, code, rule, edits, found):
    owner = {"educator": [found["educator_id"]]}
    entities = owner | {"certification": [found["certification_id"]]}
    make(code, rule, edits, entities, owner)
