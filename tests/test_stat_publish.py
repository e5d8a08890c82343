"""The pages of Stat meetings: what they show, and how much of it a brief holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.progress.whole import Progress
from civicstat.reckoning.values import Observation
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from civicstat.stat.calendars import calendar_text
from civicstat.stat.model import Followup, Stat, StatFacts
from civicstat.stat.publish import address_of, cut, plan_stat
from civicstat.stat.seen import HEIGHT, WIDTH, places_of, questions, seen, sparkline
from civicstat.stat.standing import reckon_stat
from stat_example import STAT, portal_files
from test_stat_standing import TODAY, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]

SHARED = {"settings": Settings(), "site": Site("Test", "https://data.example.org/"), "today": TODAY}


def pages(told: Progress) -> dict[str, str]:
    """The pages of all series as Markdown, by their addresses."""
    return {page.address: render_page(page) for page in plan_stat(told, SHARED)[0]}


@pytest.fixture(scope="module")
def told(portal: Portal) -> Progress:
    """The example's series, and the sprint that it looks at."""
    return progress(portal(portal_files()))


@pytest.fixture(scope="module")
def shown(told: Progress) -> dict[str, str]:
    """The pages of the example."""
    return pages(told)


def test_which_pages(told: Progress) -> None:
    """A series has a page, and each meeting one, with a brief; a memo only once it is held. A calendar lies beside."""
    made, files = plan_stat(told, SHARED)

    assert [page.address for page in made] == [
        "stats/",
        "stats/cleanstat/",
        *(f"stats/cleanstat/{m}/{paper}" for m in ("may", "june") for paper in ("", "brief/", "memo/")),
        "stats/cleanstat/july/",
        "stats/cleanstat/july/brief/",
    ]
    assert [file.path for file in files] == ["stats/cleanstat/calendar.ics"]


@pytest.mark.parametrize("name", ["", "june/", "july/", "june/brief/", "june/memo/"])
def test_pages(shown: dict[str, str], golden: Callable[[str, str], None], name: str) -> None:
    """Each page shows what is in its golden file."""
    path = f"stats/cleanstat/{name}"

    golden(f"stat/{path.removeprefix('stats/').strip('/').replace('/', '-')}.md", shown[path])


def test_without_a_series() -> None:
    """Without any series the index says so, and how one is begun."""
    text = pages(Progress())["stats/"]

    assert "There is no series of Stat meetings yet." in text
    assert "civicstat new stat FOLDER" in text


def test_a_past_meeting_says_nothing_of_later(shown: dict[str, str]) -> None:
    """On a past meeting's page a follow-up has the colour of that day, and today's beside it."""
    text = shown["stats/cleanstat/june/"]

    assert "8 days overdue" not in text
    assert "7 days overdue" in text
    assert "Now:" in text


def test_the_content_tells_pages_apart(told: Progress) -> None:
    """A page's key changes with what it shows, and with nothing else."""
    [facts] = told.stats

    def keys(stat: StatFacts) -> dict[str, str]:
        return {p.address: p.content for p in plan_stat(replace(told, stats=(stat,)), SHARED)[0]}

    first = facts.meetings[0]
    other = replace(facts, meetings=(replace(first, decisions=()), *facts.meetings[1:]))
    changed = {address for address, key in keys(facts).items() if keys(other)[address] != key}

    assert keys(facts) == keys(facts)
    assert changed == {f"stats/cleanstat/{part}" for part in ("", "may/", "may/brief/", "may/memo/")}


def test_simulated_figures_say_so(portal: Portal, shown: dict[str, str]) -> None:
    """A series that is simulated says so on every page of it; one that is not says nothing of the kind."""
    files = portal_files(own={"kind": "stat", "simulated": True, "stat": {"sponsor": "Mayor"}})

    made = pages(progress(portal(files)))

    assert all("Simulated figures" in text for text in made.values())
    assert not any("Simulated figures" in text for text in shown.values())


def test_measures_that_are_gone_are_counted(portal: Portal) -> None:
    """A measure that is not on the portal is left out, and the page says that one is."""
    files = portal_files({**STAT, "measures": "package,measure\ngraffiti,days\ngraffiti,gone\n"})

    text = pages(progress(portal(files)))["stats/cleanstat/june/"]

    assert "1 measure that it looks at is not on the portal, and left out." in text


def test_where_a_measure_is_told(told: Progress) -> None:
    """A measure leads to the place at which its package tells it in full."""
    found = places_of(told)["graffiti", "days"]

    assert (found.address, found.anchor, found.title) == ("sprints/graffiti/", "measure-days", "Graffiti gone")


def test_questions_follow_the_meeting(told: Progress) -> None:
    """What is overdue is asked about first, then measures that are behind or got worse, then the topics' questions."""
    june = told.stats[0].meetings[1]

    asked = questions(june, seen(june.measures, {}))

    assert [(q.kind, q.about) for q in asked] == [
        ("overdue", "Find a second crew"),
        ("behind", "Days until it is gone"),
        ("topic", "Alleys"),
    ]


def test_closed_without_evidence_is_asked_about() -> None:
    """A follow-up that was closed with nothing to show is open, and the page says why."""
    bare = Followup(
        "f", "Order paint", "may", due=date(2026, 6, 1), closed=date(2026, 5, 30), assigned=date(2026, 5, 7)
    )
    stat = Stat("s", "S", "", followups=(bare,))
    facts = reckon_stat(stat, lambda *_: None, Settings(), TODAY)

    text = pages(Progress(stats=(facts,)))["stats/s/"]

    assert 'Closed on <time datetime="2026-05-30">May 30, 2026</time> without evidence, so it stays open.' in text


@pytest.mark.parametrize(("most", "shown_", "more"), [(5, 3, 0), (3, 3, 0), (2, 1, 2)])
def test_a_list_is_cut_to_what_fits(most: int, shown_: int, more: int) -> None:
    """A line says how many more there are, and takes the place of one."""
    found = cut("abc", most)

    assert (len(found.shown), found.more) == (shown_, more)


VALUES = st.floats(-1e300, 1e300)


@given(values=st.lists(VALUES, min_size=1, max_size=30), target=st.none() | VALUES)
def test_small_charts_stay_within_their_frame(values: list[float], target: float | None) -> None:
    """Whatever the figures, every corner lies in the drawing; a single figure makes no line."""
    made = sparkline(tuple(Observation(date.fromordinal(700_000 + 7 * n), v) for n, v in enumerate(values)), target)

    assert (made is None) == (len(values) == 1)
    if made:
        corners = [tuple(map(float, pair.split(","))) for pair in made.line.split()]
        assert len(corners) == len(values)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)
        assert made.target is None or 0 <= made.target <= HEIGHT


def test_the_calendar(told: Progress) -> None:
    """Every meeting is an event at the series' hour, in UTC, with lines of at most 75 octets (RFC 5545)."""
    [facts] = told.stats
    facts = replace(facts, stat=replace(facts.stat, title="Clean; Stat, " + "ü" * 60))

    text = calendar_text(facts, "America/New_York", "https://data.example.org/", lambda m: address_of(facts, m))

    lines = text.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    assert "DTSTART:20260507T183000Z" in lines
    assert "URL:https://data.example.org/stats/cleanstat/may/" in lines
    assert "X-WR-CALNAME:Clean\\; Stat\\, " in lines[5]


def test_a_calendar_without_an_hour(told: Progress) -> None:
    """Without an hour a meeting takes its day; a cancelled one is marked."""
    [facts] = told.stats
    first = facts.meetings[0]
    off = replace(first, meeting=replace(first.meeting, cancelled=True))
    facts = replace(facts, stat=replace(facts.stat, hour=None), meetings=(off,))

    text = calendar_text(facts, "UTC", "", lambda m: address_of(facts, m))

    assert "DTSTART;VALUE=DATE:20260507\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text
    assert "URL:" not in text


@pytest.fixture(scope="module")
def gaps(portal: Portal) -> dict[str, str]:
    """The pages of the example without what its topics, decisions and follow-ups tell."""
    lacking = dict.fromkeys(("agenda", "decisions", "followups"), "nothing\nx\n")
    return pages(progress(portal(portal_files({**STAT, **lacking}))))


@pytest.mark.parametrize(
    ("address", "said", "never"),
    [
        ("june/brief/", "1. Follow-ups: can’t be shown", "none open"),
        ("june/brief/", "<h2>3. Priority topics</h2>\n<p>They can’t be shown.</p>", ""),
        ("june/brief/", "<strong>Something is missing here.</strong> The table of topics did not pass", ""),
        ("june/memo/", "<strong>Something is missing here.</strong> The table of topics did not pass", "None was"),
        ("july/", "The topics can’t be shown.", "No topic was set"),
        ("june/", "Its decisions can’t be shown.", "Nothing has been written yet"),
        ("june/", "Its new follow-ups can’t be shown.", "None was open"),
        ("", '<td class="cs-num"><span class="cs-quiet">not known</span></td>', '<td class="cs-num">0</td>'),
        ("", "The follow-ups can’t be shown.", "There is no follow-up yet"),
    ],
)
def test_tables_that_are_withheld(gaps: dict[str, str], address: str, said: str, never: str) -> None:
    """Of a table that can't be read no page says that it tells of nothing."""
    text = gaps[f"stats/cleanstat/{address}"]

    assert said in text
    assert not never or never not in text


@pytest.fixture(scope="module")
def some(portal: Portal) -> dict[str, str]:
    """The pages of the example with one follow-up that is closed, and one whose row is left out."""
    rows = "id,meeting,title,due,closed,evidence\nbridges,may,List,2026-05-20,2026-05-19,Listed.\ncrew,may,,,,\n"
    return pages(progress(portal(portal_files({**STAT, "followups": rows}))))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("stats/", "1 follow-up in all that could be read, none open."),
        ("stats/cleanstat/", "None of those that could be read is open: each of them is closed with evidence."),
        ("stats/cleanstat/june/", "None of those that could be read was open."),
        ("stats/cleanstat/june/brief/", "1. Follow-ups: none open of those that could be read"),
        ("stats/cleanstat/june/memo/", "None of those that could be read was open."),
        ("stats/cleanstat/june/brief/", "1 row of the table of follow-ups did not pass its checks and is left out."),
    ],
)
def test_rows_that_are_left_out(some: dict[str, str], address: str, said: str) -> None:
    """Where a row is left out, none means none of those that could be read."""
    assert said in some[address]


def test_open_follow_ups_beside_rows_left_out(portal: Portal) -> None:
    """Where a row is left out, the open ones are at least as many as are read."""
    rows = f"{STAT['followups']}late,may,,,2026-05-20,,,,,,\n"

    text = pages(progress(portal(portal_files({**STAT, "followups": rows}))))["stats/cleanstat/june/brief/"]

    assert "1. Follow-ups: at least 1 open" in text


def test_meetings_that_are_withheld(portal: Portal) -> None:
    """Without its meetings a series does not say that none is to come, nor that rows in order did not pass."""
    made = pages(progress(portal(portal_files({**STAT, "meetings": "nothing\nx\n"}))))

    assert "The meetings can’t be shown." in made["stats/"]
    assert "has a day yet" not in made["stats/"] + made["stats/cleanstat/"]
    assert (
        "1 row of the table of topics is left out: it did not pass its checks, or its meeting"
        in (made["stats/cleanstat/"])
    )


def test_a_meeting_of_today(portal: Portal) -> None:
    """Today's meeting stands with those to come, with the brief that it is held by."""
    text = pages(progress(portal(portal_files()), date(2026, 7, 2)))["stats/cleanstat/"]

    assert "<h3>Today and to come</h3>" in text
    assert "july/brief/" in text.split("All meetings")[1]
    assert "july/memo/" not in text
