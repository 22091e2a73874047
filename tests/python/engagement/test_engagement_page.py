"""reports/engagement.html: what it says is what the tables hold, and nothing else."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import pytest
from conftest import query

from reporting.engagement import words
from reporting.engagement.calling import delivery, optouts
from reporting.engagement.charts import SHADES, WITHOUT_LEVEL
from reporting.engagement.listening import levels, points_by_month
from reporting.engagement.overview import headlines, measures
from reporting.engagement.partners import league
from reporting.engagement.write import write_engagement_page

ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
DASH = "\N{EN DASH}"
EVERYBODY = (
    "where partner_org = 'All' and program = 'All' and cohort_month = 'All'"
    " and channel = 'All' and geography = 'All'"
)


@pytest.fixture(scope="module")
def html(engagement_warehouse, tmp_path_factory):
    (path,) = write_engagement_page(
        engagement_warehouse, tmp_path_factory.mktemp("page")
    )
    return path.read_text(encoding="utf-8")


def part(html, name):
    """The rows of the table of a part, as texts."""
    section = html.split(f'<section id="{name}">')[1].split("</section>")[0]
    return [
        [unescape(cell).strip() for cell in CELL.findall(row)]
        for row in ROW.findall(section)
    ]


def percent(value):
    return DASH if value is None else f"{round(value * 1000) / 10:.1f} %"


def test_the_same_warehouse_gives_the_same_bytes(engagement_warehouse, html, tmp_path):
    (again,) = write_engagement_page(engagement_warehouse, tmp_path)
    assert again.read_text(encoding="utf-8") == html


def test_page_loads_nothing_and_says_what_its_charts_show(html):
    assert re.findall(r"https?://|src=|@import|url\(|<script|<link", html) == []
    charts = re.findall(r"<svg [^>]*>", html)
    assert len(charts) >= 9
    for chart in charts:
        assert 'role="img"' in chart
        assert re.search(r'aria-label="[^"]{20,}"', chart)
    # what one chart defines would count in all that come after
    assert not re.search(r"<svg.*? id=\"", html)


def test_page_has_no_phone(engagement_warehouse, html):
    raw = engagement_warehouse.parent / "raw"
    numbers = set()
    for name, column in (
        ("experiences", "phone"),
        ("experiences", "provider_number"),
        ("provider_numbers", "provider_number"),
    ):
        for path in raw.rglob(f"{name}.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                numbers |= {row[column][-10:] for row in csv.DictReader(file)}
    numbers.discard("")
    assert len(numbers) > 100
    assert [number for number in numbers if number in html] == []


def test_measures_are_those_of_engagement_metric(engagement_warehouse, html):
    rows = {line[0]: line[1:] for line in part(html, "measures")}
    for metric, name in (
        ("engaged_share", "Engaged"),
        ("response_rate", "Response rate"),
        ("listen_rate", "Listen rate"),
    ):
        expected = dict(
            query(
                engagement_warehouse,
                f"select period, value from reports.EngagementMetric {EVERYBODY}"
                f" and metric_name = '{metric}'",
            )
        )
        periods = ("month1", "month3", "month5", "eop")
        assert rows[name] == [percent(expected[period]) for period in periods]


def test_retention_is_that_of_its_table(engagement_warehouse, html):
    expected = query(
        engagement_warehouse,
        "select survival from reports.rpt_engagement__retention_curve"
        " where dimension = 'all' and week_number in (0, 4, 8, 12, 16, 20, 24, 28)"
        " order by week_number",
    )
    (row,) = [line for line in part(html, "retention") if line[0] == "All"]
    assert row[2:] == [percent(value) for (value,) in expected]


def test_league_is_that_of_its_table(engagement_warehouse, html):
    expected = query(
        engagement_warehouse,
        "select partner_org, response_rate, month3_engaged_share, n_users"
        " from reports.rpt_engagement__partner_league",
    )
    found = {line[0]: line for line in part(html, "partners")[1:]}
    assert len(found) == len(expected)
    for partner, rate, engaged, users in expected:
        line = found[partner]
        assert line[5] == (DASH if users is None else f"{users:,}")
        assert (line[6], line[8]) == (percent(rate), percent(engaged))
    # of 500 users some partners have fewer than are ranked
    assert "too few parents" in {line[2] for line in found.values()}


def test_panel_is_that_of_its_table(engagement_warehouse, html):
    expected = query(
        engagement_warehouse,
        "select question, share_first, share_last"
        " from reports.rpt_engagement__panel_change order by question",
    )
    found = [(line[0], *line[3:5]) for line in part(html, "panel")[1:]]
    assert found == [(name, percent(a), percent(b)) for name, a, b in expected]


def test_without_enrolments_there_is_no_page(example_warehouse, tmp_path):
    old = tmp_path / "engagement.html"
    old.write_text("of another warehouse")
    assert write_engagement_page(example_warehouse, tmp_path) == []
    assert not old.exists()


def metric(name, period, **more):
    everybody = dict.fromkeys(
        ("partner_org", "program", "cohort_month", "channel", "geography"), "All"
    )
    hidden = dict.fromkeys(("value", "p25", "p50", "p75", "denominator", "n_users"))
    told = {"metric_name": name, "period": period, "suppression_state": "published"}
    return everybody | hidden | told | more


def test_what_is_hidden_is_a_dash_and_counted():
    rows = [
        metric("engaged_share", "month3", suppression_state="suppressed_primary"),
        metric("response_rate", "month3", value=0.4567, n_users=1234),
        metric("engaged_share", "month3", value=0.9, partner_org="Partner 01"),
    ]
    section = measures(rows, "2026-05-29")
    assert section.table.rows[0] == ["Engaged", DASH, DASH, DASH, DASH]
    assert section.table.rows[1][2] == "45.7 %"
    assert section.hidden.startswith("1 of 2 figures")
    tiles = {tile["name"]: tile for tile in headlines(rows)}
    assert tiles["Engaged, month 3"]["value"] == DASH
    assert tiles["Response rate, month 3"]["users"] == "1,234 parents"


def level(name, position, share, month=0):
    return {
        "level_rule": "level_2020",
        "level": name,
        "level_position": position,
        "month_number": month,
        "share": share,
        "suppression_state": "published" if share is not None else "suppressed_primary",
    }


def test_bars_of_levels_are_whole_whatever_is_hidden():
    mix = [
        level("high", 1, 0.5),
        level("low", 3, None),
        level("very_low", 4, None),
        level("no_calls", None, 0.3),
        level("high", 1, 0.6, month=1),
        level("no_calls", None, 0.4, month=1),
    ]
    points = points_by_month(mix)
    assert [(one["name"], one["part"], one["shown"]) for one in points] == [
        ("1", "high", "50"),
        ("1", "no calls", "30"),
        ("1", "not told", "20"),
        ("2", "high", "60"),
        ("2", "no calls", "40"),
    ]
    section = levels(mix, "2026-05-29")
    assert section.table.rows[1] == ["2020", "low", DASH, DASH]
    assert section.hidden.startswith("2 of 6 shares")


def test_weeks_that_are_not_told_keep_their_place():
    weeks = [
        {
            "reason": reason,
            "suppression_state": "published",
            "week_in_program": number,
            "at_risk_count": None,
            "opt_out_count": None,
            "opt_out_rate": rate,
        }
        for reason, number, rate in (("All", 2, None), ("All", 1, 0.024), ("x", 3, 0.1))
    ]
    (chart,) = optouts(weeks, "2026-05-29").charts
    assert "Opt-outs by week of the programme: 1 2.4 %, 2 not told" in chart


def week(monday, platform="rp_ivr", **more):
    return {
        "organization_id": "o",
        "data_source": platform,
        "suppression_state": "published",
        "scheduled_calls": 100,
        "delivered_calls": 90,
        "answered_calls": 40,
        "failed_calls": 10,
        "delivered_change": None,
        "is_over": True,
        "week_start_date": monday.isoformat(),
    } | more


def test_weeks_without_calls_are_marked_and_not_drawn_over():
    start = date(2026, 3, 2)
    weeks = [start + timedelta(days=7 * k) for k in range(6)]
    rows = [week(monday) for monday in weeks if monday not in weeks[2:4]]
    rows += [week(monday, "admindashboard") for monday in weeks]
    rows[-1] |= {"delivered_change": -0.5, "delivered_calls": 45}
    section = delivery([*rows, week(weeks[5] + timedelta(days=7), is_over=False)], "x")
    (chart,) = section.charts
    assert "2 weeks without any call" in chart
    # three stretches of line: one platform's two, and the other's
    assert len(re.findall(r'aria-roledescription="line mark"', chart)) == 3
    assert section.table.rows == [
        [
            "2026-04-06",
            "admindashboard",
            "100",
            "45",
            "40",
            "10",
            "\N{MINUS SIGN}50.0 %",
        ]
    ]


def partner(name, rank, rate, **more):
    return {
        "partner_org": name,
        "channel": "Schools",
        "suppression_state": "published",
        "standing": "not_different" if rank else None,
        "n_users": 50,
        "rank": rank,
        "rank_best": 1,
        "rank_worst": 2,
        "delivered_calls": 100,
        "response_rate": rate,
        "ci_low": rate and rate - 0.1,
        "ci_high": rate and rate + 0.1,
        "month3_listen_rate": None,
        "month3_engaged_share": None,
        "is_ranked": rank is not None,
    } | more


def test_partners_stand_by_rank_and_those_without_one_below():
    rows = [
        partner("few", None, None, suppression_state="too_few"),
        partner("b", 2, 0.3, delivered_calls=300),
        partner("a", 1, 0.5, standing="above"),
        partner("Direct", None, 0.4),
    ]
    table = league(rows, None, "2026-05-29").table
    assert [line[:5] for line in table.rows] == [
        ["a", "Schools", "above", "1", f"1{DASH}2"],
        ["b", "Schools", "no difference", "2", f"1{DASH}2"],
        ["Direct", "Schools", "", "", ""],
        ["few", "Schools", "too few parents", "", ""],
    ]


def test_numbers_are_said_for_people():
    assert words.share(0.43249) == "43.2 %"
    assert words.share(None) == DASH
    assert words.change(-0.0684) == "\N{MINUS SIGN}6.8"
    assert words.change(0.0) == "0.0"
    assert words.p_value(0.0004) == "< .001"
    assert words.p_value(0.0401) == ".040"
    assert words.between(0.4101, None) == DASH


def test_levels_can_be_told_apart_in_greyscale():
    def grey(color):
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    greys = sorted(map(grey, (*SHADES, *WITHOUT_LEVEL.values())))
    assert min(b - a for a, b in pairwise(greys)) > 0.04
