"""`feed.xml` (Atom, RFC 4287) and `feed.json` (JSON Feed 1.1): what changed, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from civicstat.feeds.entries import SIMULATED, Output
from civicstat.feeds.words import as_json, filled, in_words, line, plain_text
from civicstat.names import slug
from civicstat.progress.changes import changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from civicstat.feeds.entries import Agency, Portal
    from civicstat.progress.model import MeasureFacts, SprintFacts

ATOM, JSON = "feed.xml", "feed.json"
MOST = 100
"""How many entries a feed has at most."""


@dataclass(frozen=True)
class News:
    """What happened on a day: a dataset was updated, a sprint begun, a target changed.

    `moment` is that day's first, in the portal's time zone. `id` is the same for good: another update of the same
    dataset is another entry.
    """

    id: str
    day: date
    moment: str
    address: str
    title: str
    summary: str
    publisher: Agency | None = None
    topics: tuple[str, ...] = ()


def write(portal: Portal) -> Output:
    """Both feeds."""
    found = news(portal)
    return Output({ATOM: atom(portal, found), JSON: as_json(json_feed(portal, found))})


def news(portal: Portal) -> tuple[News, ...]:
    """What happened up to the portal's day, newest first, then by title; at most `MOST` of it.

    Datasets whose last update or first publication is known; sprints: their beginning, their updates, every change of
    a target, and their end.
    """
    found = [*_of_datasets(portal), *_of_progress(portal)]
    found.sort(key=lambda one: one.title.casefold())
    found.sort(key=lambda one: one.day, reverse=True)
    return tuple(found[:MOST])


def _of_datasets(portal: Portal) -> Iterator[News]:
    for entry in portal.entries:
        day = entry.timeliness.updated or entry.package.issued
        if day is None:
            continue
        happened = "Updated" if entry.timeliness.updated else "Published"
        summary = " ".join(filter(None, (f"{happened} on {in_words(day)}.", entry.notice, entry.summary)))
        title = _titled(entry.title, simulated=entry.package.simulated)
        topics = tuple(topic.name for topic in entry.topics)
        moment = _midnight(day, portal.settings.time_zone)
        yield News(
            f"{entry.address}#{day.isoformat()}", day, moment, entry.address, title, summary, entry.publisher, topics
        )


def _of_progress(portal: Portal) -> Iterator[News]:
    """What happened to sprints and to the strategy's targets up to the portal's day."""
    for sprint in portal.progress.sprints:
        own = _Teller(portal, sprint.address, sprint.sprint.title, sprint.sprint.simulated)
        yield from (
            one for one in (*_of_sprint(sprint, own), *_targets(sprint.measures, own)) if one.day <= portal.today
        )
    for strategy in portal.progress.strategies:
        own = _Teller(portal, strategy.address, strategy.strategy.title, strategy.strategy.simulated)
        yield from (one for one in _targets(strategy.measures, own) if one.day <= portal.today)


@dataclass(frozen=True)
class _Teller:
    """What happened to a sprint or a strategy, told under its name and address."""

    portal: Portal
    address: str
    name: str
    simulated: bool

    def tell(self, day: date, what: str, title: str, text: str) -> News:
        address = self.portal.site.url + quote(self.address)
        return News(
            id=f"{address}#{what}-{day.isoformat()}",
            day=day,
            moment=_midnight(day, self.portal.settings.time_zone),
            address=address,
            title=_titled(line(f"{self.name}: {title}"), simulated=self.simulated),
            summary=" ".join(filter(None, (SIMULATED if self.simulated else "", line(text)))),
        )


def _of_sprint(facts: SprintFacts, own: _Teller) -> Iterator[News]:
    sprint = facts.sprint
    yield own.tell(sprint.begins, "begins", "the sprint begins", f"It runs to {in_words(sprint.ends)}.")
    for update in sprint.updates:
        yield own.tell(update.date, f"update-{slug(update.title)}", update.title, plain_text(update.text))
    if facts.state == "finished":
        met = (
            f"{facts.counts.met - facts.untold.get('met', 0)} of {facts.counts.measures} measures reached their target."
        )
        if unknown := sum(facts.untold.values()):
            met += f" Of {unknown} it is not known: something did not pass its checks."
        yield own.tell(sprint.ends, "ends", "the sprint ends", met)


def _targets(measures: Iterable[MeasureFacts], own: _Teller) -> Iterator[News]:
    for facts in measures:
        for change in changes(facts.measure.plan.targets):
            text = " ".join(filter(None, (change.why, f"Decided by: {change.who}." if change.who else "")))
            what = f"target-{slug(facts.measure.id)}"
            yield own.tell(change.day, what, f"the target changed for {facts.measure.title}", text)


def _titled(title: str, *, simulated: bool) -> str:
    """A title, with a word that its figures are simulated where they are."""
    return f"{title} (simulated figures)" if simulated else title


def atom(portal: Portal, found: tuple[News, ...]) -> str:
    """The Atom feed. It was updated when its newest entry was; where it has none, on the day of the build."""
    site = portal.site
    feed = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": site.language})
    _text(feed, "id", f"{site.url}{ATOM}")
    _text(feed, "title", site.name)
    if portal.description:
        _text(feed, "subtitle", portal.description)
    _text(feed, "updated", found[0].moment if found else _midnight(portal.today, portal.settings.time_zone))
    _link(feed, "self", f"{site.url}{ATOM}", "application/atom+xml")
    _link(feed, "alternate", site.url, "text/html")
    _author(feed, portal.publisher.name if portal.publisher else site.name, "")
    for item in found:
        entry = ElementTree.SubElement(feed, "entry")
        _text(entry, "id", item.id)
        _text(entry, "title", item.title)
        _text(entry, "updated", item.moment)
        _link(entry, "alternate", item.address, "text/html")
        if item.publisher:
            _author(entry, item.publisher.name, item.publisher.homepage)
        for topic in item.topics:
            ElementTree.SubElement(entry, "category", {"term": topic})
        _text(entry, "summary", item.summary)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def json_feed(portal: Portal, found: tuple[News, ...]) -> dict[str, Any]:
    """The JSON Feed."""
    site = portal.site
    whole = filled(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": site.name,
            "home_page_url": site.url,
            "feed_url": f"{site.url}{JSON}",
            "description": portal.description,
            "language": site.language,
            "authors": [{"name": portal.publisher.name}] if portal.publisher else [],
        }
    )
    return {**whole, "items": [_item(item) for item in found]}


def _item(item: News) -> dict[str, Any]:
    publisher = item.publisher
    return filled(
        {
            "id": item.id,
            "url": item.address,
            "title": item.title,
            "content_text": item.summary,
            "date_published": item.moment,
            "authors": [filled({"name": publisher.name, "url": publisher.homepage})] if publisher else [],
            "tags": list(item.topics),
        }
    )


def _midnight(day: date, zone: str) -> str:
    """The day's first moment (RFC 3339), which before time zones were of whole minutes is UTC's."""
    there = datetime.combine(day, time(), ZoneInfo(zone))
    offset = there.utcoffset()
    whole = offset is not None and offset.seconds % 60 == 0
    return (there if whole else there.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _link(parent: ElementTree.Element, relation: str, address: str, kind: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})


def _author(parent: ElementTree.Element, name: str, uri: str) -> None:
    author = ElementTree.SubElement(parent, "author")
    _text(author, "name", name)
    if uri:
        _text(author, "uri", uri)
