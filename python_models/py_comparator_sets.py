from edstats.benchmarking.tables import school_sets


def model(dbt, session):
    schools = dbt.ref("benchmarking__fct_school_characteristics")
    weights = dbt.ref("distance_weights")
    return school_sets(schools, weights, dbt.config.get("meta"))
