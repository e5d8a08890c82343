"""Values as text in their field's own format: how the forms without types of their own hold them.

The text of a value is read back as that value under the table's schema. Where no text is, the field is told as lost.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat import standard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from civicstat.tables import Field

_JSON = (str, bool, int, float, list, dict, type(None))
_SURE = {"integer", "number", "year", "boolean", "date", "datetime", "time"}
"""The types whose values, in their default format, always have a text that is read back."""
_OWN_SIGNS = {"decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"}
_SIGN = re.compile(r"^(-?)(?=\d)")


def text_writer(kind: standard.FieldType) -> Callable[[Any], str]:
    """How a value of a field is written as text, so that it is read back as it is, and not as a blank."""
    write = _writer(kind)
    if kind.type not in ("integer", "number") or kind.blanks in ((), ("",)):
        return write
    return lambda value: _not_blank(write(value), kind.blanks)


def _not_blank(text: str, blanks: Sequence[str]) -> str:
    """A number's text; with a zero before it where it would stand for no value, as -99.0 would in a table of -99."""
    return _SIGN.sub(r"\g<1>0", text) if text in blanks else text


def _writer(kind: standard.FieldType) -> Callable[[Any], str]:  # noqa: PLR0911, PLR0912 - one for each type
    # Frictionless's own writers lose what they can't say: parts of a second, years before 1000, `any` as a format.
    own = kind.descriptor
    match kind.type, kind.format:
        case "boolean", _:
            yes, no = boolean_words(own, kind.blanks)
            return lambda value: yes if value else no
        case (("date" | "datetime" | "time"), ("default" | "any")):
            return lambda value: str(value.isoformat())
        case (("date" | "datetime" | "time"), form):
            return partial(_strftime, form)
        case "number", _:
            sign = own.get("decimalChar") or "."
            return lambda value: str(value).replace(".", sign)
        case "array", _ if own.get("arrayItem"):
            item = own["arrayItem"]
            inner = _writer(standard.FieldType("", item.get("type", "any"), item.get("format", "default"), item))
            return lambda value: json_text([i if isinstance(i, _JSON) else inner(i) for i in value])
        case (("array" | "object" | "geojson"), _):
            return json_text
        case "list", _:
            inner = _writer(standard.FieldType("", own.get("itemType", "string"), "default", {}))
            return lambda value: str(own.get("delimiter", ",")).join(map(inner, value))
        case "geopoint", "array":
            return lambda value: f"[{_degrees(value[0])}, {_degrees(value[1])}]"
        case "geopoint", "object":
            return lambda value: f'{{"lon": {_degrees(value[0])}, "lat": {_degrees(value[1])}}}'
        case "geopoint", _:
            return lambda value: f"{value[0]},{value[1]}"
        case "year", _:
            return lambda value: f"{value:04}"
        case "yearmonth", _:
            return lambda value: f"{value[0]}-{value[1]:02}"
        case "duration", _:
            return standard.value_writer(kind)
        case "any", _:
            return lambda value: json_text(value) if isinstance(value, bool | dict | list) else str(value)
    return str


def boolean_words(own: Any, blanks: Sequence[str] = ()) -> tuple[str, str]:
    """How a field writes true and false: the first of its words that stands for no blank."""
    yes, no = (
        next((word for word in own.get(key) or () if word not in blanks), word)
        for key, word in (("trueValues", "true"), ("falseValues", "false"))
    )
    return yes, no


def _strftime(form: str, value: Any) -> str:
    # The C library writes the year 950 as "950", which is then refused.
    year = getattr(value, "year", 0)
    return str(value.strftime(form.replace("%Y", f"{year:04}") if 0 < year < 1000 else form))


def _degrees(value: Any) -> str:
    """A coordinate within JSON: as a number where that is read as the same value, else as text."""
    number = float(value)
    return repr(number).removesuffix(".0") if Decimal(number) == value else f'"{value}"'


def json_text(value: Any) -> str:
    """A value as JSON, with decimals to their last digit and nothing that can't be written as UTF-8."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json_text(str(key))}: {json_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(json_text, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=any("\ud800" <= sign <= "\udfff" for sign in value))
    return str(value) if isinstance(value, Decimal) else json.dumps(value, default=str)


def texts_of(field: Field, column: pl.Series) -> pl.Series:
    """A column of plain values as text in the field's own format; blanks stay blank."""
    text: pl.Expr
    value = pl.col("")
    match column.dtype, field.format:
        case pl.String, _:
            return column
        case pl.Boolean, _:
            yes, no = boolean_words(field.descriptor, field.blanks)
            text = pl.when(value).then(pl.lit(yes)).when(value.not_()).then(pl.lit(no))
        case pl.Int64, _:
            text = value.cast(pl.String).str.zfill(4) if field.type == "year" else value.cast(pl.String)
        case pl.Float64, _:
            sign = field.descriptor.get("decimalChar") or "."
            text = value.cast(pl.String).str.strip_suffix(".0")
            text = text if sign == "." else text.str.replace(".", sign, literal=True)
        case _, ("default" | "any"):
            forms: dict[Any, str] = {pl.Date: "%Y-%m-%d", pl.Time: "%H:%M:%S%.f"}
            text = value.dt.to_string(forms.get(column.dtype.base_type(), "%Y-%m-%dT%H:%M:%S%.f"))
        case _:
            kind = standard.FieldType(field.name, field.type, field.format, field.descriptor, field.blanks)
            text = value.map_elements(text_writer(kind), return_dtype=pl.String)
    # Under a name that is no pattern of names, as `^a$` would be.
    return column.alias("").to_frame().select(text).to_series().alias(column.name)


def may_lose(kind: standard.FieldType) -> bool:
    """True for a field with a format of its own, in which not every value can be said, or with blanks of its own."""
    if kind.type in ("string", "any"):
        return False
    own_form = kind.type in ("date", "datetime", "time") and kind.format not in ("default", "any")
    own_blanks = kind.blanks not in ((), ("",))
    return kind.type not in _SURE or own_form or own_blanks or bool(_OWN_SIGNS & kind.descriptor.keys())


def loses(kind: standard.FieldType, values: Iterable[Any]) -> bool:
    """True where the text of one of the values isn't read back as that value."""
    write = text_writer(kind)
    # Frictionless reads these as JSON too, and checks each geometry against a schema on the way.
    nested = kind.type in ("array", "object", "geojson") and "arrayItem" not in kind.descriptor
    read = json.loads if nested else standard.value_reader(kind)
    known: dict[str, Any] = {}
    for value in values:
        if value is None:
            continue
        text = write(value)
        if text not in known:
            known[text] = read(text)
        if not _same(known[text], value):
            return True
    return False


def _same(read: Any, value: Any) -> bool:
    """True where what was read is the value, its zone with it, and NaN is NaN."""
    if str(read) == str(value):
        return True
    if isinstance(value, list) and isinstance(read, list):
        return len(read) == len(value) and all(map(_same, read, value))
    if isinstance(value, dict) and isinstance(read, dict):
        return read.keys() == value.keys() and all(_same(read[key], inner) for key, inner in value.items())
    if isinstance(value, float | Decimal) and isinstance(read, float | Decimal):
        return Decimal(str(read)) == Decimal(str(value))
    zone = getattr(value, "utcoffset", None)
    return bool(read == value) and (zone is None or read.utcoffset() == zone())
