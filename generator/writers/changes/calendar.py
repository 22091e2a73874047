"""A make-up day behind the end of the school year: calendars and terms grow by it."""

from generator.writers.changes.state import SCHOOL_DAYS, texts

LAST_YEAR = """
    select max(school_year)
    from calendars
    where try_cast(calendar_date as date) <= cast($today as date)
"""


def makeup_day(state, schools):
    """Tables calendars and terms, without rows on a day that is in the calendars.

    schools: list of the schools that have students
    """
    held = state.column(
        f"""
        select count(*)
        from calendars
        where try_cast(calendar_date as date) = cast($day as date)
            and day_type in {SCHOOL_DAYS}
        """
    )
    days, terms = [], []
    if held == [0]:
        (year,) = state.column(LAST_YEAR)
        days = [
            {
                "school_id": school,
                "calendar_date": str(state.day),
                "school_year": year,
                "day_type": "makeup",
            }
            for school in schools
        ]
        terms = _longer_terms(state, year)
    return {"calendars": texts(days, "calendars"), "terms": texts(terms, "terms")}


def _longer_terms(state, year):
    """The terms that ended with the school year, with the day in them."""
    query = """
        select *
        from terms
        where school_year = $year and end_date = (
            select max(end_date)
            from terms
            where school_year = $year and term_type <> 'summer'
        ) and try_cast(end_date as date) <= cast($day as date)
        order by term_id
    """
    rows = state.table(query, year=year).to_pylist()
    return [row | {"end_date": str(state.day + 1)} for row in rows]
