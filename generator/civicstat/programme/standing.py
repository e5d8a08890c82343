"""How the inventory of an open data programme stands on a day, and the record of each agency."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from civicstat.names import slug
from civicstat.programme.model import reviews_by_entry
from civicstat.programme.problems import unlisted
from civicstat.shapes.programme import CLASSES, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.facts import Facts, PackageFacts
    from civicstat.programme.model import Coordinator, Entry, Programme, Request, Review
    from civicstat.timeliness import Status

Standing = Literal["published", "late", "planned", "withheld", "undecided"]
STANDINGS: tuple[Standing, ...] = ("published", "planned", "late", "withheld", "undecided")
"""Each entry has one of these, so that their counts add up. `late` is planned for a day that is past."""

TIMELY: tuple[Status, ...] = ("on time", "due", "overdue", "unknown")
"""What becomes of a promise to bring data up to date."""


@dataclass(frozen=True)
class Shown:
    """An entry as a page may show it.

    `dataset` is the page name of the package that is published here, `reviews` are its own in the order of their days.
    What may not be published has neither.
    """

    entry: Entry
    standing: Standing
    agency: str
    dataset: str = ""
    off: bool = False
    """Whether its dataset is on the portal and nothing of it can be published just now."""

    reviews: tuple[Review, ...] = ()

    @property
    def review(self) -> Review | None:
        """The last review."""
        return self.reviews[-1] if self.reviews else None

    @property
    def released_late(self) -> bool:
        """Whether it was published after the day that was promised."""
        entry = self.entry
        return bool(entry.planned and entry.released and entry.released > entry.planned)


@dataclass(frozen=True)
class Tally:
    """How many entries stand how: every entry counts once in each of the three."""

    standings: Mapping[str, int]
    classes: Mapping[str, int]
    reasons: Mapping[str, int]
    """Of those that are withheld, how many for which reason; `""` where none is given."""

    total: int

    def of(self, standing: str) -> int:
        """How many stand so."""
        return self.standings.get(standing, 0)


@dataclass(frozen=True)
class Agency:
    """An agency with its coordinator, its entries, and the record of its datasets on the portal today.

    `timeliness` counts the datasets that have a promise to be brought up to date. `quality` and `documented` are means
    from 0 to 100 over the datasets that have a score; None where none has.
    """

    slug: str
    name: str
    coordinator: Coordinator | None
    entries: tuple[Shown, ...]
    tally: Tally
    datasets: tuple[PackageFacts, ...]
    timeliness: Mapping[str, int]
    quality: float | None
    documented: float | None

    @property
    def promised(self) -> int:
        """How many of its datasets have a promise to be brought up to date."""
        return sum(self.timeliness.values())

    @property
    def with_day(self) -> tuple[Shown, ...]:
        """What it published with a day that had been promised before."""
        return tuple(s for s in self.entries if s.standing == "published" and s.entry.planned and s.entry.released)


@dataclass(frozen=True)
class Inventory:
    """A programme on a day: its entries, and what the portal has beside them.

    `unlisted` are the datasets of the portal that no inventory has; `restricted` counts, by class, packages that are
    not public and that none has either: no more may be told of them. Both are empty while an inventory can't be used:
    nobody can tell what it has.
    """

    programme: Programme
    today: date
    entries: tuple[Shown, ...]
    tally: Tally
    agencies: tuple[Agency, ...]
    unlisted: tuple[PackageFacts, ...]
    restricted: Mapping[str, int]

    @property
    def by_id(self) -> dict[str, Shown]:
        """The entries by their ids."""
        return {shown.entry.id: shown for shown in self.entries}

    @property
    def asked(self) -> tuple[Request, ...]:
        """What the public has asked for by today."""
        return tuple(r for r in self.programme.requests if r.day <= self.today)

    def asked_of(self, agency: Agency) -> tuple[Request, ...]:
        """What it has asked an agency for, however the agency is spelled."""
        return tuple(r for r in self.asked if r.agency and slug(r.agency) == agency.slug)

    def standing(self, standing: Standing) -> tuple[Shown, ...]:
        """The entries that stand so."""
        return tuple(shown for shown in self.entries if shown.standing == standing)


def standing_of(entry: Entry, today: date) -> Standing:
    """How an entry stands on a day: as its row says, but that a planned release whose day is past is late."""
    if entry.state in ("published", "withheld"):
        return entry.state
    if entry.planned and entry.planned < today:
        return "late"
    return "planned" if entry.state == "planned" else "undecided"


def tally(entries: Iterable[Shown]) -> Tally:
    """Count entries."""
    held = tuple(entries)
    reasons = Counter(s.entry.reason for s in held if s.standing == "withheld")
    return Tally(
        dict(Counter(s.standing for s in held)),
        {kind: count for kind in (*CLASSES, "") if (count := sum(s.entry.kind == kind for s in held))},
        {reason: reasons[reason] for reason in (*REASONS, "") if reasons[reason]},
        len(held),
    )


def take_stock(programme: Programme, facts: Facts) -> Inventory:
    """How a programme's inventory stands on the day of the build."""
    packages = {p.package.name: p for p in facts.packages}
    reviews = {
        entry: tuple(r for r in own if r.day <= facts.today) for entry, own in reviews_by_entry(programme).items()
    }
    entries = tuple(_shown(entry, packages, reviews, facts.today) for entry in programme.entries)
    programmes = facts.progress.programmes
    known = not any("inventory" in p.withheld for p in programmes)
    listed = {e.dataset for p in programmes for e in p.entries}
    hidden = Counter(
        "protected" if one.level == "restricted public" else "sensitive"
        for one in (unlisted(programmes, facts.restricted) if known else ())
    )
    return Inventory(
        programme,
        facts.today,
        entries,
        tally(entries),
        _agencies(programme, entries, facts.packages),
        tuple(p for p in facts.packages if known and p.package.kind == "dataset" and p.package.name not in listed),
        {kind: hidden[kind] for kind in CLASSES if hidden[kind]},
    )


def _shown(
    entry: Entry, packages: Mapping[str, PackageFacts], reviews: Mapping[str, tuple[Review, ...]], today: date
) -> Shown:
    standing, agency = standing_of(entry, today), slug(entry.agency)
    if entry.kind != "publishable":
        return Shown(entry, standing, agency)
    here = packages.get(entry.dataset)
    name = entry.dataset if here else ""
    return Shown(entry, standing, agency, name, bool(here and here.withheld), reviews.get(entry.id, ()))


def _agencies(programme: Programme, entries: Sequence[Shown], packages: Sequence[PackageFacts]) -> tuple[Agency, ...]:
    """The agencies that hold something or have a coordinator, by name."""
    names: dict[str, str] = {}
    for name in (*(e.agency for e in programme.entries), *(c.agency for c in programme.coordinators)):
        names.setdefault(slug(name), name)
    coordinators = {slug(c.agency): c for c in programme.coordinators}
    found = []
    for key, name in sorted(names.items(), key=lambda pair: pair[1].casefold()):
        own = tuple(s for s in entries if s.agency == key)
        held = {s.dataset for s in own if s.dataset}
        others = {s.dataset for s in entries if s.dataset and s.agency != key}
        datasets = tuple(
            p for p in packages if p.package.name in held or (_is_of(p, key) and p.package.name not in others)
        )
        found.append(_agency(key, name, coordinators.get(key), own, datasets))
    return tuple(found)


def _is_of(facts: PackageFacts, agency: str) -> bool:
    package = facts.package
    return package.kind == "dataset" and package.publisher is not None and slug(package.publisher.name) == agency


def _agency(
    key: str, name: str, coordinator: Coordinator | None, entries: tuple[Shown, ...], datasets: tuple[PackageFacts, ...]
) -> Agency:
    statuses = Counter(p.timeliness.status for p in datasets)
    scores = [p.quality.score for p in datasets if p.quality]
    documented = [part.score for p in datasets if p.quality and (part := p.quality.part("documentation"))]
    return Agency(
        key,
        name,
        coordinator,
        entries,
        tally(entries),
        datasets,
        {status: statuses[status] for status in TIMELY if statuses[status]},
        mean(scores),
        mean(documented),
    )


def mean(numbers: Sequence[float]) -> float | None:
    """The mean to one place after the point; None of nothing."""
    return round(sum(numbers) / len(numbers), 1) if numbers else None
