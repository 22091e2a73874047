"""`make evaluate`, its first part: do the estimates find the planted effects?

Synthetic districts, one per seed, are generated in memory and evaluated by
`edstats.programs`, without dbt; the estimates are held against the answer keys.

    python -m reporting.evaluate_programs                  # forty seeds
    python -m reporting.evaluate_programs --seeds 1 2 3
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from edstats.programs.columns import PROGRAM
from edstats.programs.parameters import Parameters, read_parameters
from edstats.programs.tables import evaluated

from generator.config import Config, DistrictOptions
from generator.district.build import build_district
from reporting.evaluate_programs_subjects import subjects_table
from reporting.project import ROOT

Row = dict[str, Any]
SEEDS = tuple(range(1, 41))
SCHOOLS, STUDENTS = 40, 25_000  # as preset default: intervals hang on the size
YEARS = 2  # the year of the programmes, and the one before for the check of trends
SIGNIFICANT = 0.05
# what has to hold, for 40 seeds; of fewer in proportion
COVERED_LEAST = 36 / 40
NULL_SIGNIFICANT_MOST = 6 / 40
BIAS_MOST = 0.03
NAIVE_MISS_LEAST = 0.10
TUTORING, ENRICHMENT = "PRG-TUTORING", "PRG-ENRICHMENT"
NAIVE = "pre_post"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m reporting.evaluate_programs")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--out", type=Path, default=ROOT / "reports")
    options = parser.parse_args(arguments)
    one = partial(
        district_estimates, schools=options.schools, students=options.students
    )
    rows: list[Row] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for found in pool.map(one, options.seeds):
            print(f"seed {found[0]['seed']}", flush=True)
            rows += found
    summary = summarised(rows)
    failures = list(failed(summary))
    report = {"schema_version": "1.0", "seeds": list(options.seeds)}
    report |= {"summary": summary, "failures": failures, "estimates": rows}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "evaluation_programs.json").write_text(
        json.dumps(report, indent=2) + "\n", encoding="utf-8"
    )
    (options.out / "evaluation_programs.md").write_text(
        as_markdown(summary, len(options.seeds)), encoding="utf-8"
    )
    print(as_markdown(summary, len(options.seeds)))
    for failure in failures:
        print(f"below the mark: {failure}", file=sys.stderr)
    return 1 if failures else 0


def policy_parameters() -> Parameters:
    """The thresholds of the project's own seeds."""
    folder = ROOT / "seeds" / "policies"
    tables = []
    for name in ("evaluation_parameters", "attrition_boundaries"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            tables.append(list(csv.DictReader(lines)))
    return read_parameters(*tables)


def district_estimates(seed: int, schools: int, students: int) -> list[Row]:
    """Estimates of all programmes of one generated district, a dict per design."""
    options = DistrictOptions(schools=schools, students=students)
    world = build_district(
        Config(seed=seed, years=YEARS, defects="none", district=options)
    )
    truth = {
        row["program_id"]: float(row["true_effect"])
        for row in world.truth["programs"].to_pylist()
    }
    return [
        {
            "seed": seed,
            "program": facts[PROGRAM[1]],
            "design": one.design,
            "is_headline": one.is_headline,
            "label": one.label,
            "truth": truth[facts[PROGRAM[1]]],
            "estimate": one.estimate.value,
            "std_error": one.estimate.std_error,
            "ci_low": one.estimate.ci_low,
            "ci_high": one.estimate.ci_high,
            "p_value": one.p_for_tests,
        }
        for facts, found in evaluated(subjects_table(world), policy_parameters())
        for one in found
        if one.estimate is not None
    ]


def summarised(rows: list[Row]) -> list[Row]:
    """One dict per programme and design, over the districts."""
    summary = []
    for program, design in dict.fromkeys(
        (row["program"], row["design"]) for row in rows
    ):
        members = [
            row for row in rows if (row["program"], row["design"]) == (program, design)
        ]
        estimates = np.array([row["estimate"] for row in members])
        truth = members[0]["truth"]
        summary.append(
            {
                "program": program,
                "design": design,
                "districts": len(members),
                "headlines": sum(row["is_headline"] for row in members),
                "truth": truth,
                "mean_estimate": float(estimates.mean()),
                "bias": float(estimates.mean() - truth),
                "sd_of_estimates": float(estimates.std(ddof=1)),
                "mean_std_error": float(np.mean([r["std_error"] for r in members])),
                "covered": sum(r["ci_low"] <= truth <= r["ci_high"] for r in members),
                "significant": sum(r["p_value"] <= SIGNIFICANT for r in members),
                "labels": {
                    label: sum(row["label"] == label for row in members)
                    for label in sorted({row["label"] for row in members})
                },
            }
        )
    return summary


def failed(summary: list[Row]) -> Iterator[str]:
    """What does not hold, in words."""
    for row in summary:
        name, districts = f"{row['program']} {row['design']}", row["districts"]
        if row["headlines"]:
            if row["covered"] < COVERED_LEAST * districts:
                yield f"{name}: {row['covered']} of {districts} intervals cover"
            if abs(row["bias"]) >= BIAS_MOST:
                yield f"{name}: bias {row['bias']:.3f}, wanted below {BIAS_MOST}"
            if row["program"] == ENRICHMENT:
                most = NULL_SIGNIFICANT_MOST * districts
                if row["significant"] > most:
                    yield f"{name}: significant in {row['significant']} of {districts}"
        is_naive = (row["program"], row["design"]) == (TUTORING, NAIVE)
        if is_naive and abs(row["bias"]) <= NAIVE_MISS_LEAST:
            yield f"{name}: misses by {row['bias']:.3f} only"
    headlines = {row["program"] for row in summary if row["headlines"]}
    for name in sorted({row["program"] for row in summary} - headlines):
        yield f"{name}: no estimate"


def as_markdown(summary: list[Row], districts: int) -> str:
    """The table for readers."""
    lines = [
        "# Estimates against planted effects",
        "",
        f"{districts} districts. Effects on achievement in SDs of the norms, on absence"
        " in shares of days; the headline of each programme is marked.",
        "",
        "| programme | design | truth | mean estimate | bias | SD | mean error"
        " | covered | significant | labels |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for row in summary:
        design = f"**{row['design']}**" if row["headlines"] else row["design"]
        figures = (
            "truth",
            "mean_estimate",
            "bias",
            "sd_of_estimates",
            "mean_std_error",
        )
        cells = [row["program"], design, *(f"{row[name]:.4f}" for name in figures)]
        cells += [
            f"{row[name]}/{row['districts']}" for name in ("covered", "significant")
        ]
        cells.append(", ".join(f"{key} {n}" for key, n in row["labels"].items()))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
