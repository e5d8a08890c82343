"""The quality score: what each line counts, how weights spread, and what must never raise or lower it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.findings import Finding, Verdict, Waiver
from civicstat.model import Contact, License, Package, Publisher, Resource, Source
from civicstat.profiles import profile_field
from civicstat.quality import FORMULA, Part, Quality, Working, grade_of, mean_quality, score, whole
from civicstat.scan import Scan
from civicstat.tables import Category, Field, Table
from civicstat.timeliness import reckon_timeliness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TODAY = date(2026, 3, 1)
COLUMNS = {"id": [1, 2, 3, 4], "height": [4.5, None, 12.0, 3.0]}
SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "height", "type": "number"}]}


def table(name: str = "trees", columns: Mapping[str, list[Any]] = COLUMNS, *, explained: bool = True) -> Table:
    """A table with these columns, each explained."""
    frame = pl.DataFrame(columns, strict=False)
    fields = tuple(
        Field(
            series.name,
            "number",
            "default",
            series.name.title(),
            "What it holds." if explained else "",
            "",
            {},
            (),
            profile_field(series, "number"),
        )
        for series in frame.get_columns()
    )
    return Table.of(name, fields, frame)


def resource(name: str = "trees", kind: Any = "table", format_: str = "csv", **descriptor: Any) -> Resource:
    """A resource; a table's schema declares its columns."""
    descriptor = descriptor or {"schema": SCHEMA}
    return Resource(0, name, name.title(), "", kind, format_, "", "", "", (f"{name}.{format_}",), descriptor)


def package(*resources: Resource, **more: Any) -> Package:
    """A package of which everything is known."""
    known = {
        "publisher": Publisher("Parks"),
        "contact": Contact("Parks desk", "parks@example.org"),
        "licenses": (License("CC-BY-4.0"),),
        "topics": ("Parks",),
        "sources": (Source("Tree census"),),
        "temporal": "2020/2025",
        "promise": "R/P1M",
        "modified": date(2026, 2, 15),
    }
    return Package(
        "trees", "catalog/trees/datapackage.json", Path(), "Trees", "x" * 100, {}, resources, **{**known, **more}
    )


def scored(
    of: Package,
    tables: Sequence[Table] = (),
    findings: Sequence[Finding] = (),
    today: date = TODAY,
    withheld: Sequence[str] = (),
) -> Quality | None:
    """The score of a package whose tables these are."""
    scan = Scan(of.name, Verdict(), {t.resource: t for t in tables}, frozenset(withheld), ())
    return score(of, scan, findings, reckon_timeliness(of, today, 0.25), today)


def finding(code: str, severity: Any = "warning", **more: Any) -> Finding:
    """Something found in the package."""
    return Finding(code=code, severity=severity, file="catalog/trees/trees.csv", package="trees", message="odd", **more)


def lines(quality: Quality | None) -> dict[str, tuple[float, float, int, int, tuple[str, ...]]]:
    """Every line by its measure."""
    assert quality is not None
    return {
        w.measure: (round(w.points, 2), round(w.of, 2), w.have, w.total, w.missing)
        for p in quality.parts
        for w in p.workings
    }


def test_all_there_is_to_know() -> None:
    """A dataset that lacks nothing but one cell has all points but those of that cell, and 100 is not rounded up to."""
    found = scored(package(resource()), [table()])

    assert found is not None
    assert (found.score, found.grade, found.left_out) == (99, "very good", ())
    assert lines(found) == {
        "published": (18, 18, 1, 1, ()),
        "declared": (6, 6, 2, 2, ()),
        "sensible": (6, 6, 3, 3, ()),
        "filled": (10.5, 12, 7, 8, ("Height",)),
        "rows": (3, 3, 1, 1, ()),
        "promise": (20, 20, 1, 1, ()),
        "description": (4, 4, 100, 100, ()),
        "columns": (6, 6, 2, 2, ()),
        "agency": (2, 2, 1, 1, ()),
        "contact": (2, 2, 1, 1, ()),
        "topics": (2, 2, 1, 1, ()),
        "sources": (2, 2, 1, 1, ()),
        "coverage": (2, 2, 1, 1, ()),
        "licence": (9, 9, 1, 1, ()),
        "formats": (3, 3, 1, 1, ()),
        "here": (3, 3, 1, 1, ()),
    }


def test_nothing_known() -> None:
    """A table with no description has the points of a table that is published, and the names of what would raise it."""
    bare = Package("trees", "", Path(), "Trees", "", {}, (resource(schema={}),))

    assert lines(scored(bare, [table(explained=False)])) == {
        "published": (18, 18, 1, 1, ()),
        "declared": (0, 6, 0, 2, ("Id", "Height")),
        "sensible": (6, 6, 3, 3, ()),
        "filled": (10.5, 12, 7, 8, ("Height",)),
        "rows": (3, 3, 1, 1, ()),
        "promise": (0, 20, 0, 1, ()),
        "description": (0, 4, 0, 100, ()),
        "columns": (0, 6, 0, 2, ("Id", "Height")),
        "agency": (0, 2, 0, 1, ()),
        "contact": (0, 2, 0, 1, ()),
        "topics": (0, 2, 0, 1, ()),
        "sources": (0, 2, 0, 1, ()),
        "coverage": (0, 2, 0, 1, ()),
        "licence": (0, 9, 0, 1, ()),
        "formats": (3, 3, 1, 1, ()),
        "here": (3, 3, 1, 1, ()),
    }


def test_a_document() -> None:
    """A dataset of documents has no columns and no cells; what applies weighs more, and a PDF is not for programs."""
    found = scored(package(resource("report", "file", "pdf"), promise="irregular"))

    assert found is not None
    assert found.left_out == ("completeness", "timeliness")
    assert {name: (round(points, 1), round(of, 1)) for name, (points, of, *_) in lines(found).items()} == {
        "published": (46.1, 46.1),
        "description": (8.8, 8.8),
        "agency": (4.4, 4.4),
        "contact": (4.4, 4.4),
        "topics": (4.4, 4.4),
        "sources": (4.4, 4.4),
        "coverage": (4.4, 4.4),
        "licence": (13.8, 13.8),
        "formats": (0, 4.6),
        "here": (4.6, 4.6),
    }
    assert (found.score, lines(found)["formats"][4]) == (95, ("Report",))


def test_data_that_lies_elsewhere() -> None:
    """A link is not checked here and not kept here, but its format may be open."""
    found = scored(package(resource("map", "remote", "geojson"), promise="irregular"))

    assert found is not None
    assert found.left_out == ("validity", "completeness", "timeliness")
    assert (lines(found)["formats"][2:], lines(found)["here"][2:]) == ((1, 1, ()), (0, 1, ("Map",)))


def test_everything_withheld() -> None:
    """Of what is withheld as a whole, only the description, the licence and the format count."""
    found = scored(package(resource()), withheld=["trees"])

    assert {name for name, (points, *_) in lines(found).items() if points == 0} == {
        "published",
        "rows",
        "promise",
        "here",
    }
    assert lines(found)["published"][2:] == (0, 1, ("Trees",))


@pytest.mark.parametrize(
    "nothing",
    [package(), package(resource(), kind="quality")],
    ids=["no data yet", "the record of scores itself"],
)
def test_no_score(nothing: Package) -> None:
    """A package without data has no score, and neither has the record of scores."""
    assert scored(nothing, [table()]) is None


def test_a_resource_refused_before_the_scan() -> None:
    """A resource that the catalogue refused counts as withheld, though it is no longer among the package's own."""
    found = scored(package(resource()), [table()], [finding("DP006", "error", resource="secrets")])

    assert (lines(found)["published"], lines(found)["here"][2:]) == ((9, 18, 1, 2, ("secrets",)), (1, 2, ("secrets",)))


def test_what_is_odd() -> None:
    """A column with several findings counts once, a table as a whole is one thing more, MD findings do not count."""
    found = scored(
        package(resource()),
        [table()],
        [
            finding("DT001", resource="trees", field="height"),
            finding("DT002", resource="trees", field="height"),
            finding("PV004", resource="trees", field="id"),
            finding("DT009", resource="trees"),
            finding("MD001"),
        ],
    )

    assert lines(found)["sensible"] == (0, 6, 0, 3, ("Height", "Id", "Trees"))


def test_a_waiver_costs_nothing() -> None:
    """What the city has let pass, in privacy too, leaves the score as it is."""
    waiver = Waiver(check="PV001", reason="Addresses of offices.", role="Coordinator", date="2026-01-01")
    passed = finding("PV001", "error", resource="trees", field="id", waiver=waiver)

    assert scored(package(resource()), [table()], [passed]) == scored(package(resource()), [table()])


def test_categories_explain_a_column() -> None:
    """A column with words for each of its categories needs no description."""
    plain = table(explained=False)
    fields = (plain.fields[0], replace(plain.fields[1], categories=(Category("1", "One"),)))

    assert lines(scored(package(resource()), [replace(plain, fields=fields)]))["columns"] == (3, 6, 1, 2, ("Id",))


def test_columns_of_several_tables() -> None:
    """Where there are several tables, a column is named with its own; only the first few are named."""
    wide = {f"c{n}": [1] for n in range(9)}
    found = scored(
        package(resource("a", schema={}), resource("b")), [table("a", wide, explained=False), table("b", {"d": [1]})]
    )

    assert lines(found)["columns"][2:] == (1, 10, ("C0 (A)", "C1 (A)", "C2 (A)", "C3 (A)", "C4 (A)"))


def test_a_table_without_rows() -> None:
    """A table with no rows has no cells that could be filled, and counts as empty."""
    found = scored(package(resource()), [table(columns={"id": []})])

    assert "filled" not in lines(found)
    assert lines(found)["rows"] == (0, 15, 0, 1, ("Trees",))


@pytest.mark.parametrize(
    ("licences", "points"),
    [
        ((License("CC-BY-4.0"),), 9),
        ((License("CC-BY-NC-4.0"),), 0),
        ((License(title="Ask us"),), 4.5),
        ((License(title="Ask us"), License("CC0-1.0")), 9),
        ((), 0),
    ],
    ids=["open", "closed", "not known", "one of two open", "none"],
)
def test_licence(licences: tuple[License, ...], points: float) -> None:
    """An open licence counts in full, one that is not known half."""
    assert lines(scored(package(resource(), licenses=licences), [table()]))["licence"][0] == points


@pytest.mark.parametrize(
    ("today", "points"),
    [
        (date(2026, 3, 15), 20),
        (date(2026, 3, 16), 15),
        (date(2026, 3, 23), 10),
        (date(2026, 4, 6), 5),
        (date(2026, 4, 20), 0),
        (date(2030, 1, 1), 0),
    ],
    ids=["on time", "due", "overdue", "late by half", "late by all", "long forgotten"],
)
def test_promise(today: date, points: float) -> None:
    """A promise of a month: full until the day, three quarters when due, half when overdue, none a month after that."""
    assert lines(scored(package(resource()), [table()], today=today))["promise"][0] == points


@pytest.mark.parametrize(
    ("more", "promise"),
    [
        ({"promise": "irregular"}, None),
        ({"promise": ""}, (0, 20)),
        ({"modified": None}, (0, 20)),
    ],
    ids=["irregular", "nothing said", "last update not known"],
)
def test_without_a_promise(more: Mapping[str, Any], promise: tuple[float, float] | None) -> None:
    """Data that says it changes irregularly can't be late; data that says nothing, or is of no known day, gets none."""
    line = lines(scored(package(resource(), **more), [table()])).get("promise")

    assert (line and line[:2]) == promise


@given(st.integers(0, 2000), st.integers(0, 400))
def test_time_never_raises_a_score(days: int, more: int) -> None:
    """As days go by without an update, a score never gets better."""
    one = package(resource())
    earlier, later = (scored(one, [table()], today=TODAY + timedelta(days=n)) for n in (days, days + more))

    assert earlier is not None
    assert later is not None
    assert later.score <= earlier.score


RESOURCES = st.lists(
    st.tuples(
        st.sampled_from(["table", "geojson", "file", "remote"]), st.booleans(), st.sampled_from(["csv", "pdf", ""])
    ),
    min_size=1,
    max_size=5,
)


@given(RESOURCES, st.sampled_from(["", "irregular", "R/P1D", "R/P1Y"]), st.text(max_size=150), st.booleans())
def test_any_package(found: list[tuple[str, bool, str]], promise: str, description: str, known: bool) -> None:
    """Whatever a package holds, its points lie between nothing and all, and what it could have comes to 100."""
    resources = tuple(resource(f"r{n}", kind, format_) for n, (kind, _, format_) in enumerate(found))
    out = [f"r{n}" for n, (kind, held, _) in enumerate(found) if held and kind != "remote"]
    tables = [table(f"r{n}") for n, (kind, held, _) in enumerate(found) if kind == "table" and not held]
    one = replace(package(*resources, promise=promise), description=description)
    one = one if known else replace(one, publisher=None, contact=None, licenses=(), modified=None)

    quality = scored(one, tables, withheld=out)

    assert quality is not None
    assert sum(part.of for part in quality.parts) == pytest.approx(100)
    assert all(0 <= w.points <= w.of + 1e-9 for part in quality.parts for w in part.workings)
    assert all(0 <= w.have <= w.total for part in quality.parts for w in part.workings)
    assert 0 <= quality.score <= 100
    assert {part.name for part in quality.parts} | set(quality.left_out) == set(FORMULA)
    assert list(quality.by_name) == list(FORMULA)


def part(name: Any, points: float, of: float) -> Part:
    """A part of one line."""
    return Part(name, (Working("rows", points, of, 1, 1),))


def test_mean() -> None:
    """The portal's score is the mean of its datasets, a broken one as 0; a part's mean is over those that have it."""
    good = Quality((part("validity", 60, 60), part("timeliness", 0, 40)))
    fair = Quality((part("validity", 50, 100),), ("timeliness",))

    found = mean_quality([good, None, fair], broken=1)

    assert found is not None
    assert (found.score, found.grade, found.datasets) == (36.7, "poor", 3)
    assert found.parts == {"validity": 75, "timeliness": 0}
    assert found.by_name == {
        "validity": 75, "completeness": None, "timeliness": 0, "documentation": None, "openness": None,
    }  # fmt: skip
    assert mean_quality([None]) is None


@pytest.mark.parametrize(
    ("points", "expected"),
    [(0, 0), (0.001, 1), (74.5, 75), (74.49, 74), (99.6, 99), (99.9999999, 100), (100, 100)],
)
def test_whole(points: float, expected: int) -> None:
    """Points are rounded, halves up; nothing and all are kept for what is wholly so."""
    assert whole(points) == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [(100, "very good"), (90, "very good"), (89.9, "good"), (75, "good"), (50, "fair"), (0, "poor")],
)
def test_grade(score: float, expected: str) -> None:
    """A word for each score."""
    assert grade_of(score) == expected


def test_the_formula_comes_to_100() -> None:
    """The parts' points are 100 together."""
    assert sum(points for points, _ in FORMULA.values()) == 100
