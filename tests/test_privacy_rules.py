"""What a descriptor promises of small numbers: counts suppressed, and no row singled out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.catalog import parse_catalog
from civicstat.checks import check_tables
from civicstat.checks.private_rows import Rule, rules_of, small_groups
from civicstat.profiles import profile_field
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.tables import Field, Table

if TYPE_CHECKING:
    from civicstat.findings import Finding

Portal = Callable[[Mapping[str, Any]], Path]


@pytest.fixture(scope="module")
def look(portal: Portal) -> Callable[[str, Any], list[Finding]]:
    """Check a table `rows` whose package has these rules."""

    def run(rows: str, privacy: Any) -> list[Finding]:
        descriptor = {
            "name": "p",
            "resources": [{"name": "rows", "path": "rows.csv"}],
            "civicstat": {"privacy": privacy},
        }
        root = portal({"catalog/p/datapackage.json": descriptor, "catalog/p/rows.csv": rows})
        catalog = parse_catalog(read_sources(root), Settings())
        if not catalog.packages:
            return list(catalog.findings)
        (package,) = catalog.packages
        _, findings = check_tables(package, scan_package(package), Settings())
        return [f for f in findings if f.code.startswith("PV")]

    return run


def test_small_counts(look: Callable[..., list[Finding]]) -> None:
    """A number from 1 to below the least is reported; 0 and blanks are not, and the number is not quoted."""
    (found,) = look("zip,cases\n21201,7\n21202,0\n21203,3\n21204,\n", {"suppressBelow": [{"fields": ["cases"]}]})

    assert (found.code, found.field, found.row) == ("PV011", "cases", 4)
    assert found.found == "1 cell of 3 from 1 to 4"
    assert found.expected == "no number from 1 to 4, as civicstat.privacy.suppressBelow[0] says"


def test_suppressed_counts(look: Callable[..., list[Finding]]) -> None:
    """Counts that are suppressed already, as blanks or as `<11`, are well."""
    rules = {"suppressBelow": [{"resource": "rows", "fields": ["cases"], "minimum": 11}]}

    assert look("zip,cases\n21201,<11\n21202,11\n21203,\n", rules) == []
    assert [f.code for f in look("zip,cases\n21201,<11\n21202,10\n", rules)] == ["PV011"]


def test_rows_singled_out(look: Callable[..., list[Finding]]) -> None:
    """Combinations that too few rows share are counted, and not quoted."""
    rows = "age,zip,visits\n" + "40,21201,1\n" * 5 + "93,21201,1\n" + "40,21202,1\n" * 2

    (found,) = look(rows, {"quasiIdentifiers": [{"fields": ["age", "zip"]}]})

    assert (found.code, found.field, found.row) == ("PV012", "", 7)
    assert found.found == '3 rows of 8 in 2 combinations of "age" and "zip"; the rarest is shared by 1 row'
    assert look(rows, {"quasiIdentifiers": [{"fields": ["age", "zip"], "k": 2}]})[1:] == []


def test_rows_alike_enough(look: Callable[..., list[Finding]]) -> None:
    """Where each combination is shared by k rows, nothing is found."""
    assert (
        look("age,zip\n" + "40,21201\n,21202\n" * 5, {"quasiIdentifiers": [{"fields": ["age", "zip"], "k": 5}]}) == []
    )


@pytest.mark.parametrize("name", ["suppressBelow", "quasiIdentifiers"])
@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"resource": "cases", "fields": ["n"]}, 'the table "cases"'),
        ({"resource": "rows", "fields": ["n", "cases"]}, '"cases"'),
        ({"fields": ["cases"]}, '"cases"'),
    ],
)
def test_a_rule_about_nothing(
    look: Callable[..., list[Finding]], name: str, rule: Mapping[str, Any], found: str
) -> None:
    """A rule that names a table or column which isn't there is an error: nobody can tell whether it is kept."""
    findings = look("n\n7\n7\n7\n7\n7\n", {name: [rule]})

    assert [(found, f"civicstat.privacy.{name}[0]", "error")] == [(f.found, f.pointer, f.severity) for f in findings]


@pytest.mark.parametrize(
    "privacy",
    [
        {"suppressBelow": [{"minimum": 5}]},
        {"suppressBelow": [{"fields": [], "minimum": 5}]},
        {"quasiIdentifiers": [{"fields": ["n"], "k": 1}]},
        {"quasiIdentifiers": {"fields": ["n"]}},
        {"k": 5},
    ],
)
def test_rules_that_break_the_schema(look: Callable[..., list[Finding]], privacy: Any) -> None:
    """A rule that can't be understood withholds the package."""
    assert {("DP003", "error")} == {(f.code, f.severity) for f in look("n\n1\n", privacy)}


@pytest.mark.parametrize(
    "own", [None, [], {"privacy": None}, {"privacy": {"suppressBelow": "n"}}, {"privacy": {"suppressBelow": [1]}}]
)
def test_rules_of_anything(own: Any) -> None:
    """What is no list of rules holds none."""
    assert rules_of({"civicstat": own}, "suppressBelow", "minimum", 5) == ()


def test_rules_of() -> None:
    """A rule has its table, its columns, its least number, and its place in the descriptor."""
    own = {"privacy": {"quasiIdentifiers": [{"resource": "rows", "fields": ["a", "b"], "k": 3}, {"fields": ["c"]}]}}

    assert (
        Rule("rows", ("a", "b"), 3, "civicstat.privacy.quasiIdentifiers[0]"),
        Rule("", ("c",), 5, "civicstat.privacy.quasiIdentifiers[1]"),
    ) == rules_of({"civicstat": own}, "quasiIdentifiers", "k", 5)


@given(st.lists(st.tuples(st.sampled_from([None, "a", "b", "c"]), st.integers(0, 2)), min_size=1, max_size=30))
def test_small_groups_against_counting(rows: list[tuple[str | None, int]]) -> None:
    """Grouped by columns, the small groups are those that counting by hand gives."""
    frame = pl.DataFrame({"a": [a for a, _ in rows], "n": [b for _, b in rows]}, schema={"a": pl.String, "n": pl.Int64})
    kinds = (("a", "string"), ("n", "integer"))
    fields = tuple(Field(n, k, "default", "", "", "", {}, (), profile_field(frame.get_column(n), k)) for n, k in kinds)
    counts = {key: count for key, count in Counter(rows).items() if count < 3}

    small = small_groups(Table.of("rows", fields, frame), ("a", "n"), 3)

    if small is None:
        assert not counts
    else:
        first = next(i for i, row in enumerate(rows) if row in counts)
        expected = (sum(counts.values()), len(counts), min(counts.values()), first)
        assert expected == (small.rows, small.groups, small.smallest, small.index)
