"""How Frictionless would open a plain table: its encoding, its delimiter and its header, told without Frictionless."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from civicstat.screen.rules import Unscreenable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from civicstat.screen.plain import PlainTable

BUFFER = 100_000
"""Bytes from which Frictionless tells an encoding."""
SAMPLE = 100
"""Lines from which it tells a delimiter, and records from which it tells where the header is."""
MOST_CELL = 5_000_000
"""Characters of one cell; as everywhere in civicstat."""

_CANDIDATES = ",\t;|"
"""What Frictionless guesses among, where no delimiter is declared."""
_PLAIN_BYTES = re.compile(rb"[\t\n\r\x20-\x7e]*")
_ESCAPES = re.compile(rb"\+|~")
"""What might be UTF-7 or HZ, which chardet knows."""
BOM = b"\xef\xbb\xbf"
"""The byte order mark in UTF-8."""


@dataclass(frozen=True)
class Opened:
    """A plain table's file as Frictionless reads it; `start` is the byte at which the text begins."""

    file: Path
    encoding: str
    delimiter: str
    newline: str | None
    labels: tuple[str, ...]
    start: int

    def records(self) -> Iterator[list[str]]:
        """All records, the header among them, read by the same reader and with the same dialect."""
        with self.file.open(encoding=self.encoding, newline=self.newline) as text:
            yield from csv.reader(text, delimiter=self.delimiter)


def open_table(table: PlainTable, detect: Callable[[bytes], str]) -> Opened:
    """How a table's file is read. `detect` is Frictionless's guess of an encoding.

    Raises `Unscreenable` for a file that is not there, that is not UTF-8, whose header is not exactly the fields, or
    whose dialect has more to it than a delimiter.
    """
    csv.field_size_limit(MOST_CELL)
    newline = None if table.tabs else ""
    try:
        with table.file.open("rb") as file:
            head = file.read(BUFFER)
        encoding = _encoding(head, table.encoding, detect)
        with table.file.open(encoding=encoding, newline=newline) as text:
            return _opened(table, text, encoding, newline, len(BOM) if head.startswith(BOM) else 0)
    except (OSError, ValueError, csv.Error) as error:
        raise Unscreenable from error


def _encoding(head: bytes, declared: str, detect: Callable[[bytes], str]) -> str:
    if declared:
        return "utf-8-sig" if head.startswith(BOM) else "utf-8"
    if _PLAIN_BYTES.fullmatch(head) and not _ESCAPES.search(head):
        return "utf-8"
    found = detect(head)
    if found not in ("utf-8", "utf-8-sig"):
        raise Unscreenable
    return found


def _opened(table: PlainTable, text: TextIO, encoding: str, newline: str | None, start: int) -> Opened:
    sample = list(islice(text, SAMPLE))
    delimiter = _delimiter(sample, table)
    records = list(islice(csv.reader(chain(sample, text), delimiter=delimiter), SAMPLE))
    labels = tuple(cell.strip() for cell in records[0]) if records else ()
    if labels != tuple(field.name for field in table.fields):
        raise Unscreenable
    # Frictionless takes the first record for the header that is about as wide as the average of the first hundred.
    width = round(sum(map(len, records)) / len(records))
    if abs(len(labels) - width) > max(round(width * 0.1), 1):
        raise Unscreenable
    return Opened(table.file, encoding, delimiter, newline, labels, start)


def _delimiter(sample: list[str], table: PlainTable) -> str:
    """The delimiter. The guess is made even where one is declared, since it finds spaces after delimiters too."""
    declared = table.delimiter or ("\t" if table.tabs else "")
    if (plain := _plain_delimiter(sample, declared or _CANDIDATES)) is not None:
        return declared or plain
    try:
        guess: type[csv.Dialect] = csv.Sniffer().sniff("".join(sample), declared or _CANDIDATES)
    except csv.Error:
        guess = csv.excel
    if guess.skipinitialspace:
        raise Unscreenable
    return declared or guess.delimiter


def _plain_delimiter(sample: list[str], candidates: str) -> str | None:
    """What the guess certainly comes to, without guessing; None where that is not plain to see.

    The guess looks for quotes first, and without any for the candidate that comes equally often in the first ten lines
    with text. Where it is followed by a space wherever it stands in the first, spaces after delimiters don't count.
    """
    text = "".join(sample)
    if '"' in text or "'" in text:
        return None
    lines = list(islice(filter(None, text.split("\n")), 10))
    if not lines:
        return None
    counts = {d: {line.count(d) for line in lines} for d in candidates}
    found = [d for d, different in counts.items() if different != {0}]
    if len(found) != 1 or len(counts[found[0]]) != 1:
        return None
    first = lines[0]
    return None if first.count(found[0]) == first.count(f"{found[0]} ") else found[0]
