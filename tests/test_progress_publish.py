"""The pages of sprints and their files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.jsonschemas import problems
from civicstat.model import Contact
from civicstat.progress.model import Basis, Measure, Place, Places
from civicstat.progress.publish import PlaceTable, place_table, plan_progress, views_of
from civicstat.progress.whole import Progress
from civicstat.reckoning.values import Observation, Plan, Target
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from progress_example import BEGINS, ENDS, ON_TIME, OPEN, REQUESTS, ROWS, TODAY, example_progress, facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.planned import Download, Page
    from civicstat.progress.model import MeasureFacts

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
    """Of many places the five that fare worst stand open, and all are there."""
    table = place_table(Places("District", tuple(Place(str(n), float(n), 1) for n in range(30))), "increase")

    assert [p.name for p in table.few] == [str(n) for n in range(5)]
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


def spoilt(index: int = 0, *, measures: tuple[MeasureFacts, ...] | None = None, **changes: Any) -> Progress:
    """The example with one of its sprints changed."""
    progress = example_progress()
    index %= len(progress.sprints)
    facts = progress.sprints[index]
    kept = facts.measures if measures is None else measures
    own = replace(facts, sprint=replace(facts.sprint, **changes), measures=kept)
    return Progress((*progress.sprints[:index], own, *progress.sprints[index + 1 :]))


def page_of(progress: Progress) -> str:
    """The page of the sprint on potholes."""
    return render_page(planned(progress)[0]["sprints/potholes-autumn/index.md"])


@pytest.mark.parametrize(
    ("table", "changes", "said", "unsaid"),
    [
        ("updates", {"updates": ()}, "The table of updates did not pass its checks", "No update has been written."),
        ("heard", {"heard": ()}, "The table of what residents said did not pass its checks", "Nothing has been noted"),
        ("goals", {"goals": ()}, "The table of goals did not pass its checks", "No goal has been written down"),
        ("measures", {}, "The table of measures did not pass its checks", "Without a measure"),
    ],
)
def test_nothing_false_is_said_of_a_withheld_table(table: str, changes: dict[str, Any], said: str, unsaid: str) -> None:
    """A page says at its top which table is missing, and does not say that there is nothing in it."""
    plain, text = page_of(spoilt(**changes)), page_of(spoilt(withheld=(table,), **changes))

    assert unsaid in plain
    assert unsaid not in text
    assert text.index("Part of this page is missing.") < text.index(said) < text.index("At a glance")


def test_rows_that_were_left_out_are_counted() -> None:
    """A page says how many rows it leaves out, in the singular for one, and so does its file for programs."""
    progress = spoilt(left_out=(("updates", 1), ("targets", 2)))

    assert (
        "1 row of the table of updates did not pass its checks and is left out. "
        "2 rows of the table of targets did not pass their checks and are left out."
    ) in page_of(progress)
    assert json.loads(planned(progress)[1]["sprints/potholes-autumn/progress.json"].text)["troubles"] == [
        "1 row of the table of updates did not pass its checks and is left out.",
        "2 rows of the table of targets did not pass their checks and are left out.",
    ]


def test_without_targets_no_status_is_made_up() -> None:
    """A measure whose targets are withheld is "not known", not "no target": at a glance, in full, in a card."""
    measure = Measure("m", "Measure", Plan(None, (), "increase", "snapshot"), goal="faster")
    seen = (Observation(TODAY, 7.0),)
    known, withheld = facts_of(measure, seen), facts_of(replace(measure, troubles=("Targets are withheld.",)), seen)

    for facts, shown_, not_ in ((known, "No target", "Not known"), (withheld, "Not known", "No target")):
        progress = spoilt(measures=(facts,))
        text = page_of(progress)
        glance = text[text.index("At a glance") : text.index("Goals and measures")]
        section = text[text.index('id="measure-m"') :]
        assert (shown_ in glance, shown_ in section) == (True, True)
        assert (not_ in glance, not_ in section, "No target was set." in section) == (False, False, facts is known)
    assert "Targets are withheld." in glance
    assert "<strong>1</strong> not known" in shown_index(spoilt(measures=(replace(withheld),)))


def shown_index(progress: Progress) -> str:
    """The page of all sprints."""
    return render_page(planned(progress)[0]["sprints/index.md"])


def test_a_source_that_is_withheld_is_no_lack_of_data() -> None:
    """A measure whose dataset is withheld says so at a glance and in full, and not that there is no data yet."""
    trouble = "The table that this measure stands on is not published: it did not pass its checks."
    facts = facts_of(ON_TIME, (), Basis("d", "D", "r", "", troubles=(trouble,)))
    progress = spoilt(measures=(facts,))
    text = page_of(progress)

    assert text.count(trouble) == 2
    assert [words for words in ("No data", "No figure yet", "None yet") if words in text] == []
    [own] = json.loads(planned(progress)[1]["sprints/potholes-autumn/progress.json"].text)["measures"]
    assert (own["status"], own["statusNow"], own["troubles"]) == ("not known", "not known", [trouble])


def test_a_recorded_end_stands_with_its_own_figure() -> None:
    """At a glance stand the figure and the target that were recorded, with today's beside them; programs get both."""
    finished: Any = example_progress().sprints[-1].measures[0]
    final = replace(finished.final, value=71.93, status="missed", target=75.0)
    [view], _ = views_of([replace(finished, final=final)], "x/")
    progress = spoilt(-1, measures=(replace(finished, final=final),))
    text = shown_of(progress, "sprints/graffiti-spring/index.md")
    glance = text[text.index("At a glance") : text.index("What was learnt")]

    assert view.figure == Observation(final.date, 71.93)
    assert re.search(
        r"Missed.*<strong>71\.9%</strong>.*target 75% by.*Corrected since</span> now 78\.9%", glance, re.DOTALL
    )
    [own] = json.loads(planned(progress)[1]["sprints/graffiti-spring/progress.json"].text)["measures"]
    assert (own["status"], own["statusNow"]) == ("missed", finished.standing.status)


def shown_of(progress: Progress, path: str) -> str:
    """One page of some progress."""
    return render_page(planned(progress)[0][path])


@pytest.mark.parametrize(
    ("value", "words"), [(3.0, "+1"), (2.004, "the same"), (1.999, "the same"), (2.0, "the same"), (1.94, "−0.06")]
)
def test_a_place_against_the_middle(value: float, words: str) -> None:
    """The difference is as exact as both figures are shown; where they read the same, it says so."""
    table = PlaceTable("District", (Place("A", value, 1),), 2.0)

    assert table.against(table.places[0]) == words


@pytest.mark.parametrize(
    ("label", "name", "words"),
    [
        ("Council district", "7", "council district 7"),
        ("Council district", "District 7", "District 7"),
        ("ZIP code", "21201", "ZIP code 21201"),
        ("District", "District-7", "District-7"),
    ],
)
def test_a_place_in_a_sentence(label: str, name: str, words: str) -> None:
    """A place whose name is a number or a word is named with what it is."""
    assert PlaceTable(label, (), None).named(Place(name, 1.0, 1)) == words


@pytest.mark.parametrize(
    ("attainment", "words"), [(1.2, "120% of that progress was made"), (9.07, "far ahead of that"), (40.0, "")]
)
def test_far_ahead(attainment: float, words: str) -> None:
    """From twice the progress expected a page says "far ahead", and nothing where next to nothing was expected."""
    facts = example_progress().sprints[0].measures[0]
    text = page_of(spoilt(measures=(replace(facts, standing=replace(facts.standing, attainment=attainment)),)))

    assert (
        re.findall(r'<span class="cs-quiet">([^<]*(?:far ahead|progress was made)[^<]*)<', text)
        == [words][: bool(words)]
    )


def test_the_last_figure_is_to_come() -> None:
    """Past its due date, a measure that waits for its last figure says so."""
    facts = example_progress().sprints[0].measures[0]
    waiting = replace(facts, standing=replace(facts.standing, reason="last figure is to come"))

    assert "the last figure is to come" not in page_of(spoilt(measures=(facts,)))
    assert page_of(spoilt(measures=(waiting,))).count("The due date is past; the last figure is to come.") == 2


def test_what_is_made_up() -> None:
    """Figures from rows are as made up as the dataset; stated ones as the package, unless the caveats say a fact."""
    seen = (Observation(TODAY, 7.0),)
    real, simulated = (facts_of(ON_TIME, seen, replace(REQUESTS, simulated=made_up)) for made_up in (False, True))
    stated, fact = facts_of(OPEN, seen), facts_of(replace(OPEN, caveats="A fact: counted by 311."), seen)

    views, _ = views_of([real, simulated, stated, fact], "x/")

    assert [(v.made_up(True), v.made_up(False)) for v in views] == [
        (False, False), (True, True), (True, False), (False, False)
    ]  # fmt: skip


def test_one_request_is_one() -> None:
    """Numbers have their unit in the singular for one, everywhere."""
    plan = Plan(None, (Target(1.0, ENDS, BEGINS),), "increase", "snapshot")
    facts = facts_of(Measure("m", "M", plan, goal="faster", unit="requests"), (Observation(TODAY, 1.0),))

    assert "1 requests" not in page_of(spoilt(measures=(facts,)))
    assert "<strong>1 request</strong>" in page_of(spoilt(measures=(facts,)))


def test_a_recorded_end_outlasts_a_table_that_is_withheld() -> None:
    """Where today's standing can't be told, what was recorded stands, and nothing is called corrected."""
    finished: Any = example_progress().sprints[-1].measures[0]
    bare = replace(
        finished.measure, plan=replace(finished.measure.plan, targets=()), troubles=("Targets are withheld.",)
    )
    facts = facts_of(bare, finished.observations, final=finished.final)
    text = shown_of(spoilt(-1, measures=(facts,)), "sprints/graffiti-spring/index.md")

    assert (facts.untold, facts.untold_now) == (False, True)
    assert [words for words in ("Corrected since", "No target", "The data still says") if words in text] == []
    assert "What the data says now can’t be told" in text
