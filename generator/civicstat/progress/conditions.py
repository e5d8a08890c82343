"""The conditions that choose a measure's rows: read from a declaration, told in words, and held against a table."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl

from civicstat import standard
from civicstat.progress.model import Condition
from civicstat.progress.moments import DATED, moments_of
from civicstat.progress.periods import day_in_words
from civicstat.texts import boolean_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from civicstat.tables import Field, Table

ORDERED = ("integer", "number", "year", "date", "datetime", "time", "yearmonth")
_EXPECTED = {
    "integer": "a whole number such as 12",
    "year": "a year such as 2026",
    "number": "a number such as 12.5",
    "boolean": "true or false",
    "date": "a day such as 2026-01-31",
    "datetime": "a day such as 2026-01-31, or a moment such as 2026-01-31T14:00:00",
    "time": "a time such as 14:00:00",
    "yearmonth": "a month such as 2026-01",
}


_MOST_DIGITS = 100
"""Of a whole number; one such as 1e999999999 would fill the memory."""


class OriginProblem(ValueError):  # noqa: N818 - it names what is wrong
    """Why a measure can't be reckoned from a table as its declaration says, in words for staff.

    `place` is the part of the declaration, as `where[0].least`. The text says it all in one line.
    """

    def __init__(self, message: str, *, place: str = "", found: str = "", expected: str = "", todo: str = "") -> None:
        """Keep the parts of a finding."""
        told = [f'found "{found}"' if found else "", f"expected {expected}" if expected else ""]
        rest = "; ".join(part for part in told if part)
        super().__init__((f"{place}: " if place else "") + message + (f": {rest}" if rest else ""))
        self.message, self.place, self.found, self.expected, self.todo = message, place, found, expected, todo


class ConditionProblem(OriginProblem):
    """A condition on a field that the table does not have, or on a value that the field can't hold."""


def condition(raw: Mapping[str, Any]) -> Condition:
    """A condition as the descriptor has it, of a shape that its JSON Schema allows."""
    return Condition(
        field=str(raw.get("field", "")),
        equals=_texts(raw.get("equals")),
        differs=_texts(raw.get("differs")),
        least="".join(_texts(raw.get("least"))[:1]),
        most="".join(_texts(raw.get("most"))[:1]),
        blank=bool(raw["blank"]) if raw.get("blank") is not None else None,
    )


def _texts(raw: Any) -> tuple[str, ...]:
    """One value, or each of a list, as text."""
    if raw is None:
        return ()
    return tuple(_text(value) for value in raw if value is not None) if isinstance(raw, list) else (_text(raw),)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def mask(
    condition: Condition, table: Table, time_zone: str = "UTC", past: Callable[[pl.Series], pl.Series] | None = None
) -> pl.Series:
    """Whether each row meets a condition: a boolean for each, none blank.

    Values are compared as the field's type has them; texts to the letter. A blank meets nothing but `blank`; NaN lies
    in no range. A day among moments stands for all of it. `past` makes blank what was not known yet in a field of
    dates. Raises `ConditionProblem`.
    """
    field, equals, differs, least, most = _read(condition, table, time_zone)
    column = values_of(table, field, time_zone)
    if past is not None and field.type in DATED:
        column = past(column)
    met = column.is_null() if condition.blank else column.is_not_null()
    if equals:
        met &= _among(column, equals)
    if differs:
        met &= ~_among(column, differs)
    if least is not None or most is not None:
        # In a column of whole numbers too long for it, the exact texts stand; these are compared as numbers.
        ordered = table.column(field.name) if column.dtype == pl.String and field.type == "integer" else column
        if ordered.dtype == pl.Float64:
            met &= ordered.is_not_nan().fill_null(value=False)
        if least is not None:
            met &= (ordered >= _edge(least, column, last=False)).fill_null(value=False)
        if most is not None:
            met &= (ordered <= _edge(most, column, last=True)).fill_null(value=False)
    return met.alias("")


def problems_of(condition: Condition, table: Table, time_zone: str = "UTC") -> tuple[ConditionProblem, ...]:
    """What is wrong with a condition, held against its table."""
    try:
        _read(condition, table, time_zone)
    except ConditionProblem as problem:
        return (problem,)
    return ()


def _read(condition: Condition, table: Table, zone: str) -> tuple[Field, list[Any], list[Any], Any, Any]:
    """The field, and the values to compare with as its type has them. Raises `ConditionProblem`."""
    field = table.field(condition.field)
    if field is None:
        raise ConditionProblem(
            f'the table "{table.resource}" has no such field',
            place="field",
            found=condition.field,
            expected="one of " + ", ".join(f.name for f in table.fields[:20]),
            todo="Name a field that the table has, or restore the field.",
        )
    bounds = {"least": condition.least, "most": condition.most}
    if not (condition.equals or condition.differs or any(bounds.values()) or condition.blank is not None):
        raise ConditionProblem(
            f'says nothing of "{field.name}"', expected="one of equals, differs, least, most or blank"
        )
    for place, text in bounds.items():
        if text and field.type not in ORDERED:
            raise ConditionProblem(
                f'the field "{field.name}" has the type {field.type}, which has no order',
                place=place,
                found=text,
                expected="a field of numbers, dates or times",
                todo="Give the field its type in the schema, or use equals.",
            )
    equals = [
        _value(field, text, _place("equals", i, condition.equals), zone) for i, text in enumerate(condition.equals)
    ]
    differs = [
        _value(field, text, _place("differs", i, condition.differs), zone) for i, text in enumerate(condition.differs)
    ]
    least, most = (_bound(field, text, place, zone) if text else None for place, text in bounds.items())
    return field, equals, differs, least, most


def _place(name: str, index: int, values: Sequence[str]) -> str:
    return f"{name}[{index}]" if len(values) > 1 else name


def _bound(field: Field, text: str, place: str, zone: str) -> Any:
    """A bound as its field's type has it; of whole numbers too it may have a fraction."""
    if field.type == "integer":
        with suppress(ValueError, ArithmeticError):
            return _plain(field, text)
        with suppress(ValueError, ArithmeticError):
            return _plain(replace(field, type="number"), text)
    return _value(field, text, place, zone)


def _value(field: Field, text: str, place: str, zone: str) -> Any:
    """A text as a value of a field's type: in the plain form of JSON and ISO 8601, else in the field's own format."""
    for read in (_plain, _own):
        try:
            value = read(field, text)
        except (ValueError, ArithmeticError, TypeError):
            continue
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if value is not None:
            return value
    raise ConditionProblem(
        f'can\'t be a value of "{field.name}", whose type is {field.type}',
        place=place,
        found=text,
        expected=_EXPECTED.get(field.type, "a value that the field can have"),
        todo="Correct the value, or the field's type in the schema.",
    )


def _plain(field: Field, text: str) -> Any:  # noqa: PLR0911 - one for each type
    """Raises `ValueError` and its like where the text is not of that form."""
    match field.type:
        case "integer" | "year":
            number = Decimal(text)
            if number != number.to_integral_value() or number.adjusted() > _MOST_DIGITS:
                raise ValueError(text)
            return int(number)
        case "number":
            if not math.isfinite(decimal := float(text)):
                raise ValueError(text)
            return decimal
        case "boolean":
            words = {
                word: says for word, says in zip(boolean_words(field.descriptor), (True, False), strict=True) if word
            }
            return {"true": True, "false": False}.get(text, words.get(text))
        case "date":
            return date.fromisoformat(text)
        case "datetime":
            return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
        case "time":
            return time.fromisoformat(text).replace(tzinfo=None)
        case "yearmonth":
            return text if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) else None
    return text


def _own(field: Field, text: str) -> Any:
    kind = standard.FieldType(field.name, field.type, field.format, field.descriptor, field.blanks)
    value = standard.value_reader(kind)(text)
    if field.type == "number" and value is not None:
        return _plain(field, str(value))
    if field.type == "yearmonth":
        return None
    return value.replace(tzinfo=None) if isinstance(value, time) else value


def values_of(table: Table, field: Field, zone: str) -> pl.Series:
    """A field's column, to compare and to tell its values apart.

    Moments are by the city's clocks; whole numbers too long for a column stand as their text.
    """
    if field.type == "datetime":
        return moments_of(table, field, zone)
    column = table.column(field.name)
    if field.type == "integer" and column.dtype == pl.Float64 and field.name in table.exact:
        return table.exact[field.name].alias("")
    return column


def _among(column: pl.Series, values: Sequence[Any]) -> pl.Series:
    if column.dtype == pl.Datetime:
        days = [value for value in values if not isinstance(value, datetime)]
        moments = [value for value in values if isinstance(value, datetime)]
        found = column.dt.date().is_in(pl.Series(days, dtype=pl.Date).implode())
        found |= column.is_in(pl.Series(moments, dtype=column.dtype).implode())
        return found.fill_null(value=False)
    if column.dtype == pl.String:
        values = [str(value) for value in values]
    elif column.dtype == pl.Int64:
        values = [value for value in values if -(2**63) <= value < 2**63]
    elif column.dtype == pl.Float64:
        values = [float(value) for value in values]
    return column.is_in(pl.Series(values, dtype=column.dtype).implode()).fill_null(value=False)


def _edge(value: Any, column: pl.Series, *, last: bool) -> Any:
    """The first or the last moment of a day, where moments are compared with it; else the value."""
    if column.dtype == pl.Datetime and not isinstance(value, datetime):
        return datetime.combine(value, time.max if last else time.min)
    if column.dtype == pl.Int64:
        return min(max(value, -(2**63)), 2**63 - 1)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def in_words(condition: Condition, table: Table) -> str:
    """A condition as residents read it, with the labels of the field and its categories: `Case status is Closed`.

    A field that is gone is named as the declaration has it.
    """
    field = table.field(condition.field)
    label = field.label if field else condition.field
    said = []
    if condition.blank is not None:
        said.append("is blank" if condition.blank else "is not blank")
    if condition.equals:
        said.append(f"is {_any([_shown(field, value) for value in condition.equals])}")
    if len(condition.differs) == 1:
        said.append(f"is not {_shown(field, condition.differs[0])}")
    elif condition.differs:
        said.append(f"is none of {', '.join(_shown(field, value) for value in condition.differs)}")
    if condition.least or condition.most:
        said.append(_range(field, condition))
    # "Opened is on or after" is stiff where the label is a participle by itself.
    text = " and ".join(said)
    return f"{label} {text.removeprefix('is ') if _moves(label) and _ranged(field, condition) else text}"


def _moves(label: str) -> bool:
    return re.fullmatch(r"[A-Z]?[a-z]+ed", label) is not None


def _ranged(field: Field | None, condition: Condition) -> bool:
    alone = not (condition.equals or condition.differs or condition.blank is not None)
    return alone and field is not None and field.type in ("date", "datetime")


def _range(field: Field | None, condition: Condition) -> str:
    least, most = (_shown(field, text, ranged=True) if text else "" for text in (condition.least, condition.most))
    if field is not None and field.type in ("date", "datetime", "time", "yearmonth"):
        if least and most:
            return f"is from {least} to {most}"
        return f"is on or after {least}" if least else f"is on or before {most}"
    if least and most:
        return f"is from {least} to {most}"
    return f"is {least} or more" if least else f"is {most} or less"


def _shown(field: Field | None, text: str, *, ranged: bool = False) -> str:  # noqa: PLR0911 - one for each kind
    """A value as residents read it; as it stands where it can't be read."""
    if field is None:
        return text
    label = field.label_of(text)
    if label != text:
        return label
    try:
        value = _bound(field, text, "", "UTC") if ranged else _value(field, text, "", "UTC")
    except ConditionProblem:
        return text
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{day_in_words(value)}, {value:%H:%M}"
        case date():
            return day_in_words(value)
        case int() | float() if ranged and field.type in ("integer", "number"):
            return _grouped(text)
    return text


def _grouped(text: str) -> str:
    """A number with commas between its thousands and all of its digits."""
    try:
        return f"{Decimal(text):,f}"
    except InvalidOperation:
        return text


def _any(values: Sequence[str]) -> str:
    return " or ".join([", ".join(values[:-1]), values[-1]]) if len(values) > 1 else values[0]
