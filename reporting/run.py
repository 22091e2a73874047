"""What `make run` and its parts do: data, build, reports, briefs, publishing.

run      raw data if there is none, dbt build, reports, publish, and what came of it
build    dbt build
quality  dbt build of what the quality reports stand on, and the reports
reports  render reports/ from the built warehouse, briefs and analysis tables too
brief    the leadership brief and the analysis tables only
school-brief  the brief of the school that SCHOOL names
publish  put the built warehouse into out/ beside it
analysis-file  write the de-identified file and its codebook from the built warehouse
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import duckdb

from reporting.analysis_file import write_analysis_file
from reporting.brief.analysis_tables import write_analysis_tables
from reporting.brief.school import write_school_brief
from reporting.brief.write import write_policy_briefs
from reporting.data_docs import write_data_docs
from reporting.data_quality_report import write_data_quality_report
from reporting.engagement.write import write_engagement_page
from reporting.evaluate import evaluated_parts
from reporting.landing_report import write_landing_report
from reporting.project import (
    ROOT,
    Refused,
    artifact,
    raw_root,
    shown,
    target_folder,
    warehouse_file,
)
from reporting.publish import Published, publish

# what the reports stand on
QUALITY = (
    "+exposure:data_quality_report",
    "+exposure:landing_report",
    "+exposure:benchmarking_contents",
)
FAILED = ("error", "fail", "runtime error", "partial success")


def main(command: str = "run") -> int:
    try:
        return COMMANDS[command]()
    except KeyError:
        print(__doc__)
        return 2
    except Refused as refused:
        print(f"{command}: {refused}", file=sys.stderr)
        return 1


def run() -> int:
    synthetic = provide_raw_data()
    failed = build()
    if failed:
        return failed
    reports = write_reports()
    published = publish_warehouse()
    try:
        analysis_file()
    except Refused as refused:
        print(refused)
    print_summary(published, reports, synthetic)
    return 0


def provide_raw_data() -> bool:
    """Generate a synthetic district when there is nothing to build from; say so."""
    raw = raw_root()
    if os.environ.get("SCHOOLHOUSE_RAW"):
        if not raw.is_dir():
            raise Refused(f"SCHOOLHOUSE_RAW is {shown(raw)}, and that is no folder")
        return False
    if any(path.is_file() for path in raw.rglob("*")):
        return False
    preset = os.environ.get("SCHOOLHOUSE_PRESET") or "default"
    print(f"{shown(raw)} has no files: generating preset {preset}", flush=True)
    # complete under another name first: what a killed run leaves must not pass for data
    making = raw.with_name(f"{raw.name}.unfinished")
    shutil.rmtree(making, ignore_errors=True)
    command = [sys.executable, "-m", "generator", "--preset", preset, "--overwrite"]
    done = subprocess.run([*command, "--out", making], cwd=ROOT, check=False)
    if done.returncode != 0:
        raise Refused("no data were generated, so there is nothing to build from")
    shutil.rmtree(raw, ignore_errors=True)
    os.replace(making, raw)
    return True


def build(*selection: str) -> int:
    warehouse_file().parent.mkdir(parents=True, exist_ok=True)
    # so that a build that does not get far cannot pass for the one before
    (target_folder() / "run_results.json").unlink(missing_ok=True)
    print(f"dbt build: {shown(raw_root())} -> {shown(warehouse_file())}", flush=True)
    dbt = Path(sys.executable).with_name("dbt")
    done = subprocess.run([dbt, "build", *selection], cwd=ROOT, check=False)
    if done.returncode != 0:
        print_failure()
    return done.returncode


def print_failure() -> None:
    """What to look at when dbt build failed."""
    print("\ndbt build failed; nothing was published, readers keep the last good copy.")
    try:
        results = artifact(target_folder(), "run_results.json")["results"]
    except Refused:
        results = []
    for result in results:
        if result["status"] in FAILED:
            # of a Python error the last line says what it was
            lines = [line.strip() for line in (result["message"] or "").splitlines()]
            said = [line for line in lines if line and "compiled code at" not in line]
            print(f"  {result['unique_id']}: {said[-1] if said else result['status']}")
    blocked = blocked_sources() if results else []
    for source, district, message in blocked:
        print(f"  blocked: {source}/{district}: {message}")
    if blocked:
        print(
            "  Mend the files, or build and publish without these sources:"
            " SCHOOLHOUSE_ALLOW_BLOCKED=1 make run"
        )
    if results and all(
        result["status"] == "success"
        for result in results
        if result["unique_id"].startswith("model.")
    ):
        # only tests failed, so the report tells of this build
        print("What is wrong with the data is in")
        print_paths(write_quality_reports())
    log = Path(os.environ.get("DBT_LOG_PATH") or "logs") / "dbt.log"
    print(f"Everything that dbt did is in {log}.")


def blocked_sources() -> list[tuple[str, str, str]]:
    try:
        with duckdb.connect(str(warehouse_file()), read_only=True) as connection:
            return connection.execute(
                "select source, district_id, message from quality.blocked_sources"
                " order by all"
            ).fetchall()
    except duckdb.Error:
        # no such file or table: then the failed nodes above say why
        return []


def write_reports() -> list[Path]:
    """Write all reports; the paths of those to open, the main one first."""
    engagement = write_engagement_page(warehouse_file(), ROOT / "reports")
    return [*write_quality_reports(), *engagement, *write_briefs()]


def write_briefs() -> list[Path]:
    """The leadership brief of each district, and the tables behind it."""
    warehouse, folder = warehouse_file(), ROOT / "reports"
    briefs = write_policy_briefs(warehouse, folder)
    tables = write_analysis_tables(warehouse, folder)
    if tables is None:
        print(
            "  no district in this warehouse: no leadership brief, no analysis tables"
        )
        return []
    return [*briefs, tables]


def brief() -> int:
    print_paths(write_briefs())
    return 0


def school_brief() -> int:
    wanted = os.environ.get("SCHOOL", "")
    print_paths([write_school_brief(warehouse_file(), ROOT / "reports", wanted)])
    return 0


def write_quality_reports() -> list[Path]:
    """What `make quality` builds is enough for these."""
    warehouse, folder = warehouse_file(), ROOT / "reports"
    parts = evaluated_parts(warehouse, raw_root().parent / "truth")
    evaluated = {"rules": [rule for part in parts for rule in part["rules"]]}
    return [
        *write_data_quality_report(warehouse, folder, evaluated if parts else None),
        *write_landing_report(warehouse, folder),
        write_data_docs(warehouse, folder),
    ]


def render_reports() -> int:
    print_paths(write_reports())
    return 0


def print_paths(paths: list[Path]) -> None:
    for path in paths:
        print(f"  {shown(path)}")


def quality() -> int:
    failed = build("--select", *QUALITY)
    if failed:
        return failed
    print_paths(write_quality_reports())
    return 0


def publish_warehouse() -> Published:
    allow_blocked = os.environ.get("SCHOOLHOUSE_ALLOW_BLOCKED") == "1"
    return publish(warehouse_file(), target_folder(), allow_blocked)


def publish_only() -> int:
    published = publish_warehouse()
    rows = sum(published.rows.values())
    print(
        f"published {len(published.rows)} tables with {rows:,} rows"
        f" to {shown(published.out)}, run {published.run_id}"
    )
    return 0


def analysis_file() -> int:
    folder = ROOT / "reports"
    for path in write_analysis_file(warehouse_file(), target_folder(), folder):
        print(f"  {shown(path)}")
    return 0


def print_summary(published: Published, reports: list[Path], synthetic: bool) -> None:
    """The last screen: what was built, what is wrong in it, and where it is."""
    by_schema = defaultdict(list)
    for table, rows in published.rows.items():
        by_schema[table.schema].append(rows)
    print(f"\nBuilt and published, run {published.run_id}")
    print(f"\n  {'schema':<14}{'tables':>8}{'rows':>14}")
    for schema, rows in sorted(by_schema.items()):
        print(f"  {schema:<14}{len(rows):>8}{sum(rows):>14,}")
    print(f"\n  data quality     {quality_line()}")
    out = shown(published.out)
    print(
        f"\n  for BI tools     {out}/schoolhouse.duckdb"
        f"\n  as Parquet       {out}/, the folder that parquet.json names"
        f"\n  for the public   {out}/public/, {len(published.public_files)} files"
        f"\n  for dbt          {shown(warehouse_file())}"
    )
    for path in reports:
        if path.suffix == ".html":
            print(f"  report           {shown(path)}")
    briefs = [path for path in reports if path.suffix == ".pdf"]
    if briefs:
        more = f" and {len(briefs) - 1} more" if len(briefs) > 1 else ""
        print(f"  brief            {shown(briefs[0])}{more}")
    if synthetic:
        print(
            "\nThis is a synthetic district. Put your own files into data/raw/ instead,"
            "\nor point SCHOOLHOUSE_RAW at them, and make run again."
        )


def quality_line() -> str:
    """Grade and score of the build, and what is open in it."""
    with duckdb.connect(str(warehouse_file()), read_only=True) as connection:
        grade, score, issues, rows = connection.execute(
            "select grade, score, open_issues, quarantined_rows"
            " from reports.rpt_quality__summary"
        ).fetchone()
    graded = f"grade {grade}, score {score}" if grade else "no rule was run"
    return f"{graded}; {issues:,} open issues, {rows:,} rows held back"


COMMANDS = {
    "run": run,
    "build": build,
    "quality": quality,
    "reports": render_reports,
    "brief": brief,
    "school-brief": school_brief,
    "publish": publish_only,
    "analysis-file": analysis_file,
}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
