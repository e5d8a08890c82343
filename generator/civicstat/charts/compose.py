"""From reckoned numbers to a Vega-Lite specification in the portal's one theme.

Colours are fixed words of a palette: the style sheet gives each its light and its dark form, in the drawn SVG as in
the live chart. Days are written without a zone, so that every reader's browser shows the day the table says.
"""

from __future__ import annotations

import json
import math
import textwrap
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from civicstat.charts.reckon import ChartData, Point

WIDE, NARROW = 704, 344
"""Widths in pixels: a page's text column, and a phone's."""

LINE = 15
"""Pixels from one line of text to the next."""

NARROW_BELOW = 500
"""Below this a chart is laid out for a phone."""

FONT = "Public Sans"
INK, SOFT, GRID, AXIS = "#1b2733", "#52606d", "#dfe5ec", "#8fa0b2"
PALETTE = ("#0b5fa5", "#c2410c", "#0f766e", "#7c3aed", "#946200", "#be185d", "#4d5a68", "#4f7300")
"""Hues with a contrast of at least 4.5 on white; the first six apart for readers who don't tell red from green."""

MOST_LABELS = 24
"""Bars side by side that each get a label and a tick; of more only some do."""

AREA, OUTLINE, LAND = "#cfe0f1", "#5b89b4", "#e9edf1"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


class Words(Protocol):
    """The words of a chart; they stand in a template."""

    def measure(self, data: ChartData) -> str:
        """What is measured, without its unit."""

    def axis(self, data: ChartData) -> str:
        """What is measured, with its unit."""

    def bin(self, low: str, high: str) -> str:
        """A step of a histogram."""

    def rows(self) -> str:
        """What is counted."""

    def latitude(self) -> str:
        """The name of the north-south place."""

    def longitude(self) -> str:
        """The name of the east-west place."""


def theme(*, narrow: bool = False) -> dict[str, Any]:
    """Vega-Lite's `config` for every chart."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": SOFT, "titleColor": SOFT}
    return {
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None},
        "axis": {
            **text,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 400,
            "gridColor": GRID,
            "domainColor": AXIS,
            "tickColor": AXIS,
            "labelPadding": 6,
            "titlePadding": 10,
            "labelLimit": 220,
        },
        "axisY": {"domain": False, "ticks": False},
        "axisX": {"grid": False},
        "legend": {
            **text,
            "labelFontSize": 12,
            "orient": "top",
            "title": None,
            "symbolType": "circle",
            "symbolSize": 90,
            "labelLimit": 105 if narrow else 220,
            "columns": 2 if narrow else 3,
            "columnPadding": 14,
        },
        "title": {"font": FONT, "color": INK, "fontSize": 14, "fontWeight": 600, "anchor": "start"},
        "range": {
            "category": list(PALETTE),
            "ramp": ["#d6e6f5", "#0b4f8a"],
            "heatmap": ["#d6e6f5", "#0b4f8a"],
        },
        "mark": {"color": PALETTE[0], "tooltip": True},
        "line": {"strokeWidth": 2.25, "strokeCap": "round", "strokeJoin": "round"},
        "bar": {"cornerRadiusEnd": 2},
        "text": {"font": FONT, "fontSize": 12, "color": INK},
    }


def compose(data: ChartData, words: Words, description: str, width: int) -> dict[str, Any]:
    """The Vega-Lite specification of a short-form chart at one width."""
    narrow = width < NARROW_BELOW
    match data.axis:
        case "time":
            bars = data.declaration.type == "bar"
            body = _time_bars(data, words, narrow) if bars else _time(data, words, narrow)
        case "category":
            body = _categories(data, words, narrow)
        case "place":
            body = _map(data, words, width)
        case "shape":
            body = _outlines(data, words, width)
        case _:
            body = (
                _histogram(data, words, narrow)
                if data.declaration.type == "histogram"
                else _numbers(data, words, narrow)
            )
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": width,
        "height": 260 if narrow else 300,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": theme(narrow=narrow),
        **body,
    }


def moment(value: datetime) -> str:
    """A day or moment for Vega: with a time and without a zone it means the same everywhere."""
    return value.strftime("%Y-%m-%dT%H:%M:%S")


def in_digits(value: Any) -> str:
    """A number with four digits that say something, and thousands separators; anything else as its text."""
    if isinstance(value, int | float):
        return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


TIME_FORMATS = {"year": "%Y", "quarter": "Q%q %Y", "month": "%b %Y", "week": "%-d %b %Y", "day": "%-d %b %Y"}


def _rows(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [{"x": p.x, "y": p.y, **({"s": p.series} if p.series else {})} for p in points]


def _y_title(data: ChartData, words: Words, narrow: bool) -> list[str]:
    """The title of the measure in as many lines as the width needs; it lies over the plot, not beside it."""
    return textwrap.wrap(words.axis(data), 44 if narrow else 100) or [""]


def _y_axis(data: ChartData, words: Words, narrow: bool) -> dict[str, Any]:
    title = _y_title(data, words, narrow)
    axis: dict[str, Any] = {"title": title, "titleAlign": "left", "titleAngle": 0, "titleAnchor": "start"}
    above = -12 - LINE * (len(title) - 1)
    axis |= {"titleX": 0, "titleY": above, "titleBaseline": "bottom", "tickCount": 5, "labelAlign": "right"}
    largest = max((abs(p.y) for p in data.points), default=0)
    if largest >= 1_000_000:
        axis["labelExpr"] = "replace(format(datum.value, '~s'), 'G', 'B')"
    return axis


def _number_format(points: Sequence[Point]) -> str:
    """Enough digits to tell the points apart, and no more."""
    values = [abs(p.y) for p in points]
    largest = max(values, default=0)
    if largest < 1 and any(values):
        return ",.3~f"
    most = 0 if largest >= 10_000 else 1 if largest >= 100 else 2
    needed = max((len(f"{v:.{most}f}".rstrip("0").partition(".")[2]) for v in values), default=0)
    return f",.{needed}f"


def _color(data: ChartData, words: Words, narrow: bool) -> dict[str, Any]:
    if not data.series_names:
        return {}
    names = list(data.series_names)
    scale = {"domain": names, "range": list(PALETTE[: len(names)])}
    # The legend stands above the title of the measure, which lies over the plot.
    legend = {
        "title": None,
        "columns": 2 if narrow else 3,
        "offset": 30 + LINE * (len(_y_title(data, words, narrow)) - 1),
        "labelLimit": 140 if narrow else 220,
    }
    return {"color": {"field": "s", "type": "nominal", "scale": scale, "legend": legend}}


def _tooltip(data: ChartData, words: Words, x: dict[str, Any]) -> list[dict[str, Any]]:
    found = [x]
    if data.series is not None and data.series_names:
        found.append({"field": "s", "type": "nominal", "title": data.series.label})
    y_format = _number_format(data.points)
    return [*found, {"field": "y", "type": "quantitative", "title": words.axis(data), "format": y_format}]


def _time(data: ChartData, words: Words, narrow: bool) -> dict[str, Any]:
    period = data.period
    exact = any(p.x.hour or p.x.minute or p.x.second for p in data.points)
    shown = TIME_FORMATS.get(period, "%-d %b %Y %H:%M" if exact else "%-d %b %Y")
    label = data.x.label if data.x else ""
    tooltip = _tooltip(data, words, {"field": "x", "type": "temporal", "title": label, "format": shown})
    axis: dict[str, Any] = {"title": None, "tickCount": 4 if narrow else 8, "labelOverlap": True}
    if period == "year":
        axis |= {"format": "%Y", "tickCount": {"interval": "year", "step": _year_step(data.points, narrow)}}
    x = {"field": "x", "type": "temporal", "axis": axis}
    kind = data.declaration.type
    stacked = kind == "area" and data.aggregate in ("sum", "count")
    y: dict[str, Any] = {"field": "y", "type": "quantitative", "axis": _y_axis(data, words, narrow)}
    y["scale"] = {"domain": list(data.domain)} if data.domain else {"zero": kind == "area", "nice": True}
    y["stack"] = "zero" if stacked else None
    values = [{**row, "x": moment(row["x"])} for row in _rows(data.points)]
    encoding = {"x": x, "y": y, **_color(data, words, narrow)}
    mark: dict[str, Any] = {"type": "area", "line": True, "opacity": 0.75} if kind == "area" else {"type": "line"}
    few = len(data.points) <= 40
    dots = {"type": "point", "filled": True, "size": 36 if few else 60, "opacity": 1 if few else 0}
    layers = [
        {"mark": {**mark, "tooltip": False}, "encoding": {}},
        {"mark": dots, "encoding": {"tooltip": tooltip}},
    ]
    return {"data": {"values": values}, "encoding": encoding, "layer": layers}


def _year_step(points: Sequence[Point], narrow: bool) -> int:
    years = points[-1].x.year - points[0].x.year if points else 1
    years = max(years, max((p.x.year for p in points), default=0) - min((p.x.year for p in points), default=0))
    rough = years / (4 if narrow else 8)
    return next((s for s in (1, 2, 5, 10, 20, 25, 50, 100) if s >= rough), 200)


def _time_bars(data: ChartData, words: Words, narrow: bool) -> dict[str, Any]:
    """A bar a period, side by side: each stands over its own label."""
    shown = TIME_FORMATS.get(data.period, "%-d %b %Y").replace("Q%q", "Q{quarter}")
    values = [
        {**row, "x": p.x.strftime(shown).format(quarter=(p.x.month + 2) // 3)}
        for row, p in zip(_rows(data.points), data.points, strict=True)
    ]
    order = [value["x"] for value, _ in sorted(zip(values, data.points, strict=True), key=lambda pair: pair[1].x)]
    order = list(dict.fromkeys(order))
    # A stack of one makes each bar a group with a clip of its own, five times as long in the drawing.
    stack = "zero" if data.series_names else None
    label = data.x.label if data.x else ""
    labels: dict[str, Any] = {
        "title": None,
        "labelAngle": 0,
        "labelOverlap": "greedy",
        "labelSeparation": 8,
        "labelLimit": 80,
    }
    if len(order) > MOST_LABELS:
        # Vega would draw a tick for each bar and hide most labels; so many fill half of the page's bytes.
        years = data.period == "year" and _year_step(data.points, narrow)
        labels["values"] = [x for x in order if int(x) % years == 0] if years else order[:: len(order) // 8]
    encoding = {
        "x": {"field": "x", "type": "ordinal", "sort": order, "axis": labels},
        "y": {"field": "y", "type": "quantitative", "stack": stack, "axis": _y_axis(data, words, narrow)},
        "tooltip": _tooltip(data, words, {"field": "x", "type": "ordinal", "title": label}),
        **_color(data, words, narrow),
    }
    return {"data": {"values": values}, "mark": {"type": "bar"}, "encoding": encoding}


def _categories(data: ChartData, words: Words, narrow: bool) -> dict[str, Any]:
    labels = list(dict.fromkeys(p.x for p in data.points))
    label = data.x.label if data.x else ""
    several = bool(data.series_names)
    stacked = several and data.aggregate in ("sum", "count")
    value_format = _number_format(data.points)
    tooltip = _tooltip(data, words, {"field": "x", "type": "nominal", "title": label})
    axis = {
        **_y_axis(data, words, narrow),
        "titleAlign": "center",
        "titleAnchor": "middle",
        "grid": True,
        "labelAlign": "center",
    }
    for key in ("titleX", "titleY", "titleAngle", "titleBaseline"):
        axis.pop(key)
    axis |= {"domain": False, "ticks": False, "tickCount": 3 if narrow else 6}
    y = {
        "field": "x",
        "type": "nominal",
        "sort": labels,
        "axis": {"title": None, "labelLimit": 105 if narrow else 220, "labelColor": INK, "domain": True},
    }
    x = {"field": "y", "type": "quantitative", "axis": axis, "stack": "zero" if stacked else None}
    encoding: dict[str, Any] = {"y": y, "x": x, "tooltip": tooltip, **_color(data, words, narrow)}
    if several and not stacked:
        encoding["yOffset"] = {"field": "s", "type": "nominal", "sort": list(data.series_names)}
    per_bar = 14 * len(data.series_names) + 8 if several and not stacked else 26
    bars = {"mark": {"type": "bar"}, "encoding": {}}
    body: dict[str, Any] = {
        "data": {"values": _rows(data.points)},
        "height": len(labels) * per_bar + 60,
        "encoding": encoding,
    }
    if several:
        return {**body, **bars}
    encoding["x"]["axis"] = {**axis, "labels": False, "grid": False, "title": _y_title(data, words, narrow)}
    low, high = min(0, *(p.y for p in data.points)), max(0, *(p.y for p in data.points))
    room = (high - low) * (0.26 if narrow else 0.14)
    encoding["x"]["scale"] = {"domain": [low - room if low else 0, high + room if high else 0], "nice": False}
    number = {
        "type": "text",
        "align": {"expr": "datum.y < 0 ? 'right' : 'left'"},
        "dx": {"expr": "datum.y < 0 ? -6 : 6"},
    }
    text = {"text": {"field": "y", "type": "quantitative", "format": value_format}}
    return {**body, "layer": [bars, {"mark": {**number, "color": INK, "tooltip": False}, "encoding": text}]}


def _numbers(data: ChartData, words: Words, narrow: bool) -> dict[str, Any]:
    label = data.x.label if data.x else ""
    tooltip = _tooltip(data, words, {"field": "x", "type": "quantitative", "title": label})
    encoding = {
        "x": {"field": "x", "type": "quantitative", "axis": {"title": label}, "scale": {"zero": False}},
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": _y_axis(data, words, narrow),
            "scale": {"zero": data.declaration.type == "area"},
            "stack": None,
        },
        **_color(data, words, narrow),
    }
    mark = {"type": data.declaration.type, "tooltip": False}
    dots = {"type": "point", "filled": True, "size": 60, "opacity": 0}
    layers = [{"mark": mark, "encoding": {}}, {"mark": dots, "encoding": {"tooltip": tooltip}}]
    return {"data": {"values": _rows(data.points)}, "encoding": encoding, "layer": layers}


def _histogram(data: ChartData, words: Words, narrow: bool) -> dict[str, Any]:
    x = data.x
    unit = data.declaration.unit or (x.unit if x else "")
    title = f"{x.label} ({unit})" if x and unit else x.label if x else ""
    values = [
        {"x": p.x, "x2": p.high, "y": p.y, "b": words.bin(f"{p.x:,.10g}", f"{p.high:,.10g}")} for p in data.points
    ]
    tooltip = [
        {"field": "b", "type": "nominal", "title": title},
        {"field": "y", "type": "quantitative", "title": words.rows(), "format": ",.0f"},
    ]
    encoding = {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": {"title": title},
            "scale": {"zero": False, "nice": False},
        },
        "x2": {"field": "x2"},
        "y": {"field": "y", "type": "quantitative", "axis": _y_axis(data, words, narrow), "stack": None},
        "y2": {"datum": 0},
        "tooltip": tooltip,
    }
    mark = {"type": "rect", "stroke": "transparent", "strokeWidth": 1, "xOffset": 0.5, "x2Offset": -0.5}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


@cache
def _land() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads(
        files("civicstat").joinpath("charts", "countries-110m.json").read_text(encoding="utf-8")
    )
    return loaded


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(max(min(latitude, 84), -84)) / 2))


def _map(data: ChartData, words: Words, width: int) -> dict[str, Any]:
    """Circles on the outlines of the land, in a Mercator window around them or on the whole world."""
    latitudes = [p.latitude for p in data.points if p.latitude is not None]
    longitudes = [p.longitude for p in data.points if p.longitude is not None]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    projection, height = _world(width) if east - west > 120 else _window(west, east, south, north, width)
    projection["clipExtent"] = [[0, 0], [width, height]]
    values = [{"lat": p.latitude, "lon": p.longitude, "y": p.y} for p in data.points]
    circles: dict[str, Any] = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    mark: dict[str, Any] = {"type": "circle", "opacity": 0.72, "stroke": "#ffffff", "strokeWidth": 0.6}
    tooltip: list[dict[str, Any]] = [
        {"field": "lat", "type": "quantitative", "title": words.latitude(), "format": ".3f"},
        {"field": "lon", "type": "quantitative", "title": words.longitude(), "format": ".3f"},
    ]
    if data.gathered:
        tooltip.insert(0, {"field": "y", "type": "quantitative", "title": words.rows(), "format": ",.0f"})
        largest = 14 if width < NARROW_BELOW else 22
        scale = {"type": "sqrt", "domainMin": 0, "range": [12, largest**2 * math.pi / 4]}
        circles["size"] = {"field": "y", "type": "quantitative", "scale": scale, "legend": None}
    else:
        mark["size"] = 40
    circles["tooltip"] = tooltip
    land = {
        "data": {"values": _land(), "format": {"type": "topojson", "feature": "countries"}},
        "mark": {"type": "geoshape", "fill": LAND, "stroke": AXIS, "strokeWidth": 0.5, "tooltip": False},
    }
    dots = {"data": {"values": values}, "mark": mark, "encoding": circles}
    # The outlines are coarse: closer up they would put places into the sea.
    wide_enough = east - west > 10 or north - south > 10
    return {
        "height": height,
        "autosize": {"type": "none", "contains": "padding"},
        "projection": projection,
        "layer": [land, dots] if wide_enough else [dots],
    }


def _world(width: int) -> tuple[dict[str, Any], int]:
    # The Antarctic is cut off: nobody lives there, and it would take a seventh of the height.
    height = round(width * 0.45)
    return {"type": "naturalEarth1", "scale": width / 5.48, "translate": [width / 2, height * 0.56]}, height


def _window(west: float, east: float, south: float, north: float, width: int) -> tuple[dict[str, Any], int]:
    across = max(math.radians(east - west), 1e-4)
    up = max(_mercator(north) - _mercator(south), 1e-4)
    height = round(min(max(width * up / across, width * 0.45), width * 0.9))
    scale = min(width / across, height / up) * 0.9
    middle = math.degrees(2 * math.atan(math.exp((_mercator(north) + _mercator(south)) / 2)) - math.pi / 2)
    center = [round((west + east) / 2, 6), round(middle, 6)]
    translate = [width / 2, height / 2]
    return {"type": "mercator", "center": center, "scale": round(scale, 4), "translate": translate}, height


def _outlines(data: ChartData, words: Words, width: int) -> dict[str, Any]:
    values = [
        {"type": "Feature", "geometry": shape, "properties": {"x": p.x, "y": p.y}}
        for shape, p in zip(data.shapes, data.points, strict=True)
    ]
    lines = all(s["type"] in ("LineString", "MultiLineString") for s in data.shapes)
    mark: dict[str, Any] = {
        "type": "geoshape",
        "stroke": OUTLINE,
        "strokeWidth": 0.8,
        "fill": None if lines else AREA,
    }
    tooltip: list[dict[str, Any]] = []
    if data.x is not None:
        tooltip.append({"field": "properties.x", "type": "nominal", "title": data.x.label})
    encoding: dict[str, Any] = {}
    if data.y is not None:
        title = words.axis(data)
        tooltip.append(
            {
                "field": "properties.y",
                "type": "quantitative",
                "title": title,
                "format": _number_format(data.points),
            }
        )
        mark.pop("fill")
        mark["stroke"] = "#ffffff"
        legend = {
            "title": title,
            "orient": "bottom",
            "direction": "horizontal",
            "gradientLength": min(width - 60, 300),
        }
        encoding["color"] = {"field": "properties.y", "type": "quantitative", "legend": legend}
    if tooltip:
        encoding["tooltip"] = tooltip
    return {
        "height": round(width * 0.8),
        "data": {"values": values},
        "projection": {"type": "mercator"},
        "mark": mark,
        "encoding": encoding,
    }
