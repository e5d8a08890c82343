"""Rows that still stand as `civicstat new` wrote them are told of, also without the word that marks them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.new.examples import EXAMPLES
from civicstat.new.progress import begin, begin_sprint, begin_strategy, contents
from civicstat.progress.declared import read_sprint, read_strategy
from civicstat.progress.readers import READERS
from progress_packages import packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.shapes import Kind

    Portal = Callable[[Mapping[str, Any]], Path]

TODAY = date(2026, 11, 20)
OWN = {"kind": "sprint", "sprint": {"start": "2026-10-01", "end": "2026-12-29"}}


def written(kind: Kind = "sprint") -> dict[str, str | None]:
    """The tables of a new package, without the word."""
    start = date(2026, 10, 1)
    begun = (
        begin_sprint("new", TODAY, start)
        if kind == "sprint"
        else begin_strategy("new", TODAY, start)
        if kind == "strategy"
        else begin(kind, "new", TODAY, start)
    )
    files = contents(begun)
    return {name[:-4]: text.replace("Example: ", "") for name, text in files.items() if name.endswith(".csv")}


def test_a_sprint_without_the_word(portal: Portal) -> None:
    """With the word taken out and all else as it came, every row is told of: targets and values too."""
    sprint, findings = read_sprint(*packed(portal, written(), OWN))

    assert sprint
    assert {f.code for f in findings} == {"PR023"}
    assert [(place, found) for _, place, found in told(findings)] == [
        ('goals row 2, column "title"', "Clean graffiti within a week"),
        ('measures row 2, column "title"', "Days until graffiti is removed"),
        ('measures row 3, column "title"', "Calls answered within a minute"),
        ('targets row 2, column "value"', "median-days, 5"),
        ('targets row 3, column "value"', "answered, 95"),
        ('values row 2, column "value"', "median-days, 12"),
        ('values row 3, column "value"', "answered, 92"),
        ('milestones row 2, column "title"', "A second crew starts"),
        ('updates row 2, column "title"', "A second crew is out"),
        ('heard row 2, column "said"', "Alleys are forgotten."),
    ]


def test_a_strategy_without_the_word(portal: Portal) -> None:
    """So too of a strategy, whose targets are told by their measure."""
    own = {"kind": "strategy", "strategy": {"start": "2026-10-01", "end": "2030-09-30"}}

    strategy, findings = read_strategy(*packed(portal, written("strategy"), own))

    assert strategy
    assert {f.code for f in findings} == {"PR023"}
    tables = [f.resource for f in findings]
    assert tables == ["pillars", "goals", "goals", "initiatives", "measures", "targets", "values"]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_any_kind(portal: Portal, kind: Kind) -> None:
    """Whatever the kind, a new package without the word is not taken for the city's own."""
    own = {"kind": kind, kind: {"start": "2026-10-01", "end": "2027-09-30"}}

    _, findings = READERS[kind](*packed(portal, written(kind), own))

    assert "PR023" in {f.code for f in findings}


def test_an_example_that_was_adopted(portal: Portal) -> None:
    """A city may keep a goal and a measure that fit; with numbers of its own they are its promises."""
    tables = written()
    measures, targets, values = (str(tables[name]) for name in ("measures", "targets", "values"))
    tables |= {
        "goals": "id,title,description\nfaster-cleaning,Clean graffiti within a week,We count each wall.\n",
        "measures": measures.replace(",12,", ",14.5,").split("answered,")[0],
        "targets": targets.split("answered,")[0].replace("days,5,", "days,6,"),
        "values": values.split("answered,")[0].replace(",12", ",13.5"),
        "milestones": None,
        "updates": None,
        "heard": None,
    }

    sprint, findings = read_sprint(*packed(portal, tables, OWN))

    assert sprint
    assert told(findings) == []


def test_a_target_that_was_forgotten(portal: Portal) -> None:
    """A measure was written over, and its target and its value stand as they came, down to their days."""
    tables = written() | {"goals": "id,title\nfaster-cleaning,Walls are clean\n"}
    tables |= {"milestones": None, "updates": None, "heard": None}
    tables["measures"] = (
        "id,goal,title,desired,interval,baseline\n"
        "median-days,faster-cleaning,Days until a wall is clean,decrease,period,30\n"
        "answered,faster-cleaning,Letters answered,increase,period,30\n"
    )

    _, findings = read_sprint(*packed(portal, tables, OWN))

    assert [(code, place) for code, place, _ in told(findings)] == [
        ("PR023", 'targets row 2, column "value"'),
        ("PR023", 'targets row 3, column "value"'),
        ("PR023", 'values row 2, column "value"'),
        ("PR023", 'values row 3, column "value"'),
    ]
