"""Which measures of sprints and strategies a change breaks, whether or not their declarations name the table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.catalog import parse_catalog
from civicstat.review.reckoned import Reckoned, reckoned_in
from civicstat.review.report import as_markdown
from civicstat.settings import Settings
from civicstat.sources import read_sources
from progress_packages import SPRINT
from review_example import AFTER, BEFORE, field, package, review, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from review_example import Commit, Git

DAYS = {"reckon": "median", "days": ["opened", "closed"], "date": "closed", "per": "week", "by": ["district"]}
SIZE = {"reckon": "sum", "field": "size", "date": "opened", "per": "month", "where": [{"field": "size", "least": 2}]}
ROWS = [[f"2026-01-0{n}", f"2026-01-1{n}", "North" if n % 2 else "South", n] for n in range(1, 9)]
MEASURES = (
    "id,goal,title,desired,interval\n"
    "days,fast,Days until it is gone,decrease,period\n"
    "size,fast,Feet cleaned,increase,period\n"
)


def requests(
    closed: str = "closed", size: str = "integer", table: str = "requests", name: str = "requests", day: str = "date"
) -> dict[str, Any]:
    """A dataset of one table, and a text beside it that is no table."""
    fields = [field("opened", "date"), field(closed, day), field("district", "string"), field("size", size)]
    descriptor = package(name, {table: fields})
    descriptor["resources"].append({"name": "notes", "path": "notes.md"})
    rows = [["opened", closed, "district", "size"], *ROWS]
    return written(descriptor, **{table: rows}) | {f"catalog/{name}/notes.md": "How it is counted.\n"}


def sprint(**more: Any) -> dict[str, Any]:
    """A sprint whose two measures are reckoned from the dataset, with `more` in both declarations."""
    tables = {"goals": SPRINT["goals"], "measures": MEASURES}
    descriptor = {
        "name": "graffiti",
        "title": "Clean walls",
        "resources": [{"name": name, "path": f"{name}.csv"} for name in tables],
        "civicstat": {
            "kind": "sprint",
            "sprint": {"start": "2026-01-01", "end": "2026-03-31"},
            "measures": [
                {"measure": "days", "dataset": "requests", **DAYS, **more},
                {"measure": "size", "dataset": "Requests", **SIZE, **more},
            ],
        },
    }
    files = {f"catalog/graffiti/{name}.csv": text for name, text in tables.items()}
    return {"catalog/graffiti/datapackage.json": json.dumps(descriptor), **files}


@pytest.mark.parametrize("declared", [{}, {"resource": "requests"}], ids=["only table", "table named"])
@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"closed": "done"}, ["Days until it is gone"]),
        ({"day": "string"}, ["Days until it is gone"]),
        ({"size": "number"}, []),
        ({"size": "string"}, ["Feet cleaned"]),
        ({"name": "cleaning"}, ["Days until it is gone", "Feet cleaned"]),
    ],
    ids=["column renamed", "date retyped", "still a number", "no number", "dataset renamed"],
)
def test_what_breaks_a_measure(
    tmp_path: Path, commit: Commit, git: Git, declared: dict[str, str], change: dict[str, str], broken: list[str]
) -> None:
    """A measure breaks where a column that it needs is gone or of a type that won't do, or its dataset is gone."""
    base = requests() | sprint(**declared)
    commit(tmp_path, BEFORE, base)
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    after = requests(**change)
    commit(tmp_path, AFTER, dict.fromkeys(requests().keys() - after.keys()) | after)

    found = review(tmp_path)

    assert sorted(use.measure for use in found.broken) == broken
    assert found.mergeable == (not broken)


def test_table_renamed(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Another name of the only table breaks a measure that names it, and none that leaves it out."""
    commit(tmp_path, BEFORE, requests() | sprint())
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, {"catalog/requests/requests.csv": None} | requests(table="rows"))
    assert review(tmp_path).broken == ()

    commit(tmp_path, AFTER, sprint(resource="requests"))
    assert {use.measure for use in review(tmp_path).broken} == {"Days until it is gone", "Feet cleaned"}


def test_in_words(tmp_path: Path, commit: Commit, git: Git) -> None:
    """The verdict counts a sprint once, and the list names each of its measures and what it uses."""
    commit(tmp_path, BEFORE, requests() | sprint())
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, dict.fromkeys(requests()))
    text = as_markdown(review(tmp_path))

    assert "## This can't be merged yet" in text
    assert "**Broken**: 1 sprint can't do without what this takes away, renames or retypes." in text
    assert (
        "- The measure “Days until it is gone” in the sprint “Clean walls” (`graffiti`), at `civicstat.measures[0]` in "
        "`catalog/graffiti/datapackage.json`."
    ) in text


def test_a_column_in_words(tmp_path: Path, commit: Commit, git: Git) -> None:
    """The list says which column it is, and what it is called now."""
    commit(tmp_path, BEFORE, requests() | sprint())
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, requests(closed="done"))

    assert (
        "- The measure “Days until it is gone” in the sprint “Clean walls” (`graffiti`), at `civicstat.measures[0]` in "
        "`catalog/graffiti/datapackage.json`. It uses `closed`, now `done`."
    ) in as_markdown(review(tmp_path))


def test_what_a_measure_needs(portal: Callable[[dict[str, Any]], Path]) -> None:
    """Each column with the types that serve all that it is needed for; declarations without a dataset are left out."""
    files = sprint()
    descriptor = json.loads(files["catalog/graffiti/datapackage.json"])
    descriptor["civicstat"]["measures"] += [
        {"measure": "open", "dataset": "x", "reckon": "open", "date": "a", "until": "b", "per": "month"},
        {"measure": "kinds", "dataset": "x", "reckon": "distinct", "field": "c", "date": "a", "per": "month"},
    ]
    [read] = parse_catalog(
        read_sources(portal({**files, "catalog/graffiti/datapackage.json": descriptor})), Settings()
    ).packages

    days = frozenset({"date", "datetime"})
    monthly = days | {"yearmonth"}
    numbers = frozenset({"integer", "number"})
    assert [one.fields for one in reckoned_in(read)] == [
        {"closed": days, "opened": days, "district": None},
        {"opened": monthly, "size": numbers},
        {"a": days, "b": days},
        {"a": monthly, "c": None},
    ]
    assert reckoned_in(read)[1] == Reckoned(
        "Feet cleaned", "civicstat.measures[1]", "requests", "", {"opened": monthly, "size": numbers}
    )
