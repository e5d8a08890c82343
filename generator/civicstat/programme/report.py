"""The annual report of a fiscal year, made from the inventory, its reviews and requests, and the record of scores.

What happened in a year is told from the days in the tables. What the tables do not keep (which entries were withheld
then, whether a dataset was on time then) can only be told as it is today, and the report says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from civicstat.programme.standing import mean
from civicstat.progress.periods import period_of
from civicstat.shapes.programme import OUTCOMES, PARTS, REQUEST_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civicstat.facts import PackageFacts
    from civicstat.programme.model import Request, Review
    from civicstat.programme.standing import Agency, Inventory, Shown
    from civicstat.progress.periods import Period
    from civicstat.record import Record, Scored

MOST_YEARS = 40
"""Of a longer story the last years have a report: a slip in a year must not make a thousand pages."""

Kept = Literal["kept", "late", "day not known", "late, not yet", "to come"]
KEPT: tuple[Kept, ...] = ("kept", "late", "day not known", "late, not yet", "to come")
"""What came of a planned release, by the day that a report goes to. Where it was published on a day that is not known,
nobody can tell whether that was on time."""


@dataclass(frozen=True)
class Promise:
    """A release that was planned for the year, and what came of it."""

    shown: Shown
    kept: Kept


@dataclass(frozen=True)
class Reviewed:
    """A review within the year, and the entry that it is of."""

    review: Review
    shown: Shown

    @property
    def found(self) -> bool:
        """Whether anything was found in it."""
        return self.review.outcome != "approved" or any(word != "passed" for _, word in self.review.parts)


@dataclass(frozen=True)
class AgencyYear:
    """An agency in a year: what it had published by its end, what it released, and its planned releases.

    `quality` is the mean score of its datasets on the last day that the report goes to; None where it is not known.
    """

    agency: Agency
    published: int
    released: int
    promises: Mapping[str, int]
    quality: float | None


@dataclass(frozen=True)
class Figures:
    """The figures that a report sets beside those of the year before; None where their table can't be used."""

    published: int
    released: int
    reviews: int | None
    requests: int | None
    quality: float | None


@dataclass(frozen=True)
class Report:
    """The report of one fiscal year, which is called after the year in which it ends.

    It goes to `until`: the last day of the year, or today in a year that is `running`. `recorded` is the day of the
    score that stands for its end; None where none was recorded. `undated` counts what is published without a day of
    release: it is in no year. `ahead` is planned for the year after.
    """

    year: int
    period: Period
    until: date
    due: date
    running: bool
    figures: Figures
    before: Figures | None
    recorded: date | None
    released: tuple[Shown, ...]
    undated: int
    promises: tuple[Promise, ...]
    reviews: tuple[Reviewed, ...]
    requests: tuple[Request, ...]
    agencies: tuple[AgencyYear, ...]
    ahead: tuple[Shown, ...]

    @property
    def address(self) -> str:
        """The last part of its page's address."""
        return f"fy{self.year}"

    @property
    def kept(self) -> dict[str, int]:
        """How many planned releases came out how."""
        return kept_counts(self.promises)

    @property
    def outcomes(self) -> dict[str, int]:
        """How many reviews ended how."""
        counts = Counter(r.review.outcome for r in self.reviews)
        return {word: counts[word] for word in OUTCOMES if counts[word]}

    @property
    def parts(self) -> dict[str, dict[str, int]]:
        """By the part that a review looks at: how many passed, were mended, failed."""
        found: dict[str, dict[str, int]] = {}
        for part in PARTS:
            counts = Counter(word for r in self.reviews for p, word in r.review.parts if p == part)
            found[part] = {word: counts[word] for word in ("passed", "mended", "failed")}
        return found

    @property
    def answers(self) -> dict[str, int]:
        """How many requests of the year had come to what by its end."""
        counts = Counter(request.state_on(self.until) for request in self.requests)
        return {word: counts[word] for word in REQUEST_STATES if counts[word]}


def kept_counts(promises: Iterable[Promise]) -> dict[str, int]:
    """How many planned releases came out how."""
    counts = Counter(p.kept for p in promises)
    return {word: counts[word] for word in KEPT if counts[word]}


def reports(
    inventory: Inventory, packages: Sequence[PackageFacts], record: Record, fiscal_year_start: int = 1
) -> tuple[Report, ...]:
    """The reports of every fiscal year from the first in which something happened to the running one, the latest first.

    There is none while the inventory can't be used: it would tell of noughts that nobody has counted. At most the last
    `MOST_YEARS` have one. `fiscal_year_start` is the first month of the fiscal year, from 1 to 12.
    """
    if "inventory" in inventory.programme.withheld:
        return ()
    maker = _Maker(inventory, {p.package.name: p for p in packages}, record, fiscal_year_start)
    today = inventory.today
    running = period_of(today, "fiscal year", fiscal_year_start)
    first = min((day for day in maker.days() if day <= running.ends), default=None)
    if first is None and not inventory.entries:
        return ()
    years = [running]
    while first and first < years[-1].begins and len(years) < MOST_YEARS:
        years.append(period_of(years[-1].begins - timedelta(days=1), "fiscal year", fiscal_year_start))
    return tuple(maker.report(period) for period in years)


def due_on(last: date, month: int, day: int) -> date:
    """The first such day of the calendar that is not before the last day of the year: when its report is due."""
    this = date(last.year, month, day)
    return this if this >= last or last.year == date.max.year else date(last.year + 1, month, day)


@dataclass(frozen=True)
class _Maker:
    """What every report of a programme is made from."""

    inventory: Inventory
    packages: Mapping[str, PackageFacts]
    record: Record
    start: int

    def days(self) -> list[date]:
        """Every day on which something happened, or was to happen."""
        programme = self.inventory.programme
        found = [d for s in self.inventory.entries for d in (s.entry.released, s.entry.planned) if d]
        return [*found, *(r.day for r in programme.reviews), *(r.day for r in programme.requests)]

    def report(self, period: Period) -> Report:
        """The report of a fiscal year."""
        programme, today = self.inventory.programme, self.inventory.today
        until = min(period.ends, today)
        before = None
        if period.begins > date.min:
            last = period_of(period.begins - timedelta(days=1), "fiscal year", self.start)
            before = self._figures(last, last.ends)
        promises = self._promises(period, until)
        by_id = self.inventory.by_id
        after = (
            period_of(period.ends + timedelta(days=1), "fiscal year", self.start) if period.ends < date.max else None
        )
        return Report(
            year=period.ends.year,
            period=period,
            until=until,
            due=due_on(period.ends, *programme.due),
            running=period.ends >= today,
            figures=self._figures(period, until),
            before=before if before and (before.published or before.reviews or before.requests) else None,
            recorded=self._recorded(until),
            released=self._released(period, until),
            undated=sum(s.standing == "published" and not s.entry.released for s in self.inventory.entries),
            promises=promises,
            reviews=tuple(
                Reviewed(r, by_id[r.entry])
                for r in programme.reviews
                if period.begins <= r.day <= until and r.entry in by_id
            ),
            requests=tuple(r for r in programme.requests if period.begins <= r.day <= until),
            agencies=tuple(self._agency(agency, period, until, promises) for agency in self.inventory.agencies),
            ahead=self._ahead(after),
        )

    def _published(self, until: date) -> list[Shown]:
        """What was published by the end of a day, of what is published today with a day of release."""
        return [
            s
            for s in self.inventory.entries
            if s.standing == "published" and s.entry.released and s.entry.released <= until
        ]

    def _released(self, period: Period, until: date) -> tuple[Shown, ...]:
        found = [s for s in self._published(until) if (s.entry.released or until) >= period.begins]
        return tuple(sorted(found, key=lambda s: (s.entry.released or until, s.entry.title)))

    def _promises(self, period: Period, until: date) -> tuple[Promise, ...]:
        found = [
            Promise(s, _kept(s, until, self.inventory.today))
            for s in self.inventory.entries
            if s.standing in ("published", "planned", "late")
            and s.entry.planned
            and period.begins <= s.entry.planned <= period.ends
        ]
        return tuple(sorted(found, key=lambda p: (p.shown.entry.planned or until, p.shown.entry.title)))

    def _ahead(self, after: Period | None) -> tuple[Shown, ...]:
        """What is planned for the year after and was not published before it began."""
        if after is None:
            return ()
        found = [
            s
            for s in self.inventory.entries
            if s.standing in ("published", "planned", "late")
            and s.entry.planned
            and after.begins <= s.entry.planned <= after.ends
            and not (s.standing == "published" and (s.entry.released or after.begins) < after.begins)
        ]
        return tuple(sorted(found, key=lambda s: (s.entry.planned or after.begins, s.entry.title)))

    def _figures(self, period: Period, until: date) -> Figures:
        programme = self.inventory.programme
        ids = self.inventory.by_id
        names = [s.dataset for s in self.inventory.entries if s.dataset]
        reviews = sum(period.begins <= r.day <= until and r.entry in ids for r in programme.reviews)
        requests = sum(period.begins <= r.day <= until for r in programme.requests)
        return Figures(
            published=len(self._published(until)),
            released=len(self._released(period, until)),
            reviews=None if "reviews" in programme.withheld else reviews,
            requests=None if "requests" in programme.withheld else requests,
            quality=self._quality(names, until),
        )

    def _agency(self, agency: Agency, period: Period, until: date, promises: Sequence[Promise]) -> AgencyYear:
        own = [s for s in self._published(until) if s.agency == agency.slug]
        return AgencyYear(
            agency=agency,
            published=len(own),
            released=sum((s.entry.released or until) >= period.begins for s in own),
            promises=kept_counts(p for p in promises if p.shown.agency == agency.slug),
            quality=self._quality([p.package.name for p in agency.datasets], until),
        )

    def _quality(self, names: Iterable[str], until: date) -> float | None:
        """The mean score of datasets on a day: today's own, or the last that was recorded by then."""
        scores: list[float] = []
        for name in names:
            facts = self.packages.get(name)
            if facts is None:
                continue
            if until >= self.inventory.today:
                scores += [facts.quality.score] if facts.quality else []
            elif (scored := _last(facts.scores, until)) is not None:
                scores.append(scored.score)
        return mean(scores)

    def _recorded(self, until: date) -> date | None:
        """The last day by then on which the portal's scores were recorded, or today."""
        if until >= self.inventory.today:
            return self.inventory.today
        return max((day for day, _ in self.record.days if day <= until), default=None)


def _last(scores: Sequence[Scored], until: date) -> Scored | None:
    """The score that held on a day: the last one that was recorded by then."""
    return next((scored for scored in reversed(scores) if scored.day <= until), None)


def _kept(shown: Shown, until: date, today: date) -> Kept:
    """What had come of a planned release of a year by `until`, its last day or today."""
    planned, released = shown.entry.planned, shown.entry.released
    if shown.standing == "published" and released and released <= until:
        return "late" if planned and released > planned else "kept"
    if shown.standing == "published" and not released:
        return "day not known"
    return "late, not yet" if planned and planned < today else "to come"
