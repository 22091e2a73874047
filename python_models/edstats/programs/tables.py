"""From relation to relation: what the dbt models call."""

from itertools import groupby

import numpy as np
import pyarrow as pa
from scipy.stats import false_discovery_control

from edstats.programs.columns import (
    COVARIATES,
    DIGITS,
    EFFECTS,
    EQUIVALENCE,
    FACTS,
    NORM_SD,
    PROGRAM,
    SHARE_ABSENT,
)
from edstats.programs.evaluation import evaluate
from edstats.programs.finding import Finding
from edstats.programs.labels import essa_tier
from edstats.programs.parameters import read_parameters
from edstats.programs.subjects import Program, Subjects


def program_effects(subjects, thresholds, boundaries):
    """Table in columns EFFECTS: a row per programme, school year and design.

    subjects: relation or Arrow table with PROGRAM, FACTS and the columns of
        `subjects_of`; thresholds, boundaries: the seeds of `read_parameters`
    """
    parameters = read_parameters(rows_of(thresholds), rows_of(boundaries))
    rows = []
    for facts, found in evaluated(subjects, parameters):
        rows += [effect_row(facts, one, parameters) for one in found]
    adjust(rows, parameters)
    columns = {name: [row[name] for row in rows] for name in EFFECTS.names}
    return pa.table(columns, schema=EFFECTS)


def program_equivalence(subjects, thresholds, boundaries):
    """Table in columns EQUIVALENCE: a row per programme, year, design and covariate."""
    parameters = read_parameters(rows_of(thresholds), rows_of(boundaries))
    rows = [
        {name: facts[name] for name in PROGRAM}
        | {
            "design": one.design,
            "covariate": balance.covariate,
            "verdict": balance.verdict,
            "missing_treated": balance.missing_treated,
            "missing_comparison": balance.missing_comparison,
        }
        | {
            name: rounded(getattr(balance, name))
            for name in ("mean_treated", "mean_comparison", "effect_size", "p_value")
        }
        for facts, found in evaluated(subjects, parameters)
        for one in found
        for balance in one.balances
    ]
    columns = {name: [row[name] for row in rows] for name in EQUIVALENCE.names}
    return pa.table(columns, schema=EQUIVALENCE)


def evaluated(subjects, parameters):
    """Yield (facts, findings) of each programme and school year, by their keys."""
    table = arrow_of(subjects).sort_by([(name, "ascending") for name in PROGRAM])
    keys = list(zip(*(table[name].to_pylist() for name in PROGRAM), strict=True))
    start = 0
    for _, group in groupby(keys):
        size = len(list(group))
        part = table.slice(start, size)
        facts = part.select([*PROGRAM, *FACTS]).slice(0, 1).to_pylist()[0]
        yield facts, evaluate(program_of(facts), subjects_of(part), parameters)
        start += size


def program_of(facts):
    """The `Program` of a dict of FACTS."""
    cutoff = facts["cutoff_score"]
    return Program(
        assignment=facts["assignment"],
        assignment_unit=facts["assignment_unit"],
        is_within_school=bool(facts["is_within_school"]),
        is_achievement=facts["unit"] == NORM_SD,
        favourable=-1 if facts["unit"] == SHARE_ABSENT else 1,
        cutoff=np.nan if cutoff is None else float(cutoff),
    )


def subjects_of(table):
    """The `Subjects` of an Arrow table of one programme and school year."""

    def numbers(name):
        values = table[name].cast(pa.float64()).to_numpy()
        return np.array(values, dtype=float)

    def codes(name):
        texts = ["" if value is None else str(value) for value in column(name)]
        return np.unique(texts, return_inverse=True)[1]

    def column(name):
        return table[name].to_pylist()

    return Subjects(
        key=np.array(column("student_key"), dtype=str),
        is_served=np.array(column("is_served"), dtype=bool),
        is_assigned=np.array(column("is_assigned"), dtype=bool),
        grade=codes("grade_number"),
        school_type=codes("school_type"),
        school=codes("school_key"),
        pre=numbers("pre_value"),
        post=numbers("post_value"),
        earlier=numbers("earlier_value"),
        change=numbers("change_value"),
        expected=numbers("expected_change"),
        running=numbers("running_score"),
        covariates={name: numbers(name) for name in covariates_of(table)},
    )


def covariates_of(table):
    """Names of the covariates; of absence the pretest is the absence before."""
    if table["unit"][0].as_py() != SHARE_ABSENT:
        return COVARIATES
    return [name for name in COVARIATES if name != "absence_before"]


def effect_row(facts, one: Finding, parameters):
    """A dict in columns EFFECTS; `p_adjusted` and `essa_tier` are still to come.

    The keys that start with _ are for `adjust`.
    """
    estimate, lost = one.estimate, one.attrition
    numbers = {
        "estimate": getattr(estimate, "value", None),
        "p_value_few_clusters": getattr(estimate, "p_few_clusters", None),
        "p_value_mismatch": one.p_mismatch,
        "overall_attrition": lost.overall,
        "differential_attrition": lost.differential,
    }
    for name in ("std_error", "ci_low", "ci_high", "p_value"):
        numbers[name] = getattr(estimate, name, None)
    for name in ("wwc_g", "d_av", "improvement_index", "icc", "mde"):
        numbers[name] = getattr(one, name)
    for name in ("common_support_share", "first_stage", "first_stage_f", "bandwidth"):
        numbers[name] = getattr(one, name)
    for name in ("density_p_value", "pre_trend", "pre_trend_p_value"):
        numbers[name] = getattr(one, name)
    program = program_of(facts)
    return (
        {name: facts[name] for name in (*PROGRAM, "domain", "outcome", "unit")}
        | {name: rounded(value) for name, value in numbers.items()}
        | {
            "design": one.design,
            "is_headline": one.is_headline,
            "n_treated": one.n_treated,
            "n_comparison": one.n_comparison,
            "clusters": getattr(estimate, "clusters", None),
            "is_attrition_low": lost.is_low,
            "equivalence_label": one.equivalence,
            "label": one.label,
            "no_estimate_reason": one.reason,
            "p_adjusted": None,
            "essa_tier": None,
            "_p": one.p_for_tests,
            "_favour": program.favourable * numbers["estimate"] if estimate else np.nan,
            "_sites": one.schools if parameters.essa_site_is_school else 1,
        }
    )


def adjust(rows, parameters):
    """Set `p_adjusted` of the headlines and the `essa_tier` that follows, in place.

    Benjamini and Hochberg's, within district, school year and domain of the outcome.
    """

    def family(row):
        return row["district_id"], row["school_year"], row["domain"]

    tested = [row for row in rows if row["is_headline"] and row["_p"] >= 0]
    for _, group in groupby(sorted(tested, key=family), key=family):
        members = list(group)
        p_values = false_discovery_control([row["_p"] for row in members])
        for row, p_value in zip(members, p_values, strict=True):
            row["p_adjusted"] = rounded(p_value)
            students = row["n_treated"] + row["n_comparison"]
            row["essa_tier"] = essa_tier(
                row["label"],
                row["_favour"],
                p_value,
                students,
                row["_sites"],
                parameters,
            )


def rounded(value):
    """A double to as many digits as are published; None for what is not a number."""
    if value is None or not np.isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}")


def rows_of(relation):
    """The rows of a relation or Arrow table as dicts."""
    return arrow_of(relation).to_pylist()


def arrow_of(relation):
    return relation if isinstance(relation, pa.Table) else relation.to_arrow_table()
