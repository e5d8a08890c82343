"""Whole Vega-Lite specifications that a package declares: made safe, given their rows and the portal's theme."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from civicstat.charts.compose import NARROW_BELOW, SCHEMA, theme
from civicstat.charts.reckon import CannotDraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from civicstat.model import ChartDeclaration
    from civicstat.tables import Table

MOST_ROWS = 20_000
"""Rows that a specification may be given: they travel with the live chart to every reader who opens it."""

_FETCHING = ("url", "href")


def complete_spec(
    declaration: ChartDeclaration, tables: Mapping[str, Table], description: str, width: int
) -> dict[str, Any]:
    """The declared specification at one width, with its rows inline.

    Raises `CannotDraw` where it names no table of the package, would fetch something, or draws too much.
    """
    spec = deepcopy(dict(declaration.spec or {}))
    for key, at in _keys(spec):
        if key in _FETCHING:
            raise CannotDraw(f'"{at}" would fetch something; a chart shows only rows of its own package')
    used = set(json.dumps(spec, ensure_ascii=False).split('"'))
    for place in _data_places(spec):
        _fill(place, declaration, tables, used)
    if "data" not in spec and not any(True for _ in _data_places(spec)):
        spec["data"] = {"name": declaration.resource}
        _fill(spec, declaration, tables, used)
    spec["$schema"] = SCHEMA
    spec["description"] = description
    spec["config"] = _merged(theme(narrow=width < NARROW_BELOW), spec.get("config", {}))
    spec.setdefault("padding", 4)
    if not any(key in spec for key in ("hconcat", "vconcat", "concat", "facet", "repeat")) and not _faceted(spec):
        spec["width"] = width
        spec["autosize"] = {"type": "fit", "contains": "padding"}
        if not isinstance(spec.get("height"), int | float | dict):
            spec["height"] = 300
    return spec


def _faceted(spec: Mapping[str, Any]) -> bool:
    encoding = spec.get("encoding")
    return isinstance(encoding, dict) and any(key in encoding for key in ("row", "column", "facet"))


def _keys(value: Any, at: str = "spec") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{at}.{key}"
            yield str(key), place
            if not (at.endswith(".data") and key == "values"):
                yield from _keys(inner, place)
            if key in ("mark", "type") and inner == "image":
                yield "url", place
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _keys(inner, f"{at}[{index}]")


def _data_places(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that has `data` with a name, at any depth (layers, concatenations, lookups)."""
    if isinstance(value, dict):
        data = value.get("data")
        if isinstance(data, dict) and "name" in data and "values" not in data:
            yield value
        for key, inner in value.items():
            if key != "values":
                yield from _data_places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _data_places(inner)


def _fill(place: dict[str, Any], declaration: ChartDeclaration, tables: Mapping[str, Table], used: set[str]) -> None:
    name = place["data"].get("name") or declaration.resource
    if not name and len(tables) == 1:
        name = next(iter(tables))
    table = tables.get(name)
    if table is None:
        known = ", ".join(tables) or "none"
        raise CannotDraw(f'its data names "{name}", which is no table of this package; its tables: {known}')
    if table.rows > MOST_ROWS:
        raise CannotDraw(
            f'"{name}" has {table.rows:,} rows; a whole specification is given at most {MOST_ROWS:,}. '
            "Use the short form, which gathers rows first"
        )
    # A field may be named inside an expression, so columns are left out only when nothing resembles them.
    text = "\0".join(used)
    fields = [f.name for f in table.fields if f.name in used or f.name in text] or [f.name for f in table.fields]
    values = [
        {key: _value(value) for key, value in row.items()} for row in table.columns.select(fields).iter_rows(named=True)
    ]
    place["data"] = {**{k: v for k, v in place["data"].items() if k != "name"}, "values": values}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%dT00:00:00")
    return str(value) if not isinstance(value, str | int | float | bool | None) else value


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
