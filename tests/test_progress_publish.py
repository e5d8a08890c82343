"""The pages of sprints and their files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.jsonschemas import problems
from civicstat.model import Contact
from civicstat.progress.model import Place, Places, Progress
from civicstat.progress.publish import place_table, plan_progress, views_of
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from progress_example import ROWS, TODAY, example_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.planned import Download, Page

SHARED = {
    "settings": Settings(contact=Contact("Office", "office@example.org", "")),
    "site": Site("Example", "https://data.example.org/", "https://github.com/example/city"),
    "today": TODAY,
}


def planned(progress: Progress | None = None) -> tuple[dict[str, Page], dict[str, Download]]:
    """The pages and files of some progress, by path; of the example's, where none is given."""
    pages, files = plan_progress(example_progress() if progress is None else progress, SHARED, {})
    return {page.path: page for page in pages}, {file.path: file for file in files}


def shown(path: str) -> str:
    """One of the example's pages as Markdown, without its charts."""
    return render_page(planned()[0][path])


SPRINTS = [f"sprints/{s.sprint.package}/" for s in example_progress().sprints]


@pytest.mark.parametrize("address", SPRINTS)
def test_pages(address: str, golden: Callable[[str, str], None]) -> None:
    """A sprint's page, running, at risk with a changed target, planned and finished."""
    golden(f"pages/{address.strip('/').replace('/', '-')}.md", shown(f"{address}index.md"))


def test_index(golden: Callable[[str, str], None]) -> None:
    """All sprints in one list: running, planned, finished."""
    golden("pages/sprints-index.md", shown("sprints/index.md"))


def test_no_sprint_yet() -> None:
    """A portal without sprints says how to begin, and has no entry for them in its navigation."""
    pages, files = planned(Progress())

    text = render_page(pages["sprints/index.md"])
    assert "There is no sprint yet" in text
    assert "civicstat new sprint" in text
    assert "nav_title" not in text
    assert (len(pages), files) == (1, {})


def test_progress_json(golden: Callable[[str, str], None]) -> None:
    """A sprint for programs: every measure with its targets, figures, status and forecast."""
    golden("progress.json", planned()[1]["sprints/recycling-carts/progress.json"].text)


@pytest.mark.parametrize("address", SPRINTS)
def test_progress_json_follows_its_schema(address: str) -> None:
    """What is published is what the schema describes."""
    value = json.loads(planned()[1][f"{address}progress.json"].text)

    assert problems(value, "progress") == []


def test_rows() -> None:
    """The rows behind a measure can be taken beside its page, which leads to them."""
    files = planned()[1]

    assert files["sprints/potholes-autumn/on-time.csv"].text == ROWS
    assert 'href="on-time.csv"' in shown("sprints/potholes-autumn/index.md").replace("./", "")


@pytest.mark.parametrize("address", SPRINTS)
def test_no_status_by_its_colour_alone(address: str) -> None:
    """Every status has a shape and a word."""
    badges = re.findall(r'<span class="cs-badge cs-status [^"]*">(.*?)</span>', shown(f"{address}index.md"))

    assert badges
    assert [b for b in badges if not re.fullmatch(r"<svg .*</svg>[A-Z][a-z ]+", b)] == []


def test_simulated_figures_say_so() -> None:
    """A page of simulated figures says so at its top, in its file for programs and to search engines."""
    page = shown("sprints/potholes-autumn/index.md")

    assert page.index("Simulated figures.") < page.index("At a glance")
    assert '"description": "Simulated figures. Repair potholes' in page
    assert json.loads(planned()[1]["sprints/potholes-autumn/progress.json"].text)["simulated"] is True
    assert "Simulated" not in shown("sprints/recycling-carts/index.md")


def test_content_names_everything() -> None:
    """A page's content changes with anything that it shows, and only then."""
    progress = example_progress()
    first = progress.sprints[0]
    corrected = replace(first, measures=(replace(first.measures[0], observations=()), *first.measures[1:]))
    before, after = planned()[0], planned(Progress((corrected, *progress.sprints[1:])))[0]

    changed = {path for path in before if before[path].content != after[path].content}

    assert changed == {"sprints/index.md", "sprints/potholes-autumn/index.md"}
    assert {p: page.content for p, page in before.items()} == {p: page.content for p, page in planned()[0].items()}


def test_ids_that_look_alike_in_an_address() -> None:
    """Measures whose ids differ only in what an address can't hold keep apart."""
    facts = example_progress().sprints[0].measures[0]
    measures = [replace(facts, measure=replace(facts.measure, id=id_)) for id_ in ("On time", "on-time", "ON TIME")]

    views, charts = views_of(measures, "sprints/x/")

    assert [v.rows for v in views] == [f"sprints/x/on-time{n}.csv" for n in ("", "-2", "-3")]
    assert [v.anchor for v in views] == [f"measure-on-time{n}" for n in ("", "-2", "-3")]
    assert [(v.chart, v.map) for v in views] == [("chart-1", "chart-2"), ("chart-3", "chart-4"), ("chart-5", "chart-6")]
    assert len(charts) == 6


def test_no_measure_is_lost() -> None:
    """A measure of a goal that is not in the table stands on the page all the same, and a goal without one says so."""
    first = example_progress().sprints[0]
    pages, _ = planned(Progress((replace(first, sprint=replace(first.sprint, goals=first.sprint.goals[1:])),)))

    text = render_page(pages["sprints/potholes-autumn/index.md"])

    assert [f'<section class="cs-measure" id="measure-{id_}">' in text for id_ in ("on-time", "repaired", "open")] == [
        True, True, True
    ]  # fmt: skip
    assert re.search(r"Tell residents when it is done.*Without a measure", text, re.DOTALL)


PLACES = Places("District", (Place("A", 3.0, 5), Place("B", None, 0), Place("C", 1.0, 9), Place("D", 2.0, 7)))


@pytest.mark.parametrize(("desired", "expected"), [("increase", "CDAB"), ("decrease", "ADCB"), ("maintain", "ACDB")])
def test_places_that_fare_worst_come_first(desired: str, expected: str) -> None:
    """Where more is better the lowest come first, where less is the highest; those without a number last."""
    table = place_table(PLACES, desired)

    assert "".join(p.name for p in table.places) == expected
    assert (table.median, table.rest) == (2.0, ())


def test_many_places_are_folded() -> None:
    """Of many places the ten that fare worst stand open, and all are there."""
    table = place_table(Places("District", tuple(Place(str(n), float(n), 1) for n in range(30))), "increase")

    assert [p.name for p in table.few] == [str(n) for n in range(10)]
    assert (*table.few, *table.rest) == table.places


def test_corrections_stand_beside_what_was_recorded() -> None:
    """A finished sprint keeps its recorded end; what the data says now stands beside it."""
    text = shown("sprints/graffiti-spring/index.md")
    finished: Any = example_progress().sprints[-1].measures[0]

    assert views_of([finished], "x/")[0][0].corrected is True
    assert "What was recorded stays." in text
    assert re.search(r"Recorded on .*81\.5%.*Met.*As the data says now.*78\.9%.*Missed", text, re.DOTALL)
    kept = replace(finished, final=replace(finished.final, value=78.9, status="missed"))
    assert views_of([kept], "x/")[0][0].corrected is False


def test_hostile_text_stays_text() -> None:
    """What staff or residents wrote runs nothing and breaks nothing."""
    bad = "<script>alert(1)</script> {{ 7 * 7 }} `~~~`"
    first = example_progress().sprints[0]
    heard = replace(first.sprint.heard[0], said=bad, outcome=bad, link="javascript:alert(1)")
    sprint = replace(first.sprint, title=bad, purpose=bad, heard=(heard,), leads=(bad,))

    pages, _ = planned(Progress((replace(first, sprint=sprint),)))
    text = render_page(pages["sprints/potholes-autumn/index.md"])

    assert "<script>alert" not in text
    assert "javascript:" not in text
    assert "{{ 7 * 7 }}" in text
    assert "`" not in text.split("---", 2)[2]
