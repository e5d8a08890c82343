"""Cells of progress tables as text, numbers and days, and rows of them."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True)
class Row:
    """One row: its number in the file (the header is 1) and its cells by column; a blank is "" or None."""

    number: int | None
    cells: Mapping[str, Any]

    def text(self, name: str) -> str:
        """The text of a cell."""
        found: str = self.cells[name]
        return found

    def day(self, name: str) -> date | None:
        """The day of a cell, None for a blank."""
        found: date | None = self.cells[name]
        return found

    def number_of(self, name: str) -> float | None:
        """The number of a cell, None for a blank."""
        found: float | None = self.cells[name]
        return found


def cell_text(value: Any) -> str:
    """A cell as text, as staff wrote it but for blanks around it: `12` for a whole number, `2026-05-03` for a day."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
    return str(value)


def number_in(value: Any) -> float | None:
    """The number of a cell; None for anything else, and for what is no finite number."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if not plain and not (isinstance(value, str) and _NUMBER.fullmatch(value.strip())):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def day_in(value: Any) -> date | None:
    """The day of a cell, written year-month-day; None for anything else.

    None too in the calendar's first and last year: what is reckoned from a day needs days before it and after it.
    """
    found = None
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, str) and _DAY.fullmatch(value.strip()):
        with suppress(ValueError):  # the calendar has no such day
            found = date.fromisoformat(value.strip())
    return found if found and date.min.year < found.year < date.max.year else None


def is_address(link: str) -> bool:
    """Whether a cell is the address of a page that a browser opens as it stands."""
    with suppress(ValueError):
        parts = urlsplit(link)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not set(link) & set(' <>"\\^`{|}')
    return False


READERS: Mapping[str, Callable[[Any], Any]] = {"string": cell_text, "number": number_in, "date": day_in}
"""By the type of a column, what reads its cells."""
