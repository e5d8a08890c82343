"""The pages for staff: every check with its examples, and the way of an update."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from civicstat import guide
from civicstat.codes import CODES, KINDS
from civicstat.model import Contact
from civicstat.planned import Page
from civicstat.render import render_page
from civicstat.review.report import as_markdown
from civicstat.settings import Settings, Site
from review_example import AFTER, BEFORE, field, package, review, written

if TYPE_CHECKING:
    from pathlib import Path

    from review_example import Commit, Git

CITY = Site("Springfield", "https://data.example.org/", "https://github.com/springfield/portal")


def checks() -> str:
    """The page on every check."""
    shared = {"settings": Settings(), "site": CITY, "today": date(2026, 1, 2)}
    return render_page(Page("docs/checks/index.md", "checks.md", "", {**shared, **guide.CHECKS}))


def submit(site: Site = CITY, settings: Settings | None = None) -> str:
    """The page on submitting an update."""
    shared = {"settings": settings or Settings(), "site": site, "today": date(2026, 1, 2)}
    return render_page(Page("docs/submit/index.md", "submit.md", "", {**shared, **guide.SUBMIT}))


def test_every_code_has_its_place() -> None:
    """Each code, and each of Frictionless's types of error, has an address on the page, and no two have one."""
    ids = re.findall(r' id="([^"]+)"', checks())

    assert {code.anchor for code in CODES.values()} | {kind.anchor for kind in KINDS} <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["MD001", "DT010", "PV001", "DP001"])
def test_waiver_to_copy(code: str) -> None:
    """A check that may be let pass shows what to write for it, with a column where it looks at columns."""
    part = checks().split(f'id="{code.lower()}"')[1].split("</section>")[0]

    assert (f'"check": "{code}"' in part) == CODES[code].waivable
    assert ('"field"' in part) == CODES[code].about_columns


def test_submit_leads_to_the_repository() -> None:
    """Where the repository is known, the guide leads to its catalogue; elsewhere it says whom to ask."""
    assert 'href="https://github.com/springfield/portal/tree/main/catalog"' in submit()
    assert "github.com/springfield" not in submit(Site("Springfield"))
    assert "whoever runs the portal can tell you the address" in submit(Site("Springfield"))


def test_submit_names_the_contact() -> None:
    """Who looks at a proposal is the portal's contact, where it has one."""
    named = submit(settings=Settings(contact=Contact("Open data team", "opendata@example.org")))

    assert "A colleague who may merge: Open data team." in named
    assert "A colleague who may merge: the team that runs the portal." in submit()


def test_sketches_can_be_read_aloud() -> None:
    """Every picture has a description, and a caption that says it is a sketch."""
    page = submit()

    pictures = re.findall(r'<svg [^>]*role="img" aria-label="([^"]{40,})"', page)
    assert len(pictures) == page.count("<svg") == page.count("<figcaption>Sketch: ") == 7


def test_the_sketch_says_what_a_review_says(proposal: Path, git: Git, commit: Commit) -> None:
    """What stands in the picture of a pull request is what the comment says of such a change, word for word."""
    git(proposal, "checkout", "--quiet", "main")
    fields = [field("month", "yearmonth"), field("branch", "string"), field("visits", "integer")]
    visits = [["month", "branch", "visits"], ["2026-01", "Central", 41250], ["2026-01", "Riverside", 9120]]
    described = package("library-visits", {"visits": fields})
    commit(proposal, BEFORE, written(described, visits=visits))
    git(proposal, "checkout", "--quiet", "-b", "february")
    fresh = [["2026-02", "Central", 40112], ["2026-02", "Riverside", "9 105"]]
    commit(proposal, AFTER, written(described, visits=[*visits, *fresh]))
    comment = re.sub(r"[*`]", "", as_markdown(review(proposal)))

    picture = submit().rpartition("<svg")[2].partition("Check the catalogue</text>")[0]
    lines = re.findall(r"<text [^>]*>(.*?)</text>", picture)[1:]
    said = " ".join(re.sub(r"<[^>]+>", "", line) for line in lines if line != "•")
    parts = re.split(r" (?=Not valid|Error|Found)", said.removesuffix(" …"))
    assert len(parts) == 4
    assert [part for part in parts if part not in comment] == []
