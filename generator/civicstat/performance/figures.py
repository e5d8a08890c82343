"""From what stands in the cells of fiscal years to numbers in one unit; nothing that is doubtful is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civicstat.performance.model import Form

Sign = Literal["", "%", "$", "€", "£"]

_NUMBER = re.compile(
    r"(?P<minus>[-−]?)\s?(?P<money>[$€£]?)\s?\+?(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)"
    r"(?P<power>[eE][+-]?\d{1,3})?\s?(?P<share>%?)",
    re.ASCII,
)
_NOTHING = {"no data", "n/a", "n\\a", "na", "n.a.", "none", "new", "tbd", "pending", "-", "–", "—", "*", "null", "nil"}

PERCENT = ("percent", "percentage", "%")
MONEY = ("currency", "dollars", "usd")
COUNTS = ("count", "number", "#")
"""The words for units that stand with a number as a sign, or not at all."""

PERCENT_DIGITS = 10
"""Digits after the point to which a fraction times a hundred is held: 0.56 is 56%, not 56.00000000000001%."""


MOST = 1e15
"""No figure of a city is larger: beyond, digits are lost, and what is written can only be a slip."""


@dataclass(frozen=True)
class Cell:
    """A number as it stands in a cell, with its sign for a share or for money."""

    value: float
    sign: Sign


def cell_of(text: str) -> Cell | None:
    """The number of a cell; None for anything else, and for a number above `MOST`.

    >>> cell_of("$1,234.50"), cell_of("98%"), cell_of("12-14")
    (Cell(value=1234.5, sign='$'), Cell(value=98.0, sign='%'), None)
    """
    cell = _read(text)
    return cell if cell and abs(cell.value) <= MOST else None


def too_large(text: str) -> bool:
    """Whether a cell holds a number that is above `MOST`, so that it can only be a slip."""
    cell = _read(text)
    return cell is not None and abs(cell.value) > MOST


def _read(text: str) -> Cell | None:
    match = _NUMBER.fullmatch(text.strip())
    if match is None or (match["money"] and match["share"]):
        return None
    value = float(match["number"].replace(",", "") + (match["power"] or ""))
    sign = cast("Sign", match["share"] or match["money"])
    return Cell(-value if match["minus"] and value else value, sign)


def says_nothing(text: str) -> bool:
    """Whether a cell says in words that there is no figure: `No Data`, `N/A`, `New`."""
    return text.strip().casefold() in _NOTHING


def shown_unit(said: str, cells: Iterable[Cell]) -> str:
    """How a unit stands with a number: `%` for `Percent`, nothing for `count`, else its own word.

    Where no unit is said, signs in all of the cells tell it.
    """
    cells = tuple(cells)
    word = " ".join(said.split())
    if not word:
        signs = {cell.sign for cell in cells}
        return signs.pop() if len(signs) == 1 else ""
    plain = word.casefold()
    if plain in MONEY:
        return next((cell.sign for cell in cells if cell.sign not in ("", "%")), "$")
    return "" if plain in COUNTS else "%" if plain in PERCENT else word


def form_of(unit: str, cells: Iterable[Cell]) -> Form:
    """How a measure's numbers are to be read.

    A percentage with a sign is one. Without it, a number up to 1 may be a share of one, and a number above 1 is not:
    where both stand in one measure, nobody can tell 0.8% from 80%, so there are two units. Nought is either.
    """
    found = tuple(cells)
    signs = {cell.sign for cell in found}
    if signs - {unit, ""}:
        return "two units"
    if unit != "%":
        return "as written"
    plain = [abs(cell.value) for cell in found if not cell.sign]
    fractions, hundreds = any(0 < v <= 1 for v in plain), any(v > 1 for v in plain)
    if fractions and hundreds:
        return "two units"
    return "fractions" if fractions else "as written"


def value_of(cell: Cell, form: Form) -> float | None:
    """A cell's number in its measure's unit; None where the measure has two."""
    if form == "two units":
        return None
    if form == "fractions" and not cell.sign:
        return round(100 * cell.value, PERCENT_DIGITS)
    return cell.value
