"""Growth beside the norm and the pace to a standard, by hand and year by year."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from edstats.growth.standards import Norm, Standard, growth_index, pace, path
from growth_cohorts import chains, cohort, growth, norms_table

FIVE = Norm(start_mean=200.0, expected_gain=10.0, gain_per_point=-0.25, gain_sd=8.0)
SIX = Norm(start_mean=210.0, expected_gain=6.0, gain_per_point=-0.5, gain_sd=4.0)


def standard(**changes):
    settings = {"norms": {4: FIVE, 5: FIVE, 6: SIX}, "cuts": {7: 226.0}}
    return Standard(**(settings | {"target_grades": (5, 7)} | changes))


def one(found):
    return [float(values[0]) for values in (found.index, found.needed, found.projected)]


def test_growth_index_by_hand():
    """From 204, four above the mean, 10 - 1 = 9 points are typical, 17 one sd up."""
    assert growth_index(FIVE, 204.0, np.array([213, 221, 209])).tolist() == [0, 1, -0.5]


def test_pace_by_hand():
    """From 204 to 213 in grade 5 is an index of 0. Two more years lead to grade 7.

    The first brings 10 - .25 x 13 = 6.75, to 219.75; the second 6 - .5 x 9.75 = 1.125,
    to 220.875. An index of 1 brings 8 points in the first year, of which half are left
    after the second, and 4 in the second: 8. The cut, 226, is 5.125 above, an index of
    .640625.
    """
    found = pace(standard(), 5, np.array([213.0]), np.array([4]), np.array([204.0]))
    assert one(found) == [0, 0.640625, 220.875]
    assert (found.target_grade, found.target_score) == (7, 226)
    assert found.is_on_pace.tolist() == [False]


@pytest.mark.parametrize(("cut", "is_on_pace"), [(220.875, True), (220.876, False)])
def test_who_reaches_the_cut_exactly_is_on_pace(cut, is_on_pace):
    students = np.array([213.0]), np.array([4]), np.array([204.0])
    found = pace(standard(cuts={7: cut}), 5, *students)
    assert found.is_on_pace.tolist() == [is_on_pace]
    assert found.is_known.tolist() == [True]


def test_the_needed_index_leads_to_the_cut_year_by_year():
    scores, priors = cohort(50, 1)
    found = pace(standard(), 5, scores, np.full(50, 4), priors[:, 0])
    for start, own, needed, projected in zip(
        scores, found.index, found.needed, found.projected, strict=True
    ):
        for index, end in [(needed, 226), (own, projected)]:
            score = start
            for norm in (FIVE, SIX):
                score += norm.gain(score) + index * norm.gain_sd
            assert score == pytest.approx(end, abs=1e-9)
    assert (found.is_on_pace == (found.index >= found.needed)).all()


def test_no_years_lead_nowhere():
    typical, per_index = path([], np.array([200.0]))
    assert (typical.tolist(), per_index) == ([200], 0)


def test_students_who_repeat_a_grade_have_the_norm_of_the_grade_before():
    """From grade 5 (FIVE) 213 after 204 is typical, from grade 6 (SIX) 9 would be 0."""
    scores, prior_grades = np.array([213.0, 213]), np.array([5, 6])
    found = pace(standard(), 6, scores, prior_grades, np.array([204.0, 204]))
    assert found.index.tolist() == [0, 0]
    found = pace(standard(), 6, scores + 4, prior_grades, np.array([204.0, 204]))
    assert found.index.tolist() == [0.5, 1]


@pytest.mark.parametrize(
    ("changes", "grade", "prior_grade", "known"),
    [
        # after the last target grade
        ({}, 7, 6, [True, False, False]),
        # the grade before has no norm
        ({}, 5, 3, [False, True, False]),
        # nor has a year to come
        ({"norms": {4: FIVE, 5: FIVE}}, 5, 4, [True, False, False]),
        # nor the target a cut
        ({"cuts": {8: 230.0}}, 5, 4, [True, False, True]),
    ],
)
def test_what_is_missing_is_unknown(changes, grade, prior_grade, known):
    scores, prior_grades = np.array([213.0]), np.array([prior_grade])
    found = pace(standard(**changes), grade, scores, prior_grades, np.array([204.0]))
    assert np.isfinite(one(found)).tolist() == known
    assert found.is_known.tolist() == [False]
    assert found.is_on_pace.tolist() == [False]


def test_the_table_has_the_pace_of_its_district_and_subject():
    """Grade 5 leads to grade 8, which has a cut in maths alone; 11 leads nowhere."""
    students = cohort(3)
    tables = [
        chains(*students),
        chains(*students, subject="english_language_arts"),
        chains(*students, grade_number=11),
        chains(*students, district_id="e"),
    ]
    rows = growth(pa.concat_tables(tables)).to_pylist()
    norms = {
        row["grade_number"]: Norm(
            row["start_mean"],
            row["expected_gain"],
            row["gain_per_point"],
            row["gain_sd"],
        )
        for row in norms_table().to_pylist()
        if row["subject"] == "mathematics"
    }
    scores, priors = students
    seen = pace(
        Standard(norms, {8: 230.0}, (5, 8, 11)), 5, scores, np.full(3, 4), priors[:, 0]
    )
    for row in rows:
        own = int(row["student_key"][1:])
        is_math = row["subject"] == "mathematics"
        if (row["district_id"], is_math, row["grade_number"]) == ("d", True, 5):
            assert row["target_grade_number"] == 8
            assert row["target_score"] == 230
            assert row["growth_index"] == seen.index[own]
            assert row["needed_growth_index"] == seen.needed[own]
            assert row["projected_score"] == seen.projected[own]
            assert row["is_on_pace"] == seen.is_on_pace[own]
        else:
            assert row["growth_index"] is not None
            assert row["target_score"] is None
            assert row["is_on_pace"] is None
            assert (row["target_grade_number"] is None) == (row["grade_number"] == 11)


def test_the_norms_are_those_of_the_generated_test():
    """Grade 2 in maths: means 194 and 205, standard deviations 14 and 15.

    .78 x 15 / 14 - 1 = -.164; 15 x sqrt(1 - .6084) = 9.39.
    """
    rows = norms_table().to_pylist()
    (two,) = [
        r for r in rows if (r["subject"], r["grade_number"]) == ("mathematics", 2)
    ]
    numbers = ("start_mean", "expected_gain", "gain_per_point", "gain_sd")
    assert [two[name] for name in numbers] == [194, 11, -0.164, 9.39]
    for subject in ("mathematics", "english_language_arts"):
        ours = sorted(
            (r["grade_number"], r["start_mean"], r["expected_gain"])
            for r in rows
            if r["subject"] == subject
        )
        assert [grade for grade, *_ in ours] == list(range(11))
        for (_, mean, gain), (_, later, _) in pairwise(ours):
            assert mean + gain == later
