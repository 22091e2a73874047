"""Pupil census, special needs, workforce census."""

import numpy as np
import pyarrow as pa

from generator.dfe.draws import pick
from generator.dfe.figures import table
from generator.dfe.files.establishments import (
    area_columns,
    listing,
    school_names,
    type_names,
)
from generator.dfe.layouts import (
    DUAL,
    EAL,
    SUPPORT_ROLES,
    census_header,
    listed,
    workforce_header,
)
from generator.dfe.names import joined
from generator.dfe.pupils import NEEDS, halves, totals
from generator.dfe.text import csv_file
from generator.dfe.xlsx import Coded, Sheet, workbook
from generator.tables import words

SECTORS = {
    "nursery": "State-funded nursery",
    "primary": "State-funded primary",
    "middle_primary": "State-funded primary",
    "secondary": "State-funded secondary",
    "middle_secondary": "State-funded secondary",
    "utc": "State-funded secondary",
    "studio": "State-funded secondary",
    "all_through": "State-funded secondary",
    "post16": "State-funded secondary",
    "special": "State-funded special school",
    "non_maintained_special": "Non-maintained special school",
    "alternative": "Pupil referral unit",
    "independent": "Independent school",
}
# Year groups as the header names them, in the order of the model's groups.
GROUP_NAMES = [
    "Early 1", "Early 2", "Nursery 1", "Nursery 2", "Reception",
    *[f"Year group {year}" for year in range(1, 15)], "Year group Not followed",
]  # fmt: skip
# Codes that stand where a share is missing, and their shares of the rows.
SUPPRESSED = {"x": 0.002, "c": 0.004, "z": 0.003, "u": 0.001}
NO_SHARE = "% of pupils known to be eligible for free school meals (Performa"
# Columns beside those of staff that are withheld with them.
WITHHELD = ("Pupil: Teacher", "Teachers with Q", "Number of Vacant")
WORKFORCE_PAGE = (
    "https://explore-education-statistics.service.gov.uk/find-statistics/"
    "school-workforce-in-england"
)
PAY_SPINES = {"Fringe": "LF", "Inner": "LI", "Neither": "EW", "Outer": "LO"}
WORKFORCE_CODES = {"x": 0.004, "u": 0.002, "c": 0.003, ":": 0.001}


def identity(world, found, header):
    """Columns that the census and the table of needs begin with."""
    area = area_columns(world, found.school)
    rows = pa.array(found.school)
    it = world.schools.take(found.school)
    kind = table("kinds").kind
    columns = {
        "time_period": f"{world.year - 1}{world.year % 100:02d}",
        "time_identifier": "Academic year",
        "geographic_level": "School",
        "country_code": "E92000001",
        "country_name": "England",
        "region_code": area.gss,
        "region_name": area.region,
        "old_la_code": area.code,
        "new_la_code": area.new_code,
        "la_name": area.name,
        "URN": found.urn,
        "school_name": school_names(world, found),
        "sex_of_school_description": words(it.gender, ["Mixed", "Girls", "Boys"]),
        "type_of_establishment": type_names(found.type_code),
        "denomination": words(
            it.is_faith, ["No religious character", "Church of England"]
        ),
        "admissions_policy": words(it.is_selective, ["Not applicable", "Selective"]),
        "district_administrative_code": area.new_code,
        "district_administrative_name": area.name,
        "ward_code": area.ward,
        "ward_name": joined(area.name, " Ward"),
        "school_postcode": world.names.postcode.take(rows),
    }
    sector = words(it.kind, [SECTORS[name] for name in kind])
    number = joined(area.code, found.estab)
    given = {"phase-type_grouping": sector, "phase_type_grouping": sector}
    given |= {"Estab": found.estab, "estab": found.estab}
    given |= {"LAEstab": number, "laestab": number}
    given |= {"parl_con_code": area.seat, "parlc_code": area.seat}
    columns |= {name: values for name, values in given.items() if name in header}
    return columns


def census_pupils(world):
    """Pupils by age, year group, sex, part time; free meals; language."""
    found = listing(world, world.in_census, world.closed.in_census)
    pupils = halves(world.pupils, found.school, found.fraction)
    heads, fte = totals(pupils)
    pairs = census_header(world.layout)
    columns = identity(world, found, {old for old, _ in pairs})
    columns |= _group_columns(pupils, {old for old, _ in pairs})
    full = pupils.ft_girls.sum(1) + pupils.ft_boys.sum(1)
    girls = pupils.ft_girls.sum(1) + pupils.pt_girls.sum(1)
    by_group = pupils.ft_girls + pupils.ft_boys + pupils.pt_girls + pupils.pt_boys
    for name, groups in {
        "Number of early year pupils (years E1 and E2)": slice(0, 2),
        "Number of nursery pupils (years N1 and N2)": slice(2, 4),
        "Number of reception pupils (year R)": slice(4, 5),
        "Number of key stage 1 pupils (years 1 and 2)": slice(5, 7),
        "Number of key stage 2 pupils (years 3 to 6)": slice(7, 11),
        "Number of key stage 3 pupils (years 7 to 9)": slice(11, 14),
        "Number of key stage 4 pupils (years 10 and 11)": slice(14, 16),
        "Number of key stage 5 pupils (years 12 to 14)": slice(16, 19),
        "Number of pupils not reception or key stage 1 to 5": slice(19, 20),
    }.items():
        columns[name] = by_group[:, groups].sum(1)
    share = np.round(100 * pupils.fsm / np.maximum(heads, 1), 1)
    rng = world.streams("census codes")
    claiming = np.round(pupils.fsm * 0.985).astype(np.int64)
    claimed = np.round(100 * claiming / np.maximum(heads, 1), 1)
    other = pupils.eal
    columns |= {
        "headcount total girls": girls,
        "headcount total boys": heads - girls,
        "full time pupils": full,
        "part time pupils": heads - full,
        "headcount of pupils": heads,
        "fte pupils": fte,
        "boy boarders": pupils.boarders // 2,
        "girl boarders": pupils.boarders - pupils.boarders // 2,
        "total boarders": pupils.boarders,
        "number of pupils known to be eligible for and claiming free scho": claiming,
        "% of pupils known to be eligible for and claiming free school me": claimed,
        "number of FSM eligible pupils taking a free school meal on censu": np.floor(
            claiming * 0.82
        ),
        "% of pupils taking free school meals on census day": np.round(
            claimed * 0.82, 1
        ),
        "number of pupils (used for FSM calculation in Performance Tables": heads,
        "number of pupils known to be eligible for free school meals (Per": pupils.fsm,
        NO_SHARE: _coded(rng, share, SUPPRESSED, heads == 0),
        "number of pupils of compulsory school age and above": by_group[:, 5:].sum(1),
        "number of pupils whose first language is known or believed to be English": (
            heads - other
        ),
        "number of pupils whose first language is known or believed to be other than English": (  # noqa: E501
            other
        ),
        "number of pupils whose first language is unclassified": np.zeros(
            len(found), dtype=np.int64
        ),
    }
    if world.layout >= 2023:
        columns[DUAL] = pupils.dual
    if world.layout >= 2024:
        columns[EAL] = np.round(100 * other / np.maximum(heads, 1), 1)
    renamed = {new: columns[old] for old, new in pairs if old in columns}
    header = [new for _, new in pairs]
    return csv_file(header, renamed, "cp1252"), len(found)


def _group_columns(pupils, header):
    """Columns by year group and, a year of age each, by age."""
    columns = {}
    for time, sex, counts in (
        ("Part", "girls", pupils.pt_girls),
        ("Full", "girls", pupils.ft_girls),
        ("Part", "boys", pupils.pt_boys),
        ("Full", "boys", pupils.ft_boys),
    ):
        for place, group in enumerate(GROUP_NAMES):
            columns[f"{time} time {sex} {group}"] = counts[:, place]
        by_age = {0: 0 * counts[:, 0], 1: counts[:, 0], 2: counts[:, 1]}
        by_age |= {age: counts[:, age] for age in range(5, 19)}
        by_age[19] = counts[:, 19]
        for age, values in by_age.items():
            for name in (
                f"{time}-time {sex} aged {age}",
                f"{time} time {sex} aged {age}",
            ):
                if name.lower() in header:
                    columns[name.lower()] = values
    return columns


def sen(world):
    """Plans and support by need, with rows of nothing behind them."""
    found = listing(world, world.in_needs, world.closed.in_census)
    pupils = halves(world.pupils, found.school, found.fraction)
    heads, _ = totals(pupils)
    header = listed("sen")
    columns = identity(world, found, set(header))
    columns["LSOA11"] = area_columns(world, found.school).lower
    columns |= {
        "Total pupils": heads,
        "SEN support": pupils.support.sum(1),
        "EHC plan": pupils.plans.sum(1),
    }
    for place, need in enumerate(NEEDS):
        columns[f"EHC_Primary_need_{need}"] = pupils.plans[:, place]
        columns[f"SUP_Primary_need_{need}"] = pupils.support[:, place]
    rng = world.streams("units")
    for name in ("SEN_Unit", "RP_Unit"):
        columns[name] = (rng.random(len(found)) < 0.02).astype(np.int64)
    # a count that nobody gave
    empty = pick(rng, np.arange(len(found)), 0.001)
    mask = np.zeros(len(found), dtype=bool)
    mask[empty] = True
    columns["SUP_Primary_need_oth"] = pa.array(
        columns["SUP_Primary_need_oth"], mask=mask
    )
    content = csv_file(header, columns, "cp1252", bom=True, padding=len(found))
    return content, len(found)


def census_workforce(world):
    """Staff by role, below rows of titles."""
    found = listing(
        world, world.in_census & world.schools.is_state_funded, world.closed.in_census
    )
    rng = world.streams("workforce codes")
    # some schools gave no return on staff
    kept = rng.permutation(len(found))[: round(len(found) * 0.99)]
    found = found.take(np.sort(kept))
    header, above = workforce_header(world.layout)
    staff = _staff(world, found, header)
    columns = {**_workplaces(world, found), **staff, **_ratios(world, found, header)}
    # what is withheld is withheld for the whole school
    codes = _codes(rng, len(found), WORKFORCE_CODES)
    for name in columns:
        if name in staff or name.startswith(WITHHELD):
            columns[name] = Coded(columns[name], codes)
    titles = _titles(world, header, above)
    sheet = Sheet(f"Schools {world.year - 1}", header, columns, titles)
    return workbook([sheet]), len(found)


def _workplaces(world, found):
    it, area = world.schools.take(found.school), area_columns(world, found.school)
    spines = sorted(PAY_SPINES)
    return {
        "LA Number": area.code,
        "Establishment Number": found.estab,
        "LAEstab": joined(area.code, found.estab),
        "LA Name": area.name,
        "LA Code": area.new_code,
        "URN": found.urn,
        "School Name": school_names(world, found),
        "School Type Description": type_names(found.type_code),
        "School Type": type_names(found.type_code),
        "School Phase": words(it.kind, [SECTORS[name] for name in table("kinds").kind]),
        "Religious Character": words(it.is_faith, ["None", "Church of England"]),
        "Government Office Region Name": area.region,
        "Statutory Low Age": it.low_age,
        "Statutory High Age": it.high_age,
        "Regional Pay Spine": words(
            np.searchsorted(spines, it.london), [PAY_SPINES[name] for name in spines]
        ),
    }


def _staff(world, found, header):
    """Heads and full-time equivalents by role, by the names of the layout."""
    staff = world.workforce.take(found.school)
    roles = {
        "Total School Workforce": "workforce",
        "Total Number of Teachers in the Leadership Group": "leadership",
        "Total Number of Teachers": "teachers",
        "Total Number of Teaching Assistants": "assistants",
        "Total Number of Auxiliary Staff": "auxiliary",
        "Total Number of Classroom Teachers": "classroom",
        "Full-time Qualified Teachers": "qualified_full_time",
    }
    support = {f"Total Number of {name}": role for role, name in SUPPORT_ROLES.items()}
    columns = {}
    for name in header:
        start, _, unit = name.partition(" (")
        if unit.startswith(("Headcount", "Full-", "FTE")):
            role = (roles | support).get(start)
        else:
            role = None
        if name.startswith("Total Number of Non"):
            role = "non_classroom"
        if role is not None:
            unit = "heads" if name.endswith("(Headcount)") else "fte"
            columns[name] = _of_fraction(getattr(staff, f"{role}_{unit}"), unit, found)
    return columns


def _of_fraction(values, unit, found):
    """The staff of a half of a school; of a whole school, as it is."""
    part = values * found.fraction
    part = np.ceil(part) if unit == "heads" else np.round(part, 2)
    return np.where(found.fraction == 1, values, part)


def _ratios(world, found, header):
    staff = world.workforce.take(found.school)
    teachers = np.maximum(staff.teachers_fte, 0.1)
    ratios = {
        "Percentage of All Teaching Staff who Work Part-time (%)": staff.part_time,
        "Ratio of Teaching Assistants to All Teachers": staff.assistants_fte / teachers,
        "Pupil: Teacher Ratio": world.fte[found.school] / teachers,
        "All Teachers who Are Male (%) (Headcount)": staff.male,
        "Teachers with Qualified Teacher Status (%) (Headcount)": staff.qualified,
        "Mean Gross Salary of All Teachers": staff.salary,
        "Number of Vacant Teacher Posts": staff.vacancies,
    }
    names = {start: next(n for n in header if n.startswith(start)) for start in ratios}
    return {names[start]: np.round(values, 1) for start, values in ratios.items()}


def _titles(world, header, rows):
    """Rows above the header; the last one names groups of columns."""
    year = world.year - 1
    titles = [
        [f"State-funded schools in England, November {year}"],
        [f"School Workforce Census {year}"],
        [WORKFORCE_PAGE],
        *([] for _ in range(rows - 4)),
    ]
    groups = [""] * len(header)
    groups[0], groups[17] = "School details", "Staff numbers"
    return [*titles, groups]


def _codes(rng, size, shares):
    """A text column: mostly nothing, here and there a code; each at least once."""
    drawn = np.searchsorted(np.cumsum(list(shares.values())), rng.random(size))
    codes = np.where(drawn < len(shares), drawn, -1)
    first = rng.permutation(size)[: len(shares)]
    codes[first] = np.arange(len(first))
    return words(codes, list(shares)).cast(pa.string())


def _coded(rng, values, shares, always):
    """Numbers as texts, with codes in the place of some."""
    codes = np.array(_codes(rng, len(values), shares).to_pylist(), dtype=object)
    texts = pa.array(values).cast(pa.string()).to_pylist()
    codes = np.where(always, "z", codes)
    return pa.array(
        [code or text for code, text in zip(codes, texts, strict=True)], pa.string()
    )
