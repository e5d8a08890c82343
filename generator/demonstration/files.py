"""Write rows as files, the same bytes each time: no clock, no random order, lines that end in a line feed.

Gzip and Parquet bytes also depend on the versions of zlib and PyArrow that write them.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Value = str | int | float | None


def delimited(rows: Iterable[Mapping[str, Value]], columns: Sequence[str], delimiter: str = ",") -> bytes:
    """Write rows as CSV, or as TSV when the delimiter is a tab; an absent value is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def gzipped(content: bytes) -> bytes:
    """Compress, with the time stamp left at zero."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def json_rows(rows: Iterable[Mapping[str, Value]]) -> bytes:
    """Write rows as one JSON array, a row a line."""
    return ("[\n" + ",\n".join(f"  {_json(row)}" for row in rows) + "\n]\n").encode()


def ndjson(rows: Iterable[Mapping[str, Value]]) -> bytes:
    """Write rows as newline-delimited JSON."""
    return "".join(f"{_json(row)}\n" for row in rows).encode()


def _json(row: Mapping[str, Value]) -> str:
    return json.dumps(row, ensure_ascii=False)


def parquet(columns: Mapping[str, tuple[Any, Sequence[Any]]]) -> bytes:
    """Write columns, each with its Arrow type, as Parquet."""
    arrays = [pa.array(values, type=kind) for kind, values in columns.values()]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, names=list(columns)), out)
    return out.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx(rows: Iterable[Mapping[str, Value]], columns: Sequence[str], sheet: str) -> bytes:
    """Write rows as a workbook of one sheet: numbers as numbers, the rest as text, every file dated 1980."""
    lines: list[list[Value]] = [list(columns), *([row[name] for name in columns] for row in rows)]
    body = "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)
    relation = f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{relation}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{relation}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # the same on every operating system
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _XML + text)
    return out.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"
