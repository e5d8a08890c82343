"""The pages of the strategy as Markdown: whole and parts, gaps, what changed, and the text's links."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import Markup

from civicstat.progress.model import Basis, Goal, Initiative, Measure, Pillar, Sprint, Strategy
from civicstat.progress.rolling import strategy_facts
from civicstat.progress.strategy_pages import linked, plan_strategy
from civicstat.progress.whole import Progress
from civicstat.prose import markdown
from civicstat.reckoning.values import Observation, Plan, Target, Thresholds
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from progress_example import TODAY, facts_of, sprint_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.planned import Download, Page
    from civicstat.progress.model import StrategyFacts

SHARED: dict[str, Any] = {
    "settings": Settings(),
    "site": Site("Springfield", "https://data.example.org/"),
    "today": TODAY,
}
BEGINS, DUE = date(2026, 7, 1), date(2027, 6, 30)
LITTER = Measure(
    "Littered blocks",
    "Blocks with litter",
    Plan(
        Observation(date(2026, 6, 30), 400),
        (
            Target(200, DUE, BEGINS),
            Target(250, DUE, date(2026, 10, 20), "Two machines are under repair.", "Deputy Mayor"),
        ),
        "decrease",
        "snapshot",
        begins=BEGINS,
    ),
    initiative="sweep",
    unit="blocks",
)
STRATEGY = Strategy(
    "plan",
    "A clean & safe city",
    "What we want to reach by **2027**.",
    BEGINS,
    DUE,
    "## Why\n\nStreets matter: see [litter](#litter), [why](#why) and [nothing](#gone).",
    (Pillar("clean", "Clean streets", "Streets to walk on."), Pillar("safe", "Safety")),
    (
        Goal("litter", "Less litter", "Fewer blocks.", "Director of Public Works", "clean"),
        Goal("cars", "Fewer crashes", pillar="safe"),
    ),
    (Initiative("sweep", "litter", "Sweep weekly"), Initiative("bins", "litter", "More <bins>")),
    sprints=(("bins", "sprint-bins"),),
)


def whole(strategy: Strategy = STRATEGY, address: str = "strategy/") -> StrategyFacts:
    """The strategy with one measure from rows, and a sprint without a change."""
    seen = (Observation(date(2026, 9, 30), 390), Observation(date(2026, 10, 31), 340))
    basis = Basis("blocks", "Blocks", "rows", "Number of blocks.", 2, "block,period\n1,October 2026\n")
    litter = facts_of(LITTER, seen, basis)
    bins = facts_of(Measure("bins", "Bins set up", Plan(None, (Target(90, DUE, BEGINS),), "increase", "cumulative")))
    sprint = sprint_of(
        Sprint("sprint-bins", "Ninety bins", "Ninety new bins.", date(2026, 10, 1), date(2026, 12, 29)),
        "running",
        (bins,),
    )
    before = {id(litter): "off track", id(bins): "no data"}
    sprints = {"sprint-bins": sprint}
    return strategy_facts(strategy, (litter,), before, sprints, date(2026, 9, 30), Thresholds(), address)  # type: ignore[arg-type]


def planned(*strategies: StrategyFacts) -> tuple[dict[str, Page], list[Download]]:
    pages, files = plan_strategy(Progress(strategies=strategies), SHARED)
    return {page.address: page for page in pages}, files


def test_the_whole(golden: Callable[[str, str], None]) -> None:
    """The strategy's page counts statuses and gaps, folds its parts by pillar, and tells what changed."""
    golden("strategy.md", render_page(planned(whole())[0]["strategy/"]))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("strategy/clean/", "pillar"),
        ("strategy/clean/litter/", "goal"),
        ("strategy/clean/litter/sweep/", "initiative"),
        ("strategy/safe/cars/", "gap"),
    ],
)
def test_a_part(address: str, name: str, golden: Callable[[str, str], None]) -> None:
    """A part's page has its measures, sprints and parts; one that nothing measures says that nobody can tell."""
    golden(f"strategy-{name}.md", render_page(planned(whole())[0][address]))


def test_addresses_and_files() -> None:
    """Every part has a page of its own, and the rows behind each number a file."""
    pages, files = planned(whole())

    assert list(pages) == [
        "strategy/",
        "strategy/clean/",
        "strategy/clean/litter/",
        "strategy/clean/litter/sweep/",
        "strategy/clean/litter/bins/",
        "strategy/safe/",
        "strategy/safe/cars/",
    ]
    assert [(f.path, f.text) for f in files] == [
        ("strategy/rows/plan-littered-blocks.csv", "block,period\n1,October 2026\n")
    ]


def test_without_a_strategy() -> None:
    """A portal without one says so and how to begin, and has no such entry in its navigation."""
    pages, files = planned()
    page = render_page(pages["strategy/"])

    assert (list(pages), files) == (["strategy/"], [])
    assert "No strategy has been published here yet." in page
    assert "civicstat new strategy" in page
    assert "nav_title" not in page


def test_several_strategies() -> None:
    """Where there are several, `strategy/` lists them, and each lies under its own name."""
    other = replace(STRATEGY, package="arts", title="An arts plan")
    pages, _ = planned(whole(address="strategy/plan/"), whole(other, "strategy/arts/"))
    page, goal = render_page(pages["strategy/"]), render_page(pages["strategy/arts/clean/litter/"])

    assert 'href="plan/">A clean &amp; safe city' in page
    assert 'href="arts/">An arts plan' in page
    assert "nav_title: Strategy" in page
    assert "nav_title" not in render_page(pages["strategy/arts/"])
    crumbs = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', goal.split("</nav>")[0])
    assert crumbs == [
        ("../../../../", "Home"),
        ("../../../", "Strategy"),
        ("../../", "An arts plan"),
        ("../", "Clean streets"),
    ]


def test_simulated_figures_are_marked() -> None:
    """Every page of a strategy with made-up figures says so."""
    pages, _ = planned(whole(replace(STRATEGY, simulated=True)))

    assert [a for a, page in pages.items() if "<strong>Simulated figures.</strong>" not in render_page(page)] == []


def test_the_key_of_a_page_is_what_it_shows() -> None:
    """Another day's figures change the pages that show them, and no other."""
    old, _ = planned(whole())
    changed = replace(STRATEGY, goals=(STRATEGY.goals[0], replace(STRATEGY.goals[1], title="No crashes")))
    new, _ = planned(whole(changed))

    assert [a for a in old if old[a].content != new[a].content] == [
        "strategy/",
        "strategy/safe/",
        "strategy/safe/cars/",
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[litter](#litter)", '<p><a href="clean/litter/">litter</a></p>'),
        ("[*Litter*](#LITTER)", '<p><a href="clean/litter/"><em>Litter</em></a></p>'),
        ("[lost](#gone)", "<p>lost</p>"),
        ("[out](https://a.example/#b)", '<p><a href="https://a.example/#b" rel="noopener nofollow">out</a></p>'),
        ("# Why us?", '<h3 id="text-why-us">Why us?</h3>'),
        ("[so](#a)\n# A", '<p><a href="#text-a" rel="noopener nofollow">so</a></p>\n<h3 id="text-a">A</h3>'),
        ('<a href="#litter">x</a>', '<p>&lt;a href="#litter"&gt;x&lt;/a&gt;</p>'),
    ],
)  # fmt: skip
def test_links_of_the_text(text: str, html: str) -> None:
    """`#id` leads to a part's page or to a heading of the text; what leads nowhere is only words."""
    made = linked(markdown(text), {"litter": "strategy/clean/litter/"}, lambda a: a.removeprefix("strategy/"))

    assert isinstance(made, Markup)
    assert str(made).replace("&quot;", '"') == html


def test_a_gap_is_no_gap_where_the_measures_are_missing() -> None:
    """Without the table of measures no part is said to have none; nor where rows of another table are left out."""
    for changes, said in (
        ({}, "No measure yet"),
        ({"withheld": ("measures",)}, "Not known"),
        ({"left_out": (("measures", 1),)}, "Not known"),
        ({"left_out": (("sprints", 1),)}, "Not known"),
        ({"withheld": ("initiatives",)}, "Not known"),
    ):
        pages, _ = planned(whole(replace(STRATEGY, **changes)))
        texts = {address: render_page(page) for address, page in pages.items()}

        assert said in texts["strategy/"]
        assert ["No measure yet" in text or "without a measure" in text for text in texts.values()] == [
            not changes and there for there in ("measure yet" in t or "without a measure" in t for t in texts.values())
        ]
        assert [text for text in texts.values() if ";</span>" in text or "; </span>" in text] == []
        assert ["did not pass its checks" in text for text in texts.values()] == [bool(changes)] * len(texts)
        assert ["No status and no target has changed" in text for text in texts.values()].count(True) * bool(
            changes
        ) == 0


def test_some_figures_of_a_strategy_may_be_facts() -> None:
    """The notice of a strategy with simulated figures does not call all of them made up."""
    pages, _ = planned(whole(replace(STRATEGY, simulated=True)))

    assert "Some of the numbers here are made up to show how it works; what is a fact says so." in render_page(
        pages["strategy/"]
    )
