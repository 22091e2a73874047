"""What may be told of every cell that leaves the office.

A rpt_public or rpt_school model adds its cells, with their margins, to
int_district__public_cells_counted, and reads them here by table_name; no other way
leads out. Its numbers stand in columns that are null where the state says so. Means,
medians and charts of a cell are left out where its denominator is.
"""

from edstats.disclosure.tables import disclosed_cells


def model(dbt, session):
    cells = dbt.ref("int_district__public_cells_counted")
    policies = dbt.ref("disclosure_policies")
    return disclosed_cells(cells, policies, dbt.config.get("meta"))
