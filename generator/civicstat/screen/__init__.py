"""The screen: which rows of a table are certainly valid, so that Frictionless need not look at them.

It may be cautious and is never lenient: whatever it is not certain of goes through Frictionless's own code, which alone
decides and words the error. Tables and descriptors that are out of the ordinary are left to Frictionless as a whole.
"""

from __future__ import annotations

import csv
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any

from civicstat.pace import Standstill, paced
from civicstat.screen.by_rows import screen_rows
from civicstat.screen.keys import choose_by_keys, wanted
from civicstat.screen.opening import open_table
from civicstat.screen.rules import Judge, Unscreenable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from civicstat.screen.gathered import Gathered
    from civicstat.screen.opening import Opened
    from civicstat.screen.plain import PlainField, PlainTable
    from civicstat.screen.rules import Reader

LARGE = 400_000
"""Bytes from which on whole columns are quicker than rows; Polars alone takes a fifth of a second to load."""

PIECE = 50_000
"""Rows of a piece of a table that is not read in blocks."""
_SECONDS_A_BYTE = 0.5e-6


@dataclass(frozen=True)
class Authority:
    """What only Frictionless knows: the encoding of bytes, and what a field reads from a text."""

    detect: Callable[[bytes], str]
    reader: Callable[[PlainField], Reader]


@dataclass(frozen=True)
class Screened:
    """A table as screened: its rows, and which of them (counted from 0, in order) Frictionless has to look at."""

    table: PlainTable
    opened: Opened
    rows: int
    chosen: tuple[int, ...]
    md5: str
    sha256: str
    """The hashes of the file, both empty where nobody asked for them."""

    bytes: int
    lines: bool
    """Whether each record is certainly one line of the file."""

    judges: tuple[Judge, ...]
    _gathered: Mapping[str, Gathered]

    @property
    def clean(self) -> bool:
        """True where the table is certainly valid, the descriptor's own statements of its file included."""
        stated = dict(self.table.said or {})
        algorithm, _, digest = stated.pop("hash", "").rpartition(":")
        found = {"bytes": self.bytes, "rows": self.rows, "fields": len(self.table.fields)}
        true = all(value == found[name] for name, value in stated.items())
        return not self.chosen and true and digest in ("", self.sha256 if algorithm == "sha256" else self.md5)

    def chosen_records(self) -> Iterator[tuple[int, list[str]]]:
        """The chosen rows with their places (from 0) and cells."""
        left = iter(self.chosen)
        want = next(left, None)
        if not self.lines:
            for place, cells in enumerate(islice(self.opened.records(), 1, None)):
                if place == want:
                    yield place, cells
                    want = next(left, None)
            return
        with self.opened.file.open("rb") as file:
            for place, line in enumerate(islice(file, 1, None)):
                if place == want:
                    text = line.decode()  # a byte order mark that stands here is text
                    yield place, next(csv.reader([text], delimiter=self.opened.delimiter))
                    want = next(left, None)

    def text_frames(self) -> Iterator[pl.DataFrame]:
        """The cells of all rows as text, a column for each field, in pieces."""
        import polars as pl  # noqa: PLC0415 - only where columns are wanted

        names = [one.name for one in self.table.fields]
        if self.lines:
            from civicstat.screen.vector import text_frames  # noqa: PLC0415

            for frame in text_frames(self.opened, len(names)):
                yield frame.rename(dict(zip(frame.columns, names, strict=True)))
            return
        records = islice(self.opened.records(), 1, None)
        while chunk := list(islice(records, PIECE)):
            yield pl.DataFrame(chunk, schema=dict.fromkeys(names, pl.String), orient="row")

    def known(self, resource: str, fields: tuple[str, ...]) -> set[tuple[Any, ...]]:
        """The different values of a group of fields that a foreign key leads to."""
        return self._gathered[resource].values(fields)

    def task(self) -> dict[str, Any]:
        """The task of Frictionless's report on a table that is clean."""
        stats: dict[str, Any] = {"errors": 0, "warnings": 0, "seconds": 0.0}
        stats |= {"md5": self.md5, "sha256": self.sha256} if self.md5 else {}
        stats |= {"bytes": self.bytes, "fields": len(self.table.fields)} | ({"rows": self.rows} if self.rows else {})
        return {
            "name": self.table.name,
            "type": "table",
            "valid": True,
            "place": self.table.path,
            "labels": list(self.opened.labels),
            "stats": stats,
            "warnings": [],
            "errors": [],
        }

    def end_of(self, place: int) -> int | None:
        """The byte after the row at a place, of a table whose records are lines; None for any other.

        None too for a last line without its end, for which a reader has to look whether the file goes on.
        """
        if not self.lines:
            return None
        end, line = 0, b""
        with self.opened.file.open("rb") as file:
            for line in islice(file, place + 2):
                end += len(line)
        return end if line.endswith(b"\n") else None


def screen_tables(tables: Sequence[PlainTable], authority: Authority, *, hashed: bool = True) -> dict[str, Screened]:
    """Screen the tables of a package, by name; those that can't be are left out, and so are those that lead to them.

    Files are hashed where a report of all is wanted, `hashed`, or the descriptor states a hash.
    """
    found: dict[str, tuple[PlainTable, Opened, _Hashes, tuple[Judge, ...], Gathered]] = {}
    groups = wanted(tables)
    for table in tables:
        try:
            with paced(_SECONDS_A_BYTE * _size(table)):
                judges = tuple(_judge(one, authority) for one in table.fields)
                hashes = _Hashes(table.file, wanted=hashed or "hash" in (table.said or {}))
                opened, gathered = _screen(table, authority, judges, groups[table.name], hashes)
            found[table.name] = table, opened, hashes, judges, gathered
        except (Unscreenable, Standstill):
            continue
    gathered_by = {name: gathered for name, (*_, gathered) in found.items()}
    screened = {}
    for name, (table, opened, hashes, judges, gathered) in found.items():
        try:
            choose_by_keys(table, gathered_by)
        except Unscreenable:
            continue
        chosen = tuple(sorted(gathered.chosen))
        said = (*hashes.said(), gathered.lines, judges, gathered_by)
        screened[name] = Screened(table, opened, gathered.rows, chosen, *said)
    return screened


def _judge(field: PlainField, authority: Authority) -> Judge:
    return Judge(field, lambda: authority.reader(field))


def _size(table: PlainTable) -> int:
    try:
        return table.file.stat().st_size
    except OSError:  # no such file, or a name too long for one
        return 0


def _screen(
    table: PlainTable,
    authority: Authority,
    judges: Sequence[Judge],
    groups: Collection[tuple[str, ...]],
    hashes: _Hashes,
) -> tuple[Opened, Gathered]:
    opened = open_table(table, authority.detect)
    with hashes:
        if table.file.stat().st_size >= LARGE:
            from civicstat.screen.vector import screen_columns  # noqa: PLC0415 - small tables do without Polars

            with suppress(Unscreenable):  # row by row, perhaps
                return opened, screen_columns(table, opened, judges, groups)
        return opened, screen_rows(table, opened, judges, groups)


class _Hashes:
    """The size of a file, and its hashes if they are wanted, reckoned beside the work on it where it is large."""

    def __init__(self, file: Path, *, wanted: bool) -> None:
        self._file = file
        self._wanted = wanted
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._bytes = 0
        self._beside: Thread | None = None

    def __enter__(self) -> _Hashes:
        self._bytes = self._file.stat().st_size
        if not self._wanted:
            return self
        if self._bytes < LARGE:
            self._reckon()
        else:
            self._beside = Thread(target=self._reckon)
            self._beside.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._beside:
            self._beside.join()

    def _reckon(self) -> None:
        with self._file.open("rb") as file:
            while block := file.read(1 << 20):
                self._md5.update(block)
                self._sha256.update(block)

    def said(self) -> tuple[str, str, int]:
        """The MD5, the SHA-256 (both empty if nobody wants them) and the size."""
        if not self._wanted:
            return "", "", self._bytes
        return self._md5.hexdigest(), self._sha256.hexdigest(), self._bytes
