"""The realism report as one page with plots, nothing loaded from elsewhere."""

from pathlib import Path

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.report.figures import shown

HERE = Path(__file__).parent

INSIDE, OUTSIDE, TARGET = "#2a6f97", "#b23a48", "#8a8a8a"


def write_page(path, district, outcomes):
    """Write the page for `district` to `path`; the same bytes for the same outcomes."""
    plots = [("How far from the target, in tolerances", _svg(_deviations(outcomes)))]
    for title in dict.fromkeys(outcome.figure.plot for outcome in outcomes):
        chosen = [
            outcome
            for outcome in outcomes
            if outcome.figure.plot == title and outcome.achieved is not None
        ]
        if title and chosen:
            plots.append((title, _svg(_pairs(chosen))))
    environment = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True
    )
    text = environment.get_template("page.html.j2").render(
        district=district, outcomes=outcomes, plots=plots, shown=shown
    )
    Path(path).write_text(text, encoding="utf-8")


def _deviations(outcomes):
    rows = [
        {
            "figure": outcome.figure.figure,
            "deviation": (outcome.achieved - outcome.figure.target)
            / outcome.figure.tolerance,
            "within": outcome.is_within,
        }
        for outcome in outcomes
        if outcome.achieved is not None
    ]
    return {
        "data": {"values": rows},
        "width": 520,
        "height": {"step": 13},
        "layer": [
            {
                "data": {"values": [{"low": -1, "high": 1}]},
                "mark": {"type": "rect", "color": "#eef3f6"},
                "encoding": {
                    "x": {"field": "low", "type": "quantitative"},
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "circle", "size": 45, "opacity": 1},
                "encoding": {
                    "x": {
                        "field": "deviation",
                        "type": "quantitative",
                        "title": "deviation / tolerance (inside: -1 to 1)",
                    },
                    "y": {
                        "field": "figure",
                        "type": "nominal",
                        "sort": None,
                        "title": None,
                        "axis": {"labelLimit": 420},
                    },
                    "color": {
                        "field": "within",
                        "type": "nominal",
                        "scale": {"domain": [True, False], "range": [INSIDE, OUTSIDE]},
                        "legend": None,
                    },
                },
            },
        ],
    }


def _pairs(outcomes):
    rows = []
    for outcome in outcomes:
        label = outcome.figure.figure
        target, tolerance = outcome.figure.target, outcome.figure.tolerance
        rows.append({"label": label, "what": "published", "value": target})
        rows[-1] |= {"low": target - tolerance, "high": target + tolerance}
        rows.append({"label": label, "what": "generated", "value": outcome.achieved})
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    y["axis"] = {"labelLimit": 360}
    value = {"field": "value", "type": "quantitative", "title": None}
    value["scale"] = {"zero": False}
    return {
        "data": {"values": rows},
        "width": 420,
        "height": {"step": 18},
        "layer": [
            {
                "mark": {"type": "bar", "color": "#e3e8eb", "height": 10},
                "transform": [{"filter": "datum.what == 'published'"}],
                "encoding": {
                    "y": y,
                    "x": {"field": "low", "type": "quantitative", "title": None},
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": value,
                    "color": {
                        "field": "what",
                        "type": "nominal",
                        "title": None,
                        "scale": {
                            "domain": ["published", "generated"],
                            "range": [TARGET, INSIDE],
                        },
                    },
                },
            },
        ],
    }


def _svg(spec):
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json"} | spec
    spec["config"] = {"view": {"stroke": None}, "font": "sans-serif"}
    return vl_convert.vegalite_to_svg(spec)
