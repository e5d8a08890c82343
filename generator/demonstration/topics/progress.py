"""Packages of sprints and the strategy: their tables from tuples of cells, in the columns that civicstat reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from describe import MIT, Json, Package, package, plain
from files import Value, delimited

from civicstat.shapes import SHAPES, TEXTS, schema_of, shape_of
from civicstat.shapes.shape import Column
from civicstat.shapes.yearly import year_column
from topics.services import PUBLISHER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.shapes import Kind

Cells = dict[str, Value]

FACTS = {
    "title": "City of Baltimore, cob-performance: performance measures and the Mayor's Action Plan",
}
"""Where the facts about Baltimore are from that a package names (MIT licence)."""

BY_PLACE: Json = {
    "by": ["council_district", "neighborhood"],
    "latitude": "latitude",
    "longitude": "longitude",
}


def rows_of(columns: str, *rows: Sequence[Value]) -> list[Cells]:
    """Rows from cells in the order of some columns, which are named once."""
    names = columns.split()
    return [dict(zip(names, row, strict=True)) for row in rows]


def progress_package(  # noqa: PLR0913 - what one package has of its own
    kind: Kind,
    name: str,
    title: str,
    description: list[str],
    tables: Mapping[str, list[Cells]],
    *,
    text: str = "",
    text_title: str = "",
    keywords: list[str],
    theme: list[str],
    said: Json,
    measures: Sequence[Json] = (),
    modified: str,
    promise: str = "R/P1W",
    temporal: str = "",
    waivers: Sequence[Json] = (),
    sources: Sequence[Json] = (FACTS,),
) -> Package:
    """A package of a kind with its tables, in the order that civicstat has for them, and its Markdown beside them.

    `text` names the Markdown file beside this module, if there is one; `said` stands under `civicstat.<kind>`.
    """
    written = [shape.name for shape in SHAPES[kind] if shape.name in tables]
    columns = {table: _columns(kind, table, tables[table]) for table in written}
    resources = [_table(kind, table, columns) for table in written]
    role = TEXTS.get(kind, "")
    path = "strategy.md" if kind == "strategy" else f"{role}.md"
    if text:
        resources.append(plain(role, path, text_title, f"{text_title}, in words.", form="md"))
    own: Json = {
        "kind": kind,
        "simulated": True,
        "publisher": PUBLISHER,
        "theme": theme,
        "accrualPeriodicity": promise,
        "modified": modified,
        "temporal": temporal or f"{said['start']}/{said['end']}",
        "spatial": "Baltimore, Maryland",
        kind: said,
        **({"measures": [*measures]} if measures else {}),
        **({"waivers": [*waivers]} if waivers else {}),
    }
    descriptor = package(
        name,
        title,
        description,
        keywords=[*keywords, "simulated"],
        licenses=[MIT],
        sources=[{"title": "Written for this demonstration, in words of its own"}, *sources],
        homepage="",
        resources=resources,
        civicstat=own,
    )
    del descriptor["homepage"]
    files = {f"{table}.csv": delimited(tables[table], names) for table, names in columns.items()}
    return Package(descriptor, files | ({path: Path(__file__).with_name(text).read_bytes()} if text else {}))


def _columns(kind: Kind, name: str, rows: list[Cells]) -> list[str]:
    """The columns that a table needs or has a value in: one without any would only be in the way."""
    shape = shape_of(kind, name)
    own = [c.name for c in shape.columns if c.required or any(row.get(c.name) not in (None, "") for row in rows)]
    return own + [column for column in dict.fromkeys(column for row in rows for column in row) if year_column(column)]


def _table(kind: Kind, name: str, columns: Mapping[str, list[str]]) -> dict[str, Any]:
    shape = shape_of(kind, name)
    yearly = [Column(c, c, "A figure of this fiscal year.", "88", "number") for c in columns[name] if year_column(c)]
    schema = schema_of(kind, name, list(columns), yearly)
    schema["fields"] = [field for field in schema["fields"] if field["name"] in columns[name]]
    if keys := [key for key in schema.get("foreignKeys", ()) if key["fields"][0] in columns[name]]:
        schema["foreignKeys"] = keys
    else:
        schema.pop("foreignKeys", None)
    return {
        "name": name,
        "type": "table",
        "title": shape.title,
        "description": shape.description,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
