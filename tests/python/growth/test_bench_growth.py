"""`make bench`: growth percentiles of a default district, beside statsmodels.

CPU seconds of this process, user and system; both sides in one run.
"""

import time

import numpy as np
import pytest
from default_springs import default_springs
from edstats.growth.percentiles import student_growth_percentiles
from edstats.growth.tables import student_growth
from growth_cohorts import cuts_table, norms_table, parameters, seed_table
from naive_growth import statsmodels_percentiles

pytestmark = pytest.mark.bench

MOST_SECONDS = 60
LEAST_RATIO = 10

COHORT = """
    select score, prior_score_1, prior_score_2, prior_score_3
    from chains
    where subject = 'mathematics' and school_year = 2026 and grade_number = 5
        and prior_score_3 is not null
    order by all
"""


def timed(function, *arguments):
    """What a function returns, and its CPU seconds."""
    started = time.process_time()
    found = function(*arguments)
    return found, time.process_time() - started


def test_growth_of_a_district(capsys):
    connection = default_springs()
    tables = map(connection.from_arrow, [cuts_table(), norms_table(), seed_table()])
    inputs = connection.table("chains"), *tables

    def all_growth():
        return student_growth(*inputs).read_all()

    table, seconds = timed(all_growth)
    cohort = connection.execute(COHORT).fetchnumpy()
    scores, *priors = (np.asarray(column) for column in cohort.values())
    arguments = scores, np.column_stack(priors), parameters()
    ours, own = timed(student_growth_percentiles, *arguments)
    theirs, naive = timed(statsmodels_percentiles, *arguments)
    away = np.abs(ours - theirs)
    with capsys.disabled():
        print(
            f"\ngrowth: {len(table):,} percentiles of five springs in {seconds:.1f} CPU"
            f" seconds; a cohort of {len(scores):,} in {own:.2f}, by statsmodels in"
            f" {naive:.1f}, ratio {naive / own:.0f}; {np.mean(away == 0):.1%} equal,"
            f" {np.mean(away <= 1):.1%} within one"
        )
    assert len(scores) >= 1_000
    assert np.mean(away <= 1) >= 0.99
    assert seconds < MOST_SECONDS
    assert naive / own > LEAST_RATIO
