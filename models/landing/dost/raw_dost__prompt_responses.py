from edstats.landing import land


def model(dbt, session):
    paths = dbt.source("dost", "prompt_responses")
    files = dbt.ref("raw_inventory__files")
    this = dbt.this if dbt.is_incremental else None
    return land(session, paths, files, dbt.config.get("meta"), this)
