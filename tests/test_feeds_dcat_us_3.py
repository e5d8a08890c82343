"""`dcat-us-3.json`: DCAT-US 3.0."""

from dataclasses import replace
from typing import Any

import pytest

import feeds_example as example
from civicstat.feeds.dcat_us_3 import dataset, needs
from civicstat.feeds.entries import Entry, entry
from civicstat.model import License


def trees(**changes: Any) -> Entry:
    """The example's trees, changed."""
    facts = example.trees()
    return entry(replace(facts, package=replace(facts.package, **changes)), example.SITE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"keywords": (), "modified": None}, []),
        ({"description": "", "publisher": None, "contact": None}, ["description", "publisher", "contact point"]),
    ],
)
def test_what_is_required(changes: dict[str, Any], expected: list[str]) -> None:
    """A dataset needs a description, a publisher and a contact; keywords it does not."""
    assert [need.word for need in needs(trees(**changes))] == expected


@pytest.mark.parametrize(
    ("temporal", "expected"),
    [
        ("2012-01-01/..", [{"@type": "PeriodOfTime", "startDate": "2012-01-01"}]),
        ("../2015", [{"@type": "PeriodOfTime", "endDate": "2015"}]),
        ("../..", None),
    ],
)
def test_an_open_period_has_one_end(temporal: str, expected: list[Any] | None) -> None:
    """The end that is open is left out."""
    assert dataset(trees(temporal=temporal)).get("temporal") == expected


def test_each_distribution_has_the_licence_size_and_checksum() -> None:
    """The licence stands on each distribution, by its address or else in its words; sizes are text."""
    told = dataset(trees(licenses=(License("", "Ask first"),)))["distribution"]

    assert [d["license"] for d in told] == ["Ask first"] * 4
    assert (told[1]["byteSize"], told[1]["checksum"]["algorithm"]) == ("102", "SHA-256")
