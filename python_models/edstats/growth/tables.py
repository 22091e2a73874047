"""From relation to relation: what the dbt models call."""

from itertools import pairwise

import numpy as np
import pyarrow as pa

from edstats.growth.parameters import read_parameters
from edstats.growth.percentiles import METHODS, cohort_growth
from edstats.growth.quantiles import NotConvergedError
from edstats.growth.standards import Norm, Standard, pace

COHORT = ("district_id", "subject", "school_year", "grade_number")
GROWTH = pa.schema(
    [
        ("student_key", pa.string()),
        ("district_id", pa.string()),
        ("subject", pa.string()),
        ("method", pa.string()),
        ("school_year", pa.int32()),
        ("grade_number", pa.int32()),
        ("priors_used", pa.int32()),
        ("growth_percentile", pa.int32()),
        ("cohort_students", pa.int32()),
        ("target_grade_number", pa.int32()),
        ("score", pa.float64()),
        ("growth_index", pa.float64()),
        ("target_score", pa.float64()),
        ("needed_growth_index", pa.float64()),
        ("projected_score", pa.float64()),
        ("is_on_pace", pa.bool_()),
    ]
)


def student_growth(chains, cuts, norms, parameters):
    """Percentiles and pace of all cohorts, as a reader of batches in columns GROWTH.

    chains: relation with student_key, the columns of COHORT, prior_grade_number, score,
        prior_score_1 (a year before) and so on; students without a prior have no row in
        the result
    cuts: relation with district_id, subject, grade_number and cut_score
    norms, parameters: relations of the seeds `growth_norms` and `growth_parameters`
    Raises NotConvergedError, with the cohort, when a fit fails.
    """
    rules = read_parameters(parameters)
    priors = [f"prior_score_{k}" for k in range(1, rules.most_priors + 1)]
    # scores before keys: sums are made in one order, whatever the students are called
    columns = [*COHORT, "score", *priors, "prior_grade_number", "student_key"]
    kept = chains.filter("prior_score_1 is not null").select(", ".join(columns))
    table = kept.order(", ".join(columns)).to_arrow_table()
    cut_rows, norm_rows = rows_of(cuts), rows_of(norms)

    def batches():
        for cohort in cohorts(table):
            standard = standard_of(cohort, cut_rows, norm_rows, rules)
            yield cohort_batch(cohort, priors, standard, rules)

    return pa.RecordBatchReader.from_batches(GROWTH, batches())


def rows_of(relation):
    return relation.to_arrow_table().to_pylist()


def cohorts(table):
    """The parts of a table with equal columns COHORT, which it is ordered by."""
    change = np.zeros(max(len(table) - 1, 0), dtype=bool)
    for name in COHORT:
        values = table[name].to_numpy()
        change |= values[1:] != values[:-1]
    bounds = [0, *(np.flatnonzero(change) + 1), len(table)]
    for start, end in pairwise(bounds):
        if end > start:
            yield table.slice(start, end - start)


def standard_of(cohort, cut_rows, norm_rows, rules):
    """The `Standard` of a cohort's district and subject."""
    district, subject = (cohort[name][0].as_py() for name in ("district_id", "subject"))
    return Standard(
        norms={
            row["grade_number"]: Norm(
                row["start_mean"],
                row["expected_gain"],
                row["gain_per_point"],
                row["gain_sd"],
            )
            for row in norm_rows
            if (row["kind"], row["subject"]) == (rules.assessment_kind, subject)
        },
        cuts={
            row["grade_number"]: row["cut_score"]
            for row in cut_rows
            if (row["district_id"], row["subject"]) == (district, subject)
        },
        target_grades=rules.target_grade,
    )


def cohort_batch(cohort, priors, standard, rules):
    """A record batch in columns GROWTH."""
    scores = doubles(cohort["score"])
    earlier = np.column_stack([doubles(cohort[name]) for name in priors])
    try:
        growth = cohort_growth(scores, earlier, rules)
    except NotConvergedError as error:
        name = ", ".join(str(cohort[column][0]) for column in COHORT)
        raise NotConvergedError(f"{name}: {error}") from error
    methods = np.array([*METHODS, None], dtype=object)[growth.method]
    grade = cohort["grade_number"][0].as_py()
    prior_grades = cohort["prior_grade_number"].to_numpy()
    ahead = pace(standard, grade, scores, prior_grades, earlier[:, 0])
    columns = {name: cohort[name] for name in ("student_key", *COHORT)} | {
        "method": pa.array(methods, pa.string()),
        "priors_used": growth.priors_used,
        "growth_percentile": pa.array(growth.percentile, mask=growth.method < 0),
        "cohort_students": growth.cohort_students,
        "target_grade_number": pa.repeat(ahead.target_grade, len(scores)),
        "score": scores,
        "growth_index": known(ahead.index),
        "target_score": pa.repeat(ahead.target_score, len(scores)),
        "needed_growth_index": known(ahead.needed),
        "projected_score": known(ahead.projected),
        "is_on_pace": pa.array(ahead.is_on_pace, mask=~ahead.is_known),
    }
    made = pa.table({field.name: columns[field.name] for field in GROWTH})
    return made.cast(GROWTH).combine_chunks().to_batches()[0]


def doubles(column):
    """Values of an Arrow column, NaN for null."""
    return column.cast(pa.float64()).to_numpy()


def known(values):
    """An Arrow array, null for NaN."""
    return pa.array(values, mask=np.isnan(values))
