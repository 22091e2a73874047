from edstats.benchmarking.rated_runs import ratings_relation


def model(dbt, session):
    inputs = {
        "characteristics": dbt.ref("benchmarking__fct_school_characteristics"),
        "costs": dbt.ref("benchmarking__fct_school_costs"),
        "members": dbt.ref("benchmarking__fct_comparator_set_members"),
        "user_sets": dbt.ref("benchmarking__fct_user_defined_set_members"),
        "custom_characteristics": dbt.ref("int_benchmarking__custom_characteristics"),
        "custom_costs": dbt.ref("int_benchmarking__custom_costs"),
        "custom_members": dbt.ref("py_custom_comparator_sets"),
        "colours": dbt.ref("rag_colours"),
        "tolerances": dbt.ref("close_comparator_tolerances"),
        "rules": dbt.ref("rating_rules"),
    }
    return ratings_relation(session, inputs, dbt.config.get("meta"))
