"""The search: what the index holds, that it is always the same, and what readers do with it in a browser."""

from __future__ import annotations

import gzip
import json
import re
import threading
from datetime import date
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browsing import RULES, Files
from civicstat.build import build_portal
from civicstat.errors import BrokenPortal
from civicstat.search import index_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, Page, Route

    from browsing import Visit

    Portal = Callable[[Mapping[str, Any]], Path]

CATALOG = Path(__file__).parents[1] / "catalog"

ONLY_IN_A_FIELD = "airspeed"
"""A word that only the description of a column holds: wildlife-strikes says of `speed` that it is the indicated one."""

ONLY_A_KEYWORD = "seismology"
"""A word that stands only among the keywords of the earthquakes."""

PAGE = '<html lang="en"><body><nav>Menu</nav><article data-pagefind-body>{}</article></body></html>'
PAGES = {
    "index.html": PAGE.format("<h1>Home</h1><p>Welcome.</p>"),
    "datasets/calls/index.html": PAGE.format(
        '<h1 data-pagefind-meta="kind:Dataset">Calls</h1><p>What people call about.</p>'
        '<table class="cs-table--rows"><tr><td>potholes</td></tr></table>'
    ),
    "404.html": "<html lang='en'><body><article><h1>This page is not here</h1></article></body></html>",
    "old/index.html": '<html lang="en"><body><p>This page has moved. <a href="..">Go</a>.</p></body></html>',
}


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files by their path."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def pages_in(built: Path) -> dict[str, dict[str, Any]]:
    """What the index holds of each page, by the page's address."""
    fragments = (built / "pagefind" / "fragment").iterdir()
    pages = [json.loads(gzip.decompress(f.read_bytes()).removeprefix(b"pagefind_dcd")) for f in fragments]
    return {page["url"]: page for page in pages}


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_the_index_holds_what_pages_say(tmp_path: Path) -> None:
    """A page is found by its own words; menus, numbers, redirects and the page for missing pages are left out."""
    index_pages(write(tmp_path, PAGES), "en")

    pages = pages_in(tmp_path)
    assert sorted(pages) == ["/", "/datasets/calls/"]
    assert pages["/datasets/calls/"]["meta"] == {"title": "Calls", "kind": "Dataset"}
    assert pages["/datasets/calls/"]["content"] == "What people call about."


def test_same_pages_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder, the time zone and the number of threads leave no mark on the index."""
    many = {
        f"p{n}/index.html": PAGE.format(f"<h1>Page {n}</h1><p>word{n % 7} word{n % 11} trees</p>") for n in range(99)
    }
    one, other = write(tmp_path / "a", many), write(tmp_path / "elsewhere" / "b", many)

    index_pages(one, "en")
    monkeypatch.setenv("RAYON_NUM_THREADS", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    index_pages(other, "en")

    assert files_in(one / "pagefind") == files_in(other / "pagefind")


def test_nothing_outside_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Pagefind's variables nor its settings file, lying about, change anything; nothing else is written."""
    plain = write(tmp_path / "plain", PAGES)
    index_pages(plain, "en")
    meddled = write(tmp_path / "meddled", PAGES | {"pagefind.yml": "exclude_selectors: [p]\n"})
    before = set(files_in(meddled))
    monkeypatch.chdir(meddled)
    monkeypatch.setenv("PAGEFIND_OUTPUT_SUBDIR", "elsewhere")
    index_pages(meddled, "en")

    assert files_in(plain / "pagefind") == files_in(meddled / "pagefind")
    assert {f for f in files_in(meddled) if not f.startswith("pagefind/")} == before


@pytest.mark.parametrize(("language", "program"), [("en", "en"), ("pt-BR", "pt"), ("xx", "unknown")])
def test_readers_fetch_only_their_language(tmp_path: Path, language: str, program: str) -> None:
    """The published folder holds the index, what reads it, and its licence: no search boxes, no other languages."""
    index_pages(write(tmp_path, PAGES), language)

    assert sorted(re.sub(r"\.\w+_[0-9a-f]+\.", ".*.", f.name) for f in (tmp_path / "pagefind").iterdir()) == [
        "LICENSE.txt",
        "fragment",
        "index",
        "pagefind-entry.json",
        "pagefind.*.pf_meta",
        "pagefind.js",
        f"wasm.{program}.pagefind",
    ]


def test_a_folder_of_that_name_is_refused(tmp_path: Path) -> None:
    """A city's own folder at the index's address stops the build."""
    write(tmp_path, PAGES | {"pagefind/mine.txt": "mine"})

    with pytest.raises(BrokenPortal, match="site_src/pagefind/: stands at the address of the search index"):
        index_pages(tmp_path, "en")


def test_a_failure_is_told(tmp_path: Path) -> None:
    """Where Pagefind fails, its own words are handed on."""
    with pytest.raises(BrokenPortal, match=r"could not make the search index:[\s\S]*did not contain any html files"):
        index_pages(tmp_path, "en")


def test_the_demonstration_is_indexed_whole(demonstration: Path) -> None:
    """Every page of the portal is in the index, and nothing of the theme's own search is left."""
    articles = {
        f"/{path.parent.relative_to(demonstration).as_posix()}/".replace("/./", "/")
        for path in demonstration.rglob("index.html")
        if "<article" in path.read_text(encoding="utf-8")
    }

    assert set(pages_in(demonstration)) == articles
    assert {p["meta"].get("kind") for p in pages_in(demonstration).values()} >= {"Dataset", "Topic", "Agency"}
    left = [*demonstration.glob("search"), *demonstration.rglob("*lunr*"), *demonstration.rglob("*/workers")]
    assert left == []


def test_the_words_are_where_the_tests_say() -> None:
    """The words that the tests search for stand only in a field's description, and only among the keywords."""
    for descriptor in CATALOG.glob("*/datapackage.json"):
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        keywords = package.pop("keywords", [])
        fields = [f for r in package["resources"] for f in r.get("schema", {}).get("fields", [])]
        described = [f.pop("description", "") for f in fields]
        here = descriptor.parent.name
        assert any(ONLY_IN_A_FIELD in text for text in described) == (here == "wildlife-strikes")
        assert (ONLY_A_KEYWORD in keywords) == (here == "earthquakes")
        assert ONLY_IN_A_FIELD not in json.dumps([package, keywords]).casefold()
        assert ONLY_A_KEYWORD not in json.dumps([package, described]).casefold()


STATUS = "dialog [role='status']"

HOSTILE = '<img src=x onerror="document.title=1"> & <mark>calls</mark>'


@pytest.fixture(scope="session")
def strange(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve, from a host's root, a portal with a hostile package that has had another name."""
    root = portal(
        {
            "mkdocs.yml": "site_name: Springfield\ndocs_dir: site_src\ntheme:\n  name: material\n",
            "site_src/about.md": "# About\n",
            "catalog/calls/datapackage.json": {
                "name": "calls",
                "title": HOSTILE,
                "description": "Tells of &lt;b&gt; and `<script>alert(1)</script>`, but never of numbers.",
                "civicstat": {"formerNames": ["telephone"]},
                "resources": [{"name": "calls", "path": "calls.csv"}],
            },
            "catalog/calls/calls.csv": "day,calls\n2026-01-01,4\n2026-01-02,6\n",
        }
    )
    built = build_portal(root, today=date(2026, 2, 1)).out
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def search_for(page: Page, words: str) -> None:
    """Open the search with a key, type, and wait for the answer, for which a busy machine may load a while."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.locator(STATUS, has_text=f"“{words}”").wait_for(timeout=90_000)


@pytest.mark.browser
def test_a_word_of_a_fields_description_finds_its_dataset(visit: Visit, address: str) -> None:
    """With nothing but the keyboard, a word that only a field's description holds leads to that field."""
    page = visit("topics/budget/")

    search_for(page, ONLY_IN_A_FIELD)
    expect(page.locator(STATUS)).to_have_text(f"1 result for “{ONLY_IN_A_FIELD}”")
    expect(page.locator(".cs-result__text mark")).to_have_text(f"{ONLY_IN_A_FIELD};")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cs-result a")).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url(f"{address}datasets/wildlife-strikes/#field-strikes-speed")
    expect(page.locator("#field-strikes-speed")).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("mauna loa", "datasets/carbon-dioxide-mauna-loa/"),
        (ONLY_A_KEYWORD, "datasets/earthquakes/"),
        ("GeoNames", "agencies/geonames/"),
        ("Energy", "topics/energy/"),
        ("cost_repair", "datasets/wildlife-strikes/#field-strikes-cost_repair"),
    ],
)
def test_enter_opens_the_best_result(visit: Visit, address: str, words: str, path: str) -> None:
    """Titles, keywords, agencies, topics and names of columns are found, and Enter after the words opens the first."""
    page = visit()

    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    page.keyboard.press("Enter")

    expect(page).to_have_url(address + path)


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "datasets/earthquakes/", "no/such/page/"])
def test_the_search_works_from_every_page(visit: Visit, address: str, path: str) -> None:
    """From the root, from deep below, and from an address that leads nowhere, results lead to the same places."""
    page = visit(path)
    search_for(page, "mauna loa")

    expect(page.locator(".cs-result a").first).to_have_attribute("href", f"{address}datasets/carbon-dioxide-mauna-loa/")


@pytest.mark.browser
def test_nothing_is_fetched_before_the_search_is_opened(visit: Visit) -> None:
    """A page without a search costs nothing of it, and a search fetches little."""
    page = visit("datasets/")
    page.wait_for_load_state("networkidle")
    fetched = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/pagefind/'))"
    assert page.evaluate(f"{fetched}.length") == 0

    search_for(page, "unemployment")

    assert page.evaluate(f"{fetched}.length") > 3
    assert page.evaluate(f"{fetched}.reduce((sum, {{ encodedBodySize }}) => sum + encodedBodySize, 0)") < 250_000


@pytest.mark.browser
def test_arrows_walk_through_the_results(visit: Visit) -> None:
    """Down and up move through field, results and the button for more; letters go on with the words."""
    page = visit()
    search_for(page, "baltimore")
    field, links = page.get_by_role("searchbox"), page.locator(".cs-result a")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()

    page.keyboard.press("ArrowDown")
    page.keyboard.type("city")
    expect(field).to_be_focused()
    expect(field).to_have_value("baltimorecity")


@pytest.mark.browser
def test_more_results_come_on_demand(visit: Visit) -> None:
    """Eight results are shown; the button brings the next, and the focus goes to the first of them."""
    page = visit()
    search_for(page, "dataset")
    links = page.locator(".cs-result a")
    expect(links).to_have_count(8)

    page.get_by_role("button", name="Show more results").press("Enter")

    expect(links).to_have_count(16)
    expect(links.nth(8)).to_be_focused()


@pytest.mark.browser
def test_escape_leads_back(visit: Visit) -> None:
    """Escape closes the search, whatever has the focus in it, and the focus returns to the button."""
    page = visit()
    button = page.get_by_role("button", name="Search", exact=True)
    for keys in (["a"], ["a", "ArrowDown"]):
        button.press("Enter")
        expect(page.get_by_role("searchbox")).to_be_focused()
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Escape")

        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(button).to_be_focused()


@pytest.mark.browser
def test_keys_typed_into_a_field_stay_there(visit: Visit) -> None:
    """The shortcut is a plain character where the reader is typing."""
    page = visit("datasets/")
    field = page.locator('[name="words"]')
    field.focus()

    page.keyboard.type("a/b")

    expect(field).to_have_value("a/b")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.browser
def test_the_key_of_one_character_can_be_switched_off(visit: Visit) -> None:
    """Who speaks to the computer can switch the key `/` off (WCAG 2.1.4); Ctrl+K goes on to work, on every page."""
    page = visit()
    page.keyboard.press("/")
    page.get_by_role("checkbox").uncheck()
    page.reload()

    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("checkbox")).not_to_be_checked()


@pytest.mark.browser
@pytest.mark.parametrize("words", ["xylophone", "zeppelins on mars", "   "])
def test_nothing_found_is_said(visit: Visit, words: str) -> None:
    """Words that no page has get an answer that says so and helps on, not pages that begin alike."""
    page = visit("datasets/earthquakes/")
    page.keyboard.press("/")
    page.keyboard.type(words)

    expect(page.locator(STATUS)).to_have_text(f"Nothing was found for “{words}”." if words.strip() else "")
    expect(page.locator(".cs-result")).to_have_count(0)
    page.get_by_role("link", name="look through all datasets").click()
    expect(page.get_by_role("heading", name="Datasets", level=1)).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["**/pagefind.js*", "**/pagefind-entry.json*", "**/*.pf_meta", "**/wasm.en.pagefind"])
def test_a_failure_to_load_is_said(visit: Visit, faults: list[str], lost: str) -> None:
    """Where a part can't be fetched the search says so, and works once the connection is back."""
    page = visit()
    page.route(lost, lambda route: route.abort())
    page.keyboard.press("/")
    page.keyboard.type("mauna")
    failed = page.locator("dialog").get_attribute("data-failed") or ""
    expect(page.locator(STATUS)).to_have_text(failed)

    page.unroute(lost)
    page.keyboard.type(" loa")

    expect(page.locator(".cs-result a").first).to_contain_text("Mauna Loa")
    faults.clear()


@pytest.mark.browser
def test_waiting_is_said(visit: Visit) -> None:
    """A search that takes its time says that it is on its way."""
    page = visit()
    held: list[Route] = []
    page.route("**/*.pf_index", lambda route: held.append(route))  # noqa: PLW0108 - not a built-in
    page.keyboard.press("/")
    page.keyboard.type("mauna")
    expect(page.locator(STATUS)).to_have_text("Searching …")

    held[0].continue_()

    expect(page.locator(STATUS)).to_contain_text("for “mauna”")


@pytest.mark.browser
@pytest.mark.parametrize("words", ["", "weather", "xylophone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_search(visit: Visit, scheme: str, words: str) -> None:
    """The open search keeps the rules of WCAG 2.2 A and AA and axe's own, empty, with results and without."""
    page = visit("datasets/earthquakes/", color_scheme=scheme, reduced_motion="reduce")
    search_for(page, words) if words else page.keyboard.press("/")

    rules = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, context={"include": [["dialog"], [".md-header"]]}, options=rules)

    assert [(v["id"], node["html"]) for v in found.response["violations"] for node in v["nodes"]] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360])
def test_the_search_fits_a_phone(visit: Visit, width: int) -> None:
    """On a phone nothing is wider than the window, and what is touched measures 44 pixels."""
    page = visit("datasets/earthquakes/", viewport={"width": width, "height": 640})
    button = page.get_by_role("button", name="Search", exact=True)
    targets = [button.bounding_box()]
    button.click()
    page.keyboard.type("dataset")
    expect(page.locator(".cs-result")).to_have_count(8)
    for target in ("searchbox", "button"):
        targets += [found.bounding_box() for found in page.get_by_role("dialog").get_by_role(target).all()]
    targets += [result.bounding_box() for result in page.locator(".cs-result").all()]

    assert len(targets) == 12
    assert [box for box in targets if not box or box["width"] < 44 or box["height"] < 44] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.cs-search__body').scrollWidth") <= width


@pytest.mark.browser
def test_without_javascript_the_way_to_the_search_leads_to_the_datasets(visit: Visit, address: str) -> None:
    """With scripts off, the header has a link to all datasets in the place of a button that would do nothing."""
    page = visit("about/", java_script_enabled=False)
    page.locator(".md-header").get_by_role("link", name="All datasets").click()

    expect(page).to_have_url(f"{address}datasets/")
    expect(page.locator("dialog")).to_be_hidden()


@pytest.mark.browser
def test_hostile_text_is_shown_as_text(browser: Browser, strange: str) -> None:
    """Markup in a title or a description is found and shown as it was written; a page's old address is not found."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(strange)

    search_for(page, "calls")
    result = page.locator(".cs-result").first
    expect(result.get_by_role("link")).to_have_text(HOSTILE)
    expect(result.locator(".cs-result__text")).to_contain_text("Tells of <b> and <script>alert(1)</script>, but never")
    expect(page.locator("dialog img, dialog script")).to_have_count(0)
    page.get_by_role("searchbox").fill("moved")
    expect(page.locator(STATUS)).to_contain_text("“moved”")
    expect(page.locator("dialog a[href*='datasets/telephone']")).to_have_count(0)

    assert said == []
    page.close()
