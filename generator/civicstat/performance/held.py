"""One measure from its rows, edition by edition: what holds, how its numbers are read, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from math import fsum, isclose
from typing import TYPE_CHECKING, cast

from civicstat.performance.figures import MOST, cell_of, form_of, says_nothing, shown_unit, too_large, value_of
from civicstat.performance.model import AgencyMeasure, Edition, Figure
from civicstat.performance.places import plain
from civicstat.performance.told import part_in_words
from civicstat.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from civicstat.performance.figures import Cell
    from civicstat.performance.model import Form
    from civicstat.performance.places import Place
    from civicstat.progress.cells import Row
    from civicstat.progress.rows import Reading
    from civicstat.reckoning.values import Desired, Interval
    from civicstat.shapes.yearly import YearColumn

QUARTERS = ("q1", "q2", "q3", "q4")
SLACK = 0.02
"""So much of a year's figure may its quarters' sum differ from it, since figures are rounded."""

_SHAPE = shape_of("performance", "measures")
_SAID = (
    *("title", "agency", "service", "type", "desired", "interval", "unit", "definition", "formula", "source"),
    *("owner", "equity", "retired", "note"),
)
"""The columns of which a page tells what other editions say."""

_REFRESH = ("daily", "weekly", "monthly", "quarterly", "yearly", "annual", "annually", "live", "real time", "realtime")
"""Words that say how often a figure is made new, not what it stands for."""


@dataclass(frozen=True)
class MeasureRow:
    """A row: its edition, with the fiscal year of that (0 for none), where it belongs, its cells of fiscal years."""

    row: Row
    edition: str
    year: int
    place: Place
    cells: Mapping[YearColumn, str]

    def text(self, column: str) -> str:
        """The text of a column."""
        return self.row.text(column)

    @property
    def signature(self) -> tuple[str, str]:
        """By what two rows of one id are told to be one measure."""
        return plain(self.text("agency")), plain(self.text("title"))


def measure_of(
    reading: Reading, key: str, rows: Sequence[MeasureRow], headers: Mapping[YearColumn, str], *, shared: bool
) -> AgencyMeasure:
    """A measure from its rows, from the first edition to the last, and everything that is wrong with it told.

    The latest edition holds; where it leaves a cell blank, the one before does. Only whether a measure is retired is
    the latest one's alone to say. `shared` is true where another measure has the same id.
    """
    return _Holder(reading, key, tuple(rows), headers, shared).measure()


@dataclass(frozen=True)
class _Holder:
    reading: Reading
    key: str
    rows: tuple[MeasureRow, ...]
    headers: Mapping[YearColumn, str]
    shared: bool

    @property
    def last(self) -> MeasureRow:
        return self.rows[-1]

    def said(self, column: str) -> str:
        """What the latest edition says that says anything."""
        return next((text for row in reversed(self.rows) if (text := row.text(column))), "")

    def measure(self) -> AgencyMeasure:
        words, unknown = self._words()
        retired = self._word(self.last, "retired") == "yes"
        measure = AgencyMeasure(
            key=self.key,
            id=self.last.text("id"),
            title=self.last.text("title"),
            agency=self.last.place.agency,
            service=self.last.place.service,
            type=words["type"],
            desired=cast("Desired", words["desired"]),
            interval=cast("Interval", words["interval"]),
            words=unknown,
            unit=self.unit,
            unit_said=self.said("unit"),
            definition=self.said("definition"),
            formula=self.said("formula"),
            source=self.said("source"),
            owner=self.said("owner"),
            equity=words["equity"] == "yes",
            retired=retired,
            note=self.said("note"),
            band=self._band(),
            edition=self.last.edition,
            editions=tuple(self._editions()),
            figures=self.figures,
            others=self.others,
            form=self.form,
            uneven=self._tell_uneven(words["interval"]),
            row=self.last.row.number,
            troubles=tuple(self._troubles(unknown)),
        )
        self._tell_figures()
        self._tell_units()
        if retired:
            self._tell_retired()
        return measure

    # What the numbers are

    @cached_property
    def numbers(self) -> tuple[tuple[MeasureRow, YearColumn, Cell], ...]:
        """Every cell of every edition that holds a number."""
        return tuple(
            (row, column, cell) for row in self.rows for column, text in row.cells.items() if (cell := cell_of(text))
        )

    @cached_property
    def unit(self) -> str:
        return shown_unit(self.said("unit"), [cell for _, _, cell in self.numbers])

    @cached_property
    def form(self) -> Form:
        return form_of(self.unit, [cell for _, _, cell in self.numbers])

    def _figure(self, row: MeasureRow, column: YearColumn) -> Figure:
        text = row.cells[column]
        cell = cell_of(text)
        value = value_of(cell, self.form) if cell else None
        return Figure(column.year, column.part, text, value, row.edition, row.row.number)

    @cached_property
    def held(self) -> Mapping[YearColumn, MeasureRow]:
        """By cell of a fiscal year the latest row that fills it in."""
        return {column: row for row in self.rows for column in row.cells}

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(self._figure(self.held[column], column) for column in sorted(self.held))

    @cached_property
    def others(self) -> tuple[Figure, ...]:
        """The figures of earlier editions that say something else than what holds."""
        return tuple(
            self._figure(row, column)
            for column in sorted(self.held)
            for row in self.rows
            if column in row.cells and row is not self.held[column] and self._differ(row, self.held[column], column)
        )

    def _differ(self, row: MeasureRow, holding: MeasureRow, column: YearColumn) -> bool:
        one, other = cell_of(row.cells[column]), cell_of(holding.cells[column])
        if one is None or other is None:
            return plain(row.cells[column]) != plain(holding.cells[column])
        if self.form == "two units":
            return one != other
        return not isclose(value_of(one, self.form) or 0.0, value_of(other, self.form) or 0.0, rel_tol=1e-9)

    # What the words are

    def _words(self) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
        """The known words by column, and what stands in place of one by column; every unknown one is told."""
        found: dict[str, str] = {}
        unknown = []
        for column in ("type", "desired", "interval", "equity"):
            said = [(row, self._word(row, column)) for row in self.rows if row.text(column)]
            for row, word in said:
                if not word:
                    self._tell_word(row, column)
            found[column] = said[-1][1] if said else ""
            if said and not said[-1][1]:
                unknown.append((column, said[-1][0].text(column)))
        for row in self.rows:
            if row.text("retired") and not self._word(row, "retired"):
                self._tell_word(row, "retired")
        return found, tuple(unknown)

    @staticmethod
    def _word(row: MeasureRow, column: str) -> str:
        word = " ".join(re.split(r"[\s_-]+", row.text(column).strip())).casefold()
        return word if word in (_SHAPE.column(column).words or {}) else ""

    def _tell_word(self, row: MeasureRow, column: str) -> None:
        text, known = row.text(column), list(_SHAPE.column(column).words or {})
        near = get_close_matches(plain(text), known, 1, 0.7)
        often = column == "interval" and plain(text) in _REFRESH
        self.reading.tell(
            "PR035",
            resource="measures",
            row=row.row.number,
            column=column,
            message="the word says how often the figure is made new, not what a figure stands for" if often else "",
            found=text,
            expected="one of " + ", ".join(f'"{word}"' for word in known),
            todo=f'Write "{near[0]}", if that is meant.' if near else "",
        )

    def _band(self) -> tuple[float, float] | None:
        low, high = (
            next((v for r in reversed(self.rows) if (v := r.row.number_of(n)) is not None), None) for n in _BAND
        )
        if low is None or high is None:
            return None
        if low > high:
            self.reading.tell(
                "PR037",
                resource="measures",
                row=self.last.row.number,
                column="low",
                message="the lowest value is above the highest, so the measure has no band",
                found=f"{low:g} and {high:g}",
                expected="the lower number first",
            )
            return None
        return low, high

    def _editions(self) -> Iterator[Edition]:
        """What each edition says in other words than what holds, the latest first."""
        for row in reversed(self.rows):
            said = tuple(
                (_SHAPE.column(column).title, text)
                for column in _SAID
                if row is not self.last and (text := row.text(column)) and text != self.said(column)
            )
            yield Edition(row.edition, row.year or None, row.row.number, said)

    # What is wrong

    def _tell_figures(self) -> None:
        """Tell of cells that are no numbers, and of editions that differ."""
        for row in self.rows:
            for column, text in row.cells.items():
                if cell_of(text) is None:
                    nothing = says_nothing(text)
                    self.reading.tell(
                        "PR030",
                        resource="measures",
                        row=row.row.number,
                        column=self.headers[column],
                        message="the cell says in words that there is no figure"
                        if nothing
                        else "the number is too large to be a figure: it is shown as it is written, and does not count"
                        if too_large(text)
                        else "",
                        found=text,
                        expected=f"a number up to {MOST:,.0f}, or nothing"
                        if too_large(text)
                        else "a number, or nothing",
                        todo="Leave the cell blank, and say why in the note." if nothing else "",
                    )
        for figure in self.others:
            column = next(c for c in self.held if (c.year, c.part) == (figure.year, figure.part))
            holds = self.held[column]
            self.reading.tell(
                "PR037",
                resource="measures",
                row=holds.row.number,
                column=self.headers[column],
                message=f"two editions differ about {part_in_words(column)}: the later one, in this row, holds",
                found=f"{holds.cells[column]}; in row {figure.row} {figure.text}",
                expected="one figure",
            )

    def _tell_units(self) -> None:
        if self.form == "two units":
            kinds = sorted(self.kinds.values(), key=len)
            row, column = kinds[0][0] if len(kinds) > 1 else next((r, c) for r, c, _ in self.numbers)
            self.reading.tell(
                "PR031",
                resource="measures",
                row=row.row.number,
                column=self.headers[column],
                found=f"{' and '.join(self.example)}, of the unit {self.said('unit') or 'that is not said'}",
                expected="all figures in one unit" + (", such as 0.97, or 97, or 97%" if self.unit == "%" else ""),
            )
        elif self.form == "fractions":
            row, column = next((r, c) for r, c, cell in self.numbers if not cell.sign and cell.value)
            signed = next((r.cells[c] for r, c, cell in self.numbers if cell.sign), "")
            text = row.cells[column]
            self.reading.tell(
                "PR032",
                resource="measures",
                row=self.last.row.number,
                column="unit",
                message="some percentages stand as fractions, others with a sign: both are read as percentages"
                if signed
                else "",
                found=f"{text} and {signed}" if signed else text,
                expected="a percentage, such as 97 or 97%",
            )

    @cached_property
    def kinds(self) -> Mapping[str, list[tuple[MeasureRow, YearColumn]]]:
        """The places of a measure's numbers by what they may be: fractions, numbers, or a sign not its unit's."""
        found: dict[str, list[tuple[MeasureRow, YearColumn]]] = {}
        for row, column, cell in self.numbers:
            if cell.sign and cell.sign == self.unit:
                continue  # a sign leaves no doubt
            kind: str = cell.sign if cell.sign != self.unit else ""
            if self.unit == "%" and not cell.sign:
                kind = "fraction" if abs(cell.value) <= 1 else ""
            if cell.value:
                found.setdefault(kind, []).append((row, column))
        return found

    @property
    def example(self) -> tuple[str, str]:
        """A figure of a measure in two units, and one in the other."""
        first, *others = [row.cells[column] for (row, column), *_ in self.kinds.values()]
        return first, others[0] if others else f"the unit “{self.said('unit')}”"

    def _tell_uneven(self, interval: str) -> bool:
        """Whether the quarters don't fit their year, in the latest year that has them all; told.

        Those of a total add up to it, levels lie around it. A share's year may be weighted, and is not looked at.
        """
        if not interval or self.unit == "%" or self.form == "two units":
            return False
        by_place: dict[tuple[int, str], Figure] = {(f.year, f.part): f for f in self.figures}
        for year in sorted({f.year for f in self.figures}, reverse=True):
            quarters = [q.value for part in QUARTERS if (q := by_place.get((year, part))) and q.value is not None]
            actual = by_place.get((year, "actual"))
            if len(quarters) == len(QUARTERS) and actual and actual.value is not None:
                fits = _adds_up if interval == "cumulative" else _lies_among
                if not fits(quarters, actual.value):
                    self._tell_quarters(interval, year, quarters, actual)
                    return True
                return False
        return False

    def _tell_quarters(self, interval: str, year: int, quarters: Sequence[float], actual: Figure) -> None:
        column = next(c for c in self.held if (c.year, c.part) == (year, "actual"))
        total = f"the quarters add up to {fsum(quarters):,.10g}"
        if interval == "cumulative":
            running = isclose(quarters[-1], actual.value or 0.0, rel_tol=SLACK)
            todo = "These look like running totals: write what each quarter added." if running else ""
            expected = "quarters that each stand for themselves, and add up to the year"
        else:
            todo = ""
            if _adds_up(quarters, actual.value or 0.0):
                todo = 'These look like parts of a total: write "cumulative" as interval, if that is meant.'
            expected = "a figure between the lowest quarter and the highest"
        self.reading.tell(
            "PR038",
            resource="measures",
            row=actual.row,
            column=self.headers[column],
            found=f"{actual.text}; {total}",
            expected=expected,
            todo=todo,
        )

    def _tell_retired(self) -> None:
        """A retired measure has no target for the year of its edition, or a later one."""
        late = [c for c in self.last.cells if c.part == "target" and c.year >= (self.last.year or 10**6)]
        if late:
            column = max(late)
            self.reading.tell(
                "PR037",
                resource="measures",
                row=self.last.row.number,
                column=self.headers[column],
                message="the measure is retired, and yet has a target: it counts as retired",
                found=self.last.cells[column],
                expected="a blank, or a measure that is not retired",
                todo="Take out the one that is wrong.",
            )

    def _troubles(self, unknown: Sequence[tuple[str, str]]) -> Iterator[str]:
        """What is wrong, in sentences for residents."""
        if self.form == "two units":
            one, other = self.example
            yield (
                f"Its figures are in two units, such as {one} and {other}, and nobody can tell which is meant. So they "
                "are shown as they were published, and neither drawn nor judged."
            )
        elif self.form == "fractions":
            yield (
                "In the published table some percentages stand as fractions, such as 0.97 for 97%. They are read as "
                "percentages here; the table of figures says what was published."
            )
        for column, text in unknown:
            yield f"{_SHAPE.column(column).title}: it says “{text}”, which is none of the known words."
        words = [f for f in self.figures if f.value is None and cell_of(f.text) is None]
        if words:
            said = ", ".join(f"“{text}”" for text in list(dict.fromkeys(f.text for f in words))[:3])
            yield f"Where figures are expected, the published table says: {said}."
        if self.others:
            yield "Editions of the plan differ about some figures. The latest one holds; the table of figures has both."
        if self.shared:
            yield "Another measure was published under the same id. Each has a page of its own."
        yield from self.last.place.troubles


_BAND = ("low", "high")


def _adds_up(quarters: Sequence[float], year: float) -> bool:
    return isclose(fsum(quarters), year, rel_tol=SLACK)


def _lies_among(quarters: Sequence[float], year: float) -> bool:
    slack = SLACK * abs(year)
    return min(quarters) - slack <= year <= max(quarters) + slack
