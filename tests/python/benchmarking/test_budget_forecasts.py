"""Budget forecasts end to end: faults of returns, and the slope of the reserve.

The faults are rows of the table of bad input in docs/benchmarking.md.
"""

import json

import numpy as np
import pytest
from conftest import query
from faulty_run import evidence, faulty_run, findings, planted_in
from planted_faults import RUN


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    return faulty_run(tmp_path_factory)


@pytest.fixture(scope="module")
def planted(warehouse):
    return planted_in(warehouse)


def test_missing_history_is_null_with_a_finding(warehouse):
    gaps = query(
        warehouse,
        "select trust_upin from benchmarking.fct_budget_forecasts"
        " where category = 'Revenue reserve' and value is null group by trust_upin",
    )
    assert gaps
    slopes = dict(
        query(
            warehouse,
            "select trust_upin, value from benchmarking.fct_budget_forecast_metrics"
            " where metric = 'Slope'",
        )
    )
    assert {trust for trust, slope in slopes.items() if slope is None} == {
        trust for (trust,) in gaps
    }
    assert findings(warehouse, "dq_budget_forecasts__missing_point", "FIN-050")


def test_faulty_forecasts_are_told(planted, warehouse):
    told = query(
        warehouse,
        "select rule_id, evidence from quality.dq_budget_forecasts__faulty_return",
    )
    trusts = {
        rule: [int(json.loads(text)["trust_upin"]) for one, text in told if one == rule]
        for rule in ("FIN-052", "FIN-053", "FIN-054")
    }
    assert trusts == {
        "FIN-052": [planted["trust"]],
        "FIN-053": [999998],
        "FIN-054": [planted["trust"]],
    }
    # the first of the repeated lines counts, and the unknown trust is left out
    assert query(
        warehouse,
        "select value from benchmarking.fct_budget_forecasts"
        " where trust_upin = ? and category = 'Total income' and year = ?",
        [planted["trust"], int(RUN)],
    ) == [(planted["income"],)]
    assert query(
        warehouse,
        "select count(*) from benchmarking.fct_budget_forecasts"
        " where trust_upin = 999998",
    ) == [(0,)]


def test_a_forecast_without_a_line_is_told(planted, warehouse):
    # earlier years that nobody sends are another rule's
    found = evidence(warehouse, "dq_budget_forecasts__missing_point", "FIN-051")
    assert sorted((ids["trust_upin"], ids["series"], ids["year"]) for ids in found) == (
        sorted((trust, series, int(RUN)) for trust, series in planted["missing"])
    )


def test_slope_and_flags_agree_with_numpy(warehouse):
    rows = query(
        warehouse,
        "select trust_upin, list(value order by year) from"
        " benchmarking.fct_budget_forecasts where category = 'Revenue reserve'"
        " group by trust_upin having count(value) = 6 order by trust_upin",
    )
    slopes = {
        trust: float(np.polyfit(range(1, 7), [float(value) for value in values], 1)[0])
        for trust, values in rows
    }
    low, high = np.percentile(list(slopes.values()), [10, 90])
    found = query(
        warehouse,
        "select trust_upin, slope, slope_flag from"
        " benchmarking.fct_trust_forecast_status where slope is not null"
        " order by trust_upin",
    )
    assert [trust for trust, _, _ in found] == list(slopes)
    for trust, slope, flag in found:
        assert slope == pytest.approx(slopes[trust], abs=1e-6)
        # a slope at a percentile is inside
        assert flag == int(slope > high + 1e-6) - int(slope < low - 1e-6)
