"""Runs of the part `dost`: repeatable, whole, with references that resolve."""

import hashlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dost_sets import ORGANISATION, REFERENCES, database, world, written

from generator.dost.catalogue import PHONE_PREFIX, PROVIDER_PREFIX
from generator.dost.files import files
from generator.resolve import resolve


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in folder.rglob("*.csv")
    }


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return written(tmp_path_factory.mktemp("run"), "--defects=none")


@pytest.fixture(scope="module")
def tables(clean):
    return database(clean)


def test_alone_when_asked_for():
    assert resolve({"parts": "dost"})[0].parts == ("dost",)


def test_another_run_with_other_workers_gives_the_same_bytes(clean, tmp_path):
    written(tmp_path, "--defects=none", "--workers=3")
    assert hashes(tmp_path) == hashes(clean.parent)


def test_batches_do_not_change_a_row():
    model = world(500)
    for name in ("campaigns", "prompt_responses"):
        found = [
            pa.Table.from_batches(
                next(item for item in files(model, batch) if item.name == name).data()
            ).unify_dictionaries()
            for batch in (4_096, 60)
        ]
        assert found[0].combine_chunks() == found[1].combine_chunks()


def test_another_seed_changes_every_file_with_drawn_content(clean, tmp_path):
    other = hashes(written(tmp_path, "--defects=none", "--seed=2"))
    mine = hashes(clean)
    same = {name.rsplit("/")[-1] for name in mine if mine[name] == other[name]}
    constant = {"programs.csv", "channels.csv", "prompts.csv"}
    assert same <= constant | {"program_sequences.csv"}


def test_parquet_has_the_rows_of_the_csv_files(tmp_path, tables):
    raw = written(tmp_path, "--defects=none", "--format=parquet")
    table = pq.read_table(raw / ORGANISATION / "campaigns.parquet")
    assert (
        table.num_rows == tables.execute("select count(*) from campaigns").fetchone()[0]
    )
    assert pa.types.is_timestamp(table.schema.field("deploy_time").type)


@pytest.mark.parametrize(
    "file", ["users", *(name for name in REFERENCES if name != "users")]
)
def test_keys_are_unique_and_references_resolve(tables, file):
    rows, distinct = tables.execute(
        f"select count(*), count(distinct (data_source, id)) from {file}"
    ).fetchone()
    assert rows == distinct > 0
    for column, target in REFERENCES[file].items():
        lost = f"""
            select count(*) from {file} as child
            left join {target} as parent
                on child.data_source = parent.data_source and child.{column} = parent.id
            where child.{column} is not null and parent.id is null"""
        assert tables.execute(lost).fetchone()[0] == 0, column


def test_identifiers_mean_nothing_without_their_platform(tables):
    for file in ("users", "partners", "programs", "contents", "experiences"):
        both = f"select count(*) from {file} a join {file} b on a.id = b.id"
        assert tables.execute(f"{both} and a.data_source < b.data_source").fetchone()[0]


def test_calls_are_those_of_an_experience(tables):
    """User, programme and phone of a call are those of its experience, and its time."""
    wrong = """
        select count(*) from campaigns as c inner join experiences as e
        on c.data_source = e.data_source and c.experience_id = e.id
        where c.user_id <> e.user_id or c.program_id <> e.program_id
        or right(c.phone, 10) <> right(e.phone, 10)
        or cast(c.attempted_timestamp as date) < e.start_date
        or c.attempted_timestamp >= timestamp '2026-05-30'"""
    assert tables.execute(wrong).fetchone()[0] == 0


def test_states_and_times_of_calls_by_platform(tables):
    found = tables.execute(
        """select data_source, call_type, status,
            telco_code in (16, 17, 19) as delivered,
            bool_and((call_start_time is null) = (status = 'failed')
                or call_type = 'missed_call'),
            bool_and((call_end_time is null) = (listen_secs is null)),
            bool_and((call_end_time is null) = (status is distinct from 'completed'))
        from campaigns group by all"""
    ).fetchall()
    assert all(started and ended and heard for *_, started, ended, heard in found)
    states = {row[:4] for row in found}
    assert states == {
        ("rp_ivr", "outbound", "completed", True),
        ("rp_ivr", "outbound", "missed", True),
        ("rp_ivr", "outbound", "failed", False),
        ("rp_ivr", "callback", "completed", True),
        ("rp_ivr", "missed_call", None, None),
        ("admindashboard", "outbound", "completed", None),
        ("admindashboard", "outbound", "failed-no-response", None),
        ("admindashboard", "outbound", "failed", None),
        ("admindashboard", "callback", "completed", None),
        ("admindashboard", "missed_call", None, None),
    }
    # planned between eight and seven in India: half past two to half past one in UTC
    hours = tables.execute(
        """select data_source, min(hour(deploy_time)), max(hour(deploy_time))
        from campaigns group by 1 order by 1"""
    ).fetchall()
    assert hours == [("admindashboard", 8, 18), ("rp_ivr", 2, 13)]


def test_attempts_of_a_day_are_half_an_hour_to_an_hour_and_a_half_apart(tables):
    gaps = tables.execute(
        """select min(gap), max(gap), max(attempts) from (
            select date_diff('second', lag(attempted_timestamp) over lesson,
                attempted_timestamp) as gap, count(*) over lesson as attempts
            from campaigns where call_type = 'outbound'
            window lesson as (partition by data_source, experience_id, programseq_id
                order by attempted_timestamp))"""
    ).fetchone()
    assert 29 * 60 <= gaps[0] <= gaps[1] <= 91 * 60
    assert gaps[2] == 3


def test_provider_numbers_hold_at_the_start_and_never_overlap(tables):
    overlaps = """
        select count(*) from provider_numbers a join provider_numbers b
        on a.provider_number = b.provider_number and a.data_source = b.data_source
        and a.id < b.id
        where a.valid_from < coalesce(b.valid_to, date '9999-12-31')
        and b.valid_from < coalesce(a.valid_to, date '9999-12-31')"""
    assert tables.execute(overlaps).fetchone()[0] == 0
    reused = """select count(*) from (select provider_number from provider_numbers
        group by all having count(distinct partner_id) > 1)"""
    assert tables.execute(reused).fetchone()[0] > 2


def test_no_phone_number_can_be_anybodys(tables):
    """Behind area code 11 no subscriber's number begins with 1."""
    for file, column, prefix in (
        ("experiences", "phone", PHONE_PREFIX),
        ("campaigns", "phone", PHONE_PREFIX),
        ("experiences", "provider_number", PROVIDER_PREFIX),
        ("provider_numbers", "provider_number", PROVIDER_PREFIX),
    ):
        other = f"""select count(*) from {file}
            where not regexp_full_match({column}, '(\\+91|0)?{prefix}[0-9]{{6}}')"""
        assert tables.execute(other).fetchone()[0] == 0
    spelt = """select count(distinct length(phone)) from experiences"""
    assert tables.execute(spelt).fetchone()[0] == 3


def test_enrolments_again_come_after_more_than_180_days():
    """181 days from the last delivered lesson at least; a return is sooner."""
    model = world(10_000)
    spells, reached = model.spells, (model.outcomes >= 0) & (model.outcomes != 9)
    gaps = []
    for row in range(len(spells)):
        if spells.ordinal[row] != 2:
            continue
        before = spells.user[row]
        heard = reached[before].nonzero()[0]
        days = spells.days(model.programs, before, heard)
        gaps.append(int((spells.start[row] - days.max()).astype(int)))
    assert len(gaps) > 50
    assert min(gaps) == 181
    assert (spells.break_days[spells.break_kind == 2] <= 150).all()
