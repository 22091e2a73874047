"""The section on programmes: what each design found, beside the naive change."""

from __future__ import annotations

from typing import Any

from reporting.brief.district import District
from reporting.brief.findings import program_form, sentences
from reporting.brief.numbers import Found, filled


def program_section(about: District) -> dict[str, Any]:
    chart = about.pictures.programs(
        "Programmes: the strongest design (circle) and the served alone (diamond)",
        "SD of the norms, with intervals",
        about.results,
    )
    return {
        "rows": [program_row(about, row) for row in about.results],
        "chart": chart,
        "warning": warning(about),
        "otherwise": sentences()["questions"]["programs"]["missing"],
    }


def program_row(about: District, row: Found) -> list[str]:
    """Name, design, students, difference, naive change and what can be said."""
    place = f"programme {row['program_name']}"
    said, words = sentences()["programs"], sentences()["designs"]
    name = about.numbers.name(row["program_name"])
    design = words.get(row["design"], row["design"].replace("_", " "))
    if row["suppression_state"] != "published":
        return [name, design, "few", "hidden", "hidden", said["hidden"]]
    _, form, unit = program_form(row["unit"])

    def ranged(prefix: str, column: str) -> str:
        value, low, high = (
            about.numbers.number(place, row, each, f"+{form}")
            for each in (column, f"{prefix}ci_low", f"{prefix}ci_high")
        )
        return f"{value} ({low} to {high})"

    students = about.numbers.number(place, row, "n_treated", "count")
    if row["n_comparison"]:
        others = about.numbers.number(place, row, "n_comparison", "count")
        students = f"{students} and {others}"
    naive = "none"
    if row["naive_estimate"] is not None:
        naive = ranged("naive_", "naive_estimate")
    short = unit.removesuffix(" of the days absent")
    return [
        name,
        design,
        students,
        f"{ranged('', 'estimate')}{short}",
        naive,
        said[verdict(about, row)],
    ]


def verdict(about: District, row: Found) -> str:
    if row["is_effect"]:
        found = [
            each
            for each in about.findings.of("programs")
            if each["unit_key"] == row["program_key"]
            and each["school_year"] == row["school_year"]
        ]
        return (
            "reliable" if any(each["is_reliable"] for each in found) else "unreliable"
        )
    return row["label"] if row["label"] in sentences()["programs"] else "descriptive"


def warning(about: District) -> str:
    """The largest distance between the naive change and the strongest design."""
    rows = [
        row
        for row in about.results
        if row["is_effect"] and row["naive_estimate"] is not None
    ]
    # programmes in norm SDs before others, which cannot be compared with them
    rows.sort(
        key=lambda row: (
            row["unit"] != "norm_sd",
            -abs(row["naive_estimate"] - row["estimate"]),
        )
    )
    if not rows:
        return ""
    row = rows[0]
    _, form, unit = program_form(row["unit"])

    def told(column: str) -> str:
        return about.numbers.number("warning", row, column, f"+{form}")

    return filled(
        sentences()["warning"],
        {
            "unit_name": about.numbers.name(row["program_name"]),
            "naive": told("naive_estimate"),
            "naive_low": told("naive_ci_low"),
            "naive_high": told("naive_ci_high"),
            "estimate": told("estimate"),
            "unit": unit,
            "design": sentences()["designs"][row["design"]].lower(),
        },
    )
