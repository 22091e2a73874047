from edstats.landing import take_inventory


def model(dbt, session):
    found = dbt.source("raw_root", "files")
    return take_inventory(session, found, dbt.config.get("meta"), dbt.this)
