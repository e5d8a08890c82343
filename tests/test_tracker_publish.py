"""The pages of trackers of actions."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.model import Contact
from civicstat.progress.whole import Progress
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from civicstat.tracker.model import Action, Group, Milestone, Party, Tracker
from civicstat.tracker.publish import plan_tracker
from civicstat.tracker.standing import reckon_tracker

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.planned import Page

BEGINS, ENDS = date(2027, 1, 4), date(2027, 4, 13)
TRACKER = Tracker(
    "first-hundred",
    "The first hundred days",
    "What was *announced*, and how far it is.",
    simulated=True,
    begins=BEGINS,
    ends=ENDS,
    groups=(Group("trust", "Public trust", "From the top down."), Group("", "", listed=False)),
    actions=(
        Action("1", "Restore recycling.", "trust", ("DPW", "MO"), "complete", "Done", done=date(2027, 1, 29)),
        Action("2", "Open <two> courts.", "trust", ("DPW",), "in progress", "Started", due=date(2027, 2, 1)),
        Action("3", "Hire a director.", "", (), "not known", "soon", note="Asked for.", link="https://example.org/3"),
    ),
    parties=(Party("DPW", "Public Works", "https://example.org/dpw"), Party("MO", "Mayor’s Office")),
    milestones=(Milestone("Half", date(2027, 2, 22)), Milestone("A report", None, "When it is ready.")),
    group_word="Committee",
)


def pages(*trackers: Tracker, today: date = date(2027, 2, 10)) -> dict[str, Page]:
    """The pages of some trackers on a day, by path."""
    settings = Settings(contact=Contact("Office", "office@example.org", ""))
    facts = tuple(reckon_tracker(tracker, settings, today) for tracker in trackers)
    shared: dict[str, Any] = {
        "settings": settings,
        "site": Site("Example", "https://data.example.org/", "https://github.com/example/city"),
        "today": today,
    }
    planned, files = plan_tracker(Progress(trackers=facts), shared)
    assert files == []
    return {page.path: page for page in planned}


def shown(tracker: Tracker = TRACKER, today: date = date(2027, 2, 10)) -> str:
    """A tracker's page as Markdown."""
    return render_page(pages(tracker, today=today)["trackers/first-hundred/index.md"])


def test_page(golden: Callable[[str, str], None]) -> None:
    """A tracker that runs: days, counts by committee, milestones, the list with its filter, and who is responsible."""
    golden("pages/trackers-first-hundred.md", shown())


def test_index(golden: Callable[[str, str], None]) -> None:
    """All trackers: running, planned, without days, finished."""
    others = [
        replace(TRACKER, package="later", title="Later", begins=date(2028, 1, 3), ends=date(2028, 4, 11)),
        replace(TRACKER, package="plain", title="Plain", begins=None, ends=None, simulated=False, actions=()),
        replace(TRACKER, package="over", title="Over", begins=date(2026, 1, 5), ends=date(2026, 4, 14)),
    ]

    golden("pages/trackers-index.md", render_page(pages(TRACKER, *others)["trackers/index.md"]))


def test_no_tracker_yet() -> None:
    """Without any, the list says so, and how staff begin one."""
    [index] = pages().values()

    assert "There is no tracker yet. Staff begin one with <code>civicstat new tracker FOLDER</code>" in render_page(
        index
    )


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2027, 2, 10), "late: it was due"),
        (date(2027, 4, 13), "late: it was due"),
        (date(2027, 4, 14), "not done by"),
        (date(2040, 1, 1), "not done by"),
    ],
)
def test_what_is_over_is_not_late_today(today: date, said: str) -> None:
    """Once its last day has passed, the page says how it stood at the end, and of nothing that it is late."""
    text = shown(today=today)

    assert said in text
    assert bool(re.search(r"\blate\b", text)) == (said != "not done by")
    assert ("this is how it stood at the end" in text) == (said == "not done by")


def test_every_action_has_an_anchor_and_its_facets() -> None:
    """Each action can be linked to, and carries what the filter asks for; its link leads to its own anchor."""
    text = shown()

    entries = re.findall(
        r'<li id="([^"]+)" class="cs-action" data-group="(.*?)" data-progress="(.*?)" data-party="(.*?)"', text
    )
    assert entries == [
        ("action-1", "trust", "complete", "dpw mo"),
        ("action-2", "trust", "in-progress", "dpw"),
        ("action-3", "none", "not-known", ""),
    ]
    assert re.findall(r'<a class="cs-action__number" href="#([^"]+)"', text) == [anchor for anchor, *_ in entries]
    for name in ("group", "progress", "party"):
        options = re.search(rf'<select name="{name}">(.*?)</select>', text)
        assert options
        values = {value for value in re.findall(r'<option value="([^"]*)"', options[1]) if value}
        assert values == {
            value for entry in entries for value in entry[{"group": 1, "progress": 2, "party": 3}[name]].split()
        }


def test_counts_add_up_on_the_page() -> None:
    """The numbers of the table are those of the list; each row adds up to its last cell, and so does each column."""
    text = shown()
    table = re.search(r'<table class="cs-table cs-table--steps">.*?</table>', text, re.DOTALL)
    assert table
    rows = [
        [int(cell) for cell in re.findall(r">(\d+)<", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", table[0], re.DOTALL)[1:]
    ]

    assert rows == [[1, 1, 0, 2], [0, 0, 1, 1], [1, 1, 1, 3]]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    assert text.count('class="cs-action"') == 3


def test_an_unknown_word_is_shown_as_it_is_written() -> None:
    """The badge of an action with an unknown word has that word."""
    assert "“soon”" in shown()


def test_what_is_missing_is_said() -> None:
    """A table that is withheld and rows that are left out are told at the top."""
    text = shown(replace(TRACKER, actions=(), withheld=("actions",), left_out=(("milestones", 2),)))

    assert "The table of actions did not pass its checks, so nobody can tell from this page what was announced." in text
    assert "2 rows of the table of milestones did not pass their checks and are left out." in text
    assert '<p class="cs-empty">The actions can’t be shown.</p>' in text


def test_a_page_knows_its_content() -> None:
    """Pages of one content have one key, and a change of a day or a word gives another."""
    one, same = (pages(TRACKER)["trackers/first-hundred/index.md"].content for _ in range(2))
    other = pages(TRACKER, today=date(2027, 2, 11))["trackers/first-hundred/index.md"].content

    assert one == same != other


def test_what_was_done_since_the_time_was_over() -> None:
    """An action done after the last day is not counted as complete by then, on its page and in the list."""
    done = replace(TRACKER.actions[0], id="4", done=date(2027, 6, 1), due=date(2027, 4, 1))
    tracker = replace(TRACKER, actions=(*TRACKER.actions, done))
    text = " ".join(re.sub(r"<[^>]+>", "", shown(tracker, date(2027, 7, 15))).split())
    index = render_page(pages(tracker, today=date(2027, 7, 15))["trackers/index.md"])

    assert "1 of 4 actions complete when the time was over, 1 more since" in text
    assert "2 actions were not done by the day set for them." in text
    assert "this is how it stood at the end" not in text
    assert "When the time was over, 1 of 4 actions was complete, and 1 more since." in index


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        ("complete", "the day for “done”, June 1, 2027, is still to come"),
        ("blocked", "not complete, though a day for “done” is written: June 1, 2027"),
    ],
)
def test_a_day_that_can_not_be_is_not_told_as_done(progress: str, said: str) -> None:
    """Nothing was done on a day to come, and nothing that is blocked was done at all."""
    one = replace(TRACKER.actions[0], progress=progress, done=date(2027, 6, 1))
    text = re.sub(r"<[^>]+>", "", shown(replace(TRACKER, actions=(one,)), date(2027, 2, 15)))

    assert said in text
    assert "done on" not in text
