"""The pages of the strategy: the whole, and one for each pillar, goal and initiative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from markupsafe import Markup

from civicstat.names import slug
from civicstat.planned import Download, Page
from civicstat.progress.changes import changes_of
from civicstat.progress.publish import Missing, missing_of, views_of
from civicstat.progress.rolling import STRUCTURE, lost_tables
from civicstat.store import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from civicstat.progress.changes import Change
    from civicstat.progress.model import MeasureFacts, Part, SprintFacts, Strategy, StrategyFacts
    from civicstat.progress.whole import Progress


_TELLING = STRUCTURE | {"targets", "interim", "values"}
"""The tables that tell what changed: while one can't be used, that nothing did is not to be said."""

ROWS = "strategy/rows/"
"""Under which address the rows of the strategy's measures are published."""


@dataclass(frozen=True)
class Moved:
    """A measure whose status is not what it was at the end of last quarter (`was`), and the part that it counts under.

    `sprint` is the sprint that it belongs to; None for one of the part's own.
    """

    part: Part
    facts: MeasureFacts
    was: str
    sprint: SprintFacts | None = None


@dataclass(frozen=True)
class Retargeted:
    """A target that was changed since the end of last quarter, or a point on the way to one."""

    part: Part
    facts: MeasureFacts
    change: Change
    sprint: SprintFacts | None = None


@dataclass(frozen=True)
class News:
    """What changed in a part of the strategy, and all below it, since the end of last quarter."""

    moved: tuple[Moved, ...]
    targets: tuple[Retargeted, ...]
    unsure: bool = False
    """Whether there may be more that can't be told, since something that would tell of it can't be used."""

    def __bool__(self) -> bool:
        """Whether anything did."""
        return bool(self.moved or self.targets)

    def told(self, place: Callable[[Moved | Retargeted], tuple[str, str]]) -> tuple[object, ...]:
        """What a page shows of it."""
        moved = [(place(m), m.facts.measure.title, m.was, m.facts.status, m.facts.untold) for m in self.moved]
        targets = [(place(t), t.facts.measure.title, t.facts.measure.unit, t.change) for t in self.targets]
        sprints = [e.sprint.sprint.title for e in self.moved if e.sprint]
        return moved, targets, sprints, self.unsure


class Step(NamedTuple):
    """A page above: its title and its address."""

    title: str
    address: str


def plan_strategy(progress: Progress, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages of all strategies, and the files beside them; without any, one page that says how to begin.

    `shared` is what every page gets: `settings`, `site`, `today`.
    """
    pages: list[Page] = []
    downloads: list[Download] = []
    several = len(progress.strategies) != 1
    if several:
        context = {**shared, "strategies": progress.strategies, "facts": None, "missing": Missing()}
        told = [
            (f.strategy.title, f.strategy.purpose, f.address, f.counts, f.untold, f.unclear)
            for f in progress.strategies
        ]
        content = digest(repr(told), *map(repr, shared.values()))
        pages.append(Page("strategy/index.md", "strategy.md", "", context, content=content))
    for facts in progress.strategies:
        for page, files in _Planner(facts, shared, several).pages():
            pages.append(page)
            downloads += files
    return pages, downloads


@dataclass(frozen=True)
class _Planner:
    """One strategy, and what every page gets. `several` is true where the portal has more than this one."""

    facts: StrategyFacts
    shared: Mapping[str, Any]
    several: bool

    def pages(self) -> Iterator[tuple[Page, list[Download]]]:
        """The page of the whole, and those of its parts from the top down, each with the files of its rows."""
        facts, strategy = self.facts, self.facts.strategy
        parts = tuple(parts_of(facts.pillars))
        context = {
            **self._context(facts.pillars),
            "strategies": (facts,),
            "several": self.several,
            "parts": parts,
            "addresses": {slug(part.id): part.address for part in reversed(parts)},
            "linked": linked,
        }
        own = (strategy.title, strategy.purpose, strategy.text, strategy.begins, strategy.ends)
        told = (facts.counts, facts.untold, facts.unclear)
        content = self._content(own, told, [_told(part) for part in parts], context["news"].told(self.place))
        page = Page(f"{facts.address}index.md", "strategy.md", strategy.title, context, strategy.purpose, content)
        yield page, []
        above = [Step("Strategy", "strategy/"), *([Step(strategy.title, facts.address)] if self.several else [])]
        for pillar in facts.pillars:
            yield from self._parts(pillar, tuple(above))

    def _parts(self, part: Part, above: tuple[Step, ...]) -> Iterator[tuple[Page, list[Download]]]:
        views, charts = views_of(part.measures, self._rows)
        context = {**self._context((part,)), "part": part, "above": above, "views": views, "charts": charts}
        sprints = [
            (s.sprint, s.state, s.gone, s.days, s.counts, s.untold, [m.standing for m in s.measures])
            for s in part.sprints
        ]
        below = [_told(one) for one in parts_of(part.parts)]
        content = self._content(_told(part), part.measures, sprints, below, above, context["news"].told(self.place))
        page = Page(f"{part.address}index.md", "strategy_part.md", part.title, context, part.description, content)
        yield page, [Download(v.rows, text=v.facts.basis.csv) for v in views if v.rows and v.facts.basis]
        for one in part.parts:
            yield from self._parts(one, (*above, Step(part.title, part.address)))

    def _context(self, parts: Sequence[Part]) -> dict[str, Any]:
        facts = self.facts
        changed = news(parts, facts.quarter_end, self.shared["today"], facts.strategy)
        missing = missing_of(facts.strategy)
        return {**self.shared, "facts": facts, "news": changed, "place_of": self.place, "missing": missing}

    def _content(self, *own: Any) -> str:
        """The key of everything that a page shows."""
        facts = self.facts
        strategy = facts.strategy
        missing = (strategy.withheld, strategy.left_out)
        common = (strategy.package, strategy.simulated, missing, facts.quarter_end, facts.thresholds, self.several)
        return digest(repr(common), repr(own), *map(repr, self.shared.values()))

    @property
    def _rows(self) -> str:
        """What the addresses of all files of rows begin with."""
        return f"{ROWS}{self.facts.strategy.package}-"

    def place(self, entry: Moved | Retargeted) -> tuple[str, str]:
        """Where a measure is told in full, on its sprint's page or on that of its part: address and anchor."""
        address = entry.sprint.address if entry.sprint else entry.part.address
        return address, f"measure-{slug(entry.facts.measure.id)}"


def _told(part: Part) -> tuple[object, ...]:
    """What the pages above show of a part."""
    own = (part.level, part.title, part.description, part.lead, part.address)
    return *own, part.counts, part.before, part.untold, part.unclear


def parts_of(parts: Iterable[Part]) -> Iterator[Part]:
    """These parts and all below them, from the top down."""
    for part in parts:
        yield part
        yield from parts_of(part.parts)


def news(parts: Sequence[Part], quarter_end: date, today: date, strategy: Strategy | None = None) -> News:
    """What changed in these parts and all below since `quarter_end`: statuses and targets, each measure once.

    It is unsure where tables of the `strategy`, or of a sprint tied to a part, can't be used, or a measure's figures.
    """
    unsure = bool(strategy and _TELLING & lost_tables(strategy))
    moved: dict[int, Moved] = {}
    targets: dict[tuple[int, date, bool], Retargeted] = {}
    for part in parts_of(parts):
        of_sprints = {id(m): sprint for sprint in part.sprints for m in sprint.measures}
        unsure |= bool(part.untold or part.unclear or any(_TELLING & lost_tables(s.sprint) for s in part.sprints))
        for facts, was in part.moved:
            moved.setdefault(id(facts), Moved(part, facts, was, of_sprints.get(id(facts))))
        for facts in (*part.measures, *(m for sprint in part.sprints for m in sprint.measures)):
            for change in changes_of(facts.measure.plan):
                if quarter_end < change.day <= today:
                    found = Retargeted(part, facts, change, of_sprints.get(id(facts)))
                    targets.setdefault((id(facts), change.day, change.interim), found)
    latest = tuple(sorted(targets.values(), key=lambda t: t.change.day, reverse=True))
    return News(tuple(moved.values()), latest, unsure)


_LINK = re.compile(r'<a href="#([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"<(h[3-6])>(.*?)</\1>", re.DOTALL)


def linked(text: Markup, addresses: Mapping[str, str], url: Callable[[str], str]) -> Markup:
    """Rendered Markdown whose links to `#id` lead to the pages of parts, or to the text's own headings.

    `addresses` are those of the parts by the slugs of their ids, `url` is the page's way to address another page. A
    link that leads nowhere is left as its words.
    """
    names = {_name(words) for _, words in _HEADING.findall(text)}

    def heading(match: re.Match[str]) -> str:
        tag, words = match.groups()
        return f'<{tag} id="text-{_name(words)}">{words}</{tag}>'

    def link(match: re.Match[str]) -> str:
        name, more, words = match.groups()
        name = slug(unquote(name))
        if name in addresses:
            return f'<a href="{url(addresses[name])}">{words}</a>'
        return f'<a href="#text-{name}"{more}>{words}</a>' if name in names else words

    return Markup(_LINK.sub(link, _HEADING.sub(heading, text)))  # noqa: S704 - clean before, and names are slugs


def _name(words: str) -> str:
    """A heading's id, from its words as HTML."""
    return slug(Markup(words).striptags())  # noqa: S704 - only its text is taken
