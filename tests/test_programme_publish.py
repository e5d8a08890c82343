"""The pages of the open data programme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.feeds import write_feeds
from civicstat.model import Catalog
from civicstat.pages import plan_pages
from civicstat.programme.publish import plan_programme, reviews_of
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from programme_packages import DAY, INVENTORY, OWN, TREES, facts_of, programme_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.facts import Facts
    from civicstat.planned import Page
    from programme_packages import Studied

    Portal = Callable[[Mapping[str, Any]], Path]

SHARED = {"settings": Settings(fiscal_year_start=7), "site": Site("Portal"), "today": DAY}


@pytest.fixture(scope="module")
def pages(portal: Portal, study: Studied) -> dict[str, Page]:
    """The pages of a programme, by address."""
    return planned(facts_of(portal({**programme_files(), **TREES}), study))


def planned(facts: Facts) -> dict[str, Page]:
    """The pages of a portal's programmes, by address."""
    made, downloads = plan_programme(facts, SHARED)
    assert downloads == []
    return {page.address: page for page in made}


def words(page: Page) -> str:
    """A page's text, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", render_page(page)).split())


def test_the_pages(pages: dict[str, Page]) -> None:
    """There is a page for the programme, the inventory, the timeline, each agency, and each year with something."""
    assert list(pages) == [
        "programme/",
        "programme/inventory/",
        "programme/timeline/",
        "programme/agencies/health/",
        "programme/agencies/parks/",
        "programme/agencies/roads/",
        "programme/reports/",
        "programme/reports/fy2027/",
        "programme/reports/fy2026/",
    ]
    assert all(page.content for page in pages.values())
    assert len({page.content for page in pages.values()}) == len(pages)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("programme/", "programme"),
        ("programme/inventory/", "inventory"),
        ("programme/timeline/", "timeline"),
        ("programme/agencies/parks/", "agency"),
        ("programme/reports/", "reports"),
        ("programme/reports/fy2026/", "fy2026"),
        ("programme/reports/fy2027/", "fy2027"),
    ],
)
def test_golden(pages: dict[str, Page], golden: Callable[[str, str], None], address: str, name: str) -> None:
    """Each kind of page says what it should."""
    golden(f"programme/{name}.md", render_page(pages[address]))


def test_without_a_programme(portal: Portal, study: Studied) -> None:
    """The index is there, and says how staff begin an inventory."""
    [page] = planned(facts_of(portal(TREES), study)).values()

    assert page.address == "programme/"
    assert "civicstat new programme" in words(page)


def test_several_programmes(portal: Portal, study: Studied) -> None:
    """Each of several programmes has its pages below its own name, and the index leads to them."""
    own = {**OWN, "simulated": True}
    both = {**programme_files(), **programme_files(own=own, name="waste", title="Waste data"), **TREES}

    found = planned(facts_of(portal(both), study))

    assert {"programme/", "programme/programme/", "programme/waste/", "programme/waste/agencies/parks/"} <= set(found)
    index = render_page(found["programme/"])
    assert 'href="programme/"' in index
    assert 'href="waste/"' in index
    assert "Simulated figures" in index
    assert "Simulated figures" in words(found["programme/waste/reports/fy2026/"])
    assert "Simulated figures" not in words(found["programme/programme/reports/fy2026/"])


def test_simulated_figures_are_marked_on_every_page(portal: Portal, study: Studied) -> None:
    """A programme that is made up says so wherever its figures stand."""
    found = planned(facts_of(portal({**programme_files(own={**OWN, "simulated": True}), **TREES}), study))

    assert [address for address, page in found.items() if "Simulated figures" not in words(page)] == []


def test_nothing_of_protected_data_is_on_any_page(portal: Portal, study: Studied) -> None:
    """Of protected, sensitive and unclassified data no note, dataset, plan or review is told, whatever was waived."""
    rows = (
        "a,Case files,Health,protected,planned,secret-a,2031-01-01,2031-02-02,confidential,R/P2M,SECRET note\n"
        "b,Unsorted,Health,,published,https://example.org/secret,2031-03-03,2026-04-04,,R/P2M,SECRET too\n"
    )
    reviews = "entry,date,reviewer,outcome,note\na,2026-01-01,,refused,SECRET review\n"
    hidden = {"catalog/h/datapackage.json": {"name": "secret-h", "title": "SECRET", "accessLevel": "non-public"}}
    waiver = {"check": "PV013", "reason": "It is known anyway.", "role": "Chief Data Officer", "date": "2026-10-01"}
    own = {**OWN, "waivers": [waiver]}
    files = {**programme_files({"inventory": INVENTORY + rows, "reviews": reviews}, own), **TREES, **hidden}

    found = planned(facts_of(portal(files), study))

    texts = {address: render_page(page) for address, page in found.items()}
    assert [
        a for a, text in texts.items() if re.search("secret|2031|every 2 months|two months", text, re.IGNORECASE)
    ] == []
    assert "Case files" in texts["programme/inventory/"]
    assert "1 more sensitive entry" in words(found["programme/"])


def test_wrong_tables_leave_the_rest(portal: Portal, study: Studied) -> None:
    """A table that can't be used is named, with what can't be told; the other pages stand."""
    tables = {"inventory": "name,what\nx,y\n", "reviews": None, "requests": "date,asked\nsoon,What?\n"}

    found = planned(facts_of(portal({**programme_files(tables), **TREES}), study))

    assert "The inventory did not pass its checks" in words(found["programme/"])
    assert "programme/agencies/parks/" in found
    assert [render_page(page) for page in found.values()]


@pytest.fixture(scope="module")
def without_inventory(portal: Portal, study: Studied) -> dict[str, Page]:
    """The pages of a programme whose inventory can't be used."""
    return planned(facts_of(portal({**programme_files({"inventory": "name,what\nx,y\n"}), **TREES}), study))


def test_no_noughts_of_an_inventory_that_cannot_be_shown(without_inventory: dict[str, Page]) -> None:
    """Without the inventory no page tells of noughts, or that nothing is published, and there are no reports."""
    texts = {address: words(page) for address, page in without_inventory.items()}

    assert not [a for a in texts if "/fy" in a]
    assert all("The inventory did not pass its checks" in text for text in texts.values())
    wrong = r"Nothing is|Nothing was|\b0 (entries|releases)|nothing of this agency|None yet|in no inventory"
    assert [a for a, text in texts.items() if re.search(wrong, text)] == []
    assert not re.search(r'<td class="cs-num"[^>]*>0<', render_page(without_inventory["programme/"]))


def test_no_noughts_of_other_tables_that_cannot_be_shown(portal: Portal, study: Studied) -> None:
    """Reviews, requests and coordinators that can't be shown are not known, rather than none."""
    tables = {"coordinators": "who\nx\n", "reviews": "when\nx\n", "requests": "what\nx\n"}

    found = planned(facts_of(portal({**programme_files(tables), **TREES}), study))

    texts = {address: words(page) for address, page in found.items()}
    wrong = r"\b0 re(views|quests)|[Nn]o review|No coordinator|None is named"
    assert [a for a, text in texts.items() if re.search(wrong, text)] == []
    report = texts["programme/reports/fy2026/"]
    assert re.search(r"Reviews before publication +not known", report)
    assert re.search(r"Requests from the public +not known", report)
    assert "reviews not known, requests from the public not known" in texts["programme/reports/"]
    assert [a for a, text in texts.items() if "did not pass its checks" not in text] == []


def test_an_annual_report_of_slips(portal: Portal, study: Studied) -> None:
    """A report says what it doesn't know the day of, and tells of a year that is over as it was at its end."""
    rows = (
        "old,Old,Parks,publishable,published,https://example.org/old,2024-10-01,,,,\n"
        "last,Last,Parks,publishable,published,https://example.org/last,2025-06-30,2025-07-05,,,\n"
    )

    found = planned(facts_of(portal({**programme_files({"inventory": INVENTORY + rows}), **TREES}), study))

    text = words(found["programme/reports/fy2025/"])
    assert "Nothing is known to have been published in the year." in text
    assert (
        "Of 2 releases planned for the year, none is known to have come on time, 1 on a day that is not known, "
        "and 1 did not come by the end of the year." in text
    )
    assert "Nothing new was published" not in text
    assert "not published yet" not in text
    assert "Not by the end of the year published July 5, 2025" in text


def test_what_the_public_asked_for(portal: Portal, study: Studied) -> None:
    """An agency's page has its requests however they spell it; what is dated after today is on no page."""
    requests = "date,asked,agency\n2026-10-01,Where are oaks?,PARKS\n2062-10-01,Where are elms?,Parks\n"

    found = planned(facts_of(portal({**programme_files({"requests": requests}), **TREES}), study))

    texts = {address: words(page) for address, page in found.items()}
    assert "Where are oaks?" in texts["programme/agencies/parks/"]
    assert [a for a, text in texts.items() if "Where are elms?" in text] == []


def test_texts_of_the_package_are_shown_as_written(portal: Portal, study: Studied) -> None:
    """Titles, notes and disclaimers can't bring markup along."""
    own = {"kind": "programme", "programme": {"disclaimers": ["<script>1</script>"], "law": {"title": "<b>L</b>"}}}
    inventory = INVENTORY + '"<i>x</i>",<img src=x>,<u>A</u>,publishable,planned,,2027-01-01,,,,<script>2</script>\n'

    found = planned(facts_of(portal({**programme_files({"inventory": inventory}, own=own), **TREES}), study))

    texts = "".join(render_page(page) for page in found.values())
    assert not re.search(r"<script>[12]|<img|<u>A|<b>L|<i>x", texts)


def test_a_change_changes_the_content(portal: Portal, study: Studied) -> None:
    """A page's content differs as soon as what it shows does, so that no old page is kept."""
    before = planned(facts_of(portal({**programme_files(), **TREES}), study))
    request = "date,asked\n2026-10-01,What else?\n"
    after = planned(facts_of(portal({**programme_files({"requests": request}), **TREES}), study))

    assert [a for a in after if before[a].content == after[a].content] == []


def test_a_made_up_review_says_so_on_the_page_of_a_real_dataset(portal: Portal, study: Studied) -> None:
    """The page of a dataset that is no simulation has the notice beside a review that is."""
    facts = facts_of(portal({**programme_files(own={**OWN, "simulated": True}), **TREES}), study)
    feeds = write_feeds(facts, Settings(), Site("Portal"))

    plan = plan_pages(Catalog(tuple(p.package for p in facts.packages)), facts, Settings(), Site("Portal"), feeds)

    [page] = [p for p in plan.pages if p.address == "datasets/street-trees/"]
    assert "Reviewed before publication on March 20, 2026 Simulated review" in words(page)


def test_the_review_of_a_dataset(portal: Portal, study: Studied) -> None:
    """A dataset has its last review, whether that was before its release, and the page where it is told in full."""
    facts = facts_of(portal({**programme_files(), **TREES}), study)

    found = reviews_of(facts)

    assert {n: (str(r.review.day), r.address, r.before) for n, r in found.items()} == {
        "street-trees": ("2026-03-20", "programme/agencies/parks/", True)
    }
    assert [u.address for p in facts.packages if p.package.kind == "programme" for u in p.used_by] == ["programme/"]
