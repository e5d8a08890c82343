"""An open data programme about which nothing is to be said, for tests that spoil one thing in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.catalog import parse_catalog
from civicstat.facts import Facts, reckon_facts
from civicstat.settings import Settings
from civicstat.shapes import schema_of
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from civicstat.model import Package
    from civicstat.study import Study

    Portal = Callable[[Mapping[str, Any]], Path]
    Studied = Callable[[Sequence[Package]], dict[str, Study]]

DAY = date(2026, 11, 23)

INVENTORY = (
    "id,title,agency,class,state,dataset,planned,released,reason,refresh,note\n"
    "trees,Street trees,Parks,publishable,published,street-trees,2026-03-31,2026-03-26,,R/P1Y,Counted by hand.\n"
    "potholes,Potholes,Roads,publishable,published,https://example.org/potholes,2026-06-30,2026-07-14,personal,,\n"
    "pools,Pools,Parks,publishable,planned,,2027-03-31,,,,\n"
    "clinics,Visits to clinics,Health,sensitive,withheld,,,,personal,,\n"
)
TABLES = {
    "inventory": INVENTORY,
    "coordinators": (
        "agency,role,contact\n"
        "Parks,Open data coordinator,https://example.org/parks\n"
        "Roads,Asset analyst,\n"
        "Health,Epidemiologist on duty,\n"
    ),
    "reviews": (
        "entry,date,reviewer,format,quality,timeliness,privacy,outcome,note\n"
        "trees,2026-03-02,Chief Data Officer,passed,failed,passed,passed,to mend,\n"
        "trees,2026-03-20,Chief Data Officer,passed,mended,passed,passed,approved,Stumps were taken out.\n"
        "potholes,2026-07-07,Chief Data Officer,passed,passed,passed,passed,approved,\n"
    ),
    "requests": (
        "date,asked,agency,entry,state,answered,outcome,link\n"
        "2026-02-11,How many trees are there?,Parks,trees,published,2026-03-26,It is published.,\n"
        "2026-08-19,When are pools open?,Parks,pools,planned,2026-09-02,In spring.,\n"
    ),
}
OWN: dict[str, Any] = {
    "kind": "programme",
    "programme": {"officer": "Chief Data Officer", "law": {"title": "Open Data Ordinance"}},
}

TREES: dict[str, Any] = {
    "catalog/street-trees/datapackage.json": {
        "name": "street-trees",
        "title": "Street trees",
        "description": "Every tree beside a street.",
        "resources": [{"name": "trees", "path": "trees.csv"}],
        "civicstat": {"publisher": {"name": "Parks"}, "accrualPeriodicity": "R/P1Y", "modified": "2026-03-26"},
    },
    "catalog/street-trees/trees.csv": "id,kind\n1,oak\n2,elm\n",
}
"""The dataset of an entry."""


def programme_files(
    tables: Mapping[str, str | None] | None = None,
    own: Mapping[str, Any] = OWN,
    name: str = "programme",
    title: str = "Open data programme",
) -> dict[str, Any]:
    """The files of a programme's package, with some tables in place of others; None takes one out."""
    kept = {table: text for table, text in {**TABLES, **(tables or {})}.items() if text is not None}
    resources = [
        {"name": table, "path": f"{table}.csv", "schema": _schema(table, text)} for table, text in kept.items()
    ]
    descriptor = {
        "name": name,
        "title": title,
        "description": "What the city holds.",
        "resources": resources,
        "civicstat": dict(own),
    }
    folder = f"catalog/{name}"
    return {
        f"{folder}/datapackage.json": descriptor,
        **{f"{folder}/{table}.csv": text for table, text in kept.items()},
    }


def _schema(table: str, text: str) -> dict[str, Any]:
    """Types as `civicstat new` writes them, for the columns that are there; whatever the cells are, they are read."""
    known = {field["name"]: field["type"] for field in schema_of("programme", table)["fields"]}
    return {"fields": [{"name": n, "type": known.get(n, "string")} for n in text.split("\n", 1)[0].split(",")]}


def facts_of(root: Path, study: Studied, today: date = DAY, settings: Settings | None = None) -> Facts:
    """The facts of a portal's folder on a day."""
    settings = settings or Settings(fiscal_year_start=7)
    catalog = parse_catalog(read_sources(root), settings)
    return reckon_facts(catalog, study(catalog.packages), settings, today, {})
