from edstats.engagement.panel import panel_changes


def model(dbt, session):
    meta = dbt.config.get("meta")
    return panel_changes(
        dbt.ref("engagement__fct_prompt_responses"),
        dbt.ref("engagement_parameters"),
        meta["phases"],
        float(meta["interval_z"]),
    )
