"""From raw descriptors to the catalogue."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civicstat.catalog import parse_catalog
from civicstat.model import (
    BrokenPackage,
    Catalog,
    ChartDeclaration,
    Contact,
    Contributor,
    License,
    Publisher,
    Source,
)
from civicstat.settings import Settings
from civicstat.sources import read_sources

Portal = Callable[[dict[str, Any]], Path]
CALLS = {"name": "calls", "path": "calls.csv"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def parse(root: Path, settings: Settings | None = None) -> Catalog:
    """The catalogue of a portal."""
    return parse_catalog(read_sources(root), settings or Settings())


def places(catalog: Catalog) -> list[tuple[str, str, str]]:
    """The code, place and resource of every finding."""
    return [(f.code, f.pointer, f.resource) for f in catalog.findings]


def test_a_package_that_knows_nothing_of_civicstat(portal: Portal) -> None:
    """Any valid data package becomes a dataset, named and titled after its folder where it says nothing."""
    root = portal(
        {
            "catalog/tree-census/datapackage.json": {"resources": [CALLS]},
            "catalog/tree-census/calls.csv": "id\n1\n",
        }
    )

    catalog = parse(root)
    [package] = catalog.packages
    assert (package.name, package.title, package.kind) == ("tree-census", "Tree census", "dataset")
    assert (package.publisher, package.contact, package.licenses, package.charts) == (None, None, (), None)
    assert [(r.name, r.label, r.kind, r.format, r.paths) for r in package.resources] == [
        ("calls", "calls", "table", "csv", ("calls.csv",))
    ]
    assert (catalog.findings, catalog.broken) == ((), ())


def test_everything_a_package_says(portal: Portal) -> None:
    """Every part of a descriptor, the standard's and the city's, is read."""
    root = portal(
        {
            "catalog/t/datapackage.json": {
                "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
                "name": "Street Trees",
                "title": " Trees ",
                "description": "Every *tree*.",
                "keywords": ["trees"],
                "licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0"}],
                "sources": [{"title": "Survey", "path": "https://example.org/survey"}],
                "contributors": [
                    {"title": "Parks", "roles": ["creator"]},
                    {"givenName": "A", "familyName": "B"},
                ],
                "homepage": "https://example.org",
                "version": "1.0",
                "created": "2026-01-01T00:00:00Z",
                "resources": [],
                "civicstat": {
                    "kind": "sprint",
                    "publisher": {"name": "Parks", "subOrganizationOf": {"name": "City"}},
                    "contactPoint": {"fn": "Desk", "hasEmail": "mailto:desk@example.org"},
                    "theme": ["Nature"],
                    "accrualPeriodicity": "R/P1M",
                    "modified": "2026-02-03T04:05:06Z",
                    "issued": "2020-01-01",
                    "temporal": "2020-01-01/..",
                    "spatial": "Baltimore",
                    "formerNames": ["trees"],
                    "simulated": True,
                    "charts": [{"title": "Trees", "type": "bar", "x": "kind"}],
                },
            }
        }
    )

    [package] = parse(root).packages
    assert (
        package.name,
        package.title,
        package.description,
        package.keywords,
    ) == ("street-trees", "Trees", "Every *tree*.", ("trees",))
    assert ((License("CC0-1.0", "", "https://example.org/cc0"),)) == package.licenses
    assert (Source("Survey", "https://example.org/survey"),) == package.sources
    assert (Contributor("Parks", "", ("creator",)), Contributor("A B")) == package.contributors
    assert (
        package.homepage,
        package.version,
        package.created,
    ) == ("https://example.org", "1.0", "2026-01-01T00:00:00Z")
    assert ("sprint", Publisher("Parks", "", Publisher("City"))) == (package.kind, package.publisher)
    assert (Contact("Desk", "desk@example.org"), ("Nature",), "R/P1M") == (
        package.contact,
        package.topics,
        package.promise,
    )
    assert (date(2026, 2, 3), date(2020, 1, 1)) == (package.modified, package.issued)
    assert (
        package.temporal,
        package.spatial,
        package.former_names,
        package.simulated,
    ) == ("2020-01-01/..", "Baltimore", ("trees",), True)
    assert (ChartDeclaration("Trees", type="bar", x="kind"),) == package.charts


def test_the_portals_own_stand_in(portal: Portal) -> None:
    """Publisher, contact and licence fall back to the portal's; a resource's licence comes before that."""
    own = {"name": "MIT"}
    root = portal(
        {
            "catalog/a/datapackage.json": {"resources": [CALLS]},
            "catalog/b/datapackage.json": {"resources": [{**CALLS, "licenses": [own]}]},
        }
    )
    settings = Settings(publisher=Publisher("City"), contact=Contact("Desk"), license=License("CC0-1.0"))

    a, b = parse(root, settings).packages
    assert (Publisher("City"), Contact("Desk"), (License("CC0-1.0"),)) == (a.publisher, a.contact, a.licenses)
    assert (License("MIT"),) == b.licenses


def test_all_problems_of_all_packages(portal: Portal, golden: Callable[[str, str], None]) -> None:
    """Every problem of every descriptor comes back at once, with file, place, found, expected, next step."""
    root = portal(
        {
            "catalog/a/datapackage.json": '{"name": "a", "resources": [',
            "catalog/b/datapackage.json": {"title": 5, "resources": [{"path": "b.csv"}]},
            "catalog/c/datapackage.yaml": "resources: []\ncivicstat: {kind: sprnt, modified: 2026-13-01}\n",
            "catalog/d/datapackage.json": {
                "resources": [
                    CALLS,
                    {"name": "out", "path": "../a.csv"},
                    {"name": "far", "path": "https://example.org/a"},
                ]
            },
            "catalog/e/datapackage.json": {"name": "d", "resources": []},
            "catalog/f/datapackage.json": {"accessLevel": "non-public", "resources": [CALLS]},
            "catalog/g/datapackage.json": {"resources": [], "civicstat": {"issued": "2026-02-30"}},
        }
    )

    findings = [{**f.as_json(), "confidential": f.confidential} for f in parse(root).findings]
    golden("descriptor-problems.json", json.dumps(findings, indent=2, ensure_ascii=False) + "\n")


@pytest.mark.parametrize(
    "descriptor",
    [
        '{"name": "calls", "resources"',
        "[]",
        b"\xff\xfe\x00",
        "",
        {"name": "calls"},
        {"name": "calls", "civicstat": {"kind": 5}, "resources": []},
    ],
    ids=["truncated", "array", "not UTF-8", "empty", "no resources", "wrong property"],
)
def test_a_broken_package_leaves_the_others(portal: Portal, descriptor: Any) -> None:
    """A descriptor that can't be published is known by its name alone, and the other packages stand."""
    root = portal({"catalog/calls/datapackage.json": descriptor, "catalog/trees/datapackage.json": {"resources": []}})

    catalog = parse(root)
    assert (BrokenPackage("calls", ("catalog/calls/datapackage.json",)),) == catalog.broken
    assert [package.name for package in catalog.packages] == ["trees"]
    assert {"calls"} == {finding.package for finding in catalog.findings}


def test_a_broken_resource_leaves_the_others(portal: Portal) -> None:
    """A resource that is unsafe or breaks the standard is left out; the others keep their places."""
    resources = [
        {"name": "out", "path": "/etc/passwd"},
        CALLS,
        {"name": "odd", "path": 5},
        {**CALLS, "name": "more"},
    ]
    root = portal({"catalog/a/datapackage.json": {"resources": resources}})

    catalog = parse(root)
    assert places(catalog) == [("DP006", "resources[0].path", "out"), ("DP002", "resources[2].path", "odd")]
    assert [(r.index, r.name) for r in catalog.packages[0].resources] == [(1, "calls"), (3, "more")]


def test_a_clash_names_both_files(portal: Portal) -> None:
    """Two packages with one page name are both withheld, and each is told of the other's file."""
    root = portal(
        {
            "catalog/a/datapackage.json": {"name": "trees", "resources": []},
            "catalog/b/trees/datapackage.yaml": {"resources": []},
        }
    )
    files = ("catalog/a/datapackage.json", "catalog/b/trees/datapackage.yaml")

    catalog = parse(root)
    assert ((), (BrokenPackage("trees", files),)) == (catalog.packages, catalog.broken)
    assert [
        ("DP005", files[0], f'wants the page name "trees", and so does {files[1]}'),
        ("DP005", files[1], f'wants the page name "trees", and so does {files[0]}'),
    ] == [(f.code, f.file, f.message) for f in catalog.findings]


def test_a_broken_package_takes_no_sound_ones_address(portal: Portal) -> None:
    """A package that can't be read keeps no sound one of the same name from being published."""
    root = portal(
        {
            "catalog/calls/datapackage.json": {"name": "calls", "resources": [CALLS]},
            "catalog/calls/calls.csv": "id\n1\n",
            "catalog/other/calls/datapackage.json": "{",
        }
    )

    catalog = parse(root)

    assert [p.file for p in catalog.packages] == ["catalog/calls/datapackage.json"]
    assert catalog.broken == ()
    assert [f.file for f in catalog.findings] == ["catalog/other/calls/datapackage.json"]


def test_two_descriptors_in_one_folder_clash(portal: Portal) -> None:
    """A folder with a JSON and a YAML descriptor does not say which one counts."""
    root = portal({"catalog/a/datapackage.json": {"resources": []}, "catalog/a/datapackage.yml": {"resources": []}})

    assert [f.code for f in parse(root).findings] == ["DP005", "DP005"]


def test_what_lies_elsewhere_is_linked(portal: Portal) -> None:
    """A web address is linked to, not fetched, and a warning says so."""
    root = portal({"catalog/a/datapackage.json": {"resources": [{"name": "far", "path": "https://example.org/a.csv"}]}})

    catalog = parse(root)
    [resource] = catalog.packages[0].resources
    assert (resource.kind, resource.paths, resource.files) == ("remote", ("https://example.org/a.csv",), ())
    assert [(f.code, f.severity, f.resource) for f in catalog.findings] == [("DP008", "warning", "far")]


def test_a_broken_chart_is_left_out(portal: Portal) -> None:
    """A chart that breaks its schema is left out with a warning; the package and its other charts stand."""
    charts = [{"title": "A", "type": "pie"}, {"title": "B", "type": "bar"}]
    root = portal({"catalog/a/datapackage.json": {"resources": [], "civicstat": {"charts": charts}}})

    catalog = parse(root)
    assert (ChartDeclaration("B", type="bar"),) == catalog.packages[0].charts
    assert [(f.severity, f.pointer) for f in catalog.findings] == [("warning", "civicstat.charts[0].type")]


@pytest.mark.parametrize(
    "descriptor",
    [
        {"civicstat": {"accessLevel": "non-public"}},
        {"civicstat": {"accessLevel": "restricted public"}},
        {"civicstat": {"accessLevel": "nonpublic"}},
        {"civicstat": {"acessLevel": "non-public"}},
        {"accessLevel": "non-public"},
        {"resources": [{**CALLS, "civicstat": {"accessLevel": "non-public"}}]},
        {"civicstat": "non-public"},
        {"civicstat": ["accessLevel", "non-public"]},
    ],
    ids=str,
)
def test_a_private_package_appears_nowhere(portal: Portal, descriptor: dict[str, Any]) -> None:
    """Only confidential findings speak of a package that is not public, and none of them of its content."""
    secret = {"name": "secret-name", "title": "Secret title", "resources": [CALLS], **descriptor}
    root = portal({"catalog/folder/datapackage.json": secret, "catalog/folder/calls.csv": "id\n1\n"})

    catalog = parse(root)
    assert (catalog.packages, catalog.broken) == ((), ())
    assert catalog.findings
    assert all(f.confidential and f.code == "DP004" and not f.package for f in catalog.findings)
    assert "ecret" not in repr(catalog)


def test_an_inventory_entry_is_no_problem(portal: Portal) -> None:
    """A package that is not public and holds no rows gives no finding at all."""
    entry = {"resources": [], "civicstat": {"accessLevel": "non-public"}}

    catalog = parse(portal({"catalog/a/datapackage.json": entry}))
    assert (catalog.packages, catalog.broken, catalog.findings) == ((), (), ())
    assert [one.level for one in catalog.restricted] == ["non-public"]


def test_a_truncated_private_package_appears_nowhere(portal: Portal) -> None:
    """A descriptor that breaks off but says non-public is told only to staff."""
    root = portal({"catalog/a/datapackage.json": '{"civicstat": {"accessLevel": "non-public"}, "resources": ['})

    catalog = parse(root)
    assert (catalog.packages, catalog.broken) == ((), ())
    assert [(f.code, f.confidential) for f in catalog.findings] == [("DP001", True)]


def test_a_private_package_clashes_with_none(portal: Portal) -> None:
    """A package that is not public takes no name, so that no finding of another gives it away."""
    root = portal(
        {
            "catalog/a/datapackage.json": {"name": "calls", "resources": []},
            "catalog/b/datapackage.json": {"name": "calls", "resources": [], "accessLevel": "non-public"},
        }
    )

    catalog = parse(root)
    assert [package.name for package in catalog.packages] == ["calls"]
    assert catalog.findings == ()


@pytest.mark.parametrize("folder", ["catalog/a/private", "catalog/a"], ids=["nested", "shared"])
def test_files_of_a_private_package_stay_its_own(portal: Portal, folder: str) -> None:
    """No other package can publish what lies in the folder of one that is not public."""
    path = f"{folder}/calls.csv".removeprefix("catalog/a/")
    root = portal(
        {
            "catalog/a/datapackage.yaml": {"resources": [{"name": "calls", "path": path}]},
            f"{folder}/datapackage.json": {"resources": [], "accessLevel": "non-public"},
            f"{folder}/calls.csv": "id\n1\n",
        }
    )

    catalog = parse(root)
    assert places(catalog) == [("DP006", "resources[0].path", "calls")]
    assert catalog.packages[0].resources == ()


def test_data_changed(portal: Portal, commit: Callable[..., None]) -> None:
    """Data changed when git last saw one of its files change; the descriptor counts if it holds rows."""
    root = portal({})
    inline = {"resources": [{"name": "i", "data": [{"id": 1}]}]}
    commit(
        root,
        "2026-01-01T12:00:00Z",
        {"catalog/a/datapackage.json": json.dumps({"resources": [CALLS]}), "catalog/a/calls.csv": "id\n1\n"},
    )
    commit(
        root,
        "2026-02-02T12:00:00Z",
        {"catalog/a/datapackage.json": json.dumps({"title": "A", "resources": [CALLS]})},
    )
    commit(root, "2026-03-03T12:00:00Z", {"catalog/b/datapackage.json": json.dumps(inline)})

    assert [date(2026, 1, 1), date(2026, 3, 3)] == [package.data_changed for package in parse(root).packages]


@given(
    descriptor=st.dictionaries(
        st.sampled_from(
            [
                "name",
                "title",
                "resources",
                "civicstat",
                "licenses",
                "sources",
                "contributors",
                "keywords",
                "profile",
                "$schema",
                "created",
                "image",
                "homepage",
                "version",
                "accessLevel",
            ]
        ),
        JSON,
    )
)
@example(descriptor={"$schema": 1})
def test_any_descriptor(portal: Portal, descriptor: dict[str, Any]) -> None:
    """Whatever object a descriptor is, it becomes a package or a broken one, or is told of in confidence."""
    catalog = parse(portal({"catalog/a/datapackage.json": descriptor}))

    assert len(catalog.packages) + len(catalog.broken) + any(f.confidential for f in catalog.findings) == 1


@given(
    resource=st.dictionaries(
        st.sampled_from(
            [
                "name",
                "path",
                "data",
                "schema",
                "dialect",
                "type",
                "format",
                "encoding",
                "compression",
                "title",
                "licenses",
                "sources",
                "profile",
                "mediatype",
                "scheme",
                "$schema",
                "extrapaths",
                "hash",
                "bytes",
            ]
        ),
        JSON,
    )
)
def test_any_resource(portal: Portal, resource: dict[str, Any]) -> None:
    """Whatever object a resource is, it is in the package or a finding says why not."""
    catalog = parse(portal({"catalog/a/datapackage.json": {"resources": [{"name": "a", **resource}]}}))

    assert any(package.resources for package in catalog.packages) or catalog.findings


@given(
    own=JSON
    | st.dictionaries(
        st.sampled_from(
            [
                "kind",
                "publisher",
                "contactPoint",
                "theme",
                "modified",
                "temporal",
                "charts",
                "simulated",
                "formerNames",
            ]
        ),
        JSON,
    )
)
def test_any_civicstat_property(portal: Portal, own: Any) -> None:
    """Whatever stands under `civicstat`, the package is published, broken, or told of in confidence."""
    catalog = parse(portal({"catalog/a/datapackage.json": {"resources": [], "civicstat": own}}))

    assert len(catalog.packages) + len(catalog.broken) + any(f.confidential for f in catalog.findings) == 1
