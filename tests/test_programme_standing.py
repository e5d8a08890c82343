"""How an inventory stands on a day, the record of agencies, and the release timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.programme.model import Entry, Programme
from civicstat.programme.standing import STANDINGS, Inventory, Shown, standing_of, take_stock, tally
from civicstat.programme.timeline import timeline
from programme_packages import DAY, TREES, facts_of, programme_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.facts import Facts
    from programme_packages import Studied

    Portal = Callable[[Mapping[str, Any]], Path]

ENTRY = Entry("x", "X", "Parks", "publishable", "planned", planned=date(2026, 11, 22))


@pytest.fixture(scope="module")
def facts(portal: Portal, study: Studied) -> Facts:
    """A portal with a programme, a dataset that it has, and one more of the same agency that it has not."""
    benches = {
        "catalog/benches/datapackage.json": {
            "name": "benches",
            "title": "Benches",
            "resources": [{"name": "benches", "path": "benches.csv"}],
            "civicstat": {"publisher": {"name": "PARKS"}, "accrualPeriodicity": "R/P1D", "modified": "2026-01-01"},
        },
        "catalog/benches/benches.csv": "id\n1\n",
    }
    hidden = {
        "catalog/x/datapackage.json": {"name": "x", "title": "Secret", "civicstat": {"accessLevel": "non-public"}},
        "catalog/y/datapackage.json": {"name": "y", "accessLevel": "restricted public"},
    }
    return facts_of(portal({**programme_files(), **TREES, **benches, **hidden}), study)


@pytest.fixture
def stock(facts: Facts) -> Inventory:
    """Its inventory."""
    return take_stock(facts.progress.programmes[0], facts)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "late"),
        ({"planned": DAY}, "planned"),
        ({"planned": None}, "planned"),
        ({"state": "", "planned": None}, "undecided"),
        ({"state": ""}, "late"),
        ({"state": "withheld"}, "withheld"),
        ({"state": "published"}, "published"),
    ],
)
def test_standing(change: dict[str, Any], expected: str) -> None:
    """An entry stands as its row says, but for a planned release whose day is past: that is late."""
    assert standing_of(replace(ENTRY, **change), DAY) == expected


def test_the_stock(stock: Inventory) -> None:
    """Each entry has one standing; counts add up to all of them."""
    assert {s.entry.id: s.standing for s in stock.entries} == {
        "trees": "published",
        "potholes": "published",
        "pools": "planned",
        "clinics": "withheld",
    }
    assert (stock.tally.standings, stock.tally.classes, stock.tally.reasons, stock.tally.total) == (
        {"published": 2, "planned": 1, "withheld": 1},
        {"publishable": 3, "sensitive": 1},
        {"personal": 1},
        4,
    )
    assert [f.package.name for f in stock.unlisted] == ["benches"]
    assert stock.restricted == {"protected": 1, "sensitive": 1}


def test_agencies(stock: Inventory) -> None:
    """An agency has its entries, its coordinator, and the record of all its datasets, whoever lists them."""
    agencies = {a.name: a for a in stock.agencies}

    parks = agencies["Parks"]
    assert list(agencies) == ["Health", "Parks", "Roads"]
    assert [p.package.name for p in parks.datasets] == ["benches", "street-trees"]
    assert (parks.timeliness, parks.promised) == ({"on time": 1, "overdue": 1}, 2)
    scores = [p.quality.score for p in parks.datasets if p.quality]
    assert parks.quality == round(sum(scores) / 2, 1)
    assert (agencies["Roads"].datasets, agencies["Roads"].quality) == ((), None)
    assert [s.released_late for s in agencies["Roads"].with_day] == [True]


def test_reviews_of_what_may_not_be_published_are_not_shown(portal: Portal, study: Studied) -> None:
    """A review of sensitive data has a note that could tell of it: no page gets it."""
    reviews = "entry,date,outcome,note\nclinics,2026-01-01,refused,It has names in it\n"
    facts = facts_of(portal({**programme_files({"reviews": reviews}), **TREES}), study)

    stock = take_stock(facts.progress.programmes[0], facts)

    assert [s.reviews for s in stock.entries if s.entry.id == "clinics"] == [()]


def test_the_timeline(stock: Inventory) -> None:
    """A release counts in the quarter of its day, a planned one in that of the promised day."""
    found = timeline(stock, 7)

    assert [
        (q.period.label, q.year, q.number, [s.entry.id for s in q.released], [s.entry.id for s in q.planned])
        for q in found.quarters
    ] == [
        ("January–March 2026", 2026, 3, ["trees"], []),
        ("July–September 2026", 2027, 1, ["potholes"], []),
        ("January–March 2027", 2027, 3, [], ["pools"]),
    ]
    assert (found.undated, found.someday, found.most) == ((), (), 1)


def test_what_has_no_day(stock: Inventory) -> None:
    """What is published or planned without a day stands apart."""
    entries = tuple(
        Shown(Entry(state, state, "Parks", "publishable", state), state, "parks")
        for state in ("published", "planned", "withheld")
    )

    found = timeline(replace(stock, entries=entries))

    assert (found.quarters, [s.entry.id for s in found.undated], [s.entry.id for s in found.someday]) == (
        (),
        ["published"],
        ["planned"],
    )


DAYS = st.none() | st.dates()
ENTRIES = st.builds(
    Entry,
    id=st.text(max_size=3),
    title=st.text(max_size=3),
    agency=st.sampled_from(["A", "a", "B"]),
    kind=st.sampled_from(["publishable", "protected", "sensitive", ""]),
    state=st.sampled_from(["published", "planned", "withheld", ""]),
    planned=DAYS,
    released=DAYS,
    reason=st.sampled_from(["", "personal"]),
)


@given(st.lists(ENTRIES, max_size=12), st.dates(), st.integers(1, 12))
def test_counts_add_up(entries: list[Entry], today: date, start: int) -> None:
    """Whatever the days, every entry is counted once, and everything published, planned or late is on the timeline."""
    shown = tuple(Shown(e, standing_of(e, today), "a") for e in entries)
    count = tally(shown)
    inventory = Inventory(Programme("p", "P", ""), today, shown, count, (), (), {})

    found = timeline(inventory, start)

    assert sum(count.standings.values()) == sum(count.classes.values()) == count.total == len(entries)
    assert sum(count.reasons.values()) == count.of("withheld")
    assert set(count.standings) <= set(STANDINGS)
    told = sum(q.total for q in found.quarters) + len(found.undated) + len(found.someday)
    assert told == sum(count.of(word) for word in ("published", "planned", "late"))
    assert [q.period.begins for q in found.quarters] == sorted({q.period.begins for q in found.quarters})
