"""`civicstat new sprint` and `new strategy`: a package that builds as it is, and wrong use in words."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from civicstat.catalog import parse_catalog
from civicstat.cli import app
from civicstat.errors import WrongUse
from civicstat.new.progress import begin_sprint, begin_strategy, contents
from civicstat.progress.declared import read_sprint, read_strategy
from civicstat.settings import Settings
from civicstat.shapes.shape import EXAMPLE
from civicstat.sources import read_sources
from civicstat.stat.declared import read_stat
from civicstat.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from civicstat.model import Package
    from civicstat.study import Study

    Portal = Callable[[Mapping[str, Any]], Path]
    Studied = Callable[[Sequence[Package]], dict[str, Study]]

TODAY = date(2026, 11, 20)
EMPTY = {"catalog/portal.yml": f'today: "{TODAY}"\n'}


def run(root: Path, *words: str) -> Result:
    """Run `civicstat new` in a portal."""
    return CliRunner().invoke(app, ["new", *words, "--root", str(root)])


def packages(root: Path) -> Sequence[Package]:
    """The packages of a portal."""
    return parse_catalog(read_sources(root), Settings(), Store(root / ".cache"), lambda _done, _total: None).packages


@pytest.mark.parametrize("start", ["2026-10-01", "2027-01-04"])
def test_a_sprint_reads_as_it_is_written(portal: Portal, study: Studied, start: str) -> None:
    """A new sprint, begun or to come, is read whole, and nothing but its examples is told of."""
    root = portal(EMPTY)

    done = run(root, "sprint", "clean_streets", "--start", start)

    [package] = packages(root)
    sprint, findings = read_sprint(package, study([package])[package.name].scan)
    assert (done.exit_code, done.stderr) == (0, "")
    assert {(f.code, f.found[:9]) for f in findings} == {("PR023", "Example: ")}
    assert sprint is not None
    assert (sprint.package, sprint.title, str(sprint.begins)) == ("clean-streets", "Clean streets", start)
    assert (sprint.ends - sprint.begins).days == 89
    assert [goal.title.startswith(EXAMPLE) for goal in sprint.goals] == [True]
    assert [(m.plan.desired, len(m.plan.targets), len(m.stated)) for m in sprint.measures] == [
        ("decrease", 1, 1),
        ("maintain", 1, 1),
    ]
    assert len(sprint.updates) == (1 if sprint.begins <= TODAY else 0)
    assert sprint.learnt == ""


def test_a_strategy_reads_as_it_is_written(portal: Portal, study: Studied) -> None:
    """A new strategy is read whole, with a goal that has no measure; its text holds guidance that no page shows."""
    root = portal(EMPTY)

    done = run(root, "strategy", "catalog/city-plan", "--title", "What we want to reach", "--start", "2026-07-01")

    [package] = packages(root)
    strategy, findings = read_strategy(package, study([package])[package.name].scan)
    assert (done.exit_code, done.stderr) == (0, "")
    assert {(f.code, f.found[:9]) for f in findings} == {("PR023", "Example: ")}
    assert strategy is not None
    assert (strategy.title, str(strategy.begins), str(strategy.ends)) == (
        "What we want to reach",
        "2026-07-01",
        "2030-06-30",
    )
    assert [goal.id for goal in strategy.goals] == ["less-litter", "more-trees"]
    assert [measure.goal for measure in strategy.measures] == ["less-litter"]
    assert strategy.goals[0].description == "Fewer blocks have litter when inspectors come."
    assert strategy.text == ""
    assert "(#less-litter)" in (root / "catalog/city-plan/strategy.md").read_text(encoding="utf-8")
    assert '"measure": "littered-blocks", "dataset": "block-inspections", "reckon": "share",' in done.stdout


def test_the_report(portal: Portal) -> None:
    """It names every table to write over, what else to write, how rows become a measure, and what comes next."""
    root = portal(EMPTY)

    said = run(root, "sprint", "clean-streets").stdout

    assert said.startswith(
        "catalog/clean-streets/ is written, and valid: Clean streets, 2026-11-20 to 2027-02-17.\n\n"
        "Write over the examples, in a spreadsheet or a text editor\n"
        "  goals.csv         What the sprint is to reach.\n"
    )
    assert "  - the dataset has no description. Write it.\n" in said
    assert '    "measure": "median-days", "dataset": "graffiti", "reckon": "median",\n' in said
    assert said.endswith(
        "Then: civicstat validate catalog/clean-streets; and civicstat serve, to see sprints/clean-streets/.\n"
        "After the last day: civicstat close clean-streets, which records how it ended.\n"
    )


def test_no_foreign_key_leads_out(portal: Portal) -> None:
    """Tables refer only to tables that are written with them."""
    for begun in (begin_sprint("s", TODAY), begin_strategy("s", TODAY)):
        descriptor = json.loads(contents(begun)["datapackage.json"])
        names = {resource["name"] for resource in descriptor["resources"]}
        keys = [k for r in descriptor["resources"] for k in r.get("schema", {}).get("foreignKeys", ())]
        assert {key["reference"]["resource"] for key in keys} - names == set()
        assert keys


def test_the_first_day_there_is() -> None:
    """A sprint on the calendar's first day has its baseline on that day, since there is none before."""
    assert begin_sprint("s", date.min, date.min).eve == "0001-01-01"


def test_nothing_is_overwritten(portal: Portal) -> None:
    """A folder, or another package's name, is never taken."""
    descriptor = {"name": "taken", "resources": [{"name": "a", "path": "a.csv"}]}
    files = {
        "catalog/elsewhere/datapackage.json": descriptor,
        "catalog/elsewhere/a.csv": "a\n1\n",
        "catalog/mine/x": "y",
    }
    root = portal({**EMPTY, **files})

    there, named = run(root, "sprint", "mine"), run(root, "sprint", "taken")

    assert (
        there.stderr == "civicstat: catalog/mine: is there already, and nothing is overwritten. Choose another name.\n"
    )
    assert named.stderr == (
        'civicstat: catalog/elsewhere/datapackage.json: has the name "taken" already. Choose another name.\n'
    )
    assert (there.exit_code, named.exit_code) == (2, 2)
    assert sorted(path.name for path in (root / "catalog").iterdir()) == ["elsewhere", "mine", "portal.yml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sprint", "../x"], "../x: expected the name of a new folder in catalog/, such as sprint-2027."),
        (["sprint", "/x"], "/x: expected the name of a new folder in catalog/, such as sprint-2027."),
        (["strategy", "a/b"], "a/b: expected the name of a new folder in catalog/, such as strategy-2027."),
        (["sprint", "…"], "…: expected a name with letters or digits, such as sprint-2027."),
        (["sprint", "x", "--days", "0"], "--days: found 0, expected 1 or more."),
        (
            ["sprint", "x", "--days", "9999999"],
            "--days: found 9,999,999, which leads beyond the calendar. A sprint has 90.",
        ),
        (["strategy", "x", "--years", "0"], "--years: found 0, expected 1 or more."),
        (["strategy", "x", "--years", "9000"], "--years: found 9,000, which leads beyond the calendar. 4 are usual."),
        (
            ["sprint", "x", "--start", "1 May"],
            '--start: found "1 May", expected a day of the calendar such as 2026-11-01.',
        ),
    ],
)
def test_wrong_use(portal: Portal, words: list[str], said: str) -> None:
    """What can't be is told in words, and nothing is written."""
    root = portal(EMPTY)

    done = run(root, *words)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"civicstat: {said}\n")
    assert [path.name for path in (root / "catalog").iterdir()] == ["portal.yml"]


def test_no_portal(tmp_path: Path) -> None:
    """Where there is no portal, the command says so."""
    done = run(tmp_path, "sprint", "x")

    assert done.exit_code == 2
    assert "catalog/: no such folder in" in done.stderr


def test_a_title_without_a_line_break() -> None:
    """A title is one line, whatever was given."""
    assert begin_sprint("x", TODAY, title="Clean\nstreets").title == "Clean streets"
    with pytest.raises(WrongUse):
        begin_sprint("", TODAY)


def test_a_series_of_meetings_reads_as_it_is_written(portal: Portal, study: Studied) -> None:
    """A new series is read whole: only its examples, and the sponsor that only a person knows, are told of."""
    root = portal(EMPTY)

    done = run(root, "stat", "cleanstat", "--start", "2026-11-12")

    [package] = packages(root)
    stat, findings = read_stat(package, study([package])[package.name].scan)
    assert (done.exit_code, done.stderr) == (0, "")
    assert {(f.code, f.found[:9]) for f in findings} == {("PR023", "Example: "), ("PR049", "")}
    assert [str(m.date) for m in stat.meetings] == ["2026-11-12", "2026-11-26", "2026-12-10"]
    assert (len(stat.agenda), len(stat.decisions), len(stat.measures)) == (1, 1, 0)
    assert [(f.meeting, str(f.due), f.colour(TODAY)) for f in stat.followups] == [
        ("2026-11-12", "2026-11-26", "yellow")
    ]
    assert "civicstat brief cleanstat next" in done.stdout


@pytest.mark.parametrize("start", ["0001-01-01", "9998-12-20"])
def test_a_series_at_the_edge_of_the_calendar(portal: Portal, start: str) -> None:
    """The first and the last days that there are can be begun on."""
    assert run(portal(EMPTY), "stat", "cleanstat", "--start", start).exit_code == 0
