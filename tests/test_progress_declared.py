"""Sprints and strategies as their packages say them: what is wrong is told, and the rest is read."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicstat.progress.declared import read_sprint, read_strategy
from civicstat.progress.model import (
    Final,
    Goal,
    Heard,
    Initiative,
    Measure,
    Milestone,
    Pillar,
    Sprint,
    Strategy,
    Update,
)
from civicstat.reckoning.values import Observation, Plan, Target
from civicstat.shapes import SHAPES
from progress_packages import SPRINT, SPRINT_OWN, STRATEGY, STRATEGY_OWN, packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]

DAYS = Measure(
    id="days",
    title="Days until it is gone",
    goal="fast",
    owner="311 analyst",
    refresh="R/P1W",
    plan=Plan(
        baseline=Observation(date(2026, 3, 31), 12),
        targets=(Target(5, date(2026, 6, 30), date(2026, 4, 1)),),
        desired="decrease",
        interval="period",
        refresh_days=7,
        begins=date(2026, 4, 1),
    ),
    stated=(Observation(date(2026, 4, 30), 11.5), Observation(date(2026, 5, 31), 8)),
    row=2,
)


def dated(**changes: Any) -> dict[str, Any]:
    """What a sprint says under `civicstat`, with changes to its days; None takes one out."""
    said = {**SPRINT_OWN["sprint"], **changes}  # type: ignore[dict-item]
    return {"kind": "sprint", "sprint": {k: v for k, v in said.items() if v is not None}}


@pytest.mark.parametrize("schemas", [True, False])
def test_sprint(portal: Portal, schemas: bool) -> None:
    """A sprint is read whole, with the columns described or inferred."""
    tables = {
        **SPRINT,
        "milestones": "title,due,done\nStart,2026-04-10,2026-04-12\n",
        "heard": "date,said,outcome,link\n2026-05-06,Alleys are forgotten.,They are cleaned.,https://example.org/12\n",
        "final": (
            "measure,recorded,date,value,expected,attainment,status,target,due\n"
            "days,2026-07-01,2026-06-30,4.8,5,1.03,met,5,2026-06-30\n"
        ),
    }
    package, scan = packed(portal, tables, SPRINT_OWN, schemas=schemas, learnt="\ufeffWeekends *matter*.\r\n")

    sprint, findings = read_sprint(package, scan)

    assert scan.findings == ()
    assert findings == ()
    assert sprint == Sprint(
        package="graffiti",
        title="Graffiti",
        purpose="Graffiti is gone sooner.",
        begins=date(2026, 4, 1),
        ends=date(2026, 6, 30),
        leads=("Deputy Mayor",),
        goals=(Goal("fast", "Clean graffiti within a week", lead="Director of Public Works"),),
        measures=(DAYS,),
        milestones=(Milestone("Start", date(2026, 4, 10), date(2026, 4, 12)),),
        updates=(Update(date(2026, 5, 4), "A second crew is out", "It works *weekends*.", "days"),),
        heard=(Heard(date(2026, 5, 6), "Alleys are forgotten.", "They are cleaned.", "https://example.org/12"),),
        learnt="Weekends *matter*.",
        final=(Final("days", date(2026, 7, 1), date(2026, 6, 30), 4.8, 5, 1.03, "met", 5, date(2026, 6, 30)),),
        recorded=True,
    )


@pytest.mark.parametrize("schemas", [True, False])
def test_strategy(portal: Portal, schemas: bool) -> None:
    """A strategy is read whole, with the columns described or inferred."""
    text = "# Our city\n\nFirst comes [less litter](#litter), see [above](#our-city).\n"
    package, scan = packed(portal, STRATEGY, STRATEGY_OWN, schemas=schemas, text=text)

    strategy, findings = read_strategy(package, scan)

    assert scan.findings == ()
    assert findings == ()
    begins, due = date(2026, 1, 1), date(2027, 12, 31)
    assert strategy == Strategy(
        package="graffiti",
        title="Graffiti",
        purpose="Graffiti is gone sooner.",
        begins=begins,
        ends=due,
        text=text.strip(),
        pillars=(Pillar("streets", "Clean and healthy streets"),),
        goals=(Goal("litter", "Less litter", pillar="streets"),),
        initiatives=(Initiative("sweeping", "litter", "Sweep every street each week"),),
        measures=(
            Measure(
                id="blocks",
                title="Blocks with litter",
                goal="litter",
                plan=Plan(Observation(begins, 40), (Target(20, due, begins),), "decrease", "snapshot", begins=begins),
                stated=(Observation(date(2026, 3, 31), 38),),
                row=2,
            ),
            Measure(
                id="swept",
                title="Streets swept",
                initiative="sweeping",
                plan=Plan(None, (Target(900, due, begins),), "increase", "cumulative", begins=begins),
                stated=(Observation(date(2026, 3, 31), 120),),
                row=3,
            ),
        ),
        sprints=(("sweeping", "graffiti"),),
    )


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (dated(end=None), [("PR001", "civicstat.sprint.end", "")]),
        (dated(start=None, end=None), [("PR001", "civicstat.sprint.start", "")]),
        (dated(start="1 April 2026"), [("PR001", "civicstat.sprint.start", "1 April 2026")]),
        (dated(end="2026-02-30"), [("PR001", "civicstat.sprint.end", "2026-02-30")]),
        (dated(end="2026-03-31"), [("PR001", "civicstat.sprint.end", "2026-03-31")]),
        ({"kind": "sprint"}, [("PR001", "civicstat.sprint", "")]),
    ],
)
def test_sprint_without_days(portal: Portal, own: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    """A sprint without a first and a last day in order is left out, and one finding says why."""
    sprint, findings = read_sprint(*packed(portal, SPRINT, own))

    assert sprint is None
    assert told(findings) == expected


def test_all_is_told_at_once(portal: Portal) -> None:
    """Of a sprint that is left out, all else that is wrong is told too."""
    tables = {**SPRINT, "updates": "date,title\n5/3/2026,Begun\n", "targets": "measure,value,due,since\ndayz,5,,\n"}

    sprint, findings = read_sprint(*packed(portal, tables, {**dated(end=None), "measures": [7]}))

    assert sprint is None
    assert [f.code for f in findings] == ["PR001", "PR004", "PR004", "PR013", "PR004"]


def test_message_is_the_house_s(portal: Portal) -> None:
    """A finding names the file, the place, what stands there, what was expected and what to do."""
    _, findings = read_sprint(*packed(portal, SPRINT | {"updates": "date,title\n5/3/2026,Begun\n"}, SPRINT_OWN))

    [finding] = findings
    assert finding.as_json() == {
        "code": "PR004",
        "severity": "warning",
        "package": "graffiti",
        "resource": "updates",
        "file": "catalog/graffiti/updates.csv",
        "rowNumber": 2,
        "fieldName": "date",
        "message": "the value can't be read: the row is left out",
        "found": "5/3/2026",
        "expected": "a day such as 2026-05-03",
        "todo": "Write the day as year-month-day, with hyphens.",
    }


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        (
            "updates",
            "date,title\n2025-05-04,A slip in the year\n2026-09-28,In time\n2026-09-29,Too late\n",
            [
                ("PR014", 'updates row 2, column "date"', "2025-05-04"),
                ("PR014", 'updates row 4, column "date"', "2026-09-29"),
            ],
        ),
        (
            "updates",
            "date,title,measure\n2026-05-04,Begun,dayz\n",
            [("PR006", 'updates row 2, column "measure"', "dayz")],
        ),
        (
            "milestones",
            "title,due,done\nStart,2026-03-31,2025-04-12\n",
            [
                ("PR008", 'milestones row 2, column "due"', "2026-03-31"),
                ("PR008", 'milestones row 2, column "done"', "2025-04-12"),
            ],
        ),
        (
            "heard",
            "date,said,link\n2026-05-06,Thanks,javascript:alert(1)\n",
            [("PR004", 'heard row 2, column "link"', "javascript:alert(1)")],
        ),
        (
            "final",
            "measure,recorded,status\ndays,2026-07-01,reached\n",
            [("PR007", 'final row 2, column "status"', "reached")],
        ),
        ("goals", None, [("PR002", "resources", "")]),
    ],
)
def test_wrong_in_a_sprint(portal: Portal, table: str, text: str | None, expected: list[tuple[str, str, str]]) -> None:
    """What is wrong in a table of a sprint is told by place, and the sprint is read all the same."""
    tables: dict[str, str | None] = {**SPRINT, table: text}

    sprint, findings = read_sprint(*packed(portal, tables, SPRINT_OWN))

    assert told(findings) == expected
    assert sprint
    assert [measure.id for measure in sprint.measures] == ["days"]


def test_only_what_is_wrong_is_left_out(portal: Portal) -> None:
    """An unknown status leaves the final state out, an unsafe link only itself, a wrong measure of an update too."""
    tables = {
        **SPRINT,
        "heard": "date,said,link\n2026-05-06,Thanks,javascript:alert(1)\n",
        "final": "measure,recorded,status\ndays,2026-07-01,reached\n",
        "updates": "date,title,measure\n2026-05-04,Begun,dayz\n",
    }

    sprint, _ = read_sprint(*packed(portal, tables, SPRINT_OWN))

    assert sprint
    assert sprint.heard == (Heard(date(2026, 5, 6), "Thanks"),)
    assert sprint.final == ()
    assert sprint.updates == (Update(date(2026, 5, 4), "Begun"),)


def test_final_state_recorded_twice(portal: Portal) -> None:
    """Of two final states of one measure, the one recorded first counts, in whatever order they stand."""
    final = "measure,recorded,value,status\ndays,2026-07-08,4,Met\ndays,2026-07-01,6,missed\n"

    sprint, findings = read_sprint(*packed(portal, SPRINT | {"final": final}, SPRINT_OWN))

    assert told(findings) == [("PR025", 'final row 2, column "measure"', "days, recorded on 2026-07-08")]
    assert findings[0].expected == "one row for each measure: that of 2026-07-01"
    assert sprint
    assert sprint.final == (Final("days", date(2026, 7, 1), None, 6, None, None, "missed", None, None),)
    assert sprint.left_out == (("final", 1),)


def test_a_second_end_beside_one_that_is_lost(portal: Portal) -> None:
    """Where the first row can't be read, the second does not take its place."""
    final = "measure,recorded,value,status\ndays,2026-07-01,6,missedd\ndays,2026-07-08,4,met\n"

    sprint, findings = read_sprint(*packed(portal, SPRINT | {"final": final}, SPRINT_OWN))

    assert [code for code, _, _ in told(findings)] == ["PR007"]
    assert sprint
    assert (sprint.final, sprint.recorded) == ((), True)


def test_an_end_recorded_too_soon(portal: Portal) -> None:
    """An end that was recorded on the last day or before is told of: the sprint was extended since."""
    final = "measure,recorded,value,status\ndays,2026-06-30,6,missed\n"

    sprint, findings = read_sprint(*packed(portal, SPRINT | {"final": final}, SPRINT_OWN))

    assert told(findings) == [("PR008", 'final row 2, column "recorded"', "2026-06-30")]
    assert sprint
    assert [end.status for end in sprint.final] == ["missed"]


def test_a_record_without_rows(portal: Portal) -> None:
    """A table of final states that has lost all its rows is told of once."""
    final = "measure,recorded,value,status\n"

    sprint, findings = read_sprint(*packed(portal, SPRINT | {"final": final}, SPRINT_OWN, schemas=True))

    assert told(findings) == [("PR022", "final", "no row")]
    assert sprint
    assert sprint.recorded


def test_an_end_that_was_not_recorded(portal: Portal) -> None:
    """A measure without a row among the final states of others is told of; one with a wrong status is told of that."""
    both = {"measures": SPRINT["measures"] + SPRINT["measures"].split("\n")[1].replace("days,", "calls,", 1) + "\n"}
    values = {"values": SPRINT["values"] + "calls,2026-05-31,8\n", "targets": None}
    days = "measure,recorded,value,status\ndays,2026-07-08,4,met\n"

    def found(final: str | None) -> list[tuple[str, str, str]]:
        return told(read_sprint(*packed(portal, SPRINT | both | values | {"final": final}, SPRINT_OWN))[1])

    assert found(days) == [("PR022", 'final column "measure"', "no row for calls")]
    assert found(days + "calls,2026-07-08,9,mett\n") == [("PR007", 'final row 3, column "status"', "mett")]
    assert found(None) == []


def test_leads_are_roles(portal: Portal) -> None:
    """A lead who looks like a person is told of without the name, and stays."""
    sprint, findings = read_sprint(*packed(portal, SPRINT, dated(leads=["Deputy Mayor", "Jane  Smith"])))

    assert sprint
    assert sprint.leads == ("Deputy Mayor", "Jane Smith")
    assert told(findings) == [("PR017", "civicstat.sprint.leads[1]", "J… S…")]


def test_wrong_form(portal: Portal) -> None:
    """A part of the property that breaks its form is told of, and the sprint is read without it."""
    sprint, findings = read_sprint(*packed(portal, SPRINT, dated(leads="Deputy Mayor", begin="2026-04-01")))

    assert sprint
    assert sprint.leads == ()
    assert told(findings) == [
        ("PR013", "civicstat.sprint", '"begin"'),
        ("PR013", "civicstat.sprint.leads", '"Deputy Mayor"'),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"goals": "id,pillar,title\nlitter,streats,Less litter\n"},
            [("PR006", 'goals row 2, column "pillar"', "streats")],
        ),
        (
            {"initiatives": "id,goal,title\nsweeping,liter,Sweep\n"},
            [("PR006", 'initiatives row 2, column "goal"', "liter")],
        ),
        (
            {"initiatives": "id,goal,title\nsweeping,litter,Sweep\nlitter,litter,Bins\n"},
            [("PR005", 'initiatives row 3, column "id"', "litter")],
        ),
        (
            {"sprints": "part,sprint\nsweping,graffiti\n"},
            [("PR006", 'sprints row 2, column "part"', "sweping")],
        ),
    ],
)
def test_wrong_in_a_strategy(portal: Portal, changes: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    """What is wrong in a table of a strategy is told by place."""
    strategy, findings = read_strategy(*packed(portal, STRATEGY | changes, STRATEGY_OWN))

    assert strategy
    assert told(findings) == expected


def test_strategy_shows_gaps(portal: Portal) -> None:
    """A strategy of pillars and goals alone, without days, measures or a text, has nothing wrong with it."""
    tables = {"pillars": STRATEGY["pillars"], "goals": STRATEGY["goals"]}

    strategy, findings = read_strategy(*packed(portal, tables, {"kind": "strategy"}))

    assert findings == ()
    assert strategy
    assert (strategy.begins, strategy.measures, [goal.id for goal in strategy.goals]) == (None, (), ["litter"])


def test_days_of_a_strategy(portal: Portal) -> None:
    """A strategy whose days are out of order is read without them."""
    own = {"kind": "strategy", "strategy": {"start": "2026-01-01", "end": "2025-12-31"}}

    strategy, findings = read_strategy(*packed(portal, STRATEGY, own))

    assert strategy
    assert (strategy.begins, strategy.ends) == (None, None)
    assert told(findings) == [("PR001", "civicstat.strategy.end", "2025-12-31")]


def test_links_in_the_text(portal: Portal) -> None:
    """A link of the text leads to a part of the strategy or to a heading, or is told of once."""
    text = "# Our city\n\n[a](#litter) [b](#Sweeping) [c](#our-city) [d](#liter) [d](#liter) `[e](#e)` [f](https://x.org/#f)\n"

    _, findings = read_strategy(*packed(portal, STRATEGY, STRATEGY_OWN, text=text))

    assert told(findings) == [("PR020", "text", "#liter")]
    assert findings[0].file == "catalog/graffiti/text.md"
    assert findings[0].todo == 'Write "litter", if that is meant.'


ROWS = {
    "goals": ["fast,Fast,", "clean,Clean,"],
    "measures": ["days,fast,Days,decrease,period,R/P1W,12,2026-03-31,", "blocks,clean,Blocks,increase,snapshot,,3,,"],
    "targets": [
        "days,5,2026-06-30,2026-04-01,,",
        "days,7,2026-06-30,2026-05-15,Storms.,Deputy Mayor",
        "blocks,9,2026-06-30,2026-04-01,,",
        "blocks,9,2026-06-30,2026-04-01,,",
    ],
    "values": [
        "days,2026-04-30,11",
        "days,2026-05-31,8",
        "days,2026-05-30,8",
        "days,2026-05-30,9",
        "blocks,2026-05-31,4",
    ],
    "updates": ["2026-05-04,A,,days", "2026-05-04,B,,", "2026-04-04,C,,"],
}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_order_of_rows(portal: Portal, data: st.DataObject) -> None:
    """In whatever order the rows stand, the same is read and found; goals and measures keep the order of theirs."""
    heads = {table: SPRINT[table].split("\n")[0] for table in ROWS}
    mixed = {table: data.draw(st.permutations(rows)) for table, rows in ROWS.items()}
    read = []
    for rows in (ROWS, mixed):
        tables = {table: "\n".join([heads[table], *rows[table], ""]) for table in rows}
        sprint, findings = read_sprint(*packed(portal, tables, SPRINT_OWN))
        assert sprint
        plans = {m.id: (m.goal, m.plan, m.stated) for m in sprint.measures}
        read.append((set(sprint.goals), plans, sprint.updates, sorted((f.code, f.found) for f in findings)))

    assert read[0] == read[1]
    assert read[0][3] == [("PR015", "8 and 9 on 2026-05-30"), ("PR015", "8 and 9 on 2026-05-30")]


CELLS = st.sampled_from(
    ["", " ", "days", "DAYS", "1", "-1", "1e400", "nan", "2026-04-01", "0001-01-01", "9999-12-31", "2026-02-30",
     "R/P1W", "maintain", "increase", "period", "Jane Smith", "x" * 1001, "#", "\u0663", "fast", "true", "📈"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | CELLS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["start", "end", "leads", "measure", "dataset", "reckon", "field", "equals", "where", "per"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)
DATES = st.fixed_dictionaries({"start": CELLS, "end": CELLS}) | st.just(SPRINT_OWN["sprint"]) | JSON


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(["sprint", "strategy"]))
def test_nothing_breaks_it(portal: Portal, data: st.DataObject, kind: Any) -> None:
    """Whatever stands in the tables and the property, there are findings and no exception, and none quotes a name."""
    tables = {}
    for shape in data.draw(st.lists(st.sampled_from(SHAPES[kind]), unique_by=lambda s: s.name)):
        columns = data.draw(st.lists(st.sampled_from([c.name for c in shape.columns]), min_size=1, unique=True))
        cells = st.lists(CELLS, min_size=len(columns), max_size=len(columns))
        lines = [columns, *data.draw(st.lists(cells, max_size=4))]
        tables[shape.name] = "".join(",".join(line) + "\n" for line in lines)
    own = {"kind": kind, kind: data.draw(DATES), "measures": data.draw(JSON)}
    package, scan = packed(portal, tables, own, text="[x](#%ff) [y](#)")

    read: Any = read_sprint if kind == "sprint" else read_strategy
    result, findings = read(package, scan)

    assert result is not None or any(f.code == "PR001" for f in findings)
    assert all(f.severity == "warning" and f.message and f.todo and f.package == "graffiti" for f in findings)
    assert "Smith" not in json.dumps([f.as_json() for f in findings])
