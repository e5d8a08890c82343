"""What the screen knows of one cell: which texts Frictionless certainly takes, and what value it reads from them.

Each rule accepts less than Frictionless does. What a rule does not accept is asked of Frictionless's own reader of the
field, text by text and each once, so that the answer is its own. Rules are read from its version 5.21.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from civicstat.screen.plain import PlainField

Reader = Callable[[str], tuple[Any, bool]]
"""Frictionless's reading of a cell's text: the value (None for none), and whether all is well with it."""

MOST_REMEMBERED = 200_000
"""Texts of one field whose reading is kept; columns with more different ones start anew."""

CALENDAR = (
    r"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""Every day of the years 1000 to 2999, but for the 29ths of February."""
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
FORMS: dict[str, str] = {
    "integer": r"[+-]?[0-9]{1,18}",
    "number": r"[+-]?[0-9]{1,15}(?:\.[0-9]{0,15})?",
    "date": CALENDAR,
    "datetime": f"{CALENDAR}T{CLOCK}",
    "time": CLOCK,
    "year": "[0-9]{4}",
}
"""The usual forms of values by type, to Python and to Polars alike: texts of these forms are certainly values."""

_INTEGER, _NUMBER, _TIME, _YEAR = (re.compile(FORMS[name]) for name in ("integer", "number", "time", "year"))
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{CLOCK}")
_COLUMNS = {name: re.compile(rf"(?:(?:{form})\n)*(?:{form})") for name, form in FORMS.items()}
"""The same for many texts at once, with line breaks between them."""

_MADE: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "year": int,
}
"""The value of a text that is of the usual form."""

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": ge,
    "maximum": le,
    "exclusiveMinimum": gt,
    "exclusiveMaximum": lt,
}


class Unscreenable(Exception):  # noqa: N818 - it names what the table is
    """The table goes to Frictionless as a whole: something about it is past what the screen knows."""


def _integer(text: str) -> int | None:
    """`int()` takes these digits, whatever else it takes."""
    return int(text) if _INTEGER.fullmatch(text) else None


def _number(text: str) -> Decimal | None:
    """`Decimal()` takes these digits."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _date(text: str) -> date | None:
    """`strptime` with `%Y-%m-%d` takes a day of the calendar so written; it refuses the year 0, as `date` does."""
    return date.fromisoformat(text) if _DATE.fullmatch(text) else None


def _moment(text: str) -> datetime | None:
    """Long enough, with a colon in the 17th place, and ISO 8601 as `isoparse` reads it."""
    return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None


def _time(text: str) -> time | None:
    """Long enough, with a colon in the 6th place, and ISO 8601 as `isoparse` reads it."""
    return time.fromisoformat(text) if _TIME.fullmatch(text) else None


def _year(text: str) -> int | None:
    """Four characters that `int()` takes."""
    return int(text) if _YEAR.fullmatch(text) else None


VALUES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "any": str,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "datetime": _moment,
    "time": _time,
    "year": _year,
}
"""The value of a text by the field's type, in its usual form; None where a rule does not accept it.

Types and forms that are not here have no rule: Frictionless's reader is asked for every one of their texts.
"""


def bounds_of(field: PlainField) -> list[tuple[Callable[[Any, Any], bool], Any]]:
    """The comparisons that a value has to stand, with the bounds as values of the field.

    Raises `Unscreenable` for a bound that is none: Frictionless compares with None then, and fails.
    """
    found = []
    for name, compare in COMPARISONS.items():
        if (raw := field.constraints.get(name)) is not None:
            found.append((compare, _as_value(field, raw)))
    return found


def enum_of(field: PlainField) -> frozenset[Hashable] | None:
    """The values that a field may have; None for any. An entry that is no value of the field is no one's."""
    raw = field.constraints.get("enum")
    if raw is None:
        return None
    found: set[Hashable] = set()
    for entry in raw:
        if field.type in ("string", "any") and not isinstance(entry, str):
            if field.type == "any":
                raise Unscreenable
            continue
        found.add(_as_value(field, entry))
    return frozenset(found)


def _as_value(field: PlainField, raw: Any) -> Any:
    """A bound or an entry of an enum as a value of the field, where that is plain to see."""
    value = None
    with suppress(ValueError):
        if isinstance(raw, str):
            value = VALUES[field.type](raw)
        elif isinstance(raw, bool):
            value = None
        elif isinstance(raw, int) and field.type in ("integer", "number", "year"):
            value = raw if field.type != "year" or 0 <= raw <= 9999 else None
        elif isinstance(raw, float) and field.type == "number":
            with suppress(InvalidOperation):
                value = Decimal(str(raw))
    if value is None:
        raise Unscreenable
    return value


class Judge:
    """Reads the texts of one field, each once.

    `ask` is Frictionless's reader, made when a rule does not know for the first time.
    """

    def __init__(self, field: PlainField, ask: Callable[[], Reader]) -> None:
        """Judge the texts of `field`. Raises `Unscreenable` for constraints that no rule knows."""
        self.field = field
        self._ask = ask
        self._reader: Reader | None = None
        self._blanks = frozenset(field.blanks)
        self._rule = VALUES.get(field.type) if field.format == "default" else None
        self._bounds = bounds_of(field)
        self._enum = enum_of(field)
        pattern = field.constraints.get("pattern")
        # Frictionless puts no group around it: of `A|B`, only A stands at the start and only B at the end.
        self._pattern = None if pattern is None else re.compile(f"^{pattern}$")
        self._least = field.constraints.get("minLength")
        self._most = field.constraints.get("maxLength")
        self._known: dict[str, tuple[Any, bool]] = {}
        free = self._rule is str and self._enum is None and pattern is None
        self._free = free and self._least is None and self._most is None
        joined = self._rule and self._enum is None
        self._column = _COLUMNS.get(field.type) if joined else None

    def all_sound(self, texts: set[str]) -> bool:
        """True where it takes no look at each text to see that all are sound."""
        values = texts - self._blanks
        if self.field.required and len(values) < len(texts):
            return False
        if self._free or not values:
            return True
        if self._rule is str:
            return self._all_stand(values)
        joined = "\n".join(values)
        # A text with a line break in it would pass for two.
        if self._column is None or joined.count("\n") != len(values) - 1 or not self._column.fullmatch(joined):
            return False
        if not self._bounds:
            return True
        read = list(map(_MADE[self.field.type], values))
        ends = min(read), max(read)
        return all(compare(end, bound) for compare, bound in self._bounds for end in ends)

    def _all_stand(self, texts: set[str]) -> bool:
        """True where the constraints of a column of text certainly hold for all."""
        if self._bounds or (self._enum is not None and not texts <= self._enum):
            return False
        if self._pattern and not all(map(self._pattern.match, texts)):
            return False
        lengths = [len(text) for text in texts] if self._least is not None or self._most is not None else [0]
        return (self._least is None or min(lengths) >= self._least) and (
            self._most is None or max(lengths) <= self._most
        )

    def read(self, text: str) -> tuple[Any, bool]:
        """The value of a text (None for a blank, or what can't be read), and whether all is well with it."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[text] = self._read(text)
        return known

    def _read(self, text: str) -> tuple[Any, bool]:
        if text in self._blanks:
            return None, not self.field.required
        value = self._value(text)
        if value is None or not self._stands(value):
            return self.asked(text)
        return value, True

    def _value(self, text: str) -> Any:
        if self.field.type == "boolean":
            return (text,) if text in self.field.words else None
        if self._rule is None:
            return None
        try:
            return self._rule(text)
        except ValueError:  # no day of the calendar
            return None

    def _stands(self, value: Any) -> bool:
        """True where the constraints certainly hold."""
        if any(not compare(value, bound) for compare, bound in self._bounds):
            return False
        if self._enum is not None and value not in self._enum:
            return False
        if self._pattern and not self._pattern.match(value):
            return False
        if self._least is not None and len(value) < self._least:
            return False
        return self._most is None or len(value) <= self._most

    def asked(self, text: str) -> tuple[Any, bool]:
        """What Frictionless reads from a text."""
        if self._reader is None:
            self._reader = self._ask()
        return self._reader(text)

    def value(self, text: str) -> Any:
        """The value of a text; None for a blank, or what can't be read."""
        if self.field.type == "boolean" and text not in self._blanks:
            return self.asked(text)[0]
        return self.read(text)[0]

    def keys(self, texts: Sequence[str]) -> list[Hashable]:
        """The values of texts as parts of keys. Raises `Unscreenable` where one can't be compared."""
        if self._rule is str and self._blanks.isdisjoint(texts):
            return list(texts)
        whole = self._rule in (_integer, _year) and self._blanks.isdisjoint(texts)
        joined = "\n".join(texts) if whole else ""
        # A text with a line break of its own is no number.
        if whole and joined.count("\n") == len(texts) - 1 and _COLUMNS[self.field.type].fullmatch(joined):
            return list(map(int, texts))
        return [self.key(text) for text in texts]

    def key(self, text: str) -> Hashable:
        """The value of a text as a part of a key. Raises `Unscreenable` for one that can't be compared."""
        value = self.value(text)
        nan = value.is_nan() if isinstance(value, Decimal) else isinstance(value, float) and math.isnan(value)
        if nan or isinstance(value, dict | list | set):
            raise Unscreenable
        return value  # type: ignore[no-any-return]
