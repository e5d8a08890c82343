"""Any file that a dataset may begin with, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.errors import WrongUse
from civicstat.new.delimited import read_delimited
from civicstat.new.objects import read_objects
from civicstat.new.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from civicstat.new.sources import SourceTable

_TEXT = (".csv", ".tsv", ".tab", ".txt", "")
_OTHER = {
    ".xls": "Open it in Excel or LibreOffice and save it as .xlsx.",
    ".xlsb": "Open it in Excel and save it as .xlsx.",
    ".ods": "Open it in LibreOffice and save it as .xlsx or CSV.",
    ".pdf": "Ask for the table that it was made from.",
    ".shp": "Export it as GeoJSON, in WGS 84 (EPSG:4326).",
    ".kml": "Export it as GeoJSON.",
    ".zip": "Unpack it, and name the file that it holds.",
    ".gz": "Unpack it, and name the file that it holds.",
    ".parquet": "Put it into a folder under catalog/ and describe it by hand; Parquet holds its own types.",
}


def read_source(
    file: Path,
    *,
    sheets: Sequence[str] = (),
    tidy: bool = False,
    choose: Callable[[list[str]], list[str]] | None = None,
) -> tuple[SourceTable, ...]:
    """The tables of a CSV, TSV, Excel, JSON or GeoJSON file.

    `sheets` names the sheets of a workbook, or the lists of a JSON file; `choose` is asked where a workbook has several
    and none is named. Raises `WrongUse` for what holds no table, and says what to do.
    """
    if not file.is_file():
        raise WrongUse(f"{file}: no such file. Name a CSV, TSV, Excel (.xlsx), JSON or GeoJSON file.")
    kind = file.suffix.lower()
    try:
        if kind in (".xlsx", ".xlsm"):
            return read_workbook(file, sheets, choose)
        if kind in (".json", ".geojson", ".ndjson", ".jsonl"):
            return read_objects(file, sheets)
        if sheets:
            raise WrongUse(f"{file.name}: --sheet is for workbooks and for JSON files that hold several lists.")
        if kind in _TEXT:
            return (read_delimited(file, tidy=tidy),)
    except OSError as error:
        raise WrongUse(f"{file}: can't be read: {error.strerror}. Check the file's permissions.") from error
    todo = _OTHER.get(kind, "Save it as CSV.")
    raise WrongUse(f"{file.name}: found {kind}, expected .csv, .tsv, .xlsx, .json or .geojson. {todo}")
