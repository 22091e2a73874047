"""The files of a run: which there are in a layout, and who makes them."""

from generator.dfe.cases import cases_table
from generator.dfe.files import (
    accounts,
    budgets,
    cdc,
    census,
    gias,
    links,
    lists,
    results,
    users,
)
from generator.output import OutFile

SOURCE = "dfe"
# The two years of budgets before the run year.
EARLIER = (2, 1)


def names(year, layout):
    """{file name: function (world) -> (bytes, rows)} of the run year's folder."""
    made = {
        "gias.csv": gias.gias,
        "gias_links.csv": links.gias_links,
        "gias_all_links.csv": links.gias_all_links,
        "cdc.csv": cdc.cdc,
        "sen.csv": census.sen,
        "census_pupils.csv": census.census_pupils,
        "census_workforce.xlsx": census.census_workforce,
        "ks2.xlsx": results.ks2,
        "ks4.xlsx": results.ks4,
        "maintained_schools_master_list.csv": lists.maintained_list,
        "BFR_SOFA_raw.csv": lambda world: budgets.sofa(world, 0),
        "BFR_3Y_raw.csv": lambda world: budgets.three_years(world, 0),
        "cfo.xlsx": budgets.cfo,
        "user_defined_comparator_sets.csv": users.comparator_sets,
        "custom_data.csv": users.custom_data,
        "financial_plans.csv": users.financial_plans,
    }
    if layout < 2024:
        made["academy_master_list.csv"] = lists.academy_list
    return made | accounts.names(year, layout)


def files(world, without=()):
    """Each file of the run as an `OutFile`, made when it is asked for.

    without: names of files to leave out of the run year's folder
    """
    for back in EARLIER:
        folder = str(world.year - back)
        for name, make in (
            ("BFR_SOFA_raw.csv", budgets.sofa),
            ("BFR_3Y_raw.csv", budgets.three_years),
        ):
            content, rows = make(world, back)
            yield OutFile(SOURCE, folder, name, content, rows=rows)
    for name, make in sorted(names(world.year, world.layout).items()):
        if name not in without:
            content, rows = make(world)
            yield OutFile(SOURCE, str(world.year), name, content, rows=rows)


def truth(world):
    """{name: table} of the answer key."""
    return {"dfe_cases": cases_table(world)}
