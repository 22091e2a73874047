"""A canonical file as Parquet lands the rows that its CSV form lands."""

import datetime
import decimal
import io
import json
import shutil

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from conftest import REPO
from landed import Landed

CANONICAL = REPO / "tests/python/fixtures/sis_canonical"
COLUMNS = [
    "line_number",
    "row_status",
    "student_id",
    "school_id",
    "attendance_date",
    "attendance_code",
    "absent_share",
]


@pytest.fixture
def landing(tmp_path):
    (tmp_path / "sis/p").mkdir(parents=True)
    (tmp_path / "sis/c").mkdir()
    return Landed(tmp_path)


def table(shares):
    """Daily attendance as the generator writes it: coded texts, dates, numbers."""
    day = datetime.date(2025, 9, 2)
    days = [day, day, None, day]
    return pa.table(
        {
            "student_id": pa.array(["7001", " 7002", "7003", ""]).dictionary_encode(),
            "school_id": pa.array(["101", "102", "102", "101"]).dictionary_encode(),
            "attendance_date": pa.array(days, type=pa.date32()),
            "attendance_code": ["A", None, "H", "N/A"],
            "absent_share": shares,
        }
    )


SHARES = {
    "float": [1.0, 0.0, 0.5, None],
    "decimal": [decimal.Decimal(text) for text in ("1.00", "0.00", "0.50", "0.25")],
    "integer": [1, 0, None, 1],
    "text": ["1", "0", "0.5", None],
}


def of(landing, district):
    """The rows of one district, staged or not, in the order of the file."""
    return landing.session.sql(
        f"select {', '.join(COLUMNS)} from raw_sis__attendance_daily"
        f" where district_id = '{district}' and row_status in ('staged', 'padding')"
        " order by line_number"
    ).fetchall()


@pytest.mark.parametrize("shares", SHARES.values(), ids=SHARES)
def test_the_rows_of_the_csv_form(landing, shares):
    rows = table(shares)
    pq.write_table(rows, landing.root / "sis/p/attendance_daily.parquet")
    text = io.BytesIO()
    pyarrow.csv.write_csv(rows, text, pyarrow.csv.WriteOptions(quoting_style="needed"))
    (landing.root / "sis/c/attendance_daily.csv").write_bytes(text.getvalue())
    landing.build("attendance_daily")
    assert len(of(landing, "p")) == 4
    assert of(landing, "p") == of(landing, "c")
    assert of(landing, "p")[0][:5] == (2, "staged", "7001", "101", "2025-09-02")


def test_line_numbers_are_those_of_rows_below_a_header(landing):
    """Several row groups; DuckDB reads them in any order."""
    count = 300_000
    rows = pa.table(
        {
            "student_id": [str(n) for n in range(count)],
            "school_id": ["101"] * count,
            "attendance_date": ["2025-09-02"] * count,
            "attendance_code": ["P"] * count,
        }
    )
    path = landing.root / "sis/p/attendance_daily.parquet"
    pq.write_table(rows, path, row_group_size=50_000)
    landing.session.execute("set threads = 4")
    landing.build("attendance_daily")
    wrong = landing.session.sql(
        "select count(*), count(*) filter (line_number <> student_id::int + 2)"
        " from raw_sis__attendance_daily where row_status = 'staged'"
    ).fetchone()
    assert wrong == (count, 0)


def test_rows_without_any_value_are_padding(landing):
    names = ["student_id", "school_id", "attendance_date", "attendance_code"]
    rows = pa.table({name: pa.array(["1", None, " "]) for name in names})
    pq.write_table(rows, landing.root / "sis/p/attendance_daily.parquet")
    landing.build("attendance_daily")
    assert [row[1] for row in of(landing, "p")] == ["staged", "padding", "padding"]


def test_unknown_columns_are_kept_and_a_missing_one_blocks(landing):
    rows = pa.table({"student_id": ["1"], "school_id": ["2"], "Bus": [3]})
    pq.write_table(rows, landing.root / "sis/p/attendance_daily.parquet")
    landing.build("attendance_daily")
    ((_, path, rule, message),) = landing.blocked("attendance_daily")
    assert (path, rule) == ("sis/p/attendance_daily.parquet", "LND-002")
    assert message.startswith("required column missing: attendance_date, attendance_c")
    ((extras,),) = landing.rows("attendance_daily", ["extra_columns"])
    assert json.loads(extras) == {"Bus": "3"}


@pytest.mark.parametrize("data", [b"", b"student_id,school_id\n1,2\n", b"PAR1 PAR1"])
def test_a_file_that_is_no_parquet_blocks(landing, data):
    (landing.root / "sis/p/attendance_daily.parquet").write_bytes(data)
    landing.build("attendance_daily")
    ((_, _, rule, message),) = landing.blocked("attendance_daily")
    assert rule == "LND-001"
    assert message.startswith("this is no Parquet file that can be read")
    assert str(landing.root) not in message


def test_a_damaged_page_blocks(landing):
    path = landing.root / "sis/p/attendance_daily.parquet"
    pq.write_table(table(SHARES["text"]), path, compression="zstd")
    data = bytearray(path.read_bytes())
    data[4:60] = bytes(56)
    path.write_bytes(data)
    landing.build("attendance_daily")
    ((_, _, rule, _),) = landing.blocked("attendance_daily")
    assert rule == "LND-001"


def test_csv_and_parquet_of_one_file_block_until_one_is_gone(landing):
    name = "attendance_daily"
    shutil.copy(CANONICAL / f"{name}.csv", landing.root / "sis/p")
    landing.build(name)
    assert landing.blocked(name) == []
    twin = landing.root / f"sis/p/{name}.parquet"
    pq.write_table(table(SHARES["float"]), twin)
    landing.build(name)
    assert [row[2] for row in landing.blocked(name)] == ["LND-025", "LND-025"]
    assert of(landing, "p") == []
    twin.unlink()
    landing.build(name)
    assert landing.blocked(name) == []
    assert len(of(landing, "p")) == 3


def test_a_delta_may_be_parquet_where_the_full_file_is_csv(landing):
    name = "attendance_daily"
    shutil.copy(CANONICAL / f"{name}.csv", landing.root / "sis/p")
    delta = landing.root / "sis/p/deltas/2026-01-02"
    delta.mkdir(parents=True)
    rows = table(SHARES["float"]).append_column("_deleted", [[True, False, None, None]])
    pq.write_table(rows, delta / f"{name}.parquet")
    landing.build(name)
    assert landing.blocked(name) == []
    deleted = landing.rows(name, ["_deleted"])
    assert deleted == [(None,)] * 3 + [("true",), ("false",), (None,), (None,)]


def test_a_mapping_reads_parquet_too(landing):
    rows = pa.table({"Pupil": ["1"], "Day": [datetime.date(2025, 9, 2)], "Code": ["A"]})
    folder = landing.root / "sis/p"
    pq.write_table(rows, folder / "Export.parquet")
    (folder / "mapping.yml").write_text(
        "attendance_daily:\n"
        "  file: Export.parquet\n"
        "  columns:\n"
        "    {student_id: Pupil, attendance_date: Day, attendance_code: Code}\n"
        "  constants: {school_id: 7}\n"
        "  values: {attendance_code: {A: absent}}\n"
    )
    landing.build("attendance_daily")
    assert of(landing, "p") == [(2, "staged", "1", "7", "2025-09-02", "absent", None)]
