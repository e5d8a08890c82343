"""`feed.xml` and `feed.json`."""

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

import feeds_example as example
import progress_example
from civicstat.facts import Facts, PackageFacts
from civicstat.feeds import write_feeds
from civicstat.feeds.entries import SIMULATED
from civicstat.settings import Settings
from civicstat.timeliness import reckon_timeliness

ATOM = "{http://www.w3.org/2005/Atom}"


def dataset(name: str, modified: date | None, issued: date | None = None) -> PackageFacts:
    """A dataset that changed on a day."""
    facts = example.pilot()
    package = replace(facts.package, name=name, title=name, modified=modified, issued=issued, simulated=False)
    return replace(facts, package=package, timeliness=reckon_timeliness(package, example.TODAY, 0.25))


def entries(*packages: PackageFacts, zone: str = "America/New_York") -> list[tuple[str, str, str]]:
    """The id, moment and text of each entry of the JSON feed."""
    feeds = write_feeds(example.facts(*packages), Settings(time_zone=zone), example.SITE)
    items = json.loads(feeds.files["feed.json"])["items"]
    return [(i["id"].removeprefix(example.SITE.url), i["date_published"], i["content_text"][:25]) for i in items]


def test_newest_first() -> None:
    """Datasets stand by the day of their last update, else of their first publication, newest first, then by title."""
    found = entries(
        dataset("old", date(2020, 1, 1)),
        dataset("b", date(2025, 7, 1)),
        dataset("a", date(2025, 7, 1)),
        dataset("issued", None, date(2025, 8, 1)),
        dataset("unknown", None),
    )

    assert found == [
        ("datasets/issued/#2025-08-01", "2025-08-01T00:00:00-04:00", "Published on August 1, 20"),
        ("datasets/a/#2025-07-01", "2025-07-01T00:00:00-04:00", "Updated on July 1, 2025. "),
        ("datasets/b/#2025-07-01", "2025-07-01T00:00:00-04:00", "Updated on July 1, 2025. "),
        ("datasets/old/#2020-01-01", "2020-01-01T00:00:00-05:00", "Updated on January 1, 202"),
    ]


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (date(2025, 7, 1), "UTC", "2025-07-01T00:00:00+00:00"),
        (date(2025, 7, 1), "Asia/Kathmandu", "2025-07-01T00:00:00+05:45"),
        (date(1850, 7, 1), "America/New_York", "1850-07-01T00:00:00+00:00"),
    ],
)
def test_days_begin_in_the_portals_time_zone(day: date, zone: str, expected: str) -> None:
    """An entry's moment is the first of its day where the portal is, once its offset was of whole minutes."""
    assert entries(dataset("a", day), zone=zone)[0][1] == expected


def test_at_most_a_hundred() -> None:
    """A feed holds the hundred newest entries."""
    found = entries(*(dataset(f"d{n}", date.fromordinal(738000 + n)) for n in range(120)))

    assert [id_.split("/")[1] for id_, _, _ in found] == [f"d{n}" for n in range(119, 19, -1)]


def test_a_feed_without_entries_is_as_old_as_the_build() -> None:
    """Atom asks when the feed was updated, even where it has nothing to say."""
    feeds = write_feeds(example.facts(dataset("unknown", None)), example.SETTINGS, example.SITE)

    feed = ElementTree.fromstring(feeds.files["feed.xml"])  # noqa: S314 - our own text
    assert feed.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00-05:00"
    assert feed.findall(f"{ATOM}entry") == []


def test_without_a_publisher_the_portal_is_the_author() -> None:
    """Atom asks for an author; where the portal names no publisher, it is the portal itself."""
    files = write_feeds(example.facts(example.bare()), Settings(), example.SITE).files

    feed = ElementTree.fromstring(files["feed.xml"])  # noqa: S314 - our own text
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Springfield data"
    assert "authors" not in json.loads(files["feed.json"])


def test_sprints() -> None:
    """A sprint's beginning, updates, changed targets and end are told on their days, none before it has come."""
    facts = Facts(progress_example.TODAY, (), (), progress=progress_example.example_progress())

    items = json.loads(write_feeds(facts, Settings(), example.SITE).files["feed.json"])["items"]

    assert [(i["date_published"][:10], i["title"], i["content_text"]) for i in items] == [
        (
            "2026-11-09",
            "Potholes before winter: Seven weeks in (simulated figures)",
            f"{SIMULATED} The share on time rose from 71% to 86%.",
        ),
        (
            "2026-11-02",
            "A recycling cart within a week: the target changed for Days from request to delivery of a recycling cart",
            (
                "The second truck broke down and comes back in January only, so fewer carts are delivered a day. "
                "Decided by: Director of Public Works."
            ),
        ),
        (
            "2026-11-02",
            "A recycling cart within a week: The target was changed",
            "See the reason at the measure.",
        ),
        (
            "2026-10-05",
            "A recycling cart within a week: the sprint begins",
            "It runs to December 31, 2026.",
        ),
        (
            "2026-09-24",
            "Potholes before winter: The sprint has begun (simulated figures)",
            f"{SIMULATED} Two crews work from the east to the west.",
        ),
        (
            "2026-09-21",
            "Potholes before winter: the sprint begins (simulated figures)",
            f"{SIMULATED} It runs to December 19, 2026.",
        ),
        ("2026-06-30", "Clean walls in spring: the sprint ends", "1 of 1 measures reached their target."),
        ("2026-04-02", "Clean walls in spring: the sprint begins", "It runs to June 30, 2026."),
    ]
    assert len({i["id"] for i in items}) == len(items)
    assert items[1]["url"] == f"{example.SITE.url}sprints/recycling-carts/"
