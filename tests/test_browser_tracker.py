"""The list of actions in a browser: its filters, the counts that lead to them, and links to one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from browsing import Visit

TRACKER = "trackers/cleaner-blocks/"
SHOWN = "[data-entries] > li:visible"


def test_without_javascript_the_list_is_whole(visit: Visit) -> None:
    """With scripts off, every action stands in the list, and nothing offers to filter it."""
    page = visit(TRACKER, java_script_enabled=False)

    expect(page.locator(SHOWN)).to_have_count(14)
    expect(page.locator("form[data-filters]")).to_be_hidden()


def test_filters_narrow_the_list(visit: Visit) -> None:
    """Progress, group, party and words narrow the list together; a heading goes with the last of its actions."""
    page = visit(TRACKER)

    page.locator("select[name=progress]").select_option("in-progress")
    expect(page.locator(SHOWN)).to_have_count(5)
    page.locator("select[name=party]").select_option("pw")
    expect(page.locator(SHOWN)).to_have_count(2)
    expect(page.locator("section[data-group]:visible h3")).to_have_text(["Streets and alleys", "Saying what is wrong"])
    page.get_by_label("Search in actions").fill("alleys")
    expect(page.locator(SHOWN)).to_have_count(1)
    expect(page.locator("[data-count]")).to_have_text("1 of 14 actions")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(SHOWN)).to_have_count(14)
    expect(page.locator("section[data-group]:visible")).to_have_count(4)


def test_a_count_leads_to_its_actions(visit: Visit) -> None:
    """A number of the table opens the list with the filters that give as many actions."""
    page = visit(TRACKER)

    page.get_by_role("link", name="Streets and alleys: 2 in progress").click()

    expect(page.locator(SHOWN)).to_have_count(2)
    expect(page.locator("select[name=progress]")).to_have_value("in-progress")
    expect(page.locator("select[name=group]")).to_have_value("streets")


def test_a_link_to_a_hidden_action_shows_it(visit: Visit) -> None:
    """Whoever is led to an action sees it, whatever was filtered before."""
    page = visit(f"{TRACKER}?progress=complete#action-7")

    expect(page.locator("#action-7")).to_be_visible()
    expect(page.locator("select[name=progress]")).to_have_value("")
    page.locator("select[name=progress]").select_option("complete")
    expect(page.locator("#action-7")).to_be_hidden()
    page.evaluate("location.hash = '#action-14'")
    expect(page.locator("#action-14")).to_be_in_viewport()
