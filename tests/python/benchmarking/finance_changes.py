"""Changes to the files of generated runs, so that the rules about money have cases."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from dfe_runs import rewrite
from finance_by_hand import money, read_csv
from planted_faults import Files

LOST_TRUST = "00000001"


class Changes:
    """What was changed in the files of 2025, for the tests to look for."""

    negative_urn: int
    other_total_urn: int
    trust_without_floor: str


def change(folder: Path) -> Changes:
    changes = Changes()
    academies = read_csv(folder / "aar.csv")
    central = read_csv(folder / "aar_cs.csv")
    kept = [
        n
        for n, row in enumerate(academies)
        if not row["Valid To"] and not row["Date left or closed if in period:"]
    ]
    academies[kept[3]]["BAI100-T"] = ""
    academies[kept[7]]["BAE150-T"] = ""
    academies[kept[11]]["BAE120-T"] = "-2500.50"
    changes.negative_urn = int(academies[kept[11]]["URN"])
    rewrite(folder / "aar.csv", academies)

    lost = dict.fromkeys(central[0], "0") | {
        "Lead_UPIN": "999999",
        "Company_Number": LOST_TRUST,
        "Company_Name": "Lost Trust",
        "BTE010": "123456.78",
        "BTE150": "1000.01",
        "BTI040": "5000.05",
    }
    rewrite(folder / "aar_cs.csv", [*central, lost])

    members = defaultdict(set)
    for row in academies:
        members[row["Company_Number"]].add(row["URN"])
    changes.trust_without_floor = max(
        (row["Company_Number"] for row in central), key=lambda n: (len(members[n]), n)
    )
    urns = members[changes.trust_without_floor]
    urns |= {
        row["LinkURN"]
        for row in read_csv(folder / "gias_links.csv")
        if row["URN"] in urns
    }
    blocks = read_csv(folder / "cdc.csv", "utf-8")
    rewrite(folder / "cdc.csv", [row for row in blocks if row["URN"] not in urns])

    maintained = read_csv(folder / "maintained_schools_master_list.csv")
    total = "Total Expenditure  E01 to E32"
    row = next(r for r in maintained if money(r[total]) and r["URN"])
    row[total] = str(money(row[total]) + 500)
    changes.other_total_urn = int(row["URN"])
    rewrite(folder / "maintained_schools_master_list.csv", maintained)
    return changes


def misprint(folder: Path) -> None:
    """Change totals that the report of 2022 prints, by a pound and by more."""

    def more(column: str, amounts: list[int]) -> Any:
        def change_rows(rows: list[list[Any]]) -> list[list[Any]]:
            place = rows[0].index(column)
            for row, amount in zip(rows[1:], amounts, strict=False):
                row[place] += amount
            return rows

        return change_rows

    Files(folder).workbook(
        "academy_ar.xlsx",
        Academies=more("Total Income", [2, 1]),
        CentralServices=more("In Year Balance", [500, -1]),
    )
