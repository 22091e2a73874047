from edstats.programs.tables import program_equivalence


def model(dbt, session):
    return program_equivalence(
        dbt.ref("int_district__program_subjects"),
        dbt.ref("evaluation_parameters"),
        dbt.ref("attrition_boundaries"),
    )
