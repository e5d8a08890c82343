"""The benchmark of private data: how much is found, how much of what is found is right, and that it is sound."""

from __future__ import annotations

import pytest

import privacy_benchmark
from civicstat.checks.privacy import CHECKS
from civicstat.private import FINDERS

FLOORS = {
    **dict.fromkeys(("PV001", "PV002", "PV003", "PV004", "PV005", "PV008", "PV009"), (1.0, 1.0)),
    "PV006": (1.0, 0.8),
    "PV007": (1.0, 0.96),
    "PV010": (0.85, 1.0),
    **dict.fromkeys(("email", "phone", "ssn", "card", "ip", "birth"), (1.0, 1.0)),
    "person": (0.85, 0.75),
    "home": (1.0, 0.83),
}
"""Precision and recall that no change may fall below; what lacks to 1 is named when the benchmark is run by hand."""


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, privacy_benchmark.Score]:
    """The score of each check on columns, and of each kind in texts."""
    columns = privacy_benchmark.score_columns(tmp_path_factory.mktemp("benchmark"))
    return {score.kind: score for score in (*columns, *privacy_benchmark.score_cells())}


def test_every_kind_is_measured(scores: dict[str, privacy_benchmark.Score]) -> None:
    """Every kind that is found by its values has a floor, and something to find in the benchmark."""
    declared = {"PV011", "PV012", "PV013"}  # what a descriptor or a row says itself, which leaves nothing to guess

    assert {check.code for check in CHECKS} - declared | set(FINDERS) == set(FLOORS)
    assert all(scores[kind].right + len(scores[kind].missed) >= 3 for kind in FLOORS)


@pytest.mark.parametrize("kind", FLOORS)
def test_precision_and_recall(scores: dict[str, privacy_benchmark.Score], kind: str) -> None:
    """A kind is found as surely as before."""
    precision, recall = FLOORS[kind]

    assert scores[kind].precision >= precision, scores[kind].false
    assert scores[kind].recall >= recall, scores[kind].missed


def test_labels_and_tables_agree() -> None:
    """Every column of every table has a label, and every label a column."""
    labelled = {(row["table"], row["column"]) for row in privacy_benchmark.rows("columns.csv")}
    tables = sorted((privacy_benchmark.FOLDER / "tables").glob("*.csv"))
    columns = {(t.stem, column) for t in tables for column in privacy_benchmark.rows(f"tables/{t.name}")[0]}

    assert labelled == columns
    assert {table.stem for table in tables} == set(privacy_benchmark.read_titles())


def test_as_table() -> None:
    """The scores are a table, with what was mistaken and missed below it."""
    scores = [privacy_benchmark.Score("email", 3, ("a@b",), ("x.y", "z"))]

    assert privacy_benchmark.as_table(scores) == (
        "kind      there  found  right  precision  recall\n"
        "email         5      4      3       0.75    0.60\n"
        "  email wrongly: a@b\n"
        "  email missed:  x.y\n"
        "  email missed:  z"
    )
