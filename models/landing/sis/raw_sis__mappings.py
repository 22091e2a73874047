from edstats.landing import land_mappings


def model(dbt, session):
    paths = dbt.source("sis", "mappings")
    files = dbt.ref("raw_inventory__files")
    this = dbt.this if dbt.is_incremental else None
    return land_mappings(session, paths, files, dbt.config.get("meta"), this)
