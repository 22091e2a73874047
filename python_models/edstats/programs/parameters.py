"""The thresholds of an evaluation, from the seeds of policies."""

import dataclasses
from dataclasses import dataclass

# all 2^G sign vectors of G clusters are tried
MOST_ENUMERATED = 12


@dataclass(frozen=True)
class Parameters:
    """Thresholds by the names of the seed `evaluation_parameters`.

    boundary: whole percent of overall attrition -> largest differential attrition
        (share) that is low, of the assumption chosen
    Raises ValueError when `clusters_least` asks for more sign vectors than are tried.
    """

    equivalence_small: float
    equivalence_large: float
    cox_divisor: float
    caliper: float
    arm_least: float
    clusters_least: float
    arm_clusters_least: float
    significance: float
    power: float
    icc_achievement: float
    icc_other: float
    first_stage_least: float
    attrition_is_cautious: float
    essa_students_least: float
    essa_sites_least: float
    essa_site_is_school: float
    boundary: dict

    def __post_init__(self):
        if self.clusters_least > MOST_ENUMERATED + 1:
            raise ValueError(
                f"clusters_least is at most {MOST_ENUMERATED + 1}, not"
                f" {self.clusters_least}: below it all sign vectors are tried"
            )


def read_parameters(thresholds, boundaries):
    """The `Parameters` of the rows (dicts) of the two seeds of policies.

    thresholds: rows of `evaluation_parameters`; boundaries: of `attrition_boundaries`
    Raises ValueError when a threshold is missing or unknown.
    """
    found = {row["parameter"]: float(row["value"]) for row in thresholds}
    wanted = {field.name for field in dataclasses.fields(Parameters)} - {"boundary"}
    if found.keys() != wanted:
        odd = ", ".join(sorted(found.keys() ^ wanted))
        raise ValueError(f"evaluation_parameters: missing or unknown: {odd}")
    assumption = "cautious" if found["attrition_is_cautious"] else "optimistic"
    boundary = {
        round(100 * float(row["overall_attrition"])): float(
            row["differential_attrition"]
        )
        for row in boundaries
        if row["assumption"] == assumption
    }
    return Parameters(**found, boundary=boundary)
