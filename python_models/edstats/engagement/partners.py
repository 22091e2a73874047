"""Partners by the share of their calls that is answered, from relations to a table."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from edstats.engagement.clustered import sums_of
from edstats.engagement.league import league_of
from edstats.engagement.parameters import read_parameters
from edstats.engagement.relations import arrow_of, fields, table_of

PARTNER = ("organization_id", "partner_org_key")
LEAGUE = pa.schema(
    [
        *fields(pa.string(), *PARTNER, "standing"),
        *fields(pa.int32(), "n_users", "n_ranked"),
        *fields(pa.int64(), "delivered_calls", "answered_calls"),
        *fields(pa.int32(), "rank", "rank_best", "rank_worst"),
        *fields(pa.float64(), "response_rate", "std_error", "ci_low", "ci_high"),
        *fields(pa.float64(), "difference", "p_value", "p_adjusted"),
        pa.field("is_ranked", pa.bool_()),
    ]
)
CALLS = ("delivered_calls", "answered_calls")
COMPARED = (
    *("rank", "rank_best", "rank_worst", "standing"),
    *("difference", "p_value", "p_adjusted"),
)


def partner_league(spells, partners, parameters, z):
    """Table in columns LEAGUE, a row per partner that calls were delivered for.

    spells: relation with user_key, partner_org_key, partner_source, delivered_calls and
        answered_calls; partners: with partner_org_key and organization_id
    A user's calls of several enrolments with a partner are one cluster. Partners with
    fewer users than `league_min_users`, and sign-ups without a partner, are not ranked:
    the columns COMPARED are null.
    """
    rules = read_parameters(parameters)
    columns = ("user_key", "partner_org_key", "partner_source", *CALLS)
    table = arrow_of(spells, *columns).join(
        arrow_of(partners, *PARTNER), "partner_org_key"
    )
    table = table.filter(pc.greater(table["delivered_calls"], 0))
    table = table.append_column(
        "is_direct", pc.cast(pc.equal(table["partner_source"], "direct"), pa.int32())
    )
    users = table.group_by([*PARTNER, "user_key"]).aggregate(
        [(name, "sum") for name in CALLS] + [("is_direct", "max")]
    )
    rows = []
    for organization in sorted(pc.unique(users["organization_id"]).to_pylist()):
        own = users.filter(pc.equal(users["organization_id"], organization))
        for row in organization_rows(own, rules, z):
            rows.append({"organization_id": organization} | row)
    return table_of(rows, LEAGUE)


def organization_rows(users, rules, z):
    """Dicts in columns LEAGUE but the first, by key of the partner.

    users: Arrow table with a row per partner and user of one organization
    """
    keys, place = np.unique(users["partner_org_key"].to_pylist(), return_inverse=True)
    delivered, answered = (users[f"{name}_sum"].to_numpy() for name in CALLS)
    sums = sums_of(place, len(keys), delivered, answered)
    is_direct = np.zeros(len(keys), dtype=bool)
    is_direct[place[users["is_direct_max"].to_numpy() == 1]] = True
    is_ranked = (sums.users >= rules.league_min_users) & ~is_direct
    league = league_of(sums.of(is_ranked), z)
    place_in_league = np.cumsum(is_ranked) - 1
    rate, error, (low, high) = sums.rate(), sums.std_error(), sums.interval(z)
    for i, key in enumerate(keys):
        compared = dict.fromkeys(COMPARED)
        if is_ranked[i]:
            own = place_in_league[i]
            compared = {name: getattr(league, name)[own].item() for name in COMPARED}
        yield compared | {
            "partner_org_key": str(key),
            "n_users": sums.users[i].item(),
            "n_ranked": int(is_ranked.sum()),
            "delivered_calls": sums.d[i].item(),
            "answered_calls": sums.a[i].item(),
            "response_rate": rate[i],
            "std_error": error[i],
            "ci_low": low[i],
            "ci_high": high[i],
            "is_ranked": bool(is_ranked[i]),
        }
