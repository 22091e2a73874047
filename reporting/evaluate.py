"""`make evaluate`: how many injected defects the rules find, and what else they find.

Five synthetic districts with defects are generated and built, and their findings joined
to the answer keys; a sixth without defects shows what the rules say of clean data. The
same is done with one phone programme with defects and one without.

    python -m reporting.evaluate                              # all of them
    python -m reporting.evaluate --warehouse W --truth T      # one that is built
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from generator.defects.catalogue import CATALOGUE
from generator.defects.evaluate import pooled
from generator.dost.parameters import parameters
from reporting.evaluate_district import evaluate_district
from reporting.evaluate_engagement import evaluate_engagement
from reporting.project import ROOT, Refused, target_folder

Row = dict[str, Any]

SEEDS = (1, 2, 3, 4, 5)
# 40 schools, 25,000 students: at the default rates each code has fifty defects or more
# in five districts, except for D14, of which there is one school in each
PRESET = "default"
LEAST = 0.95
EXAMPLES = 5
# minor rules that clean data may trip, because districts are like that
CLEAN_MINORS = ("ENR-004", "ENR-006", "ATT-005", "RAT-")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m reporting.evaluate")
    parser.add_argument("--preset", default=PRESET)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--warehouse", type=Path, help="one that is built already")
    parser.add_argument("--truth", type=Path, help="its answer key")
    parser.add_argument("--out", type=Path, default=ROOT / "reports")
    options = parser.parse_args(arguments)
    try:
        if options.warehouse:
            found = evaluated_parts(options.warehouse, options.truth)
            if not found:
                raise Refused(f"{options.truth} is no answer key of this warehouse")
            report = report_of(found, clean=None, preset="given", seeds=[])
        else:
            report = run(options.preset, options.seeds)
    except Refused as reason:
        print(f"error: {reason}", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "evaluation.json").write_text(
        json.dumps(report, indent=2) + "\n", encoding="utf-8"
    )
    (options.out / "evaluation.md").write_text(as_markdown(report), encoding="utf-8")
    print(as_markdown(report))
    for failure in report["failures"]:
        print(f"below the mark: {failure}", file=sys.stderr)
    return 1 if report["failures"] else 0


def run(preset: str, seeds: list[int]) -> Row:
    """Generate, build and evaluate a district per seed, and one without defects.

    Of phone programmes there is one each: its mistakes are many.
    """
    found = [
        evaluate_district(*build(preset, seed, "default", "district")) for seed in seeds
    ]
    found.append(evaluate_engagement(*build(preset, seeds[0], "default", "dost")))
    clean = [
        row
        for part in ("district", "dost")
        for row in clean_findings(build(preset, seeds[0], "none", part)[0])
    ]
    shutil.rmtree(working_folder())
    return report_of(found, clean, preset, list(seeds))


def evaluated_parts(warehouse: Path, truth: Path) -> list[Row]:
    """The scores of the district and of the phone programme that it has a key of."""
    parts = (evaluate_district, evaluate_engagement)
    return [found for part in parts if (found := part(warehouse, truth))]


def working_folder() -> Path:
    return target_folder() / "evaluate"


def build(preset: str, seed: int, defects: str, part: str) -> tuple[Path, Path]:
    """(warehouse, truth folder) of generated data, in place of those before."""
    folder = working_folder()
    for name in ("raw", "truth"):
        shutil.rmtree(folder / name, ignore_errors=True)
    warehouse = folder / "schoolhouse.duckdb"
    warehouse.unlink(missing_ok=True)
    shutil.rmtree(folder / "history", ignore_errors=True)
    print(f"{part}: seed {seed}, preset {preset}, defects {defects}", flush=True)
    settings = f"--preset {preset} --parts {part} --seed {seed} --defects {defects}"
    generate = [sys.executable, "-m", "generator", *settings.split()]
    _call([*generate, "--out", folder / "raw"])
    # models only: the tests of a build are those of `make test`
    models = "build --select +quality__fct_dq_violations"
    tests = "--exclude resource_type:test resource_type:unit_test"
    _call(
        [Path(sys.executable).with_name("dbt"), *models.split(), *tests.split()],
        SCHOOLHOUSE_RAW=str(folder / "raw"),
        SCHOOLHOUSE_WAREHOUSE=str(warehouse),
        DBT_TARGET_PATH=str(folder / "target"),
        DBT_LOG_PATH=str(folder / "logs"),
    )
    return warehouse, folder / "truth"


def _call(command: list[str | Path], **environment: str) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise Refused(f"{Path(command[0]).name} ended with {done.returncode}\n{tail}")


def clean_findings(warehouse: Path) -> list[Row]:
    """Findings of clean data by rule, and whether clean data may have them."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            """
            select rule_id, severity, count(*), min(evidence)
            from quality.fct_dq_violations
            where run_seq = (select max(run_seq) from quality.fct_dq_runs)
            group by rule_id, severity
            order by rule_id
            """
        ).fetchall()
    return [
        {
            "rule_id": rule,
            "severity": severity,
            "findings": count,
            "example": example,
            "is_allowed": severity == "info"
            or (severity == "minor" and rule.startswith(CLEAN_MINORS)),
        }
        for rule, severity, count, example in rows
    ]


def report_of(
    found: list[Row], clean: list[Row] | None, preset: str, seeds: list[int]
) -> Row:
    """The pooled scores of districts and programmes, and what is below the mark."""
    codes = _pooled(found, "codes", "code")
    return {
        "schema_version": "1.0",
        "preset": preset,
        "seeds": seeds,
        "codes": [{"name": name_of(row["code"])} | row for row in codes],
        "rules": _pooled(found, "rules", "rule_id"),
        "missed": _examples(found, "missed"),
        "false": _examples(found, "false"),
        "clean": clean,
        "failures": list(_failures(codes, clean or [])),
    }


def name_of(code: str) -> str:
    """What a defect of a district, or a mistake of a phone programme, is called."""
    if code in CATALOGUE:
        return CATALOGUE[code].name
    return parameters("defects")["codes"][code]["name"]


def _pooled(found: list[Row], table: str, name: str) -> list[Row]:
    """Scores by name, added up over the parts that have the same names."""
    alike: dict[tuple[str, ...], list[dict[str, Row]]] = {}
    for part in found:
        scores = {row[name]: row for row in part[table]}
        alike.setdefault(tuple(scores), []).append(scores)
    return [
        {name: key} | score
        for scores in alike.values()
        for key, score in pooled(scores).items()
    ]


def _examples(found: list[Row], kind: str) -> dict[str, list[list[str]]]:
    examples: dict[str, list[list[str]]] = {}
    for district in found:
        for rule, entities in district[kind].items():
            examples.setdefault(rule, []).extend(map(list, entities))
    return {rule: examples[rule][:EXAMPLES] for rule in sorted(examples)}


def _failures(codes: list[Row], clean: list[Row]) -> Iterator[str]:
    for row in codes:
        for measure in ("recall", "precision"):
            # no findings at all have no precision; the recall says it
            if row["injected"] and row[measure] is not None and row[measure] < LEAST:
                yield f"{row['code']}: {measure} {row[measure]:.3f}, wanted {LEAST}"
    for row in clean:
        if not row["is_allowed"]:
            yield (
                f"clean data: {row['findings']} {row['severity']} findings of"
                f" {row['rule_id']}"
            )


def as_markdown(report: Row) -> str:
    """The report for readers: codes, rules, clean data, examples."""
    seeds = ", ".join(map(str, report["seeds"])) or "as built"
    lines = [
        "# Findings against the answer key",
        "",
        f"Preset {report['preset']}, seeds {seeds}, counts of all districts added up.",
        "ENG-001 to ENG-012 are of one phone programme.",
        f"Precision and recall have to be {LEAST} or more for each code.",
        "",
        *_score_table(report["codes"], ("code", "name")),
        "",
        "By rule:",
        "",
        *_score_table(report["rules"], ("rule_id",)),
    ]
    if report["clean"] is not None:
        lines += ["", "Without defects:", ""]
        lines += ["| rule | severity | findings | allowed |", "|---|---|---:|---|"]
        lines += [
            f"| {row['rule_id']} | {row['severity']} | {row['findings']}"
            f" | {'yes' if row['is_allowed'] else '**no**'} |"
            for row in report["clean"]
        ]
    for kind, title in (("missed", "Missed"), ("false", "False alarms")):
        lines += ["", f"{title}, up to {EXAMPLES} a rule:", ""]
        for rule, entities in report[kind].items():
            named = ", ".join(f"{entity[0]} {entity[1]}" for entity in entities)
            lines.append(f"- {rule}: {named}")
    return "\n".join(lines) + "\n"


def _score_table(rows: list[Row], names: tuple[str, ...]) -> Iterator[str]:
    counts = ("injected", "found", "true_positives", "false_positives", "apart")
    counts += ("negatives_hit",)
    ratios = ("precision", "recall", "f1")
    titles = [title.replace("_", " ") for title in (*names, *counts, *ratios)]
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(names)}{'---:|' * (len(counts) + len(ratios))}"
    for row in rows:
        cells = [str(row[name]) for name in (*names, *counts)]
        cells += ["" if row[name] is None else f"{row[name]:.3f}" for name in ratios]
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
