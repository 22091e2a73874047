"""What the Python tests share: running dbt, asking a warehouse, one built example.

Functions: ``from conftest import dbt, query``. Fixtures come by name.

* ``example_warehouse``: path of a warehouse file with the example district, built once
  for all workers. Only read it; a test that builds into it takes
  a copy (``copy_of``).
* ``engagement_warehouse``: the same of a phone programme, with marts and reports of
  engagement; raw files and answer key are in ``raw`` and ``truth`` beside the file.
* ``dbt("build", raw=folder, warehouse=file)``: dbt in a process of its own, with target
  and logs beside the warehouse file.
* ``query(file, sql)``: the rows of one statement, read-only.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from generator.cli import main as generate
from reporting.publish import publish

REPO = Path(__file__).resolve().parents[2]
EXAMPLES = REPO / "examples"
WAREHOUSE_NAME = "schoolhouse.duckdb"
# Names of raw root and warehouse for dbt, and its last parse; one folder per worker.
LINKS = Path(tempfile.mkdtemp(prefix="schoolhouse-tests-"))
# A build of all tables without the tests of it, which the example is built with.
TABLES = "build --exclude-resource-type test unit_test"
# Unit tests look at no data: the build of the example has them, runs in a clone not.
# Nor does anybody read dbt's log of them, which takes an eighth of its time.
WITHOUT_UNIT_TESTS = {
    "DBT_EXCLUDE_RESOURCE_TYPES": "unit_test",
    "DBT_LOG_LEVEL_FILE": "none",
}
# For builds into a copy of the example: sources that it has no files of, and these
# districts neither, so that their tables are empty already.
OTHERS = " --exclude path:models/*/engagement " + " ".join(
    f"path:models/{layer}/{source}"
    for source in ("dfe", "dost", "oneroster")
    for layer in ("landing", "staging", "intermediate")
)
# For builds of phone programmes into a copy of the example: what lies between their
# files and their rules and reports, what says of which day they are, and what is told
# of records that were held back or found faulty.
ENGAGEMENT = f"{TABLES} --select path:seeds/engagement raw_inventory__files"
ENGAGEMENT += " raw_inventory__manifest int_district__as_of_date " + " ".join(
    f"path:models/landing/dost+,+path:models/{layer}/engagement"
    for layer in ("marts", "quality", "reports")
)
ENGAGEMENT += " quality__landing_findings quality__landing_quarantined_rows"
ENGAGEMENT += " quality__landing_violations int_quality__row_violations"
ENGAGEMENT += " quality__violations_found quality__quarantined_rows"
ENGAGEMENT += " quality__fct_dq_violations quality__fct_dq_issues rpt_quality__issues"
ENGAGEMENT += " rpt_quality__landing_findings rpt_quality__quarantine"
# Records with phones that are held back, or staged where nothing follows.
UNUSABLE = {
    "experiences": [
        "data_source,id,user_id,program_id,provider_number,phone,start_date,created_at",
        "rp_ivr,,1,1,01111222331,+911111222332,2025-11-03,2025-11-02 18:29:59",
        "rp_ivr,,2,1,1111222333,91 11112 22334,2025-11-03,2025-11-02 18:29:59",
        'rp_ivr,9,3,1,1111222335,"1111222336',
        "rp_ivr,10,3,1,1111222335,2025-11-03,2025-11-02 18:29:59,1111222337,1",
    ],
    "campaigns": [
        "data_source,id,user_id,call_type,phone,status,emergency_phone",
        "rp_ivr,,1,outbound,01111222338,completed,1111222339",
    ],
    "provider_numbers": [
        "data_source,id,provider_number,partner_id",
        "rp_ivr,1, 1111222340,1",
    ],
}
atexit.register(shutil.rmtree, LINKS, ignore_errors=True)

# what a warehouse keeps of earlier runs, which is its own
HISTORY = (
    "quality.fct_dq_runs",
    # the delivery before is what rows are compared with
    "quality.expectation_results",
    "quality.landing_expectations",
    "quality.quality__expectation_parameters",
    "quality.quality__delivery_history",
    "quality.quality__result_history",
    "quality.quality__test_results",
    "quality.quality__violation_history",
)

# Files of a few long tests go first, so that no worker ends long before the other: one
# that needs the example, and one that does not while it is built.
LONG = [
    "test_chaos",
    "test_two_commands",
    "test_roster_equality",
    "test_incremental_landing",
    "test_mapping",
    "test_sis_landing",
    "test_marts",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, in that order; within files, and for all others, it stays."""
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.stem, len(LONG)))


def environment(
    warehouse: Path | None = None,
    raw: Path | str | None = None,
    **extra: str,
) -> dict[str, str]:
    """The environment of a child process: nothing of ours but what is stated here."""
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/nonexistent"),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_LOG_LEVEL_FILE": "none",
    }
    if warehouse is not None:
        env["SCHOOLHOUSE_WAREHOUSE"] = str(warehouse)
        env["DBT_TARGET_PATH"] = str(target_of(warehouse))
        env["DBT_LOG_PATH"] = str(warehouse.parent / "logs")
    if raw is not None:
        env["SCHOOLHOUSE_RAW"] = str(raw)
    return env | extra


def target_of(warehouse: Path) -> Path:
    """dbt's target folder for a test's warehouse file: beside it."""
    return warehouse.parent / "target"


def dbt_command(args: str | Sequence[str]) -> list[str]:
    words = shlex.split(args) if isinstance(args, str) else [str(arg) for arg in args]
    return [str(Path(sys.executable).with_name("dbt")), *words]


def dbt(
    args: str | Sequence[str],
    raw: Path | str | None = None,
    warehouse: Path | None = None,
    check: bool = False,
    **env: str,
) -> subprocess.CompletedProcess[str]:
    """Run dbt from the project root; ``check`` fails the test with dbt's last lines.

    ``raw`` defaults to the example district. Further environment variables go by name:
    ``dbt("build", warehouse=file, SCHOOLHOUSE_ALLOW_BLOCKED="1")``. dbt writes no files
    on the run, which takes it 4 CPU seconds, unless DBT_WRITE_JSON is "true".
    """
    if warehouse is None:
        raise ValueError("a test names the warehouse file that it builds")
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with last_parse(warehouse, Path(raw or EXAMPLES)) as named:
        done = subprocess.run(
            dbt_command(args),
            cwd=REPO,
            env=environment(warehouse, raw or EXAMPLES, DBT_WRITE_JSON="false")
            | named
            | env,
            capture_output=True,
            text=True,
            check=False,
        )
    if check and done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-60:])
        pytest.fail(f"dbt {args} ended with {done.returncode}\n{tail}", pytrace=False)
    return done


@contextmanager
def last_parse(warehouse: Path, raw: Path) -> Iterator[dict[str, str]]:
    """Lets dbt use its last parse of the project, which else takes 14 CPU seconds.

    dbt parses anew when a path in its environment is another one, so that raw root and
    warehouse have the same names in every run: links, which the given variables name.
    The links are those of one run: two at a time in one worker would read each other's.
    """
    named = {"raw": raw.resolve(), "warehouse": warehouse.parent.resolve()}
    for name, folder in named.items():
        (LINKS / name).unlink(missing_ok=True)
        (LINKS / name).symlink_to(folder)
    state = target_of(warehouse) / "partial_parse.msgpack"
    if not state.exists() and (LINKS / state.name).exists():
        state.parent.mkdir(exist_ok=True)
        shutil.copy2(LINKS / state.name, state)
    yield {
        "SCHOOLHOUSE_RAW": str(LINKS / "raw"),
        "SCHOOLHOUSE_WAREHOUSE": str(LINKS / "warehouse" / warehouse.name),
    }
    if state.exists():
        shutil.copy2(state, LINKS / state.name)


def query(
    warehouse: Path,
    sql: str,
    parameters: Sequence[Any] | None = None,
) -> list[tuple[Any, ...]]:
    """All rows of one statement, over a read-only connection that is closed again."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def differing_tables(one: Path, other: Path) -> dict[str, int]:
    """Tables of two warehouses that are not equal, with the number of other rows.

    The history of runs and what is compared with it are left out, and `file_stamp`: it
    holds the times of the raw files on the disk.
    """
    listing = (
        "select schema_name || '.' || table_name, (select list(column_name order by"
        " column_index) from duckdb_columns() as columns where columns.table_oid"
        " = tables.table_oid and columns.database_name = tables.database_name"
        " and column_name <> 'file_stamp') from duckdb_tables() as tables"
        " where database_name = ?"
    )
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        tables = dict(connection.execute(listing, ["one"]).fetchall())
        others = dict(connection.execute(listing, ["other"]).fetchall())
        assert tables, f"no table in {one}"
        assert tables == others
        differing = {}
        for table, columns in tables.items():
            if table in HISTORY:
                continue
            schema, name = table.split(".", 1)
            select = "select " + ", ".join(f'"{column}"' for column in columns)
            here = f'{select} from one."{schema}"."{name}"'
            there = f'{select} from other."{schema}"."{name}"'
            (count,) = connection.execute(
                f"select count(*) from (({here} except all {there})"
                f" union all ({there} except all {here}))"
            ).fetchone()
            if count:
                differing[table] = count
    return differing


def copy_of(warehouse: Path, folder: Path) -> Path:
    """A copy of a built warehouse with dbt's state, to build further in.

    The file keeps its name: DuckDB stores the database's name in its views.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copied = folder / warehouse.name
    shutil.copy2(warehouse, copied)
    shutil.copytree(target_of(warehouse), target_of(copied), dirs_exist_ok=True)
    return copied


@dataclass(frozen=True)
class Clone:
    """The project in a folder of its own, with the installed packages of this one."""

    root: Path
    home: Path

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse" / WAREHOUSE_NAME

    @property
    def out(self) -> Path:
        return self.root / "warehouse" / "out"

    def make(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run make as `env -i PATH=... HOME=<empty> make ...` does."""
        return subprocess.run(
            ["make", *args],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "HOME": str(self.home)} | env,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A clone in which nothing was built yet; its stamp says that it is installed."""
    root = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPO,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (REPO / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPO / name, root / name)
    environment_folder = Path(sys.executable).parents[1]
    (root / ".venv").mkdir()
    for part in environment_folder.iterdir():
        if part.name != ".installed":
            (root / ".venv" / part.name).symlink_to(part)
    (root / ".venv" / ".installed").touch()
    return Clone(root, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def first_run(clone: Clone) -> subprocess.CompletedProcess[str]:
    """What `make run` said in the clone; the clone is built after it."""
    return clone.make("run", SCHOOLHOUSE_PRESET="tiny", **WITHOUT_UNIT_TESTS)


def built_once(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    build: Callable[[Path], None],
) -> Path:
    """A warehouse file that one worker builds and all read; ``build`` gets its path."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    warehouse, built = folder / WAREHOUSE_NAME, folder / "built"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            build(warehouse)
            built.touch()
    return warehouse


@pytest.fixture(scope="session")
def example_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example district, built once for all workers; to be read only."""

    def build(warehouse: Path) -> None:
        dbt("build", warehouse=warehouse, check=True, DBT_WRITE_JSON="true")

    return built_once(tmp_path_factory, "example", build)


@pytest.fixture(scope="session")
def engagement_warehouse(
    example_warehouse: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A phone programme of preset tiny with default mistakes; to be read only.

    All else in the file is the example's, so that it need not be built, empty, again.
    A second organization sends only what cannot be used.
    """

    def build(warehouse: Path) -> None:
        raw = warehouse.parent / "raw"
        arguments = ["--parts", "dost", "--preset", "tiny", "--out", str(raw)]
        assert generate(arguments) == 0
        unusable = raw / "dost" / "wrong_line"
        unusable.mkdir()
        for name, lines in UNUSABLE.items():
            (unusable / f"{name}.csv").write_text("\n".join(lines) + "\n")
        shutil.copy2(example_warehouse, warehouse)
        dbt(ENGAGEMENT, raw=raw, warehouse=warehouse, check=True)

    return built_once(tmp_path_factory, "engagement", build)


@pytest.fixture(scope="session")
def published(
    example_warehouse: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder out/ of the published example; to be read only."""
    copied = copy_of(example_warehouse, tmp_path_factory.mktemp("published"))
    return publish(copied, target_of(copied)).out
