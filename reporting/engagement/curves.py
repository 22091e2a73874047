"""Charts of the page that are drawn as lines; series differ by their dashes."""

from __future__ import annotations

from reporting.engagement.charts import (
    BAND,
    HALF,
    INK,
    PERCENT,
    WIDE,
    Points,
    drawing,
    quantity,
)


def curve(points: Points, title: str, alt: str) -> str:
    """Survival by week with its interval; points: week, value, low, high, series."""
    series = list(dict.fromkeys(point["series"] for point in points))
    x = quantity("week", title, "d", scale={"nice": False})
    dash = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": series, "range": [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]},
        "legend": {"title": None, "orient": "top"} if len(series) > 1 else None,
    }
    steps = {"interpolate": "step-after"}
    y = quantity("value", None, scale={"domain": [0, 1]})
    detail = {"detail": {"field": "series", "type": "nominal"}}
    return drawing(
        {
            "width": WIDE,
            "height": 240,
            "data": {"values": points},
            "layer": [
                {
                    "mark": {"type": "area", "color": BAND, "opacity": 0.7} | steps,
                    "encoding": {
                        "x": x,
                        "y": quantity("low", None),
                        "y2": {"field": "high"},
                    }
                    | detail,
                },
                {
                    "mark": {"type": "line", "color": INK, "strokeWidth": 1.8} | steps,
                    "encoding": {"x": x, "y": y, "strokeDash": dash},
                },
            ],
        },
        alt,
    )


def lines(points: Points, title: str, alt: str, form: str = PERCENT) -> str:
    """Series over whole numbers; points: x, value, series."""
    series = list(dict.fromkeys(point["series"] for point in points))
    dashes = [[1, 0], [5, 3], [2, 2]][: len(series)]
    return drawing(
        {
            "width": HALF,
            "height": 200,
            "data": {"values": points},
            "mark": {"type": "line", "color": INK, "strokeWidth": 1.6},
            "encoding": {
                "x": quantity("x", title, "d", scale={"nice": False}),
                "y": quantity("value", None, form),
                "strokeDash": {
                    "field": "series",
                    "type": "nominal",
                    "scale": {"domain": series, "range": dashes},
                    "legend": {"title": None, "orient": "top"},
                },
            },
        },
        alt,
    )


def weekly(points: Points, gaps: Points, alt: str) -> str:
    """Series by week; points: day, value, series, stretch (without a gap in it).

    gaps: day and until of the weeks to shade
    """
    series = list(dict.fromkeys(point["series"] for point in points))
    x = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"title": None, "format": "%b %Y", "tickCount": 8, "grid": False},
    }
    return drawing(
        {
            "width": WIDE,
            "height": 200,
            "layer": [
                {
                    "data": {"values": gaps},
                    "mark": {"type": "rect", "color": "#f0d9c8"},
                    "encoding": {"x": x, "x2": {"field": "until", "type": "temporal"}},
                },
                {
                    "data": {"values": points},
                    "mark": {"type": "line", "color": INK, "strokeWidth": 1.6},
                    "encoding": {
                        "x": x,
                        "y": quantity("value", "calls a week", ",d"),
                        "detail": {"field": "stretch", "type": "nominal"},
                        "strokeDash": {
                            "field": "series",
                            "type": "nominal",
                            "scale": {
                                "domain": series,
                                "range": [[1, 0], [6, 3], [2, 2]][: len(series)],
                            },
                            "legend": {"title": None, "orient": "top"},
                        },
                    },
                },
            ],
        },
        alt,
    )
