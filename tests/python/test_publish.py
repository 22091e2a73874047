"""Publishing a hand-made warehouse: what goes out, what stays, what is refused."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import REPO, environment, query, target_of

from reporting.project import Refused
from reporting.publish import publish

WAREHOUSE = """
create schema district; create schema reports; create schema quality;
create schema intermediate; create schema platform;
create table quality.current_run as select '2026-03-01-0000000a' as run_id;
create table district.dim_students as
    select i as student_key, 'Ann ' || i as first_name, i % 13 as grade, 'x' as untold
    from range(20000) as given (i);
create view platform."School" as
    select grade, first_name as "HeadteacherName" from district.dim_students;
create table reports.rpt_public__grades as
    select grade, count(*) as student_count from district.dim_students group by grade;
create table reports.rpt_district__grades as select * from reports.rpt_public__grades;
create table quality.blocked_sources (source text, district_id text, message text);
create table quality.quarantined_rows as select 1 as line_number, 'Ann' as record;
create table intermediate.int_district__students as select 1 as student_id;
"""

DIRECT = {"meta": {"pii": "direct"}}
KEPT = {"meta": {"pii": "direct", "keep_column": True}}


def node(
    schema: str,
    name: str,
    columns: dict[str, dict],
    access: str = "public",
    **config: Any,
) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "name": f"{schema}__{name}" if schema in ("district", "platform") else name,
        "schema": schema,
        "alias": name,
        "access": access,
        "description": f"One row per thing of {name}; it's described.\n",
        "config": {"materialized": "table", **config},
        "columns": {
            column: {"description": f"The {column}.", "config": column_config}
            for column, column_config in columns.items()
        },
    }


MODELS = [
    node(
        "district",
        "dim_students",
        {"student_key": {}, "first_name": DIRECT, "grade": {}},
    ),
    node(
        "platform",
        "School",
        {"grade": {}, "HeadteacherName": KEPT},
        materialized="view",
    ),
    node("reports", "rpt_public__grades", {"grade": {}, "student_count": {}}),
    node("reports", "rpt_district__grades", {"grade": {}, "student_count": {}}),
    node("quality", "quarantined_rows", {"line_number": {}, "record": {}}, "protected"),
    node("intermediate", "int_district__students", {"student_id": {}}, "protected"),
]
TABLES = [
    "district.dim_students",
    "platform.School",
    "reports.rpt_district__grades",
    "reports.rpt_public__grades",
]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A warehouse and what dbt would have left beside it after a green build."""
    warehouse = tmp_path / "schoolhouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(WAREHOUSE)
    nodes = {f"model.schoolhouse.{model['name']}": model for model in MODELS}
    write(warehouse, "manifest.json", manifest_of(nodes))
    write_results(warehouse)
    return warehouse


def write(warehouse: Path, name: str, content: dict[str, Any]) -> None:
    target_of(warehouse).mkdir(exist_ok=True)
    (target_of(warehouse) / name).write_text(json.dumps(content))


def manifest_of(nodes: dict[str, Any]) -> dict[str, Any]:
    return {"metadata": {"invocation_id": "1"}, "nodes": nodes}


def results_of(
    results: list[dict[str, str]],
    which: str = "build",
    invocation_id: str = "1",
) -> dict[str, Any]:
    metadata = {"invocation_id": invocation_id}
    return {"metadata": metadata, "args": {"which": which}, "results": results}


def write_results(
    warehouse: Path,
    which: str = "build",
    invocation_id: str = "1",
    **statuses: str,
) -> None:
    results = [
        {
            "unique_id": f"model.schoolhouse.{model['name']}",
            "status": statuses.get(model["name"], "success"),
        }
        for model in MODELS
        if statuses.get(model["name"]) != "left out"
    ]
    write(warehouse, "run_results.json", results_of(results, which, invocation_id))


def change(warehouse: Path, sql: str) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(sql)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix in (".parquet", ".csv", ".json")
        and ".unfinished" not in path.parts
    }


def test_tables_go_out_with_comments_and_without_names_of_persons(built: Path) -> None:
    published = publish(built, target_of(built))
    file = published.out / "schoolhouse.duckdb"
    tables = query(
        file,
        "select schema_name || '.' || table_name, comment from duckdb_tables()"
        " order by all",
    )
    assert [name for name, _ in tables] == TABLES
    assert tables[1][1] == "One row per thing of School; it's described."
    columns = query(
        file,
        "select column_name, comment from duckdb_columns() where not internal"
        " and table_name = 'dim_students' order by all",
    )
    # neither the tagged columns nor the one that no yml describes
    assert columns == [
        ("grade", "The grade."),
        ("student_key", "The student_key."),
    ]
    assert query(file, "select count(*) from duckdb_views() where not internal") == [
        (0,)
    ]
    # a published name is kept, what it says of a person is not
    assert query(
        file, 'select count(*), count("HeadteacherName") from platform."School"'
    ) == [(20000, 0)]


def test_parquet_lies_behind_its_pointer(built: Path) -> None:
    published = publish(built, target_of(built))
    pointer = json.loads((published.out / "parquet.json").read_text())
    assert pointer["run_id"] == "2026-03-01-0000000a"
    assert pointer["folder"] == f"parquet-{pointer['run_id']}"
    named = {f"{table['schema']}.{table['name']}": table for table in pointer["tables"]}
    assert list(named) == TABLES
    for name, table in named.items():
        schema, alias = name.split(".")
        (count,) = duckdb.execute(
            f"select count(*) from '{published.out / table['file']}'"
        ).fetchone()
        assert count == table["rows"]
        assert query(
            published.out / "schoolhouse.duckdb",
            f'select count(*) from (from "{schema}"."{alias}" except all'
            f" from '{published.out / table['file']}')",
        ) == [(0,)]


def test_public_holds_the_public_reports_alone(built: Path) -> None:
    public = publish(built, target_of(built)).out / "public"
    names = ["rpt_public__grades.csv", "rpt_public__grades.parquet"]
    assert sorted(path.name for path in public.iterdir()) == names
    assert (public / names[0]).read_text().startswith("grade,student_count\n0,1539\n")
    # a report that is no longer published goes
    nodes = {model["name"]: model for model in MODELS if "public" not in model["name"]}
    write(built, "manifest.json", manifest_of(nodes))
    results = [{"unique_id": name, "status": "success"} for name in nodes]
    write(built, "run_results.json", results_of(results))
    publish(built, target_of(built))
    assert list(public.iterdir()) == []


def test_the_same_rows_make_the_same_files(built: Path, tmp_path: Path) -> None:
    first = files_of(publish(built, target_of(built)).out)
    # the same rows in another order, as a build with more threads may leave them
    change(
        built,
        "create table other as from district.dim_students order by hash(student_key);"
        'drop view platform."School"; drop table district.dim_students;'
        "create table district.dim_students as from other; drop table other;"
        'create view platform."School" as'
        ' select grade, first_name as "HeadteacherName" from district.dim_students',
    )
    out = publish(built, target_of(built)).out
    assert files_of(out) == first
    assert len(list(out.glob("parquet-*"))) == 1


def test_the_parquet_of_the_run_before_stays(built: Path) -> None:
    run_ids = [publish(built, target_of(built)).run_id]
    for run_id in ("2026-03-01-0000000b", "2026-03-02-0000000b"):
        change(built, f"update quality.current_run set run_id = '{run_id}'")
        run_ids.append(publish(built, target_of(built)).run_id)
    # for readers that are in it
    out = built.parent / "out"
    kept = sorted(path.name for path in out.glob("parquet-*"))
    assert kept == sorted(f"parquet-{run_id}" for run_id in run_ids[1:])
    publish(built, target_of(built))
    assert sorted(path.name for path in out.glob("parquet-*")) == kept


def test_changed_tables_of_the_same_run_id_get_their_own_folder(built: Path) -> None:
    out = publish(built, target_of(built)).out
    first = json.loads((out / "parquet.json").read_text())["folder"]
    change(built, "delete from district.dim_students where student_key = 1")
    publish(built, target_of(built))
    pointer = json.loads((out / "parquet.json").read_text())
    assert pointer["folder"] == f"{first}-2"
    assert pointer["previous_folder"] == first
    assert (out / first).is_dir()


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ({"which": "compile"}, "the last dbt command was `compile`"),
        ({"invocation_id": "0"}, "the last dbt command did not end"),
        ({"district__dim_students": "error"}, "not green, 1 failed or skipped"),
        ({"district__dim_students": "skipped"}, "not green, 1 failed or skipped"),
        ({"district__dim_students": "left out"}, "was of a part, 1 nodes"),
    ],
)
def test_only_a_whole_green_build_is_published(
    built: Path,
    results: dict[str, str],
    reason: str,
) -> None:
    write_results(built, **results)
    with pytest.raises(Refused, match=reason):
        publish(built, target_of(built))
    assert not (built.parent / "out").exists()


def test_a_blocked_source_keeps_the_last_good_copy(built: Path) -> None:
    out = publish(built, target_of(built)).out
    before = files_of(out), (out / "schoolhouse.duckdb").read_bytes()
    change(
        built, "insert into quality.blocked_sources values ('clever', 'oak', 'no id')"
    )
    with pytest.raises(Refused, match="blocked sources: clever/oak"):
        publish(built, target_of(built))
    assert before == (files_of(out), (out / "schoolhouse.duckdb").read_bytes())
    change(built, "delete from district.dim_students where student_key = 1")
    publish(built, target_of(built), allow_blocked=True)
    assert query(
        out / "schoolhouse.duckdb", "select count(*) from district.dim_students"
    ) == [(19999,)]


def test_a_killed_publish_leaves_the_last_copy_and_stops_nobody(built: Path) -> None:
    out = publish(built, target_of(built)).out
    before = files_of(out), (out / "schoolhouse.duckdb").read_bytes()
    code = (
        "import os, signal, sys; from pathlib import Path;"
        "import reporting.publish as p;"
        "p.swap_in = lambda *args: os.kill(os.getpid(), signal.SIGKILL);"
        "p.publish(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    change(built, "delete from district.dim_students where student_key = 1")
    killed = subprocess.run(
        [sys.executable, "-c", code, built, target_of(built)],
        cwd=REPO,
        env=environment(),
        check=False,
    )
    assert killed.returncode == -9
    assert (out / ".unfinished" / "schoolhouse.duckdb").exists()
    assert before == (files_of(out), (out / "schoolhouse.duckdb").read_bytes())
    publish(built, target_of(built))
    assert not (out / ".unfinished").exists()
    assert query(
        out / "schoolhouse.duckdb", "select count(*) from district.dim_students"
    ) == [(19999,)]


def test_two_publishes_do_not_mix(built: Path) -> None:
    out = publish(built, target_of(built)).out
    with (out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="another publish is writing"):
            publish(built, target_of(built))


def test_the_example_is_published_without_persons(
    published: Path,
    example_warehouse: Path,
) -> None:
    manifest = json.loads((target_of(example_warehouse) / "manifest.json").read_text())
    direct = {
        (model["schema"], model["alias"], column)
        for model in manifest["nodes"].values()
        for column, told in model.get("columns", {}).items()
        if told["config"].get("meta", {}).get("pii") == "direct"
        and not told["config"]["meta"].get("keep_column")
    }
    for name in ("first_name", "last_name", "birth_date", "email"):
        assert ("district", "dim_students", name) in direct
    published_columns = query(
        published / "schoolhouse.duckdb",
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where not internal",
    )
    assert direct.isdisjoint(published_columns)
    columns = {column for _, _, column in published_columns}
    # raw texts of files, in which anything may stand
    assert {"record", "row_detail", "column_value"}.isdisjoint(columns)


def test_the_example_is_published_whole(
    published: Path,
    example_warehouse: Path,
) -> None:
    file = published / "schoolhouse.duckdb"
    tables = query(file, "select schema_name, table_name from duckdb_tables()")
    marts = query(
        example_warehouse,
        "select table_schema, table_name from information_schema.tables"
        " where table_schema in ('district', 'reports')",
    )
    assert len(marts) > 10
    assert set(marts) <= set(tables)
    for schema, table in tables:
        count = f'select count(*) from {schema}."{table}"'
        assert query(file, count) == query(example_warehouse, count), table
