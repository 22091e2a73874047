"""`make bench`: what landing costs beside DuckDB's own reader, in one run.

CPU seconds (user and system) of whole processes, on a file of five million rows of
section attendance. dbt's own cost, the same command on an empty raw root, is taken off.
A machine that does something else meanwhile makes both sides dearer, not equally so.
"""

import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import REPO, dbt, query

pytestmark = pytest.mark.bench

ROWS = 5_000_000
MOST = 2.0

# 60,000 students a day in 3,000 sections: ids as the demo-district generator makes them
SECTION_ATTENDANCE = f"""
    copy (
        select
            'att-' || substr(md5(i::varchar), 1, 10) as sis_id,
            substr(md5((i % 5)::varchar), 1, 6) as school_id,
            substr(md5((i % 60000)::varchar), 1, 6) as student_id,
            substr(md5((i % 3000)::varchar), 1, 8) as section_id,
            date '2025-09-01' + (i // 60000)::int as attendance_date,
            'section' as attendance_type,
            case when i % 20 = 0 then 'absent' else 'present' end as attendance_status,
            case when i % 20 = 0 then 'EXC-' || (i % 900) end as excuse_code
        from range({ROWS}) as numbers (i)
    ) to '{{file}}' (header)
"""

READ_ALONE = """
import duckdb, sys
config = {"storage_compatibility_version": "v1.3.0", "threads": 2}
connection = duckdb.connect(sys.argv[2], config=config)
connection.execute(f"create table landed as select * from read_csv('{sys.argv[1]}')")
connection.close()
"""


def cpu_seconds(work) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def land(raw: Path, warehouse: Path) -> None:
    warehouse.unlink(missing_ok=True)
    command = "run -s raw_inventory__files raw_clever__attendance"
    dbt(command, raw=raw, warehouse=warehouse, check=True)


def read_alone(file: Path, database: Path) -> None:
    database.unlink(missing_ok=True)
    command = [sys.executable, "-c", READ_ALONE, str(file), str(database)]
    subprocess.run(command, check=True, cwd=REPO)


def test_landing_costs_at_most_twice_the_reader(tmp_path, capsys) -> None:
    raw, file = tmp_path / "raw", tmp_path / "attendance.csv"
    landed = raw / "clever" / "load" / "attendance.csv"
    landed.parent.mkdir(parents=True)
    duckdb.connect().execute(SECTION_ATTENDANCE.format(file=file))
    warehouse = tmp_path / "warehouse" / "schoolhouse.duckdb"
    land(raw, warehouse)  # the first run of dbt parses the project

    ratios = []
    for _ in range(3):
        fixed = cpu_seconds(lambda: land(raw, warehouse))
        reader = cpu_seconds(lambda: read_alone(file, tmp_path / "alone.duckdb"))
        file.rename(landed)
        landing = cpu_seconds(lambda: land(raw, warehouse)) - fixed
        landed.rename(file)
        ratios.append(landing / reader)
        with capsys.disabled():
            print(
                f"\n{ROWS:,} rows: read_csv {reader:.1f} CPU s, landing {landing:.1f}"
                f" CPU s (dbt itself {fixed:.1f}), ratio {landing / reader:.2f}"
            )
    staged = "select count(*) from landing.raw_clever__attendance where row_status = ?"
    assert query(warehouse, staged, ["staged"]) == [(ROWS,)]
    assert sorted(ratios)[1] <= MOST
