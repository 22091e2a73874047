"""The money of schools and trusts, recomputed from raw files in plain Python.

Written from the specification (2.9 and 2.10), without the project's macros and seeds;
the codes of the lines are in finance_lines.py. Pupils, floor area, months and the row
that counts are given, because other tests are about those.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from finance_lines import BUILDING, COSTS, INCOME, PUPIL
from python_calamine import CalamineWorkbook


def money(text: Any) -> float | None:
    if text is None or str(text).strip() in ("", "NULL", "DNS"):
        return None
    return float(str(text).replace(",", ""))


def whole(text: Any) -> int | None:
    return None if text in (None, "", "NULL") else int(float(text))


def company(text: Any) -> str:
    return str(whole(text)).zfill(8)


def read_csv(path: Path, encoding: str = "cp1252") -> list[dict[str, str]]:
    with open(path, encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def read_sheet(path: Path, sheet: str | None = None) -> list[dict[str, Any]]:
    book = CalamineWorkbook.from_path(path)
    if sheet is None:
        sheet = next(name for name in book.sheet_names if name.lower() != "index")
    header, *rows = [
        row for row in book.get_sheet_by_name(sheet).to_python() if any(row)
    ]
    return [dict(zip(header, row, strict=True)) for row in rows]


class Returned:
    """The lines of one row of an academies return, own or central, by layout."""

    def __init__(self, row: dict[str, Any], layout: str, central: bool) -> None:
        self.costs: dict[str, float | None] = {}
        self.income: dict[str, float | None] = {}
        self.lacking: set[str] = set()
        for _category, _basis, lines in COSTS:
            for line, bnch, number, header, _cfr in lines:
                if bnch is None:
                    continue
                if layout == "bnch":
                    names = [n for n in row if n.startswith(f"BNCH{bnch} ")]
                elif layout == "bai":
                    wanted = f"BTE{number}" if central else f"BAE{number}-T"
                    names = [n for n in row if n == wanted]
                else:
                    names = [n for n in row if header and n.startswith(header)]
                    if line == "Supply teacher insurance":
                        names = [n for n in names if "claims" not in n]
                if names:
                    self.costs[line] = money(row[names[0]])
                else:
                    self.lacking.add(line)
        for line, (bnch, number, header) in INCOME.items():
            if layout == "bnch":
                names = [
                    n for n in row if n.startswith((f"BNCH{bnch} ", f"BNCH{bnch}("))
                ]
            elif layout == "bai":
                prefix, end = ("BT", "") if central else ("BA", "-T")
                wanted = {
                    "revenue_financing": f"{prefix}E290{end}",
                    "reserve": f"{prefix}B030{end}",
                    "income_011": f"{prefix}I011-A",
                }.get(line, f"{prefix}I{number}{end}")
                names = [n for n in row if n == wanted]
            elif header == "facilities":
                names = [n for n in row if "income from facilities" in n.lower()]
            else:
                names = [
                    n for n in row if header and n.lower().startswith(header.lower())
                ]
                if line == "sen":
                    names = [n for n in names if n in ("SEN", "SEN funding")]
            if names:
                self.income[line] = money(row[names[0]])
            else:
                self.lacking.add(line)
        if layout == "bai":
            end = "" if central else "-T"
            start = "BTI" if central else "BAI"
            parts = ["050", "061"] + ([] if central else ["010"])
            grants = [money(row[f"{start}{part}{end}"]) for part in parts]
            self.set_derived("efa", None if None in grants else sum(grants))
            self.set_derived("voluntary", money(row[f"{start}140{end}"]))
            self.set_derived("investment", money(row[f"{start}150{end}"]))

    def set_derived(self, line: str, amount: float | None) -> None:
        self.lacking.discard(line)
        self.income[line] = amount

    def sum_of(self, *lines: str) -> float | None:
        """Plain addition: a blank line makes it unknown, an absent one does not."""
        amounts = [self.income[line] for line in lines if line not in self.lacking]
        return None if None in amounts else sum(amounts)

    def aggregates(self) -> dict[str, float | None]:
        grants = self.sum_of(
            "efa",
            "family",
            "sen",
            "other_dfe",
            "other_government",
            "government_source",
            "academies",
            "non_government",
            "income_011",
        )
        own = self.sum_of(
            "facilities",
            "catering",
            "insurance",
            "voluntary",
            "other_self",
            "other_facilities",
            "investment",
        )
        financing = self.sum_of("revenue_financing")
        known = None not in (grants, own, financing)
        income = grants + own - financing if known else None
        costs = list(self.costs.values())
        balance = None
        if income is not None and None not in costs:
            balance = income - sum(costs)
        return {
            "total_income": income,
            "in_year_balance": balance,
            "total_grant_funding": grants,
            "total_self_generated_funding": own,
            "direct_grants": self.sum_of(
                "efa", "family", "other_dfe", "other_government", "income_011"
            ),
            "pre_post_16_funding": self.sum_of("efa", "family", "income_011"),
            "community_grants": self.sum_of("academies", "non_government"),
            "income_facilities_services": self.sum_of("facilities", "other_facilities"),
            "income_catering_services": self.sum_of("catering"),
            "donations_voluntary_funds": self.sum_of("voluntary"),
            "investment_income": self.sum_of("investment"),
            "direct_revenue_financing": financing,
            "academies": self.sum_of("academies"),
            "targeted_grants": self.sum_of("sen"),
        }

    def blank_as_nothing(self) -> Returned:
        self.costs = {line: amount or 0.0 for line, amount in self.costs.items()}
        self.income = {line: amount or 0.0 for line, amount in self.income.items()}
        return self


def read_academies(folder: Path) -> dict[int, Returned]:
    """Own returns by line of the file (the header is line 1)."""
    if (folder / "aar.csv").exists():
        rows, layout = read_csv(folder / "aar.csv"), "bai"
    elif (folder / "academy_ar.xlsx").exists():
        rows, layout = read_sheet(folder / "academy_ar.xlsx", "Academies"), "report"
    else:
        (path,) = [
            path
            for path in folder.glob("*_BenchmarkReport_*")
            if "_CS_" not in path.name
        ]
        rows, layout = read_sheet(path), "bnch"
    return {n: Returned(row, layout, False) for n, row in enumerate(rows, 2)}


def read_central(folder: Path) -> dict[str, Returned]:
    """Returns of central services by company number."""
    if (folder / "aar_cs.csv").exists():
        rows, layout = read_csv(folder / "aar_cs.csv"), "bai"
    elif (folder / "academy_ar.xlsx").exists():
        rows, layout = (
            read_sheet(folder / "academy_ar.xlsx", "CentralServices"),
            "report",
        )
    else:
        (path,) = folder.glob("*_CS_BenchmarkReport_*")
        rows, layout = read_sheet(path), "bnch"
        listed = {
            whole(row["Academy Trust UPIN"]): row["Company Registration Number"]
            for row in read_csv(folder / "academy_master_list.csv", "utf-8-sig")
            if row["Academy Trust UPIN"]
        }
        for row in rows:
            row["Company Number"] = listed[whole(row["Lead UPIN"])]
    central = {}
    for row in rows:
        number = company(row.get("Company_Number") or row["Company Number"])
        assert number not in central, "the test's trusts have one row each"
        central[number] = Returned(row, layout, True).blank_as_nothing()
    return central


def shares(rows: list[dict[str, Any]]) -> dict[int, dict[str, float]]:
    """By line of the return: the parts by pupils, floor area and pupils at the end."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    bases = {}
    for row in rows:
        twelfths = row["months"] / 12
        pupils = max(row["number_of_pupils"] or 0, 0) * twelfths
        floor = max(row["total_internal_floor_area"] or 0, 0) * twelfths
        in_force = row["valid_to"] is None and not row["is_superseded"]
        end = pupils if in_force else 0
        bases[row["line_number"]] = {PUPIL: pupils, BUILDING: floor, "end": end}
        for basis, amount in bases[row["line_number"]].items():
            sums[row["trust_company_number"], basis] += amount
    parts = {}
    for row in rows:
        trust, line = row["trust_company_number"], row["line_number"]
        part = {
            basis: amount / sums[trust, basis] if sums[trust, basis] else 0.0
            for basis, amount in bases[line].items()
        }
        if not sums[trust, BUILDING]:
            part[BUILDING] = part[PUPIL]
        parts[line] = part
    return parts


def per_unit(amount: float, basis: float | None, months: int, academy: bool) -> float:
    if not basis or not months:
        return 0.0
    value = amount / (basis * months / 12)
    return 0.0 if academy and 0 <= value <= 0.00001 else value


def maintained_lines(row: dict[str, str]) -> dict[str, float | None]:
    """The cost lines of a row of the list, by sub-category."""

    def code(wanted: str) -> float | None:
        names = [name for name in row if name.split(" ")[0] == wanted]
        return money(row[names[0]]) if names else None

    codes = {
        line[4]: code(line[4]) for _, _, lines in COSTS for line in lines if line[4]
    }
    ict = code("E20")
    if not any(name.startswith("E20 ") for name in row):
        ict = sum(
            code(part) or 0 for part in ("E20A", "E20B", "E20C", "E20E", "E20F", "E20G")
        )
    codes |= {"ICT": ict, "ADMIN": (code("E22") or 0) + (code("E20D") or 0)}
    return {
        line[0]: codes[line[4]] for _, _, lines in COSTS for line in lines if line[4]
    }
