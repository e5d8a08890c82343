"""The frame that checks stand in: what a check is, waivers, and what a finding withholds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checking
from civicstat.catalog import parse_catalog
from civicstat.checks import ALL, LAST, OF_PACKAGES, check_package, check_tables
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.validation import find_packages, validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from civicstat.checks.check import Check

CODES = [check.code for check in ALL]
TOTALS = {"totals": [{"total": "all", "parts": ["a", "b"]}]}
NUMBERS = [{"name": n, "type": "integer", "description": "A number."} for n in ("a", "b", "all")]
WAIVER = {"check": "DT012", "reason": "As it was printed.", "role": "Open data coordinator", "date": "2026-10-01"}


@pytest.mark.parametrize("check", ALL, ids=CODES)
def test_every_check_explains_itself(check: Check[Any]) -> None:
    """A check has a code, a message of one sentence, an explanation, a wrong and a right example."""
    assert re.fullmatch(r"(MD|DT|PV)\d{3}", check.code)
    assert re.fullmatch(r"[^\n.]{10,100}", check.message)
    assert len(check.explanation) > 60
    assert "" not in (check.wrong, check.right)
    assert check.wrong != check.right


def test_codes_are_unique() -> None:
    """No two checks share a code."""
    assert sorted(set(CODES)) == sorted(CODES)


@pytest.mark.parametrize("check", OF_PACKAGES, ids=[check.code for check in OF_PACKAGES])
def test_checks_of_packages_warn(check: Check[Any]) -> None:
    """A check that runs on every build withholds nothing, so that the day alone takes no data away."""
    assert check.severity == "warning"


def test_nothing_to_say(portal: Callable[..., Path]) -> None:
    """A package that says what it should gives no finding."""
    assert checking.found(portal) == ()


def test_message(portal: Callable[..., Path]) -> None:
    """A finding says code, file, place, what was found and expected, and what to do."""
    [finding] = checking.found(portal, own={"contactPoint": {"fn": "Parks"}})

    assert finding.as_json() == {
        "code": "MD002",
        "severity": "warning",
        "package": "street-trees",
        "file": "catalog/trees/datapackage.json",
        "pointer": "civicstat.contactPoint",
        "message": "the dataset names whom to ask, but not how",
        "found": "Parks",
        "expected": "an e-mail address or a web page beside the name",
        "todo": 'Add "hasEmail": "mailto:…" or "url": "https://…" to the contact.',
    }


def test_error_withholds_its_table(portal: Callable[..., Path]) -> None:
    """A table with an error is published no more; the others are, and warnings take nothing away."""
    tables = [{"name": name, "path": f"{name}.csv", "schema": {"fields": NUMBERS}} for name in ("sound", "wrong")]
    rule = {"resource": "wrong", "total": "all", "parts": ["a", "b"]}
    files = {
        "catalog/p/datapackage.json": {"name": "p", "resources": tables, "civicstat": {"totals": [rule]}},
        "catalog/p/sound.csv": "a,b,all\n1,2,4\n",
        "catalog/p/wrong.csv": "a,b,all\n1,2,4\n",
    }
    [package] = parse_catalog(read_sources(portal(files)), Settings()).packages

    scan, findings = check_tables(package, scan_package(package), Settings())

    assert (list(scan.tables), scan.withheld) == (["sound"], {"wrong"})
    assert [(f.code, f.resource, f.file, f.row) for f in findings] == [("DT012", "wrong", "catalog/p/wrong.csv", 2)]


@pytest.mark.parametrize(
    ("narrowed", "withheld"),
    [
        ({}, False),
        ({"resource": "trees"}, False),
        ({"resource": "trees", "field": "all"}, False),
        ({"resource": "shrubs"}, True),
        ({"field": "a"}, True),
        ({"check": "DT009"}, True),
    ],
)
def test_waiver(portal: Callable[..., Path], narrowed: dict[str, str], withheld: bool) -> None:
    """A waiver lets a finding of its check, table and column pass; it still stands there, with the reason."""
    waiver = {**WAIVER, **narrowed}

    findings = checking.found(portal, "a,b,all\n1,2,4\n", NUMBERS, own={**TOTALS, "waivers": [waiver]})

    wrong = next(f for f in findings if f.code == "DT012")
    assert wrong.withholds is withheld
    assert (wrong.waiver is None) is withheld
    if not withheld:
        assert wrong.as_json()["waiver"]["reason"] == "As it was printed."


def test_unused_waiver(portal: Callable[..., Path]) -> None:
    """A waiver that lets nothing pass is reported, after all other checks have looked."""
    findings = checking.found(portal, own={"waivers": [{**WAIVER, "resource": "trees", "field": "girth"}]})

    assert LAST.code == "MD020"
    assert checking.told(findings) == [("MD020", "civicstat.waivers[0]", "DT012 trees girth")]


def test_count_of_a_waiver(portal: Callable[..., Path]) -> None:
    """A waiver with a count lets pass so many cells of all kinds together; one more, and it lets none of them pass."""
    office = "".join(f"{n},Residents may write to trees@springfield.example.org at any time\n" for n in range(2))
    stranger = "9,Resident Jane Doe has the SSN 219-09-1234 and asks for nothing\n"
    waiver = {**WAIVER, "check": "PV010", "resource": "trees", "field": "note", "count": 2}

    def let(rows: str) -> list[tuple[bool, str]]:
        findings = checking.found(portal, "id,note\n" + rows, None, own={"waivers": [waiver]})
        assert not [f for f in findings if f.code == "MD020"]
        return [(f.withholds, f.todo.partition(":")[0]) for f in findings if f.code == "PV010"]

    said = "The waiver of 2026-10-01 lets 2 pass, and there are 4 now"
    assert [withholds for withholds, _ in let(office)] == [False]
    assert let(office + stranger) == [(True, said), (True, said), (True, said)]


def test_checks_of_packages_see_what_others_withhold(portal: Callable[..., Path]) -> None:
    """Dates in the future of a table that is withheld for an address are told at once; private ones are not quoted."""
    rows = "mail,done,dob\n" + "".join(f"jane{n}@example.org,2062-01-0{n},2093-04-0{n}\n" for n in range(1, 5))
    fields = [{"name": "mail", "type": "string"}, *({"name": n, "type": "date"} for n in ("done", "dob"))]
    files = {
        "catalog/p/datapackage.json": {
            "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}],
            "civicstat": {"temporal": "2001-01-01/2002-01-01"},
        },
        "catalog/p/t.csv": rows,
    }
    root = portal(files)

    (checked,) = validate(find_packages([root / "catalog"]), Settings(), checking.TODAY).packages

    told = {(f.code, f.field): f.found for f in checked.findings if f.code in ("DT001", "MD011", "PV001", "PV006")}
    assert told.keys() == {("DT001", "done"), ("DT001", "dob"), ("MD011", ""), ("PV001", "mail"), ("PV006", "dob")}
    assert "2062-01-04" in told["DT001", "done"]
    assert (told["DT001", "dob"], told["MD011", ""]) == ("", "")


def test_waiver_of_a_warning(portal: Callable[..., Path]) -> None:
    """A warning can be waived too, and then the waiver is used."""
    findings = checking.found(portal, own={"theme": None, "waivers": [{**WAIVER, "check": "MD008"}]})

    assert [(f.code, bool(f.waiver)) for f in findings] == [("MD008", True)]


def test_waiver_of_what_could_not_be_looked_at(portal: Callable[..., Path]) -> None:
    """While a table is withheld for another reason, a waiver for its rows is not called unused."""
    fields = [{"name": "n", "type": "integer"}]
    files = {
        "catalog/p/datapackage.json": {
            "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}],
            "civicstat": {"waivers": [{**WAIVER, "resource": "t"}, {**WAIVER, "check": "MD001", "resource": "t"}]},
        },
        "catalog/p/t.csv": "n\nx\n",
    }
    [package] = parse_catalog(read_sources(portal(files)), Settings()).packages
    scan, found = check_tables(package, scan_package(package), Settings())

    findings = check_package(package, scan, Settings(), checking.TODAY, found)

    assert [f.place for f in findings if f.code == "MD020"] == ["civicstat.waivers[1]"]


def test_private_columns_are_not_quoted(portal: Callable[..., Path]) -> None:
    """In a table withheld for privacy, other checks name the column with private data and quote none of it."""
    rows = "office,contact\n" + "Parks,jane.doe@example.org\n" * 10 + "parks,jane.doe@example.org\n"

    findings = checking.found(portal, rows, None)

    quoted = {f.code: f.found for f in findings if f.code in ("DT008", "DT011")}
    assert any(f.code == "PV001" and f.withholds for f in findings)
    assert quoted == {"DT008": '"parks" beside "Parks"; 1 row', "DT011": ""}
    assert not [f for f in findings if "jane" in repr(f)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1600", "", "-1", "0.5", "87.9", "NaN", "9999", " x", "x", "50%"]),
            st.sampled_from(["2026-01-01", "", "0001-01-01", "9999-12-31", "1900-01-01"]),
            st.floats(-400, 400).map(str),
            st.text(max_size=4).map(lambda text: '"' + text.replace('"', "") + '"'),
        ),
        max_size=12,
    ),
    st.sampled_from(["", "2020/2021", "0001-01-01/9999-12-31", "../2021-02-30", "9999/.."]),
)
def test_any_rows(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], temporal: str) -> None:
    """Whatever the rows, every check comes to its end and names a row that is there."""
    root = tmp_path_factory.mktemp("portal")
    folder = root / "catalog" / "p"
    folder.mkdir(parents=True)
    lines = ["percent,day,lat,lon,unit", *(f"{a},{b},{c},{c},{d}" for a, b, c, d in rows)]
    (folder / "t.csv").write_text("\n".join(lines), encoding="utf-8", errors="replace")
    own = {"bbox": [-10, -10, 10, 10], **({"temporal": temporal} if temporal else {})}
    kinds = {"day": "date", "lat": "number", "lon": "number"}
    fields = [{"name": n, "type": kinds.get(n, "string")} for n in ("percent", "day", "lat", "lon", "unit")]
    table = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (folder / "datapackage.json").write_text(
        json.dumps({"name": "p", "resources": [table], "civicstat": own}), encoding="utf-8"
    )
    [package] = parse_catalog(read_sources(root), Settings()).packages

    scan, found = check_tables(package, scan_package(package), Settings())
    found += check_package(package, scan, Settings(), checking.TODAY, found)

    assert all(f.row is None or 2 <= f.row <= len(rows) + 1 for f in found)
