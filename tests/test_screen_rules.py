"""The screen's rules: what they accept, Frictionless accepts, and reads the same from."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from frictionless import Field
from hypothesis import example, given
from hypothesis import strategies as st

from civicstat.columns import plain_column
from civicstat.screen import vector
from civicstat.screen.plain import PlainField, plain_field
from civicstat.screen.rules import FORMS, Judge, Reader, Unscreenable
from civicstat.standard import FieldType

USUAL = {
    "string": ["a", "é", "👩‍👧", "NA"],
    "any": ["a", "1"],
    "integer": ["0", "12", "-3", "+4", "007", str(2**63 - 1), str(2**63), str(10**18), "1_000"],
    "number": ["0", "1.5", "-.5", "5.", "+1e5", "1E-3", "1e400", "NaN", "-inf", "0.1", "1_0.5", "123456789012345.25"],
    "boolean": ["true", "True", "0", "FALSE", "yes"],
    "date": ["2020-02-29", "2021-02-29", "2020-1-5", "0000-01-01", "0001-01-01", "9999-12-31", "2020-04-31"],
    "datetime": ["2020-01-01T00:00:00", "2020-01-01T24:00:00", "2020-01-01T00:00:00Z", "0000-01-01T00:00:00"],
    "time": ["00:00:00", "24:00:00", "23:59:60", "00:00:00Z", "1:00:00"],
    "year": ["2020", "0000", "-001", " 123", "02020", "1_23"],
    "yearmonth": ["2020-01", "2020-1", "2020-13"],
}
"""Texts of each type, and some that are nearly so."""
CONSTRAINTS: dict[str, list[dict[str, Any]]] = {
    "string": [{"minLength": 2}, {"maxLength": 1}, {"pattern": "[a-c]{1,2}"}, {"enum": ["a", "é"]}],
    "integer": [{"minimum": 0}, {"exclusiveMaximum": 12}, {"enum": [0, 12]}, {"maximum": "7"}],
    "number": [{"minimum": 1.5}, {"exclusiveMinimum": "0.1"}, {"maximum": 0.1}, {"maximum": 123456789012345}],
    "date": [{"minimum": "2020-02-29"}, {"exclusiveMaximum": "2020-02-29"}],
    "year": [{"minimum": 1}, {"exclusiveMaximum": 2020}],
}
FIELDS = [
    {"name": "f", "type": kind, "constraints": constraints}
    for kind in USUAL
    for constraints in ({}, {"required": True}, *CONSTRAINTS.get(kind, []))
]
ODD = [*" \t\n\r\x0b\x1c\x85\xa0\u2028\u3000\ufeff\x00", *"0159٣１೬+-−.,_:eETZ/'\"xé", "\u0301", "\U0001f600"]
"""Signs that Python takes for spaces, line breaks, digits or signs of numbers, and Polars perhaps not; and others."""


@st.composite
def near_misses(draw: st.DrawFn, kind: str) -> str:
    """A text of a type, as it is or with a few signs put in, taken out or exchanged."""
    form = FORMS.get(kind)
    text = draw(st.sampled_from(USUAL[kind]) | (st.from_regex(form, fullmatch=True) if form else st.text(max_size=5)))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(["", *ODD])) + text[at + draw(st.integers(0, 1)) :]
    return text


def plain(raw: dict[str, Any]) -> PlainField:
    """The plain field of a descriptor."""
    found = plain_field(raw, ("", "NA"), second=True)
    assert found is not None
    return found


def frictionless_reader(field: PlainField) -> Reader:
    """How Frictionless itself reads a field's cells."""
    read = cell_reader(json.dumps({**field.descriptor, "missingValues": list(field.blanks)}))

    def reader(text: str) -> tuple[Any, bool]:
        value, notes = read(text)
        return value, not notes

    return reader


@cache
def cell_reader(descriptor: str) -> Any:
    """Frictionless's reader of a field, made once."""
    return Field.from_descriptor(json.loads(descriptor)).create_cell_reader()


def never_asked() -> Reader:
    """A reader for rules that must tell without one."""
    raise LookupError


@pytest.mark.parametrize("raw", FIELDS, ids=lambda raw: f"{raw['type']} {raw['constraints'] or ''}")
@given(data=st.data())
def test_a_rule_for_a_cell(raw: dict[str, Any], data: st.DataObject) -> None:
    """A text that a rule accepts is one that Frictionless accepts, with the same value."""
    field = plain(raw)
    text = data.draw(near_misses(field.type))
    try:
        value, sound = Judge(field, never_asked).read(text)
    except LookupError:
        return

    expected, accepted = frictionless_reader(field)(text)

    assert sound == accepted
    if field.type != "boolean":
        assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize("raw", FIELDS, ids=lambda raw: f"{raw['type']} {raw['constraints'] or ''}")
@given(data=st.data())
def test_a_rule_for_a_column(raw: dict[str, Any], data: st.DataObject) -> None:
    """Texts that the rules for columns pass, together or each, are all ones that Frictionless accepts."""
    field = plain(raw)
    texts = data.draw(st.lists(near_misses(field.type), max_size=8))
    accepted = [frictionless_reader(field)(text)[1] for text in texts]

    if Judge(field, never_asked).all_sound(set(texts)):
        assert all(accepted)

    rule = vector._rule(field)
    if rule is not None:
        column = pl.Series("c", texts, dtype=pl.String)
        passed = column.to_frame().select(rule.fill_null(value=False) & ~pl.col("c").is_in(["", "NA"])).to_series()
        assert [text for text, good, sound in zip(texts, passed, accepted, strict=True) if good and not sound] == []


@pytest.mark.parametrize("kind", sorted({*FORMS, "string"}))
@given(data=st.data())
def test_a_column_made_at_once(kind: str, data: st.DataObject) -> None:
    """A column that is made of texts without reading each holds the values that Frictionless reads."""
    texts = data.draw(st.lists(near_misses(kind), max_size=8))
    own = FieldType("f", kind, "default", {"name": "f", "type": kind}, ("", "NA"))
    made = plain_column(own, pl.Series("f", texts, dtype=pl.String))
    if made is None:
        return

    read = frictionless_reader(plain({"name": "f", "type": kind}))

    assert made.name == "f"
    for text, value in zip(texts, made, strict=True):
        expected = read(text)[0]
        assert value == (float(expected) if isinstance(expected, Decimal) else expected)
        assert not isinstance(expected, Decimal) or Decimal(repr(value)) == expected


def test_several_texts_in_one_cell() -> None:
    """A text with a line break in it does not pass for two texts of which each is a number."""
    judge = Judge(plain({"name": "f", "type": "integer", "constraints": {"minimum": 0}}), never_asked)

    assert judge.all_sound({"1", "2"})
    assert not judge.all_sound({"1\n2", "3"})


ATOMS = [*"ab1- :/~&#", r"\.", r"\-", r"\/", r"\|", "[a-b]", "[a-b-9]", "[-a]", "[a-]", "[:a:]", "[ -/]", "[a-z--9]"]
COUNTS = ["", "*", "+", "?", "{2}", "{0,2}", "{0}", "{1,3}?", "*?", "??", "*+", "?+", "{1,2}+", "{2}{2}", "{,2}"]


@given(
    st.lists(st.tuples(st.sampled_from(ATOMS), st.sampled_from(COUNTS)), max_size=4).map(
        lambda parts: "".join(atom + count for atom, count in parts)
    ),
    st.lists(st.text("ab19-_:/.+*?|A \n~&", max_size=4), max_size=20),
)
@example("a*+a", ["aa"])
@example("[a-z--9]", ["-", "5"])
def test_patterns(pattern: str, texts: list[str]) -> None:
    """A pattern that is looked for in whole columns finds no text there that Python would not."""
    field = plain_field({"name": "f", "type": "string", "constraints": {"pattern": pattern}}, ("NA",), second=True)
    rule = vector._rule(field) if field else None
    if rule is None:
        return

    found = pl.Series("c", texts, dtype=pl.String).to_frame().filter(rule).to_series().to_list()

    assert [text for text in found if not re.match(f"^{pattern}$", text)] == []


@pytest.mark.parametrize("pattern", ["(?i)a", "(", "a**", "[a&&b]", "[[a]", "a{2}{3}"])
def test_patterns_that_are_not_plain(pattern: str, recwarn: pytest.WarningsRecorder) -> None:
    """A pattern that does not compile, has flags of its own or is warned of is left to Frictionless, silently."""
    field = {"name": "f", "type": "string", "constraints": {"pattern": pattern}}

    assert plain_field(field, ("",), second=True) is None
    assert not recwarn.list


@pytest.mark.parametrize(
    ("kind", "constraints"),
    [
        ("integer", {"minimum": "x"}),
        ("integer", {"minimum": 0.5}),
        ("year", {"maximum": 10000}),
        ("date", {"minimum": "2020-2-29"}),
        ("date", {"minimum": 5}),
        ("any", {"enum": ["1", 1]}),
        ("integer", {"enum": ["x"]}),
    ],
)
def test_bounds_that_are_no_values(kind: str, constraints: dict[str, Any]) -> None:
    """A bound, or an entry of an enum, that is not plainly a value of its field leaves the table to Frictionless."""
    with pytest.raises(Unscreenable):
        Judge(plain({"name": "f", "type": kind, "constraints": constraints}), never_asked)
