"""D07, D08 and D14: full-time equivalents that cannot be, and staff rows that lack."""

from generator.defects.edits import Add, Drop, Keep, Set
from generator.defects.facts import current_assignments

EXTRA_FTE = ["0.2", "0.25", "0.5", "0.4"]
# Clearly outside the band of students per teacher, which ends at 40 by default.
SPOILT_RATIO = 60
MIN_STUDENTS = 80


def inject_d07(draft):
    """A further assignment beside a full one."""
    if not draft.has("assignments"):
        return
    full = draft.query(
        f"""
        select any_value(row_number) as row_number, educator_id,
            any_value(assignment_id) as assignment_id
        from {current_assignments(draft)}
        group by educator_id
        having count(*) = 1 and sum(fte) = 1 and not bool_or(is_on_leave)
        order by row_number
        """,
        "assignments",
    )
    rng = draft.rng("D07")
    claims = {"educator": "educator_id"}
    size = draft.count("D07", draft.table("educators").num_rows)
    for number, found in enumerate(
        draft.pick(rng, full, claims, size, file="assignments")
    ):
        extra = _second(draft, found, fte=EXTRA_FTE[number % len(EXTRA_FTE)])
        edits = [Add("assignments", extra, found["row_number"], found["assignment_id"])]
        draft.defect("D07", "STF-007", edits, *_both(found, extra))
    size = draft.negative_count("D07")
    for number, found in enumerate(
        draft.pick(rng, full, claims, size, file="assignments")
    ):
        _exactly_one(draft, found, number)


def _second(draft, found, **values):
    row = draft.texts("assignments", found["row_number"])
    new_id = draft.new_id("assignments", found["assignment_id"])
    return row | {"assignment_id": new_id, "position": "other", "subject": ""} | values


def _both(found, extra):
    owner = {"educator": [found["educator_id"]]}
    rows = [extra["assignment_id"], found["assignment_id"]]
    return owner | {"assignment": rows}, owner


def _exactly_one(draft, found, number):
    """.5 + .5, .4 + .6, or a stipend of 0 beside a full assignment."""
    row = found["row_number"]
    if number % 3 == 2:
        extra = _second(draft, found, fte="0", is_overload="true")
        edits = []
    else:
        one, other = [("0.5", "0.5"), ("0.4", "0.6")][number % 3]
        texts = draft.texts("assignments", row)
        same = {name: texts[name] for name in ("position", "subject")}
        extra = _second(draft, found, fte=other, **same)
        edits = [Set("assignments", row, "fte", one, extra["assignment_id"])]
    edits.append(Add("assignments", extra, row, found["assignment_id"]))
    draft.negative("D07", "STF-007", edits, *_both(found, extra))


def inject_d08(draft):
    """An assignment with a full-time equivalent of zero, below zero, or none."""
    if not draft.has("assignments"):
        return
    rows = draft.query(
        """
        select row_number, assignment_id, educator_id from assignments
        where fte > 0 and not is_overload and not is_on_leave
        order by row_number
        """,
        "assignments",
    )
    rng = draft.rng("D08")
    claims = {"educator": "educator_id"}
    size = draft.count("D08", draft.table("assignments").num_rows)
    for number, found in enumerate(
        draft.pick(rng, rows, claims, size, file="assignments")
    ):
        value = ["0", "-0.5", None][number % 3]
        edits = [Set("assignments", found["row_number"], "fte", value)]
        draft.defect("D08", "STF-008", edits, *_one(found))
    _on_leave(draft, rng)


def _on_leave(draft, rng):
    """Long-term leave, with its flag, of somebody who has no sections meanwhile."""
    files = ["assignments"]
    without_sections = ""
    if draft.has("section_educators"):
        files.append("section_educators")
        without_sections = """
            and educator_id not in (select educator_id from section_educators)
        """
    rows = draft.query(
        f"""
        select row_number, assignment_id, educator_id
        from {current_assignments(draft)}
        where not is_teaching {without_sections}
        order by row_number
        """,
        *files,
    )
    size = draft.negative_count("D08")
    for found in draft.pick(rng, rows, {"educator": "educator_id"}, size):
        row = found["row_number"]
        edits = [
            Set("assignments", row, "fte", "0"),
            Set("assignments", row, "is_on_leave", "true"),
        ]
        draft.negative("D08", "STF-008", edits, *_one(found))


def _one(found):
    owner = {"educator": [found["educator_id"]]}
    return owner | {"assignment": [found["assignment_id"]]}, owner


def inject_d14(draft):
    """Most teachers of a school are missing from the assignments file.

    One teacher at least remains: a school without any is another rule's business.
    """
    if not draft.has("assignments", "enrollments", "school_crosswalk"):
        return
    rng = draft.rng("D14")
    schools = _staffed_schools(draft)
    size = draft.count("D14", schools.num_rows)
    for school in draft.pick(rng, schools, {"school": "school_id"}, size):
        kept = 0
        dropped, educators = [], []
        for row in (school["teachers"][at] for at in rng.permutation(school["size"])):
            if not kept or (kept + row["fte"]) * SPOILT_RATIO <= school["students"]:
                kept += row["fte"]
                continue
            dropped.append(Drop("assignments", row["row_number"], school["school_id"]))
            educators.append(row["educator_id"])
        owner = {"school": [school["school_id"]]}
        owners = owner | {"educator": sorted(set(educators))}
        draft.defect("D14", "RAT-001", dropped, owner, owners)
    _keep_smallest(draft)


def _staffed_schools(draft):
    year, _, _ = draft.school_year
    return draft.query(
        f"""
        with teachers as (
            select school_id, count(*) as size, sum(fte)::double as fte,
                list({{
                    'row_number': staff.row_number,
                    'educator_id': educator_id,
                    'fte': fte::double
                }} order by staff.row_number) as teachers
            from {current_assignments(draft)} as staff
            inner join school_crosswalk using (school_code)
            where system = 'hr' and is_teaching and fte > 0
            group by school_id
        ),

        students as (
            select school_id, count(distinct student_id) as students
            from enrollments
            where school_year = {_literal(year)} and is_primary
                and enrollment_status = 'enrolled'
                and (exit_date is null or exit_date > entry_date)
            group by school_id
        )

        select * from teachers inner join students using (school_id)
        where students >= {MIN_STUDENTS} and size > 2
            and students < {SPOILT_RATIO} * fte
        order by school_id
        """,
        "assignments",
        "enrollments",
        "school_crosswalk",
    )


def _literal(year):
    return year if isinstance(year, int) else f"'{year}'"


def _keep_smallest(draft):
    """A small school, whose ratio is low and all right."""
    if not draft.negative_count("D14"):
        return
    year, _, _ = draft.school_year
    schools = draft.query(
        f"""
        select schools.row_number, school_id, count(*) as students
        from enrollments inner join schools using (school_id)
        where school_year = {_literal(year)}
        group by all order by students, school_id
        """,
        "enrollments",
        "schools",
    ).to_pylist()
    free = [s for s in schools if not draft.is_claimed("school", s["school_id"])]
    for school in free[: draft.negative_count("D14")]:
        owner = {"school": [school["school_id"]]}
        edits = [Keep("schools", school["row_number"], "school_id")]
        draft.negative("D14", "RAT-001", edits, owner, owner)
