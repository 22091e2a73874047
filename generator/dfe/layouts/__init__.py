"""Headers of the files by layout, and the codes of the finance lines."""

import re
from functools import cache
from pathlib import Path

from generator.dfe.figures import read_table

FOLDER = Path(__file__).parent
OFSTED = {
    "OfstedLastInsp",
    "OfstedSpecialMeasures (code)",
    "OfstedSpecialMeasures (name)",
    "OfstedRating (name)",
}
DUAL = "number_of_dual_subsidiary_registrations"
EAL = "% of pupils whose first language is known or believed to be other than English"
ICT = "E20  ICT learning resources"
ICT_PARTS = {
    "E20A  Connectivity": 0.10,
    "E20B  Onsite servers": 0.08,
    "E20C  IT learning resources": 0.28,
    "E20D  Administration software and systems": 0.14,
    "E20E  Laptops, desktops and tablets": 0.22,
    "E20F  Other hardware": 0.06,
    "E20G  IT support": 0.12,
}
# Support staff, published one by one from 2024 on.
SUPPORT_ROLES = {
    "other": "Other School Support Staff",
    "technicians": "Technicians",
    "non_teachers": "Leadership Non-Teachers",
    "business": "School Business Professionals",
    "administrative": "Administrative Staff",
}


@cache
def listed(name):
    """The lines of a header file as a tuple."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    # a line break inside a name stands there as \\n
    return tuple(line.replace("\\n", "\n") for line in text.split("\n")[:-1])


@cache
def finance_lines():
    """The finance lines with their code in each layout, as a `Frame`."""
    return read_table(FOLDER / "lines.csv")


def gias_header(layout):
    """Columns of gias.csv; the ratings are gone from 2024 on."""
    header = listed("gias")
    return header if layout < 2024 else [name for name in header if name not in OFSTED]


def census_header(layout):
    """Columns of census_pupils.csv as (name of the 2022 file, name of this layout)."""
    pairs = []
    for name in listed("census_pupils_2022"):
        pairs.append((name, name if layout < 2024 else _census_name(name)))
        if name == "fte pupils" and layout >= 2023:
            pairs.append((DUAL, DUAL))
    if layout >= 2024:
        pairs.append((EAL, EAL))
    return pairs


# What the older header cut off at 64 characters.
WHOLE = {
    r"free scho$": "free school meals",
    r"free school me$": "free school meals",
    r"free school meals \((Per|Performa)$": "free school meals",
    r"on censu$": "on census day",
    r" \(used for FSM calculation in Performance Tables$": "",
}


def _census_name(name):
    """The name from 2024 on of a column of the older census."""
    if name == "URN":
        return "urn"
    for cut, whole in WHOLE.items():
        name = re.sub(cut, whole, name)
    time = re.match(r"\(?(full|part)[ -]time (girls|boys) ", name, flags=re.IGNORECASE)
    if time:
        name = f"{time[1].lower()}-time {time[2]} {name[time.end() :]}"
    return re.sub(r"\bgirls?\b", "female", re.sub(r"\bboys?\b", "male", name))


def workforce_header(layout):
    """(header, number of title rows) of census_workforce.xlsx."""
    header = list(listed("workforce_2022"))
    if layout < 2024:
        return header, 5
    renamed = []
    for name in header:
        if name.startswith(
            ("Total Number of Non-Classroom", "Total Number of Non Class")
        ):
            unit = "(FTE)" if "Full-Time" in name else "(Headcount)"
            renamed += [
                f"Total Number of {role} {unit}" for role in SUPPORT_ROLES.values()
            ]
        else:
            renamed.append(re.sub(r"\(Full-[Tt]ime Equivalent\)", "(FTE)", name))
    return renamed, 8


def maintained_header(layout):
    """Columns of the maintained list; ICT is split from 2025 on."""
    header = list(listed("maintained"))
    if layout >= 2025:
        place = header.index(ICT)
        header[place : place + 1] = ICT_PARTS
    return header
