"""Texts of others in a comment on GitHub: nothing of them comes to life."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from civicstat.review.markdown import LIMIT, Section, code, codes, fit, html, length, prose, table, visible

HOSTILE = [
    "@octocat",
    "#12",
    "GH-12",
    "city/portal#12",
    "https://example.org/x",
    "www.example.org",
    "jane@example.org",
    "a5c3785ed8d6a35868bc169f07e40e889087fd2e",
    "<script>alert(1)</script>",
    "<!-- civicstat review -->",
    "![x](https://example.org/x.png)",
    "[x](javascript:alert(1))",
    "**bold** _it_ ~~no~~ $x$",
    ":tada:",
    "&copy; &#64;octocat",
    "``` ` ```",
    "`",
    "| a | b |",
    "\\|",
    "</details>",
    "1. one",
    "- two",
    "# three",
    "> four",
    "@octocat\n\n# Heading\n\n- list",
]


def rendered(text: str) -> str:
    """Markdown as GitHub renders it, as far as CommonMark and tables go."""
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def outside_code(page: str) -> str:
    """The text of a rendered page that does not stand in code: where GitHub looks for names and numbers."""
    return re.sub(r"<[^>]*>", "", re.sub(r"<code>.*?</code>", "`", page, flags=re.DOTALL))


@pytest.mark.parametrize("text", HOSTILE)
def test_code(text: str) -> None:
    """A cell is one code span in one cell of a table, whatever stands in it."""
    page = rendered("\n".join(table(("Before", "After"), [(code(text, 200), "x")])))

    assert page.count("<code>") == 1
    assert page.count("<td>") == 2
    assert outside_code(page).split() == ["Before", "After", "`", "x"]


@pytest.mark.parametrize("text", HOSTILE)
def test_prose(text: str) -> None:
    """In a sentence, what may come to life stands in code, and no tag, link, picture or heading is made of it."""
    page = rendered(f"- {prose(f'a message about {text} in a cell', 400)}\n- {prose(text, 400)}")

    assert set(re.findall(r"<(\w+)", page)) <= {"ul", "li", "code"}
    assert not re.search(r"[@#<>*$~|_]|&lt;|://|www\.|\w-\d|:\w+:", outside_code(page).replace("\n", " "))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text(text: str) -> None:
    """Whatever the text: a list of two items stays one, and its tags are only its own."""
    page = rendered(f"- {prose(text)} end\n- {code(text)} end")

    assert set(re.findall(r"<(\w+)", page)) <= {"ul", "li", "code", "em"}
    assert page.count("<li>") == 2


def test_words_stay_words() -> None:
    """An ordinary sentence is written as it is; a name with an underscore becomes code between its quotes."""
    said = 'The column "temp_max" of 3,376 values (2012–2015) can\'t be read: see row 3, or ask.'

    assert prose(said) == 'The column "`temp_max`" of 3,376 values (2012–2015) can\'t be read: see row 3, or ask.'


def test_unseen_characters() -> None:
    """What is not seen, or turns the writing round, is shown by its code point; stray spaces and breaks by signs."""
    assert visible("a\u202eb\u200bc\u00a0d\x00") == "a⟨U+202E⟩b⟨U+200B⟩c⟨U+00A0⟩d⟨U+0000⟩"
    assert visible(" Output  of\tit\r\n") == "␣Output␣␣of⇥it⏎"
    assert visible("  ") == "␣␣"


def test_long_texts_show_where_they_part() -> None:
    """Of two long texts the part with the difference is shown."""
    old, new = "a" * 200 + "old" + "b" * 100, "a" * 200 + "new" + "b" * 100

    assert codes(old, new, 40) == (f"`…{'a' * 13}old{'b' * 22}…`", f"`…{'a' * 13}new{'b' * 22}…`")


def test_html() -> None:
    """In HTML a title is words, or code."""
    assert html("Street trees, 2024") == "Street trees, 2024"
    assert html("<b>@octocat</b>") == "<code>&lt;b&gt;@octocat&lt;/b&gt;</code>"


def test_length() -> None:
    """Characters count as in UTF-16: a pictograph counts twice."""
    assert [length("abc"), length("é"), length("😀")] == [3, 1, 2]


def test_fit() -> None:
    """Head and tail always stand; each section is shown short before any is shown long, the first ones longest."""
    sections = [Section("a" * 10, "b" * 50, "c" * 100) for _ in range(5)]

    fitted = fit("head", sections, "tail", "{} more", limit=380)

    assert [len(part) for part in fitted.strip().split("\n\n")] == [4, 100, 50, 50, 50, 50, 4]
    assert fit("head", sections, "tail", "{} more", limit=70) == "head\n\n" + "a" * 10 + "\n\n" + "a" * 10 + (
        "\n\n3 more\n\ntail\n"
    )
    assert len(fit("head", [Section("x" * 9, "x" * 99, "x" * 999)] * 20_000, "tail", "{} more")) <= LIMIT


def test_names_between_marks() -> None:
    """A name that a finding marks as code already gets no second marks; anything wilder is quoted whole."""
    assert prose('Fill in `evidence` or "`link`".') == 'Fill in `evidence` or "`link`".'
    assert prose("Write `<b>`") == "Write `` `<b>` ``"
