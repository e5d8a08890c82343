"""The page that leads to all that tells how the city is run."""

from __future__ import annotations

from datetime import date

from civicstat.pages import Page
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
