"""`feed.xml` (Atom, RFC 4287) and `feed.json` (JSON Feed 1.1): what changed, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from civicstat.feeds.entries import Output
from civicstat.feeds.words import as_json, filled, in_words

if TYPE_CHECKING:
    from civicstat.feeds.entries import Entry, Portal

ATOM, JSON = "feed.xml", "feed.json"
MOST = 100
"""How many entries a feed has at most."""


@dataclass(frozen=True)
class News:
    """A dataset that was updated or published on a day. `moment` is that day's first, in the portal's time zone."""

    entry: Entry
    day: date
    moment: str

    @property
    def id(self) -> str:
        """The same for good: another update of the same dataset is another entry."""
        return f"{self.entry.address}#{self.day.isoformat()}"

    @property
    def title(self) -> str:
        """The dataset's title, and that its figures are simulated where they are."""
        return f"{self.entry.title} (simulated figures)" if self.entry.package.simulated else self.entry.title

    @property
    def summary(self) -> str:
        """What happened, and what the dataset is, in plain words."""
        happened = "Updated" if self.entry.timeliness.updated else "Published"
        return " ".join(filter(None, (f"{happened} on {in_words(self.day)}.", self.entry.notice, self.entry.summary)))


def write(portal: Portal) -> Output:
    """Both feeds."""
    found = news(portal)
    return Output({ATOM: atom(portal, found), JSON: as_json(json_feed(portal, found))})


def news(portal: Portal) -> tuple[News, ...]:
    """The datasets whose last update or first publication is known, newest first, at most `MOST` of them."""
    zone = portal.settings.time_zone
    dated = [(day, e) for e in portal.entries if (day := e.timeliness.updated or e.package.issued)]
    dated.sort(key=lambda pair: pair[1].title.casefold())
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(News(entry, day, _midnight(day, zone)) for day, entry in dated[:MOST])


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
        _link(entry, "alternate", item.entry.address, "text/html")
        if item.entry.publisher:
            _author(entry, item.entry.publisher.name, item.entry.publisher.homepage)
        for topic in item.entry.topics:
            ElementTree.SubElement(entry, "category", {"term": topic.name})
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
    publisher = item.entry.publisher
    return filled(
        {
            "id": item.id,
            "url": item.entry.address,
            "title": item.title,
            "content_text": item.summary,
            "date_published": item.moment,
            "authors": [filled({"name": publisher.name, "url": publisher.homepage})] if publisher else [],
            "tags": [topic.name for topic in item.entry.topics],
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
