"""What all sections of a district's brief share."""

from __future__ import annotations

import duckdb

from reporting.brief.findings import Findings
from reporting.brief.numbers import Numbers
from reporting.brief.pictures import Pictures
from reporting.project import literal

MOST_PROGRAMS, MOST_RULES = 6, 3


class District:
    """One district, and what is told of it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, district_id: str) -> None:
        self.connection = connection
        self.district_id = district_id
        self.mine = f"district_id = {literal(district_id)}"
        self.numbers = Numbers(connection)
        self.pictures = Pictures(self.numbers)
        self.findings = Findings(self.numbers, district_id)
        # of the last year with programmes
        self.results = self.numbers.rows(
            "rpt_district__program_results",
            ("program_key", "school_year"),
            f"where {self.mine} and school_year = (select max(school_year)"
            f" from reports.rpt_district__program_results where {self.mine})"
            f" order by program_name, program_key limit {MOST_PROGRAMS}",
        )
        ((self.name,),) = connection.execute(
            "select coalesce(district_name, district_id) from district.dim_districts"
            f" where {self.mine}"
        ).fetchall()


def run(about: District, place: str, column: str, form: str) -> str:
    """A number of the summary of the run."""
    return about.numbers.asked(
        place, f"select {column} from reports.rpt_quality__summary", form
    )
