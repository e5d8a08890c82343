"""Trackers and Academies of any cells: nothing raises, and the pages are written."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicstat.academy.declared import read_academy
from civicstat.academy.publish import plan_academy
from civicstat.academy.standing import reckon_academy
from civicstat.progress.whole import Progress
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from civicstat.shapes import SHAPES
from civicstat.tracker.declared import read_tracker
from civicstat.tracker.publish import plan_tracker
from civicstat.tracker.standing import reckon_tracker
from progress_packages import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.shapes import Kind

TODAY = date(2026, 11, 23)
WORDS = ["", " ", "a", "A", "b", "a, b and c", "complete", "In Progress", "?", "<script>", "{{ x }}", "é", "–"]
NUMBERS = ["0", "4", "5", "-1", "1e9", "1.5"]
DAYS = ["2026-01-05", "2026-06-30", "9999-12-31", "0001-01-01", "2026-02-30", "5/3/2026"]
CELLS = st.sampled_from([*WORDS, *NUMBERS, *DAYS, "https://example.org"])
SAID = st.sampled_from(
    [{}, {"start": "2026-01-05", "end": "2026-12-31"}, {"start": "0001-01-01", "end": "9999-12-31", "firstDay": 0}, 7]
)


def tables(kind: Kind) -> st.SearchStrategy[dict[str, str]]:
    """The kind's tables, each with a few rows of any cells."""
    return st.fixed_dictionaries(
        {
            shape.name: st.lists(st.tuples(*[CELLS] * len(shape.columns)), min_size=1, max_size=4).map(
                lambda rows, shape=shape: written([[column.name for column in shape.columns], *rows])  # type: ignore[misc]
            )
            for shape in SHAPES[kind]
        }
    )


def written(rows: list[Any]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


SHARED = {"settings": Settings(), "site": Site("Example", "", ""), "today": TODAY}
FEW = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(tables("tracker"), SAID)
def test_trackers(portal: Callable[[Mapping[str, Any]], Path], cells: dict[str, str], said: Any) -> None:
    """Every action that is read is counted once, and stands on the page."""
    tracker, _ = read_tracker(*packed(portal, cells, {"kind": "tracker", "tracker": said}))
    facts = reckon_tracker(tracker, Settings(), TODAY)

    _, page = plan_tracker(Progress(trackers=(facts,)), SHARED)[0]
    text = render_page(page)

    assert sum(group.counts.all for group in facts.groups) == facts.counts.all == len(tracker.actions)
    assert text.count('class="cs-action"') == len(tracker.actions)


@FEW
@given(tables("academy"))
def test_academies(portal: Callable[[Mapping[str, Any]], Path], cells: dict[str, str]) -> None:
    """Every course has a page, and every fact and every assessed agency stands on the first one."""
    academy, _ = read_academy(*packed(portal, cells, {"kind": "academy", "academy": {}}))
    facts = reckon_academy(academy, Settings(), TODAY)

    pages, _ = plan_academy(Progress(academies=(facts,)), SHARED)
    texts = [render_page(page) for page in pages]

    assert len(texts) == 1 + len(academy.courses)
    assert texts[0].count("cs-cited__source") == len(academy.facts)
    assert texts[0].count("cs-heat__cell--") >= (len(facts.grid.agencies) if facts.grid else 0)


def test_the_cells_reach_the_pages(portal: Callable[[Mapping[str, Any]], Path]) -> None:
    """What the examples above look at is there: cells of these kinds give actions and courses."""
    cells = {"actions": "id,title,progress\na,<script>,complete\n"}
    tracker, _ = read_tracker(*packed(portal, cells, {"kind": "tracker"}))

    _, page = plan_tracker(Progress(trackers=(reckon_tracker(tracker, Settings(), TODAY),)), SHARED)[0]

    assert "&lt;script&gt;" in render_page(page)
