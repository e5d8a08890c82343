"""Address-safe names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.names import MAX_LENGTH, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Graffiti & Déchets 2024", "graffiti-dechets-2024"),
        ("311_calls.v2", "311_calls.v2"),
        ("  A -- B  ", "a-b"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("日本", "n-cf2abf0c"),
        ("", "unnamed"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    """A name keeps its letters and digits; accents are dropped and all else becomes a hyphen."""
    assert expected == slug(text)


def test_slugs_of_another_script_stay_apart() -> None:
    """Names in a script that addresses can't hold are still told apart."""
    assert slug("日本") != slug("東京")


def test_case_does_not_tell_names_apart() -> None:
    """Two names that differ only in case get one slug, so that their clash is seen everywhere."""
    assert slug("Trees") == slug("TREES")


def test_long_names_are_cut() -> None:
    """A name that no file system would take is cut, without a hyphen at its end."""
    assert slug("a" * (MAX_LENGTH - 1) + " and more") == "a" * (MAX_LENGTH - 1)


@given(st.text())
def test_slug_is_always_safe(text: str) -> None:
    """Whatever the text, its slug is safe as one part of an address and as a file's name."""
    assert re.fullmatch(r"[a-z0-9_][a-z0-9._-]*", slug(text))
    assert len(slug(text)) <= MAX_LENGTH


@given(st.text())
def test_slug_of_a_slug_is_itself(text: str) -> None:
    """Making a name safe twice changes nothing."""
    assert slug(text) == slug(slug(text))
