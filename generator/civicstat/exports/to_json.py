"""JSON: a list with an object for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.distributions import Shortfall
from civicstat.exports.values import MOST_CELLS, json_rows

if TYPE_CHECKING:
    from pathlib import Path

    from civicstat.tables import Table


def write_json(table: Table, to: Path) -> tuple[bool, tuple[Shortfall, ...]]:
    """Write a table as JSON, a row a line. A map's own file is JSON already, with its geometries."""
    if table.mapped or not table.fields:
        return False, ()
    if table.rows * len(table.fields) > MOST_CELLS:
        return False, (Shortfall(table.resource, "json", "size"),)
    if table.lost:
        return False, (Shortfall(table.resource, "json", "format", table.lost),)
    rows, told = json_rows(table)
    with to.open("w", encoding="utf-8", newline="\n") as opened:
        opened.write("[")
        for number, row in enumerate(rows):
            opened.write(",\n" if number else "\n")
            opened.write(row)
        opened.write("\n]\n" if table.rows else "]\n")
    return True, (Shortfall(table.resource, "json", "as text", told),) if told else ()
