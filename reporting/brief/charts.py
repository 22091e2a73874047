"""Charts of the briefs as SVG, from Vega-Lite specifications.

Series differ by dash and shape and carry their names, so that they can be told apart
in greyscale. Vega measures with Roboto, which vl-convert brings along; the text is set
in a font of typst, so nothing depends on the fonts of the machine.
"""

from __future__ import annotations

import html
import re
from typing import Any

import vl_convert

MEASURED, SET_IN = "Roboto", "Libertinus Serif"
INKS = ("#14476b", "#b4571d", "#4d4d4d", "#7a7a7a")
GRID = "#dddddd"
# pixels: half of a page, and a letter of the type that charts are set in
COLUMN, LETTER = 330, 5.3
SCALE = re.compile(r'role-axis-(?:label|title).*?(?=<g class="mark-|\Z)', re.DOTALL)
TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")

Point = dict[str, Any]


def svg(spec: dict[str, Any]) -> str:
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": {
            "font": MEASURED,
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 11,
                "titleFontSize": 11,
                "titleFontWeight": "normal",
                "gridColor": GRID,
                "domainColor": "#888888",
                "tickColor": "#888888",
                "labelLimit": 0,
            },
            "text": {"fontSize": 11},
        },
    } | spec
    return vl_convert.vegalite_to_svg(whole).replace(MEASURED, SET_IN)


def frame(width: int, height: int, left: float, right: float) -> dict[str, Any]:
    """The size in pixels of plot and margins, whatever Vega takes texts for."""
    margins = {"left": left, "right": right, "top": 8, "bottom": 36}
    plot = {"width": width - left - right, "height": height}
    return plot | {"padding": margins, "autosize": {"type": "none"}}


def room(texts: list[str]) -> float:
    return LETTER * max(map(len, texts)) + 12


def scale_texts(drawing: str) -> list[str]:
    """What stands at the axes: years, ticks and names of groups."""
    return [
        html.unescape(text)
        for axis in SCALE.findall(drawing)
        for text in TEXT.findall(axis)
    ]


def lines(points: list[Point], axis: dict[str, Any]) -> str:
    """Series over school years, named at their ends.

    points: x (year as text), y, series, label (at the last point, empty before)
    """
    series = list(dict.fromkeys(point["series"] for point in points))
    scale = {"domain": series, "range": list(INKS[: len(series)])}
    dashes = {"domain": series, "range": [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]}
    shapes = {"domain": series, "range": ["circle", "square", "diamond", "cross"]}
    encoding = {
        "x": {
            "field": "x",
            "type": "ordinal",
            "axis": {
                "title": "school year, by the year in which it ends",
                "labelAngle": 0,
                "grid": False,
            },
        },
        "y": {"field": "y", "type": "quantitative", "axis": axis},
        "color": {"field": "series", "type": "nominal", "scale": scale, "legend": None},
    }
    dash = {"field": "series", "type": "nominal", "scale": dashes, "legend": None}
    shape = {"field": "series", "type": "nominal", "scale": shapes, "legend": None}
    right = room([point["label"] for point in points])
    return svg(
        frame(COLUMN, 150, 34, right)
        | {
            "data": {"values": points},
            "layer": [
                {
                    "mark": {"type": "line", "strokeWidth": 1.8},
                    "encoding": encoding | {"strokeDash": dash},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
                    "encoding": encoding | {"shape": shape},
                },
                {
                    "transform": [{"filter": "datum.label != ''"}],
                    "mark": {
                        "type": "text",
                        "align": "left",
                        "dx": 8,
                        "dy": {"expr": "datum.nudge"},
                    },
                    "encoding": encoding | {"text": {"field": "label"}},
                },
            ],
        }
    )


def intervals(
    points: list[Point],
    title: str,
    width: int = COLUMN,
    step: int = 18,
    order: list[str] | None = None,
) -> str:
    """A mark with its interval per name, beside a line at 0.

    points: name, series (two at most), value, low, high; step: pixels of a name
    """
    names = order or list(dict.fromkeys(point["name"] for point in points))
    series = list(dict.fromkeys(point["series"] for point in points))
    y: dict[str, Any] = {
        "field": "name",
        "type": "nominal",
        "sort": names,
        "axis": {"title": None, "ticks": False, "domain": False, "grid": False},
    }
    offset = {"field": "series", "type": "nominal", "sort": series}
    color = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": series, "range": list(INKS[: len(series)])},
        "legend": None,
    }
    shape = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": series, "range": ["circle", "diamond"][: len(series)]},
        "legend": None,
    }
    dash = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": series, "range": [[1, 0], [3, 2]][: len(series)]},
        "legend": None,
    }
    placed = {"y": y, "yOffset": offset, "color": color}
    x = {"field": "value", "type": "quantitative", "axis": {"title": title}}
    height = len(names) * step
    return svg(
        frame(width, height, room(names), 12)
        | {
            "data": {"values": points},
            "layer": [
                {
                    "data": {"values": [{"zero": 0}]},
                    "mark": {"type": "rule", "color": "#555555"},
                    "encoding": {"x": {"field": "zero", "type": "quantitative"}},
                },
                {
                    "mark": {"type": "rule", "strokeWidth": 1.8},
                    "encoding": placed
                    | {
                        "x": {"field": "low", "type": "quantitative"},
                        "x2": {"field": "high"},
                        "strokeDash": dash,
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
                    "encoding": placed | {"x": x, "shape": shape},
                },
            ],
        }
    )
