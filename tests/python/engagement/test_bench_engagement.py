"""`make bench`: a phone programme with 50,000 users and five million calls.

At preset tiny chance moves the partners more than their effects do, so that only here
the league can be held against the answer key.
"""

import pandas as pd
import pytest
from conftest import TABLES, WAREHOUSE_NAME, dbt
from engagement_cells import key_of, table
from scipy.stats import spearmanr

from generator.cli import main as generate

pytestmark = pytest.mark.bench

LEAST_CORRELATION = 0.9
# Marts and reports of engagement and what they need, of a raw root with nothing else.
PARTS = f"{TABLES} --select +path:models/marts/engagement"
PARTS += " +path:models/reports/engagement"


@pytest.fixture(scope="module")
def large_engagement(tmp_path_factory):
    """Warehouse of preset large; raw files and answer key are beside its folder."""
    folder = tmp_path_factory.mktemp("large")
    arguments = ["--parts", "dost", "--preset", "large", "--out", str(folder / "raw")]
    assert generate(arguments) == 0
    warehouse = folder / "warehouse" / WAREHOUSE_NAME
    dbt(PARTS, raw=folder / "raw", warehouse=warehouse, check=True)
    return warehouse


def test_the_league_has_the_partners_in_the_order_of_their_effects(
    large_engagement, capsys
):
    truth = pd.read_csv(large_engagement.parents[1] / "truth" / "dost_partners.csv")
    name = truth["data_source"] + "|" + truth["partner_id"].astype(str)
    effects = truth.set_index(name.map(key_of))["effect"]
    league = table(
        large_engagement,
        """select partner_org_key, response_rate, n_users, rank
        from reports.rpt_engagement__partner_league where is_ranked""",
        ["partner_org_key"],
    )
    assert set(league.index) == set(effects.index)
    assert len(league) == 20
    assert league["n_users"].min() >= 450
    found = spearmanr(league["response_rate"], effects[league.index]).statistic
    with capsys.disabled():
        print(f"\nleague of 20 partners: rank correlation with the effects {found:.3f}")
    assert found >= LEAST_CORRELATION
    # and the first in the league has the highest rate
    assert (league["rank"] == league["response_rate"].rank(ascending=False)).all()
