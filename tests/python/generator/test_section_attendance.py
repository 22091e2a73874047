"""Attendance by section follows attendance by day."""

from outcome_worlds import district, tiny


def one(connection, sql):
    return connection.execute(sql).fetchone()


def test_a_class_is_attended_as_the_day_was():
    rows = (
        tiny()
        .execute(
            """
            select days.attendance_code, sections.attendance_code, count(*)
            from attendance_sections as sections
            inner join attendance_daily as days using (student_id, attendance_date)
            group by all
            """
        )
        .fetchall()
    )
    by_day = {}
    for day, section, count in rows:
        by_day.setdefault(day, {})[section] = count
    for code in ("P", "AE", "AU", "SU", "RM"):
        assert set(by_day[code]) == {code}
    assert set(by_day["PU"]) == {"P", "AU"}
    assert set(by_day["TA"]) == {"P", "TA"}


def test_section_attendance_has_the_members_of_the_section_only():
    strangers = one(
        tiny(),
        """
        select count(*)
        from attendance_sections as found
        anti join section_enrollments as members
            on found.student_id = members.student_id
            and found.section_id = members.section_id
            and found.attendance_date >= members.begin_date
            and found.attendance_date < coalesce(members.end_date, date '2027-01-01')
        """,
    )
    assert strangers == (0,)
    keys, rows = one(
        tiny(),
        """
        select count(distinct (student_id, section_id, attendance_date)), count(*)
        from attendance_sections
        """,
    )
    assert keys == rows > 100_000
    assert "attendance_sections" not in district().batches
