"""A table of which Frictionless looks only at the rows that the screen has chosen, each at its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frictionless.resources import TableResource
from frictionless.table import Lookup

from civicstat.standard.quiet import ChosenRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from civicstat.screen import Screened


class Driven(TableResource):  # type: ignore[misc]
    """A table of which only the rows go by that the screen has chosen, each at its own place."""

    __slots__ = ()

    @property
    def cell_stream(self) -> Any:
        """The chosen rows, in place of all."""
        return _Chosen(self, self._screened)

    def _TableResource__open_lookup(self) -> None:  # noqa: N802 - Frictionless's own name for it
        """The values that foreign keys lead to, as screened, instead of reading the other tables first."""
        lookup: Any = Lookup()
        for key, plain in zip(self.schema.foreign_keys, self._screened.table.foreign_keys, strict=True):
            named, target = key["reference"]["resource"], tuple(key["reference"]["fields"])
            lookup.setdefault(named, {})[target] = self._screened.known(plain.resource, plain.target)
        object.__setattr__(self, "_TableResource__lookup", lookup)


class _Chosen(ChosenRows):
    """The content rows that the screen has chosen; the others count as read."""

    def __init__(self, resource: Any, screened: Screened) -> None:
        self._resource, self._screened = resource, screened

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        stats = self._resource.stats
        for place, cells in self._screened.chosen_records():
            stats.rows = place
            yield place + 2, cells
        stats.rows, stats.bytes = self._screened.rows, self._screened.bytes
        stats.md5, stats.sha256 = self._screened.md5, self._screened.sha256


def read_up_to(task: Mapping[str, Any], screened: Screened, end: int) -> Mapping[str, Any]:
    """The task of a check that ended early, with what Frictionless would have read of the file by then.

    It reads in pieces of 8,192 bytes; only a piece without any, after the last, tells it the hashes.
    """
    piece = 8192
    read = min(-(-end // piece) * piece, screened.bytes)
    stats = {key: value for key, value in task["stats"].items() if key not in ("md5", "sha256")}
    return {**task, "stats": {**stats, "bytes": read}}
