from edstats.benchmarking.trusts import trust_sets


def model(dbt, session):
    schools = dbt.ref("benchmarking__fct_school_characteristics")
    weights = dbt.ref("distance_weights")
    return trust_sets(schools, weights, dbt.config.get("meta"))
