from edstats.growth.groups import group_medians


def model(dbt, session):
    return group_medians(
        dbt.ref("int_metrics__percentiles_counted"),
        dbt.ref("growth_parameters"),
    )
