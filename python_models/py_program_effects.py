from edstats.programs.tables import program_effects


def model(dbt, session):
    return program_effects(
        dbt.ref("int_district__program_subjects"),
        dbt.ref("evaluation_parameters"),
        dbt.ref("attrition_boundaries"),
    )
