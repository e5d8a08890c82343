"""Whether a dataset keeps its update promise, on a given day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from civicstat.model import Package

Status = Literal["on time", "due", "overdue", "unknown", "no promise"]
Evidence = Literal["modified", "commit", "none"]

_DURATION = re.compile(r"^R/P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:([\d.]+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


@dataclass(frozen=True)
class Interval:
    """A promised interval: so many of one unit (`day`, `week`, `month`, `year`), as ISO 8601 writes it."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day on which the next update is due. Shorter than a day counts as a day."""
        later: date = day + relativedelta(months=self.months, days=self.days)
        return later


def parse_interval(promise: str) -> Interval | None:
    """`R/P3M` as an interval; None for `irregular`, for none, and for an interval of nothing."""
    match = _DURATION.match(promise)
    if not match:
        return None
    years, months, weeks, days, *clock = match.groups()
    whole = Interval(months=12 * int(years or 0) + int(months or 0), days=7 * int(weeks or 0) + round(float(days or 0)))
    if whole == Interval():
        shorter = any(float(part or 0) for part in (days, *clock))
        return Interval(days=1) if shorter else None
    return whole


@dataclass(frozen=True)
class Timeliness:
    """Whether a dataset keeps its promise, with the days that say so.

    `updated` is the actual update and `evidence` where it is known from. `due` is the last day on time, `overdue`
    the first day on which the update counts as overdue.
    """

    status: Status
    promise: str
    updated: date | None
    evidence: Evidence
    due: date | None = None
    overdue: date | None = None


def reckon_timeliness(package: Package, today: date, grace: float) -> Timeliness:
    """A dataset's timeliness on `today`.

    The actual update is `modified`, else the day of the last commit that changed its data, else unknown. The next
    one is due an interval later; past that day it is *due*, and *overdue* once `grace` (a share of the interval, at
    least one day) has gone by too. `modified` in the future is taken as it stands.
    """
    evidence: Evidence = "modified" if package.modified else "commit" if package.data_changed else "none"
    updated = package.modified or package.data_changed
    interval = parse_interval(package.promise)
    if interval is None:
        return Timeliness("no promise", package.promise, updated, evidence)
    if updated is None:
        return Timeliness("unknown", package.promise, None, evidence)
    due = interval.after(updated)
    overdue = due + timedelta(days=1 + max(1, round((due - updated).days * grace)))
    status: Status = "on time" if today <= due else "due" if today < overdue else "overdue"
    return Timeliness(status, package.promise, updated, evidence, due, overdue)
