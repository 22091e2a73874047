"""D13: birth dates that cannot be right."""

from datetime import date

from generator.defects.edits import Set

# Birth dates that a form fills in when nobody knows better.
DEFAULT_BIRTH_DATE = date(1900, 1, 1)
YEARS_OFF = 7
MIN_AGE_FOR_YOUNGER = 12
FUTURE = 30


def inject_d13(draft):
    """A birth date 7 years off, in the future, or 1 January 1900."""
    if not draft.has("students", "enrollments"):
        return
    rng = draft.rng("D13")
    students = _students(draft)
    claims = {"student": "student_id"}
    size = draft.count("D13", draft.table("students").num_rows)
    for number, found in enumerate(
        draft.pick(rng, students, claims, size, file="students")
    ):
        rule, day = _wrong(found, number)
        _set(draft, draft.defect, rule, found, day)
    size = draft.negative_count("D13")
    for number, found in enumerate(
        draft.pick(rng, students, claims, size, file="students")
    ):
        # As old as somebody who repeated a grade; as young as an early entrant.
        day = _moved(found["birth_date"], 1 if number % 2 else -1)
        _set(draft, draft.negative, "STU-004", found, day)


def _students(draft):
    """Students of the current school year who are about as old as their grade."""
    year, first, _ = draft.school_year
    return draft.query(
        f"""
        with enrolled as (
            select student_id, any_value(grade_level) as grade_level
            from enrollments
            where school_year::varchar = '{year}' and enrollment_status = 'enrolled'
                and entry_date <= date '{first.year}-10-01'
                and (exit_date is null or exit_date > date '{first.year}-10-01')
            group by student_id
        )

        select row_number, student_id, birth_date,
            {first.year} - year(birth_date) as age,
            year(birth_date) - median(year(birth_date)) over (partition by grade_level)
                as years_off
        from students inner join enrolled using (student_id)
        where birth_date is not null
        qualify years_off between -1 and 1
        order by row_number
        """,
        "students",
        "enrollments",
    )


def _wrong(found, number):
    day = found["birth_date"]
    kind = number % 4
    if kind == 1:
        return "STU-007", _moved(day, FUTURE)
    if kind == 3:
        return "STU-007", DEFAULT_BIRTH_DATE
    is_younger = kind == 2 and found["age"] >= MIN_AGE_FOR_YOUNGER
    return "STU-004", _moved(day, YEARS_OFF if is_younger else -YEARS_OFF)


def _moved(day, years):
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _set(draft, make, rule, found, day):
    edits = [Set("students", found["row_number"], "birth_date", str(day))]
    owner = {"student": [found["student_id"]]}
    make("D13", rule, edits, owner, owner)
