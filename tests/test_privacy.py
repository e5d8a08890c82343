"""The checks of privacy: what they find in tables, how they say it, and what withholds it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from civicstat.build import build_portal
from civicstat.catalog import parse_catalog
from civicstat.checks import check_tables
from civicstat.checks import private_cells as cells_module
from civicstat.checks.check import TableSubject
from civicstat.checks.privacy import CHECKS
from civicstat.checks.private_cells import private_cells
from civicstat.findings import Finding
from civicstat.profiles import profile_field
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.tables import Field, Table

Portal = Callable[[Mapping[str, Any]], Path]
Look = Callable[..., list[Finding]]


@pytest.fixture(scope="module")
def look(portal: Portal) -> Look:
    """Check the table of a package with nothing in its descriptor but what is given, for privacy alone."""

    def run(
        rows: str, *, file: str = "rows.csv", schema: Any = None, settings: Settings | None = None, **descriptor: Any
    ) -> list[Finding]:
        resource = {"name": "rows", "path": file, **({"schema": schema} if schema else {})}
        root = portal(
            {
                "catalog/p/datapackage.json": {"name": "p", "title": "P", "resources": [resource], **descriptor},
                f"catalog/p/{file}": rows,
            }
        )
        chosen = settings or Settings()
        (package,) = parse_catalog(read_sources(root), chosen).packages
        _, findings = check_tables(package, scan_package(package), chosen)
        return [f for f in findings if f.code.startswith("PV")]

    return run


def said(findings: list[Finding]) -> list[tuple[str, str, int | None, str]]:
    """Code, column, row and what was found."""
    return [(f.code, f.field, f.row, f.found) for f in findings]


def test_every_check_is_documented() -> None:
    """Each check has a code of its own, in order, a message, an explanation, and a wrong and a right example."""
    assert [f"PV{n:03d}" for n in range(1, len(CHECKS) + 1)] == [check.code for check in CHECKS]
    assert all(c.message and c.explanation and c.wrong and c.right and c.severity == "error" for c in CHECKS)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("office,contact\nPermits,\nWater,jane.doe@example.org\n", [("PV001", "contact", 3, "1 of 1 value: j…@…")]),
        ("n,phone\n1,410-555-0123\n2,none\n", [("PV002", "phone", 2, "1 of 2 values: (…) …-…23")]),
        ("n,mobile\n1,4105550123\n2,4435550188\n", [("PV002", "mobile", 2, "2 of 2 values, the first (…) …-…23")]),
        ("case,ssn\n17,219-09-1234\n", [("PV003", "ssn", 2, "1 of 1 value: …-…-…")]),
        ("case,ssn\n17,1234567\n18,219091234\n", [("PV003", "ssn", 2, "2 of 2 values, the first …-…-…")]),
        ("n,paid\n1,4111111111111111\n2,5555555555554444\n", [("PV004", "paid", 2, "2 of 2 values, the first Visa …")]),
        ("visit,address\n1,203.0.113.77\n", [("PV005", "address", 2, "1 of 1 value: 203.…")]),
        ("n,date_of_birth\n1,1985-04-07\n2,\n", [("PV006", "date_of_birth", 2, "1 of 1 value: …-…-…")]),
        ("n,DOB\n1,04/07/1985\n", [("PV006", "DOB", 2, "1 of 1 value: …-…-…")]),
        ("n,applicant\n1,Harbor Bank Trust\n2,Jane Doe\n", [("PV007", "applicant", 3, "1 of 2 values: J… D…")]),
        ("n,first_name\n1,Rosa\n", [("PV007", "first_name", 2, "1 of 1 value: R…")]),
        (
            "patient_id,address\n17,12 Elm St\n",
            [("PV008", "address", 2, '1 of 1 value: … E… S…; tied to persons by the column "patient_id"')],
        ),
        (
            "n,home_address\n1,12 Elm St\n",
            [
                (
                    "PV008",
                    "home_address",
                    2,
                    '1 of 1 value: … E… S…; tied to persons by the column\'s name, "home_address"',
                ),
            ],
        ),
        (
            "tenant_id,latitude,longitude\n1,39.28511,-76.64485\n",
            [
                ("PV009", "latitude", 2, '1 of 1 value: 39.2…; tied to persons by the column "tenant_id"'),
                ("PV009", "longitude", 2, '1 of 1 value: -76.6…; tied to persons by the column "tenant_id"'),
            ],
        ),
        (
            "n,note\n1,All is well\n2,Call Mrs. Doe at 410-555-0123 after six\n",
            [
                ("PV010", "note", 3, "1 of 2 values: (…) …-…23"),
                ("PV010", "note", 3, "1 of 2 values: D…"),
            ],
        ),
    ],
)
def test_found(look: Look, rows: str, expected: list[tuple[str, str, int, str]]) -> None:
    """Each kind is found once a column, with the row of the first, how many cells of how many, and masked."""
    assert expected == said(look(rows))


@pytest.mark.parametrize(
    "rows",
    [
        "name,lat,lon\nJohn F. Kennedy Intl,40.639751,-73.778925\nLogan,42.364347,-71.005181\n",
        "neighborhood,born_2020,birth_rate\nGlen Oaks,17,12.5\nCharles Village,9,8.1\n",
        ("parcel,account,zip4\n219-09-1234,4111111111111111,21218-1234\n220-10-1235,4111111111111112,21218-1235\n"
        "221-11-1236,4111111111111113,21218-1236\n"),
        "id,stamp\n4000000000000001,1767225600000\n4000000000000002,1767225600001\n4000000000000003,1767225600002\n",
        "version,opened\n73.181.22.9,01/02/2015 10:37:47 AM\n74.0.0.1,01/03/2015 10:37:47 AM\n",
        "animal_name,dob\nCharlie,2019-04-07\n",
        "president,born\nNo. 2,1735-10-30\n",
        "owner,lead\nDepartment of Public Works,\"Director, Housing\"\n",
        "school_name,street\nThurgood Marshall,Charles Carroll\n",
        "request,address,latitude\n17,12 Elm St,39.28511\n",
        "tenant_id,latitude,address\n17,39.29,1200 BLK Elm St\n",
        ("segment\n4105550001\n4105550002\n4105550003\n4105550004\n4105550005\n4105550006\n4105550007\n4105550008\n"
        "4105550009\n4105550010\n4105550011\n"),
        "hotline\n800-555-0199\n",
    ],
)  # fmt: skip
def test_nothing_found(look: Look, rows: str) -> None:
    """Airports, places, codes, times, versions, animals, the long dead and offices set off nothing."""
    assert look(rows) == []


def test_bare_telephone_numbers_under_any_name(look: Look) -> None:
    """A column of nothing but valid numbers of many lines is one of telephones, whatever it is called."""
    rows = "".join(f"{area}{line}55{line:04d}\n" for area in (410, 443, 202) for line in range(2, 9))

    (found,) = look("x\n" + rows)

    assert (found.code, found.row, found.found) == ("PV002", 2, "21 of 21 values, the first (…) …-…02")


def test_the_portals_country(look: Look) -> None:
    """Telephone numbers are read as those of the country that the portal is set to."""
    rows = "n,ruf\n1,030 901820\n"

    assert look(rows) == []
    assert [f.code for f in look(rows, settings=Settings(country="DE"))] == ["PV002"]


def test_map_features(look: Look) -> None:
    """In a file of map features the place is the feature, and its point counts as coordinates."""
    feature = {
        "type": "Feature",
        "properties": {"household_id": "H1"},
        "geometry": {"type": "Point", "coordinates": [-76.64485, 39.28511]},
    }

    (found,) = look(json.dumps({"type": "FeatureCollection", "features": [feature]}), file="rows.geojson")

    assert (found.code, found.field, found.row, found.pointer) == ("PV009", "", None, "features[0]")


@pytest.mark.parametrize(
    ("words", "tied"),
    [
        ({"description": "Each row is one household that was asked."}, True),
        ({"description": "One record per patient and visit."}, True),
        ({"title": "Tenants"}, True),
        ({"description": "Each row is one bridge. Households nearby were told."}, False),
        ({"title": "Percent of households without a car"}, False),
        ({"title": "Residents served by library"}, False),
    ],
)
def test_what_ties_rows_to_persons(look: Look, words: Mapping[str, str], tied: bool) -> None:
    """The descriptor's words tie rows to persons where they say what a row is."""
    assert (["PV008"] if tied else []) == [f.code for f in look("n,address\n1,12 Elm St\n", **words)]


def test_names_of_offices_tie_nothing(look: Look) -> None:
    """An artist's name is a person's, but the mural's address is not the artist's home."""
    assert [f.code for f in look("artist,address\nJane Doe,12 Elm St\n")] == ["PV007"]


def test_nothing_private_in_a_message(look: Look) -> None:
    """Whatever is found, no message holds it."""
    rows = (
        "applicant,mail,phone,ssn,card,ip,dob,home_address,note\n"
        "Rosa Delgado,rosa@example.org,410-555-0123,219-09-1234,4111111111111111,203.0.113.77,1985-04-07,"
        "12 Elm St,I am Mrs. Delgado and live at 12 Elm St or so\n"
    )
    found = look(rows)

    assert {f"PV{n:03d}" for n in range(1, 11)} - {"PV009"} == {f.code for f in found}
    told = " ".join(json.dumps(f.as_json()) for f in found)
    assert not [
        p for p in ("Rosa", "Delgado", "rosa", "0123", "1234", "4111", "113.77", "1985", "Elm", "12 ") if p in told
    ]


def test_withheld_until_waived(portal: Portal) -> None:
    """A table with private data is not published; with a waiver it is, and the reason stands on its page."""
    waiver = {
        "check": "PV001",
        "field": "email",
        "reason": "Addresses of offices.",
        "role": "Clerk",
        "date": "2026-10-01",
    }
    files = {
        "mkdocs.yml": "site_name: City\ndocs_dir: site_src\ntheme:\n  name: material\n",
        "site_src/about.md": "# About\n",
        "catalog/closed/datapackage.json": {"name": "closed", "resources": [{"name": "rows", "path": "rows.csv"}]},
        "catalog/closed/rows.csv": "office,email\nPermits,secret@example.org\n",
        "catalog/open/datapackage.json": {
            "name": "open",
            "resources": [{"name": "rows", "path": "rows.csv"}],
            "civicstat": {"waivers": [waiver]},
        },
        "catalog/open/rows.csv": "office,email\nPermits,permits@example.org\n",
    }
    root = portal(files)

    result = build_portal(root, today=date(2026, 11, 22))

    assert result.exit_code == 1
    assert [f.package for f in result.findings if f.withholds] == ["closed"]
    assert (root / "site/datasets/open/files/rows.csv").exists()
    assert not [p for p in (root / "site").rglob("*") if p.is_file() and b"secret@example.org" in p.read_bytes()]


def a_table(columns: Mapping[str, tuple[str, list[Any]]]) -> TableSubject:
    """A table in memory, of type and values by column; of its package nothing is asked."""
    frame = pl.DataFrame({name: values for name, (_, values) in columns.items()})
    fields = tuple(
        Field(name, kind, "default", "", "", "", {}, (), profile_field(frame[name], kind))
        for name, (kind, _) in columns.items()
    )
    return TableSubject(None, None, Table.of("rows", fields, frame), Settings())  # type: ignore[arg-type]


def test_a_column_of_more_than_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of very many candidates an even sample is read; the count says "at least", and a rare one is found too."""
    monkeypatch.setattr(cells_module, "MOST_EXAMINED", 10)
    many = a_table({"x": ("string", [f"u{n}@example.org" for n in range(100)])})
    rare = a_table({"x": ("string", ["a@b"] * 3 + [f"@{n}" for n in range(40)] + ["jane@example.org"])})

    (of_many,) = private_cells(many)
    (of_rare,) = private_cells(rare)

    assert (of_many.cells, of_many.of, of_many.index, of_many.more) == (10, 100, 0, True)
    assert (of_rare.cells, of_rare.index) == (1, 43)
