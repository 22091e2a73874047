"""Enrolments in phone programmes against the answer key; the fact that was planned."""

import duckdb
import pytest
from conftest import query
from engagement_cells import key_of, table

# Of the plan of 2019, in its order.
PLANNED = [
    "user",
    "program",
    "created_on",
    "month1date",
    "month3date",
    "month5date",
    "programenddate",
    "partnerorg_id",
    "month1CompletedLessons",
    "month1CompletedMinutes",
    "month3CompletedLessons",
    "month3CompletedMinutes",
    "EOPCompletedLessons",
    "EOPCompletedMinutes",
]


@pytest.fixture(scope="module")
def spells(engagement_warehouse):
    return table(
        engagement_warehouse,
        "select * from engagement.fct_user_programs",
        ["user_key", "program_key", "spell_number"],
    )


@pytest.fixture(scope="module")
def truth(engagement_warehouse):
    """The answer key's enrolments, by the keys of the warehouse."""
    file = engagement_warehouse.parent / "truth" / "dost_spells.csv"
    found = duckdb.read_csv(str(file)).df()
    for name in ("user", "program"):
        numbered = found["data_source"] + "|" + found[f"{name}_id"].astype(str)
        found[f"{name}_key"] = numbered.map(key_of)
    return found.set_index(["user_key", "program_key", "spell_number"]).sort_index()


def test_enrolments_are_those_of_the_answer_key(spells, truth):
    assert list(spells.index) == list(truth.index)
    known = ~spells["is_start_assumed"]
    assert (spells["program_start_date"] == truth["start_date"])[known].all()
    # a new enrolment more than 180 days later is another one; the shortest is 181 days
    again = spells[spells.index.get_level_values("spell_number") == 2]
    assert len(again) > 0
    before = spells.loc[[(user, program, 1) for user, program, _ in again.index]]
    gaps = again["program_start_date"].array - before["last_delivered_date"].array
    assert gaps.days.min() == 181


def test_a_new_phone_and_a_return_are_no_new_enrolment(engagement_warehouse, truth):
    counted = dict(
        query(
            engagement_warehouse,
            """select user_program_key, count(*)
            from intermediate.int_dost__experiences_spelled
            group by user_program_key""",
        )
    )
    keys = table(
        engagement_warehouse,
        """select user_program_key, user_key, program_key, spell_number
        from engagement.fct_user_programs""",
        ["user_key", "program_key", "spell_number"],
    )["user_program_key"]
    assert (keys.map(counted) == truth["experiences"]).all()
    several = truth["experiences"] > 1
    assert (several & truth["is_return"]).any()
    assert (several & ~truth["is_return"]).any()


def test_of_several_enrolments_only_the_last_is_open(spells):
    status = spells["program_status"].groupby(level=[0, 1])
    assert (status.size() > 1).any()
    assert (status.agg(lambda found: (found[:-1] == "active").sum()) == 0).all()


def test_the_planned_fact_has_its_columns_and_latest_enrolments(
    engagement_warehouse, spells
):
    columns = query(
        engagement_warehouse,
        """select column_name from information_schema.columns
        where table_schema = 'engagement' and table_name = 'userprogram_fact'
        order by ordinal_position""",
    )
    assert [name for (name,) in columns] == PLANNED
    found = table(
        engagement_warehouse,
        "select * from engagement.userprogram_fact",
        ["user", "program"],
    )
    latest = spells.reset_index("spell_number").groupby(level=[0, 1]).tail(1)
    assert list(found.index) == list(latest.index)
    assert (latest["spell_number"] > 1).any()
    assert (found["month1date"] == latest["month1_date"]).all()
    assert (found["programenddate"] == latest["eop_date"]).all()
    for planned, period in (("month1", "month1"), ("month3", "month3"), ("EOP", "eop")):
        for name in ("lessons", "minutes"):
            here = found[f"{planned}Completed{name.capitalize()}"]
            assert here.equals(
                latest[f"{period}_completed_{name}"]
                .set_axis(here.index)
                .rename(here.name)
            )
