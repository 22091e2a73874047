from edstats.quality.expectations import run_gate


def model(dbt, session):
    tables = [
        dbt.ref("benchmarking__dim_schools"),
        dbt.ref("benchmarking__dim_trusts"),
        dbt.ref("benchmarking__fct_budget_forecasts"),
        dbt.ref("benchmarking__fct_comparator_set_members"),
        dbt.ref("benchmarking__fct_metric_rag"),
        dbt.ref("benchmarking__fct_school_characteristics"),
        dbt.ref("benchmarking__fct_school_costs"),
        dbt.ref("benchmarking__fct_school_finances"),
        dbt.ref("benchmarking__fct_trust_finances"),
        dbt.ref("district__dim_calendar_dates"),
        dbt.ref("district__dim_courses"),
        dbt.ref("district__dim_districts"),
        dbt.ref("district__dim_educators"),
        dbt.ref("district__dim_schools"),
        dbt.ref("district__dim_sections"),
        dbt.ref("district__dim_students"),
        dbt.ref("district__dim_terms"),
        dbt.ref("district__fct_attendance_daily"),
        dbt.ref("district__fct_section_enrollments"),
    ]
    rules = dbt.ref("dq_rules")
    parameters = dbt.ref("quality__expectation_parameters")
    return run_gate(session, "marts", tables, rules, parameters)
