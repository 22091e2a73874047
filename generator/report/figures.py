"""The published figures and what a generated district has instead."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from generator.report.clean import create_views

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Figure:
    """One published figure.

    target, tolerance: in the figure's own unit; a share is between 0 and 1
    format: `percent` or `number`
    source: title and url
    sql: one number, from the views of views.sql
    plot: title of the plot that shows it beside its like, or None
    """

    id: str
    figure: str
    target: float
    tolerance: float
    format: str
    source: dict
    sql: str
    plot: str | None


@dataclass(frozen=True)
class Outcome:
    """A figure and what the district has; `achieved` is None where no row counts."""

    figure: Figure
    achieved: float | None

    @property
    def is_within(self):
        if self.achieved is None:
            return False
        return abs(self.achieved - self.figure.target) <= self.figure.tolerance


def shown(value, figure):
    """A value of `figure` as text, in per cent where it is a share."""
    if value is None:
        return "no rows"
    return f"{value:.1%}" if figure.format == "percent" else f"{value:.2f}"


def read_figures(path=HERE / "figures.yml"):
    """All figures of a file, in its order, entries with `each` written out."""
    listed = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    figures = []
    for entry in listed["figures"]:
        common = {name: value for name, value in entry.items() if name != "each"}
        for words in entry.get("each", [{}]):
            both = {"format": "percent"} | common | words
            figures.append(
                Figure(
                    id=both["id"].format_map(both),
                    figure=both["figure"].format_map(both),
                    target=both["target"],
                    tolerance=both["tolerance"],
                    format=both["format"],
                    source=listed["sources"][both["source"]],
                    sql=both["sql"].format_map(both),
                    plot=both.get("plot"),
                )
            )
    return figures


def measure(folder, as_of, figures, truth=None):
    """An `Outcome` per figure for the canonical files in `folder` (`sis/<district>`).

    as_of: ISO date of the raw root's manifest
    truth: folder of the answer key, whose defects are undone first
    Raises FileNotFoundError when a file that the figures need is not there.
    """
    connection = duckdb.connect()
    connection.execute(f"set variable as_of = date '{as_of}'")
    create_views(connection, folder, FILES, truth)
    connection.execute(
        "set variable last_year ="
        " (select max(try_cast(school_year as integer)) from enrollments)"
    )
    connection.execute((HERE / "views.sql").read_text(encoding="utf-8"))
    return [
        Outcome(figure, connection.execute(figure.sql).fetchone()[0])
        for figure in figures
    ]


FILES = [
    "assessment_results",
    "assessments",
    "assignments",
    "attendance_daily",
    "certifications",
    "courses",
    "educators",
    "enrollments",
    "schools",
    "section_enrollments",
    "sections",
    "student_services",
    "students",
    "terms",
]
