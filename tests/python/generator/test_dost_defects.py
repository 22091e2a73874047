"""Mistakes ENG-001 to ENG-012: found from the files alone, they are the answer key."""

import pytest
from dost_sets import database, keys, world, written

AS_OF = "date '2026-05-29'"
LOCAL = "(attempted_timestamp + case when data_source = 'rp_ivr'"
LOCAL += " then interval 330 minute else interval 0 minute end)"
KEY = "data_source || '|' || id"
# Calls with what they are compared with, and the partner behind each experience.
VIEWS = f"""
create view calls as
select
    c.*, {LOCAL.replace("data_source", "c.data_source")} as called_at, s.sequence_index,
    k.duration_secs, s.id is null as no_lesson, k.id is null as no_content,
    c.data_source || '|' || c.id as key
from campaigns as c
left join program_sequences as s
    on c.data_source = s.data_source and c.programseq_id = s.id
left join contents as k on c.data_source = k.data_source and c.content_id = k.id;
create view signed as
select
    e.*, n.partner_id as number_partner, u.partner_id as user_partner,
    n.partner_id is null and e.provider_number is not null as is_unknown
from experiences as e
inner join users as u on e.data_source = u.data_source and e.user_id = u.id
left join provider_numbers as n
    on e.data_source = n.data_source
    and right(e.provider_number, 10) = n.provider_number
    and coalesce(e.start_date, cast(e.created_at as date) + 1) >= n.valid_from
    and (
        n.valid_to is null
        or coalesce(e.start_date, cast(e.created_at as date) + 1) < n.valid_to
    );
"""
# Each finds the keys of the rows that break the rule; ENG-007 and ENG-012 name users.
RULES = {
    "ENG-001": """
        select key from calls qualify row_number() over (
            partition by data_source, user_id, programseq_id, call_type,
            attempted_timestamp order by id) > 1""",
    "ENG-002": "select key from calls where listen_secs > duration_secs + 5",
    "ENG-003": "select key from calls where listen_secs < 0",
    "ENG-004": """
        select key from calls inner join experiences as e
        on calls.data_source = e.data_source and calls.experience_id = e.id
        where cast(called_at as date) < e.start_date""",
    "ENG-005": """
        select key from calls
        where call_type <> 'missed_call' and (no_lesson or no_content)""",
    "ENG-006": f"""
        select {KEY} from contents
        where duration_secs is null and status <> 'draft'""",
    "ENG-007": """
        select data_source || '|' || user_id from signed
        group by data_source, user_id, program_id
        having count(distinct number_partner) > 1
        or bool_or(number_partner <> user_partner)""",
    "ENG-008": f"select {KEY} from signed where is_unknown",
    "ENG-009": """
        select key from calls
        where call_start_time is not null and status is null
        and call_type <> 'missed_call'""",
    "ENG-010": """
        with steps as (
            select key, sequence_index, called_at,
                lag(sequence_index) over spell as before,
                lag(called_at) over spell as before_at
            from calls where sequence_index is not null
            window spell as (
                partition by data_source, user_id, program_id
                order by called_at, id))
        select key from steps
        where before - sequence_index > 5
        and date_diff('day', before_at, called_at) <= 170""",
    "ENG-011": f"""
        with weeks as (
            select data_source, cast(date_trunc('week', called_at) as date) as monday,
                count(*) as calls
            from calls where call_type = 'outbound' group by all)
        select data_source || '|' || monday from weeks
        where monday + 7 <= {AS_OF}
        qualify calls < 0.7 * lag(calls) over (partition by data_source order by monday)
        and lag(calls) over (partition by data_source order by monday) >= 100""",
    "ENG-012": f"""
        with spells as (
            select c.data_source, c.user_id, c.program_id,
                max(called_at) as last, max(c.sequence_index) as reached,
                max(p.lessons) as lessons
            from calls as c inner join (
                select data_source, program_id, max(sequence_index) as lessons
                from program_sequences group by all
            ) as p on c.data_source = p.data_source and c.program_id = p.program_id
            group by all)
        select data_source || '|' || user_id from spells
        where reached < lessons and last >= {AS_OF} - 30
        group by data_source, user_id having count(*) > 3""",
}
# What of the answer key is compared: users where the rule names users.
OF_USERS = {
    "ENG-007": """
        select coalesce(e.data_source || '|' || e.user_id, d.row_key)
        from dost_defects as d
        left join experiences as e
            on d.file = 'experiences' and d.row_key = e.data_source || '|' || e.id
        where d.code = 'ENG-007'""",
    "ENG-012": """
        select distinct e.data_source || '|' || e.user_id from dost_defects as d
        inner join experiences as e on d.row_key = e.data_source || '|' || e.id
        where d.code = 'ENG-012'""",
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    found = database(written(tmp_path_factory.mktemp("clean"), "--defects=none"))
    found.execute(VIEWS)
    return found


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    found = database(written(tmp_path_factory.mktemp("damaged"), "--defects=heavy"))
    found.execute(VIEWS)
    return found


@pytest.mark.parametrize("code", RULES)
def test_clean_files_break_no_rule(clean, code):
    assert keys(clean, RULES[code]) == set()


@pytest.mark.parametrize("code", RULES)
def test_the_rule_finds_what_the_answer_key_has_and_no_look_alike(damaged, code):
    found = keys(damaged, RULES[code])
    if code == "ENG-010":
        # a lesson that goes back is found at the first of its attempts
        key = f"select row_key, defect_id from dost_defects where code = '{code}'"
        entity = dict(damaged.execute(key).fetchall())
        assert {entity.get(name, name) for name in found} == set(entity.values())
        return
    key = f"select row_key from dost_defects where code = '{code}'"
    assert found
    assert found == keys(damaged, OF_USERS.get(code, key))


@pytest.mark.parametrize("code", RULES)
def test_rates_counts_and_lines_agree(damaged, code):
    rates = damaged.execute(
        'select * from dost_defect_rates where "check" = ?', [code]
    ).fetchdf()
    for table, column in (
        ("dost_defects", "defects"),
        ("dost_hard_negatives", "hard_negatives"),
    ):
        lines = f"select count(distinct defect_id) from {table} where code = '{code}'"
        assert damaged.execute(lines).fetchone()[0] == rates[column][0]
    # ENG-006 has its legal cases, the drafts, in every set
    assert rates["hard_negatives"][0] > 0 or code == "ENG-006"
    assert rates["defects"][0] > 0


def test_rows_without_mistake_are_those_of_the_clean_files(clean, damaged):
    """All rows that the answer key does not name, bit for bit, but for lost calls."""
    marked = "(from dost_defects union all from dost_hard_negatives)"
    # calls in programmes that a mistake has added
    added = keys(
        damaged,
        f"""select c.data_source || '|' || c.id from campaigns as c
        inner join experiences as e
            on c.data_source = e.data_source and c.experience_id = e.id
        inner join {marked} as d on d.row_key = e.data_source || '|' || e.id
        where d.file = 'experiences' and d."column" = '*'""",
    )
    assert added
    for file in ("users", "experiences", "contents", "campaigns", "prompt_responses"):
        before, after = (
            set(one.execute(f"from {file}").fetchall()) for one in (clean, damaged)
        )
        # a prompt is in a call, and at its time
        owner = "campaigns" if file == "prompt_responses" else file
        named = keys(damaged, f"select row_key from {marked} where file = '{owner}'")
        assert {f"{row[0]}|{row[1]}" for row in after - before} <= named | added


def test_lessons_have_one_mistake_at_most_and_level_none_has_none():
    assert not world(500).mistakes.lessons.any()
    assert world(500).mistakes.lost is None
    heavy = world(500, "heavy").mistakes
    light = world(500, "default").mistakes
    assert (heavy.lessons > 0).sum() > 2 * (light.lessons > 0).sum()
