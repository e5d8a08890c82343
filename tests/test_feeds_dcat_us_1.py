"""`data.json`: DCAT-US 1.1."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import feeds_example as example
from civicstat.facts import PackageFacts
from civicstat.feeds.dcat_us_1 import dataset, needs
from civicstat.feeds.entries import entry
from civicstat.model import Contact
from civicstat.timeliness import reckon_timeliness


def trees(**changes: Any) -> PackageFacts:
    """The example's trees, changed."""
    facts = example.trees()
    package = replace(facts.package, **changes)
    return replace(facts, package=package, timeliness=reckon_timeliness(package, example.TODAY, 0.25))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"description": " "}, ["description"]),
        ({"keywords": ()}, ["keywords"]),
        ({"keywords": (" ", "\x00")}, ["keywords"]),
        ({"publisher": None}, ["publisher"]),
        ({"contact": None}, ["contact point"]),
        ({"contact": Contact("Desk")}, ["contact point with an e-mail address"]),
        ({"contact": Contact("Desk", "no address")}, ["contact point with an e-mail address"]),
        ({"modified": None}, ["known day of its last update"]),
        ({"modified": None, "data_changed": date(2025, 1, 1)}, []),
    ],
)
def test_what_is_required(changes: dict[str, Any], expected: list[str]) -> None:
    """A dataset needs a description, keywords, a publisher, an e-mail address and the day of its last update."""
    assert [need.word for need in needs(entry(trees(**changes), example.SITE))] == expected


@pytest.mark.parametrize(
    ("temporal", "expected"), [("2012-01-01/2015", "2012-01-01/2015"), ("2012/..", None), ("../2015", None)]
)
def test_an_open_period_is_left_out(temporal: str, expected: str | None) -> None:
    """ISO 8601:2004 has no interval with an open end, so DCAT-US 1.1 can't say it."""
    assert dataset(entry(trees(temporal=temporal), example.SITE)).get("temporal") == expected


def test_a_long_description_is_cut() -> None:
    """A description has at most 10,000 characters."""
    told = dataset(entry(trees(description="One row is one tree. " * 1000), example.SITE))

    assert 9900 < len(told["description"]) <= 10_000
    assert told["description"].endswith("tree.")


def test_no_federal_codes() -> None:
    """A city has no bureau and no programme of the federal government."""
    assert {"bureauCode", "programCode"} & set(dataset(entry(trees(), example.SITE))) == set()
