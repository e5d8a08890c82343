"""The page on measures for staff: its definitions are the program's, and its examples can be copied."""

from __future__ import annotations

import inspect
import json
import re
from datetime import date
from html import unescape

import pytest

from civicstat.jsonschemas import problems
from civicstat.planned import Page
from civicstat.progress.explained import CONDITIONS, KINDS, explained, letter
from civicstat.reckoning import status
from civicstat.reckoning.rollup import RULE
from civicstat.reckoning.values import STATUSES, Thresholds
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from civicstat.shapes import MEASURED, SHAPES


def page(settings: Settings | None = None) -> str:
    """The page on measures."""
    settings = settings or Settings()
    shared = {"settings": settings, "site": Site("Springfield"), "today": date(2026, 1, 2)}
    return render_page(Page("docs/measures/index.md", "measures.md", "", {**shared, **explained(settings.thresholds)}))


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("definition", [status.expected, status.attainment], ids=lambda f: f.__name__)
def test_formulas_are_the_programs(definition: object) -> None:
    """The formula that a function follows stands on the page as in its docstring."""
    formulas = re.findall(r"^ {4}(\S.*=.*)$", inspect.getdoc(definition) or "", re.MULTILINE)

    assert formulas
    assert [f for f in formulas if f not in words(page())] == []


def test_all_words_are_explained() -> None:
    """Every status, table, column and way to reckon stands on the page."""
    text = page()

    assert [w for w in STATUSES if f"cs-status--{w.replace(' ', '-')}" not in text] == []
    tables = [(kind, table) for kind in MEASURED for table in SHAPES[kind]]
    assert [t.name for kind, t in tables if f'id="table-{kind}-{t.name}"' not in text] == []
    assert [c.name for _, t in tables for c in t.columns if f"<code>{c.name}</code>" not in text] == []
    assert [k.word for k in KINDS if f'id="reckon-{k.word}"' not in text] == []
    assert RULE in words(text)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.word)
def test_examples_can_be_copied(kind: object) -> None:
    """Each entry of `civicstat.measures` that is shown keeps to the schema."""
    assert problems({"measures": [kind.entry]}, "civicstat") == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", [form for form, _ in CONDITIONS])
def test_conditions_can_be_copied(form: str) -> None:
    """Each form of a condition that is shown keeps to the schema."""
    entry = {**KINDS[0].entry, "where": [json.loads(form)]}
    assert problems({"measures": [entry]}, "civicstat") == []


def test_the_schema_knows_no_other_way_to_reckon() -> None:
    """A word that the page does not explain is refused."""
    assert problems({"measures": [{**KINDS[0].entry, "reckon": "average"}]}, "civicstat") != []


def test_the_portals_own_thresholds() -> None:
    """The page tells the thresholds in force, and judges its example by them."""
    strict = words(page(Settings(thresholds=Thresholds(0.9, 0.8))))

    assert "At least 80% of the progress expected by now was made." in strict
    assert "71.4% of the progress expected: Off track" in strict
    assert "71.4% of the progress expected: At risk" in words(page())


def test_what_only_programs_meet_is_left_out() -> None:
    """No exception is named to staff."""

    def example() -> None:
        """Some rule. Raises ValueError where it can't be. And so on."""

    assert letter(example) == "Some rule. And so on."
    assert "Raises" not in page()


def test_anchors_are_unique() -> None:
    """No two parts of the page have one address."""
    ids = re.findall(r' id="([^"]+)"', page()) + re.findall(r"\{: #([\w-]+) \}", page())

    assert len(ids) == len(set(ids))
    assert {"expected", "attainment", "statuses", "targets", "forecast", "rollup", "rows", "begin", "close"} <= set(ids)
