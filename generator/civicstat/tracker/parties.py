"""The parties that a cell names: several of them with commas, semicolons or `and` between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from civicstat.names import slug
from civicstat.tracker.model import Party

if TYPE_CHECKING:
    from collections.abc import Iterable

_APART = re.compile(r"\s*[;\n\r]+\s*")
_COMMA = re.compile(r"\s*,\s*")
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)

MOST_PIECES = 60
"""Of more commas in a cell no names are put together again: that is running text."""


@dataclass
class Parties:
    """The parties that are listed, found by id or name, and those that cells name beside them.

    `named` has a `Party` for each of the latter, by its own spelling, and the rows that name it.
    """

    listed: tuple[Party, ...]
    named: dict[str, tuple[Party, list[int | None]]] = field(default_factory=dict)
    _known: dict[str, Party] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know every party by its id and its name."""
        for party in self.listed:
            for name in (party.id, party.title):
                self._known.setdefault(_plain(name), party)

    def of(self, cell: str, row: int | None) -> tuple[str, ...]:
        """The ids of the parties that a cell names, each once, in its order.

        A name may have commas and `and` in it: what is listed is looked for first, the longest name before shorter
        ones. A cell's part that is not listed counts as one party, unless all that stands between its `and`s is.
        """
        found = [one.id for part in _APART.split(cell) if part for one in self._in_part(part, row)]
        return tuple(dict.fromkeys(found))

    def _in_part(self, part: str, row: int | None) -> Iterable[Party]:
        pieces = [piece for piece in _COMMA.split(part.strip()) if piece]
        most = len(pieces) if len(pieces) <= MOST_PIECES else 1
        at = 0
        while at < len(pieces):
            for end in range(min(len(pieces), at + most), at, -1):
                if together := self._listed(", ".join(pieces[at:end])):
                    yield from together
                    at = end
                    break
            else:
                yield self._new(pieces[at], row)
                at += 1

    def _listed(self, text: str) -> tuple[Party, ...]:
        """The party of that name; or several, where all that stands between `and`s is listed. None otherwise."""
        text = re.sub(r"^(?:and|&)\s+", "", text, flags=re.IGNORECASE)
        if one := self._known.get(_plain(text)):
            return (one,)
        for match in _AND.finditer(text):
            first = self._known.get(_plain(text[: match.start()]))
            if first and (rest := self._listed(text[match.end() :])):
                return (first, *rest)
        return ()

    def _new(self, text: str, row: int | None) -> Party:
        text = re.sub(r"^(?:and|&)\s+", "", text, flags=re.IGNORECASE)
        key = _plain(text)
        if key not in self.named:
            taken = {slug(p.id) for p in (*self.listed, *(party for party, _ in self.named.values()))}
            own = next(n for n in (text, *(f"{text} {k}" for k in range(2, len(taken) + 3))) if slug(n) not in taken)
            self.named[key] = (Party(own, text, listed=False), [])
        party, rows = self.named[key]
        rows.append(row)
        return party


def _plain(name: str) -> str:
    """A name without what spellings differ in: case, apostrophes, `&` for `and`, spaces."""
    text = name.casefold().replace("’", "'").replace("&", " and ")
    return " ".join(text.split())
