"""How a column writes its numbers: plain, with separators, with a currency or a percent sign.

Each form is narrower than what Frictionless reads, and reads as what it means: where a text could mean another number
than Frictionless would make of it (`(1,200)`, `-$5`, `$.50`), the column stays text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_DIGITS = 15
"""Of a whole number: spreadsheets and browsers keep no more, so a longer one is a code."""

_INTEGER = rf"^[+-]?(0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}})$"
_NUMBER = r"^[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_WHOLE = r"(0|[1-9][0-9]*)"
_SIGNS = r"US\$|[$€£¥]|USD|EUR|GBP"
_UNITS = {"US$": "USD", "$": "$", "€": "€", "£": "£", "¥": "¥"}


@dataclass(frozen=True)
class NumberForm:
    """A way to write numbers: the field type, the properties it needs, and a unit that every value carries."""

    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""


def number_form(texts: pl.Series) -> NumberForm | None:
    """The form that all `texts` have (distinct, none blank); None where they are not all numbers."""
    stripped = texts.str.strip_chars()
    if _all(stripped, _INTEGER):
        return NumberForm("integer")
    if _all(stripped, "^[+-]?[0-9]+$"):
        return None  # too many digits, or zeros in front
    if _all(stripped, _NUMBER):
        exponents = bool(stripped.str.contains("[eE]").any())
        # 12E4 beside whole numbers is more likely a code than a quantity.
        return None if exponents and not stripped.str.contains(r"\.").any() else NumberForm("number")
    return _separated(stripped) or _affixed(stripped)


def _separated(texts: pl.Series, *, signed: bool = False) -> NumberForm | None:
    """`1,234.50`, `1.234,50`, `1 234,50`, `12,5`; `signed` where a currency or a percent sign was taken off."""
    if not texts.str.contains(r"[,\s\u00a0\u202f]").any():
        return None
    for group in (",", ".", " ", "\u00a0", "\u202f"):
        for decimal in (".", ","):
            if group == decimal:
                continue
            escaped = r"\." if group == "." else group
            grouped = rf"([1-9][0-9]{{0,2}}({escaped}[0-9]{{3}})+)"
            point = r"\." if decimal == "." else decimal
            # Frictionless takes a point that stands before all digits for a part of a sign.
            bare = "" if signed else rf"|{point}[0-9]+"
            power = "([eE][+-]?[0-9]{1,3})?" if decimal == "." and not signed else ""
            if not _all(texts, rf"^[+-]?(({grouped}|{_WHOLE})({point}[0-9]+)?{bare}){power}$"):
                continue
            used = bool(texts.str.contains(group, literal=True).any())
            properties = {"groupChar": group} if used else {}
            if texts.str.contains(decimal, literal=True).any() and decimal == ",":
                properties["decimalChar"] = decimal
            return NumberForm("number", properties)
    return None


def _affixed(texts: pl.Series) -> NumberForm | None:
    """`$1,234.50`, `12 €`, `12%`: one and the same sign throughout."""
    before = texts.str.extract(rf"^({_SIGNS})\s*[0-9-]", 1)
    after = texts.str.extract(rf"[0-9]\s*(%|{_SIGNS})$", 1)
    signs = pl.concat([before.drop_nulls(), after.drop_nulls()]).unique().to_list()
    if len(signs) != 1 or (before.is_not_null() & after.is_not_null()).any():
        return None
    without = texts.filter(before.is_null() & after.is_null())
    if signs == ["%"] and len(without) and not _all(without, r"^0(\.0+)?$"):
        return None  # 0.15 beside 87.9% may be a share of one or a percentage: nobody can tell
    bare = texts.str.replace(rf"^({_SIGNS})\s*", "").str.replace(rf"\s*(%|{_SIGNS})$", "")
    plain = _all(bare, rf"^-?{_WHOLE}(\.[0-9]+)?$")
    form = NumberForm("number") if plain else _separated(bare, signed=True)
    if form is None:
        return None
    return NumberForm("number", {**form.properties, "bareNumber": False}, _UNITS.get(signs[0], signs[0]))


def unusual_below_zero(texts: pl.Series) -> bool:
    """True where some are written as accountants write what is below zero: `(1,200)`, `-$1,200`."""
    return bool(texts.str.contains(r"^\s*(\([$€£]?[0-9][0-9,.]*\)|-[$€£][0-9][0-9,.]*)\s*$").any())


def mixes_percent(texts: pl.Series) -> bool:
    """True where numbers with and without a percent sign stand in one column."""
    marked = texts.str.contains(r"^\s*[+-]?[0-9.,]+\s*%\s*$")
    plain = texts.str.contains(r"^\s*[+-]?[0-9.,]+\s*$")
    return bool(marked.any() and plain.any())


def bounds(texts: pl.Series, form: NumberForm) -> tuple[float, float]:
    """The smallest and the largest value of texts of that form."""
    bare = texts.str.replace_all(rf"[\s%]|{_SIGNS}", "")
    if group := form.properties.get("groupChar"):
        bare = bare.str.replace_all(group, "", literal=True)
    if decimal := form.properties.get("decimalChar"):
        bare = bare.str.replace_all(decimal, ".", literal=True)
    values = bare.str.strip_chars("+").cast(pl.Float64, strict=False).drop_nulls()
    if values.is_empty():
        return float("-inf"), float("inf")
    return float(values.min()), float(values.max())  # type: ignore[arg-type]


def _all(texts: pl.Series, pattern: str) -> bool:
    return bool(texts.str.contains(pattern).all())
