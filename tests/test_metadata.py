"""Checks of what a descriptor says: who answers, under which licence, since when, of what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checking
from civicstat.checks.licences import likely, standing_of
from civicstat.checks.periods import parse_period
from civicstat.model import Contact, License, Publisher
from civicstat.settings import Settings

Portal = Callable[..., Path]
LONG = "Each row is one tree on a city street, with its kind and the girth of its trunk."


@pytest.mark.parametrize(
    ("own", "changes", "expected"),
    [
        ({"publisher": None}, {}, ("MD001", "civicstat.publisher", "")),
        ({"contactPoint": None}, {}, ("MD002", "civicstat.contactPoint", "")),
        ({"contactPoint": {"fn": "Parks"}}, {}, ("MD002", "civicstat.contactPoint", "Parks")),
        ({}, {"licenses": None}, ("MD003", "licenses", "")),
        ({"accrualPeriodicity": None}, {}, ("MD007", "civicstat.accrualPeriodicity", "")),
        ({"theme": None}, {}, ("MD008", "civicstat.theme", "")),
        ({}, {"keywords": None}, ("MD009", "keywords", "")),
        ({}, {"keywords": [" "]}, ("MD009", "keywords", "")),
    ],
)
def test_what_is_missing(portal: Portal, own: Any, changes: Any, expected: Any) -> None:
    """Who answers, whom to ask, the licence, the promise, topics and keywords are asked for, one finding each."""
    assert checking.told(checking.found(portal, own=own, **changes)) == [expected]


def test_portal_answers_for_its_packages(portal: Portal) -> None:
    """What the portal's settings say of agency, contact and licence counts for a package that says nothing."""
    settings = Settings(
        publisher=Publisher("City"), contact=Contact("Desk", "desk@example.org"), license=License("CC0-1.0")
    )
    own = {"publisher": None, "contactPoint": None}

    assert checking.found(portal, own=own, licenses=None, settings=settings) == ()


def test_irregular_is_a_promise(portal: Portal) -> None:
    """To promise nothing, and say so, is enough."""
    assert checking.found(portal, own={"accrualPeriodicity": "irregular"}) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LONG, []),
        (None, ["the dataset has no description"]),
        ("Trees on the street.", ["the description says no more than the title"]),
        ("Street trees!", ["the description says no more than the title"]),
        ("One row for each tree we planted.", ["the description says too little"]),
        ("TODO", ["the description still holds a placeholder"]),
        ("Lorem ipsum dolor sit amet, sed do eiusmod.", ["the description still holds a placeholder"]),
        ("{{description}}", ["the description still holds a placeholder"]),
        ("TBD", ["the description still holds a placeholder"]),
        (f"{LONG} It holds a test of the soil too, and what is still to do.", []),
        ("每一行是城市街道上的一棵树，包括树种和种植日期。公园里的树不包括在内。", []),
    ],
)  # fmt: skip
def test_description(portal: Portal, text: str | None, expected: list[str]) -> None:
    """A description is asked for that is more than a few words, the title again, or a template's filling."""
    findings = checking.found(portal, description=text)

    assert [f.message for f in findings] == expected
    assert {f.code for f in findings} <= {"MD006"}


@pytest.mark.parametrize(
    ("licence", "standing"),
    [
        (License("CC-BY-4.0"), "open"),
        (License("cc-by-4.0"), "open"),
        (License("MIT"), "open"),
        (License("ODC-PDDL-1.0"), "open"),
        (License("other-pd", "Public domain"), "open"),
        (License("OGL-UK-3.0"), "open"),
        (License("CC-BY-NC-4.0 OR CC0-1.0"), "open"),
        (License(path="https://creativecommons.org/licenses/by-sa/4.0/deed.en"), "open"),
        (License(path="https://opensource.org/license/mit"), "open"),
        (License("CC-BY-NC-4.0"), "closed"),
        (License("CC-BY-NC-ND-3.0"), "closed"),
        (License("CC-BY-ND-4.0"), "closed"),
        (License("other-closed"), "closed"),
        (License("notspecified"), "closed"),
        (License("PolyForm-Noncommercial-1.0.0"), "closed"),
        (License(path="https://creativecommons.org/licenses/by-nc/4.0/"), "closed"),
        (License("MS-LPL"), "unshown"),
        (License("JSON"), "unshown"),
        (License("Glide"), "unshown"),
        (License("MIT AND JSON"), "unshown"),
        (License("(MIT OR JSON) AND CC-BY-NC-4.0"), "closed"),
        (License("CDLA-Permissive-2.0"), "unshown"),
        (License("CC-BY-3.0-US"), "open"),
        (License("etalab-2.0"), "open"),
        (License("GPL-2.0-only WITH Classpath-exception-2.0"), "open"),
        (License("Creative Commons"), "unknown"),
        (License("LicenseRef-City"), "unknown"),
        (License(path="https://www.example.org/terms"), "unknown"),
        (License(title="Terms of use"), "unknown"),
    ],
)
def test_standing_of_licences(licence: License, standing: str) -> None:
    """A licence is open, closed or unknown by its identifier at SPDX or the Open Definition, else by its address.

    One that nobody has shown to be open is not open for being listed.
    """
    assert standing_of(licence) == standing


def test_a_licence_that_nobody_has_shown_to_be_open(portal: Callable[..., Path]) -> None:
    """It is told as that, and not as closed."""
    findings = checking.found(portal, licenses=[{"name": "MS-LPL"}])

    assert [(f.code, f.message) for f in findings] == [("MD005", "nobody has shown that the licence is an open one")]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("cc-by", "CC-BY-4.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("Apache 2.0", "Apache-2.0"),
        ("MIT License", "MIT"),
        ("odc-odbl", "ODbL-1.0"),
        ("our own", ""),
        ("", ""),
    ],
)
def test_what_a_licence_is_meant_for(name: str, meant: str) -> None:
    """For a name that is not quite an identifier, the one that is likely meant is suggested."""
    assert likely(name) == meant


@given(st.text())
def test_any_name_of_a_licence(name: str) -> None:
    """Whatever stands for a licence, its standing is told."""
    assert standing_of(License(name, name, name)) in ("open", "closed", "unshown", "unknown")


@pytest.mark.parametrize(
    ("licence", "expected", "todo"),
    [
        ({"name": "cc-by"}, ("MD004", "licenses[0].name", "cc-by"), 'Write "name": "CC-BY-4.0", if that is the one.'),
        ({"name": "ours"}, ("MD004", "licenses[0].name", "ours"), "Look it up at spdx.org/licenses."),
        ({"name": "other-open"}, ("MD004", "licenses[0].name", "other-open"), 'Add "title" and "path" beside it.'),
        (
            {"name": "CC-BY-NC-4.0"},
            ("MD005", "licenses[0].name", "CC-BY-NC-4.0"),
            "Ask whoever owns the rights for an open licence.",
        ),
    ],
)
def test_licences(portal: Portal, licence: Any, expected: Any, todo: str) -> None:
    """A licence that is unknown, says nothing, or is not open is reported with what to write."""
    findings = checking.found(portal, licenses=[licence])

    assert checking.told(findings) == [expected]
    assert findings[0].todo == todo


@pytest.mark.parametrize(
    ("own", "created", "expected"),
    [
        ({"issued": "2026-03-31", "modified": "2026-05-01"}, "2026-03-31T10:00:00Z", []),
        ({"issued": "2026-05-01", "modified": "2026-03-31"}, None, ["issued 2026-05-01, modified 2026-03-31"]),
        ({"modified": "2026-11-02"}, None, ["2026-11-02"]),
        ({"modified": "2026-11-01"}, None, []),
        ({}, "2062-01-01T00:00:00Z", ["2062-01-01"]),
        ({"temporal": "2026/2025"}, None, ["2026/2025"]),
        ({"temporal": "2025-02-30/2026-01-01"}, None, ["2025-02-30/2026-01-01"]),
        ({"temporal": "2025/.."}, None, []),
    ],
)
def test_days(portal: Portal, own: Any, created: str | None, expected: list[str]) -> None:
    """Days in the future, issued after modified, and periods that end before they begin are reported."""
    findings = checking.found(portal, own=own, created=created)

    assert [f.found for f in findings] == expected
    assert {f.code for f in findings} <= {"MD010"}


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2012-02-03/2015-12-31", (date(2012, 2, 3), date(2015, 12, 31))),
        ("2012/2015-02", (date(2012, 1, 1), date(2015, 2, 28))),
        ("../2016-12", (None, date(2016, 12, 31))),
        ("0001/9999", (date(1, 1, 1), date(9999, 12, 31))),
        ("", (None, None)),
    ],
)
def test_parse_period(period: str, expected: tuple[date | None, date | None]) -> None:
    """A year or a month counts from its first day to its last, two dots are an open end."""
    assert parse_period(period) == expected


@pytest.mark.parametrize(
    ("temporal", "wrong"),
    [
        ("2020-01-01/2024-12-31", False),
        ("2020/2025", False),  # a year more or less is no matter
        ("2020/..", False),
        ("2010/2024", True),
        ("2020/2035", True),
        ("2020/2021", True),
        ("0001/9999", True),
    ],
)
def test_period_beside_rows(portal: Portal, temporal: str, wrong: bool) -> None:
    """A declared period that is far from the dates in the rows is reported."""
    fields = [{"name": "day", "type": "date", "description": "When the tree was planted."}]

    findings = checking.found(portal, "day\n2020-02-01\n2024-11-30\n", fields, own={"temporal": temporal})

    said = f"{temporal}, and rows from 2020-02-01 to 2024-11-30"
    assert checking.told(findings) == ([("MD011", "civicstat.temporal", said)] if wrong else [])


def test_period_beside_other_dates(portal: Portal) -> None:
    """One column of dates that agrees with the period is enough: another may hold when houses were built."""
    fields = [
        {"name": "day", "type": "date", "description": "The day of the inspection."},
        {"name": "built", "type": "year", "description": "When the house was built."},
    ]

    findings = checking.found(
        portal, "day,built\n2020-02-01,1910\n2024-11-30,1975\n", fields, own={"temporal": "2020/2024"}
    )

    assert findings == ()


def test_undescribed_columns(portal: Portal) -> None:
    """One finding for each table names how many columns have no description, and the first of them."""
    rows = "a,b,c,d,e,f\n1,2,3,4,5,6\n"
    fields = [{"name": name, "type": "integer"} for name in "abcde"]
    fields.append({"name": "f", "type": "integer", "title": "Calls answered within ten seconds"})

    findings = checking.found(portal, rows, fields)

    said = '1 of 6 columns described; without: "a", "b", "c" and 2 more'
    assert checking.told(findings) == [("MD012", "resources[0].schema.fields", said)]
    assert findings[0].file == "catalog/trees/datapackage.json"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ({"name": "girth", "type": "number"}, True),
        ({"name": "girth", "type": "number", "unit": "cm"}, False),
        ({"name": "girth_cm", "type": "number"}, True),
        ({"name": "girth_inches", "type": "number"}, False),
        ({"name": "cost", "type": "number", "title": "Cost in dollars"}, False),
        ({"name": "percentOfTrees", "type": "number"}, False),
        ({"name": "latitude", "type": "number"}, False),
        ({"name": "zip_code", "type": "number"}, False),
        ({"name": "calls", "type": "integer"}, False),
        ({"name": "gini", "type": "number", "description": "An index from 0 to 1."}, False),
        ({"name": "kind", "type": "string"}, False),
    ],
)
def test_units(portal: Portal, field: dict[str, Any], wrong: bool) -> None:
    """Columns of decimals are asked for their unit, but not where their name tells it or they only name something."""
    rows = f"{field['name']}\n1\n2\n" if field["type"] == "integer" else f"{field['name']}\n1.5\n2.25\n"

    findings = checking.found(portal, rows, [{"description": "Just so.", **field}])

    said = [("MD013", "resources[0].schema.fields", f'"{field["name"]}"')]
    assert checking.told(findings) == (said if wrong else [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"homepage": "https://data.example.org/trees?a=b#c"}, []),
        ({"homepage": "htps:/data.example.org"}, ["homepage"]),
        ({"homepage": "https://example"}, ["homepage"]),
        ({"homepage": "https://exa mple.org/"}, ["homepage"]),
        ({"homepage": "www.example.org"}, ["homepage"]),
        ({"homepage": "https://example.org:port/"}, ["homepage"]),
        ({"homepage": "http://192.0.2.7/data"}, []),
        ({"sources": [{"title": "A"}, {"title": "B", "path": "https://"}]}, ["sources[1].path"]),
        ({"sources": [{"title": "Here", "path": "../datasets/parks/"}]}, []),
        ({"licenses": [{"name": "CC0-1.0", "path": "//creativecommons"}]}, ["licenses[0].path"]),
        ({"contributors": [{"title": "A", "path": "example.org"}]}, ["contributors[0].path"]),
        ({"description": f"{LONG} [Site](https://example..org)"}, ["description"]),
        ({"description": f"{LONG} [More](about.md), [mail](mailto:a@example.org)"}, []),
    ],
)  # fmt: skip
def test_links(portal: Portal, value: dict[str, Any], expected: list[str]) -> None:
    """A link that can lead nowhere, for how it is written, is reported with its place."""
    findings = checking.found(portal, **value)

    assert [(f.code, f.pointer) for f in findings] == [("MD014", place) for place in expected]


def test_links_of_people(portal: Portal) -> None:
    """The addresses of the agency, of those it is part of, and of the contact are looked at too."""
    own = {
        "publisher": {"name": "A", "subOrganizationOf": {"name": "B", "homepage": "https://b"}},
        "contactPoint": {"fn": "Desk", "url": "https://desk_.example.org"},
    }

    assert [f.pointer for f in checking.found(portal, own=own)] == [
        "civicstat.publisher.subOrganizationOf.homepage",
        "civicstat.contactPoint.url",
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("ward", "ward_name"), []),
        (("Ward", "ward"), ['"Ward" and "ward"']),
        (("ward\nname", "zip"), ['"ward\nname"']),
    ],
)
def test_names_of_columns(portal: Portal, names: tuple[str, str], expected: list[str]) -> None:
    """Names that other programs can't tell apart, or whose spaces nobody sees, are reported."""
    fields = [{"name": name, "type": "integer", "description": "A number."} for name in names]

    findings = checking.found(portal, "{},{}\n1,2\n".format(*(f'"{name}"' for name in names)), fields)

    assert [(f.code, f.found) for f in findings] == [("MD015", said) for said in expected]


@pytest.mark.parametrize(
    ("decided", "wrong"), [("2026-11-01", False), ("2026-11-02", True), ("2026-02-30", True), ("2026-10-01", False)]
)
def test_date_of_a_waiver(portal: Portal, decided: str, wrong: bool) -> None:
    """A waiver is dated on a day that has come."""
    waiver = {"check": "MD008", "reason": "No topic fits.", "role": "Coordinator", "date": decided}

    findings = checking.found(portal, own={"theme": None, "waivers": [waiver]})

    assert [f.found for f in findings if f.code == "MD021"] == ([decided] if wrong else [])
