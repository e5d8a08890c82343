"""Whole Vega-Lite specifications that a package declares: made safe, given their rows and the portal's theme."""

from __future__ import annotations

import json
import re
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

MOST_PIXELS = 4000
"""Width, height or count that a specification may ask for: one mistyped nought, and a drawing would never end."""

MOST_LEVELS = 60
"""How deep a specification may be nested; the deepest of Vega-Lite's own examples has 20 levels."""

MOST_PARTS = 60
"""Layers, views, steps and the like in one list: the busiest of Vega-Lite's own examples has a dozen."""

MOST_CHARACTERS = 5000
"""Of one text or expression: each letter of it is measured again and again while a chart is laid out."""

_PARTS = {"layer", "hconcat", "vconcat", "concat", "repeat", "row", "column", "transform", "fold", "flatten", "params"}
_FETCHING = ("url", "href")
_COUNTED = re.compile(r"width|height|step|count|size|stop|maxbins", re.IGNORECASE)


def fill_spec(declaration: ChartDeclaration, tables: Mapping[str, Table]) -> dict[str, Any]:
    """The declared specification with its rows inline.

    Raises `CannotDraw` where it names no table of the package, would fetch something, or draws too much.
    """
    for key, value, at in _keys(declaration.spec or {}):
        if key in _FETCHING:
            raise CannotDraw(f'"{at}" would fetch something; a chart shows only rows of its own package')
        if key == "element":
            raise CannotDraw(f'"{at}" would reach for another part of the page; a chart keeps to itself')
        if key in _PARTS and isinstance(value, list) and len(value) > MOST_PARTS:
            raise CannotDraw(f'"{at}" has {len(value):,} parts; expected at most {MOST_PARTS}')
        if (longest := _longest(value)) > MOST_CHARACTERS:
            raise CannotDraw(f'"{at}" is {longest:,} characters long; expected at most {MOST_CHARACTERS:,}')
        if key == "sequence":
            raise CannotDraw(f'"{at}" would make up rows; a chart shows only rows of its own package')
        if _COUNTED.search(key) and any(n > MOST_PIXELS for n in _numbers(value)):
            raise CannotDraw(f'"{at}" asks for more than {MOST_PIXELS:,}')
    spec = deepcopy(dict(declaration.spec or {}))
    used = set(json.dumps(spec, ensure_ascii=False).split('"'))
    for place in _data_places(spec):
        _fill(place, declaration, tables, used)
    if "data" not in spec and not any(True for _ in _data_places(spec)):
        spec["data"] = {"name": declaration.resource}
        _fill(spec, declaration, tables, used)
    return spec


def complete_spec(filled: Mapping[str, Any], description: str, width: int) -> dict[str, Any]:
    """A specification that has its rows, at one width and in the portal's theme."""
    spec = dict(filled)
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


def _keys(value: Any, at: str = "spec", level: int = 0) -> Iterator[tuple[str, Any, str]]:
    """Every key at any depth, with its value and its place; rows are passed over."""
    if level > MOST_LEVELS:
        raise CannotDraw(f"it is nested more than {MOST_LEVELS} levels deep")
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{at}.{key}"
            yield str(key), inner, place
            if key == "values" and at.endswith(".data"):
                if isinstance(inner, list) and len(inner) > MOST_ROWS:
                    raise CannotDraw(f'"{place}" holds {len(inner):,} rows; expected at most {MOST_ROWS:,}')
            else:
                yield from _keys(inner, place, level + 1)
            if key in ("mark", "type") and inner == "image":
                yield "url", inner, place
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _keys(inner, f"{at}[{index}]", level + 1)


def _longest(value: Any) -> int:
    """The length of the text that a key has, or of the longest in its list."""
    texts = value if isinstance(value, list) else [value]
    return max((len(text) for text in texts if isinstance(text, str)), default=0)


def _numbers(value: Any) -> Iterator[float]:
    """The number that a key has, or the numbers of its list."""
    for number in value if isinstance(value, list) else [value]:
        if isinstance(number, int | float) and not isinstance(number, bool):
            yield abs(number)


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
    values = [{key: _value(value) for key, value in row.items()} for row in table.columns[fields].iter_rows(named=True)]
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
