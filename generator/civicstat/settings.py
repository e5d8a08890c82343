"""The portal's own settings: `catalog/portal.yml`, and what `mkdocs.yml` says of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from civicstat.errors import BrokenPortal
from civicstat.jsonschemas import problems
from civicstat.model import Contact, License, Publisher
from civicstat.plainyaml import YAMLError, in_words, load_yaml
from civicstat.reckoning.values import Thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTINGS_FILE = "catalog/portal.yml"
DEFAULT_PRIMARY = "#14324b"


@dataclass(frozen=True)
class Site:
    """What `mkdocs.yml` says: `url` ends with a slash, or is empty."""

    name: str
    url: str = ""
    repo_url: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Discussions:
    """The slugs of the categories of GitHub Discussions that pages lead to; they lead to none that is empty."""

    data: str = "data-questions"
    requests: str = "data-requests"


@dataclass(frozen=True)
class Settings:
    """What the city decides in `catalog/portal.yml`; see its JSON Schema for every meaning."""

    place: str = ""
    description: str = ""
    notice: str = ""
    publisher: Publisher | None = None
    contact: Contact | None = None
    license: License | None = None
    country: str = "US"
    """Two capital letters (ISO 3166-1): whose telephone numbers need no prefix to be one."""

    time_zone: str = "UTC"
    fiscal_year_start: int = 1
    today: date | None = None
    grace: float = 0.25
    check_seconds: float = 42.0
    """Of the processor's time for one package: Frictionless checks a hundred megabytes of CSV in thirty."""

    primary: str = DEFAULT_PRIMARY
    discussions: Discussions = Discussions()
    thresholds: Thresholds = field(default_factory=Thresholds)
    """From which share of the expected progress a measure is on track, and at risk."""

    feeds_simulated: bool = False
    """Whether packages with made-up figures stand in data.json and the DCAT feeds too."""


def read_settings(root: Path) -> Settings:
    """Read `catalog/portal.yml` under `root`; a missing file gives the defaults.

    Raises `BrokenPortal` with every problem at once when the file can't be used.
    """
    path = root / SETTINGS_FILE
    if not path.exists():
        return Settings()
    try:
        raw = load_yaml(path.read_text(encoding="utf-8-sig"))
        raw = {} if raw is None else raw
    except (OSError, ValueError, RecursionError, YAMLError) as error:
        reason = in_words(error) if isinstance(error, YAMLError) else error
        raise BrokenPortal(
            f"{SETTINGS_FILE}: can't be read as YAML: {reason}. Compare it with the docs' settings page."
        ) from error
    wrong = [f"{SETTINGS_FILE}: {problem}" for problem in problems(raw, "portal")]
    wrong += [f"{SETTINGS_FILE}: {problem}" for problem in _beyond_schema(raw)] if not wrong else []
    if wrong:
        raise BrokenPortal("\n".join(wrong))
    contact = raw.get("contactPoint")
    publisher = raw.get("publisher")
    return Settings(
        place=raw.get("place", ""),
        description=raw.get("description", ""),
        notice=raw.get("notice", ""),
        publisher=parse_publisher(publisher) if publisher else None,
        contact=parse_contact(contact) if contact else None,
        license=License(**raw["license"]) if "license" in raw else None,
        country=raw.get("country", "US"),
        time_zone=raw.get("timeZone", "UTC"),
        fiscal_year_start=raw.get("fiscalYearStart", 1),
        today=date.fromisoformat(raw["today"]) if "today" in raw else None,
        grace=raw.get("timeliness", {}).get("grace", 0.25),
        check_seconds=raw.get("checkSeconds", 42.0),
        primary=raw.get("colors", {}).get("primary", DEFAULT_PRIMARY),
        discussions=Discussions(**raw.get("discussions", {})),
        thresholds=Thresholds(
            raw.get("thresholds", {}).get("onTrack", Thresholds.on_track),
            raw.get("thresholds", {}).get("atRisk", Thresholds.at_risk),
        ),
        feeds_simulated=raw.get("feeds", {}).get("simulated", False),
    )


def parse_publisher(raw: Mapping[str, Any]) -> Publisher:
    """A publisher that its schema has accepted."""
    parent = raw.get("subOrganizationOf")
    return Publisher(raw["name"], raw.get("homepage", ""), parse_publisher(parent) if parent else None)


def parse_contact(raw: Mapping[str, Any]) -> Contact:
    """A contact that its schema has accepted."""
    return Contact(raw["fn"], raw.get("hasEmail", "").removeprefix("mailto:"), raw.get("url", ""))


def _beyond_schema(raw: Mapping[str, Any]) -> list[str]:
    found = []
    zone = raw.get("timeZone", "UTC")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        found.append(f'timeZone: found "{zone}", expected an IANA name such as "America/New_York"')
    try:
        date.fromisoformat(raw.get("today", "2000-01-01"))
    except ValueError:
        found.append(f'today: found "{raw["today"]}", which is no day of the calendar')
    thresholds = raw.get("thresholds", {})
    on_track, at_risk = thresholds.get("onTrack", Thresholds.on_track), thresholds.get("atRisk", Thresholds.at_risk)
    if at_risk > on_track:
        found.append(f"thresholds: found atRisk {at_risk} above onTrack {on_track}; expected it below")
    primary = raw.get("colors", {}).get("primary", DEFAULT_PRIMARY)
    if (ratio := contrast_with_white(primary)) < 4.5:
        found.append(
            f'colors.primary: found "{primary}", whose contrast with white text is {ratio:.1f}; '
            "expected at least 4.5 (WCAG 2.2, 1.4.3). Choose a darker colour"
        )
    return found


def contrast_with_white(color: str) -> float:
    """The contrast ratio of `#rrggbb` with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
