"""The policy of the statistics, from the seed `engagement_parameters`."""

from dataclasses import dataclass

from edstats.engagement.relations import arrow_of


@dataclass(frozen=True)
class Parameters:
    """What the seed says.

    mcnemar_exact_below: persons who changed, below which McNemar's test is exact
    retention_weeks: last week of a retention curve that is told
    league_min_users: parents of a partner that is ranked, at least
    """

    mcnemar_exact_below: int
    retention_weeks: int
    league_min_users: int


def read_parameters(seed):
    """`Parameters` from the relation or Arrow table of the seed.

    Raises ValueError when the seed lacks a parameter.
    """
    rows = arrow_of(seed).to_pylist()
    values = {row["parameter"]: int(row["value"]) for row in rows}
    lacking = sorted(set(Parameters.__dataclass_fields__) - set(values))
    if lacking:
        raise ValueError(f"engagement_parameters lacks {', '.join(lacking)}")
    return Parameters(
        **{name: values[name] for name in Parameters.__dataclass_fields__}
    )
