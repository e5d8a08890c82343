"""What readers meet: the demonstration in a browser, with mouse and keyboard, light and dark, wide and narrow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browsing import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from browsing import Visit

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "datasets/",
    "datasets/federal-receipts/",
    "datasets/earthquakes/",
    "datasets/weather-seattle-new-york/",
    "topics/",
    "topics/transportation/",
    "agencies/",
    "agencies/u.s.-geological-survey/",
    "status/",
    "sprints/",
    "sprints/resurfacing-sprint/",
    "sprints/pothole-sprint/",
    "strategy/",
    "strategy/clean/",
    "trackers/",
    "trackers/cleaner-blocks/",
    "academy/",
    "academy/first-steps/",
    "docs/measures/",
    "api/",
    "docs/",
    "docs/checks/",
    "docs/quality/",
    "docs/submit/",
    "about/",
    "no/such/page/",
)
"""One page of each kind, among them datasets with several tables, with categories and with maps."""

BARS = "datasets/us-employment/"
"""Its second chart has a bar for each of nine years."""

REPEATED = {"exclude": [["tbody tr:nth-child(n+6)"]]}
"""A long table's later rows are like its first: checking them all would take most of the time."""

every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.strip("/") or "home")


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it, of a colour such as `rgb(16, 24, 31)`."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def words(page: Page) -> str:
    """Give the words of what has the focus, or its name."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''")).strip()


def tab_to(page: Page, wanted: str, most: int = 20) -> list[str]:
    """Press Tab until `wanted` has the focus; gives the words of all stops on the way."""
    stops: list[str] = []
    while wanted not in stops and len(stops) < most:
        page.keyboard.press("Tab")
        stops.append(words(page))
    return stops


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_axe_finds_nothing(visit: Visit, path: str, scheme: str) -> None:
    """Every kind of page keeps the rules of WCAG 2.2 A and AA and axe's own, in light and in dark."""
    page = visit(path, color_scheme=scheme)

    rules = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=REPEATED, options=rules)

    assert [(v["id"], node["html"]) for v in found.response["violations"] for node in v["nodes"]] == []


@every_page
def test_a_narrow_window_needs_no_sideways_scrolling(visit: Visit, path: str) -> None:
    """Nothing is wider than a window of 320 pixels, and tables too wide for it scroll where the keyboard can go."""
    page = visit(path, viewport={"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (
        page.evaluate(
            """[...document.querySelectorAll('main table')].filter((table) =>
        table.scrollWidth > table.parentElement.clientWidth && !table.closest('.cs-scroll[tabindex="0"][aria-label]'))
        .map((table) => table.outerHTML)"""
        )
        == []
    )


@every_page
def test_a_page_asks_nothing_of_other_hosts(visit: Visit, faults: list[str], path: str) -> None:
    """A page calls no other host, keeps its content security policy and reports no error."""
    page = visit(path)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")

    assert page.locator('meta[http-equiv="Content-Security-Policy"]').count() == 1
    assert faults == []


def test_without_javascript_a_dataset_has_its_charts_and_numbers(visit: Visit) -> None:
    """With scripts off, charts are pictures with their numbers, and nothing offers what it can't do."""
    page = visit(BARS, java_script_enabled=False)

    expect(page.locator(".cs-chart__image--wide svg:visible")).to_have_count(2)
    expect(page.locator(".cs-numbers table:visible")).to_have_count(2)
    expect(page.locator(".cs-chart__explore:visible")).to_have_count(0)


def test_without_javascript_lists_are_whole(visit: Visit) -> None:
    """With scripts off, the catalogue and the table of updates show every dataset."""
    catalogue = visit("datasets/", java_script_enabled=False)
    status = visit("status/", java_script_enabled=False)
    total = catalogue.locator("[data-entries] > li").count()

    assert total > 15
    expect(catalogue.locator("[data-entries] > li:visible")).to_have_count(total)
    expect(catalogue.locator("form[data-filters]")).to_be_hidden()
    expect(status.locator("[data-sortable] tbody tr:visible")).to_have_count(total)


def rest_on(chart: Locator) -> None:
    """Reach for a chart with the pointer."""
    chart.locator(".cs-chart__image--wide").hover()


def press_button(chart: Locator) -> None:
    """Reach for a chart with the keyboard."""
    chart.get_by_role("button", name="Explore the chart").press("Enter")


@pytest.mark.parametrize("reach", [rest_on, press_button])
def test_charts_come_alive_when_reached_for(visit: Visit, reach: Callable[[Locator], None]) -> None:
    """The chart library is fetched at the first reach and not before, and the live chart has the picture's bars."""
    page = visit(BARS)
    chart = page.locator("#chart-2")
    bars = chart.locator(".cs-chart__image--wide .mark-rect.role-mark path")
    drawn = bars.count()
    page.wait_for_load_state("networkidle")
    library = "performance.getEntriesByType('resource').filter(({ name }) => /charts-\\w+\\.js/.test(name)).length"
    assert page.evaluate(library) == 0

    reach(chart)
    expect(chart.locator(".cs-chart__view")).to_be_visible()

    assert page.evaluate(library) == 1
    assert bars.count() == drawn == chart.locator(".cs-numbers tbody tr").count()


@pytest.mark.parametrize(
    "path", ["earthquakes", "unemployment-by-county", "unemployment-by-industry", "federal-receipts", "seattle-weather"]
)
def test_live_charts_draw_what_their_pictures_draw(visit: Visit, path: str) -> None:
    """A live chart has as many marks as its picture: data that is missing would not raise an error."""
    page = visit(f"datasets/{path}/")
    for chart in page.locator("figure.cs-chart").all():
        marks = chart.locator(".cs-chart__image--wide .role-mark path")
        drawn = marks.count()
        press_button(chart)
        expect(chart.locator(".cs-chart__view")).to_be_visible()

        assert drawn > 0
        assert marks.count() == drawn


def test_a_pointer_shows_a_bars_values(visit: Visit) -> None:
    """Pointing at a bar of a live chart shows its values."""
    page = visit(BARS)
    chart = page.locator("#chart-2")
    press_button(chart)

    chart.locator(".cs-chart__view .mark-rect.role-mark path").first.hover()

    expect(page.locator(".cs-tooltip")).to_be_visible()
    expect(page.locator(".cs-tooltip dd").first).not_to_be_empty()


def test_arrow_keys_walk_through_the_bars(visit: Visit) -> None:
    """After the button, arrow keys tell each bar's values aloud and Escape takes them away."""
    page = visit(BARS)
    chart = page.locator("#chart-2")
    tooltip = page.locator(".cs-tooltip")
    press_button(chart)
    expect(chart.locator(".cs-chart__view")).to_be_focused()

    page.keyboard.press("ArrowRight")
    expect(tooltip).to_be_visible()
    first = tooltip.inner_text()
    page.keyboard.press("ArrowRight")

    expect(tooltip).not_to_have_text(first)
    assert tooltip.get_attribute("aria-live") == "polite"
    assert tooltip.get_attribute("aria-hidden") is None
    page.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()


@pytest.mark.parametrize("lost", ["**/charts-*.js", "**/2-chart-wide.json"])
def test_a_chart_that_does_not_load_stays_a_picture(visit: Visit, faults: list[str], lost: str) -> None:
    """Where the library or the chart's data can't be fetched, the picture stays and words say so."""
    page = visit(BARS)
    page.route(lost, lambda route: route.abort())
    chart = page.locator("#chart-2")

    press_button(chart)

    expect(chart.get_by_role("status")).to_have_text(chart.get_attribute("data-failed") or "")
    expect(chart.locator(".cs-chart__image--wide svg")).to_be_visible()
    assert [fault for fault in faults if "ERR_FAILED" not in fault] == []
    faults.clear()


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("topic", "economy", 3),
        ("agency", "geonames", 1),
        ("format", "geojson", 8),
        ("timeliness", "overdue", 2),
        ("words", "Carbon dióxide", 1),
    ],
)
def test_filters_narrow_the_catalogue(visit: Visit, name: str, value: str, shown: int) -> None:
    """A filter narrows the list, the count says so, the address keeps it through a reload, and Clear shows all."""
    page = visit("datasets/")
    entries = page.locator("[data-entries] > li:visible")
    count = page.locator("[data-count]")
    total = entries.count()
    field = page.locator(f'[name="{name}"]')

    if name == "words":
        field.fill(value)
    else:
        field.select_option(value)
    expect(entries).to_have_count(shown)
    expect(count).to_have_text(re.compile(rf"^{shown} of {total} datasets$"))

    page.reload()
    expect(field).to_have_value(value)
    expect(entries).to_have_count(shown)

    page.locator("[data-filters]").get_by_role("button", name="Clear").click()
    expect(entries).to_have_count(total)
    expect(count).to_have_text(f"{total} datasets")
    assert "?" not in page.url


def test_filters_that_leave_nothing_say_so(visit: Visit) -> None:
    """Words that are in no dataset leave an empty list, and a sentence says what to do."""
    page = visit("datasets/?words=xylophone")

    expect(page.locator("[data-entries] > li:visible")).to_have_count(0)
    expect(page.locator("[data-count]")).to_have_text("No dataset fits these filters. Clear one of them to see more.")


def test_filters_work_together(visit: Visit) -> None:
    """Two filters show what fits both, and choices that would lead to nothing can't be chosen."""
    page = visit("datasets/?topic=transportation")
    page.locator('[name="format"]').select_option("geojson")

    expect(page.locator("[data-entries] > li:visible")).to_have_count(3)
    assert page.locator('option[value="geonames"]').is_disabled()


def test_the_table_of_updates_sorts_by_a_column(visit: Visit) -> None:
    """A column's button sorts the rows by it, up and then down, and the column's heading says which way."""
    page = visit("status/")
    heading = page.get_by_role("columnheader", name="Dataset")
    names = page.locator("[data-sortable] tbody th")

    heading.get_by_role("button").click()
    up = names.all_inner_texts()
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.get_by_role("button").press("Enter")

    assert heading.get_attribute("aria-sort") == "descending"
    assert names.all_inner_texts() == up[::-1]
    assert up == sorted(up, key=str.casefold)

    page.get_by_role("columnheader", name="Timeliness").get_by_role("button").click()
    assert page.locator("[data-sortable] tbody td:nth-child(3) .cs-badge").first.inner_text() == "Overdue"
    assert page.locator("[aria-sort]").count() == 1

    page.get_by_role("columnheader", name="Quality").get_by_role("button").click()
    scores = [int(score) for score in page.locator("[data-sortable] tbody td:nth-child(2) strong").all_inner_texts()]
    assert scores == sorted(scores)
    assert len(set(scores)) > 2


FOCUS = """() => {
  const focused = document.activeElement;
  const shown = focused.matches(".md-option") ? focused.nextElementSibling : focused;
  if (!shown.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
  let behind = shown.parentElement;
  while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
  const { outlineStyle, outlineColor } = getComputedStyle(shown);
  return [outlineStyle, outlineColor, getComputedStyle(behind).backgroundColor];
}"""
"""The ring round what has the focus, and what it stands on; nothing where that is out of sight."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_leads_through_the_home_page(visit: Visit, scheme: str) -> None:
    """Tab goes past the skip link and the menu to the data, and every stop on the way has a ring that can be seen."""
    page = visit(color_scheme=scheme)
    stops: list[str] = []
    while "Browse all data" not in stops:
        stops += tab_to(page, "Browse all data", most=1)
        assert len(stops) < 15
        style, ring, behind = page.wait_for_function(FOCUS).json_value()
        assert style != "none"
        assert contrast(ring, behind) >= 3

    assert stops[0] == "Skip to content"
    assert "Datasets" in stops


@pytest.mark.parametrize("path", ["", "datasets/earthquakes/", "docs/", "no/such/page/"])
def test_the_skip_link_leads_to_the_main_heading(visit: Visit, path: str) -> None:
    """Whatever the page, the first stop of the keyboard leads past the header, to where the main heading is."""
    page = visit(path)
    page.keyboard.press("Tab")
    assert words(page) == "Skip to content"

    page.keyboard.press("Enter")

    expect(page.locator(":focus h1")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-header, .md-tabs') === null")


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize(("before", "after"), [("light", "dark"), ("dark", "light")])
def test_the_keyboard_switches_between_light_and_dark(visit: Visit, before: str, after: str, key: str) -> None:
    """Tab finds the switch that shows, a key turns it and stays on it, and the next page keeps the choice."""
    page = visit(color_scheme=before)
    tab_to(page, f"Switch to {after}")
    expect(page.locator(":focus + label")).to_be_visible()

    page.keyboard.press(key)

    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", {"light": "default", "dark": "slate"}[after])
    assert words(page) == f"Switch to {before}"
    expect(page.locator(":focus + label")).to_be_visible()
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", {"light": "default", "dark": "slate"}[after])


def test_the_keyboard_opens_the_menu_of_a_narrow_window(visit: Visit) -> None:
    """In a narrow window the menu is a button: Enter opens it and goes in, Escape closes it and comes back."""
    page = visit(viewport={"width": 320, "height": 640})
    menu = page.get_by_role("button", name="Menu")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(menu).to_be_focused()

    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    assert "Agencies" in tab_to(page, "Agencies", most=7)
    expect(page.locator(":focus")).to_be_in_viewport()

    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("link", name="Agencies", exact=True)).to_have_count(0)


@pytest.mark.parametrize("live", [False, True], ids=["picture", "live"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_stand_out_from_the_page(visit: Visit, scheme: str, live: bool) -> None:
    """A chart's text and bars can be told from the page's background, drawn or live, in light and in dark."""
    page = visit(BARS, color_scheme=scheme)
    chart = page.locator("#chart-2")
    if live:
        press_button(chart)
        expect(chart.locator(".cs-chart__view")).to_be_visible()
    fill = "(all) => [...new Set(all.map((one) => getComputedStyle(one).fill))]"
    behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
    text = chart.locator(".cs-chart__image--wide text").evaluate_all(fill)
    bars = chart.locator(".cs-chart__image--wide .mark-rect.role-mark path").evaluate_all(fill)

    assert (luminance(behind) < 0.1) == (scheme == "dark")
    assert text
    assert bars
    assert [colour for colour in text if contrast(colour, behind) < 4.5] == []
    assert [colour for colour in bars if contrast(colour, behind) < 3] == []
