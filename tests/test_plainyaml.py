"""YAML as the JSON it stands for."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.plainyaml import YAMLError, in_words, load_yaml

TEXT = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=8)
"""JSON escapes what lies beyond as two halves, which YAML does not join."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 2026-01-31", {"a": "2026-01-31"}),
        ("a: 2026-01-31T12:00:00Z", {"a": "2026-01-31T12:00:00Z"}),
        ("2026: on", {"2026": True}),
        ("true: [1, 2.5, null]", {"true": [1, 2.5, None]}),
        ("", None),
    ],
)
def test_plain(text: str, expected: Any) -> None:
    """Dates stay text and keys are text."""
    assert load_yaml(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x [1]\nb: *x", "line 2, column 4: aliases (*name) are not allowed here"),
        (
            "a: !!set {b}",
            "line 1, column 4: could not determine a constructor for the tag 'tag:yaml.org,2002:set'",
        ),
        ("a: [", "line 1, column 5: expected the node content, but found '<stream end>'"),
        ("a: \0", "the structure breaks"),
    ],
)
def test_refused(text: str, expected: str) -> None:
    """What breaks, unfolds or is no JSON is refused with its place."""
    with pytest.raises(YAMLError) as error:
        load_yaml(text)

    assert in_words(error.value) == expected


@given(JSON)
def test_json_is_yaml(value: Any) -> None:
    """What JSON says is read as JSON would read it."""
    assert load_yaml(json.dumps(value)) == value
