from edstats.landing import read_manifest


def model(dbt, session):
    found = dbt.source("raw_root", "manifest")
    files = dbt.ref("raw_inventory__files")
    return read_manifest(session, found, files, dbt.this)
