from edstats.quality.educators import staff_matches


def model(dbt, session):
    educators = dbt.ref("int_district__staff_conformed")
    nicknames = dbt.ref("nicknames")
    weights = dbt.ref("match_weights")
    parameters = dbt.ref("dq_parameters")
    return staff_matches(educators, nicknames, weights, parameters)
