"""The columns that come in and go out, and how doubles are published."""

import pyarrow as pa

PROGRAM = ("district_id", "program_key", "school_year")
FACTS = (
    "domain",
    "outcome",
    "unit",
    "assignment",
    "assignment_unit",
    "is_within_school",
    "cutoff_score",
)
COVARIATES = ("absence_before", "is_frl", "is_el", "is_iep")
NORM_SD = "norm_sd"
SHARE_ABSENT = "share_of_days_absent"
# published doubles: threaded sums differ in the last bits
DIGITS = 10

KEYS = [("district_id", pa.string()), ("program_key", pa.string())]
KEYS += [("school_year", pa.int32())]
EFFECTS = pa.schema(
    [
        *KEYS,
        *((name, pa.string()) for name in ("domain", "outcome", "unit", "design")),
        ("is_headline", pa.bool_()),
        *(
            (name, pa.float64())
            for name in (
                "estimate",
                "std_error",
                "ci_low",
                "ci_high",
                "p_value",
                "p_value_few_clusters",
                "p_value_mismatch",
                "p_adjusted",
                "wwc_g",
                "d_av",
                "improvement_index",
                "icc",
                "mde",
            )
        ),
        ("n_treated", pa.int64()),
        ("n_comparison", pa.int64()),
        ("clusters", pa.int64()),
        ("overall_attrition", pa.float64()),
        ("differential_attrition", pa.float64()),
        ("is_attrition_low", pa.bool_()),
        *(
            (name, pa.float64())
            for name in (
                "common_support_share",
                "first_stage",
                "first_stage_f",
                "bandwidth",
                "density_p_value",
                "pre_trend",
                "pre_trend_p_value",
            )
        ),
        ("equivalence_label", pa.string()),
        ("label", pa.string()),
        ("essa_tier", pa.int32()),
        ("no_estimate_reason", pa.string()),
    ]
)
EQUIVALENCE = pa.schema(
    [
        *KEYS,
        ("design", pa.string()),
        ("covariate", pa.string()),
        ("verdict", pa.string()),
        *(
            (name, pa.float64())
            for name in ("mean_treated", "mean_comparison", "effect_size", "p_value")
        ),
        ("missing_treated", pa.int64()),
        ("missing_comparison", pa.int64()),
    ]
)
