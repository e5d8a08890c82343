"""The records of a delimited file with the lines that they stand on, and the cells of a record with their columns."""

from __future__ import annotations

import csv
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.reports.forms import text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

    from civicstat.model import Resource
    from civicstat.reports.forms import TableForm

Span = tuple[int, int]
"""Where a part of a text begins, and the place after its end."""


@dataclass(frozen=True)
class Record:
    """One record as it stands in a file: in which part of the table's files, from which line on, and its text."""

    part: int
    line: int
    text: str


def read_records(resource: Resource, form: TableForm, wanted: Collection[int]) -> dict[int, Record]:
    """The records of those numbers (the header is 1), in one pass that ends with the last of them.

    Records without a quote stand on one line each, so that only those with one are taken apart. What can't be read to
    the last of them gives those before.
    """
    found: dict[int, Record] = {}
    last = max(wanted, default=0)
    with suppress(OSError, EOFError, UnicodeError, csv.Error), closing(_lines(resource, form)) as lines:
        for number, record in enumerate(_records(lines, form), 1):
            if number in wanted:
                found[number] = Record(record[0], record[1], record[2])
            if number >= last:
                break
    return found


_Line = tuple[int, int, str]
"""A part of the table's files, a line in it, and the text of the line with what ends it."""


def _lines(resource: Resource, form: TableForm) -> Generator[_Line]:
    """The lines of a table's files one after another, as Frictionless joins them: without the later parts' headers.

    The last line of a part runs into the next part where nothing ends it. A lone carriage return breaks a line for
    `csv`, but not for git, nor for the page that shows the file.
    """
    begun: _Line | None = None
    for part, file in enumerate(resource.files):
        with text_of(file, resource, form) as stream:
            line, broken = 0, True
            if part and not form.headless:
                line, broken = 1, stream.readline().endswith("\n")
            for text in stream:
                line += broken
                broken = text.endswith("\n")
                if begun:
                    yield begun[0], begun[1], begun[2] + text
                    begun = None
                elif broken or text.endswith("\r"):
                    yield part, line, text
                else:
                    begun = part, line, text
    if begun:
        yield begun


def _records(lines: Iterator[_Line], form: TableForm) -> Iterator[_Line]:
    """The records, each with where it begins and its text."""
    quote, escape = form.quote, form.escape
    taken: list[str] = []
    pending: list[str] = []

    def more() -> Iterator[str]:
        """What the reader reads: the line that is pending, and those after it for as long as a quote is open."""
        while True:
            if pending:
                yield pending.pop()
            elif (line := next(lines, None)) is None:
                return
            else:
                taken.append(line[2])
                yield line[2]

    reader = form.reader(more())
    for line in lines:
        text = line[2]
        if (quote and quote in text) or (escape and escape in text):
            pending.append(text)
            next(reader, None)
            if taken:
                yield line[0], line[1], "".join([text, *taken])
                taken.clear()
                continue
        yield line


def cell_spans(text: str, form: TableForm) -> list[Span]:
    """Where each cell of a record stands, its quotes included, by the rules of the `csv` module."""
    spans: list[Span] = []
    start = at = 0
    end = len(text) - (2 if text.endswith("\r\n") else text.endswith(("\n", "\r")))
    quoted, fresh = False, True
    while at < end:
        sign = text[at]
        if form.escape and sign == form.escape:
            at += 1
            fresh = False
        elif quoted:
            if sign == form.quote:
                doubled = form.doubles and text[at + 1 : at + 2] == form.quote
                at += doubled
                quoted = doubled
        elif sign == form.delimiter:
            spans.append((start, at))
            start, fresh = at + 1, True
        elif fresh and form.quote and sign == form.quote:
            quoted, fresh = True, False
        elif not (fresh and form.skip_space and sign == " "):
            fresh = False
        at += 1
    return [*spans, (start, max(start, end))]
