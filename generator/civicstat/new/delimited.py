"""CSV and TSV files: their encoding, their delimiter, the row that names the columns, and their text."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat import standard
from civicstat.errors import WrongUse
from civicstat.findings import shorten
from civicstat.names import slug
from civicstat.new.sources import (
    SourceTable,
    blanks_as_null,
    frame_of,
    header_row,
    label_problems,
    looks_like_data,
    tidied,
)
from civicstat.new.titles import readable_title
from civicstat.sizes import MOST_CELL, MOST_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

DELIMITERS = ",\t;|"
"""Those that Frictionless looks for."""

_SNIFFED_LINES = 100
_COMPARED = 500
_TELLING_BYTES = 30
_LATIN = {"iso8859-1", "iso8859-9", "iso8859-15", "cp1254", "cp1252", "ascii", "utf-8"}


@dataclass(frozen=True)
class _Form:
    """How cells are told apart."""

    delimiter: str
    quote: str
    spaced: bool

    def records(self, text: str) -> Any:
        """A reader of the records of a text, as Frictionless reads them."""
        csv.field_size_limit(MOST_CELL)
        return csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            skipinitialspace=self.spaced,
        )


def read_delimited(file: Path, *, tidy: bool = False) -> SourceTable:
    """The table of a text file. Raises `WrongUse` where it is none.

    With `tidy`, the table will be written anew without what spreadsheets leave behind: blank rows and columns, columns
    without a name or with another's.
    """
    raw = file.read_bytes()
    encoding, text = _decoded(file, raw)
    if "\0" in text[:MOST_CELL]:
        raise WrongUse(f"{file.name}: this is no text. Name a CSV, TSV, Excel (.xlsx), JSON or GeoJSON file.")
    if not text.strip():
        raise WrongUse(f"{file.name}: the file is empty.")
    tabs = file.suffix.lower() in (".tsv", ".tab")
    form, dialect = _form(text, tabs=tabs)
    try:
        head = list(islice(form.records(text), _COMPARED))
        header = header_row(head)
        labels = [label.strip() for label in head[header - 1]]
        if len(labels) > MOST_COLUMNS:
            raise WrongUse(f"{file.name}: found {len(labels):,} columns, expected at most {MOST_COLUMNS:,}.")
        notes = _notes(file, encoding, text, head, header)
        if tidy:
            rows = list(form.records(text))[header:]
            labels, rows, done = tidied(labels, rows, header + 1)
            name = slug(file.stem)
            return SourceTable(
                name, readable_title(file.stem), f"{name}.csv", frame_of(labels, rows), None, {}, notes=(*notes, *done)
            )
        if wrong := label_problems(labels):
            raise WrongUse(
                f"{file.name}, row {header}: {'; '.join(wrong[:10])}. Expected a name of its own for every column. "
                "Correct the names, or let --tidy write the table anew with names made up."
            )
        columns = _columns(text, form, header, labels)
    except csv.Error as error:
        raise WrongUse(
            f"{file.name}: can't be read as CSV: {error}. Look for a quote that is never closed, and save "
            "the file again."
        ) from error
    if columns.is_empty():
        raise WrongUse(f"{file.name}: holds the names of columns, but no row of data.")
    if header > 1:
        dialect["headerRows"] = [header]
    properties: dict[str, Any] = {"format": "tsv" if tabs else "csv"}
    properties["mediatype"] = "text/tab-separated-values" if tabs else "text/csv"
    properties |= {"encoding": encoding} | ({"dialect": dialect} if dialect else {})
    name = slug(file.stem)
    path = f"{name}.{properties['format']}"
    return SourceTable(name, readable_title(file.stem), path, columns, file, properties, notes=notes)


def _decoded(file: Path, raw: bytes) -> tuple[str, str]:
    """The encoding, as a descriptor names it, and the text without its mark."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = next((name for mark, name in marks if raw.startswith(mark)), "utf-8")
    try:
        return marked, raw.decode("utf-8-sig" if marked == "utf-8" else marked)
    except UnicodeDecodeError:
        pass
    telling = b"\n".join(line for line in raw.splitlines() if not line.isascii())[:100_000]
    guess = codecs.lookup(standard.detect_encoding(telling)).name
    # Of the Latin alphabets, only the one of Windows is met in cities' files; guesses between them rest on few letters.
    telling_enough = sum(byte > 127 for byte in telling) >= _TELLING_BYTES
    trusted = [guess] if telling_enough and guess not in _LATIN else []
    tried = [*trusted, "windows-1252", "iso-8859-1"]
    for name in tried:
        try:
            return name, raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise WrongUse(f"{file.name}: the encoding can't be told. Save the file as UTF-8.")


def _form(text: str, *, tabs: bool) -> tuple[_Form, dict[str, Any]]:
    """How cells are told apart, and what of it a descriptor has to say so that Frictionless does the same."""
    lines = text[:MOST_CELL].splitlines(keepends=True)[:_SNIFFED_LINES]
    delimiter = "\t" if tabs else _delimiter(lines)
    dialect: dict[str, Any] = {}
    guess = _sniffed(lines, "\t" if tabs else DELIMITERS)
    single = not any(mark in line for line in lines for mark in delimiter)
    if not tabs and (delimiter != "," or guess.delimiter != delimiter or single):
        dialect["delimiter"] = delimiter
        guess = _sniffed(lines, delimiter)
    if guess.spaced:
        dialect["skipInitialSpace"] = True
    return _Form(delimiter, guess.quote, guess.spaced), dialect


def _sniffed(lines: list[str], delimiters: str) -> _Form:
    """What Frictionless makes of the first lines where the descriptor says nothing else: Python's own guess."""
    try:
        guess = csv.Sniffer().sniff("".join(lines), delimiters)
    except csv.Error:
        return _Form(",", '"', spaced=False)
    quote = '"' if guess.quotechar == "'" else guess.quotechar
    return _Form(guess.delimiter, quote or "", bool(guess.skipinitialspace))


def _delimiter(lines: list[str]) -> str:
    """The delimiter that gives most of the rows the same number of cells, and more than one."""
    best, chosen = 0.0, ","
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in _Form(delimiter, '"', spaced=False).records("".join(lines)) if row]
        except csv.Error:
            continue
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, count = wide.most_common(1)[0]
        if (score := count / len(widths) + width / 10_000) > best:
            best, chosen = score, delimiter
    return chosen if best > 0.5 else ","


def _columns(text: str, form: _Form, header: int, labels: list[str]) -> pl.DataFrame:
    """All cells below the header. Polars reads what is plain; anything else is read as Frictionless reads it."""
    reader = form.records(text)
    for _ in range(header):
        next(reader)
    above = islice(io.StringIO(text, newline=""), reader.line_num)
    at = sum(len(line) for line in above)
    if form.quote == '"' and not form.spaced:
        try:
            frame = pl.read_csv(
                io.BytesIO(text[at:].encode()),
                has_header=False,
                separator=form.delimiter,
                schema=dict.fromkeys(labels, pl.String),
                infer_schema=False,
            )
            return blanks_as_null(frame)
        except (pl.exceptions.PolarsError, UnicodeEncodeError):
            pass  # ragged rows, stray quotes: Frictionless's own reading follows, and its words for what is wrong
    return frame_of(labels, list(reader))


def _notes(file: Path, encoding: str, text: str, head: list[list[str]], header: int) -> tuple[str, ...]:
    notes = []
    if encoding not in ("utf-8", "utf-16"):
        word = re.search(r"\S*[^\x00-\x7f]\S*", text)
        shown = f', such as in "{shorten(word.group())}"' if word else ""
        notes.append(
            f"The text is not UTF-8; it is read as {encoding}. Look whether letters with accents are right{shown}. "
            'Better: save the file as "CSV UTF-8" and begin again.'
        )
    if header > 1:
        above = "; ".join(shorten(" ".join(filter(None, row)), 60) for row in head[: header - 1] if any(row))
        notes.append(
            f'The names of the columns stand in row {header}. What stands above is not published as data: "{above}".'
        )
    if looks_like_data([label.strip() for label in head[header - 1]]):
        notes.append(
            "The first row holds numbers, not names. If it is data, put a row with the columns' names above it."
        )
    if file.stat().st_size > 50_000_000:
        notes.append("The file is large: GitHub takes files of up to 100 MB.")
    return tuple(notes)
