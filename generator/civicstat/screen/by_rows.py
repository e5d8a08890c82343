"""The screen for small tables and for those whose records are not lines: row by row, each different text once."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from civicstat.screen.gathered import Gathered
from civicstat.screen.rules import Judge, Unscreenable

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from civicstat.screen.opening import Opened
    from civicstat.screen.plain import PlainTable

CHUNK = 10_000
"""Records that are looked at together."""
MOST_SOUND = 200_000
"""Texts of a column that are remembered as sound."""


def screen_rows(
    table: PlainTable, opened: Opened, judges: Sequence[Judge], wanted: Collection[tuple[str, ...]]
) -> Gathered:
    """Which rows may have an error of their own, and the values of the `wanted` groups of fields."""
    judged = _Rows(table, judges, wanted)
    try:
        records = opened.records()
        next(records)
        while chunk := list(islice(records, CHUNK)):
            judged.add(chunk)
    except (OSError, ValueError, csv.Error) as error:
        raise Unscreenable from error
    return Gathered(judged.rows, judged.chosen, lines=False, lists=judged.values)


class _Rows:
    def __init__(self, table: PlainTable, judges: Sequence[Judge], wanted: Collection[tuple[str, ...]]) -> None:
        self.rows = 0
        self.chosen: set[int] = set()
        self.values: dict[tuple[str, ...], list[tuple[Hashable, ...]]] = {fields: [] for fields in wanted}
        self._judges = judges
        self._places = {fields: [table.position(name) for name in fields] for fields in wanted}
        self._sound: list[set[str]] = [set() for _ in judges]

    def add(self, chunk: list[list[str]]) -> None:
        width = len(self._judges)
        if any(len(cells) != width for cells in chunk):
            if any("" not in judge.field.blanks for judge in self._judges):
                raise Unscreenable
            for index, record in enumerate(chunk):
                if len(record) != width:
                    self.chosen.add(self.rows + index)
                    # A cell that is not there is a blank, as one without text is; those too many are not read.
                    chunk[index] = [*record, *[""] * width][:width]
        columns: list[tuple[str, ...]] = list(zip(*chunk, strict=True))
        blanks = 0
        for judge, sound, cells in zip(self._judges, self._sound, columns, strict=True):
            new = set(cells) - sound
            bad = set() if judge.all_sound(new) else {text for text in new if not judge.read(text)[1]}
            sound.update(new - bad)
            if bad:
                self.chosen.update(self.rows + i for i, text in enumerate(cells) if text in bad)
            blanks += any(text in cells for text in judge.field.blanks)
            if len(sound) > MOST_SOUND:
                sound.clear()
        if blanks == width:
            self._find_blank_rows(columns)
        for fields, places in self._places.items():
            parts = [self._judges[place].keys(columns[place]) for place in places]
            self.values[fields] += zip(*parts, strict=True)
        self.rows += len(chunk)

    def _find_blank_rows(self, columns: list[tuple[str, ...]]) -> None:
        """A row without any value is an error; so is one whose every text stands for none."""
        for index, cells in enumerate(zip(*columns, strict=True)):
            if all(text in judge.field.blanks for judge, text in zip(self._judges, cells, strict=True)):
                self.chosen.add(self.rows + index)
