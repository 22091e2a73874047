"""Whole evaluations of made-up programmes: rungs, labels, counts, tables."""

import dataclasses

import numpy as np
import pyarrow as pa
import pytest
import statsmodels.api as sm
from edstats.programs.columns import EFFECTS, EQUIVALENCE, NORM_SD, SHARE_ABSENT
from edstats.programs.evaluation import evaluate
from edstats.programs.tables import program_effects, program_equivalence
from made_up_programs import LOT, SELECTED, policy, policy_rows, students

POLICY = policy()


def by_design(program, subjects, parameters=POLICY):
    return {one.design: one for one in evaluate(program, subjects, parameters)}


def test_the_rungs_of_a_programme_with_chosen_students():
    found = students(3_000, effect=0.3)
    rungs = by_design(SELECTED, found)
    assert list(rungs) == ["pre_post", "against_norm", "matched_ancova", "matched_did"]
    ancova, did = rungs["matched_ancova"], rungs["matched_did"]
    assert [one.design for one in rungs.values() if one.is_headline] == [ancova.design]
    assert ancova.estimate.ci_low < 0.3 < ancova.estimate.ci_high
    assert did.estimate.value == pytest.approx(0.3, abs=0.15)
    assert ancova.label in ("equivalent", "equivalent_with_adjustment")
    assert ancova.n_treated == ancova.n_comparison
    served = found.is_served
    assert ancova.common_support_share == ancova.n_treated / served.sum()
    change = found.change[served]
    assert rungs["pre_post"].estimate.value == pytest.approx(change.mean())
    assert rungs["against_norm"].estimate.value == pytest.approx(change.mean() - 0.5)
    for name in ("pre_post", "against_norm"):
        assert rungs[name].label == "descriptive"
        assert np.isnan(rungs[name].wwc_g)
    assert np.isfinite([did.pre_trend, did.pre_trend_p_value]).all()


def test_a_gain_adjusts_for_the_pretest_only():
    refused = set()
    for seed in range(6):
        rungs = by_design(SELECTED, students(900, seed=seed))
        ancova, did = rungs["matched_ancova"], rungs["matched_did"]
        sizes = {one.covariate: abs(one.effect_size) for one in ancova.balances}
        others = max(sizes["absence_before"], sizes["is_frl"])
        assert others <= 0.25
        assert ancova.label != "not_equivalent_do_not_interpret"
        is_refused = did.label == "not_equivalent_do_not_interpret"
        assert is_refused == (others > 0.05)
        refused.add(is_refused)
    assert refused == {True, False}


def test_g_is_the_effect_in_sds_of_the_sample():
    ancova = by_design(SELECTED, students(3_000, effect=0.3))["matched_ancova"]
    ratio = ancova.wwc_g / ancova.estimate.value
    # the outcome's SD is about root(0.64 + 0.25), and the correction nearly 1
    assert 1.0 < ratio < 1.3
    assert ancova.mde == pytest.approx(2.8 * ancova.estimate.std_error, rel=0.01)


def test_the_order_of_the_rows_does_not_matter():
    found = students(1_200, seed=3, effect=0.2)
    order = np.random.default_rng(1).permutation(1_200)
    for program in (SELECTED, LOT):
        first, again = (
            evaluate(program, found, POLICY),
            evaluate(program, found.take(order), POLICY),
        )
        assert [repr(one) for one in first] == [repr(one) for one in again]


def test_a_student_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        evaluate(SELECTED, students(9).take([0, 0, 1]), POLICY)


def test_missing_data_are_counted_by_arm_and_variable():
    found = students(2_000, seed=4)
    served, others = np.flatnonzero(found.is_served), np.flatnonzero(~found.is_served)
    found.post[served[:7]] = np.nan
    found.post[others[:11]] = np.nan
    found.covariates["is_frl"][others[5:9]] = np.nan
    found.covariates["is_el"] = np.full(2_000, np.nan)
    row = by_design(SELECTED, found)["matched_ancova"]
    counts = {
        one.covariate: (one.missing_treated, one.missing_comparison)
        for one in row.balances
    }
    assert counts == {
        "pretest": (0, 0),
        "absence_before": (0, 0),
        "is_frl": (0, 4),
        # known of nobody: no reason to lose everybody
        "is_el": (len(served), len(others)),
        "posttest": (7, 11),
    }
    lost = 7 / len(served), 11 / len(others)
    assert row.attrition.overall == pytest.approx(18 / 2_000)
    assert row.attrition.differential == pytest.approx(abs(lost[0] - lost[1]))


def test_a_lot_within_schools_is_least_squares_with_schools():
    drawn = np.random.default_rng(5).random(1_500) < 0.5
    found = students(1_500, seed=5, is_served=drawn, is_assigned=drawn, effect=0.25)
    row = by_design(LOT, found)["randomised"]
    blocks = found.school[:, None] == np.arange(20)
    design = np.column_stack([drawn, blocks]).astype(float)
    wanted = sm.OLS(found.post, design).fit(cov_type="HC1", use_t=True)
    assert row.estimate.value == pytest.approx(wanted.params[0])
    assert row.estimate.std_error == pytest.approx(wanted.bse[0])
    assert row.label == "randomised"
    assert (row.n_treated, row.n_comparison) == (drawn.sum(), (~drawn).sum())


def test_a_lot_counts_the_arm_drawn_and_loses_its_label_with_its_students():
    drawn = np.random.default_rng(6).random(1_500) < 0.5
    found = students(1_500, seed=6, is_assigned=drawn)
    found.pre[drawn] += 1.0
    found.post[np.flatnonzero(drawn)[:300]] = np.nan
    row = by_design(LOT, found)["randomised"]
    assert row.n_treated == drawn.sum() - 300
    assert row.attrition.is_low is False
    assert row.label == "not_equivalent_do_not_interpret"


def test_programmes_of_whole_schools_are_clustered_and_need_two_an_arm():
    program = dataclasses.replace(SELECTED, assignment_unit="school")
    school = np.repeat(np.arange(12), 100)
    found = students(1_200, seed=7, school=school, is_served=school < 5)
    row = by_design(program, found)["matched_ancova"]
    assert row.estimate.clusters == 12
    assert np.isfinite(row.p_mismatch)
    alone = students(1_200, seed=7, school=school, is_served=school < 1)
    row = by_design(program, alone)["matched_ancova"]
    assert row.label == "descriptive"
    school = school[:600]
    few = students(600, seed=8, school=school, is_served=school < 3)
    row = by_design(program, few)["matched_ancova"]
    assert row.p_for_tests == row.estimate.p_few_clusters


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"is_served": np.ones(300, dtype=bool)}, "too few students"),
        ({"is_served": np.arange(300) < 9}, "too few students"),
        ({"pre": np.full(300, np.nan)}, "too few students"),
        ({"grade": (np.arange(300) < 100).astype(int)}, "too few of the served"),
    ],
)
def test_no_estimate_has_a_reason(changed, reason):
    is_served = np.arange(300) < 100
    found = students(300, **({"is_served": is_served} | changed))
    rungs = by_design(SELECTED, found)
    for design in ("matched_ancova", "matched_did"):
        assert rungs[design].estimate is None
        assert reason in rungs[design].reason
        assert rungs[design].label == "descriptive"


def rows_of(subjects, program, **facts):
    """`Subjects` as the rows that dbt hands over."""
    flags = {name: subjects.covariates.get(name) for name in ("is_el", "is_iep")}
    plain = {
        "district_id": "d",
        "program_key": program,
        "school_year": 2026,
        "domain": "math",
        "outcome": "math_spring",
        "unit": NORM_SD,
        "assignment": "selected",
        "assignment_unit": "student",
        "is_within_school": False,
        "cutoff_score": None,
    } | facts
    size = len(subjects)
    columns = {name: [value] * size for name, value in plain.items()} | {
        "student_key": subjects.key,
        "school_key": subjects.school.astype(str),
        "school_type": ["regular"] * size,
        "grade_number": subjects.grade,
        "is_served": subjects.is_served,
        "is_assigned": subjects.is_assigned,
        "pre_value": subjects.pre,
        "post_value": subjects.post,
        "earlier_value": subjects.earlier,
        "change_value": subjects.change,
        "expected_change": subjects.expected,
        "running_score": [None] * size,
        "absence_before": subjects.covariates["absence_before"],
        "is_frl": subjects.covariates["is_frl"] == 1,
        **{
            name: value if value is not None else [None] * size
            for name, value in flags.items()
        },
    }
    types = dict.fromkeys(
        ("cutoff_score", "running_score", "is_el", "is_iep"), pa.float64()
    )
    return pa.table(
        {name: pa.array(value, types.get(name)) for name, value in columns.items()}
    )


def seeds():
    names = ("evaluation_parameters", "attrition_boundaries")
    return [pa.Table.from_pylist(policy_rows(name)) for name in names]


def test_tables_of_several_programmes():
    drawn = np.random.default_rng(8).random(900) < 0.5
    lot = {"assignment": "randomised", "domain": "attendance", "unit": SHARE_ABSENT}
    table = pa.concat_tables(
        [
            rows_of(students(900, seed=9, effect=0.5), "b"),
            rows_of(students(900, seed=10, effect=0.0), "a"),
            rows_of(
                students(900, seed=8, effect=-0.6, is_served=drawn, is_assigned=drawn),
                "c",
                **lot,
            ),
        ],
        promote_options="permissive",
    )
    effects = program_effects(table, *seeds())
    assert effects.schema.equals(EFFECTS)
    rows = {(row["program_key"], row["design"]): row for row in effects.to_pylist()}
    assert [key for key, row in rows.items() if row["is_headline"]] == [
        ("a", "matched_ancova"),
        ("b", "matched_ancova"),
        ("c", "randomised"),
    ]
    a, b = (rows[key, "matched_ancova"] for key in "ab")
    # two in the domain: twice the smaller p, or the larger if that is less
    assert a["p_value"] > b["p_value"]
    assert b["p_adjusted"] == pytest.approx(min(2 * b["p_value"], a["p_value"]))
    assert a["p_adjusted"] == pytest.approx(a["p_value"])
    assert (b["essa_tier"], a["essa_tier"]) == (3, None)
    # less absence is favourable
    c = rows["c", "randomised"]
    assert c["estimate"] < 0 < c["improvement_index"]
    assert c["essa_tier"] == 3
    assert c["p_adjusted"] == pytest.approx(c["p_value"])
    # the pretest of absence is the absence before, and not a covariate beside it
    found = program_equivalence(table, *seeds())
    assert found.schema.equals(EQUIVALENCE)
    names = {
        (row["program_key"], row["covariate"])
        for row in found.to_pylist()
        if row["covariate"] in ("pretest", "absence_before")
    }
    assert ("b", "absence_before") in names
    assert ("c", "absence_before") not in names
    for row in effects.to_pylist():
        for value in row.values():
            assert not isinstance(value, float) or value == float(f"{value:.10g}")


def test_tables_of_nothing():
    nothing = rows_of(students(3), "a").slice(0, 0)
    assert program_effects(nothing, *seeds()).num_rows == 0
    assert program_equivalence(nothing, *seeds()).schema.equals(EQUIVALENCE)
