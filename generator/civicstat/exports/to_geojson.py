"""GeoJSON (RFC 7946): a feature for each row of a table that has a latitude and a longitude, or shapes."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING

from civicstat.distributions import Shortfall
from civicstat.exports.values import MOST_CELLS, is_json, json_rows
from civicstat.texts import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from civicstat.tables import Table


def write_geojson(table: Table, to: Path) -> tuple[bool, tuple[Shortfall, ...]]:
    """Write a table of places as features, whose properties are its columns. A map's own file is GeoJSON already."""
    geometries = _geometries(table)
    if geometries is None:
        return False, ()
    if table.rows * len(table.fields) > MOST_CELLS:
        return False, (Shortfall(table.resource, "geojson", "size"),)
    if table.lost:
        return False, (Shortfall(table.resource, "geojson", "format", table.lost),)
    rows, told = json_rows(table)
    with to.open("w", encoding="utf-8", newline="\n") as opened:
        opened.write('{"type": "FeatureCollection", "features": [')
        for number, (row, geometry) in enumerate(zip(rows, geometries, strict=True)):
            opened.write(",\n" if number else "\n")
            opened.write(f'{{"type": "Feature", "geometry": {geometry or "null"}, "properties": {row}}}')
        opened.write("\n]}\n" if table.rows else "]}\n")
    return True, (Shortfall(table.resource, "geojson", "as text", told),) if told else ()


def _geometries(table: Table) -> Iterator[str | None] | None:
    """The geometry of each row, as JSON; None where the table says nothing of places."""
    if table.mapped:
        return None
    if places := table.coordinates:
        latitude, longitude = (table.column(f.name).to_list() for f in places)
        return (_point(x, y) for y, x in zip(latitude, longitude, strict=True))
    shape = next((f for f in table.fields if f.type == "geojson" and f.format == "default"), None)
    if shape:
        return (None if text is None else _geometry(text) for text in table.column(shape.name))
    point = next((f for f in table.fields if f.type == "geopoint"), None)
    return (_point(*_pair(text, point.format)) for text in table.column(point.name)) if point else None


def _point(longitude: float | None, latitude: float | None) -> str | None:
    """A point; None where one of its numbers is missing, or is none."""
    if longitude is None or latitude is None or not (math.isfinite(longitude) and math.isfinite(latitude)):
        return None
    return f'{{"type": "Point", "coordinates": [{longitude}, {latitude}]}}'


def _pair(text: str | None, form: str) -> tuple[float | None, float | None]:
    if text is None:
        return None, None
    held = text.split(",") if form == "default" else json.loads(text)
    longitude, latitude = (held["lon"], held["lat"]) if isinstance(held, dict) else held
    return float(longitude), float(latitude)


def _geometry(text: str) -> str | None:
    """The geometry of a cell, which may hold a feature around it; a cell of several has none of its own."""
    shape = json.loads(text, parse_float=Decimal)
    kind = shape.get("type")
    geometry = shape.get("geometry") if kind == "Feature" else None if kind == "FeatureCollection" else shape
    return json_text(geometry) if geometry and is_json(text) else None
