"""CSV: UTF-8, RFC 4180."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from civicstat.distributions import Shortfall
from civicstat.exports.values import geometry_name, lost_text, text_columns
from civicstat.tables import column_of

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from civicstat.tables import Table

FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that spreadsheets take for a formula (OWASP, CSV injection)."""
_HARMLESS = r"^[+-]?[0-9][0-9.,\s]*%?$|^[+-]+$"
"""Numbers, and a dash for a blank."""


def write_csv(table: Table, to: Path) -> tuple[bool, tuple[Shortfall, ...]]:
    """Write a table as CSV in its fields' own formats; what a spreadsheet may run is told."""
    if not table.fields:
        return False, ()
    if lost := lost_text(table):
        return False, (Shortfall(table.resource, "csv", "format", lost),)
    with to.open("wb") as opened:
        told = write_rows(table, opened)
    return True, (Shortfall(table.resource, "csv", "formulas", told),) if told else ()


def write_rows(table: Table, opened: BinaryIO) -> tuple[str, ...]:
    """Write a table's names and rows as CSV; the fields with texts that a spreadsheet may run."""
    texts = text_columns(table)
    told = tuple(f.name for f in table.fields if f.type in ("string", "any") and _runs(column_of(texts, f.name)))
    texts = texts.with_columns(
        column_of(texts, f.name).fill_null(f.missing).alias(f.name) for f in table.fields if f.missing
    )
    if table.mapped:
        texts = texts.with_columns(table.geometry_texts.alias(geometry_name(table)))
    # A mark at the start of a file is no text: a name that begins with one is quoted.
    marked = texts.columns[0].startswith("\ufeff")
    header = io.StringIO()
    csv.writer(header, quoting=csv.QUOTE_ALL if marked else csv.QUOTE_MINIMAL).writerow(texts.columns)
    opened.write(header.getvalue().encode())
    texts.write_csv(opened, include_header=False, line_terminator="\r\n")
    return told


def _runs(texts: pl.Series) -> bool:
    begins = texts.filter(texts.str.contains(FORMULA)).unique()
    return bool((~begins.str.contains(_HARMLESS)).any())
