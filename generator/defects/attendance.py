"""D16: attendance when there is no school, or no enrolment any more."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.defects.edits import Add, Keep

FACT = "attendance_daily"
# How many days ahead a day after the exit is looked for.
DAYS_AFTER = 20
# Students whom the answer key names for a make-up day.
PER_DAY = 20


def inject_d16(draft):
    """A further attendance row on a day without school, or after the student left.

    The rows come behind those of the clean file, which is written as a stream and is
    not read for this.
    """
    if not draft.has(FACT, "enrollments", "calendars", "attendance_codes"):
        return
    rng = draft.rng("D16")
    days = _school_days(draft)
    spells, base = _spells(draft, days)
    size = draft.count("D16", base)
    code = _present(draft)
    made = 0
    picked = draft.pick(rng, spells, {"student": "student_id"}, size, spares=size)
    for spell in picked:
        day = _wrong_day(rng, spell, days[spell["school_id"]], after_exit=made % 2)
        if day is None or made == size:
            continue
        row = {
            "student_id": spell["student_id"],
            "school_id": spell["school_id"],
            "attendance_date": str(day),
            "attendance_code": code,
            "absent_share": "0",
        }
        owner = {"attendance": [f"{spell['student_id']}|{spell['school_id']}|{day}"]}
        edits = [Add(FACT, row, None, spell["enrollment_id"])]
        made += draft.defect("D16", "ATT-002", edits, owner, owner)
    size = draft.negative_count("D16")
    made = _keep_make_up_days(draft, rng, spells, days, size // 2)
    _keep_last_days(draft, rng, spells, days, size - made)


def _school_days(draft):
    """School -> its days with school, ascending, of the years with daily attendance."""
    rows = draft.query(
        f"""
        with years as (
            select school_year from calendars
            where day_type in ('instructional', 'makeup')
            group by school_year
            having min(calendar_date) <= date '{draft.world.config.as_of}'
            order by school_year desc
            limit {draft.world.config.district.daily_years}
        )

        select school_id, list(calendar_date order by calendar_date) as days
        from calendars
        where school_year in (select school_year from years)
            and day_type in ('instructional', 'makeup')
            and calendar_date <= date '{draft.world.config.as_of}'
        group by school_id
        """,
        "calendars",
    ).to_pylist()
    return {r["school_id"]: np.array(r["days"], dtype="datetime64[D]") for r in rows}


def _spells(draft, days):
    """Enrolments with days of daily attendance, and the number of all such days."""
    first = min((of_school[0] for of_school in days.values()), default="9999-12-31")
    spells = draft.query(
        f"""
        select row_number, enrollment_id, student_id, school_id, entry_date, exit_date,
            coalesce(exit_date, date '{draft.world.config.as_of}' + 1) as until,
            lead(entry_date) over (
                partition by student_id, school_id order by entry_date, enrollment_id
            ) as next_entry
        from enrollments
        where enrollment_status = 'enrolled'
            and (exit_date is null or exit_date > date '{first}')
        order by row_number
        """,
        "enrollments",
    )
    schools = spells.column("school_id").combine_chunks().dictionary_encode()
    codes = schools.indices.to_numpy()
    entry, until = (
        spells.column(name).to_numpy().astype("datetime64[D]")
        for name in ("entry_date", "until")
    )
    counts = np.zeros(spells.num_rows, dtype=np.int64)
    for code, school in enumerate(schools.dictionary.to_pylist()):
        here = codes == code
        of_school = days.get(school, np.array([], dtype="datetime64[D]"))
        ends = np.searchsorted(of_school, until[here])
        counts[here] = ends - np.searchsorted(of_school, entry[here])
    return spells.filter(pa.array(counts > 0)), int(np.maximum(counts, 0).sum())


def _wrong_day(rng, spell, school_days, after_exit):
    """A day on which no row belongs; None when the spell has none of this kind."""
    if after_exit and spell["exit_date"] and not spell["next_entry"]:
        begin, end = spell["exit_date"], spell["exit_date"] + timedelta(DAYS_AFTER)
        first, last = np.searchsorted(school_days, np.array([begin, end], "M8[D]"))
        later = school_days[first:last]
        return str(later[rng.integers(len(later))]) if len(later) else None
    first, last = np.searchsorted(
        school_days, np.array([spell["entry_date"], spell["until"]], "M8[D]")
    )
    inside = school_days[first:last]
    every = np.arange(inside[0], inside[-1] + 1)
    free = np.setdiff1d(every, inside, assume_unique=True)
    return str(free[rng.integers(len(free))]) if len(free) else None


def _present(draft):
    codes = draft.query(
        """
        select attendance_code from attendance_codes
        where category = 'present' order by row_number limit 1
        """,
        "attendance_codes",
    )
    return codes.column(0)[0].as_py()


def _keep_make_up_days(draft, rng, spells, days, size):
    """Days on which a snow day is made up: attendance belongs to them."""
    rows = draft.query(
        f"""
        select row_number, school_id, calendar_date from calendars
        where day_type = 'makeup'
            and calendar_date <= date '{draft.world.config.as_of}'
        order by row_number
        """,
        "calendars",
    )
    made, by_school = 0, None
    for found in draft.pick(rng, rows, {"calendar": "row_number"}, size):
        by_school = by_school or _by_school(spells)
        school, day = found["school_id"], found["calendar_date"]
        present = [
            f"{student}|{school}|{day}"
            for student in _enrolled_on(day, by_school.get(school))
            if not draft.is_claimed("student", student)
        ]
        if present and np.datetime64(day) in days[school]:
            edits = [Keep("calendars", found["row_number"], "day_type")]
            entities = {"attendance": present[:PER_DAY]}
            made += draft.negative("D16", "ATT-002", edits, entities, {})
    return made


def _by_school(spells):
    """School -> its spells, as tables: a large district has too many for objects."""
    schools = spells.column("school_id").combine_chunks().dictionary_encode()
    codes = schools.indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    ordered = spells.select(["student_id", "entry_date", "until"]).take(pa.array(order))
    begins = np.searchsorted(codes[order], np.arange(len(schools.dictionary) + 1))
    return {
        school: ordered.slice(begins[place], begins[place + 1] - begins[place])
        for place, school in enumerate(schools.dictionary.to_pylist())
    }


def _enrolled_on(day, spells):
    """Students of the spells of a school, None for no spells, that hold the day."""
    if spells is None:
        return []
    entered = pc.less_equal(spells["entry_date"], day)
    there = spells.filter(pc.and_(entered, pc.greater(spells["until"], day)))
    return there["student_id"].to_pylist()


def _keep_last_days(draft, rng, spells, days, size):
    """The last day of school before an exit: the exit date is the first day after."""
    left = spells.filter(pc.is_valid(spells.column("exit_date")))
    claims = {"student": "student_id"}
    for spell in draft.pick(rng, left, claims, size, file="enrollments"):
        of_school = days[spell["school_id"]]
        before = np.searchsorted(of_school, np.datetime64(spell["exit_date"]))
        last = of_school[before - 1]
        key = f"{spell['student_id']}|{spell['school_id']}|{last}"
        edits = [Keep("enrollments", spell["row_number"], "exit_date")]
        owner = {"student": [spell["student_id"]]}
        draft.negative("D16", "ATT-002", edits, {"attendance": [key]}, owner)
