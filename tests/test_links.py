"""The demonstration's finished pages, read as files: where their links lead, and what each page has."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HOST = "https://data.example.org"
BASE = f"{HOST}/portal/"


class Reader(HTMLParser):
    """A page's ids, the addresses it names, its headings, and what its head says."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.language = self.title = self.description = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        named = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [named["id"]] if "id" in named else []
        self.addresses += [
            named[name] for name in ("href", "src", "data-spec-wide", "data-spec-narrow") if name in named
        ]
        if tag == "html":
            self.language = named.get("lang", "")
        if tag == "meta" and named.get("name") == "description":
            self.description = named.get("content", "")

    def handle_data(self, data: str) -> None:
        """Note the page's title, which is the only text outside the page."""
        if self.tags and self.tags[-1] == "title" and not self.title:
            self.title = data.strip()


@pytest.fixture(scope="session")
def pages(demonstration: Path) -> dict[str, Reader]:
    """Every page of the demonstration, by its address."""
    return {
        f"{BASE}{file.relative_to(demonstration).as_posix().removesuffix('index.html')}": Reader(
            file.read_text(encoding="utf-8")
        )
        for file in sorted(demonstration.rglob("*.html"))
    }


def test_every_link_leads_somewhere(demonstration: Path, pages: dict[str, Reader]) -> None:
    """Every link, picture, script and download of every page is there, and so is every anchor."""
    dead = []
    for here, page in pages.items():
        for address in page.addresses:
            target = urlsplit(urljoin(here, address))
            if f"{target.scheme}://{target.netloc}" != HOST:
                continue
            path = unquote(target.path).removeprefix("/portal/")
            file = demonstration / path / "index.html" if path.endswith("/") or not path else demonstration / path
            there = pages.get(f"{HOST}{unquote(target.path)}")
            anchor = unquote(target.fragment)
            if not file.is_file() or (anchor and (there is None or anchor not in there.ids)):
                dead.append((here, address))

    assert len(pages) > 40
    assert dead == []


def test_every_page_has_one_main_heading_a_language_and_a_title(pages: dict[str, Reader]) -> None:
    """Every page has exactly one h1, says its language and has a title; no id stands twice."""
    assert [here for here, page in pages.items() if page.tags.count("h1") != 1] == []
    assert [here for here, page in pages.items() if page.language != "en"] == []
    assert [here for here, page in pages.items() if not page.title] == []
    assert [here for here, page in pages.items() if len(page.ids) != len(set(page.ids))] == []


def test_every_dataset_page_has_a_title_and_a_description_of_its_own(pages: dict[str, Reader]) -> None:
    """The pages of two datasets never say the same of themselves, so that search engines can tell them apart."""
    datasets = [
        page for here, page in pages.items() if here.startswith(f"{BASE}datasets/") and here != f"{BASE}datasets/"
    ]

    assert all(page.description for page in datasets)
    assert len({page.title for page in datasets}) == len({page.description for page in datasets}) == len(datasets)
