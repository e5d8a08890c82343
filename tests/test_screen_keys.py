"""Keys as the screen sees them, in both of its ways, beside Frictionless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicstat import standard
from civicstat.screen import screen_tables, vector
from civicstat.screen.gathered import Gathered
from civicstat.screen.keys import choose_by_keys, wanted
from civicstat.screen.plain import plain_package, plain_table
from test_screen import B, field, frictionless, leads, table, told, way, write  # noqa: F401 - fixtures among them

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fuzz_reference import Reference

TEXTS = {
    "integer": ["1", "01", "+1", " 1", "1_0", "10", "-0", "0", "x", "", "NA", "9223372036854775807", "٣", "3"],
    "long integer": ["1", "9223372036854775808", "9223372036854775808", "1180591620717411303424", "x"],
    "year": ["2020", "0000", "000", "+123", "0123", " 123", "02020", "x", "", "2020"],
    "date": ["2020-01-01", "2020-1-1", "2020-02-29", "2021-02-29", "0000-01-01", "9999-12-31", "", "x"],
    "string": ["a", "A", "a ", "", "e\u0301", "é", "NA", "1"],
    "number": ["1", "1.0", "1e0", "NaN", "inf", "x", "", "0.1", "0.10000000000000000001"],
    "boolean": ["true", "1", "false", "x", ""],
    "datetime": ["2020-01-01T00:00:00", "2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00", "2019-12-31T24:00:00"],
    "time": ["00:00:00", "24:00:00", "00:00:00Z", "x"],
    "yearmonth": ["2020-01", "2020-1", "x", ""],
    "any": ["1", "01", "", "1"],
}
"""Texts of a type, of which some have the same value, and some none."""
BLANKS: list[list[str]] = [[""], ["", "NA", "1", "2020", "2020-01-01"]]


@pytest.mark.parametrize("blanks", BLANKS, ids=len)
@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.usefixtures("way")
def test_keys_of_every_type(
    frictionless: Reference,  # noqa: F811
    tmp_path: Path,
    kind: str,
    blanks: list[str],
) -> None:
    """Unique values, primary keys of one field and of two, and foreign keys have Frictionless's report."""
    texts, kind = TEXTS[kind], kind.rsplit(maxsplit=1)[-1]
    key = {"name": "k", "type": kind}
    rows = "".join(f"{text},{n % 3 or ''},{n}\n" for n, text in enumerate([*texts, *texts[:3]]))
    own = {"missingValues": blanks}
    descriptor = write(
        tmp_path,
        {f"{name}.csv": f"k,n,b\n{rows}" for name in ("u", "p", "c", "f")} | {"o.csv": "k,b\n" + "".join(
            f"{text},x\n" for text in texts[::2]
        )},
        table(field("k", kind, unique=True), field("n", "integer"), B, name="u", **own),
        table(key, field("n", "integer"), B, name="p", primaryKey="k", **own),
        table(key, field("n", "integer"), B, name="c", primaryKey=["n", "k"], **own),
        table(
            key, field("n", "integer"), B, name="f",
            foreignKeys=[leads(["k"], "o", ["k"]), leads(["n", "k"], "c", ["n", "k"]), leads(["k"], "", ["k"])], **own,
        ),
        table(key, B, name="o"),
    )  # fmt: skip

    assert told(frictionless, tmp_path, descriptor) == []


AB = "a,b\n1,q\n2,q\nz,y\n,y\n,\n"
FAR: dict[str, tuple[Any, ...]] = {
    "a cycle": (
        table(field("a", "integer"), B, name="t", foreignKeys=[leads(["a"], "u", ["a"])]),
        table(field("a", "integer"), B, name="u", foreignKeys=[leads(["a"], "t", ["a"])]),
    ),
    "several to one table": (
        table(
            field("a", "integer"), B, name="t",
            foreignKeys=[leads(["a"], "u", ["a"]), leads(["b"], "u", ["b"]), leads(["b", "a"], "u", ["b", "a"])] * 2,
        ),
        table(field("a", "integer"), B, name="u"),
    ),
    "to another type": (
        table(field("a", "integer"), B, name="t", foreignKeys=[leads(["a"], "u", ["a"])]),
        table(field("a", "string"), B, name="u"),
    ),
    "to a table that is not plain": (
        table(field("a", "integer"), B, name="t", foreignKeys=[leads(["a"], "u", ["a"])]),
        table(field("a", "integer"), field("b", "geojson"), name="u"),
    ),
    "to a file that is not there": (
        table(field("a", "integer"), B, name="t", foreignKeys=[leads(["a"], "u", ["a"])]),
        table(field("a", "integer"), B, name="u", more={"path": "other.csv"}),
    ),
    "from a table that is not plain": (
        table(field("a", "integer"), B, name="u"),
        table(field("a", "integer"), field("b", "geojson"), name="t", foreignKeys=[leads(["a"], "u", ["a"])]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAR)
@pytest.mark.usefixtures("way")
def test_keys_of_several_tables(
    frictionless: Reference,  # noqa: F811
    tmp_path: Path,
    case: str,
) -> None:
    """Foreign keys between tables, screened or not, have Frictionless's report."""
    descriptor = write(tmp_path, {"t.csv": AB + "5,n\n", "u.csv": AB}, *FAR[case])

    assert told(frictionless, tmp_path, descriptor) == []


@pytest.mark.usefixtures("way")
@given(st.lists(st.tuples(st.sampled_from(["1", "01", "2", "", "x"]), st.sampled_from(["a", "", "NA"])), max_size=9))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_that_breaks_a_key_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Every row that has no value, or one that an earlier row has too, is chosen, and the earlier row with it."""
    folder = tmp_path_factory.mktemp("keys")
    content = "a,b\n" + "".join(f"{a},{b}\n" for a, b in rows)
    descriptor = write(folder, {"t.csv": content}, table(field("a", "integer"), B, primaryKey=["a", "b"]), name="p")
    tables = plain_package(descriptor, folder)
    assert tables

    chosen = screen_tables(tables, standard.authority())["t"].chosen

    number = {"1": 1, "01": 1, "2": 2}
    values = [(number.get(a), b or None) for a, b in rows]
    assert {place for place, value in enumerate(values) if values.count(value) > 1 or value == (None, None)} <= set(
        chosen
    )
    assert {place for place, (a, _) in enumerate(rows) if a == "x"} <= set(chosen)


def lists(fields: tuple[str, ...], values: list[tuple[Any, ...]]) -> Gathered:
    """Values gathered row by row."""
    return Gathered(len(values), set(), lines=False, lists={fields: values})


def frames(fields: tuple[str, ...], values: list[tuple[Any, ...]]) -> Gathered:
    """Values gathered as columns."""
    schema = {f"c{n}": pl.Int64 for n in range(len(fields))}
    return Gathered(len(values), set(), lines=True, frames={fields: pl.DataFrame(values, schema=schema, orient="row")})


@pytest.mark.parametrize("child", [lists, frames])
@pytest.mark.parametrize("parent", [lists, frames])
def test_which_rows_a_key_is_about(
    tmp_path: Path, child: Callable[..., Gathered], parent: Callable[..., Gathered]
) -> None:
    """Values are looked for among another table's, whichever way each was read; rows without any are left out."""
    keys: dict[str, Any] = {"primaryKey": ["a", "c"], "foreignKeys": [leads(["a", "c"], "u", ["d", "e"])]}
    raw = table(field("a", "integer"), field("c", "integer"), **keys)
    other = table(field("d", "integer"), field("e", "integer"), name="u")
    plain = [plain_table(one, tmp_path, second=True) for one in (raw, other)]
    assert plain[0]
    assert plain[1]
    own = child(("a", "c"), [(1, 2), (1, None), (None, None), (3, 4), (1, None), (None, 2)])
    there = parent(("d", "e"), [(1, 2), (1, None), (None, None), (None, 2)])

    choose_by_keys(plain[0], {"t": own, "u": there})

    assert wanted([plain[0], plain[1]]) == {"t": {("a", "c")}, "u": {("d", "e")}}
    assert own.chosen == {1, 4, 2, 3}  # the same twice, no value at all, not in the other table
    assert there.values(("d", "e")) == {(1, 2), (1, None), (None, 2)}


def test_values_that_grow(tmp_path: Path) -> None:
    """A column whose numbers each are larger than the one before repeats none; others are looked at."""
    assert tmp_path
    for values, again in (([1, 2, 5], set()), ([1, 5, 2, 5], {1, 3}), ([None, 1, None], {0, 2})):
        assert vector.repeated(pl.DataFrame({"c0": pl.Series(values, dtype=pl.Int64)}), blanks=True) == again
