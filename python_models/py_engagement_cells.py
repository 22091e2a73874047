"""What may be told of every cell of the reports of phone programmes.

A rpt_engagement model adds its cells, with their margins, to int_dost__cells_counted,
and reads them here by table_name; its numbers stand in columns that are null where the
state says so.
"""

from edstats.disclosure.tables import disclosed_cells


def model(dbt, session):
    cells = dbt.ref("int_dost__cells_counted")
    policies = dbt.ref("disclosure_policies")
    return disclosed_cells(cells, policies, dbt.config.get("meta"))
