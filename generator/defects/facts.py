"""Questions about the clean extract that several defects ask."""

TEACHING = "('teacher', 'special_education_teacher', 'el_teacher')"


def current_assignments(draft):
    """SQL: the assignments in force in the current school year, with `is_teaching`."""
    _, first, _ = draft.school_year
    return f"""(
        select *, position in {TEACHING} as is_teaching
        from assignments
        where begin_date <= date '{draft.world.config.as_of}'
            and (end_date is null or end_date > date '{first}')
    )"""


def june_30(draft):
    """The last 30 June before the current school year, when certificates end."""
    _, first, _ = draft.school_year
    day = first.replace(month=6, day=30)
    return day if day < first else day.replace(year=first.year - 1)
