from edstats.benchmarking.custom import custom_sets


def model(dbt, session):
    schools = dbt.ref("benchmarking__fct_school_characteristics")
    custom = dbt.ref("int_benchmarking__custom_characteristics")
    weights = dbt.ref("distance_weights")
    return custom_sets(schools, custom, weights, dbt.config.get("meta"))
