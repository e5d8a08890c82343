"""Uses, relations, quality and its record, worked out for a given day."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from civicstat.catalog import parse_catalog
from civicstat.facts import Use, reckon_facts
from civicstat.model import Package
from civicstat.record import COLUMNS, FOLDER, Scored
from civicstat.recording import descriptor
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.study import Study

Portal = Callable[[dict[str, Any]], Path]


def test_uses_and_relations(portal: Portal, study: Callable[[Sequence[Package]], dict[str, Study]]) -> None:
    """A dataset knows the packages that name it as a source, the pages that lead to it, and its kin."""
    trees = {"title": "Trees", "resources": [], "civicstat": {"theme": ["Parks"]}}
    root = portal(
        {
            "catalog/trees/datapackage.json": trees,
            "catalog/shade/datapackage.json": {
                "title": "Shade",
                "resources": [],
                "sources": [{"title": "Trees", "path": "datasets/trees/"}],
                "civicstat": {"theme": ["parks"]},
            },
            "catalog/budget/datapackage.json": {"title": "Budget", "resources": []},
        }
    )
    catalog = parse_catalog(read_sources(root), Settings())
    studies = study(catalog.packages)
    links = {"trees": [Use("about/", "About")]}

    facts = reckon_facts(catalog, studies, Settings(), date(2026, 1, 1), links)
    found = {f.package.name: (f.used_by, [r.name for r in f.related]) for f in facts.packages}

    assert found == {
        "budget": ((), []),
        "shade": ((), ["trees"]),
        "trees": ((Use("datasets/shade/", "Shade"), Use("about/", "About")), ["shade"]),
    }


def test_quality_and_its_record(portal: Portal, study: Callable[[Sequence[Package]], dict[str, Study]]) -> None:
    """Each dataset has its score and what it was before; the portal has the mean, a broken package as 0."""
    day = "date,package,score,validity,completeness,timeliness,documentation,openness,findings,waived\n"
    record = {f"{FOLDER}/{name}.csv": ",".join(columns) + "\n" for name, columns in COLUMNS.items()} | {
        f"{FOLDER}/datasets.csv": f"{day}2025-12-31,trees,12,,,,,,0,0\n",
        f"{FOLDER}/datapackage.json": descriptor(),
    }
    root = portal(
        {
            **record,
            "catalog/trees/datapackage.json": {"resources": [{"name": "all", "path": "all.csv"}]},
            "catalog/trees/all.csv": "id\n1\n",
            "catalog/none/datapackage.json": {"resources": []},
            "catalog/broken/datapackage.json": "{",
        }
    )
    catalog = parse_catalog(read_sources(root), Settings())

    facts = reckon_facts(catalog, study(catalog.packages), Settings(), date(2026, 1, 1), {})

    assert {p.package.name: (p.quality and p.quality.score, p.scores) for p in facts.packages} == {
        "none": (None, ()),
        "portal-quality": (None, ()),
        "trees": (45, (Scored(date(2025, 12, 31), 12),)),
    }
    assert facts.quality is not None
    assert (facts.quality.score, facts.quality.datasets) == (22.5, 2)
