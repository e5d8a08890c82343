"""Checks of the days that a descriptor names: when data was issued and changed, and the period that it covers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from civicstat.checks.check import Check, Hit, PackageSubject, check_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.tables import Field

SHORTEST_SLACK = timedelta(days=550)
"""So far may rows lie from the ends of the declared period, a year and a half: fiscal years, whole years, late rows."""


@check_package(
    "MD010",
    wrong='"issued": "2026-05-01", "modified": "2026-03-31"',
    right='"issued": "2026-03-31", "modified": "2026-05-01"',
)
def impossible_days(subject: PackageSubject) -> Iterator[Hit]:
    """The days that the description names can't all be right.

    Data is issued before it changes, and neither lies in the future; a period ends after it begins.
    """
    package, today = subject.package, subject.today
    days = {
        "created": _day(package.created),
        "civicstat.issued": package.issued,
        "civicstat.modified": package.modified,
    }
    for pointer, day in days.items():
        if day and day > today:
            yield Hit(
                message="the day lies in the future",
                pointer=pointer,
                found=day.isoformat(),
                expected=f"a day up to {today.isoformat()}",
                todo="Correct the year, the month or the day.",
            )
    if package.issued and package.modified and package.issued > package.modified:
        yield Hit(
            message="the data was first published after it last changed",
            pointer="civicstat.issued",
            found=f"issued {package.issued.isoformat()}, modified {package.modified.isoformat()}",
            expected="issued before modified, or on the same day",
            todo="Correct the one that is wrong.",
        )
    try:
        begins, ends = parse_period(package.temporal)
    except ValueError:
        yield Hit(
            message="the period names a day that does not exist",
            pointer="civicstat.temporal",
            found=package.temporal,
            expected="days of the calendar",
            todo="Correct the day.",
        )
        return
    if begins and ends and begins > ends:
        yield Hit(
            message="the period ends before it begins",
            pointer="civicstat.temporal",
            found=package.temporal,
            expected="the first day, a slash, the last day",
            todo="Put the earlier day first.",
        )


@check_package(
    "MD011",
    wrong='"temporal": "2012-01-01/2015-12-31", and rows up to 2026',
    right='"temporal": "2012-01-01/2026-10-31"',
)
def period_beside_rows(subject: PackageSubject) -> Iterator[Hit]:
    """The period that the description names is not that of the rows.

    Readers choose a dataset by its period. It should begin and end about where the dates in the rows do; where it
    still grows, write `..` for its end.
    """
    try:
        begins, ends = parse_period(subject.package.temporal)
    except ValueError:
        return
    if not (begins or ends):
        return
    spans = [span for table in subject.scan.tables.values() for f in table.fields if (span := _span(f))]
    if not spans:
        return
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    slack = max(SHORTEST_SLACK, (last - first) / 10)
    # It is enough that one column of dates agrees: others may hold when houses were built, or deadlines.
    wrong_begin = begins and all(abs(span[0] - begins) > slack for span in spans)
    wrong_end = ends and all(abs(span[1] - ends) > slack for span in spans)
    if wrong_begin or wrong_end:
        yield Hit(
            pointer="civicstat.temporal",
            found=f"{subject.package.temporal}, and rows from {first.isoformat()} to {last.isoformat()}",
            expected="the first and the last day that the rows are about",
            todo="Correct the period, or the dates in the rows.",
        )


def parse_period(text: str) -> tuple[date | None, date | None]:
    """The first and last day of a period such as `2012-01-01/..`; None for an open end, or for no period.

    A year or a month counts from its first day to its last. Raises `ValueError` for a day that does not exist.
    """
    if "/" not in text:
        return None, None
    begins, ends = text.split("/")
    return _edge(begins, last=False), _edge(ends, last=True)


def _edge(text: str, *, last: bool) -> date | None:
    if text in ("..", ""):
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12 if last else 1
    if not last:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1) if (year, month) < (9999, 12) else date.max


def _span(field: Field) -> tuple[date, date] | None:
    """The first and last day of a column of dates or years."""
    low, high = field.profile.minimum, field.profile.maximum
    first, last = _day(low, field.type), _day(high, field.type, last=True)
    return (first, last) if first and last else None


def _day(value: Any, kind: str = "date", *, last: bool = False) -> date | None:
    """A value of a column as a day; None where it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if kind == "year" and isinstance(value, int):
            return date(value, 12, 31) if last else date(value, 1, 1)
        if isinstance(value, str) and kind == "yearmonth":
            return _edge(value, last=last)
        return date.fromisoformat(value[:10]) if isinstance(value, str) and kind == "date" else None
    except ValueError:
        return None


CHECKS: tuple[Check[PackageSubject], ...] = (impossible_days, period_beside_rows)
