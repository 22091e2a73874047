from edstats.benchmarking.peers import school_peers


def model(dbt, session):
    schools = dbt.ref("int_metrics__schools_described")
    parameters = dbt.ref("school_peer_parameters")
    return school_peers(schools, parameters)
