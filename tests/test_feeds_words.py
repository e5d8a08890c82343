"""Text and addresses as feeds carry them."""

import json

import pytest

from civicstat.feeds.words import (
    Period,
    as_json,
    cut,
    filled,
    for_script,
    mailto,
    media_type,
    parse_period,
    plain_text,
    two_letters,
    web,
)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" HTTPS://Example.org/ ", "https://Example.org/"),
        ("https://example.org/ü/[1]", "https://example.org/%C3%BC/%5B1%5D"),
        ("https://[::1]:8000/", "https://[::1]:8000/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%C3%BC", "https://example.org/%C3%BC"),
        ("https://example.org/two words", ""),
        ("https://example.org/\x00", ""),
        ("https://example.org:99999/", ""),
        ("http://[", ""),
        ("https:///path", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org/", ""),
        ("datasets/trees/", ""),
        ("", ""),
    ],
)
def test_web(address: str, expected: str) -> None:
    """Only an absolute http(s) address is followed, and what RFC 3986 has no place for is encoded."""
    assert web(address) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One *row* is [one](https://example.org) `tree`.", "One row is one tree."),
        ("First.\n\nSecond\nline.\n\n- a\n- b", "First.\n\nSecond line.\n\na\n\nb"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("\x00\x1b", "\ufffd\ufffd"),
        ("", ""),
    ],
)
def test_plain_text(text: str, expected: str) -> None:
    """Markdown loses its marks, HTML in it stays the text that it is, and paragraphs stay apart."""
    assert plain_text(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("One row. One tree.", 18, "One row. One tree."),
        ("One row. One tree.", 17, "One row. One…"),
        ("One whole row. One tree.", 20, "One whole row."),
        ("abcdefghij", 5, "abcd…"),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    """A long text is cut after a sentence, else after a word, and never passes the limit."""
    assert (cut(text, limit), len(expected) <= limit) == (expected, True)


@pytest.mark.parametrize(
    ("temporal", "expected"),
    [
        ("2012-01-01/2015-12-31", Period("2012-01-01", "2015-12-31")),
        ("2012/2015-06", Period("2012", "2015-06")),
        ("2012-01-01/..", Period("2012-01-01", "")),
        ("../2015", Period("", "2015")),
        ("../..", None),
        ("2012-02-30/2013", None),
        ("2012-13/..", None),
        ("", None),
    ],
)
def test_period(temporal: str, expected: Period | None) -> None:
    """A period has its ends where the calendar has them; an open end is empty."""
    assert parse_period(temporal) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text/csv", "text/csv"),
        ("Text/CSV; charset=utf-8", "text/csv"),
        ("application/geo+json", "application/geo+json"),
        ("csv", "application/octet-stream"),
        ("", "application/octet-stream"),
        ('text/"><b>', "application/octet-stream"),
    ],
)
def test_media_type(text: str, expected: str) -> None:
    """A media type stands without parameters; what is none is bytes of which nothing is known."""
    assert media_type(text) == expected


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("data@example.org", "mailto:data@example.org"),
        ("o'neil+data@example.org", "mailto:o'neil+data@example.org"),
        ("data@example.org?subject=x", ""),
        ("a b@example.org", ""),
        ("data", ""),
        ("", ""),
    ],
)
def test_mailto(email: str, expected: str) -> None:
    """An e-mail address has the plain form that the schemas take, or is left out."""
    assert mailto(email) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "en"), ("pt-BR", "pt"), ("fil", ""), ("", "")])
def test_two_letters(language: str, expected: str) -> None:
    """A language has its two letters, unless ISO 639-1 has none for it."""
    assert two_letters(language) == expected


def test_what_has_no_value_is_left_out() -> None:
    """Nothing empty is written; false and zero are values."""
    assert filled({"a": "", "b": None, "c": [], "d": {}, "e": 0, "f": False}) == {"e": 0, "f": False}


def test_for_script() -> None:
    """JSON in a page ends no script, opens no fence, stays on one line, and says the same."""
    value = {"name": "</script><b>`~~~` & \u2028\n"}

    text = for_script(value)

    assert text == r'{"name": "\u003c/script\u003e\u003cb\u003e\u0060\u007e\u007e\u007e\u0060 \u0026 \u2028\n"}'
    assert json.loads(text) == value


def test_as_json() -> None:
    """A file's JSON is indented, keeps letters as they are and ends with a line."""
    assert as_json({"name": "Zürich"}) == '{\n  "name": "Zürich"\n}\n'
