"""Text that somebody else wrote, made safe."""

from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from civicstat.prose import for_markdown, front_matter, markdown, plain

ALLOWED = {"a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s"}
ALLOWED |= {"strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One *row* is `one` tree.", "<p>One <em>row</em> is <code>one</code> tree.</p>"),
        ("# Trees", "<h3>Trees</h3>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>"),
        (
            "![x](https://example.org/x.png)",
            '<p>!<a href="https://example.org/x.png" rel="noopener nofollow">x</a></p>',
        ),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="noopener nofollow">x</a></p>'),
        ("{{ 7 * 7 }} {: onclick=alert(1) }", "<p>{{ 7 * 7 }} {: onclick=alert(1) }</p>"),
        ("a\x00b\x02c", "<p>a\ufffdb\ufffdc</p>"),
    ],
)
def test_markdown(text: str, html: str) -> None:
    """Markdown is rendered; what could run or fetch in a reader's browser is shown as text."""
    assert html in markdown(text)


class Tags(HTMLParser):
    """Gathers what a piece of HTML is made of."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


MARKS = st.sampled_from(
    [*"<>[]()!`~*_#&\"'{}:|\\ \n", "script", "javascript:", "onload=", "x", "https://a.b", "<a href=", "&#106;"]
)


@given(st.lists(MARKS, max_size=30).map("".join) | st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever stands in a text, only plain elements and safe addresses come out of it."""
    found = Tags()
    found.feed(markdown(text))

    assert found.tags <= ALLOWED
    assert {name for name, _ in found.attributes} <= {"href", "title", "rel"}
    assert all(
        value.startswith(("http://", "https://", "mailto:", "/", "#", "?", ".")) or ":" not in value
        for name, value in found.attributes
        if name == "href"
    )


def test_plain() -> None:
    """A summary is the first paragraph without its marks, in whole sentences where they fit."""
    text = "One *row* is a tree. It is counted once. It has a name.\n\nMore."

    assert plain(text) == "One row is a tree. It is counted once. It has a name."
    assert plain(text, 45) == "One row is a tree. It is counted once."
    assert plain("word " * 20, 20) == "word word word word…"


@given(st.text(max_size=80))
def test_front_matter(title: str) -> None:
    """Any title is one line of YAML, escaped for a theme that writes it as it is."""
    lines = front_matter(title, "")
    read = next(yaml.safe_load_all(lines))

    assert read["generated"] == "civicstat"
    assert "<" not in read["title"]
    assert lines.count("\n") == 4


def test_for_markdown() -> None:
    """No mark that Markdown looks for before HTML is left."""
    assert for_markdown("<p>```\n~~~\x02</p>") == "<p>&#96;&#96;&#96;\n&#126;&#126;&#126;\ufffd</p>"
