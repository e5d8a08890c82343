"""How a delimited file is written: its encoding, what parts its cells and what quotes them.

What a descriptor leaves open is told from the file's first lines in the way that Frictionless does (the `csv` module's
own sniffer on the first 100 lines), so that a row is looked for where Frictionless counted it.
"""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from civicstat.misread import dialect_of, opened

if TYPE_CHECKING:
    from pathlib import Path

    from civicstat.model import Package, Resource

SNIFFED_LINES = 100
SNIFFED_BYTES = 100_000

_NAMES = {
    "delimiter": "delimiter",
    "quoteChar": "quote",
    "escapeChar": "escape",
    "doubleQuote": "double",
    "skipInitialSpace": "skip_space",
}
"""What the standard calls each part of a form."""


@dataclass(frozen=True)
class TableForm:
    """How a delimited file is written. `quote` and `escape` are empty where there is none.

    `header_rows` are the records that hold the labels, `header_join` what stands between those of one column;
    `headless` is true where the parts of a file in several parts begin without a header each.
    """

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    double: bool = True
    skip_space: bool = False
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    headless: bool = False

    @property
    def doubles(self) -> bool:
        """Whether two quotes within a quoted cell stand for one: without an escape there is no other way."""
        return self.double if self.escape else True

    def reader(self, lines: Any) -> Any:
        """The `csv` module's reader of this form, over text lines."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            escapechar=self.escape or None,
            doublequote=self.doubles,
            skipinitialspace=self.skip_space,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
        )


def form_of(resource: Resource, package: Package) -> TableForm | None:
    """The form of a resource's file; None for one that has no lines of rows, or can't be read."""
    if resource.format not in ("csv", "tsv") or resource.compression not in ("", "gz") or not resource.files:
        return None
    dialect = dialect_of(resource, package)
    said = {_NAMES[key]: value for key, value in dialect.items() if key in _NAMES and isinstance(value, str | bool)}
    if resource.format == "tsv":
        said.setdefault("delimiter", "\t")
    header = dialect.get("header") is not False
    rows = dialect.get("headerRows", [1])
    join = dialect.get("headerJoin", " ")
    try:
        with opened(resource.files[0], resource) as file:
            head = file.read(SNIFFED_BYTES)
        encoding = _encoding(head, resource.encoding)
        sniffed = _sniffed(head, encoding, str(said.get("delimiter") or ",\t;|"))
        form = TableForm(
            **{**sniffed, **said},
            encoding=encoding,
            header_rows=tuple(n for n in rows if isinstance(n, int)) if header and isinstance(rows, list) else (),
            header_join=join if isinstance(join, str) else " ",
            headless=not header or resource.format != "csv",
        )
        form.reader([])
    except (OSError, EOFError, LookupError, ValueError, TypeError, csv.Error):
        return None
    return form


def text_of(file: Path, resource: Resource, form: TableForm) -> io.TextIOWrapper:
    """A file as text; line breaks stay as they are, and what is no text becomes a replacement character."""
    return io.TextIOWrapper(opened(file, resource), encoding=form.encoding, errors="replace", newline="")


def _encoding(head: bytes, declared: str) -> str:
    """The encoding declared, else the one that the first bytes show; a mark at the beginning is passed over."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not declared.lower().startswith("utf-32"):
        return "utf-16"
    if declared:
        name = codecs.lookup(declared).name
        return "utf-8-sig" if name == "utf-8" else name
    # A file that is cut within a character is none the less UTF-8.
    with suppress(UnicodeDecodeError):
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8-sig"
    return "cp1252"


def _sniffed(head: bytes, encoding: str, delimiters: str) -> dict[str, Any]:
    with closing(io.TextIOWrapper(io.BytesIO(head), encoding=encoding, errors="replace", newline="")) as lines:
        sample = "".join(islice(lines, SNIFFED_LINES))
    try:
        told = csv.Sniffer().sniff(sample, delimiters)
    except csv.Error:
        return {"delimiter": delimiters if len(delimiters) == 1 else ","}
    quote = told.quotechar or '"'
    # Frictionless takes a single quote for part of the text too.
    return {
        "delimiter": told.delimiter,
        "quote": '"' if quote == "'" else quote,
        "skip_space": bool(told.skipinitialspace),
    }
