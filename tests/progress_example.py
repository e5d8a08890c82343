"""Progress to try pages on: four sprints of a made-up city on one day, one for each state and trouble."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, cast

from civicstat.progress.model import (
    Basis,
    Final,
    Goal,
    Heard,
    Measure,
    MeasureFacts,
    Milestone,
    Origin,
    Place,
    Places,
    Sprint,
    SprintFacts,
    Update,
)
from civicstat.progress.whole import Progress
from civicstat.reckoning.rollup import roll_up
from civicstat.reckoning.status import stand
from civicstat.reckoning.values import Observation, Plan, Target, Thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.progress.model import State
    from civicstat.reckoning.values import Status

TODAY = date(2026, 11, 16)
THRESHOLDS = Thresholds()


def weekly(begins: date, values: Sequence[float]) -> tuple[Observation, ...]:
    """One observation a week, from a day on."""
    return tuple(Observation(begins + timedelta(weeks=n), value) for n, value in enumerate(values))


def facts_of(
    measure: Measure,
    observations: Sequence[Observation] = (),
    basis: Basis | None = None,
    final: Final | None = None,
    today: date = TODAY,
) -> MeasureFacts:
    """A measure with its observations, reckoned."""
    return MeasureFacts(
        measure, tuple(observations), stand(measure.plan, observations, today, THRESHOLDS), basis, final
    )


def sprint_of(sprint: Sprint, state: State, measures: Sequence[MeasureFacts], today: date = TODAY) -> SprintFacts:
    """A sprint with its measures, reckoned."""
    days = (sprint.ends - sprint.begins).days + 1
    gone = min(days, max(0, (today - sprint.begins).days + 1))
    counts = roll_up(cast("Status", m.final.status) if m.final else m.standing.status for m in measures)
    return SprintFacts(sprint, state, gone, days, tuple(measures), THRESHOLDS, counts)


BEGINS, ENDS = date(2026, 9, 21), date(2026, 12, 19)

ON_TIME = Measure(
    "on-time",
    "Potholes repaired within two days",
    Plan(
        Observation(date(2026, 9, 20), 71.0),
        (Target(90.0, ENDS, BEGINS),),
        "increase",
        "period",
        refresh_days=10,
        begins=BEGINS,
    ),
    goal="faster",
    unit="%",
    definition="Of all requests to repair a pothole that were closed in a week, the share closed within 48 hours.",
    owner="Chief of street maintenance",
    type="effectiveness",
    refresh="R/P1W",
    caveats="A request that is reported twice counts twice.",
    origin=Origin(
        "on-time",
        "pothole-requests",
        "requests",
        "share",
        "closed",
        "week",
        by=("district",),
        latitude="latitude",
        longitude="longitude",
    ),
)
ROWS = "id,closed,days,district,period\n1,2026-09-22,1.5,District 1,Week of September 21 2026\n"
DISTRICTS = tuple(
    Place(f"District {n}", value, rows, before)
    for n, (value, rows, before) in enumerate(
        [(88.2, 310, 74.0), (61.9, 42, 55.1), (91.0, 280, 80.4), (79.4, 160, 70.2), (84.1, 201, 69.9), (None, 0, 66.7),
         (90.3, 190, 71.2), (70.8, 130, 61.0), (86.6, 220, 77.7), (83.9, 199, 72.0), (68.4, 88, 60.1),
         (89.5, 251, 78.8), (85.0, 240, 73.3), (81.7, 175, 71.4)],
        1,
    )
)  # fmt: skip
REQUESTS = Basis(
    "pothole-requests",
    "Pothole requests",
    "requests",
    "Rows of the table “requests” where Type is Pothole, by the day on which they were closed.",
    2486,
    ROWS,
    "",
    (Places("Council district", DISTRICTS),),
    tuple((39.22 + 0.0047 * (n * 37 % 31), -76.70 + 0.0053 * (n * 17 % 29)) for n in range(120)),
    (BEGINS, TODAY),
    (date(2026, 7, 26), date(2026, 9, 20)),
    simulated=True,
)

REPAIRED = Measure(
    "repaired",
    "Potholes repaired since the sprint began",
    Plan(None, (Target(6000.0, ENDS, BEGINS),), "increase", "cumulative", refresh_days=10, begins=BEGINS),
    goal="faster",
    unit="potholes",
    owner="Chief of street maintenance",
    type="output",
    refresh="R/P1W",
)
OPEN = Measure(
    "open",
    "Requests that wait longer than a week",
    Plan(
        Observation(date(2026, 9, 20), 140.0),
        (Target(0.0, ENDS, BEGINS),),
        "decrease",
        "snapshot",
        interim=(Observation(date(2026, 10, 31), 60.0),),
        refresh_days=10,
        begins=BEGINS,
    ),
    goal="backlog",
    unit="requests",
    owner="311 director",
    type="outcome",
)

POTHOLES = Sprint(
    "potholes-autumn",
    "Potholes before winter",
    "Repair potholes within two days, and let no request wait longer than a week before the first frost.",
    BEGINS,
    ENDS,
    ("Director of Transportation", "Chief of street maintenance"),
    (
        Goal(
            "faster",
            "Repair faster",
            "Nine of ten potholes within **two days** of a report.",
            "Chief of street maintenance",
        ),
        Goal("backlog", "Clear what waits", "", "311 director"),
        Goal("trust", "Tell residents when it is done"),
    ),
    (ON_TIME, REPAIRED, OPEN),
    (
        Milestone("Second crew at work", date(2026, 10, 1), date(2026, 9, 29)),
        Milestone("Material for the winter delivered", date(2026, 11, 1), None, "The supplier is late."),
        Milestone("All main roads inspected", date(2026, 12, 1)),
    ),
    (
        Update(date(2026, 9, 24), "The sprint has begun", "Two crews work from the **east** to the west."),
        Update(date(2026, 11, 9), "Seven weeks in", "The share on time rose from 71% to 86%.", "on-time"),
    ),
    (
        Heard(
            date(2026, 10, 12),
            "Holes near schools should come first.",
            "Requests within 200 metres of a school are now repaired first.",
            "https://example.org/discussions/12",
        ),
        Heard(date(2026, 11, 2), "Nobody tells me when it is done."),
    ),
    simulated=True,
)

CARTS_ENDS = date(2026, 12, 31)
WAIT = Measure(
    "wait",
    "Days from request to delivery of a recycling cart",
    Plan(
        Observation(date(2026, 10, 4), 21.0),
        (
            Target(7.0, CARTS_ENDS, date(2026, 10, 5)),
            Target(
                10.0,
                CARTS_ENDS,
                date(2026, 11, 2),
                "The second truck broke down and comes back in January only, so fewer carts are delivered a day.",
                "Director of Public Works",
            ),
        ),
        "decrease",
        "period",
        refresh_days=10,
        begins=date(2026, 10, 5),
    ),
    goal="carts",
    unit="days",
    owner="Chief of solid waste",
    type="efficiency",
    refresh="R/P1W",
)
MISSED = Measure(
    "missed",
    "Missed collections reported in a week",
    Plan(
        None,
        (),
        "maintain",
        "period",
        band=(0.0, 40.0),
        refresh_days=10,
        begins=date(2026, 10, 5),
    ),
    goal="service",
    unit="reports",
)
CALLS = Measure(
    "calls",
    "Calls answered within a minute",
    Plan(
        Observation(date(2026, 10, 4), 48.0),
        (Target(80.0, CARTS_ENDS, date(2026, 10, 5)),),
        "increase",
        "period",
        refresh_days=10,
        begins=date(2026, 10, 5),
    ),
    goal="service",
    unit="%",
)
SURVEY = Measure(
    "survey",
    "Residents content with recycling",
    Plan(None, (Target(75.0, CARTS_ENDS, date(2026, 10, 5)),), "increase", "snapshot", begins=date(2026, 10, 5)),
    goal="service",
    unit="%",
)
CARTS = Sprint(
    "recycling-carts",
    "A recycling cart within a week",
    "Deliver each recycling cart within a week of its request.",
    date(2026, 10, 5),
    CARTS_ENDS,
    ("Director of Public Works",),
    (Goal("carts", "Deliver carts faster"), Goal("service", "Keep collecting on time")),
    (WAIT, MISSED, CALLS, SURVEY),
    (),
    (Update(date(2026, 11, 2), "The target was changed", "See the reason at the measure.", "wait"),),
)

GRAFFITI_ENDS = date(2026, 6, 30)
REMOVED = Measure(
    "removed",
    "Graffiti removed within three days",
    Plan(
        Observation(date(2026, 4, 1), 52.0),
        (Target(80.0, GRAFFITI_ENDS, date(2026, 4, 2)),),
        "increase",
        "period",
        refresh_days=10,
        begins=date(2026, 4, 2),
    ),
    goal="clean",
    unit="%",
)
GRAFFITI = Sprint(
    "graffiti-spring",
    "Clean walls in spring",
    "Remove graffiti within three days of a report.",
    date(2026, 4, 2),
    GRAFFITI_ENDS,
    ("Director of Public Works",),
    (Goal("clean", "Remove graffiti faster"),),
    (REMOVED,),
    learnt="Sorting requests **by street** saved more time than a third crew.\n\n- Crews now plan the evening before.",
    final=(Final("removed", date(2026, 7, 3), date(2026, 6, 28), 81.5, 79.4, 1.08, "met", 80.0, GRAFFITI_ENDS),),
)

SNOW = Sprint(
    "snow-winter",
    "Snow off the side streets",
    "Clear every side street within a day of snowfall.",
    date(2026, 12, 21),
    date(2027, 3, 20),
    ("Director of Transportation",),
    (Goal("side-streets", "Clear side streets within a day"),),
    (
        Measure(
            "cleared",
            "Side streets cleared within 24 hours",
            Plan(
                Observation(date(2026, 3, 15), 63.0),
                (Target(85.0, date(2027, 3, 20), date(2026, 12, 21)),),
                "increase",
                "period",
                begins=date(2026, 12, 21),
            ),
            goal="side-streets",
            unit="%",
        ),
    ),
)


@cache
def example_progress() -> Progress:
    """Four sprints: on track, at risk with a changed target, planned, finished."""
    potholes = sprint_of(
        POTHOLES,
        "running",
        (
            facts_of(
                ON_TIME,
                weekly(date(2026, 8, 9), [70.1, 68.9, 72.4, 73.0, 69.5, 71.8, 71.0, 73.8, 75.1, 76.0, 79.9, 81.2, 83.3])
                + weekly(date(2026, 11, 8), [84.7, 86.1]),
                REQUESTS,
            ),
            facts_of(REPAIRED, weekly(date(2026, 9, 27), [455, 940, 1420, 1890, 2431, 2988, 3480, 3999])),
            facts_of(
                OPEN,
                weekly(date(2026, 9, 20), [140, 131, 118, 101, 84, 71, 50, 31, 24]),
                Basis("311-open", "Open 311 requests", "open", "Rows open on the last day of a week.",
                      troubles=("The dataset is late: its update was due on November 10, 2026.",)),
            ),
        ),
    )  # fmt: skip
    carts = sprint_of(
        CARTS,
        "running",
        (
            facts_of(
                WAIT, weekly(date(2026, 9, 6), [20.5, 22.0, 21.2, 20.8, 21.0, 20.1, 18.9, 18.0, 17.4, 16.9, 16.2])
            ),
            facts_of(MISSED, weekly(date(2026, 10, 11), [22, 35, 31, 44, 38, 29])),
            facts_of(CALLS, weekly(date(2026, 10, 4), [48.0, 50.2, 51.0])),
            facts_of(SURVEY),
        ),
    )
    graffiti = sprint_of(
        GRAFFITI,
        "finished",
        (
            facts_of(
                REMOVED,
                weekly(date(2026, 4, 5), [53, 55, 60, 58, 64, 66, 71, 70, 74, 77, 79, 80, 78.9, 80.2, 79.9]),
                None,
                GRAFFITI.final[0],
            ),
        ),
    )
    snow = sprint_of(SNOW, "planned", [facts_of(m) for m in SNOW.measures])
    return Progress((potholes, carts, snow, graffiti))
