"""From a table and a declaration to the few numbers that a chart shows."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Any, Literal, cast

import polars as pl

from civicstat import lazily
from civicstat.charts.choose import is_moment, is_year
from civicstat.profiles import BINS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from civicstat.model import ChartDeclaration
    from civicstat.tables import Field, Table
else:
    pd = lazily.load("pandas")

MOST_PERIODS = 130
"""Points of a line that can still be told apart on 700 pixels."""

MOST_DECLARED_PERIODS = 4000
"""Ten years of days: a package may declare them, but a mistyped year must not make a million points."""

MOST_SERIES = 6
MOST_PLACES = 400
"""Circles on a map; more places are gathered into the cells of a grid."""

GRID = 48
"""Cells along the longer side of the map's extent."""

Axis = Literal["time", "category", "number", "place", "shape"]
PERIODS = ("day", "week", "month", "quarter", "year")
_PANDAS_PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


class CannotDraw(Exception):  # noqa: N818 - it names what happened
    """A declaration that its table can't answer; the text says why, for staff."""


@dataclass(frozen=True)
class Point:
    """One mark. `x` is a day or moment (time), a label (category) or a bin's lower edge (number)."""

    x: Any
    y: float
    series: str = ""
    high: float | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class ChartData:
    """What a short-form chart shows: its points in order, and how they were reckoned.

    `aggregate` is empty where every point is one row as it stands. `of` is how many categories there were
    before the largest were taken, `series_of` how many series; `left_out` how many rows have no value or
    place.
    """

    declaration: ChartDeclaration
    axis: Axis
    x: Field | None
    y: Field | None
    series: Field | None
    aggregate: str
    period: str
    points: tuple[Point, ...]
    rows: int
    of: int = 0
    series_of: int = 0
    left_out: int = 0
    gathered: bool = False
    domain: tuple[float, float] | None = None
    """The lowest and highest value that the measure can have, where the whole of it is to be shown."""

    shapes: tuple[Mapping[str, Any], ...] = ()

    @property
    def series_names(self) -> tuple[str, ...]:
        """The series in the order in which they are drawn."""
        return tuple(dict.fromkeys(p.series for p in self.points if p.series))

    @property
    def unit(self) -> str:
        """The unit of what is measured; empty for counts."""
        if self.aggregate == "count":
            return ""
        return self.declaration.unit or (self.y.unit if self.y else "")


def reckon_chart(declaration: ChartDeclaration, table: Table) -> ChartData:
    """The numbers of a short-form chart. Raises `CannotDraw` where the declaration does not fit the table."""
    match declaration.type:
        case "histogram":
            return _histogram(declaration, table)
        case "map":
            return _shapes(declaration, table) if table.mapped else _places(declaration, table)
        case _:
            return _bars_or_lines(declaration, table)


def _field(table: Table, name: str, role: str) -> Field:
    if not name:
        raise CannotDraw(f'"{role}" is missing: name the field that the chart shows there')
    found = table.field(name)
    if found is None:
        known = ", ".join(f.name for f in table.fields[:20])
        raise CannotDraw(f'"{role}" names the field "{name}", which "{table.resource}" does not have; it has {known}')
    return found


def _number_field(table: Table, name: str, role: str) -> Field:
    field = _field(table, name, role)
    if field.type not in ("integer", "number", "year"):
        raise CannotDraw(f'"{role}" names the field "{name}", whose type is {field.type}; expected a number')
    return field


def _bars_or_lines(declaration: ChartDeclaration, table: Table) -> ChartData:
    x = _field(table, declaration.x, "x")
    counting = declaration.aggregate == "count" or not declaration.y
    y = None if counting else _number_field(table, declaration.y, "y")
    series = _field(table, declaration.series, "series") if declaration.series else None
    names = list(dict.fromkeys([x.name, *([y.name] if y else []), *([series.name] if series else [])]))
    frame = table.columns[names].to_pandas()
    frame = pd.DataFrame(
        {
            "x": frame[x.name],
            "y": frame[y.name] if y else 1.0,
            "series": frame[series.name].map(_as_text(series)) if series else "",
        }
    )
    complete = frame.dropna(subset=["x", "y", "series"])
    left_out = len(frame) - len(complete)
    data = ChartData(declaration, "category", x, y, series, "", "", (), table.rows, left_out=left_out)
    complete, data = _largest_series(complete, data)
    return _over_time(complete, data) if is_moment(x) else _by_category(complete, data)


def _as_text(field: Field) -> Any:
    def text(value: Any) -> Any:
        if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
            return None
        plain = ("true" if value else "false") if isinstance(value, bool) else str(value)
        plain = plain.removesuffix(".0") if field.type == "integer" else plain
        return field.label_of(plain)

    return text


def _largest_series(frame: pd.DataFrame, data: ChartData) -> tuple[pd.DataFrame, ChartData]:
    """Keep the six series with the largest totals; one hue for each can still be told apart."""
    if data.series is None or frame.empty:
        return frame, data
    totals = frame.groupby("series")["y"].apply(lambda y: y.abs().sum())
    ranked = sorted(totals.items(), key=lambda item: (-item[1], str(item[0])))
    kept = [name for name, _ in ranked[:MOST_SERIES]]
    return frame[frame["series"].isin(kept)], replace(data, series_of=len(ranked))


def _over_time(frame: pd.DataFrame, data: ChartData) -> ChartData:
    x = data.x
    assert x is not None  # noqa: S101 - for the type checker: the caller names it
    declared = data.declaration.period
    own = "year" if is_year(x) else "month" if x.type == "yearmonth" else ""
    if is_year(x):
        moments = pd.to_datetime(frame["x"].astype(int).astype(str) + "-01-01")
        period = "year"
    else:
        moments = pd.to_datetime(frame["x"])
        period = declared or _fitting_period(moments)
    frame = frame.assign(x=moments)
    single = not frame.duplicated(["x", "series"]).any()
    wanted = data.declaration.aggregate or ("count" if data.y is None else "")
    few = frame["x"].nunique() <= MOST_PERIODS
    if not wanted and single and not declared and few:
        points = _points(_sorted(frame))
        return replace(data, axis="time", period=own, points=points)
    aggregate = wanted or "mean"
    if (many := _span(moments, period)) > MOST_DECLARED_PERIODS:
        raise CannotDraw(
            f'"x" runs from {moments.min().date()} to {moments.max().date()}: {many:,} times a {period}; '
            "choose a longer period, or look for a mistaken day"
        )
    starts = frame["x"].dt.to_period(_PANDAS_PERIODS[period]).dt.start_time
    grouped = _aggregate(frame.assign(x=starts), aggregate)
    if aggregate == "count":
        grouped = _with_empty_periods(grouped, period)
    points = _points(_sorted(grouped))
    return replace(data, axis="time", aggregate=aggregate, period=period, points=points)


def _points(frame: pd.DataFrame) -> tuple[Point, ...]:
    """The frame's rows as points: moments as datetimes, numbers as floats, labels as they are."""
    rows = zip(frame["x"], frame["y"], frame["series"], strict=True)
    return tuple(Point(_mark(x), float(y), series) for x, y, series in rows)


def _mark(x: Any) -> Any:
    if isinstance(x, pd.Timestamp):
        return x.to_pydatetime()
    return x if isinstance(x, str) else float(x)


def _fitting_period(moments: pd.Series[Any]) -> str:
    """The shortest period that gives no more points than a line can show, those without rows included."""
    return next((period for period in PERIODS if _span(moments, period) <= MOST_PERIODS), "year")


def _span(moments: pd.Series[Any], period: str) -> int:
    """How many periods lie between the first moment and the last, both included; 0 without any."""
    if moments.empty:
        return 0
    ends = pd.Series([moments.min(), moments.max()]).dt.to_period(_PANDAS_PERIODS[period])
    return int((ends.iloc[1] - ends.iloc[0]).n) + 1


def _with_empty_periods(grouped: pd.DataFrame, period: str) -> pd.DataFrame:
    """A period without rows counts nought; left out, the chart would hide it."""
    if grouped.empty:
        return grouped
    every = pd.period_range(grouped["x"].min(), grouped["x"].max(), freq=_PANDAS_PERIODS[period]).start_time
    full = pd.MultiIndex.from_product([every, sorted(grouped["series"].unique())], names=["x", "series"])
    return grouped.set_index(["x", "series"]).reindex(full, fill_value=0).reset_index()


def _aggregate(frame: pd.DataFrame, how: str) -> pd.DataFrame:
    grouped: Any = frame.groupby(["x", "series"], as_index=False, observed=True)["y"]
    return cast("pd.DataFrame", grouped.agg(how))


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["series", "x"], kind="stable")


def _by_category(frame: pd.DataFrame, data: ChartData) -> ChartData:
    x, declaration = data.x, data.declaration
    assert x is not None  # noqa: S101 - for the type checker: the caller names it
    if x.type in ("number", "integer") and not x.categories and declaration.type in ("line", "area"):
        points = _points(_sorted(frame))
        if len(points) > MOST_PERIODS * MOST_SERIES or frame.duplicated(["x", "series"]).any():
            grouped = _aggregate(frame, declaration.aggregate or "mean")
            points = _points(_sorted(grouped))
            if len(points) > MOST_PERIODS * MOST_SERIES:
                raise CannotDraw(f'"x" has {frame["x"].nunique():,} different values; choose a histogram instead')
            return replace(data, axis="number", aggregate=declaration.aggregate or "mean", points=points)
        return replace(data, axis="number", points=points)
    frame = frame.assign(x=frame["x"].map(_as_text(x)))
    aggregate = declaration.aggregate or ("count" if data.y is None else "")
    if not aggregate and frame.duplicated(["x", "series"]).any():
        aggregate = "mean"
    grouped = _aggregate(frame, aggregate) if aggregate else frame
    sizes = grouped.groupby("x")["y"].sum()
    order = sorted(sizes.items(), key=lambda item: (-item[1], str(item[0])))
    kept = [name for name, _ in order[: declaration.limit]]
    rank = {name: i for i, name in enumerate(kept)}
    points = _points(grouped[grouped["x"].isin(rank)])
    points = tuple(sorted(points, key=lambda p: (rank[p.x], p.series)))
    return replace(data, axis="category", aggregate=aggregate, points=points, of=len(order))


def _histogram(declaration: ChartDeclaration, table: Table) -> ChartData:
    x = _number_field(table, declaration.x or declaration.y, "x")
    values = table.column(x.name).drop_nulls().cast(pl.Float64)
    values = values.filter(values.is_finite())
    if values.n_unique() < 2:
        raise CannotDraw(f'the field "{x.name}" has fewer than two different values')
    steps = _round_steps(float(values.min()), float(values.max()))  # type: ignore[arg-type]
    if any(a >= b for a, b in pairwise(steps)):
        raise CannotDraw(f'the values of the field "{x.name}" are too close together for steps')
    width = (steps[-1] - steps[0]) / (len(steps) - 1)
    places = ((values - steps[0]) / width).floor().clip(0, len(steps) - 2).cast(pl.Int64)
    counts: dict[int, int] = dict(places.alias("place").value_counts().iter_rows())
    points = tuple(Point(low, float(counts.get(i, 0)), high=steps[i + 1]) for i, low in enumerate(steps[:-1]))
    return ChartData(
        declaration, "number", x, x, None, "count", "", points, table.rows, left_out=table.rows - values.len()
    )


def _round_steps(low: float, high: float) -> list[float]:
    """Round edges, about twenty, from at or below `low` to at or above `high`."""
    rough = high / BINS - low / BINS
    if not sys.float_info.min < rough < sys.float_info.max / BINS:
        raise CannotDraw(f"the values run from {low:g} to {high:g}, which no steps can show")
    power = 10.0 ** int(f"{rough:e}".split("e")[1])
    width = next((m * power for m in (1, 2, 2.5, 5) if m * power >= rough), 10 * power)
    first = int(low // width)
    last = int(high // width) + 1
    return [float(f"{i * width:.15g}") for i in range(first, last + 1)]


def _places(declaration: ChartDeclaration, table: Table) -> ChartData:
    latitude = _number_field(table, declaration.latitude, "latitude")
    longitude = _number_field(table, declaration.longitude, "longitude")
    found = {"latitude": table.column(latitude.name), "longitude": table.column(longitude.name)}
    frame = pl.DataFrame({name: column.cast(pl.Float64) for name, column in found.items()})
    inside = frame.filter(pl.col("latitude").is_between(-90, 90) & pl.col("longitude").is_between(-180, 180))
    if inside.height == 0:
        raise CannotDraw("no row has a latitude and a longitude")
    points, gathered = _gathered(inside)
    return ChartData(
        declaration,
        "place",
        longitude,
        latitude,
        None,
        "count",
        "",
        points,
        table.rows,
        left_out=frame.height - inside.height,
        gathered=gathered,
    )


def place_data(declaration: ChartDeclaration, places: Sequence[tuple[float, float]]) -> ChartData:
    """A small map of places that are known already: (latitude, longitude) of each. Many are gathered coarsely."""
    frame = pl.DataFrame(list(places), schema={"latitude": pl.Float64, "longitude": pl.Float64}, orient="row")
    points, gathered = _gathered(frame, MOST_PLACES // 3, GRID // 2)
    return ChartData(declaration, "place", None, None, None, "count", "", points, len(places), gathered=gathered)


def _gathered(places: pl.DataFrame, most: int = MOST_PLACES, grid: int = GRID) -> tuple[tuple[Point, ...], bool]:
    """Each place as a point, or the middles of a grid's cells with how many places fall into each.

    The same places give the same points, whatever their order and however many threads add them up.
    """
    if places.height <= most:
        rows = places.sort("latitude", "longitude").iter_rows(named=True)
        return tuple(Point("", 1.0, latitude=r["latitude"], longitude=r["longitude"]) for r in rows), False
    spans = [float(places[c].max()) - float(places[c].min()) for c in places.columns]  # type: ignore[arg-type]
    cell = max(spans) / grid or 1.0
    cells = (
        places.with_columns(
            ((pl.col("latitude") / cell).floor()).alias("row"),
            ((pl.col("longitude") / cell).floor()).alias("column"),
        )
        .group_by("row", "column")
        .agg("latitude", "longitude")
        .sort("row", "column")
    )
    return tuple(
        Point("", float(len(r["latitude"])), latitude=_middle(r["latitude"]), longitude=_middle(r["longitude"]))
        for r in cells.iter_rows(named=True)
    ), True


def _middle(degrees: Sequence[float]) -> float:
    return round(fsum(degrees) / len(degrees), 5)


def _shapes(declaration: ChartDeclaration, table: Table) -> ChartData:
    """A GeoJSON resource: points as places, lines and areas as outlines, coloured by `y` if named."""
    geometries = [(i, g) for i, g in enumerate(table.geometries or ()) if isinstance(g, dict)]
    try:
        if geometries and all(g.get("type") == "Point" for _, g in geometries):
            places = pl.DataFrame(
                [
                    {"latitude": float(g["coordinates"][1]), "longitude": float(g["coordinates"][0])}
                    for _, g in geometries
                ]
            )
            points, gathered = _gathered(places)
            return ChartData(
                declaration,
                "place",
                None,
                None,
                None,
                "count",
                "",
                points,
                table.rows,
                gathered=gathered,
                left_out=table.rows - len(geometries),
            )
        y = _number_field(table, declaration.y, "y") if declaration.y else None
        values: Sequence[Any] = table.column(y.name).to_list() if y else [1.0] * table.rows
        label = next((f for f in table.fields if f.type == "string" and f.profile.distinct > table.rows / 2), None)
        labels = table.column(label.name).to_list() if label else [""] * table.rows
        grid = _grid_of(geometries)
        kept = [(i, g) for i, g in geometries if values[i] is not None]
        shapes = tuple(_thinned(g, grid) for _, g in kept)
        points = tuple(Point(str(labels[i] or ""), float(values[i])) for i, _ in kept)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise CannotDraw(f"the geometry can't be understood ({error})") from error
    if not points:
        raise CannotDraw("no feature has a geometry")
    return ChartData(
        declaration,
        "shape",
        label,
        y,
        None,
        "",
        "",
        points,
        table.rows,
        shapes=shapes,
        left_out=table.rows - len(kept),
    )


def _grid_of(geometries: Sequence[tuple[int, Mapping[str, Any]]]) -> float:
    """The step to which coordinates are rounded: a thousandth of the longer side, below a screen's own."""
    flat = [pair for _, g in geometries for pair in _pairs(g["coordinates"])]
    spans = [float(max(p[axis] for p in flat) - min(p[axis] for p in flat)) for axis in (0, 1)]
    return max(max(spans) / 1000, 1e-9)


def _pairs(coordinates: Any) -> Sequence[Any]:
    if coordinates and isinstance(coordinates[0], int | float):
        return [coordinates]
    return [pair for part in coordinates for pair in _pairs(part)]


def _thinned(geometry: Mapping[str, Any], grid: float) -> Mapping[str, Any]:
    """The same outline with neighbouring points merged that a screen could not tell apart."""

    def line(points: Any) -> list[list[float]]:
        rounded = [[round(round(p[0] / grid) * grid, 6), round(round(p[1] / grid) * grid, 6)] for p in points]
        kept = [p for i, p in enumerate(rounded) if i == 0 or p != rounded[i - 1]]
        return kept if len(kept) > 3 else rounded

    def walk(coordinates: Any) -> Any:
        if coordinates and coordinates[0] and isinstance(coordinates[0][0], int | float):
            return line(coordinates)
        return [walk(part) for part in coordinates]

    if geometry["type"] == "Point":
        return geometry
    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}
