from edstats.growth.tables import student_growth


def model(dbt, session):
    chains = dbt.ref("int_district__growth_chains")
    cuts = dbt.ref("int_district__growth_cuts")
    norms = dbt.ref("growth_norms")
    parameters = dbt.ref("growth_parameters")
    return student_growth(chains, cuts, norms, parameters)
