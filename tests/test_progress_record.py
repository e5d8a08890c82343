"""What a page says of how a sprint ended, while its record is whole, lost in part, and older than its last day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.progress.declared import read_sprint
from civicstat.progress.publish import progress_json, views_of
from civicstat.progress.standing import Reckoner
from civicstat.settings import Settings, Site
from progress_packages import SPRINT, SPRINT_OWN, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.progress.model import SprintFacts

    Portal = Callable[[Mapping[str, Any]], Path]

AFTER = date(2026, 9, 1)
TABLES = {
    **SPRINT,
    "measures": SPRINT["measures"] + "calls,fast,Calls answered,increase,cumulative,,0,2026-03-31,311 analyst\n",
    "targets": SPRINT["targets"] + "calls,90,2026-06-30,2026-04-01,,\n",
    "values": SPRINT["values"] + "days,2026-06-30,4\ncalls,2026-06-30,95\n",
}
"""Both measures are met, as the data says by now."""

HEAD = "measure,recorded,date,value,status\n"
DAYS, CALLS = "days,2026-07-08,2026-06-30,6,missed\n", "calls,2026-07-08,2026-06-30,95,met\n"


def facts_on(portal: Portal, day: date, final: str | None, ends: str = "2026-06-30") -> SprintFacts:
    """The sprint as it stands on a day, with this record and this last day."""
    own = {**SPRINT_OWN, "sprint": {"start": "2026-04-01", "end": ends}}
    sprint, _ = read_sprint(*packed(portal, TABLES | {"final": final}, own, schemas=True))
    assert sprint
    return Reckoner({}, Settings(), day).sprint(sprint)


def shown(facts: SprintFacts) -> list[str]:
    """The status of each measure as `progress.json` has it."""
    views, _ = views_of(facts.measures, "")
    said = json.loads(progress_json(facts, views, Site("", "", "", ""), AFTER))
    return [measure["status"] for measure in said["measures"]]


@pytest.mark.parametrize(
    ("final", "statuses", "sentence"),
    [
        (HEAD + DAYS + CALLS, ["missed", "met"], ""),
        (None, ["met", "met"], ""),
        (HEAD + DAYS.replace("missed", "Missedd") + CALLS, ["not known", "met"], "A row of the record"),
        (HEAD + DAYS.replace("2026-07-08", "July 8") + CALLS, ["not known", "not known"], "did not pass its checks"),
        (HEAD + CALLS, ["not known", "met"], "has no row for this measure"),
        (HEAD, ["not known", "not known"], "has no row for this measure"),
        (HEAD + DAYS + CALLS + DAYS.replace("missed", "met"), ["missed", "met"], ""),
        (HEAD + DAYS.replace("days", "dayz") + CALLS, ["not known", "not known"], "did not pass its checks"),
    ],
    ids=["whole", "none", "a word", "withheld", "a row gone", "all gone", "a second row", "an id"],
)
def test_a_record_that_is_lost(portal: Portal, final: str | None, statuses: list[str], sentence: str) -> None:
    """A missed measure whose row is lost is never shown as met: it is not known, and the measure says why."""
    facts = facts_on(portal, AFTER, final)

    assert shown(facts) == statuses
    days = facts.measures[0]
    assert sentence in days.unrecorded
    assert bool(days.unrecorded) == bool(sentence)
    assert days.troubles == ((days.unrecorded,) if sentence else ())
    assert sum(facts.untold.values()) == statuses.count("not known")


def test_a_sprint_that_goes_on(portal: Portal) -> None:
    """While a sprint runs, its measures stand as the data says, whatever was recorded; once it is over it counts."""
    running = facts_on(portal, AFTER, HEAD + DAYS + CALLS, ends="2026-12-31")
    over = facts_on(portal, date(2027, 1, 8), HEAD + DAYS + CALLS, ends="2026-12-31")

    assert (running.state, [m.final for m in running.measures]) == ("running", [None, None])
    assert shown(running) == ["met", "met"]
    assert [m.unrecorded for m in running.measures] == ["", ""]
    assert shown(over) == ["missed", "met"]


def test_what_was_recorded_later(portal: Portal) -> None:
    """A look back to a day before the record is no lack of one."""
    facts = facts_on(portal, AFTER, HEAD + DAYS + CALLS)
    earlier = Reckoner({}, Settings(), AFTER).on(date(2026, 7, 2))

    found = earlier.measure_of(facts.sprint, facts.measures[0].measure)

    assert (found.final, found.unrecorded, found.status) == (None, "", "met")
    lost = replace(facts.sprint, final=())
    assert earlier.measure_of(lost, facts.measures[0].measure).untold
