"""The portal's settings."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from civicstat.errors import BrokenPortal
from civicstat.model import Contact, License, Publisher
from civicstat.reckoning.values import Thresholds
from civicstat.settings import Discussions, Settings, contrast_with_white, read_settings

Portal = Callable[[dict[str, Any]], Path]


def test_no_file_gives_the_defaults(portal: Portal) -> None:
    """A portal without settings has the defaults."""
    assert Settings() == read_settings(portal({}))


def test_an_empty_file_gives_the_defaults(portal: Portal) -> None:
    """A settings file of nothing but a comment decides nothing."""
    assert Settings() == read_settings(portal({"catalog/portal.yml": "# to be filled in\n"}))


def test_everything_a_city_decides(portal: Portal) -> None:
    """Every setting is read from `catalog/portal.yml`."""
    root = portal(
        {
            "catalog/portal.yml": """
place: Baltimore
description: Open data of the city.
notice: A demonstration.
publisher: {name: Performance, homepage: "https://example.org", subOrganizationOf: {name: City}}
contactPoint: {fn: Coordinator, hasEmail: "mailto:data@example.org"}
license: {name: CC0-1.0, path: "https://example.org/cc0"}
country: CA
timeZone: America/New_York
fiscalYearStart: 7
today: "2026-03-31"
timeliness: {grace: 0.5}
thresholds: {onTrack: 0.9}
checkSeconds: 600
colors: {primary: "#000000"}
discussions: {data: questions, requests: ""}
feeds: {simulated: true}
"""
        }
    )

    expected = Settings(
        place="Baltimore",
        description="Open data of the city.",
        notice="A demonstration.",
        publisher=Publisher("Performance", "https://example.org", Publisher("City")),
        contact=Contact("Coordinator", "data@example.org"),
        license=License("CC0-1.0", "", "https://example.org/cc0"),
        country="CA",
        time_zone="America/New_York",
        fiscal_year_start=7,
        today=date(2026, 3, 31),
        grace=0.5,
        check_seconds=600,
        primary="#000000",
        discussions=Discussions("questions", ""),
        thresholds=Thresholds(0.9, 0.6),
        feeds_simulated=True,
    )
    assert expected == read_settings(root)


def test_a_day_needs_no_quotes(portal: Portal) -> None:
    """YAML reads a bare day as a date; it means the same."""
    root = portal({"catalog/portal.yml": "today: 2026-03-31\n"})

    assert date(2026, 3, 31) == read_settings(root).today


def test_all_problems_at_once(portal: Portal) -> None:
    """Every setting that breaks the schema is told at once, with file, place and next step."""
    root = portal({"catalog/portal.yml": "fiscalYearStart: 13\nplace: 5\n"})

    with pytest.raises(BrokenPortal) as error:
        read_settings(root)

    assert str(error.value) == (
        "catalog/portal.yml: fiscalYearStart: found 13, expected at most 12. Correct the number.\n"
        'catalog/portal.yml: place: found 5, expected text. For example: "Baltimore".'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("timeZone: Baltimore", 'timeZone: found "Baltimore", expected an IANA name'),
        ("timeZone: ../../etc/passwd", "expected an IANA name"),
        ('today: "2026-02-30"', 'today: found "2026-02-30", which is no day of the calendar'),
        ('colors: {primary: "#ffff00"}', "whose contrast with white text is 1.1; expected at least 4.5"),
        ("thresholds: {atRisk: 0.97}", "thresholds: found atRisk 0.97 above onTrack 0.95; expected it below"),
        ("place: [", "can't be read as YAML"),
        ("- place", "expected an object { … }"),
    ],
)
def test_what_no_schema_can_tell(portal: Portal, text: str, expected: str) -> None:
    """Zones, days and colours are checked for what they mean, and broken YAML is told as such."""
    with pytest.raises(BrokenPortal) as error:
        read_settings(portal({"catalog/portal.yml": text}))

    assert str(error.value).startswith("catalog/portal.yml: ")
    assert expected in str(error.value)


def test_settings_that_are_not_text(portal: Portal) -> None:
    """A settings file in another encoding stops the command with its name."""
    with pytest.raises(BrokenPortal, match=r"catalog/portal\.yml: can't be read"):
        read_settings(portal({"catalog/portal.yml": "place: Zürich".encode("latin-1")}))


@pytest.mark.parametrize(("color", "expected"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)])
def test_contrast(color: str, expected: float) -> None:
    """Contrast is WCAG's: 1 for white on white, 21 for black, 4.54 for the lightest grey that passes."""
    assert expected == pytest.approx(contrast_with_white(color), abs=0.005)
