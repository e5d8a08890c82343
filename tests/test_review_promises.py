"""Targets, baselines and recorded ends that a pull request changes in place are told of at the top of the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.review.report import as_markdown
from progress_packages import SPRINT
from review_example import AFTER, BEFORE, review

if TYPE_CHECKING:
    from pathlib import Path

    from review_example import Commit, Git

FOLDER = "catalog/paving"
MEASURES = (
    "id,goal,title,desired,interval,baseline,baseline_date\n"
    "lane-miles,fast,Lane miles resurfaced,increase,cumulative,3,2025-12-31\n"
)
HEAD = "measure,value,due,since,why,who\n"
FIRST = "lane-miles,24,2026-06-30,2026-01-01,,\n"
SECOND = "lane-miles,19,2026-06-30,2026-02-15,No asphalt.,Deputy Mayor\n"
LATER = "lane-miles,18,2026-06-30,2026-03-15,A strike.,Deputy Mayor\n"
CHANGED = "the target of lane-miles was changed in place: "
FINAL = "measure,recorded,date,value,status\nlane-miles,2026-02-20,2026-02-19,4.8,met\n"
TABLES = {
    "goals": SPRINT["goals"],
    "measures": MEASURES,
    "targets": HEAD + FIRST + SECOND + LATER,
    "values": "measure,date,value\nlane-miles,2026-02-01,5\n",
    "final": FINAL,
}


def paving(start: str = "2026-01-01", **tables: str | None) -> dict[str, Any]:
    """The files of a sprint with these tables in place of its own; None takes one out."""
    kept = {name: text for name, text in {**TABLES, **tables}.items() if text is not None}
    descriptor = {
        "name": "paving",
        "title": "Repave the streets",
        "resources": [{"name": name, "path": f"{name}.csv"} for name in kept],
        "civicstat": {"kind": "sprint", "sprint": {"start": start, "end": "2026-06-30"}},
    }
    files = {f"{FOLDER}/{name}.csv": text for name, text in kept.items()}
    return {f"{FOLDER}/datapackage.json": json.dumps(descriptor), **files}


def said(root: Path, commit: Commit, git: Git, before: dict[str, Any], after: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The table, row, column and message of each promise that the second state changes in place."""
    commit(root, BEFORE, before)
    git(root, "checkout", "--quiet", "-b", "update")
    commit(root, AFTER, dict.fromkeys(before.keys() - after.keys()) | after)
    found = review(root)
    assert found.mergeable
    return [(f.finding.resource, f.finding.row, f.finding.field, f.finding.message) for f in found.promises]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [FIRST, SECOND.replace(",19,", ",9,"), LATER],
            [("targets", 3, "value", "the target of lane-miles was changed in place: 19 became 9")],
        ),
        (
            [FIRST, SECOND.replace("2026-06-30", "2026-12-31"), LATER],
            [
                (
                    "targets",
                    3,
                    "due",
                    f"{CHANGED}the day by which it is due: 2026-06-30 became 2026-12-31",
                )
            ],
        ),
        (
            [FIRST, SECOND.replace("2026-02-15", "2026-01-02"), LATER],
            [
                (
                    "targets",
                    3,
                    "since",
                    f"{CHANGED}the day from which it holds: 2026-02-15 became 2026-01-02",
                )
            ],
        ),
        ([FIRST, LATER], [("targets", None, "", "the target of lane-miles, 19 by 2026-06-30, was taken out")]),
        (
            [FIRST, "lane-miles,9,2026-08-31,2026-03-01,Storms.,Deputy Mayor\n"],
            [("targets", None, "", "the target of lane-miles, 19 by 2026-06-30, was taken out")],
        ),
        ([LATER, SECOND.replace(",19,", ",19.0,"), FIRST], []),
        ([FIRST, SECOND, "lane-miles,9,2026-06-30,2026-03-01,Storms.,Deputy Mayor\n"], []),
    ],
    ids=["value", "due", "since", "row gone", "another in its place", "order and writing", "as it should be"],
)
def test_targets(tmp_path: Path, commit: Commit, git: Git, rows: list[str], expected: list[tuple[Any, ...]]) -> None:
    """A target that held by the day of the review stays as it is; one that holds later may still change."""
    after = paving(targets=HEAD + "".join(rows))

    assert said(tmp_path, commit, git, paving(), after) == expected


def test_a_table_that_is_gone(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Without the table of targets, each that held is told of."""
    assert said(tmp_path, commit, git, paving(), paving(targets=None)) == [
        ("", None, "", "the target of lane-miles, 19 by 2026-06-30, was taken out"),
        ("", None, "", "the target of lane-miles, 24 by 2026-06-30, was taken out"),
    ]


def test_baselines(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A baseline and its day stay as they are, and so does the way in which the number should go."""
    after = paving(measures=MEASURES.replace(",3,2025-12-31", ",1,").replace("increase", "decrease"))

    assert said(tmp_path, commit, git, paving(), after) == [
        ("measures", 2, "baseline", "the baseline of lane-miles was changed in place: 3 became 1"),
        (
            "measures",
            2,
            "baseline_date",
            "the date of the baseline of lane-miles was changed in place: 2025-12-31 was taken out",
        ),
        ("measures", 2, "desired", "the desired outcome of lane-miles was changed in place: increase became decrease"),
    ]


def test_a_measure_that_is_gone(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A measure that goes with its targets is told of once."""
    after = paving(measures=MEASURES.replace("lane-miles", "miles"), targets=HEAD, final=FINAL)

    assert said(tmp_path, commit, git, paving(), after) == [
        ("measures", None, "", "the measure lane-miles was taken out: its targets are on no page any more")
    ]


def test_before_it_begins(tmp_path: Path, commit: Commit, git: Git) -> None:
    """While a sprint is planned its baselines may change; examples that are written over were never promised."""
    planned = paving(start="2026-04-01", targets=HEAD + LATER, final=None)
    after = paving(start="2026-04-01", measures=MEASURES.replace(",3,", ",4,"), targets=HEAD, final=None)
    assert said(tmp_path / "planned", commit, git, planned, after) == []

    example = MEASURES.replace("Lane miles", "Example: Lane miles")
    other = MEASURES.replace(",3,", ",4,")
    assert said(tmp_path / "example", commit, git, paving(measures=example), paving(measures=other, targets=HEAD)) == []


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        (
            FINAL.replace("4.8,met", "4.8,missed"),
            [
                (
                    "final",
                    2,
                    "status",
                    "what was recorded at the end of lane-miles was changed: status met became missed",
                )
            ],
        ),
        (
            FINAL.replace("4.8", ""),
            [("final", 2, "value", "what was recorded at the end of lane-miles was changed: value 4.8 became a blank")],
        ),
        (
            "measure,recorded,date,value,status\n",
            [("final", None, "", "what was recorded at the end of lane-miles was taken out")],
        ),
        (FINAL + "lane-miles,2026-03-01,2026-02-28,5,met\n", []),
    ],
)
def test_final_state(tmp_path: Path, commit: Commit, git: Git, final: str, expected: list[tuple[Any, ...]]) -> None:
    """What was recorded at the end of a sprint stays; a later row beside it is no change."""
    assert said(tmp_path, commit, git, paving(), paving(final=final)) == expected


def test_at_the_top(tmp_path: Path, commit: Commit, git: Git) -> None:
    """The verdict asks for a second look, and says what to do before anything else is told."""
    said(tmp_path, commit, git, paving(), paving(targets=HEAD + FIRST + SECOND.replace(",19,", ",9,")))

    text = as_markdown(review(tmp_path))

    assert "\n\n## This can be merged after a second look\n\n" in text
    assert "**Needs a second look**: 1 promise was changed in place." in text
    assert (
        "- In `paving`: The target of lane-miles was changed in place: 19 became 9. Put the old row back, and add a "
        "row with today's date, 2026-03-01, under since, the new value, and why.\n"
    ) in text
    assert text.index("### Needs a second look") < text.index("### In detail")
