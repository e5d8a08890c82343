"""Measures as their package says them: plans, targets, values and origins, and what is wrong with each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.progress.declared import read_sprint, read_strategy
from civicstat.progress.measured import refresh_days
from civicstat.progress.model import Condition, Origin
from civicstat.reckoning.values import Observation, Target
from progress_packages import SPRINT, SPRINT_OWN, STRATEGY, STRATEGY_OWN, packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.progress.model import Measure

    Portal = Callable[[Mapping[str, Any]], Path]

MEASURES = "id,goal,title,desired,interval,baseline,low,high,refresh,type\n"
TARGETS = "measure,value,due,since,why,who\n"


def read(
    portal: Portal, tables: Mapping[str, str | None], measures: Any = None
) -> tuple[dict[str, Measure], tuple[Finding, ...]]:
    """The measures of a sprint by id, and the findings; `measures` stands under `civicstat`."""
    own = SPRINT_OWN if measures is None else {**SPRINT_OWN, "measures": measures}
    sprint, findings = read_sprint(*packed(portal, {**SPRINT, **tables}, own))
    assert sprint
    return {measure.id: measure for measure in sprint.measures}, findings


def of(text: str) -> dict[str, str]:
    """The tables for one measure `days` with these cells, without updates that would name it in vain."""
    return {"measures": f"{MEASURES}days,fast,Days,{text}\n"}


@pytest.mark.parametrize(
    ("promise", "days"),
    [("R/P1W", 7), ("R/P1D", 1), ("R/PT1H", 1), ("R/P1M", 31), ("R/P3M", 93), ("R/P1Y", 366), ("irregular", None)],
)
def test_refresh_days(promise: str, days: int | None) -> None:
    """A promise allows as many days as its interval has at most."""
    assert refresh_days(promise) == days


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("down,period,12,,,,", [("PR007", 'measures row 2, column "desired"', "down")]),
        ("decrease,weekly,12,,,,", [("PR007", 'measures row 2, column "interval"', "weekly")]),
        ("maintain,period,,100,90,,", [("PR010", 'measures row 2, column "low"', "low 100, high 90")]),
        ("maintain,period,,90,,,", [("PR010", 'measures row 2, column "high"', "")]),
        ("maintain,period,,,90,,", [("PR010", 'measures row 2, column "low"', "")]),
    ],
)
def test_measure_that_is_left_out(portal: Portal, cells: str, expected: list[tuple[str, str, str]]) -> None:
    """A measure of which nothing can be said is left out, with one finding, and its targets and values in silence."""
    measures, findings = read(portal, of(cells))

    assert measures == {}
    assert told(findings) == expected
    assert findings[0].message.endswith("is left out")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("decrease,period,,,,,", [("PR009", 'measures row 2, column "baseline"', "")]),
        ("increase,snapshot,,,,,", [("PR009", 'measures row 2, column "baseline"', "")]),
        ("increase,cumulative,,,,,", []),
        ("maintain,period,,90,100,,", [("PR028", 'targets row 2, column "value"', "5")]),
        ("maintain,period,,0,10,,", []),
        ("maintain,period,,,,,", [("PR010", 'measures row 2, column "low"', "")]),
        ("decrease,period,12,,,weekly,", [("PR019", 'measures row 2, column "refresh"', "weekly")]),
        ("decrease,period,12,,,irregular,", []),
        ("decrease,period,12,,,,outcom", [("PR007", 'measures row 2, column "type"', "outcom")]),
        ("Decrease,PERIOD,12,,,R/P1W,Outcome", []),
    ],
)
def test_measure_that_stays(portal: Portal, cells: str, expected: list[tuple[str, str, str]]) -> None:
    """A measure that can still be reckoned stays, with its targets and values."""
    measures, findings = read(portal, of(cells))

    assert told(findings) == expected
    assert measures["days"].plan.targets == (Target(5, date(2026, 6, 30), date(2026, 4, 1)),)
    assert len(measures["days"].stated) == 2


def test_words_are_read_in_any_case(portal: Portal) -> None:
    """A word is taken as the program writes it, and a promise that can't be read as none."""
    measures, _ = read(portal, of("Decrease,PERIOD,12,,,weekly,Outcome"))

    days = measures["days"]
    assert (days.plan.desired, days.plan.interval, days.type) == ("decrease", "period", "outcome")
    assert (days.refresh, days.plan.refresh_days) == ("", None)


def test_two_with_one_id(portal: Portal) -> None:
    """Two measures with one id, or with one address, are both left out; a third stays, and so do two goals' first."""
    rows = [f"{id_},fast,{id_},decrease,period,12,,,," for id_ in ("days", "Days", "DAYS ", "cost", "cost")]
    goals = "id,title\nfast,Fast\nfast,Faster\n"

    measures, findings = read(
        portal, {"measures": MEASURES + "\n".join([*rows, "gone,fast,Gone,decrease,period,12,,,,", ""]), "goals": goals}
    )

    assert list(measures) == ["gone"]
    assert [told((f,))[0] for f in findings if f.code == "PR005"] == [
        ("PR005", 'goals row 3, column "id"', "fast"),
        ("PR005", 'measures row 3, column "id"', "Days"),
        ("PR005", 'measures row 4, column "id"', "DAYS"),
        ("PR005", 'measures row 6, column "id"', "cost"),
    ]
    assert {f.code for f in findings} == {"PR005", "PR012"}


def test_goal_that_is_not_there(portal: Portal) -> None:
    """A measure of an unknown goal is left out, and the goal that was meant is named."""
    measures, findings = read(portal, {"measures": SPRINT["measures"].replace(",fast,", ",fats,")})

    assert measures == {}
    assert told(findings) == [("PR006", 'measures row 2, column "goal"', "fats")]
    assert findings[0].todo == 'Write "fast", if that is meant.'


def test_measure_of_nothing(portal: Portal) -> None:
    """A measure of the strategy names a goal or an initiative that is there, or is left out."""
    rows = ["a,,,A", "b,litter,,B", "c,,sweeping,C", "d,,sweping,D", "e,litter,sweeping,E"]
    measures = "id,goal,initiative,title,desired,interval\n" + "".join(f"{row},increase,cumulative\n" for row in rows)
    tables = STRATEGY | {"measures": measures, "targets": None, "values": "measure,date,value\n"}

    strategy, findings = read_strategy(*packed(portal, tables, STRATEGY_OWN))

    assert strategy
    placed = {m.id: (m.goal, m.initiative) for m in strategy.measures}
    assert placed == {"b": ("litter", ""), "c": ("", "sweeping"), "e": ("", "sweeping")}
    assert [t for t in told(findings) if t[0] == "PR006"] == [
        ("PR006", 'measures row 2, column "goal"', ""),
        ("PR006", 'measures row 5, column "initiative"', "sweping"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected", "values"),
    [
        (["days,5,2026-03-31,2026-04-01,,"], [("PR008", 'targets row 2, column "due"', "2026-03-31")], []),
        (["days,5,2026-03-30,2026-03-01,,"], [("PR008", 'targets row 2, column "due"', "2026-03-30")], []),
        (
            ["days,5,2026-06-30,2026-04-01,,", "days,7,2026-06-30,2026-04-01,,", "days,6,2026-05-31,2026-04-01,,"],
            [
                ("PR016", 'targets row 2, column "value"', "5 and 7, due 2026-06-30, since 2026-04-01"),
                ("PR016", 'targets row 3, column "value"', "5 and 7, due 2026-06-30, since 2026-04-01"),
            ],
            [6],
        ),
        (["days,5,2026-06-30,2026-04-01,,", "days,5,2026-06-30,2026-04-01,,"], [], [5]),
        (
            ["days,7,2026-06-30,2026-05-15,,Deputy Mayor", "days,5,2026-06-30,2026-04-01,,"],
            [("PR018", 'targets row 2, column "why"', "7, due 2026-06-30, since 2026-05-15")],
            [5, 7],
        ),
        (["days,7,2026-06-30,2026-05-15,Storms.,Deputy Mayor", "days,5,2026-06-30,2026-04-01,,"], [], [5, 7]),
        (["days,5,2026-06-30,2026-04-01,,", "days,4,2026-09-29,2026-07-01,,"], [], [5, 4]),
        (
            ["days,5,2026-09-30,2026-04-01,,"],
            [("PR008", 'targets row 2, column "due"', "2026-09-30")],
            [5],
        ),
        (["dayz,5,2026-06-30,2026-04-01,,"], [("PR006", 'targets row 2, column "measure"', "dayz")], []),
        (
            ["days,5,2026-06-30,2026-04-01,,Jane Smith"],
            [("PR017", 'targets row 2, column "who"', "J… S…")],
            [5],
        ),
        (["days,about 5,2026-06-30,2026-04-01,,"], [("PR004", 'targets row 2, column "value"', "about 5")], []),
        (["days,5,,2026-04-01,,"], [("PR004", 'targets row 2, column "due"', "")], []),
    ],
)
def test_targets(portal: Portal, rows: list[str], expected: list[tuple[str, str, str]], values: list[float]) -> None:
    """A target that can't be meant is left out, a change without reason is told of, and the rest stands by date."""
    measures, findings = read(portal, {"targets": TARGETS + "\n".join([*rows, ""])})

    assert told(findings) == expected
    assert [target.value for target in measures["days"].plan.targets] == values


def test_baseline_without_a_day(portal: Portal) -> None:
    """A baseline without a day is of the sprint's first; one of after its last day is told of."""
    early, none = read(portal, of("decrease,period,12,,,,"))
    late, findings = read(portal, {"measures": SPRINT["measures"].replace("2026-03-31", "2027-03-31"), "targets": None})

    assert none == ()
    assert early["days"].plan.baseline == Observation(date(2026, 4, 1), 12)
    assert late["days"].plan.baseline == Observation(date(2027, 3, 31), 12)
    assert told(findings) == [("PR008", 'measures row 2, column "baseline_date"', "2027-03-31")]


def test_interim(portal: Portal) -> None:
    """Interim targets lie between the baseline and the last due date, in whatever order they stand."""
    interim = "measure,date,value\ndays,2026-06-01,7\ndays,2026-05-01,10\ndays,2026-03-01,11\ndays,2026-07-01,4\n"

    measures, findings = read(portal, {"interim": interim})

    assert measures["days"].plan.interim == (Observation(date(2026, 5, 1), 10), Observation(date(2026, 6, 1), 7))
    assert told(findings) == [
        ("PR008", 'interim row 4, column "date"', "2026-03-01"),
        ("PR008", 'interim row 5, column "date"', "2026-07-01"),
    ]


def test_values(portal: Portal) -> None:
    """Values stand by date; a day with two different ones has none, and a repeated row counts once."""
    rows = ["2026-05-02,2", "2026-05-01,1", "2026-05-01,1", "2026-05-03,3", "2026-05-03,4"]
    values = "measure,date,value\n" + "".join(f"days,{row}\n" for row in rows)

    measures, findings = read(portal, {"values": values})

    assert measures["days"].stated == (Observation(date(2026, 5, 1), 1), Observation(date(2026, 5, 2), 2))
    assert told(findings) == [
        ("PR015", 'values row 5, column "value"', "3 and 4 on 2026-05-03"),
        ("PR015", 'values row 6, column "value"', "3 and 4 on 2026-05-03"),
    ]


def test_no_values_at_all(portal: Portal) -> None:
    """A measure with neither a declaration nor values is told of, and stays to be shown without data."""
    measures, findings = read(portal, {"values": None})

    assert measures["days"].stated == ()
    assert told(findings) == [("PR012", 'measures row 2, column "id"', "days")]


MEDIAN = {"measure": "days", "dataset": "311", "reckon": "median", "field": "took", "date": "closed", "per": "week"}


def test_origin(portal: Portal) -> None:
    """A declaration is read whole."""
    entry = {
        **MEDIAN,
        "resource": "requests",
        "where": [{"field": "type", "equals": ["Graffiti", 7]}, {"field": "closed", "blank": False}],
        "by": ["district"],
        "latitude": "lat",
        "longitude": "lon",
    }

    measures, findings = read(portal, {"values": None}, [entry])

    assert findings == ()
    assert measures["days"].origin == Origin(
        "days",
        "311",
        "requests",
        "median",
        "closed",
        "week",
        field="took",
        where=(Condition("type", equals=("Graffiti", "7")), Condition("closed", blank=False)),
        by=("district",),
        latitude="lat",
        longitude="lon",
    )


def test_rows_count_before_the_table_of_values(portal: Portal) -> None:
    """Of a measure that is both declared and stated, the rows count, and a finding says so."""
    measures, findings = read(portal, {}, [MEDIAN])

    assert measures["days"].origin
    assert measures["days"].stated == ()
    assert told(findings) == [("PR012", 'measures row 2, column "id"', "days")]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({**MEDIAN, "reckon": "average"}, [("PR013", "civicstat.measures[0].reckon", '"average"')]),
        ({k: v for k, v in MEDIAN.items() if k != "field"}, [("PR013", "civicstat.measures[0]", "{")]),
        ({**MEDIAN, "days": ["opened", "closed"]}, [("PR013", "civicstat.measures[0]", "{")]),
        ({**MEDIAN, "reckon": "share"}, [("PR013", "civicstat.measures[0]", 'no "of"')]),
        ({**MEDIAN, "reckon": "open"}, [("PR013", "civicstat.measures[0]", 'no "until"')]),
        ({**MEDIAN, "where": [{"field": "type"}]}, [("PR013", "civicstat.measures[0].where[0]", '{"field": "type"}')]),
        ({**MEDIAN, "latitude": "lat"}, [("PR013", "civicstat.measures[0]", "{")]),
        ("median", [("PR013", "civicstat.measures[0]", '"median"')]),
        ({**MEDIAN, "measure": "dayz"}, [("PR006", "civicstat.measures[0].measure", "dayz")]),
    ],
)
def test_wrong_declaration(portal: Portal, entry: Any, expected: list[tuple[str, str, str]]) -> None:
    """A declaration that breaks its form counts as not there; the measure then takes the table's values."""
    measures, findings = read(portal, {}, [entry])

    assert measures["days"].origin is None
    assert len(measures["days"].stated) == 2
    assert [
        (code, place, found[: len(wanted[2])])
        for (code, place, found), wanted in zip(told(findings), expected, strict=True)
    ] == expected


def test_declared_twice(portal: Portal) -> None:
    """Of two declarations for one measure the first counts, and of a list that is none nothing does."""
    measures, findings = read(portal, {"values": None}, [MEDIAN, {**MEDIAN, "field": "other"}])
    _, of_text = read(portal, {}, "median")

    assert measures["days"].origin
    assert measures["days"].origin.field == "took"
    assert told(findings) == [("PR012", "civicstat.measures[1].measure", "days")]
    assert told(of_text) == [("PR013", "civicstat.measures", '"median"')]
