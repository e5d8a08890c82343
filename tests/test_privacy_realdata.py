"""Privacy in the real tables of two cities: true finds are waived with a reason, and few false alarms remain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import realdata
from civicstat.catalog import parse_catalog
from civicstat.checks import check_tables
from civicstat.checks.privacy import private_text
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from civicstat.findings import Finding

pytestmark = pytest.mark.skipif(not realdata.REALDATA.is_dir(), reason="shared/realdata is not beside the repository")


MEASURES = "performance-measures-measures"
"""Its types can't be inferred, so that it is read as text here."""

TRUE_FINDS = {
    **realdata.TRUE_FINDS,
    MEASURES: [realdata.waiver("PV010", "Measure Formula", "The Mayor's public address, for residents to write to.")],
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What the checks of privacy find in every real table, read as text where types that are inferred do not hold."""
    root = tmp_path_factory.mktemp("realdata")
    realdata.write_portal(root)
    file = root / "catalog" / MEASURES / "datapackage.json"
    descriptor: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    columns = pd.read_csv(file.parent / "measures.csv", nrows=0).columns
    descriptor["resources"][0]["schema"] = {"fields": [{"name": column, "type": "string"} for column in columns]}
    descriptor["civicstat"] = {"waivers": TRUE_FINDS[MEASURES]}
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    findings: list[Finding] = []
    for package in parse_catalog(read_sources(root), Settings()).packages:
        scan = scan_package(package)
        assert scan.tables, package.name
        findings += check_tables(package, scan, Settings())[1]
    return [f for f in findings if f.code.startswith("PV")]


def reasons(listed: dict[str, list[dict[str, str]]]) -> set[str]:
    """The reasons of all waivers, each of which stands once."""
    return {waiver["reason"] for waivers in listed.values() for waiver in waivers}


def test_what_is_found(found: list[Finding]) -> None:
    """Names of artists and the offices' own numbers and addresses are found, and waived with a reason."""
    true = [f for f in found if f.waiver and f.waiver.reason in reasons(TRUE_FINDS)]

    assert sorted((f.package, f.code, f.field, f.found) for f in true) == [
        ("boundaries-public-art", "PV007", "primary_artist", "850 of 1,118 values, the first A… D…"),
        ("open-baltimore-inventory-datasets", "PV010", "description", "1 of 132 values: f…@…"),
        ("open-baltimore-inventory-datasets", "PV010", "description", "2 of 132 values, the first (…) …-…60"),
        ("performance-measures-measures", "PV010", "Measure Formula", "1 of 1,174 values: M…@…"),
    ]


def test_false_alarms(found: list[Finding]) -> None:
    """One false alarm remains, and the docs tell of it."""
    false = [f for f in found if not f.waiver or f.waiver.reason in reasons(realdata.FALSE_ALARMS)]

    assert [(f.package, f.code, f.field, f.found) for f in false] == [
        ("boundaries-public-art", "PV010", "title", "2 of 1,131 values, the first E…")
    ]
    assert "Mr. Sun and Mr. Moon" in private_text.explanation


def test_every_waiver_is_used(found: list[Finding]) -> None:
    """Each waiver lets pass something that is found."""
    used = {f.waiver.reason for f in found if f.waiver}

    assert used == reasons(TRUE_FINDS) | reasons(realdata.FALSE_ALARMS)
