from edstats.engagement.retention import retention_curves


def model(dbt, session):
    meta = dbt.config.get("meta")
    return retention_curves(
        dbt.ref("engagement__fct_user_programs"),
        dbt.ref("engagement__dim_users"),
        dbt.ref("engagement__dim_partner_orgs"),
        dbt.ref("engagement__dim_programs"),
        dbt.ref("engagement_parameters"),
        float(meta["interval_z"]),
    )
