"""The data-quality report fits its schema, names nobody, is the same in both forms."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import EXAMPLES, REPO, query
from jsonschema import Draft202012Validator

from reporting.data_quality_report import (
    MOST_ROWS,
    chart,
    html_of,
    urgency,
    write_data_quality_report,
)
from reporting.rendering import UNKNOWN, Row, number, percent, score, signed
from reporting.rule_docs import PAGE, rule_docs

SCHEMA = REPO / "reporting" / "schemas" / "data_quality_report.schema.json"
STYLE = REPO / "reporting" / "templates" / "style.css"
# columns of the example's files whose values name, locate or identify a person
PERSONAL = re.compile(
    r"(student|teacher|staff|state|contact)_.*(id|number|email|phone|street|name)"
    r"|(first|middle|last)_name|dob|username|number",
    re.IGNORECASE,
)
BLOCKED = {
    "source": "clever",
    "district_id": "oak",
    "rule_id": "LND-002",
    "file_path": "clever/oak/<b>.csv",
    "message": "required column missing: <script>",
}


class Page(HTMLParser):
    """The text of a page, the rows of its tables, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.in_cell = False
        self.feed(html)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "style":
            return
        self.text += f" {data.strip()}"
        if self.in_cell:
            self.rows[-1][-1] += data.strip()

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in tags]


@pytest.fixture(scope="module")
def written(example_warehouse: Path, tmp_path_factory) -> list[Path]:
    return write_data_quality_report(example_warehouse, tmp_path_factory.mktemp("r"))


@pytest.fixture
def content(written: list[Path]) -> Row:
    return json.loads(written[1].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema() -> Row:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def problems(schema: Row, content: Row) -> list[str]:
    Draft202012Validator.check_schema(schema)
    return [
        f"{'/'.join(map(str, error.path))}: {error.message}"
        for error in Draft202012Validator(schema).iter_errors(content)
    ]


def eventful(content: Row) -> Row:
    """The report of the example with something in every part of it."""
    first = next(rule for rule in content["rules"] if rule["status"] == "passed")
    failed = first | {
        "rule_id": "STF-007",
        "name": "Posts <over> one",
        "severity": "major",
        "status": "failed",
        "checked": 4120,
        "violations": 9,
        "rate": 0.002184,
        "delta": -2,
        "open_issues": 9,
        "sample_keys": ["0" * 32],
    }
    not_run = first | {
        "rule_id": "ATT-004",
        "status": "not run",
        "message": "needs sis.calendars",
        "checked": None,
        "violations": None,
        "rate": None,
    }
    unit = content["scorecards"][0] | {"unit_type": "school", "unit_key": "1" * 32}
    content["rules"] = sorted([failed, not_run, *content["rules"]], key=urgency)
    content["scorecards"] += [
        unit | {"unit_name": f"School {n}", "score": 60 + n / 2, "grade": "D"}
        for n in range(MOST_ROWS + 7)
    ]
    content["quarantine"] = [
        {
            "stage": "rule",
            "source": "sis",
            "district_id": "oak",
            "entity_type": "section_enrollment",
            "rule_ids": ["STF-007", "ENR-014"],
            "cause": "parent",
            "status": "open",
            "row_count": 1234,
        }
    ]
    content["blocked_sources"] = [BLOCKED]
    content["trend"] = content["trend"] * 2
    content["summary"] |= {"gate": "failed", "oldest_major_days": 212}
    content["evaluation"] = {
        "against_answer_key": True,
        "rules": [
            {
                "rule_id": "STF-002",
                "injected": 13,
                "found": 11,
                "precision": 0.9583,
                "recall": None,
            }
        ],
    }
    return content


def test_the_report_fits_its_schema(content: Row, schema: Row) -> None:
    assert problems(schema, content) == []
    assert problems(schema, eventful(content)) == []


def test_the_schema_turns_down_what_it_does_not_know(content: Row, schema: Row) -> None:
    content["rules"][0] |= {"sample_keys": ["109483"], "student_name": "Tomás"}
    assert len(problems(schema, content)) == 2


def test_the_report_says_what_the_warehouse_says(
    content: Row, example_warehouse: Path
) -> None:
    found = query(
        example_warehouse,
        "select rule_id, engine, sum(checked), sum(violations)"
        " from quality.fct_dq_results group by all",
    )
    assert {
        (rule["rule_id"], rule["engine"], rule["checked"], rule["violations"])
        for rule in content["rules"]
        if rule["status"] != "not run"
    } <= set(found)
    assert len(content["rules"]) == len(found)


def test_the_page_says_what_the_json_says(content: Row) -> None:
    eventful(content)
    page = Page(html_of(content))
    summary = content["summary"]
    assert f" score {score(summary['score'])} " in page.text
    assert f" grade {summary['grade']} " in page.text
    for name in ("rules_run", "rules_not_run", "open_issues", "new", "resolved"):
        assert f" {number(summary[name])} " in page.text
    for rule in content["rules"]:
        if rule["status"] in ("error", "failed"):
            figures = [
                number(rule["violations"]),
                percent(rule["rate"]),
                signed(rule["delta"]),
            ]
            assert [rule["name"], rule["severity"], rule["status"], *figures] in [
                row[:6] for row in page.rows
            ]
        else:
            said = number(rule["checked"])
            if rule["status"] == "not run":
                said = rule["message"]
            assert [rule["rule_id"], rule["name"], rule["severity"], said] in [
                row[:4] for row in page.rows
            ]
    for unit in content["scorecards"]:
        if unit["unit_type"] != "school":
            assert [unit["unit_name"], score(unit["score"]), unit["grade"]] in [
                row[:3] for row in page.rows
            ]
    for text in ("section enrollment", "what it belongs to is held back, by rule"):
        assert text in {cell for row in page.rows for cell in row}
    assert ["STF-002", "13", "11", "95.83 %", UNKNOWN] in page.rows


def test_long_lists_say_what_is_left_out(content: Row) -> None:
    text = Page(html_of(eventful(content))).text
    schools = sum(unit["unit_type"] == "school" for unit in content["scorecards"])
    assert f"and {schools - MOST_ROWS} more, in data_quality_report.json" in text
    assert "School 0 " in text
    assert f"School {MOST_ROWS + 6} " not in text


def test_blocked_sources_are_told(content: Row) -> None:
    eventful(content)
    html = html_of(content)
    assert "clever/oak/&lt;b&gt;.csv" in html
    assert "&lt;script&gt;" in html
    assert "nothing is published until they are mended" in html
    content["summary"]["gate"] = "opened"
    assert "because SCHOOLHOUSE_ALLOW_BLOCKED is set" in html_of(content)


def test_the_same_warehouse_gives_the_same_bytes(
    written: list[Path], example_warehouse: Path, tmp_path: Path
) -> None:
    again = write_data_quality_report(example_warehouse, tmp_path)
    assert [path.read_bytes() for path in written] == [
        path.read_bytes() for path in again
    ]


def test_nobody_is_named(written: list[Path]) -> None:
    personal = set()
    for file in (EXAMPLES / "clever" / "maple_hollow").glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                personal |= {
                    value.strip()
                    for column, value in row.items()
                    if PERSONAL.fullmatch(column) and len(value.strip()) > 2
                }
    assert {"109483", "Altafuente", "Tomás", "04/16/2015"} <= personal
    for path in written:
        text = path.read_text(encoding="utf-8")
        words = set(re.findall(r"[\w@./-]+", text)) | set(re.findall(r"\w+", text))
        assert personal & words == set()


def test_the_page_stands_alone_and_can_be_used_by_all(content: Row) -> None:
    html = html_of(eventful(content))
    page = Page(html)
    assert re.findall(r"https?://|src=|@import|url\(|<script", html) == []
    assert page.all("html") == [{"lang": "en"}]
    assert (
        len(page.all("title", "h1", "main", "nav", "header")) == 6
    )  # the chart's title
    assert {th.get("scope") for th in page.all("th")} == {"col", "row"}
    ids = [tag["id"] for _, tag in page.tags if "id" in tag]
    assert len(ids) == len(set(ids))
    for name in ("aria-labelledby", "href"):
        targets = [tag[name] for _, tag in page.tags if name in tag]
        local = [text.removeprefix("#") for text in targets if "." not in text]
        assert set(local) <= set(ids)
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(b - a <= 1 for a, b in pairwise(headings))
    for attributes in page.all("div"):
        if attributes.get("class") == "scroll":
            assert attributes["tabindex"] == "0"
            assert attributes["aria-label"]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, as WCAG 2 has it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_texts_stand_out_from_their_ground() -> None:
    colours = dict(re.findall(r"--(\w+): (#\w{6})", STYLE.read_text()))
    assert luminance("#ffffff") == pytest.approx(1)
    for name in ("ink", "soft", "accent", "blocker", "major", "minor", "info"):
        for ground in ("#ffffff", colours["pale"]):
            contrast = (luminance(ground) + 0.05) / (luminance(colours[name]) + 0.05)
            assert contrast >= 4.5, (name, ground)


def test_the_chart_has_a_point_for_each_score() -> None:
    runs = [{"score": value} for value in (88.0, None, 92.5)]
    drawn = chart(runs)
    # the axis goes from 80 to 100 over 158 units, and 100 is at 12
    assert [point["y"] for point in drawn["points"]] == [106.8, 71.2]
    assert [line["score"] for line in drawn["lines"]] == [80, 100]


def test_the_page_of_the_rules_is_up_to_date() -> None:
    """`python -m reporting.rule_docs` makes it anew."""
    assert PAGE.read_text(encoding="utf-8") == rule_docs()
