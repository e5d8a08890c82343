"""The schema.org JSON-LD of a dataset's page."""

from dataclasses import replace
from typing import Any

import pytest

import feeds_example as example
from civicstat.feeds.entries import Entry, Portal, entry
from civicstat.feeds.schema_org import dataset, needs
from civicstat.model import License


def trees(**changes: Any) -> Entry:
    """The example's trees, changed."""
    facts = example.trees()
    return entry(replace(facts, package=replace(facts.package, **changes)), example.SITE)


def told(of: Entry) -> dict[str, Any]:
    """What its page says."""
    return dataset(of, Portal(example.SITE, example.SETTINGS, example.TODAY, (of,)))


@pytest.mark.parametrize(
    ("description", "expected"),
    [("", ["description"]), ("x" * 49, ["description of at least 50 characters"]), ("x" * 50, [])],
)
def test_what_is_required(description: str, expected: list[str]) -> None:
    """A description has at least 50 characters."""
    assert [need.word for need in needs(trees(description=description))] == expected


def test_a_long_description_is_cut_after_a_sentence() -> None:
    """A description has at most 5,000 characters."""
    description = told(trees(description="One row is one tree. " * 300))["description"]

    assert (len(description), description[-5:]) == (4997, "tree.")


@pytest.mark.parametrize(
    ("temporal", "expected"), [("2012/2015", "2012/2015"), ("2012-01/..", "2012-01/.."), ("../2015", None)]
)
def test_open_periods(temporal: str, expected: str | None) -> None:
    """An open end is two dots; an open start has no form, so the period is left out."""
    assert told(trees(temporal=temporal)).get("temporalCoverage") == expected


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        ((License("MIT", "", "https://opensource.org/license/mit"),), "https://opensource.org/license/mit"),
        ((License("MIT", "", "javascript:alert(1)"),), {"@type": "CreativeWork", "name": "MIT"}),
        ((), None),
    ],
)
def test_licence(licenses: tuple[License, ...], expected: Any) -> None:
    """A licence is told by its web address, else by its words, else not at all."""
    assert told(trees(licenses=licenses)).get("license") == expected


def test_nobody_is_made_the_creator() -> None:
    """The creator is who the package names as such, never the publisher."""
    assert "creator" not in told(trees(contributors=()))
