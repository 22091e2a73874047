from edstats.engagement.partners import partner_league


def model(dbt, session):
    return partner_league(
        dbt.ref("engagement__fct_user_programs"),
        dbt.ref("engagement__dim_partner_orgs"),
        dbt.ref("engagement_parameters"),
        float(dbt.config.get("meta")["interval_z"]),
    )
