"""EngagementMetric, every figure beside a computation from the raw files."""

import pytest
from engagement_cells import differing, table
from naive_engagement_calls import read
from naive_engagement_metrics import DIMENSIONS, FIGURES, ROW, metrics
from naive_engagement_programs import user_programs

METRICS = 10
TOLD = ["numerator", "value", "p25", "p50", "p75"]
# Of the users' own rates ten decimals are added up, so that sums have no order.
OWN_RATES, TEN_DECIMALS = "mean_user_listen_rate", 1e-9


@pytest.fixture(scope="module")
def expected(engagement_warehouse):
    """Every figure, whether it is told or not."""
    raw = read(engagement_warehouse.parent / "raw")
    return metrics(raw, user_programs(raw)).sort_index()


@pytest.fixture(scope="module")
def told(engagement_warehouse):
    return table(engagement_warehouse, 'select * from reports."EngagementMetric"', ROW)


def others(expected, found):
    """Columns with other figures in `found`, by whether they are of OWN_RATES."""
    is_own = expected.index.get_level_values("metric_name") == OWN_RATES
    return [
        differing(expected[~is_own], found[~is_own]),
        differing(expected[is_own], found[is_own], TEN_DECIMALS),
    ]


def test_figures_are_those_counted_apart_before_any_is_hidden(
    engagement_warehouse, expected
):
    """Platforms alone are there as well, which the report does not have."""
    dimensions = ", ".join(
        f"case when {name} = 'all' then 'All' else {name} end as {name}"
        for name in DIMENSIONS
        if name != "channel"
    )
    found = table(
        engagement_warehouse,
        f"""select metric_name, period, {dimensions},
            case when channel = 'all' or partner_org <> 'all' then 'All'
                else channel end as channel,
            {", ".join(FIGURES)}
        from intermediate.int_dost__metric_cells
        where platform = 'all' or partner_org <> 'all' or program <> 'all'""",
        ROW,
    )
    assert list(expected.index) == list(found.index)
    assert others(expected, found) == [{}, {}]
    assert found.index.unique("metric_name").size == METRICS


def test_what_is_told_is_what_was_counted(expected, told):
    assert set(told.index) <= set(expected.index)
    counted = expected.loc[told.index]
    for name in FIGURES:
        known = told[name].notna()
        assert others(counted.loc[known, [name]], told.loc[known, [name]]) == [{}, {}]
    published = told["suppression_state"] == "published"
    assert published.sum() > 1000
    assert others(counted.loc[published, TOLD], told.loc[published, TOLD]) == [{}, {}]
    assert told.loc[~published, TOLD].isna().all(axis=None)
    assert (~published).any()


def test_a_row_is_missing_only_where_three_dimensions_meet(expected, told):
    missing = expected[~expected.index.isin(told.index)].reset_index()
    assert len(missing) > 0
    assert (missing["cohort_month"] != "All").all()
    assert (missing["partner_org"] != "All").all()
    assert missing["n_users"].max() < 10
