"""The charts of a brief: which figures are drawn, and their alternative texts."""

from __future__ import annotations

from typing import Any

from reporting.brief import charts
from reporting.brief.findings import Findings, in_subject, program_form, word
from reporting.brief.numbers import Found, Numbers

VALUES = (
    "metric_name",
    "policy_id",
    "subject",
    "unit_type",
    "unit_key",
    "school_year",
    "subgroup_key",
)
PERCENT_AXIS = {"title": None, "format": ".0%", "tickCount": 5}
MOST_YEARS = 5
WIDE = 560

Picture = dict[str, str]


class Pictures:
    """Charts with alternative texts; what they draw is asked again with the rest."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.drawings: dict[str, str] = {}

    def keep(self, name: str, drawing: str, title: str, alt: str) -> Picture:
        self.drawings[name] = drawing
        self.numbers.scales += charts.scale_texts(drawing)
        return {"name": name, "title": title, "alt": alt}

    def trend(
        self, title: str, metric: str, policy: str, series: dict[str, tuple[str, str]]
    ) -> Picture | None:
        """A rate over the years; None with fewer than two years.

        series: unit and subgroup by the name at the line
        """
        points: list[dict[str, Any]] = []
        told = []
        for name, (unit, subgroup) in series.items():
            rows = self.numbers.rows(
                "rpt_district__metric_values",
                VALUES,
                f"where metric_name = '{metric}' and policy_id = '{policy}'"
                f" and unit_key = '{unit}' and subgroup_key = '{subgroup}'"
                " and suppression_state = 'published' and value is not null"
                f" order by school_year desc limit {MOST_YEARS}",
            )
            if len(rows) < 2:
                continue
            ends = []
            for place, row in enumerate(reversed(rows)):
                self.numbers.drawn(f"chart {metric}", row, "value", "percent")
                last = place == len(rows) - 1
                if place == 0 or last:
                    ends.append(row)
                label = self.end_label(name, row) if last else ""
                points.append(
                    {
                        "x": str(row["school_year"]),
                        "y": row["value"],
                        "series": name,
                        "label": label,
                        "nudge": 0,
                    }
                )
            told.append(self.trend_told(f"chart {metric}", name, *ends))
        if not told:
            return None
        spread(points)
        drawing = charts.lines(points, PERCENT_AXIS)
        return self.keep(metric, drawing, title, f"{title}. {' '.join(told)}")

    def end_label(self, name: str, row: Found) -> str:
        shown = self.numbers.number("chart label", row, "value", "percent")
        return f"{self.numbers.name(name)} {shown}"

    def trend_told(self, place: str, name: str, first: Found, last: Found) -> str:
        def told(row: Found, column: str, form: str) -> str:
            return self.numbers.number(f"{place} alt", row, column, form)

        return (
            f"{self.numbers.name(name)}: from {told(first, 'value', 'percent')} in"
            f" {told(first, 'school_year', 'year')} to {told(last, 'value', 'percent')}"
            f" in {told(last, 'school_year', 'year')}."
        )

    def differences(
        self,
        name: str,
        title: str,
        axis: str,
        rows: list[Found],
        findings: Findings,
        most: int,
    ) -> Picture | None:
        """Differences of groups with their intervals, subjects beside each other.

        most: groups
        """
        rows = [row for row in rows if row["ci_low"] is not None]
        names = list(dict.fromkeys(map(findings.group, rows)))[:most]
        subjects = sorted({row["subject"] for row in rows}, reverse=True)[:2]
        points, told = [], []
        for row in rows:
            group, subject = findings.group(row), row["subject"]
            if group not in names or subject not in subjects:
                continue
            _, form, unit = findings.form(row)
            scale = 100 if form == "points" else 1
            for column in ("difference", "ci_low", "ci_high"):
                self.numbers.drawn(f"chart {name}", row, column, f"+{form}")
            points.append(
                {
                    "name": group,
                    "series": subject,
                    "value": row["difference"] * scale,
                    "low": row["ci_low"] * scale,
                    "high": row["ci_high"] * scale,
                }
            )
            place = f"chart {name} alt"
            shown = self.numbers.number(place, row, "difference", f"+{form}")
            told.append(f"{self.numbers.name(group)}{in_subject(row)} {shown}")
        if not points:
            return None
        points.sort(key=lambda one: subjects.index(one["series"]))
        if len(subjects) > 1:
            shapes = zip(subjects, ("circle", "diamond, dashed"), strict=True)
            title += ": " + ", ".join(f"{word(one)} ({how})" for one, how in shapes)
        alt = f"{title};{unit}, with intervals. {', '.join(told)}."
        drawing = charts.intervals(points, axis, step=16, order=names)
        return self.keep(name, drawing, title, alt)

    def programs(self, title: str, axis: str, rows: list[Found]) -> Picture | None:
        """Headline of each programme in norm SDs, and the naive change below it."""
        points, told = [], []
        for row in rows:
            if row["unit"] != "norm_sd" or row["estimate"] is None:
                continue
            _, form, _ = program_form(row["unit"])
            sides = [("strongest design", "estimate", "")]
            if row["naive_estimate"] is not None and row["design"] != "pre_post":
                sides.append(("served alone", "naive_estimate", "naive_"))
            words = []
            for series, column, prefix in sides:
                columns = (column, f"{prefix}ci_low", f"{prefix}ci_high")
                for each in columns:
                    self.numbers.drawn("chart programs", row, each, f"+{form}")
                value, low, high = (row[each] for each in columns)
                points.append(
                    {
                        "name": row["program_name"],
                        "series": series,
                        "value": value,
                        "low": low,
                        "high": high,
                    }
                )
                shown = self.numbers.number(
                    "chart programs alt", row, column, f"+{form}"
                )
                words.append(f"{series} {shown}")
            told.append(f"{self.numbers.name(row['program_name'])}: {', '.join(words)}")
        if not points:
            return None
        alt = f"{title}, with intervals. {'; '.join(told)}."
        return self.keep(
            "programs", charts.intervals(points, axis, WIDE, 30), title, alt
        )


def spread(points: list[dict[str, Any]]) -> None:
    """Move end labels apart that would stand on each other."""
    ends = sorted((one for one in points if one["label"]), key=lambda one: -one["y"])
    top = max(point["y"] for point in points)
    least = None
    for one in ends:
        # in pixels of a chart of 150 whose axis begins at 0
        place = (top - one["y"]) / top * 150 if top else 0
        wanted = place if least is None else max(place, least + 12)
        one["nudge"], least = wanted - place, wanted
