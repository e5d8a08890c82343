"""Where old addresses lead: pages keep theirs for good."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from civicstat import pages
from civicstat.planned import Page


def package(name: str, kind: str, *former: str) -> Any:
    """What redirects ask of a package's facts."""
    return SimpleNamespace(package=SimpleNamespace(name=name, kind=kind, former_names=former))


def redirects(packages: list[Any], *addresses: str) -> dict[str, str]:
    """Every redirect, from the old address to the new one."""
    made = [Page(f"{address}index.md", "", "", {}) for address in addresses]
    return {r.path: r.to for r in pages._redirects(packages, made)}


def test_another_name() -> None:
    """A package with another name is found under its old one, as data and as what it tells, with all pages below."""
    assert redirects([package("calls", "dataset", "Phone Calls")], "datasets/calls/") == {
        "datasets/phone-calls/": "datasets/calls/"
    }
    assert redirects(
        [package("clean", "stat", "cleanstat")], "datasets/clean/", "stats/", "stats/clean/", "stats/clean/first/brief/"
    ) == {
        "datasets/cleanstat/": "datasets/clean/",
        "stats/cleanstat/": "stats/clean/",
        "stats/cleanstat/first/brief/": "stats/clean/first/brief/",
    }


def test_a_second_package_of_a_kind() -> None:
    """Where a kind's only package gets company, its pages move below its name, and the old addresses lead there."""
    both = [package("city", "performance"), package("schools", "performance")]
    addresses = ("performance/", "performance/city/", "performance/city/measures/a/", "performance/schools/measures/b/")

    assert redirects(both, *addresses) == {
        "performance/measures/a/": "performance/city/measures/a/",
        "performance/measures/b/": "performance/schools/measures/b/",
    }


def test_an_address_that_is_taken() -> None:
    """An old address that another page has taken since is that page's."""
    old = package("new", "dataset", "old")

    assert redirects([old], "datasets/new/", "datasets/old/") == {}
