"""Agency measures as their package says them. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from civicstat.performance.editions import measures_of
from civicstat.performance.model import Agency, Performance, Service
from civicstat.performance.places import Places
from civicstat.performance.told import tell_edges, tell_headers, tell_spellings
from civicstat.progress.rows import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan

MOST_TOLD = 500
"""Findings of one code in one column: here each is another measure's, for another person to mend."""

Titled = TypeVar("Titled", Agency, Service)


def read_performance(package: Package, scan: Scan) -> tuple[Performance, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it. It is never None: gaps are shown.

    Agencies and services stand in the order of their titles, measures in that of their first rows.
    """
    reading = Reading(package, scan, most_alike=MOST_TOLD)
    reading.own()
    places = Places(reading)
    places.read_agencies(reading.apart(reading.rows("agencies"), "agencies", "agency", keep_first=True))
    places.read_services(reading.apart(reading.rows("services"), "services", "service", keep_first=True))
    rows = reading.rows("measures")
    tell_headers(reading)
    tell_edges(reading)
    tell_spellings(reading, rows)
    measures = measures_of(reading, rows, places.of)
    places.tell()
    editions = sorted({(e.year or 0, e.name) for m in measures for e in m.editions if e.name})
    performance = Performance(
        package=package.name,
        title=package.title,
        purpose=package.description,
        simulated=package.simulated,
        agencies=_by_title(places.agencies),
        services=_by_title(places.services),
        measures=measures,
        rows=len(rows),
        editions=tuple(name for _, name in editions),
        withheld=reading.withheld,
        left_out=reading.left_out,
    )
    return performance, reading.findings


def _by_title(found: Iterable[Titled]) -> tuple[Titled, ...]:
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.key)))
