from edstats.landing import read_manifest


def model(dbt, session):
    found = dbt.source("raw_root", "manifest")
    return read_manifest(found)
