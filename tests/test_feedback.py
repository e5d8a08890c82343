"""Where residents ask and answer back: the addresses, and what pages show of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.build import build_portal
from civicstat.feedback import MOST_SUBJECT, contact_link, discussion_link, page_key, subject
from civicstat.model import Contact
from civicstat.settings import Site

Portal = Callable[[Mapping[str, Any]], Path]
CITY = Site("Springfield", repo_url="https://github.com/springfield/open-data")
NEW = "https://github.com/springfield/open-data/discussions/new"
MKDOCS = "site_name: Springfield\ndocs_dir: site_src\ntheme:\n  name: material\n"
TREES = {
    "site_src/about.md": "# About\n",
    "catalog/street-trees/datapackage.json": {
        "name": "street-trees",
        "title": 'Trees & "shrubs"',
        "resources": [{"name": "trees", "path": "trees.csv"}],
    },
    "catalog/street-trees/trees.csv": "id\n1\n",
    "catalog/unreadable/datapackage.json": "{",
}
LETTER = [
    "",
    "",
    "--",
    'About: Trees & "shrubs"',
    "Page: https://data.example.org/datasets/street-trees/",
    "Key: datasets/street-trees",
]
CONTACT = "contactPoint: {fn: Open data, hasEmail: mailto:opendata@example.org}\n"


def test_discussion_link() -> None:
    """A new discussion opens in its category, with the page's title and key in the title and the key in its field."""
    assert discussion_link(CITY, "data-questions", "Street trees", page_key("datasets/street-trees/")) == (
        f"{NEW}?category=data-questions&title=Street%20trees%20%5Bdatasets%2Fstreet-trees%5D"
        "&key=datasets%2Fstreet-trees"
    )


def test_discussion_link_without_a_page() -> None:
    """A request for data opens an empty form."""
    assert discussion_link(CITY, "data-requests") == f"{NEW}?category=data-requests"


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/springfield/open-data/", NEW),
        ("https://github.com/springfield/open-data.git", NEW),
        ("https://city.ghe.com/a/b", "https://city.ghe.com/a/b/discussions/new"),
        ("https://github.example.gov/a/b", "https://github.example.gov/a/b/discussions/new"),
        ("", ""),
        ("https://github.com/springfield", ""),
        ("https://github.com/springfield/open-data/tree/main", ""),
        ("https://gitlab.com/springfield/open-data", ""),
        ("https://notgithub.com/springfield/open-data", ""),
        ("https://springfield.github.io/open/data", ""),
        ("https://example.org/github.com/a/b", ""),
        ("http://github.com/a/b", ""),
        ("javascript:alert(1)//github.com/a/b", ""),
    ],
)
def test_repositories(repository: str, expected: str) -> None:
    """Only a repository on GitHub has Discussions: owner and name on github.com or a GitHub of one's own."""
    link = discussion_link(Site("x", repo_url=repository), "questions")

    assert link == (f"{expected}?category=questions" if expected else "")


def test_no_category() -> None:
    """A city that sets a category to nothing gets no link to it."""
    assert discussion_link(CITY, "", "Street trees", "datasets/street-trees") == ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Trees", "Trees [datasets/x]"),
        ("Trees\r\nBcc: all@example.org", "Trees Bcc: all@example.org [datasets/x]"),
        ("\u202eseert\u202c", "seert [datasets/x]"),
        ("half a sign: \ud83d", "half a sign: [datasets/x]"),
        ("Arbres d'été 🌳", "Arbres d'été 🌳 [datasets/x]"),
        ("", "[datasets/x]"),
        ("x" * 300, "x" * (MOST_SUBJECT - 14) + "… [datasets/x]"),
    ],
)
def test_subject(title: str, expected: str) -> None:
    """A subject is one line of bounded length that turns no writing around; the key always stands whole."""
    assert subject(title, "datasets/x") == expected
    assert len(expected) <= MOST_SUBJECT


@given(st.text(st.characters()))
def test_any_title(title: str) -> None:
    """Whatever stands in a title, the link keeps its parts, fits an address and gives the key back."""
    link = discussion_link(CITY, "data-questions", title, "datasets/x")
    query = parse_qs(urlsplit(link).query, strict_parsing=True)

    assert link.isascii()
    assert len(link) < 4000
    assert sorted(query) == ["category", "key", "title"]
    assert query["key"] == ["datasets/x"]
    assert query["title"] == [subject(title, "datasets/x")]


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (
            Contact("Parks", "parks@example.org"),
            "mailto:parks@example.org?subject=Trees%20%26%20shrubs&body=One%0D%0ATwo",
        ),
        (
            Contact("Parks", "a&b?c@example.org"),
            "mailto:a%26b%3Fc@example.org?subject=Trees%20%26%20shrubs&body=One%0D%0ATwo",
        ),
        (Contact("Parks", url="https://example.org/parks"), "https://example.org/parks"),
        (Contact("Parks"), ""),
        (None, ""),
    ],
)
def test_contact_link(contact: Contact | None, expected: str) -> None:
    """A letter has its subject and text filled in; an office without mail is led to by its page, if it has one."""
    assert contact_link(contact, "Trees & shrubs", "One\nTwo\n") == expected


class Links(HTMLParser):
    """The links of a page, by their words."""

    def __init__(self, page: Path) -> None:
        """Read them from a file."""
        super().__init__()
        self.found: dict[str, str] = {}
        self._address = ""
        self.text = page.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads."""
        if tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        """Note what a link says."""
        if self._address:
            self.found.setdefault(data.strip(), self._address)

    def handle_endtag(self, tag: str) -> None:
        """Leave the link."""
        if tag == "a":
            self._address = ""


def build(root: Path) -> Path:
    """Build a portal for a host."""
    return build_portal(root, today=date(2026, 11, 1), site_url="https://data.example.org/").out


def test_pages_of_a_portal_with_a_repository(portal: Portal) -> None:
    """Every dataset's page leads to a discussion and to the office, a broken one's too; requests begin at home."""
    out = build(portal({**TREES, "mkdocs.yml": f"{MKDOCS}repo_url: {CITY.repo_url}\n", "catalog/portal.yml": CONTACT}))

    trees, broken, home = (
        Links(out / page / "index.html").found for page in ("datasets/street-trees", "datasets/unreadable", "")
    )
    assert trees["Ask on GitHub"] == (
        f"{NEW}?category=data-questions&title=Trees%20%26%20%22shrubs%22%20%5Bdatasets%2Fstreet-trees%5D"
        "&key=datasets%2Fstreet-trees"
    )
    assert parse_qs(urlsplit(trees["Write an email"]).query) == {
        "subject": ['Trees & "shrubs" [datasets/street-trees]'],
        "body": ["\r\n".join(LETTER)],
    }
    assert broken["Ask on GitHub"] == (
        f"{NEW}?category=data-questions&title=unreadable%20%5Bdatasets%2Funreadable%5D&key=datasets%2Funreadable"
    )
    assert home["Request data on GitHub"] == f"{NEW}?category=data-requests"
    assert home["Write an email"] == "mailto:opendata@example.org?subject=A%20request%20for%20data"


def test_pages_ask_nothing_of_github(portal: Portal) -> None:
    """A portal with a repository links to it, and does not let the theme fetch facts about it from GitHub."""
    out = build(portal({**TREES, "mkdocs.yml": f"{MKDOCS}repo_url: {CITY.repo_url}\n"}))

    home = Links(out / "index.html")
    assert home.found["The repository behind this portal"] == CITY.repo_url
    assert 'data-md-component="source"' not in home.text


def test_pages_of_a_portal_without_a_repository(portal: Portal) -> None:
    """Without a repository no page leads to Discussions; without a contact either there is no section at all."""
    out = build(portal({**TREES, "mkdocs.yml": f"{MKDOCS}repo_url: !ENV [NO_SUCH_VARIABLE, '']\n"}))

    for page in ("datasets/street-trees", "datasets/unreadable", ""):
        links = Links(out / page / "index.html")
        assert "discussions" not in links.text.casefold()
        assert "Questions and feedback" not in links.text
        assert "Ask for data" not in links.text


def test_settings_of_a_city(portal: Portal) -> None:
    """A city names its own categories, and leaves one out by setting it to nothing."""
    settings = 'discussions: {data: questions-about-data, requests: ""}\n'
    out = build(portal({**TREES, "mkdocs.yml": f"{MKDOCS}repo_url: {CITY.repo_url}\n", "catalog/portal.yml": settings}))

    trees = Links(out / "datasets/street-trees/index.html").found
    assert parse_qs(urlsplit(trees["Ask on GitHub"]).query)["category"] == ["questions-about-data"]
    assert "Ask for data" not in Links(out / "index.html").text
