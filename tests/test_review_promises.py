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
        (
            FINAL.replace("2026-02-19,4.8,met", "2026-02-26,5.1,missed"),
            [
                (
                    "final",
                    2,
                    "status",
                    (
                        "what was recorded at the end of lane-miles was changed: status met became missed, "
                        "date 2026-02-19 became 2026-02-26"
                    ),
                )
            ],
        ),
        (
            FINAL + "lane-miles,2026-03-01,2026-02-28,5,missed\n",
            [("final", 3, "measure", "a second end of lane-miles was added to what was recorded: missed")],
        ),
        (FINAL + "other,2026-03-01,2026-02-28,5,met\n", []),
    ],
)
def test_final_state(tmp_path: Path, commit: Commit, git: Git, final: str, expected: list[tuple[Any, ...]]) -> None:
    """What was recorded at the end of a sprint stays, as the only row of its measure."""
    assert said(tmp_path, commit, git, paving(), paving(final=final)) == expected


INTERIM = "measure,date,value,since\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("lane-miles,2026-03-31,8,\n", [("interim", 2, "value", "{}16 became 8")]),
        (
            "lane-miles,2026-04-30,16,\n",
            [("interim", 2, "date", "{}the day by which it is due: 2026-03-31 became 2026-04-30")],
        ),
        ("lane-miles,2026-03-31,16,\nlane-miles,2026-03-31,8,2026-02-15\n", []),
    ],
    ids=["value", "date", "as it should be"],
)
def test_interim_targets(tmp_path: Path, commit: Commit, git: Git, rows: str, expected: list[tuple[Any, ...]]) -> None:
    """A point on the way to the target stays as it is, and a new one stands beside it."""
    before = paving(interim=INTERIM + "lane-miles,2026-03-31,16,\n")
    said_of_it = "the interim target of lane-miles was changed in place: "

    found = said(tmp_path, commit, git, before, paving(interim=INTERIM + rows))

    assert found == [(table, row, field, text.format(said_of_it)) for table, row, field, text in expected]


def test_what_a_measure_stands_on(tmp_path: Path, commit: Commit, git: Git) -> None:
    """What a value stands for, its unit, and how soon a new one is promised are promises too."""
    before = MEASURES.replace("interval,", "interval,unit,refresh,").replace("cumulative,", "cumulative,miles,R/P1W,")
    after = before.replace("cumulative,miles,R/P1W", "period,blocks,R/P1Y")

    assert said(tmp_path, commit, git, paving(measures=before), paving(measures=after)) == [
        ("measures", 2, "interval", "the interval of lane-miles was changed in place: cumulative became period"),
        ("measures", 2, "refresh", "the refresh promise of lane-miles was changed in place: R/P1W became R/P1Y"),
        ("measures", 2, "unit", "the unit of lane-miles was changed in place: miles became blocks"),
    ]


def with_own(files: dict[str, Any], **own: Any) -> dict[str, Any]:
    """The same files with other words under `civicstat`; None takes one out."""
    name = f"{FOLDER}/datapackage.json"
    descriptor = json.loads(files[name])
    descriptor["civicstat"] = {k: v for k, v in {**descriptor["civicstat"], **own}.items() if v is not None}
    return {**files, name: json.dumps(descriptor)}


def test_days(tmp_path: Path, commit: Commit, git: Git) -> None:
    """The days of a sprint that has begun are part of the promise."""
    later = with_own(paving(), sprint={"start": "2026-01-08", "end": "2026-08-31"})

    assert said(tmp_path, commit, git, paving(), later) == [
        ("", None, "", "the last day of the sprint was moved: 2026-06-30 became 2026-08-31"),
        ("", None, "", "the first day of the sprint was moved: 2026-01-01 became 2026-01-08"),
    ]


WHERE = [{"field": "state", "equals": "done"}]
DECLARED = {
    "measure": "lane-miles",
    "dataset": "paved",
    "reckon": "sum",
    "field": "miles",
    "date": "day",
    "per": "week",
}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {**DECLARED, "where": WHERE},
            {**DECLARED, "where": [{"field": "state", "equals": ["done", "begun"]}], "by": ["district"]},
            ['where [{"field": "state", "equals": "done"}] became [{"field": "state", "equals": ["done", "begun"]}]'],
        ),
        ({**DECLARED, "where": WHERE}, DECLARED, ['where [{"field": "state", "equals": "done"}] became nothing']),
        (DECLARED, {**DECLARED, "reckon": "count"}, ["reckon sum became count"]),
        (DECLARED, None, ["its declaration was taken out"]),
        (None, DECLARED, ["its values came from the table, and now from rows"]),
        (DECLARED, {**DECLARED, "by": ["district"], "latitude": "lat", "longitude": "lon"}, []),
    ],
    ids=["looser", "without conditions", "another number", "by hand", "from rows", "places"],
)
def test_how_a_measure_is_reckoned(
    tmp_path: Path,
    commit: Commit,
    git: Git,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    expected: list[str],
) -> None:
    """From which rows a number comes is part of the promise; by which places it is told too is not."""
    old, new = (with_own(paving(), measures=[entry] if entry else None) for entry in (before, after))

    found = said(tmp_path, commit, git, old, new)

    assert [text for *_, text in found] == [
        f"how lane-miles is reckoned was changed in place: {text}" for text in expected
    ]


def test_another_kind(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A sprint that becomes a dataset takes all its promises with it: one finding says so."""
    after = with_own(paving(), kind="dataset", sprint=None)

    assert said(tmp_path, commit, git, paving(), after) == [
        (
            "",
            None,
            "",
            (
                "the sprint became a package of the kind dataset: 2 targets and 1 recorded end (1 met) are on no page "
                "any more"
            ),
        )
    ]


def test_a_package_that_is_gone(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A sprint that is taken out takes its promises with it; one that has promised nothing yet may go."""
    assert said(tmp_path / "gone", commit, git, paving(), {}) == [
        ("", None, "", "the sprint was taken out: 2 targets and 1 recorded end (1 met) are on no page any more")
    ]
    assert "This can be merged after a second look" in as_markdown(review(tmp_path / "gone"))
    planned = paving(start="2026-04-01", targets=HEAD + LATER, final=None)
    assert said(tmp_path / "planned", commit, git, planned, {}) == []


def test_a_package_that_is_hidden(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Of a sprint that is no longer public only that is told."""
    commit(tmp_path, BEFORE, paving())
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, with_own(paving(), accessLevel="restricted"))

    found = review(tmp_path).promises

    assert [f.finding.message for f in found] == [
        "the sprint is no longer public: what it promised is on no page any more"
    ]


def test_a_package_that_is_renamed(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A sprint in another folder with another name is known by its measures, without its former name too."""
    changed = paving(targets=HEAD + FIRST + SECOND.replace(",19,", ",9,") + LATER)
    moved = {
        name.replace(FOLDER, "catalog/roads"): text.replace('"paving"', '"roads"') for name, text in changed.items()
    }

    assert said(tmp_path, commit, git, paving(), moved) == [
        ("targets", 3, "value", "the target of lane-miles was changed in place: 19 became 9")
    ]


def test_columns_with_names_of_their_own(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A spreadsheet whose columns are called otherwise holds the same promises."""
    columns = {"targets": {"value": "Goal"}}
    old, new = (
        with_own(paving(targets=(HEAD + rows).replace("value", "Goal")), columns=columns)
        for rows in (FIRST + SECOND, FIRST + SECOND.replace(",19,", ",9,"))
    )

    assert said(tmp_path, commit, git, old, new) == [
        ("targets", 3, "Goal", "the target of lane-miles was changed in place: 19 became 9")
    ]


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
