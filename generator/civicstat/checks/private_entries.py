"""What an inventory's file tells of data that is not publishable, beyond what the public may see of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from civicstat.shapes.programme import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from civicstat.checks.check import TableSubject

TELLING = ("dataset", "planned", "released", "refresh", "note")
"""The columns of the inventory that are for publishable data alone."""

_OF_PUBLISHED = ("dataset", "released")
"""Where an entry is published, these are public by its own word: to withhold them here would protect nothing."""


@dataclass(frozen=True)
class Telling:
    """A column that tells too much: its name in the file, in how many cells, and the row of the first, from 0."""

    name: str
    cells: int
    index: int


def telling_cells(subject: TableSubject) -> Iterator[Telling]:
    """The columns of a programme's inventory with cells of protected and sensitive entries that should be blank.

    A class that is nearly spelled like one of these two counts as that: a slip must not make its entry public.
    """
    if subject.package.kind != "programme" or subject.resource.name != "inventory":
        return
    own = subject.package.descriptor.get("civicstat")
    said: Mapping[str, Any] = own if isinstance(own, dict) else {}
    classes = [_class_of(text) for text in _texts(subject, said, "class")]
    published = [_plain(text) == "published" for text in _texts(subject, said, "state")]
    closed = [kind in ("protected", "sensitive") for kind in classes]
    for column in TELLING:
        exempt = published if column in _OF_PUBLISHED else [False] * len(closed)
        cells = [
            index
            for index, text in enumerate(_texts(subject, said, column))
            if text and closed[index] and not exempt[index]
        ]
        if cells:
            yield Telling(_header(said, column), len(cells), cells[0])


def _texts(subject: TableSubject, said: Mapping[str, Any], column: str) -> list[str]:
    """The cells of a column as text; for blank ones what the descriptor says of all entries, if it does."""
    header, programme = _header(said, column), said.get("programme")
    defaults = programme.get("defaults") if isinstance(programme, dict) else None
    default = defaults.get(column) if isinstance(defaults, dict) and column in ("class", "state") else None
    default = default if isinstance(default, str) else ""
    if subject.table.field(header) is None:
        return [default] * subject.table.rows
    return [("" if cell is None else str(cell).strip()) or default for cell in subject.table.column(header)]


def _header(said: Mapping[str, Any], column: str) -> str:
    """What a column is called in the file: its own name, unless `civicstat.columns` says another."""
    found: object = said
    for key in ("columns", "inventory", column):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else column


def _plain(text: str) -> str:
    return " ".join(re.split(r"[\s_-]+", text.strip())).casefold()


def _class_of(text: str) -> str:
    word = _plain(text)
    near = [word] if word in CLASSES else get_close_matches(word, list(CLASSES), 1, 0.7) if word else []
    return near[0] if near else ""
