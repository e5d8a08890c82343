"""What is doubtful in targets, points on the way, conditions and dates is told, though it can be read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.catalog import parse_catalog
from civicstat.progress.declared import read_sprint
from civicstat.progress.reckoned import reckon_progress
from civicstat.progress.standing import Known
from civicstat.reckoning.values import Observation, Waypoint
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.timeliness import reckon_timeliness
from progress_packages import SPRINT, SPRINT_OWN, packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.progress.model import MeasureFacts, Sprint, SprintFacts

    Portal = Callable[[Mapping[str, Any]], Path]

TODAY = date(2026, 6, 10)


def read(portal: Portal, tables: Mapping[str, str]) -> tuple[Sprint, tuple[Finding, ...]]:
    """The sprint with these tables in place of its own, and what is told of it."""
    sprint, findings = read_sprint(*packed(portal, {**SPRINT, **tables}, SPRINT_OWN))
    assert sprint
    return sprint, findings


def reckoned(portal: Portal, files: Mapping[str, Any], today: date = TODAY) -> tuple[SprintFacts, tuple[Finding, ...]]:
    """How the one sprint of a catalogue of these files stands, and what is told of all of them."""
    catalog = parse_catalog(read_sources(portal(files)), Settings())
    known = [Known(p, scan_package(p), reckon_timeliness(p, today, 0)) for p in catalog.packages]
    progress, findings = reckon_progress(known, Settings(), today)
    [sprint] = progress.sprints
    return sprint, findings


def sprint_files(own: Mapping[str, Any], **tables: str) -> dict[str, Any]:
    """The files of the sprint `graffiti` with these tables in place of its own."""
    texts = {**SPRINT, **tables}
    resources = [{"name": table, "path": f"{table}.csv"} for table in texts]
    descriptor = {"name": "graffiti", "title": "Graffiti", "resources": resources, "civicstat": {**SPRINT_OWN, **own}}
    files = {f"catalog/graffiti/{table}.csv": text for table, text in texts.items()}
    return {"catalog/graffiti/datapackage.json": descriptor, **files}


INTERIM = "measure,date,value,since,why,who\ndays,2026-05-15,10,,,\ndays,2026-06-05,8,,,\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("days,2026-06-05,9,2026-05-20,Rain.,Director\n", []),
        (
            "days,2026-06-05,9,2026-05-20,,\n",
            [("PR018", 'interim row 4, column "why"', "9, due 2026-06-05, since 2026-05-20")],
        ),
        ("days,2026-06-05,9,2026-06-06,Rain.,Director\n", [("PR008", 'interim row 4, column "date"', "2026-06-05")]),
        (
            "days,2026-06-05,9,,,\n",
            [
                ("PR015", 'interim row 3, column "value"', "8 and 9 on 2026-06-05"),
                ("PR015", 'interim row 4, column "value"', "8 and 9 on 2026-06-05"),
            ],
        ),
    ],
)
def test_rows_of_points_that_move(portal: Portal, rows: str, expected: list[tuple[str, str, str]]) -> None:
    """A moved point needs a reason and who decided, and a day that is not past when it comes to hold."""
    _, findings = read(portal, {"interim": INTERIM + rows})

    assert told(findings) == expected


def test_points_are_read_with_their_reasons(portal: Portal) -> None:
    """The first points are plain ones; one that took the place of another has its day, reason and role."""
    sprint, _ = read(portal, {"interim": INTERIM + "days,2026-06-05,9,2026-05-20,Rain.,Director\n"})

    assert sprint.measures[0].plan.interim == (
        Observation(date(2026, 5, 15), 10),
        Observation(date(2026, 6, 5), 8),
        Waypoint(date(2026, 6, 5), 9, date(2026, 5, 20), "Rain.", "Director"),
    )


@pytest.mark.parametrize(
    ("interim", "targets", "expected"),
    [
        ("days,2026-06-05,4,,,\n", "", [("PR027", 'interim row 2, column "value"', "4 on 2026-06-05")]),
        ("days,2026-06-05,5,,,\n", "", []),
        (
            "days,2026-06-05,6,,,\n",
            "days,8,2026-06-30,2026-05-20,Rain.,Director\n",
            [("PR027", 'interim row 2, column "value"', "6 on 2026-06-05")],
        ),
        (
            "days,2026-06-05,6,,,\ndays,2026-06-05,9,2026-05-20,Rain.,Director\n",
            "days,8,2026-06-30,2026-05-20,Rain.,Director\n",
            [],
        ),
        ("days,2026-05-05,6,,,\n", "days,8,2026-06-30,2026-05-20,Rain.,Director\n", []),
    ],
)
def test_a_point_beyond_its_target(
    portal: Portal, interim: str, targets: str, expected: list[tuple[str, str, str]]
) -> None:
    """A point that asks for more than the target that it leads to is told, unless it is past or was moved with it."""
    head = "measure,date,value,since,why,who\n"
    _, findings = read(portal, {"interim": head + interim, "targets": SPRINT["targets"] + targets})

    assert told(findings) == expected


@pytest.mark.parametrize(
    ("measure", "targets", "expected"),
    [
        ("increase,period,R/P1W,12", "days,5,2026-06-30,2026-04-01,,\n", ["5"]),
        ("increase,period,R/P1W,12", "days,12,2026-06-30,2026-04-01,,\n", []),
        ("decrease,period,R/P1W,12", "days,15,2026-06-30,2026-04-01,,\n", ["15"]),
        ("decrease,cumulative,R/P1W,0", "days,15,2026-06-30,2026-04-01,,\n", []),
        ("increase,cumulative,R/P1W,20", "days,15,2026-06-30,2026-04-01,,\n", ["15"]),
        (
            "increase,period,R/P1W,12",
            "days,11,2026-05-30,2026-04-01,,\ndays,14,2026-06-30,2026-05-31,,\n",
            [],
        ),
        (
            "increase,period,R/P1W,12",
            "days,14,2026-06-30,2026-04-01,,\ndays,11,2026-06-30,2026-05-31,Rain.,Director\n",
            ["11"],
        ),
    ],
)
def test_a_target_on_the_wrong_side(portal: Portal, measure: str, targets: str, expected: list[str]) -> None:
    """A newest target behind the baseline is told; one that only keeps a total low, or an older one, is not."""
    head = "id,goal,title,desired,interval,refresh,baseline,baseline_date,owner\n"
    measures = f"{head}days,fast,Days until it is gone,{measure},2026-03-31,311 analyst\n"
    _, findings = read(portal, {"measures": measures, "targets": "measure,value,due,since,why,who\n" + targets})

    assert [f.found.split(",")[0] for f in findings if f.code == "PR028"] == expected


def test_what_is_dated_after_today(portal: Portal) -> None:
    """What can't have happened yet is told and left out; a step that is done then counts as not done."""
    files = sprint_files(
        {},
        milestones="title,due,done\nA,2026-05-01,2026-05-02\nB,2026-05-20,2027-05-19\n",
        updates="date,title,text,measure\n2026-05-04,Now,,\n2026-06-11,Tomorrow,,\n",
        heard="date,said\n2026-05-06,Thanks.\n2027-05-06,Later.\n",
        values="measure,date,value\ndays,2026-05-31,8\ndays,2026-06-30,4\n",
    )

    sprint, findings = reckoned(portal, files)

    assert told(findings) == [
        ("PR029", 'milestones row 3, column "done"', "2027-05-19"),
        ("PR029", 'updates row 3, column "date"', "2026-06-11"),
        ("PR029", 'heard row 3, column "date"', "2027-05-06"),
        ("PR029", 'values row 3, column "date"', "2026-06-30"),
    ]
    assert [(m.title, m.done) for m in sprint.sprint.milestones] == [("A", date(2026, 5, 2)), ("B", None)]
    assert [u.title for u in sprint.sprint.updates] == ["Now"]
    assert [h.said for h in sprint.sprint.heard] == ["Thanks."]
    assert [o.value for o in sprint.measures[0].observations] == [8]


REQUESTS = "type,closed,took\nTag,2026-04-05,4\nTag,2026-05-05,3\nMural,2026-06-03,1\nTag,2026-07-06,2\n"
ENTRY = {
    "measure": "days",
    "dataset": "requests",
    "reckon": "median",
    "field": "took",
    "date": "closed",
    "per": "week",
}


def with_rows(
    portal: Portal,
    where: Mapping[str, Any] | None = None,
    field: Mapping[str, Any] | None = None,
    today: date = TODAY,
    **tables: str,
) -> tuple[MeasureFacts, tuple[Finding, ...]]:
    """The measure reckoned from requests under a condition, and what is told; `field` describes their type."""
    entry = {**ENTRY, **({"where": [where]} if where else {})}
    own = sprint_files({"measures": [entry]}, **tables)
    own["catalog/graffiti/datapackage.json"]["resources"] = [
        r for r in own["catalog/graffiti/datapackage.json"]["resources"] if r["name"] != "values"
    ]
    schema = {
        "fields": [
            {"name": "type", "type": "string", **(field or {})},
            {"name": "closed", "type": "date"},
            {"name": "took", "type": "integer"},
        ]
    }
    requests = {"name": "requests", "title": "311", "resources": [{"name": "r", "path": "r.csv", "schema": schema}]}
    files = {**own, "catalog/requests/datapackage.json": requests, "catalog/requests/r.csv": REQUESTS}
    sprint, findings = reckoned(portal, files, today)
    return sprint.measures[0], findings


@pytest.mark.parametrize(
    ("where", "known", "untold"),
    [
        ({"field": "type", "equals": "Tag"}, True, False),
        ({"field": "type", "equals": "Tags"}, False, True),
        ({"field": "type", "equals": ["Tag", "Tags"]}, False, False),
        ({"field": "type", "differs": "Tags"}, False, False),
        ({"field": "took", "equals": "9"}, False, True),
        ({"field": "closed", "equals": "2026-01-01"}, True, False),
    ],
)
def test_a_condition_that_nothing_meets(portal: Portal, where: Mapping[str, Any], known: bool, untold: bool) -> None:
    """A value that no row has is told to staff and on the measure; one that no row can meet leaves no figure."""
    facts, findings = with_rows(portal, where)

    assert [f.code for f in findings] == ([] if known else ["PR026"])
    assert len(facts.troubles) == (0 if known else 1)
    assert facts.untold == untold


def test_what_is_meant_by_a_lost_value(portal: Portal) -> None:
    """The finding has its place, the value, what there is, and what may be meant; the trouble is one for residents."""
    facts, [finding] = with_rows(portal, {"field": "type", "equals": ["Mural", "Tags"]})

    assert (finding.pointer, finding.found) == ("civicstat.measures[0].where[0].equals[1]", "Tags")
    assert finding.expected == 'one of "Mural" and "Tag"'
    assert finding.todo == 'Write "Tag", if that is meant.'
    assert facts.troubles == (
        "No row of the dataset has “Tags” under type, which this measure asks for: its figures may be wrong.",
    )


def test_a_declared_category_is_known(portal: Portal) -> None:
    """A category that no row has yet is no slip, and neither is one of the field's allowed values."""
    for field in ({"categories": ["Tag", "Mural", "Tags"]}, {"constraints": {"enum": ["Tag", "Mural", "Tags"]}}):
        _, findings = with_rows(portal, {"field": "type", "equals": "Tags"}, field)
        assert findings == ()


def test_a_target_due_after_the_last_day(portal: Portal) -> None:
    """A measure is reckoned to the day by which its target is due, also after the sprint's end."""
    targets = "measure,value,due,since,why,who\ndays,3,2026-07-12,2026-04-01,,\n"

    facts, findings = with_rows(portal, today=date(2026, 9, 1), targets=targets)

    assert findings == ()
    assert [o.value for o in facts.observations] == [4, 3, 1, 2]
    assert facts.status == "met"
