"""Charts of the page as SVG to stand in HTML, from Vega-Lite specifications.

Groups differ by lightness, dash or shape and carry their names, so that they can be
told apart in greyscale.
"""

from __future__ import annotations

import html
import re
from typing import Any

from reporting.brief.charts import INKS, SET_IN, svg

FONT = "system-ui, sans-serif"
WIDE, HALF = 860, 390
INK = INKS[0]
BAND = "#9db8cc"
# from much to little, and what is no level
SHADES = ("#0f3a59", "#3f7ba6", "#8fb8d4", "#cfe0ec")
WITHOUT_LEVEL = {"no calls": "#f4f1ea", "unknown": "#8a8479", "not told": "#ffffff"}
PERCENT = ".0%"
OPENING = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")

Spec = dict[str, Any]
Points = list[dict[str, Any]]


def drawing(spec: Spec, alt: str) -> str:
    """The SVG element of a specification; `alt` is what a screen reader says."""
    made = svg(spec).replace(SET_IN, FONT)
    width, height = OPENING.match(made).groups()
    opened = (
        f'<svg class="chart" role="img" aria-label="{html.escape(alt)}"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    return OPENING.sub(lambda _: opened, made, count=1)


def quantity(field: str, title: str | None, form: str = PERCENT, **more: Any) -> Spec:
    axis = {"title": title, "format": form, "tickCount": 6}
    return {"field": field, "type": "quantitative", "axis": axis} | more


def ordered(field: str, title: str | None, **axis: Any) -> Spec:
    """An axis of names in the order of the rows."""
    named = {"title": title, "labelAngle": 0, "grid": False} | axis
    return {"field": field, "type": "ordinal", "sort": None, "axis": named}


def bars(points: Points, title: str, alt: str, width: int, form: str = PERCENT) -> str:
    """Bars with their values above; points: name, value, shown."""
    encoding = {"x": ordered("name", title), "y": quantity("value", None, form)}
    label = {"text": {"field": "shown"}}
    return drawing(
        {
            "width": width,
            "height": 180,
            "data": {"values": points},
            "encoding": encoding,
            "layer": [
                {"mark": {"type": "bar", "color": SHADES[1]}},
                {
                    "mark": {"type": "text", "dy": -6, "fontSize": 10},
                    "encoding": label,
                },
            ],
        },
        alt,
    )


def stacked(points: Points, parts: list[str], title: str, alt: str) -> str:
    """Shares that add to one; points: name, part, value, shown; parts: in order."""
    left = iter(SHADES)
    shades = [WITHOUT_LEVEL.get(part) or next(left) for part in parts]
    color = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": parts, "range": shades},
        "legend": {"title": None, "orient": "right", "symbolStrokeColor": "#666666"},
    }
    places = [point | {"place": parts.index(point["part"])} for point in points]
    transform = {
        "stack": "value",
        "groupby": ["name"],
        "sort": [{"field": "place"}],
        "as": ["from", "to"],
    }
    middle = {"calculate": "(datum.from + datum.to) / 2", "as": "middle"}
    x = ordered("name", title)
    return drawing(
        {
            "width": HALF,
            "height": 220,
            "data": {"values": places},
            "transform": [transform, middle],
            "layer": [
                {
                    "mark": {"type": "bar", "stroke": "#666666", "strokeWidth": 0.5},
                    "encoding": {
                        "x": x,
                        "y": quantity("from", None, scale={"domain": [0, 1]}),
                        "y2": {"field": "to"},
                        "color": color,
                    },
                },
                {
                    "transform": [{"filter": "datum.value >= 0.06"}],
                    "mark": {"type": "text", "fontSize": 9},
                    "encoding": {
                        "x": x,
                        "y": quantity("middle", None),
                        "text": {"field": "shown"},
                        "color": {
                            "condition": {"test": "datum.place < 2", "value": "white"},
                            "value": "#1c2733",
                        },
                    },
                },
            ],
        },
        alt,
    )


def ranges(
    points: Points, title: str, alt: str, line: float, form: str = PERCENT
) -> str:
    """Marks with intervals, one per row; points: name, value, low, high, is_marked.

    line: value that all are compared with; marked rows are filled and heavier
    """
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "ticks": False, "domain": False, "labelLimit": 0},
    }
    heavy = {"condition": {"test": "datum.is_marked", "value": 3}, "value": 1.2}
    return drawing(
        {
            "width": 560,
            "height": {"step": 18},
            "data": {"values": points},
            "layer": [
                {
                    "data": {"values": [{"line": line}]},
                    "mark": {"type": "rule", "color": "#555555", "strokeDash": [4, 3]},
                    "encoding": {"x": {"field": "line", "type": "quantitative"}},
                },
                {
                    "mark": {"type": "rule", "color": INK},
                    "encoding": {
                        "y": y,
                        "x": quantity("low", title, form, scale={"zero": False}),
                        "x2": {"field": "high"},
                        "strokeWidth": heavy,
                    },
                },
                {
                    "mark": {"type": "point", "size": 55, "opacity": 1, "color": INK},
                    "encoding": {
                        "y": y,
                        "x": quantity("value", title, form, scale={"zero": False}),
                        "fill": {
                            "condition": {"test": "datum.is_marked", "value": INK},
                            "value": "white",
                        },
                    },
                },
            ],
        },
        alt,
    )
