from edstats.landing import land


def model(dbt, session):
    paths = dbt.source("sis", "course_grades")
    files = dbt.ref("raw_inventory__files")
    mappings = dbt.ref("raw_sis__mappings").filter("canonical_file = 'course_grades'")
    this = dbt.this if dbt.is_incremental else None
    return land(session, paths, files, dbt.config.get("meta"), this, mappings)
