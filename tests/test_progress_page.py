"""The page that leads to all that tells how the city is run."""

from __future__ import annotations

from datetime import date

import pytest

from civicstat.academy.model import Academy
from civicstat.academy.standing import reckon_academy
from civicstat.pages import Page
from civicstat.performance.model import Performance, PerformanceFacts
from civicstat.programme.model import Programme
from civicstat.progress.whole import Progress
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from progress_example import example_progress


def shown(progress: Progress) -> str:
    """The page as Markdown."""
    shared = {"settings": Settings(), "site": Site("Springfield"), "today": date(2026, 5, 20)}
    return render_page(Page("progress/index.md", "progress.md", "", {**shared, "progress": progress}))


def test_nothing_yet() -> None:
    """Without any such package the page says so, and how staff begin; the navigation does not lead to it."""
    page = shown(Progress())

    assert "There is nothing to show yet" in page
    assert "nav_title" not in page


def test_running_sprints_stand_behind_their_door() -> None:
    """The page leads to the list of sprints, and to each one that runs with its day; finished ones are in the list."""
    progress = example_progress()

    page = shown(progress)

    assert page.count('href="../sprints/"') == 1
    for facts in progress.sprints:
        running = facts.state == "running"
        assert (f'<a href="../{facts.address}">' in page) == running
        assert (f"day {facts.gone} of {facts.days}" in page) == running


def test_several_packages_of_a_kind() -> None:
    """Each of several packages is linked to by its own address; a single one by that of its kind."""
    one, two = (PerformanceFacts(Performance(name, name.title(), "")) for name in ("one", "two"))
    first, second = (Programme(name, name.title(), "") for name in ("first", "second"))

    several = shown(Progress(performance=(one, two), programmes=(first, second)))
    single = shown(Progress(performance=(one,), programmes=(first,)))

    for path in ("performance/one/", "performance/two/", "programme/first/", "programme/second/"):
        assert several.count(f'href="../{path}"') == 1
    assert single.count('href="../performance/"') == single.count('href="../programme/"') == 2


@pytest.mark.parametrize(("withheld", "counted"), [(False, True), (True, False)])
def test_nothing_is_counted_of_a_table_that_is_withheld(withheld: bool, counted: bool) -> None:
    """A package whose main table can't be used is not said to have nought of it."""
    performance = Performance("p", "P", "", withheld=("measures",) if withheld else ())
    academy = Academy("a", "A", "", withheld=("courses",) if withheld else ())
    programme = Programme("o", "O", "", withheld=("inventory",) if withheld else ())
    progress = Progress(
        performance=(PerformanceFacts(performance),),
        academies=(reckon_academy(academy, Settings(), date(2026, 5, 20)),),
        programmes=(programme,),
    )

    page = shown(progress)

    assert [said in page for said in ("0 measures", "0 courses", "0 entries")] == [counted] * 3
