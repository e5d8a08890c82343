"""The pages for staff: every check with its examples, and the way of an update."""

from __future__ import annotations

import re
from datetime import date

import pytest

from civicstat import guide
from civicstat.codes import CODES, KINDS
from civicstat.model import Contact
from civicstat.pages import Page
from civicstat.render import render_page
from civicstat.settings import Settings, Site

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
