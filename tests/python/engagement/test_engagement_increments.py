"""Calls that come day by day, against all of them at once.

Three organizations: to the first come days of calls, with calls of before again, no
more and under other identifiers, and other forms of its users; of the second,
experiences, prompts and users change; to the third come days of prompts, some of them
before their call and some of them again, its numbers get other partners, and of its
calls of before none changes. The tables of calls and of enrolments, and what rules find
in them, are then those of a build from nothing.
"""

import json
import shutil

import duckdb
import pytest
from conftest import TABLES, copy_of, dbt, differing_tables, query

CALLED = f"{TABLES} --select path:models/landing/dost path:models/staging/dost"
CALLED += " path:models/intermediate/dost path:models/marts/engagement"
CALLED += " path:models/quality/engagement"
CALLED += " raw_inventory__files raw_inventory__manifest int_district__as_of_date"
# days after the last one, under other identifiers
LATER = """
    select * replace (
        '{name}' || id as id,
        cast(deploy_time as timestamp) + interval {days} day as deploy_time,
        cast(attempted_timestamp as timestamp) + interval {days} day
            as attempted_timestamp,
        cast(call_start_time as timestamp) + interval {days} day as call_start_time,
        cast(call_end_time as timestamp) + interval {days} day as call_end_time
    ), '' as _deleted
    from lines
    where starts_with(attempted_timestamp, '2026-05-28')
"""
# calls of before: heard for longer, no more, or under another identifier
AGAIN = """
    select * replace ('99' as listen_secs), '' as _deleted
    from lines where cast(id as integer) % 300 = {rest}
    union all
    select *, 'true' as _deleted
    from lines where cast(id as integer) % 300 = {rest} + 1
    union all
    select * replace ('copy' || id as id), '' as _deleted
    from lines where cast(id as integer) % 300 = {rest} + 2
"""
# calls of an hour before, under other identifiers
LATE = """
    select * replace (
        'late' || id as id,
        cast(attempted_timestamp as timestamp) - interval 1 hour as attempted_timestamp
    ), '' as _deleted
    from lines where cast(id as integer) % 3 = 0
"""
# prompts of such calls, and of calls that never come
HEARD = """
    select * replace ('late' || id as id, 'late' || campaign_id as campaign_id),
        '' as _deleted
    from lines where cast(campaign_id as integer) % 6 in ({rest}, {rest} + 1)
"""
# prompts of before: another key, or no more
HEARD_AGAIN = """
    select * replace ('2' as response), '' as _deleted
    from lines where cast(id as integer) % 10 = {rest}
    union all
    select *, 'true' as _deleted
    from lines where cast(id as integer) % 10 = {rest} + 1
"""


def write_day(organization, day, *selects, name="campaigns"):
    path = organization / "deltas" / day / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(
            "create table lines as select * from read_csv(?, all_varchar = true)",
            [str(organization / f"{name}.csv")],
        )
        both = " union all ".join(f"({select})" for select in selects)
        connection.execute(f"copy ({both}) to '{path}' (header)")


def change(path, select):
    """The file becomes what `select` says of its `lines`."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table lines as select * from read_csv(?, all_varchar = true)",
            [str(path)],
        )
        connection.execute(f"copy ({select}) to '{path}' (header)")


def say_as_of(raw, day):
    (raw / "_manifest.json").write_text(json.dumps({"as_of_date": day, "files": []}))


@pytest.fixture(scope="module")
def built_day_by_day(engagement_warehouse, tmp_path_factory):
    """(raw root, warehouse) after three builds: of the first files, and of two days."""
    folder = tmp_path_factory.mktemp("days")
    raw = folder / "raw"
    shutil.copytree(engagement_warehouse.parent / "raw", raw)
    warehouse = copy_of(engagement_warehouse, folder)
    first, second = raw / "dost" / "parent_line", raw / "dost" / "second_line"
    third = raw / "dost" / "third_line"
    shutil.copytree(first, second)
    few = "select * from lines where cast(user_id as integer) % 9 = 0"
    for name in ("campaigns", "experiences", "prompt_responses"):
        change(second / f"{name}.csv", few)
    shutil.copytree(second, third)
    say_as_of(raw, "2026-05-30")
    write_day(first, "2026-05-29", LATER.format(name="a", days=1), AGAIN.format(rest=0))
    write_day(third, "2026-05-28", HEARD.format(rest=0), name="prompt_responses")
    write_day(third, "2026-05-29", HEARD_AGAIN.format(rest=2), name="prompt_responses")
    dbt(CALLED, raw=raw, warehouse=warehouse, check=True)

    # the first day is corrected, the second has some of its calls again
    say_as_of(raw, "2026-06-02")
    shutil.rmtree(first / "deltas" / "2026-05-29")
    write_day(first, "2026-05-29", LATER.format(name="a", days=1), AGAIN.format(rest=1))
    write_day(
        first,
        "2026-05-31",
        LATER.format(name="b", days=1),
        LATER.format(name="c", days=3),
        AGAIN.format(rest=5),
    )
    change(
        second / "experiences.csv",
        "select * replace (case when cast(id as integer) % 2 = 0 then start_date"
        " else cast(cast(start_date as date) + 40 as varchar) end as start_date)"
        " from lines",
    )
    change(
        second / "prompt_responses.csv",
        "select * replace (case when response = '3' then '*' else response end as"
        " response) from lines where cast(id as integer) % 2 = 0",
    )
    change(second / "users.csv", "select * from lines where cast(id as integer) > 50")
    change(
        first / "registrations.csv",
        "select * replace ('Agra' as district) from lines"
        " where cast(id as integer) % 7 <> 0",
    )
    change(
        third / "provider_numbers.csv",
        "select * replace (partner_id::integer % 3 + 1 as partner_id) from lines",
    )
    change(
        third / "prompt_responses.csv",
        "select * from lines where cast(id as integer) % 4 <> 1",
    )
    write_day(third, "2026-05-31", LATE)
    write_day(
        third,
        "2026-05-31",
        HEARD.format(rest=3),
        HEARD_AGAIN.format(rest=1),
        name="prompt_responses",
    )
    dbt(CALLED, raw=raw, warehouse=warehouse, check=True)
    return raw, warehouse


def test_calls_of_many_days_are_those_of_one_build(
    built_day_by_day, example_warehouse, tmp_path
):
    raw, warehouse = built_day_by_day
    # the days brought what they are to bring
    found = dict(
        query(
            warehouse,
            """select repetition, count(*) from intermediate.int_dost__calls_repeated
            group by all""",
        )
    )
    assert min(found["outdated"], found["repeated_attempt"]) > 150
    days = """select count(distinct call_date) from engagement.fct_calls
        where call_date > '2026-05-28' and not is_excluded"""
    assert query(warehouse, days) == [(2,)]
    # a key of the phone that is no number is an answer, and not a valid one
    stars = """select is_answered, is_valid, count(*) > 0
        from engagement.fct_prompt_responses where response = '*' group by all"""
    assert query(warehouse, stars) == [(True, False, True)]
    # prompts that came before their call, or with it, have its enrolment; others none
    late = """select cast(replace(call_id, 'late', '') as integer) % 6 as rest,
            user_program_key is not null, count(*) > 20
        from engagement.fct_prompt_responses
        where organization_id = 'third_line' and starts_with(call_id, 'late')
        group by all order by all"""
    assert query(warehouse, late) == [
        (0, True, True),
        (1, False, True),
        (3, True, True),
        (4, False, True),
    ]
    at_once = copy_of(example_warehouse, tmp_path)
    dbt(CALLED, raw=raw, warehouse=at_once, check=True)
    differing = differing_tables(warehouse, at_once)
    assert {name: rows for name, rows in differing.items() if is_of_calls(name)} == {}
    suspects = "select * from intermediate.int_dost__call_suspects"
    at_once_only = set(query(at_once, suspects)) - set(query(warehouse, suspects))
    assert at_once_only == set()


def is_of_calls(table):
    """Whether the builds above fill the table, and alike.

    A record that was like one of a file that is gone stays a suspect.
    """
    if table == "intermediate.int_dost__call_suspects":
        return False
    return "dost__" in table or table.startswith(("engagement.", "quality.dq_"))
