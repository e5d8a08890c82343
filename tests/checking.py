"""A package about which no check has anything to say, for tests that spoil one thing in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.catalog import parse_catalog
from civicstat.checks import check_package, check_tables
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding

TODAY = date(2026, 11, 1)

TREES = "id,kind,girth\n1,Oak,120.5\n2,Lime,80.25\n3,Oak,95.5\n"
FIELDS: tuple[dict[str, Any], ...] = (
    {"name": "id", "type": "integer", "description": "The number on the tree's tag."},
    {"name": "kind", "type": "string", "description": "The kind of tree, in plain words."},
    {"name": "girth", "type": "number", "unit": "cm", "description": "Around the trunk, at breast height."},
)
OWN: dict[str, Any] = {
    "publisher": {"name": "Department of Parks", "homepage": "https://parks.example.org/"},
    "contactPoint": {"fn": "Open data coordinator", "hasEmail": "mailto:opendata@example.org"},
    "theme": ["Environment"],
    "accrualPeriodicity": "R/P1Y",
}
DESCRIPTOR: dict[str, Any] = {
    "name": "street-trees",
    "title": "Street trees",
    "description": "Each row is one tree on a city street. Use it to find shade; trees in parks are not in it.",
    "keywords": ["trees"],
    "licenses": [{"name": "CC-BY-4.0"}],
}


def found(
    portal: Callable[[Mapping[str, Any]], Path],
    rows: str | bytes = TREES,
    fields: Any = FIELDS,
    *,
    path: str = "trees.csv",
    today: date = TODAY,
    own: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    resource: Mapping[str, Any] | None = None,
    **changes: Any,
) -> tuple[Finding, ...]:
    """Everything that the checks find in the package with these rows, columns and changes; None takes a part out.

    `own` changes what stands under `civicstat`. Columns whose `fields` is None are inferred.
    """
    table = {
        "name": "trees",
        "path": path,
        **({"schema": {"fields": list(fields)}} if fields else {}),
        **(resource or {}),
    }
    whole = {**DESCRIPTOR, "resources": [table], "civicstat": _without_none({**OWN, **(own or {})}), **changes}
    root = portal({"catalog/trees/datapackage.json": _without_none(whole), f"catalog/trees/{path}": rows})
    settings = settings or Settings()
    catalog = parse_catalog(read_sources(root), settings)
    assert catalog.packages, catalog.findings
    [package] = catalog.packages
    scan = scan_package(package)
    assert not scan.findings, scan.findings
    scan, of_tables = check_tables(package, scan, settings)
    return (*of_tables, *check_package(package, scan, settings, today, of_tables))


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """The code, place and cell of each finding."""
    return [(f.code, f.place, f.found) for f in findings]


def _without_none(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parts.items() if value is not None}
