"""Attendance of the next school day, and notes that excuse earlier absences."""

import numpy as np
import pyarrow as pa

from generator.streams import draw_codes
from generator.writers.changes.state import parameters, texts

# Records of the current school year; read from the file once
YEAR = """
    create or replace temp table attendance_year as
    select
        attendance_daily.*,
        try_cast(absent_share as decimal(9, 4)) > 0 as is_absent
    from attendance_daily
    where
        try_cast(absent_share as decimal(9, 4)) is not null
        and try_cast(attendance_date as date) <= cast('{today}' as date)
        and try_cast(attendance_date as date) >= (
            select min(try_cast(calendar_date as date))
            from calendars
            where school_year = (
                select max(school_year)
                from calendars
                where try_cast(calendar_date as date) <= cast('{today}' as date)
            )
        )
"""
# How many days students had, and how many of them with an absence
DAYS = """
    select
        student_id,
        count(*) as days,
        count(*) filter (is_absent) as absences
    from attendance_year
    group by student_id
    order by student_id
"""
# Codes with their share of the day, and how often they occur
CODES = """
    select
        attendance_code,
        absent_share,
        is_absent,
        count(*) as days
    from attendance_year
    inner join attendance_codes using (attendance_code)
    group by attendance_code, absent_share, is_absent
    order by attendance_code, absent_share
"""
RECENT = """
    with

    last_days as (
        select attendance_date
        from attendance_year
        group by attendance_date
        order by attendance_date desc
        limit $last
    )

    select attendance_year.* exclude (is_absent)
    from attendance_year
    inner join last_days using (attendance_date)
    inner join attendance_codes using (attendance_code)
    where
        attendance_codes.category = 'absent_unexcused'
        and student_id in (select student_id from chosen)
    order by student_id, school_id, attendance_date
"""


def day_records(state, streams, present):
    """attendance_daily: a row for each student of the day; empty without such a file.

    present: list of rows of enrollments of who is enrolled on the day. Students are as
    often absent as they were this year, drawn to the district's rate.
    """
    state.connection.execute(YEAR.format(today=state.today))
    codes = state.table(CODES).to_pylist()
    if not codes or not present:
        return texts([], "attendance_daily")
    rates = _rates(state, [row["student_id"] for row in present])
    rng = streams("attendance")
    absent = rng.random(len(present)) < rates
    kinds = np.empty(len(present), dtype=np.int64)
    for is_absent in (False, True):
        places = [place for place, c in enumerate(codes) if c["is_absent"] == is_absent]
        if not places:
            continue
        drawn = draw_codes(rng, [codes[p]["days"] for p in places], len(present))
        kinds = np.where(absent == is_absent, np.array(places)[drawn], kinds)
    table = pa.table(
        {
            "student_id": [row["student_id"] for row in present],
            "school_id": [row["school_id"] for row in present],
            "attendance_date": [str(state.day)] * len(present),
            "attendance_code": [codes[kind]["attendance_code"] for kind in kinds],
            "absent_share": [codes[kind]["absent_share"] for kind in kinds],
        }
    )
    return table.sort_by([("student_id", "ascending"), ("school_id", "ascending")])


def excused_later(state, streams, present):
    """attendance_daily: unexcused absences of the last days that turn out excused.

    Comes after `day_records`, which reads the year.

    present: list of rows of enrollments; who has left brings no note
    """
    known = parameters()
    excused = state.column(
        "select attendance_code from attendance_codes where category = 'absent_excused'"
        " order by 1 limit 1"
    )
    state.choose(row["student_id"] for row in present)
    rows = state.table(RECENT, last=known["excused_within_days"]).to_pylist()
    if not excused or not rows:
        return texts([], "attendance_daily")
    drawn = streams("excused later").random(len(rows)) < known["excused_later"]
    return texts(
        [
            row | {"attendance_code": excused[0]}
            for row, is_excused in zip(rows, drawn, strict=True)
            if is_excused
        ],
        "attendance_daily",
    )


def _rates(state, students):
    """Chance of an absence on a day, by student."""
    found = state.table(DAYS).to_pylist()
    days = sum(row["days"] for row in found)
    rate = sum(row["absences"] for row in found) / max(days, 1)
    prior = parameters()["prior_days"]
    known = {
        row["student_id"]: (row["absences"] + prior * rate) / (row["days"] + prior)
        for row in found
    }
    return np.array([known.get(student, rate) for student in students])
