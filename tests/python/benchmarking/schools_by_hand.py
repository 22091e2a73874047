"""What the raw files of a run say of its schools, by the formulas, in plain Python.

Written from the tables of the specification, without the project's macros and seeds.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

NEEDS = ["spld", "mld", "sld", "pmld", "semh", "slcn"]
NEEDS += ["hi", "vi", "msi", "pd", "asd", "oth"]
LIST = "maintained_schools_master_list.csv"
MONTHS = "Period covered by return (months)"
GIFA, AGE = "GIFA", "Block Age"


def read(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes()
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = text.decode("cp1252")
    return [row for row in csv.DictReader(decoded.splitlines()) if any(row.values())]


def number(text: str | None) -> float | None:
    try:
        return float((text or "").strip().replace(",", ""))
    except ValueError:
        return None


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def day(text: str) -> date | None:
    found = re.fullmatch(r"(\d\d)[-/](\d\d)[-/](\d{4})", text.strip())
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def phase(code: str, kind: str) -> str | None:
    if code == "":
        return None
    special = {"7", "12", "33", "36", "44"}
    if code == "0":
        if kind in special:
            return "Special"
        if kind in {"38", "42", "43"}:
            return "Alternative Provision"
        names = {"6": "University Technical College", "14": "Pupil Referral Unit"}
        return names.get(kind, "Unknown")
    if code in {"4", "5"}:
        return "University Technical College" if kind == "40" else "Secondary"
    names = {"1": "Nursery", "2": "Primary", "3": "Primary", "6": "Post-16"}
    return names.get(code, "All-through" if code == "7" else "Unknown")


def boarding(text: str) -> str:
    if text in {"No boarders", "Not applicable"}:
        return "Not Boarding"
    boarders = {"Boarding school", "Children's home (Boarding school)"}
    boarders.add("College / FE residential accommodation")
    return "Boarding" if text in boarders else "Unknown"


def london(code: int) -> str:
    if code in {201, 202, 309, 316} or 204 <= code <= 213:
        return "Inner"
    return "Outer" if code == 203 or 301 <= code <= 320 else "Neither"


def months_of(joined: date | None, left: date | None) -> int:
    """September is the first month; who joins by the 10th is there for all of it."""
    first, last = 0, 12
    if joined:
        first = (joined.month - 9) % 12 + (joined.month == 9 and joined.day > 10)
    if left:
        last = (left.month - 9) % 12
    return max(last - first, 0)


class Files:
    """What the raw files of one run say of its schools, by the formulas."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.year = folder, int(folder.name)
        self.gias: dict[int, dict[str, str]] = {}
        for row in read(folder / "gias.csv"):
            self.gias.setdefault(int(row["URN"]), row)
        self.links = defaultdict(list)
        for row in read(folder / "gias_links.csv"):
            if row["LinkType"] == "Predecessor":
                when = day(row["LinkEstablishedDate"]) or date.min
                self.links[int(row["URN"])].append((when, int(row["LinkURN"])))
        self.academies = self.find_academies()
        self.maintained = self.find_maintained()
        self.pupils = self.find_pupils()
        self.needs = {int(r["URN"]): r for r in reversed(read(folder / "sen.csv"))}
        self.blocks = defaultdict(list)
        for row in read(folder / "cdc.csv"):
            self.blocks[int(row["URN"])].append(row)

    def find_academies(self) -> dict[int, int]:
        """Months of every academy of the population by URN."""
        if (self.folder / "aar.csv").exists():
            rows = [
                (
                    int(row["URN"]),
                    row["Valid To"],
                    day(row["Date joined or opened if in period:"]),
                    day(row["Date left or closed if in period:"]),
                )
                for row in read(self.folder / "aar.csv")
                if row["ACADEMYTRUSTSTATUS"].lower() != "1 day"
            ]
            return {
                urn: months_of(joined, left)
                for urn, valid_to, joined, left in rows
                if urn in self.gias
                and (not valid_to or sum(1 for row in rows if row[0] == urn) == 1)
            }
        book = CalamineWorkbook.from_path(self.folder / "academy_ar.xlsx")
        header, *lines = book.get_sheet_by_name("Academies").to_python()
        returned = {
            int(row["Academy UPIN"]): (int(row["URN"]), int(row[header[6]]))
            for row in (dict(zip(header, line, strict=True)) for line in lines)
        }
        assert header[6] == "Period covered by return"
        listed = read(self.folder / "academy_master_list.csv")
        listed = [r for r in listed if r["Academy Trust Status"].lower() != "1 day"]
        in_force = [row for row in listed if not row["Valid to"]]
        found = {}
        for row in in_force or listed:
            urn, months = returned[int(row["Academy UPIN"])]
            found[urn] = months
        return found

    def find_maintained(self) -> dict[int, dict[str, str]]:
        rows: dict[int, dict[str, str]] = {}
        for row in read(self.folder / LIST):
            if not row["URN"]:
                continue
            urn = int(row["URN"])
            supplied = row["Did Not Supply flag"] not in {"DNS", "1"}
            known = urn in self.gias and phase_of(self.gias[urn]) is not None
            if urn in self.academies or not known or (supplied and not row[MONTHS]):
                continue
            if urn not in rows:
                rows[urn] = row
        return rows

    def find_pupils(self) -> dict[int, tuple[float | None, float | None]]:
        rows = read(self.folder / "census_pupils.csv")
        names = list(rows[0])
        urn = next(n for n in names if n.lower() == "urn")
        known = "% of pupils known to be eligible for free school meals"
        fsm = next(n for n in names if n.startswith(known))
        dual = "number_of_dual_subsidiary_registrations"
        found: dict[int, tuple[float | None, float | None]] = {}
        for row in rows:
            pupils = number(row["fte pupils"])
            if pupils is not None:
                pupils += number(row.get(dual, "")) or 0
            found.setdefault(int(row[urn]), (pupils, number(row[fsm])))
        return found

    def source(self, dataset: dict[int, Any], urn: int) -> Any:
        """The row of a school, or of the latest predecessor that has one."""
        if urn in dataset:
            return dataset[urn]
        older = [link for link in self.links[urn] if link[1] in dataset]
        if urn in self.academies and older:
            return dataset[max(older)[1]]
        return None

    def figures(self, urn: int) -> dict[str, float | None]:
        pupils, fsm = self.source(self.pupils, urn) or (None, None)
        found = {"number_of_pupils": pupils, "percent_fsm": fsm}
        row = self.source(self.needs, urn)
        total = number(row["Total pupils"]) if row else None

        def percent(*columns: str) -> float | None:
            if not total:
                return None
            return 100 * sum(number(row[name]) or 0 for name in columns) / total

        found["percent_sen"] = percent("EHC plan")
        found["percent_sen_with_support"] = percent("EHC plan", "SEN support")
        for need in NEEDS:
            columns = f"EHC_Primary_need_{need}", f"SUP_Primary_need_{need}"
            found[f"percent_need_{need}"] = percent(*columns)

        area = age = None
        blocks = self.source(self.blocks, urn) or []
        areas = [number(block[GIFA]) for block in blocks]
        if blocks and all(x is not None and x >= 0 for x in areas):
            area = math.fsum(areas)
            years = [indicative(block[AGE]) for block in blocks]
            dated = [
                x / area * (self.year - year)
                for x, year in zip(areas, years, strict=True)
                if year
            ]
            age = math.fsum(dated) if dated and area else None
        return found | {"total_internal_floor_area": area, "age_average_score": age}

    def federations(self) -> dict[int, list[int]]:
        """Schools by the URN of their lead."""
        own = {urn: digits(row["LAEstab"]) for urn, row in self.maintained.items()}
        named = {
            urn: digits(row["Lead school in federation"]).lstrip("0")
            for urn, row in self.maintained.items()
        }
        leads = {own[urn]: urn for urn in own if own[urn] == named[urn]}
        found = defaultdict(list)
        for urn, lead in named.items():
            if lead in leads:
                found[leads[lead]].append(urn)
        return found

    def schools(self) -> dict[int, dict[str, Any]]:
        found = {}
        for urn in [*self.academies, *self.maintained]:
            register = self.gias[urn]
            found[urn] = self.figures(urn) | {
                "finance_type": "Academy" if urn in self.academies else "Maintained",
                "overall_phase": phase_of(register),
                "boarding": boarding(register["Boarders (name)"]),
                "region": register["GOR (name)"] or None,
                "la_code": register["LA (code)"],
            }
            if urn in self.academies:
                found[urn]["months"] = self.academies[urn]
                found[urn]["london_weighting"] = london(int(register["LA (code)"]))
                found[urn]["did_not_submit"] = False
            else:
                row = self.maintained[urn]
                found[urn]["months"] = int(row[MONTHS]) if row[MONTHS] else None
                found[urn]["london_weighting"] = row["London Weighting"] or "Neither"
                dns = row["Did Not Supply flag"] in {"DNS", "1"}
                found[urn]["did_not_submit"] = dns
        for lead, members in self.federations().items():
            rows = [dict(found[urn]) for urn in members]
            for urn in members:
                found[urn]["federation_lead_urn"] = lead
                found[urn]["did_not_submit"] |= urn != lead
            for column in ("number_of_pupils", "total_internal_floor_area"):
                values = [row[column] for row in rows if row[column] is not None]
                found[lead][column] = sum(values) if values else None
            for column in rows[0]:
                if column.startswith("percent_") or column == "age_average_score":
                    weight = "number_of_pupils"
                    if column == "age_average_score":
                        weight = "total_internal_floor_area"
                    both = [
                        (row[column], row[weight])
                        for row in rows
                        if row[column] is not None and row[weight] is not None
                    ]
                    total = sum(w for _, w in both)
                    mean = sum(v * w for v, w in both) / total if total else None
                    found[lead][column] = mean
        return found


def phase_of(row: dict[str, str]) -> str | None:
    return phase(row["PhaseOfEducation (code)"], row["TypeOfEstablishment (code)"])


def indicative(text: str) -> int | None:
    if text.lower() == "pre 1900":
        return 1880
    years = re.fullmatch(r"(\d{4})-(\d{4})", text)
    return (int(years[1]) + int(years[2])) // 2 if years else None
