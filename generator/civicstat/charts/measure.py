"""The chart of a measure: what happened, what was expected by when, every target, and where the trend leads.

A target that was changed is drawn as a step on the day from which the new one held; what was promised and expected
before goes on as a dotted line to its own due date, and a numbered note under the drawing says why.
"""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import TYPE_CHECKING, Any

from civicstat.charts.compose import AREA, AXIS, INK, LINE, NARROW_BELOW, PALETTE, SCHEMA, SOFT, moment, theme
from civicstat.charts.course import day_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from civicstat.charts.course import MeasureData, MeasureWords
    from civicstat.progress.changes import Change

MANY = 60
"""Of more observations the dots would be a band: only the line is drawn."""

DAYS_OF_MONTHS = 300
"""A shorter span is labelled by days of months."""

LABEL = 18
"""Pixels that a label takes in height."""

BREAK = " \u200b"
"""Ends a line of several: Vega trims a bare space, and then the last word runs into the next line's first when read."""

MOST_NOTE = 260
"""Characters of a change's note in the drawing; the page has the whole reason."""

ACTUAL, TARGET, FORECAST, EARLIER, EXPECTED = PALETTE[0], PALETTE[2], PALETTE[3], PALETTE[4], PALETTE[6]
LINES = (
    ("actual", ACTUAL, [1, 0], 2.5),
    ("expected", EXPECTED, [6, 4], 1.75),
    ("target", TARGET, [1, 0], 2),
    ("earlier", EARLIER, [2, 3], 2),
    ("forecast", FORECAST, [9, 3, 2, 3], 1.75),
)
"""The kinds of lines in the order of the legend, with colour, dashes and width: none is told by its colour alone."""


def compose_measure(data: MeasureData, words: MeasureWords, description: str, width: int) -> dict[str, Any]:
    """The Vega-Lite specification of a measure's chart at one width."""
    narrow = width < NARROW_BELOW
    notes = _notes(data, words, narrow)
    height = (300 if narrow else 310) + LINE * len(_title(data, words, narrow))
    layers = [
        _band(data, words),
        _spread(data),
        _lines(data, words, narrow),
        _days(data, words),
        *_marks(data, words, height),
    ]
    body: dict[str, Any] = {
        "$schema": SCHEMA,
        "description": description,
        "width": width,
        "height": height + LINE * len(notes) + (12 if notes else 0),
        "autosize": {"type": "fit", "contains": "padding"},
        "config": theme(narrow=narrow),
        "encoding": {"x": _x(data, narrow), "y": _y(data, words, narrow)},
        "layer": [layer for layer in layers if layer],
    }
    if notes:
        looks = {"fontSize": 12, "fontWeight": 400, "color": SOFT, "lineHeight": LINE, "frame": "bounds"}
        body["title"] = {"text": notes, "orient": "bottom", "anchor": "start", "offset": 10, **looks}
    return body


def _x(data: MeasureData, narrow: bool) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": None, "tickCount": 4 if narrow else 8, "labelOverlap": True}
    if (data.ends - data.begins).days < DAYS_OF_MONTHS:
        axis["format"] = "%b %-d"
    return {"type": "temporal", "field": "x", "scale": {"domain": [_at(data.begins), _at(data.ends)]}, "axis": axis}


def _y(data: MeasureData, words: MeasureWords, narrow: bool) -> dict[str, Any]:
    low, high = _domain(data)
    title = _title(data, words, narrow)
    axis = {"title": title, "titleAlign": "left", "titleAngle": 0, "titleAnchor": "start", "titleX": 0}
    axis |= {"titleY": -12 - LINE * (len(title) - 1), "titleBaseline": "bottom", "tickCount": 5, "labelAlign": "right"}
    scale = {"domain": [low, high], "nice": True, "zero": False}
    return {"type": "quantitative", "field": "y", "scale": scale, "axis": axis}


def _title(data: MeasureData, words: MeasureWords, narrow: bool) -> list[str]:
    return textwrap.wrap(words.measure_axis(data), 44 if narrow else 100) or [""]


def _domain(data: MeasureData) -> tuple[float, float]:
    """The values that are shown; of a forecast that is very unsure only so much that the rest can still be read."""
    seen = [o.value for o in (*data.observations, *data.interim, *data.expected, *sum(data.earlier, ()))]
    seen += [s.target.value for s in data.targets] + [t.value for t in data.coming]
    seen += [value for held in data.ranges for value in (held.low, held.high)]
    seen += [data.baseline.value] if data.baseline else []
    low, high = min(seen), max(seen)
    room = (high - low or abs(high) or 1.0) * 0.5
    led = [v for _, *values in (data.forecast.path if data.forecast else ()) for v in values]
    down, up = max(low - room, min([low, *led])), min(high + room, max([high, *led]))
    if down == up:
        down, up = down - room, up + room
    up += (up - down) * (0.14 if data.changes else 0.06)
    if low >= 0:
        down = 0.0 if down < 0.4 * up else down
    return down, min(up, 100.0) if data.unit == "%" and high <= 100 else up


def _at(day: date) -> str:
    return moment(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - a day has no zone


def _band(data: MeasureData, words: MeasureWords) -> dict[str, Any] | None:
    """The range that a measure is to stay within, with its name."""
    if not data.ranges:
        return None
    rows = [
        {
            "x": _at(held.begins),
            "x2": _at(held.ends),
            "y": held.low,
            "y2": held.high,
            "t": words.measure_mark(
                "band" if (held.low, held.high) == data.band else "earlier band",
                f"{data.amount(held.low)} – {data.amount(held.high)}",
            ),
        }
        for held in data.ranges
    ]
    label = {
        "align": "left",
        "baseline": "top",
        "dx": 6,
        "dy": 5,
        "color": SOFT,
    }
    return {
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "rect", "color": AREA, "opacity": 0.6, "tooltip": None, "clip": True},
                "encoding": {"x2": {"field": "x2"}, "y2": {"field": "y2"}},
            },
            {
                "mark": {"type": "text", "tooltip": None, **label},
                "encoding": {"y": {"field": "y2", "type": "quantitative"}, "text": {"field": "t"}},
            },
        ],
    }


def _spread(data: MeasureData) -> dict[str, Any] | None:
    """The band of the forecast."""
    if data.forecast is None or not data.forecast.path:
        return None
    rows = [{"x": _at(day), "y": low, "y2": high} for day, low, _, high in data.forecast.path]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": FORECAST, "opacity": 0.16, "tooltip": None, "clip": True},
        "encoding": {"y2": {"field": "y2"}},
    }


def _lines(data: MeasureData, words: MeasureWords, narrow: bool) -> dict[str, Any]:
    """All lines, told apart by colour, dashes and width; the legend names those that are there."""
    drawn: list[tuple[str, Sequence[tuple[date, float]]]] = [
        ("expected", [(c.date, c.value) for c in data.expected]),
        ("target", _steps(data)),
        *(("earlier", [(c.date, c.value) for c in corners]) for corners in data.earlier),
        ("forecast", [(day, middle) for day, _, middle, _ in (data.forecast.path if data.forecast else ())]),
        ("actual", [(o.date, o.value) for o in data.observations]),
    ]
    there = {kind for kind, corners in drawn if corners}
    rows = [
        {"x": _at(day), "y": value, "s": words.measure_line(kind), "g": group, "o": at}
        for group, (kind, corners) in enumerate(drawn)
        for at, (day, value) in enumerate(corners)
    ]
    shown = [(words.measure_line(kind), *looks) for kind, *looks in LINES if kind in there]
    names, colors, dashes, widths = (list(part) for part in zip(*shown, strict=True))
    above = len(_title(data, words, narrow)) - 1
    columns = 2 if narrow else len(names)
    legend = {"title": None, "symbolType": "stroke", "symbolSize": 420, "offset": 30 + LINE * above, "columns": columns}

    def scale(values: Sequence[Any]) -> dict[str, Any]:
        return {
            "field": "s",
            "type": "nominal",
            "scale": {"domain": names, "range": values},
            "legend": legend if len(names) > 1 else None,
        }

    return {
        "data": {"values": rows},
        "mark": {"type": "line", "tooltip": None, "clip": True, "strokeCap": "butt"},
        "encoding": {
            "color": scale(colors),
            "strokeDash": scale(dashes),
            "strokeWidth": scale(widths),
            "detail": {"field": "g", "type": "nominal"},
            "order": {"field": "o", "type": "quantitative"},
        },
    }


def _steps(data: MeasureData) -> list[tuple[date, float]]:
    """The corners of the line of targets: upright where one takes the place of another."""
    found: list[tuple[date, float]] = []
    for at, held in enumerate(data.targets):
        following = data.targets[at + 1].begins if at + 1 < len(data.targets) else held.ends
        found += [(held.begins, held.target.value), (following, held.target.value)]
    return found


def _days(data: MeasureData, words: MeasureWords) -> dict[str, Any] | None:
    """A line with a number on each day on which a target was changed; the notes have the same numbers."""
    if not data.changes:
        return None
    rows = [
        {"x": _at(c.day), "n": str(number), "t": _note(number, c, data, words)}
        for number, c in enumerate(data.changes, 1)
    ]
    tooltip = [{"field": "t", "type": "nominal", "title": words.measure_line("change")}]
    ring = {"type": "point", "shape": "circle", "size": 260, "filled": False, "color": INK, "strokeWidth": 1.2}
    return {
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "rule", "color": AXIS, "strokeDash": [3, 3], "tooltip": None},
                "encoding": {"y": {"value": 20}, "y2": {"value": "height"}},
            },
            {"mark": {**ring, "opacity": 1}, "encoding": {"y": {"value": 10}, "tooltip": tooltip}},
            {
                "mark": {"type": "text", "fontWeight": 600, "baseline": "middle", "dy": 0.5, "tooltip": None},
                "encoding": {"y": {"value": 10}, "text": {"field": "n"}},
            },
        ],
    }


def _marks(data: MeasureData, words: MeasureWords, height: int) -> list[dict[str, Any] | None]:
    """The points that answer to a pointer: baseline, points on the way, targets with their labels, observations."""
    few = len(data.observations) <= MANY
    return [
        _dots(
            [(data.baseline.date, data.baseline.value)] if data.baseline else [],
            data,
            words,
            "baseline",
            {"shape": "circle", "filled": False, "color": EXPECTED, "size": 60, "strokeWidth": 2},
        ),
        _dots(
            [(o.date, o.value) for o in data.interim],
            data,
            words,
            "interim",
            {"shape": "diamond", "filled": True, "color": EXPECTED, "size": 60},
        ),
        _dots(
            [(t.due, t.value) for t in data.replaced],
            data,
            words,
            "earlier",
            {"shape": "diamond", "filled": False, "color": EARLIER, "size": 110, "strokeWidth": 2},
        ),
        _dots(
            [(t.due, t.value) for t in data.promised],
            data,
            words,
            "target",
            {"shape": "diamond", "filled": True, "color": TARGET, "size": 130},
        ),
        _dots(
            [(t.due, t.value) for t in data.coming if t.due <= data.ends],
            data,
            words,
            "coming",
            {"shape": "diamond", "filled": False, "color": TARGET, "size": 130, "strokeWidth": 2},
        ),
        _dots(
            [(o.date, o.value) for o in data.observations],
            data,
            words,
            "actual",
            {"shape": "circle", "filled": True, "color": ACTUAL, "size": 36 if few else 60, "opacity": 1 if few else 0},
        ),
        _labels(data, words, height),
    ]


def _dots(
    points: Sequence[tuple[date, float]], data: MeasureData, words: MeasureWords, kind: str, looks: dict[str, Any]
) -> dict[str, Any] | None:
    if not points:
        return None
    rows = [{"x": _at(day), "y": value, "v": data.amount(value)} for day, value in points]
    tooltip = [
        {"field": "x", "type": "temporal", "title": words.measure_line("day"), "format": "%B %-d, %Y"},
        {"field": "v", "type": "nominal", "title": words.measure_line(kind)},
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "opacity": 1, **looks},
        "encoding": {"tooltip": tooltip},
    }


def _labels(data: MeasureData, words: MeasureWords, height: int) -> dict[str, Any] | None:
    """The value of each target at its due date, and of the last observation; those that would meet part ways."""
    days = (data.ends - data.begins).days
    kinds = [(s.target in data.replaced, s.begins, s.ends, s.target.value) for s in data.targets]
    low, high = _domain(data)
    rows = []
    for at, (earlier, begins, ends, value) in enumerate(kinds):
        near = [
            (other, n)
            for n, (_, day, _, other) in enumerate(kinds)
            if abs((day - begins).days) < 0.3 * days and abs(other - value) / (high - low) * height * 0.7 < LABEL
        ]
        late = (begins - data.begins).days > 0.6 * days
        # Under a line that steps up its label stays clear of the step.
        steps_up = at + 1 < len(kinds) and kinds[at + 1][3] > value
        below = steps_up or any((value, at) < other for other in near)
        rows.append(
            {
                "x": _at(ends if late else begins),
                "y": value,
                "t": words.measure_mark("earlier" if earlier else "target", data.amount(value)),
                "dy": 17 if below else -8,
                "side": "right" if late else "left",
            }
        )
    rows += [
        {
            "x": _at(t.due),
            "y": t.value,
            "t": words.measure_mark("coming", data.amount(t.value)),
            "dy": -8 if all(abs(t.value - k[3]) / (high - low) * height * 0.7 >= LABEL for k in kinds) else 17,
            "side": "right",
        }
        for t in data.coming
        if t.due <= data.ends
    ]
    if data.observations:
        last = data.observations[-1]
        rising = len(data.observations) > 1 and last.value > data.observations[-2].value
        late = (last.date - data.begins).days > 0.9 * days
        side = "right" if (rising or late) and (last.date - data.begins).days > 0.1 * days else "left"
        # A line that falls to the edge lies where its last label would stand.
        dy = 17 if late and not rising else -9
        rows.append({"x": _at(last.date), "y": last.value, "t": data.amount(last.value), "dy": dy, "side": side})
    if not rows:
        return None
    mark = {"type": "text", "fontWeight": 600, "tooltip": None, "dy": {"expr": "datum.dy"}}
    mark |= {"align": {"expr": "datum.side"}, "dx": {"expr": "datum.side == 'left' ? 4 : -4"}}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"text": {"field": "t"}}}


def _notes(data: MeasureData, words: MeasureWords, narrow: bool) -> list[str]:
    """What was changed and why, numbered as in the drawing, in lines that fit the width."""
    notes = (_note(number, change, data, words) for number, change in enumerate(data.changes, 1))
    lines = [line for note in notes for line in textwrap.wrap(note, 54 if narrow else 112)]
    return [line + BREAK for line in lines[:-1]] + lines[-1:]


def _note(number: int, change: Change, data: MeasureData, words: MeasureWords) -> str:
    note = str(words.measure_note(number, change, data.amount, day_in_words, change.day > data.today))
    return textwrap.shorten(note, MOST_NOTE, placeholder=" …")
