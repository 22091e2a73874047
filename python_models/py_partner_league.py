from edstats.engagement.partners import partner_league


def model(dbt, session):
    meta = dbt.config.get("meta")
    return partner_league(
        dbt.ref("engagement__fct_user_programs"),
        dbt.ref("engagement__dim_partner_orgs"),
        dbt.ref("engagement_parameters"),
        float(meta["interval_z"]),
    )
