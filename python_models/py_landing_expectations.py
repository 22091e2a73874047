from edstats.quality.expectations import run_gate


def model(dbt, session):
    tables = [
        dbt.ref("quality__landing_files"),
        dbt.ref("raw_clever__sections"),
        dbt.ref("raw_clever__students"),
        dbt.ref("raw_clever__teachers"),
        dbt.ref("raw_dfe__census_pupils"),
        dbt.ref("raw_dfe__gias"),
        dbt.ref("raw_dfe__maintained_schools_master_list"),
        dbt.ref("raw_oneroster__classes"),
        dbt.ref("raw_oneroster__courses"),
        dbt.ref("raw_oneroster__users"),
        dbt.ref("raw_sis__assessment_results"),
        dbt.ref("raw_sis__assessments"),
        dbt.ref("raw_sis__assignments"),
        dbt.ref("raw_sis__attendance_codes"),
        dbt.ref("raw_sis__attendance_daily"),
        dbt.ref("raw_sis__calendars"),
        dbt.ref("raw_sis__certifications"),
        dbt.ref("raw_sis__courses"),
        dbt.ref("raw_sis__educators"),
        dbt.ref("raw_sis__enrollments"),
        dbt.ref("raw_sis__school_crosswalk"),
        dbt.ref("raw_sis__schools"),
        dbt.ref("raw_sis__sections"),
        dbt.ref("raw_sis__students"),
        dbt.ref("raw_sis__terms"),
    ]
    rules = dbt.ref("dq_rules")
    parameters = dbt.ref("quality__expectation_parameters")
    return run_gate(session, "landing", tables, rules, parameters)
