"""Columns that a table has once for each fiscal year, as spreadsheets of agency measures are kept: `FY 26 Target`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

from civicstat.shapes.shape import Column

Part = Literal["actual", "target", "q1", "q2", "q3", "q4"]
"""What such a column holds: the year's figure, what was promised for it, or a quarter's figure."""

YEARLY = (
    Column(
        "FY 26 Target",
        "Target of a fiscal year",
        "What is promised for a fiscal year: one column for each, named by the year in which it ends.",
        "90",
    ),
    Column("FY 26 Q1", "Quarter of a fiscal year", "The figure of a quarter: up to four columns for each year.", "87"),
    Column("FY 26 Actual", "Figure of a fiscal year", "What came of a fiscal year: one column for each.", "88.5"),
)
"""Examples of such columns, with words for staff."""

_YEAR = r"(?:fy ?)?(?P<year>(?:19|20)[0-9]{2})(?: [0-9]{2})?|fy ?(?P<short>[0-9]{2})(?: (?P<ends>[0-9]{2}))?"
_PART = r"(?P<part>actual|target|q[1-4])s?"
_FORMS = tuple(re.compile(form) for form in (rf"(?:{_YEAR}) ?{_PART}", rf"{_PART} ?(?:{_YEAR})"))
_SPAN = re.compile(r"(?:fy ?)?((?:19|20)[0-9]{2}) ([0-9]{2})(?![0-9])")
_LIKE = re.compile(r"(?<![0-9])(?:[0-9]{2}|(?:19|20)[0-9]{2})(?![0-9])")
_LIKE_PART = re.compile(r"act|targ|goal|plan|quart|q ?[0-9]")


class YearColumn(NamedTuple):
    """A column of a fiscal year, which is named by the calendar year in which it ends."""

    year: int
    part: Part


def year_column(header: str) -> YearColumn | None:
    """What a header says of a fiscal year, whatever its case and signs; None for any other column.

    >>> year_column("FY 24 Actual")
    YearColumn(year=2024, part='actual')
    >>> year_column("fy26_target"), year_column("2024-25 Q1")
    (YearColumn(year=2026, part='target'), YearColumn(year=2025, part='q1'))
    """
    text = _plain(header)
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if match is None:
        return None
    part = cast("Part", match["part"])
    if span := _SPAN.search(text):
        first = int(span[1])
        return YearColumn(first + 1, part) if (first + 1) % 100 == int(span[2]) else None
    if match["ends"] and int(match["ends"]) != (int(match["short"]) + 1) % 100:
        return None
    return YearColumn(int(match["year"]) if match["year"] else 2000 + int(match["ends"] or match["short"]), part)


def fiscal_year(text: str) -> int | None:
    """The fiscal year that a text names (`FY26`, `2026`, `FY 2025-26`); None where it names none.

    >>> fiscal_year("FY26"), fiscal_year("2025/26"), fiscal_year("spring")
    (2026, 2026, None)
    """
    found = year_column(f"{text} actual") if text.strip() else None
    return found.year if found else None


def looks_yearly(header: str) -> bool:
    """Whether a header that is no column of a fiscal year may be meant for one: `2O26 Target`, `Target 26`."""
    text = _plain(header)
    return year_column(header) is None and bool(_LIKE_PART.search(text)) and bool(_LIKE.search(text) or "fy" in text)


def _plain(header: str) -> str:
    return re.sub(r"[\W_]+", " ", header).strip().casefold()
