"""A chart as a page shows it: drawn twice (desktop and phone), with its words and its numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from civicstat.charts.compose import NARROW, TIME_FORMATS, WIDE, compose, in_digits
from civicstat.charts.course import MeasureData, day_in_words, numbers
from civicstat.charts.declared import complete_spec
from civicstat.charts.draw import compile_spec, draw_svg, numbers_of, spec_json
from civicstat.charts.measure import compose_measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.charts.plan import PlannedChart
    from civicstat.charts.reckon import ChartData, Point

MOST_NUMBERS = 200
"""Rows of a chart's table of numbers; the dataset's own rows are there to download."""

SIZES = {"wide": WIDE, "narrow": NARROW}


@dataclass(frozen=True)
class ChartFigure:
    """`svgs` and `specs` are by size (`wide`, `narrow`); `addresses` are the specs', relative to the page.

    `columns` and `rows` are the numbers as text; `more` counts the rows not shown. `table` names the table where the
    package has several.
    """

    id: str
    title: str
    alternative: str
    caption: str
    svgs: Mapping[str, Markup]
    specs: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0
    addresses: Mapping[str, str] = field(default_factory=dict)
    table: str = ""

    def at(self, addresses: Mapping[str, str]) -> ChartFigure:
        """The same figure, knowing where its specifications are published."""
        return replace(self, addresses=addresses)


def draw_figure(chart: PlannedChart, words: Any, id_: str) -> ChartFigure:
    """Draw a planned chart. Raises `CannotDraw` with the reason where that is impossible.

    A whole specification may ask for more than any machine has: call it where time and memory have an end.
    """
    if chart.data is None:
        figure = _declared(chart, words, id_)
    elif isinstance(chart.data, MeasureData):
        figure = _measure(chart, chart.data, words, id_)
    else:
        figure = _short(chart, chart.data, words, id_)
    return replace(figure, table=chart.table)


def _short(chart: PlannedChart, data: ChartData, words: Any, id_: str) -> ChartFigure:
    points = data.points
    by_value = sorted(points, key=lambda p: p.y)
    in_order = sorted(points, key=lambda p: p.x) if data.axis == "time" else list(points)
    reckoned = words.alternative(
        data, in_order[0], in_order[-1], by_value[0], by_value[-1], in_digits, lambda x: _moment(x, data)
    )
    alternative = chart.declaration.description or " ".join(str(reckoned).split())
    svgs, specs = {}, {}
    for size, width in SIZES.items():
        vega = compile_spec(compose(data, words, alternative, width))
        svgs[size] = Markup(draw_svg(vega, alternative, id_))  # noqa: S704 - drawn by Vega, which escapes
        specs[size] = spec_json(vega)
    columns, rows = _numbers(data, words)
    return ChartFigure(
        id_,
        chart.declaration.title or " ".join(str(words.title(data)).split()),
        alternative,
        " ".join(str(words.caption(data, in_digits)).split()),
        svgs,
        specs,
        columns,
        rows[:MOST_NUMBERS],
        max(0, len(rows) - MOST_NUMBERS),
    )


def _measure(chart: PlannedChart, data: MeasureData, words: Any, id_: str) -> ChartFigure:
    alternative = " ".join(str(words.measure_alternative(data, data.amount, day_in_words)).split())
    svgs, specs = {}, {}
    for size, width in SIZES.items():
        vega = compile_spec(compose_measure(data, words, alternative, width))
        svgs[size] = Markup(draw_svg(vega, alternative, id_))  # noqa: S704 - drawn by Vega, which escapes
        specs[size] = spec_json(vega)
    columns, rows = numbers(data, words)
    title = chart.declaration.title or str(words.measure_title(data))
    caption = " ".join(str(words.measure_caption(data)).split())
    # Of a long series the newest numbers are the ones that are asked for.
    return ChartFigure(
        id_, title, alternative, caption, svgs, specs, columns, rows[-MOST_NUMBERS:], max(0, len(rows) - MOST_NUMBERS)
    )


def _declared(chart: PlannedChart, words: Any, id_: str) -> ChartFigure:
    title = chart.declaration.title
    alternative = chart.declaration.description or str(words.declared_alternative(title))
    svgs, specs = {}, {}
    names: tuple[str, ...] = ()
    values: tuple[tuple[Any, ...], ...] = ()
    for size, width in SIZES.items():
        vega = compile_spec(complete_spec(chart.spec or {}, alternative, width))
        names, values = numbers_of(vega)  # first, since it refuses what would take too long to draw
        svgs[size] = Markup(draw_svg(vega, alternative, id_))  # noqa: S704 - drawn by Vega, which escapes
        specs[size] = spec_json(vega)
    rows = tuple(tuple(_cell(value) for value in row) for row in values)
    return ChartFigure(
        id_,
        title,
        alternative,
        "",
        svgs,
        specs,
        tuple(chart.labels.get(name, name) for name in names),
        rows[:MOST_NUMBERS],
        max(0, len(rows) - MOST_NUMBERS),
    )


def _numbers(data: ChartData, words: Any) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The numbers of a short-form chart; one column for each series."""
    measure = str(words.axis(data))
    label = data.x.label if data.x else ""
    if data.axis == "place":
        head = (str(words.latitude()), str(words.longitude()), str(words.rows()))
        largest = sorted(data.points, key=lambda p: -p.y) if data.gathered else data.points
        return head, tuple((f"{p.latitude:.3f}", f"{p.longitude:.3f}", in_digits(p.y)) for p in largest)
    if data.axis == "shape" and data.y is None:
        return ((label,), tuple((p.x,) for p in data.points)) if label else ((), ())
    if data.axis == "shape":
        return (label or str(words.rows()), measure), tuple((p.x, in_digits(p.y)) for p in data.points)
    names = data.series_names
    if not names:
        return (label, measure), tuple((_place(p, data, words), in_digits(p.y)) for p in data.points)
    table: dict[str, dict[str, str]] = {}
    for point in sorted(data.points, key=lambda p: p.x) if data.axis != "category" else data.points:
        table.setdefault(_place(point, data, words), {})[point.series] = in_digits(point.y)
    return (label, *names), tuple((x, *(row.get(name, "") for name in names)) for x, row in table.items())


def _place(point: Point, data: ChartData, words: Any) -> str:
    if data.declaration.type == "histogram":
        return str(words.bin(in_digits(point.x), in_digits(point.high)))
    return _moment(point.x, data)


def _moment(value: Any, data: ChartData) -> str:
    """A point's place along the bottom in words."""
    if not isinstance(value, datetime):
        return in_digits(value) if isinstance(value, int | float) else str(value)
    if data.period == "quarter":
        return f"Q{(value.month + 2) // 3} {value.year}"
    form = TIME_FORMATS.get(data.period, "%-d %b %Y %H:%M" if value.hour or value.minute else "%-d %b %Y")
    return value.strftime(form)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%-d %b %Y") if not (value.hour or value.minute) else value.strftime("%-d %b %Y %H:%M")
    return in_digits(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
