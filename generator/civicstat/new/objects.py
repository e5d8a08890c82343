"""JSON files: GeoJSON as it is, and lists of objects as tables.

A list of objects is published as CSV, like a sheet: staff can open it, and a change can be read line by line.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from civicstat.errors import WrongUse
from civicstat.findings import shorten
from civicstat.names import slug
from civicstat.new.sources import SourceTable, frame_of
from civicstat.new.titles import readable_title
from civicstat.plainyaml import whole_number
from civicstat.sizes import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_DEEPEST = 3


def read_objects(file: Path, names: Sequence[str]) -> tuple[SourceTable, ...]:
    """The tables of a JSON file: the lists of objects that are named, else the only one there is.

    A list is named by its property, or by the path to it (`result.records`). Raises `WrongUse`.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
        raw = _lines(text) if file.suffix.lower() in (".ndjson", ".jsonl") else _load(text)
    except UnicodeDecodeError as error:
        raise WrongUse(f'{file.name}: is not UTF-8 text. Save it again with the encoding "UTF-8".') from error
    except (ValueError, RecursionError) as error:
        raise WrongUse(f"{file.name}: can't be read as JSON: {shorten(str(error), 160)}. Export it again.") from error
    if isinstance(raw, dict) and raw.get("type") in ("FeatureCollection", "Feature"):
        return (_map(file, raw),)
    lists = _lists(raw)
    if not lists:
        raise WrongUse(
            f"{file.name}: holds no list of objects. Expected [{{…}}, {{…}}], an object that holds such a list, or "
            "GeoJSON."
        )
    if wrong := [name for name in names if name not in lists]:
        raise WrongUse(f'{file.name}: --sheet: found "{wrong[0]}", expected one of {", ".join(lists)}.')
    if not names and len(lists) > 1:
        sizes = ", ".join(f'"{name}" ({len(rows):,})' for name, rows in lists.items())
        raise WrongUse(f"{file.name}: holds several lists: {sizes}. Name one with --sheet.")
    chosen = {name: lists[name] for name in names} if names else lists
    return tuple(_table(file, name if len(chosen) > 1 else file.stem, rows) for name, rows in chosen.items())


def _load(text: str) -> Any:
    # JSON has no word for NaN, which some programs write for "no value".
    return json.loads(text, parse_float=Decimal, parse_int=whole_number, parse_constant=lambda _: None)


def _lines(text: str) -> list[Any]:
    return [_load(line) for line in text.splitlines() if line.strip()]


def _lists(raw: Any, at: str = "", depth: int = 0) -> dict[str, list[Mapping[str, Any]]]:
    """The lists of objects in a value, by the path to them (empty for the value itself)."""
    if isinstance(raw, list):
        if raw and all(isinstance(row, dict) for row in raw):
            return {at: raw}
        rows = raw if len(raw) > 1 and all(isinstance(row, list) for row in raw) else []
        names = rows[0] if rows else []
        named = all(isinstance(name, str) and name for name in names) and len(set(names)) == len(names)
        if rows and named and all(len(row) <= len(names) for row in rows):
            return {at: [dict(zip(names, row, strict=False)) for row in rows[1:]]}
        return {}
    found: dict[str, list[Mapping[str, Any]]] = {}
    if isinstance(raw, dict) and depth < _DEEPEST:
        for name, inner in raw.items():
            found |= _lists(inner, f"{at}.{name}" if at else name, depth + 1)
    return found


def _table(file: Path, called: str, rows: Sequence[Mapping[str, Any]]) -> SourceTable:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    labels = [key.strip() for key in keys]
    if len(labels) > MOST_COLUMNS:
        raise WrongUse(f"{file.name}: found {len(labels):,} names in its objects, expected at most {MOST_COLUMNS:,}.")
    if "" in labels or len(set(labels)) < len(labels):
        raise WrongUse(f"{file.name}: an object has a blank name, or two that differ only in spaces. Rename them.")
    kept = [row for row in rows if any(value not in (None, "") for value in row.values())]
    if not kept:
        raise WrongUse(f"{file.name}: its objects hold no value.")
    types = {}
    for key, label in zip(keys, labels, strict=True):
        kinds = {type(row[key]) for row in kept if row.get(key) is not None}
        if kinds and kinds <= {dict, list}:
            types[label] = "object" if kinds == {dict} else "array" if kinds == {list} else "string"
    frame = frame_of(labels, [[_text(file, row.get(key)) for key in keys] for row in kept])
    notes = ["It was JSON; the table is written as CSV, whose changes can be read line by line."]
    if len(kept) < len(rows):
        notes.append(f"{len(rows) - len(kept):,} objects without any value are left out.")
    name = slug(called)
    return SourceTable(name, readable_title(called), f"{name}.csv", frame, types=types, notes=tuple(notes))


def _map(file: Path, raw: Mapping[str, Any]) -> SourceTable:
    """A GeoJSON file, which is copied; its features' properties are described."""
    features = raw.get("features") if raw["type"] == "FeatureCollection" else None
    if not isinstance(features, list) or not features or not all(isinstance(f, dict) for f in features):
        raise WrongUse(f"{file.name}: expected a GeoJSON FeatureCollection with at least one feature.")
    rows = [f.get("properties") or {} for f in features]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if len(keys) > MOST_COLUMNS:
        raise WrongUse(f"{file.name}: found {len(keys):,} properties, expected at most {MOST_COLUMNS:,}.")
    frame = frame_of(keys, [[_text(file, row.get(key)) for key in keys] for row in rows])
    types = {key: _type([row[key] for row in rows if row.get(key) is not None]) for key in keys}
    properties = {"format": "geojson", "mediatype": "application/geo+json", "encoding": "utf-8"}
    name = slug(file.stem)
    notes = _place_notes(raw, features)
    title = readable_title(file.stem)
    return SourceTable(name, title, f"{name}.geojson", frame, file, properties, types=types, notes=notes, mapped=True)


def _place_notes(raw: Mapping[str, Any], features: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    notes = []
    crs = json.dumps(raw.get("crs") or "", default=str)
    if raw.get("crs") and not any(word in crs for word in ("CRS84", "4326")):
        notes.append(
            f"The file names another system of coordinates than GeoJSON's: {shorten(crs, 120)}. Export it as WGS 84."
        )
    if without := sum(1 for feature in features if not feature.get("geometry")):
        notes.append(f"{without:,} features have no place on the map.")
    numbers = [n for f in features for n in _numbers(f.get("geometry"))]
    if numbers and max(map(abs, numbers)) > 180:
        notes.append("Coordinates are larger than degrees can be: export the file as WGS 84 (EPSG:4326).")
    return tuple(notes)


def _numbers(geometry: Any) -> list[float]:
    """The first pair of coordinates of a geometry."""
    inner = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(inner, list) and inner and isinstance(inner[0], list):
        inner = inner[0]
    return (
        [float(n) for n in inner[:2]]
        if isinstance(inner, list) and all(isinstance(n, int | Decimal) for n in inner)
        else []
    )


def _type(values: Sequence[Any]) -> str:
    """The field type that JSON's own types say; empty for text, whose form is looked at, and `any` for a mixture."""
    kinds = {type(value) for value in values}
    if kinds <= {str}:
        return ""
    for of_json, type_ in (
        ({bool}, "boolean"),
        ({int}, "integer"),
        ({int, Decimal}, "number"),
        ({dict}, "object"),
        ({list}, "array"),
    ):
        if kinds <= of_json:
            return type_
    return "any"


def _text(file: Path, value: Any) -> str:
    """A value as a cell: structures as JSON, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = json.dumps(value, ensure_ascii=False, default=float) if isinstance(value, dict | list) else str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise WrongUse(f"{file.name}: holds half a character ({ascii(text)[:40]}). Export the file again.") from error
    return text
