"""`civicstat close`: the final state as rows, the descriptor with the new table, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from civicstat.cli import app
from civicstat.progress.closing import final_rows
from civicstat.progress.ended import COLUMNS
from civicstat.progress.inserting import with_resource
from civicstat.progress.model import Measure, MeasureFacts, Sprint, SprintFacts
from civicstat.reckoning.rollup import roll_up
from civicstat.reckoning.status import stand
from civicstat.reckoning.values import Observation, Plan, Target, Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 29)
SPRINT: dict[str, Any] = {
    "name": "clean",
    "title": "Clean streets",
    "resources": [
        {"name": "goals", "path": "goals.csv"},
        {"name": "measures", "path": "measures.csv"},
        {
            "name": "targets",
            "path": "targets.csv",
            "schema": {
                "fields": [
                    {"name": "measure", "type": "string"},
                    {"name": "value", "type": "number"},
                    {"name": "due", "type": "date"},
                    {"name": "since", "type": "date"},
                ]
            },
        },
    ],
    "civicstat": {
        "kind": "sprint",
        "sprint": {"start": str(FIRST), "end": str(LAST)},
        "measures": [{"measure": "open", "dataset": "requests", "reckon": "count", "date": "closed", "per": "month"}],
    },
}
REQUESTS = {
    "name": "requests",
    "resources": [
        {
            "name": "all",
            "path": "all.csv",
            "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "closed", "type": "date"}]},
        }
    ],
}
FILES: dict[str, Any] = {
    "catalog/clean/datapackage.json": SPRINT,
    "catalog/clean/goals.csv": "id,title\nsoon,Sooner\n",
    "catalog/clean/measures.csv": "id,goal,title,desired,interval\nopen,soon,Requests closed,increase,cumulative\n",
    "catalog/clean/targets.csv": "measure,value,due,since\nopen,4,2026-06-29,2026-04-01\n",
    "catalog/requests/datapackage.json": REQUESTS,
    "catalog/requests/all.csv": "id,closed\n1,2026-04-03\n2,2026-05-04\n3,2026-06-29\n4,2026-07-02\n",
}
HEAD = ",".join(COLUMNS)
ROW = "open,2026-07-10,2026-06-29,3,4,0.75,missed,4,2026-06-29"


def run(root: Path, *words: str, today: str = "2026-07-10") -> Result:
    """Run `civicstat close` in a portal."""
    return CliRunner().invoke(app, ["close", *words, "--root", str(root), "--today", today, "--workers", "1"])


def test_final_rows() -> None:
    """A row has the value that the status stands on, what was expected and the target; what is not known is blank."""
    target = Target(5, LAST, FIRST)
    plan = Plan(Observation(FIRST, 12.0), (target,), "decrease", "period", begins=FIRST)
    seen = (Observation(date(2026, 6, 21), 4.1), Observation(date(2026, 7, 5), 9.0))
    told = Measure("days", "Days", plan)
    silent = Measure("open", "Open", plan)
    today = date(2026, 7, 10)
    facts = tuple(
        MeasureFacts(measure, values, stand(measure.plan, values, today))
        for measure, values in ((told, seen), (silent, ()))
    )
    sprint = Sprint("clean", "Clean", "", FIRST, LAST, measures=(told, silent))
    state = SprintFacts(sprint, "finished", 90, 90, facts, Thresholds(), roll_up(f.standing.status for f in facts))

    rows = [",".join(row.values()) for row in final_rows(state, today)]

    assert rows == [
        "days,2026-07-10,2026-06-21,4.1,5.62921348315,1.24,met,5,2026-06-29",
        "open,2026-07-10,,,,,no data,5,2026-06-29",
    ]


def test_close(portal: Portal) -> None:
    """The state is written beside the tables, and the table stands at the end of the descriptor's list."""
    root = portal(FILES)

    done = run(root, "clean")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "Clean streets: the final state is written to catalog/clean/final.csv.\n\n"
        "  Requests closed  missed\n\n"
        "The table was added to catalog/clean/datapackage.json.\n\n"
        "Then commit it: from now on the page shows this state, and later corrections beside it.\n"
    )
    assert (root / "catalog/clean/final.csv").read_text(encoding="utf-8") == f"{HEAD}\n{ROW}\n"
    descriptor = json.loads((root / "catalog/clean/datapackage.json").read_text(encoding="utf-8"))
    assert {**descriptor, "resources": descriptor["resources"][:-1]} == SPRINT
    assert [f["name"] for f in descriptor["resources"][-1]["schema"]["fields"]] == list(COLUMNS)
    check = CliRunner().invoke(app, ["validate", str(root / "catalog/clean"), "--no-checks"])
    assert check.exit_code == 0


def test_later_corrections_change_nothing(portal: Portal) -> None:
    """A recorded state is written anew only when that is asked for, and the command says what has become another."""
    root = portal(FILES)
    run(root, "clean")
    file, descriptor = root / "catalog/clean/final.csv", root / "catalog/clean/datapackage.json"
    before = (file.read_bytes(), descriptor.read_bytes())

    refused = run(root, "clean", today="2026-08-01")

    assert refused.exit_code == 2
    assert refused.stderr == (
        "civicstat: catalog/clean/datapackage.json: its final state was recorded on 2026-07-10 already. It is kept as "
        "it stood, and later corrections show beside it. To write it anew all the same, add --again.\n"
    )
    same = run(root, "clean", "--again", today="2026-08-01")
    assert "  Requests closed  missed, as recorded on 2026-07-10\n" in same.stdout
    assert (file.read_bytes(), descriptor.read_bytes()) == before
    corrected = "id,closed\n1,2026-04-03\n2,2026-05-04\n3,2026-06-29\n4,2026-06-02\n"
    (root / "catalog/requests/all.csv").write_text(corrected, encoding="utf-8")
    changed = run(root, "clean", "--again", today="2026-08-01")
    assert "  Requests closed  was missed, now met\n" in changed.stdout
    assert file.read_text(encoding="utf-8") == f"{HEAD}\nopen,2026-08-01,2026-06-29,4,4,1,met,4,2026-06-29\n"


TWO = {
    "catalog/clean/measures.csv": (
        "id,goal,title,desired,interval\n"
        "open,soon,Requests closed,increase,cumulative\nasked,soon,Residents asked,increase,cumulative\n"
    ),
    "catalog/clean/targets.csv": (
        "measure,value,due,since\nopen,4,2026-06-29,2026-04-01\nasked,9,2026-06-29,2026-04-01\n"
    ),
    "catalog/clean/values.csv": "measure,date,value\nasked,2026-06-29,10\n",
    "catalog/clean/datapackage.json": {
        **SPRINT,
        "resources": [*SPRINT["resources"], {"name": "values", "path": "values.csv"}],
    },
}
"""A sprint of two measures, one of them entered by hand."""


def test_a_row_that_is_missing(portal: Portal) -> None:
    """A measure without a row gains one; the rows that are there stay, whatever the data says by now."""
    root = portal({**FILES, **TWO})
    run(root, "clean")
    file = root / "catalog/clean/final.csv"
    whole = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert [line.split(",")[6] for line in whole[1:]] == ["missed", "met"]
    file.write_bytes((whole[0] + whole[1]).replace("\n", "\r\n").encode())
    corrected = "id,closed\n1,2026-04-03\n2,2026-05-04\n3,2026-06-29\n4,2026-06-02\n"
    (root / "catalog/requests/all.csv").write_text(corrected, encoding="utf-8")

    done = run(root, "clean", today="2026-08-01")

    assert done.exit_code == 0, done.stderr
    assert "  Requests closed  missed, as recorded on 2026-07-10\n  Residents asked  met\n" in done.stdout
    added = whole[2].replace("2026-07-10", "2026-08-01")
    assert file.read_bytes() == (whole[0] + whole[1] + added).replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"targets": ("open,4,2026-06-29", "open,4,2026-6-29x")}, "targets.csv: the table is withheld"),
        ({"targets": ("asked,9,", "askd,9,")}, "there is no measure with this id: the row is left out"),
        ({"targets": ("asked,9,2026-06-29", "asked,9,2026-03-29")}, "the target is due before it holds"),
        ({"measures": ("asked,increase", "asked,more")}, "an unknown word: the row is left out"),
        ({"measures": ("asked,soon", "asked,sooon")}, "there is no goal with this id: the row is left out"),
        ({"values": ("asked,2026-06-29,10", "asked,2026-06-29,10\nasked,2026-06-29,8")}, "two different values"),
        ({"goals": ("soon,Sooner", "soon,Sooner\n,Later")}, "the cell is blank: the row is left out"),
    ],
    ids=["withheld", "id", "days", "word", "goal", "values", "goals"],
)
def test_a_table_that_cannot_be_used(portal: Portal, spoilt: dict[str, tuple[str, str]], said: str) -> None:
    """While a row that belongs to the state can't be used, nothing is written: what is missing may be a promise."""
    files = {**FILES, **TWO}
    for table, (old, new) in spoilt.items():
        name = f"catalog/clean/{table}.csv"
        text = str(files[name]).replace("Residents asked,", "asked,")
        assert old in text
        files[name] = text.replace(old, new)
    root = portal(files)

    done = run(root, "clean")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "nothing is written, since part of what the final state stands on can't be used.\n" in done.stderr
    assert said in done.stderr
    assert done.stderr.endswith("To record the state as it is, add --anyway.\n")
    assert not (root / "catalog/clean/final.csv").exists()


def test_what_cannot_be_told_is_never_recorded(portal: Portal) -> None:
    """Without its targets a measure has no end that could be told, so no `no target` is ever written."""
    spoilt = {"catalog/clean/targets.csv": FILES["catalog/clean/targets.csv"].replace("2026-06-29", "2026-6-29x")}
    root = portal({**FILES, **spoilt})

    done = run(root, "clean", "--anyway")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "nothing is written, since of no measure can be told how it ended." in done.stderr
    assert not (root / "catalog/clean/final.csv").exists()


def test_a_record_that_is_broken(portal: Portal) -> None:
    """A recorded word that is no status is no reason to write the record anew from the data."""
    root = portal({**FILES, **TWO})
    run(root, "clean")
    file = root / "catalog/clean/final.csv"
    broken = file.read_text(encoding="utf-8").replace(",missed,", ",missedd,")
    file.write_text(broken, encoding="utf-8")

    done = run(root, "clean", "--again", today="2026-08-01")

    assert done.exit_code == 2
    assert 'final.csv, row 2, column "status"' in done.stderr
    assert file.read_text(encoding="utf-8") == broken


def test_a_sprint_that_was_extended(portal: Portal) -> None:
    """A record from before the last day says so, and is written anew once the sprint is over."""
    root = portal(FILES)
    run(root, "clean")
    descriptor = root / "catalog/clean/datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace(str(LAST), "2026-07-31"), encoding="utf-8")

    refused = run(root, "clean", today="2026-08-05")

    assert refused.exit_code == 2
    assert "That was before the sprint is over, whose last day is 2026-07-31." in refused.stderr
    done = run(root, "clean", "--again", "--anyway", today="2026-08-05")
    assert done.exit_code == 0, done.stderr
    assert (root / "catalog/clean/final.csv").read_text(encoding="utf-8").splitlines()[1].startswith("open,2026-08-05,")


LATE = {
    "catalog/clean/measures.csv": (
        "id,goal,title,desired,interval,refresh\n"
        "open,soon,Requests closed,increase,cumulative,\n"
        "weekly,soon,Closed in a month,increase,period,R/P1M\n"
        "asked,soon,Residents asked,increase,period,R/P1W\n"
    ),
    "catalog/clean/targets.csv": (
        "measure,value,due,since\nopen,4,2026-06-29,2026-04-01\nweekly,4,2026-06-29,2026-04-01\n"
        "asked,9,2026-06-29,2026-04-01\n"
    ),
    "catalog/requests/all.csv": "id,closed\n1,2026-04-03\n2,2026-05-04\n",
    "catalog/clean/datapackage.json": {
        **SPRINT,
        "civicstat": {
            **SPRINT["civicstat"],
            "measures": [
                {"measure": name, "dataset": "requests", "reckon": "count", "date": "closed", "per": "month"}
                for name in ("open", "weekly")
            ],
        },
    },
}
"""A sprint whose rows end in May, and a measure that was to be entered by hand."""


@pytest.mark.parametrize(
    ("today", "what"),
    [
        ("2026-07-10", "stale, the last figure is of 2026-05-31"),
        ("2026-06-30", "the figure of the last days is still to come, the last figure is of 2026-05-31"),
    ],
)
def test_figures_that_are_late(portal: Portal, today: str, what: str) -> None:
    """While figures are stale, missing or still to come, the late data is named and nothing is written, unless told."""
    root = portal({**FILES, **LATE})
    descriptor = (root / "catalog/clean/datapackage.json").read_bytes()

    refused = run(root, "clean", today=today)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "civicstat: catalog/clean/datapackage.json: nothing is written, since figures are late that belong to the "
        "final state.\n"
        f'  Closed in a month: {what}. Late: the dataset "Requests" (requests).\n'
        "  Residents asked: no data, there is no figure from before the due date. "
        "Late: the sprint's own table values.\n"
        "Bring that data up to date, and run the command again. To record the state as it is, add --anyway.\n"
    )
    assert not (root / "catalog/clean/final.csv").exists()
    assert (root / "catalog/clean/datapackage.json").read_bytes() == descriptor

    done = run(root, "clean", "--anyway", today=today)

    assert done.exit_code == 0, done.stderr
    status = [
        line.split(",")[6] for line in (root / "catalog/clean/final.csv").read_text(encoding="utf-8").splitlines()
    ]
    assert status[1:] == ["missed", "stale" if "stale" in what else "off track", "no data"]


def test_too_early(portal: Portal) -> None:
    """A sprint that runs has no final state, on its last day neither."""
    root = portal(FILES)

    done = run(root, str(root / "catalog/clean"), today=str(LAST))

    assert done.exit_code == 2
    assert done.stderr == (
        "civicstat: catalog/clean/datapackage.json: the sprint runs until 2026-06-29 and today is 2026-06-29: there is "
        "no final state yet. Run the command after that day; where the sprint ended early, correct "
        "civicstat.sprint.end first.\n"
    )
    assert not (root / "catalog/clean/final.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nothing", "nothing: no package of that name or folder. The sprints here: clean."),
        ("", ": no package of that name or folder. The sprints here: clean."),
        ("requests", 'catalog/requests/datapackage.json: its civicstat.kind is not "sprint". The sprints here: clean.'),
    ],
)
def test_no_such_sprint(portal: Portal, words: str, said: str) -> None:
    """What is no sprint is told with those that there are."""
    done = run(portal(FILES), words)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"civicstat: {said}\n")


def test_a_sprint_that_cannot_be_read(portal: Portal) -> None:
    """A sprint without days or without measures is told with what is wrong with it."""
    no_days = {**SPRINT, "civicstat": {"kind": "sprint"}}
    no_measures = {
        "catalog/clean/measures.csv": "id,goal,title,desired,interval\nopen,later,Closed,increase,cumulative\n"
    }

    without_days = run(portal({**FILES, "catalog/clean/datapackage.json": no_days}), "clean")

    assert without_days.exit_code == 2
    assert "the sprint has no first and last day, so there is nothing to record." in without_days.stderr
    assert "[PR001]" in without_days.stderr
    without_measures = run(portal({**FILES, **no_measures}), "clean")
    assert without_measures.exit_code == 2
    assert "the sprint has no measure that can be read, so there is nothing to record." in without_measures.stderr


def test_yaml(portal: Portal) -> None:
    """A descriptor in YAML is left alone, since its comments would be lost: the command says what to add."""
    yaml = json.dumps(SPRINT) + "\n# ours\n"
    root = portal(
        {k: v for k, v in FILES.items() if "clean/datapackage" not in k} | {"catalog/clean/datapackage.yaml": yaml}
    )

    done = run(root, "clean")

    assert done.exit_code == 0
    assert (
        "Add the table to catalog/clean/datapackage.yaml, at the end of its resources:\n\n  - name: final\n"
        in done.stdout
    )
    assert (root / "catalog/clean/datapackage.yaml").read_text(encoding="utf-8") == yaml
    assert (root / "catalog/clean/final.csv").exists()


def test_a_table_of_their_own(portal: Portal) -> None:
    """A table that staff described keeps its path and the order of its columns."""
    fields = [{"name": name} for name in reversed(COLUMNS)]
    final = {"name": "final", "path": "end.csv", "schema": {"fields": fields}}
    sprint = {**SPRINT, "resources": [*SPRINT["resources"], final]}
    root = portal({**FILES, "catalog/clean/datapackage.json": sprint, "catalog/clean/end.csv": ""})

    done = run(root, "clean")

    assert done.exit_code == 0, done.stderr
    assert (root / "catalog/clean/end.csv").read_text(encoding="utf-8").splitlines()[1] == ",".join(
        ROW.split(",")[::-1]
    )


@pytest.mark.parametrize(
    ("final", "said"),
    [
        ({"path": "final.tsv"}, "is written as plain CSV"),
        ({"path": "../out.csv"}, "a path inside the package's own folder"),
        ({"path": "final.csv", "schema": {"fields": [{"name": "measure"}]}}, "expected measure, recorded, date"),
    ],
)
def test_a_table_that_cannot_be_written(portal: Portal, final: dict[str, Any], said: str) -> None:
    """A table that is described otherwise is refused before anything is written."""
    sprint = {**SPRINT, "resources": [*SPRINT["resources"], {"name": "final", **final}]}
    root = portal({**FILES, "catalog/clean/datapackage.json": sprint})

    done = run(root, "clean")

    assert done.exit_code == 2
    assert not (root / "catalog/clean/final.csv").exists()
    assert not (root / "catalog/out.csv").exists()
    assert said in done.stderr or "can't be used as it is" in done.stderr


def test_another_file_in_the_way(portal: Portal) -> None:
    """A file of that name that holds something else is never written over."""
    root = portal({**FILES, "catalog/clean/final.csv": "name,score\nA,1\n"})

    done = run(root, "clean", "--again")

    assert done.exit_code == 2
    assert "catalog/clean/final.csv: found the columns name, score" in done.stderr
    assert (root / "catalog/clean/final.csv").read_text(encoding="utf-8") == "name,score\nA,1\n"


NEW = {"name": "final", "schema": {"fields": [{"name": "a"}]}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"resources": [{"name": "a"}], "x": 1}', '{"resources": [{"name": "a"}, {"name": "final"}], "x": 1}'),
        ('{"resources":[]}', '{"resources":[{"name": "final"}]}'),
        (
            '\ufeff{\r\n\t"resources": [\r\n\t\t{\r\n\t\t\t"name": "a"\r\n\t\t}\r\n\t]\r\n}\r\n',
            (
                '\ufeff{\r\n\t"resources": [\r\n\t\t{\r\n\t\t\t"name": "a"\r\n\t\t},'
                '\r\n\t\t{\r\n\t\t\t"name": "final"\r\n\t\t}\r\n\t]\r\n}\r\n'
            ),
        ),
        (
            '{\n "resources": [\n    {"name": "a"},\n    {"name": "b"}\n ]\n}',
            '{\n "resources": [\n    {"name": "a"},\n    {"name": "b"},\n    {\n      "name": "final"\n    }\n ]\n}',
        ),
    ],
)
def test_the_layout_stays(before: str, after: str) -> None:
    """A resource is added in the layout of the list, and not a byte beside it changes."""
    assert with_resource(before, {"name": "final"}) == after


@given(
    st.dictionaries(
        st.text(), st.recursive(st.none() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v))
    ),
    st.lists(st.dictionaries(st.text(), st.integers())),
    st.sampled_from([None, 1, 2, 4, "\t"]),
)
def test_any_descriptor(rest: dict[str, Any], resources: list[Any], indent: int | str | None) -> None:
    """Whatever a descriptor holds and however it is indented, it gains the resource and loses nothing."""
    whole = {**rest, "resources": resources}

    made = with_resource(json.dumps(whole, indent=indent), NEW)

    assert json.loads(made) == {**whole, "resources": [*resources, NEW]}


@pytest.mark.parametrize("text", ["[]", "{}", '{"resources": {}}', '{"resources": 1}'])
def test_no_list_of_resources(text: str) -> None:
    """What has no list of resources can't gain one."""
    with pytest.raises(ValueError, match=r"list of resources|no object"):
        with_resource(text, NEW)
