"""A sprint and a strategy about which nothing is to be said, for tests that spoil one thing in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from civicstat.catalog import parse_catalog
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.shapes import schema_of
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.scan import Scan

SPRINT = {
    "goals": "id,title,lead\nfast,Clean graffiti within a week,Director of Public Works\n",
    "measures": (
        "id,goal,title,desired,interval,refresh,baseline,baseline_date,owner\n"
        "days,fast,Days until it is gone,decrease,period,R/P1W,12,2026-03-31,311 analyst\n"
    ),
    "targets": "measure,value,due,since,why,who\ndays,5,2026-06-30,2026-04-01,,\n",
    "values": "measure,date,value\ndays,2026-04-30,11.5\ndays,2026-05-31,8\n",
    "updates": "date,title,text,measure\n2026-05-04,A second crew is out,It works *weekends*.,days\n",
}
SPRINT_OWN = {"kind": "sprint", "sprint": {"start": "2026-04-01", "end": "2026-06-30", "leads": ["Deputy Mayor"]}}

STRATEGY = {
    "pillars": "id,title\nstreets,Clean and healthy streets\n",
    "goals": "id,pillar,title\nlitter,streets,Less litter\n",
    "initiatives": "id,goal,title\nsweeping,litter,Sweep every street each week\n",
    "measures": (
        "id,goal,initiative,title,desired,interval,baseline\n"
        "blocks,litter,,Blocks with litter,decrease,snapshot,40\n"
        "swept,,sweeping,Streets swept,increase,cumulative,\n"
    ),
    "targets": "measure,value,due,since\nblocks,20,2027-12-31,2026-01-01\nswept,900,2027-12-31,2026-01-01\n",
    "values": "measure,date,value\nblocks,2026-03-31,38\nswept,2026-03-31,120\n",
    "sprints": "part,sprint\nsweeping,graffiti\n",
}
STRATEGY_OWN = {"kind": "strategy", "strategy": {"start": "2026-01-01", "end": "2027-12-31"}}


def packed(
    portal: Callable[[Mapping[str, Any]], Path],
    tables: Mapping[str, str | None],
    own: Mapping[str, Any],
    *,
    name: str = "graffiti",
    schemas: bool = False,
    **texts: str | bytes,
) -> tuple[Package, Scan]:
    """A package with these tables and Markdown files, and its scan; None takes a table out.

    Columns are inferred, as where staff drop in a file, unless the `schemas` that `civicstat new` writes are wanted.
    What stands under `civicstat` need not keep to its form.
    """
    kept = {table: text for table, text in tables.items() if text is not None}
    resources: list[dict[str, Any]] = [
        {
            "name": table,
            "path": f"{table}.csv",
            **({"schema": _only(schema_of(own["kind"], table, kept), text)} if schemas else {}),
        }
        for table, text in kept.items()
    ]
    resources += [{"name": text, "path": f"{text}.md"} for text in texts]
    descriptor = {
        "name": name,
        "title": "Graffiti",
        "description": "Graffiti is gone sooner.",
        "resources": resources,
        "civicstat": {"kind": own["kind"]},
    }
    folder = f"catalog/{name}"
    root = portal(
        {
            f"{folder}/datapackage.json": descriptor,
            **{f"{folder}/{table}.csv": text for table, text in kept.items()},
            **{f"{folder}/{text}.md": content for text, content in texts.items()},
        }
    )
    catalog = parse_catalog(read_sources(root), Settings())
    assert not catalog.findings, catalog.findings
    [package] = catalog.packages
    package = replace(package, descriptor={**descriptor, "civicstat": dict(own)})
    return package, scan_package(package)


def _only(schema: dict[str, Any], text: str) -> dict[str, Any]:
    """The schema for the columns that a table has, as when staff delete those that they don't need."""
    columns = text.split("\n", 1)[0].split(",")
    return {
        **schema,
        "fields": sorted(
            (field for field in schema["fields"] if field["name"] in columns),
            key=lambda field: columns.index(field["name"]),
        ),
        "foreignKeys": [key for key in schema.get("foreignKeys", []) if key["fields"][0] in columns],
    }


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """The code of each finding, its place with the table, and what was found."""
    return [(f.code, " ".join(part for part in (f.resource, f.place) if part), f.found) for f in findings]
