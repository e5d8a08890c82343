"""What is wrong with a value, in the words of the house."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from civicstat.jsonschemas import NAMES, Problem, load, pointer_of, problems

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_valid(name: str) -> None:
    """Every schema that ships is itself a valid JSON Schema and says what each of its words means."""
    schema = load(name)

    Draft202012Validator.check_schema(schema)
    bare = [key for key, part in schema["properties"].items() if "$ref" not in part and "title" not in part]
    assert bare == []


def test_a_right_value_has_no_problem() -> None:
    """What the documentation shows is accepted."""
    own = {"publisher": {"name": "Public Works"}, "accrualPeriodicity": "R/P1D", "theme": ["Streets"]}

    assert problems(own, "civicstat") == []


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (
            {"kind": "sprnt"},
            Problem(
                "civicstat.kind",
                '"sprnt"',
                'one of "dataset", "sprint", "strategy", "performance", "stat", "tracker", "academy", '
                '"programme", "quality"',
                "Use one of these words, spelled so.",
            ),
        ),
        (
            {"theme": "Streets"},
            Problem(
                "civicstat.theme",
                '"Streets"',
                "a list [ … ]",
                'For example: ["Environment", "Public works"].',
            ),
        ),
        (
            {"publisher": {"homepage": "https://example.org"}},
            Problem("civicstat.publisher", 'no "name"', "it to be there", "Add it."),
        ),
        (
            {"publisher": {"name": "DPW", "homepage": "example.org"}},
            Problem(
                "civicstat.publisher.homepage",
                '"example.org"',
                "an address that begins with https://",
                "Correct the value.",
            ),
        ),
        (
            {"accrualPeriodicity": "monthly"},
            Problem("civicstat.accrualPeriodicity", '"monthly"', "another form", 'For example: "R/P1M".'),
        ),
        (
            {"charts": [{"title": "A", "type": "bar", "limit": 0}]},
            Problem("civicstat.charts[0].limit", "0", "at least 1", "Correct the number."),
        ),
        (
            {"charts": [{"title": "A"}]},
            Problem("civicstat.charts[0]", '{"title": "A"}', "exactly one of type, spec", "Keep one form."),
        ),
        (
            {"formerNames": ["a", "a"]},
            Problem("civicstat.formerNames", '["a", "a"]', "every entry once", "Take the repetition out."),
        ),
        (
            {"spatial": ""},
            Problem("civicstat.spatial", '""', "something in it", "Fill it in or take it out."),
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_problems_in_words(own: Any, expected: Problem) -> None:
    """A problem says where it is, what stands there, what should, and what to do."""
    assert expected in problems(own, "civicstat", "civicstat")


def test_a_misspelt_word_lists_the_known_ones() -> None:
    """A property that the schema does not know is named beside all that it does."""
    [problem] = problems({"colours": {}}, "portal")

    assert problem.found == '"colours"'
    assert "colors" in problem.expected
    assert problem.todo == "Correct the spelling or take it out."


def test_a_problem_is_one_sentence() -> None:
    """A problem can be printed as it is."""
    problem = Problem("theme", '"x"', "a list [ … ]", "Correct the value.")

    assert str(problem) == 'theme: found "x", expected a list [ … ]. Correct the value.'


def test_pointer() -> None:
    """A place is written as staff would read it out."""
    assert pointer_of(["resources", 0, "schema", "fields", 2, "type"]) == "resources[0].schema.fields[2].type"


@given(JSON)
def test_any_value_gives_problems_and_no_exception(value: Any) -> None:
    """Whatever stands under `civicstat`, its problems can be told; only an object can be without any."""
    found = problems(value, "civicstat", "civicstat")

    assert found or isinstance(value, dict)
    assert all(problem.pointer.startswith("civicstat") and problem.todo for problem in found)


def test_what_is_missing_is_one_problem() -> None:
    """However many properties are missing in one place, they are named together, once."""
    assert problems({"waivers": [{"check": "DT001", "reason": "Days to come."}]}, "civicstat", "civicstat") == [
        Problem("civicstat.waivers[0]", 'no "role", "date"', "them to be there", "Add them.")
    ]
