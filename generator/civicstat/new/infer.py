"""What a table's columns are: types, formats and blanks, found from all of their values.

A field is described no more narrowly than tomorrow's values allow: no bounds, no lists of allowed values, nothing
required. What only a person can decide comes back as a note.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.findings import shorten
from civicstat.new.dates import TimeForm, time_forms
from civicstat.new.numbers import NumberForm, bounds, mixes_percent, number_form, unusual_below_zero
from civicstat.new.titles import readable_title
from civicstat.new.units import says_percent, unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_VALUE = frozenset(
    """n/a|na|#n/a|n.a.|null|(null)|none|nil|nan|-|--|---|–|—|.|..|...|*|**|?|unknown|missing|tbd|tba|#div/0!|\\n
    not available|not applicable|no data""".replace("\n    ", "|").split("|")
)
"""Words that stand for no value among numbers and dates, in small letters."""

NO_TEXT = frozenset(("N/A", "n/a", "#N/A", "NULL", "null", "(null)", "nan", "NaN", "-", "--", "–", "—", ".", "#DIV/0!"))
"""Words that stand for no value even among other text. `NA`, `None` and `Unknown` may be answers there."""

MOST_CATEGORIES = 15
_MOST_WORDS = 8
_PAIRS = (("true", "false"), ("yes", "no"), ("y", "n"), ("t", "f"))
_FLAG = re.compile(r"^(is|has|was)_|_(flag|yn|ind)$|^(is|has)[A-Z]", re.IGNORECASE)
_CODE = re.compile(
    r"(^|[_\s-])(zip|zip_?code|postal_?code|postcode|fips|geo_?id|geoid\d*|phone|telephone|tel|fax|ssn|ein|apn|parcel|naics"
    r"|isbn|barcode|code)s?(\d*$|[_\s-]|$)|(zip|postal|post)_?code|zip$|fips",
    re.IGNORECASE,
)
_ZIP = re.compile(r"zip|postal", re.IGNORECASE)
_YEAR = re.compile(r"(^|[_\s-])(year|yr)s?$|[a-z]Year$|^YEAR$", re.IGNORECASE)
_YEAR_VALUE = r"^(1[6-9]|20|21)[0-9]{2}$"
_NUMBER_LIKE = r"^[$€£+-]?[0-9][0-9,]*(\.[0-9]*)?([eE][+-]?[0-9]+)?%?$"
_DAY_LIKE = r"^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{2}|[0-9]{4}))($|[T ,])"
_SAME_TWICE = "^(" + "|".join(rf"0?{n}[-/.]0?{n}" for n in range(1, 13)) + ")[-/.]"
"""Days that are the same whichever of day and month comes first: `02/02/2026`."""

_TRUE_BY_DEFAULT, _FALSE_BY_DEFAULT = {"true", "True", "TRUE", "1"}, {"false", "False", "FALSE", "0"}


@dataclass(frozen=True)
class Column:
    """What is known of a column: `field` is its Table Schema field.

    `forms` holds more than one way to read its days where day and month can't be told apart; `field` has the first.
    `blank` counts cells without a value, `distinct` the values that differ.
    """

    name: str
    field: Mapping[str, Any]
    distinct: int
    blank: int
    forms: tuple[TimeForm, ...] = ()
    notes: tuple[str, ...] = ()
    example: str = ""

    @property
    def type(self) -> str:
        """The field's type."""
        return str(self.field["type"])

    def widened(self) -> Column:
        """The column as plain text, which any value fits."""
        said = {key: self.field[key] for key in ("name", "title") if key in self.field}
        note = f'Some of its values are not of the type "{self.type}", so it is described as text.'
        return replace(self, field={**said, "type": "string"}, forms=(), notes=(*self.notes, note))

    def read_as(self, form: TimeForm) -> Column:
        """The column with its days read in that form."""
        return replace(self, field=_with_format(self.field, form))


def infer_columns(
    frame: pl.DataFrame, *, month_first: bool, units: Mapping[str, str], types: Mapping[str, str]
) -> tuple[Column, ...]:
    """The columns of a table of text, null where blank.

    Where days could be read in two ways, another column of the table that leaves no doubt decides, else `month_first`,
    with a note. `units` and `types` are what the source itself says.
    """
    columns = [infer_column(frame[name], units.get(name, ""), types.get(name)) for name in frame.columns]
    decided = {c.forms[0].month_first for c in columns if len(c.forms) == 1} - {None}
    first = decided.pop() if len(decided) == 1 else None
    return tuple(_settled(c, first, month_first=month_first) if len(c.forms) > 1 else c for c in columns)


def _settled(column: Column, first: bool | None, *, month_first: bool) -> Column:
    """A column whose days may be read in two ways, with one of them chosen."""
    wanted = month_first if first is None else first
    chosen = next((form for form in column.forms if form.month_first == wanted), column.forms[0])
    order = "the month comes first" if chosen.month_first else "the day comes first"
    if chosen.month_first is None:
        return column.read_as(chosen)
    why = "as in this table's other dates" if first is not None else "as is usual where this portal is"
    note = (
        f"No value tells day from month ({column.example}): it is read as {order}, {why}. Look whether that is right."
    )
    settled = replace(column.read_as(chosen), notes=(*column.notes, note))
    return settled if first is None else replace(settled, forms=(chosen,))


def infer_column(values: pl.Series, unit: str = "", declared: str | None = None) -> Column:
    """What one column of text is. `declared` is the type that JSON's values have themselves, empty for text."""
    name, values = values.name, values.alias("")  # Polars takes a name like `^a$` for a pattern of names
    texts = values.drop_nulls().unique(maintain_order=True)
    blank = values.null_count()
    field: dict[str, Any] = {"name": name}
    if (title := readable_title(name)) != name:
        field["title"] = title
    if declared:
        field["type"] = declared
        return Column(name, _with_unit(field, unit, *_json_bounds(declared, texts)), len(texts), blank)
    stripped = texts.str.strip_chars()
    if texts.is_empty() or (stripped == "").all():
        extra = {"missingValues": ["", *texts.sort().to_list()]} if len(texts) else {}
        return Column(name, {**field, "type": "string", **extra}, 0, len(values))
    absent = texts.filter(stripped.str.to_lowercase().is_in(list(NO_VALUE)) | (stripped == ""))
    rest = texts.filter(~texts.is_in(absent.implode())) if len(absent) else texts
    found: _Found | None = None
    if declared is None and len(absent) <= _MOST_WORDS and not rest.is_empty():
        found = _typed(name, rest, unit)
    elif not rest.is_empty():
        found = _iso(name, rest)
    if found is None:
        absent = texts.filter(texts.is_in(list(NO_TEXT)) | (stripped == "")) if declared is None else texts.clear()
        rest = texts.filter(~texts.is_in(absent.implode())) if len(absent) else texts
        if rest.is_empty() or len(absent) > _MOST_WORDS:
            absent, rest = texts.clear(), texts
        found = _text(name, rest, values)
    field |= found.field
    notes = list(found.notes)
    if len(absent):
        words = absent.sort().to_list()
        field["missingValues"] = ["", *words]
        blank += int(values.is_in(words).sum())
        shown = ", ".join(f'"{word}"' for word in words)
        notes.append(f"{shown} {'stand' if len(words) > 1 else 'stands'} for no value.")
    telling = rest.filter(~rest.str.contains(_SAME_TWICE)) if len(found.forms) > 1 else rest
    example = shorten((telling if len(telling) else rest)[0], 40) if len(rest) else ""
    return Column(name, field, len(rest), blank, found.forms, tuple(notes), example)


@dataclass(frozen=True)
class _Found:
    field: Mapping[str, Any]
    forms: tuple[TimeForm, ...] = ()
    notes: tuple[str, ...] = ()


def _typed(name: str, texts: pl.Series, unit: str) -> _Found | None:  # noqa: PLR0911 - one for each type
    """The type of values none of which is blank; None for text."""
    if found := _boolean(name, texts):
        return found
    stripped = texts.str.strip_chars()
    if _CODE.search(name):
        return _iso(name, texts) or _code(name, stripped)
    if stripped.str.contains(r"^[+-]?0[0-9][0-9.,]*$").any():
        return _dated(forms) if (forms := time_forms(name, texts)) else _code(name, stripped)
    if _YEAR.search(name) and texts.str.contains(_YEAR_VALUE).all() and "fiscal" not in name.lower():
        return _Found({"type": "year"})
    if (form := number_form(texts)) and not stripped.str.contains(r"^\+[0-9]{10}").any():
        if form.type == "integer" and (days := time_forms(name, texts)):
            return _dated(days)  # 20240131 in a column that is called a date
        low, high = bounds(texts, form)
        field = _with_unit({"type": form.type, **form.properties}, form.unit or unit, low, high, name)
        return _Found(field, notes=tuple(_number_notes(name, stripped, form, low, high)))
    if texts.str.contains(r"^[0-9]{4}-(0[1-9]|1[0-2])$").all():
        return _Found({"type": "yearmonth"})
    if texts.str.contains(r"^-?PT[0-9]+H[0-9]+M[0-9.]+S$").all():
        return _Found({"type": "duration"})
    return _dated(forms) if (forms := time_forms(name, texts)) else None


def _iso(name: str, texts: pl.Series) -> _Found | None:
    """Days and moments as ISO 8601 writes them, or compact ones: the only type that text in JSON may have."""
    forms = tuple(form for form in time_forms(name, texts) if form.format in ("default", "%Y%m%d"))
    return _dated(forms) if forms else None


def _dated(forms: tuple[TimeForm, ...]) -> _Found:
    form = forms[0]
    notes = ("Years have two digits: write four.",) if form.format.rstrip().find("%y") >= 0 else ()
    return _Found(_with_format({}, form), forms, notes)


def _with_format(field: Mapping[str, Any], form: TimeForm) -> dict[str, Any]:
    plain = {key: value for key, value in field.items() if key not in ("type", "format", "missingValues")}
    format_ = {} if form.format == "default" else {"format": form.format}
    missing = {"missingValues": field["missingValues"]} if "missingValues" in field else {}
    return {**plain, "type": form.type, **format_, **missing}


def _boolean(name: str, texts: pl.Series) -> _Found | None:
    if len(texts) > 6:
        return None
    words = texts.to_list()
    lower = {word.lower() for word in words}
    if lower == {"0", "1"} or (lower <= {"0", "1"} and _FLAG.search(name)):
        return _Found({"type": "boolean"}) if _FLAG.search(name) else None
    for true, false in _PAIRS:
        if lower == {true, false} or (len(true) > 1 and lower <= {true, false}):
            trues = [word for word in words if word.lower() == true] or [_like(true, words[0])]
            falses = [word for word in words if word.lower() == false] or [_like(false, words[0])]
            if set(trues) <= _TRUE_BY_DEFAULT and set(falses) <= _FALSE_BY_DEFAULT:
                return _Found({"type": "boolean"})
            return _Found({"type": "boolean", "trueValues": sorted(trues), "falseValues": sorted(falses)})
    return None


def _like(word: str, other: str) -> str:
    """The word in the other's capitals: `NO` beside `YES`."""
    return word.upper() if other.isupper() else word.capitalize() if other[:1].isupper() else word


def _code(name: str, stripped: pl.Series) -> _Found | None:
    """Digits that are no quantity stay text, so that `02134` keeps its zero."""
    if not stripped.str.contains(r"^[0-9.\s()+-]+$").all():
        return None
    notes = []
    if _ZIP.search(name) and stripped.str.contains(r"^[0-9]{3,5}\.0$|^[0-9]{3,4}$").any():
        shown = stripped.filter(stripped.str.contains(r"^[0-9]{3,5}\.0$|^[0-9]{3,4}$"))[0]
        notes.append(f"ZIP codes have lost their form ({shown}): write five digits, with the zero in front.")
    return _Found({"type": "string"}, notes=tuple(notes))


def _number_notes(name: str, stripped: pl.Series, form: NumberForm, low: float, high: float) -> list[str]:
    notes = []
    if "decimalChar" in form.properties:
        notes.append(f"A comma is read as the decimal sign ({stripped[0]}).")
    if form.type == "number" and len(stripped) > 1 and stripped.str.contains(r"^-?[0-9]+\.0$").all():
        notes.append(f"All its values are whole but written with a decimal ({stripped[0]}): export them without.")
    if says_percent(name) and 0 <= low <= high <= 1 and high > 0:
        notes.append(
            f"It is called a percentage, and holds shares of one ({stripped[0]}). Say which, or multiply by 100."
        )
    return notes


def _text(name: str, texts: pl.Series, values: pl.Series) -> _Found:
    notes = []
    if unusual_below_zero(texts):
        notes.append(
            "Amounts below zero are text as they stand: write -1200 for (1,200) or -$1,200, and it becomes a number."
        )
    elif mixes_percent(texts):
        notes.append(
            "Values with and without a percent sign stand side by side, so it is text. Write all in one way, and it "
            "becomes a number."
        )
    else:
        notes += _nearly(name, texts, values)
    return _Found({"type": "string", **_categories(texts, values, notes)}, notes=tuple(notes))


def _nearly(name: str, texts: pl.Series, values: pl.Series) -> list[str]:
    """What keeps a column from being numbers or days, where that is only a few values."""
    stripped = texts.str.strip_chars()
    few = max(1, len(texts) // 20)
    if stripped.str.contains(_DAY_LIKE).all():
        return [
            "Its days are written in several ways, or are none of the calendar, so it is text. Write all as 2026-03-31."
        ]
    for what, pattern in (("numbers", _NUMBER_LIKE), ("days", _DAY_LIKE)):
        others = texts.filter(~stripped.str.contains(pattern))
        if 0 < len(others) <= few and len(texts) > 20 and not _CODE.search(name):
            shown = ", ".join(f'"{shorten(text, 40)}"' for text in others.head(3))
            at = values.is_in(others.head(1).implode()).arg_true()
            row = f", first in data row {int(at[0]) + 1:,}" if len(at) else ""
            many = f"All its values but {len(others)} are {what} ({shown}{row}), so it is text."
            return [f"{many} Correct them, or say what they stand for."]
    return []


def _categories(texts: pl.Series, values: pl.Series, notes: list[str]) -> dict[str, Any]:
    """The categories of a text column that has few values, each of them many times."""
    rows = len(values) - values.null_count()
    if not 2 <= len(texts) <= MOST_CATEGORIES or rows < 8 * len(texts) or (texts.str.len_chars() > 60).any():
        return {}
    found = texts.to_list()
    plain = {" ".join(text.split()).casefold() for text in found}
    if len(plain) < len(found) or any(text != text.strip() for text in found):
        notes.append(
            "Some of its values differ only in spaces or capitals: write each in one way, then list its categories."
        )
        return {}
    if all(re.fullmatch(r"[\d.,\s-]+", text) for text in found):
        return {}
    if odd := _misspelt(texts, values):
        notes.append(
            f"Some of its values look like misspellings of others ({odd}): correct them, then list its categories."
        )
        return {}
    return {"categories": sorted(found)}


def _misspelt(texts: pl.Series, values: pl.Series) -> str:
    """A rare value with the letters of a frequent one, but for one of them: `Cumalitve` beside `Cumulative`."""
    counts = dict(values.filter(values.is_in(texts.implode())).value_counts().iter_rows())
    for text, count in counts.items():
        for other, more in counts.items():
            apart = Counter(text.casefold())
            apart.subtract(other.casefold())
            if (
                more >= 4 * count
                and len(text) >= 5
                and sum(map(abs, apart.values())) <= 1
                and not re.search(r"\d", text)
            ):
                return f'"{text}", "{other}"'
    return ""


def _with_unit(field: Mapping[str, Any], unit: str, low: float, high: float, name: str = "") -> dict[str, Any]:
    said = unit or (
        unit_of(name or str(field.get("name", "")), low, high) if field["type"] in ("integer", "number") else ""
    )
    return {**field, "unit": said} if said else dict(field)


def _json_bounds(kind: str, texts: pl.Series) -> tuple[float, float]:
    numbers = texts.cast(pl.Float64, strict=False).drop_nulls() if kind in ("integer", "number") else texts.clear()
    if numbers.is_empty():
        return float("-inf"), float("inf")
    return float(numbers.min()), float(numbers.max())  # type: ignore[arg-type]
