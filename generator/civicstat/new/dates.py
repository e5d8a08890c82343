"""How a column writes its days and times, as the `strptime` formats that Table Schema takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

_DAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", ("%Y-%m-%d",)),
    (r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}", ("%Y/%m/%d",)),
    (r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}", ("%Y.%m.%d",)),
    *(
        (rf"[0-9]{{1,2}}{mark}[0-9]{{1,2}}{mark}[0-9]{{{digits}}}", (f"%m{sep}%d{sep}{year}", f"%d{sep}%m{sep}{year}"))
        for sep, mark in (("/", "/"), ("-", "-"), (".", r"\."))
        for digits, year in ((4, "%Y"), (2, "%y"))
    ),
    *(
        (rf"[0-9]{{1,2}}{sep}[A-Za-z]{{3,9}}{sep}[0-9]{{{digits}}}", (f"%d{sep}%b{sep}{year}", f"%d{sep}%B{sep}{year}"))
        for sep in ("-", " ")
        for digits, year in ((4, "%Y"), (2, "%y"))
    ),
    (r"[A-Za-z]{3,9} [0-9]{1,2}, [0-9]{4}", ("%b %d, %Y", "%B %d, %Y")),
    (r"[A-Za-z]{6,9}, [A-Za-z]{3,9} [0-9]{1,2}, [0-9]{4}", ("%A, %B %d, %Y",)),
)
"""The forms of a day, and the formats that each may be; where there are two, the values decide, or nobody can tell."""

_COMPACT = ("[0-9]{8}", ("%Y%m%d",))
_HOUR, _HALF = "(?:[01][0-9]|2[0-3])", "(?:0?[1-9]|1[0-2])"
_TIMES: tuple[tuple[str, str], ...] = (
    (rf"{_HOUR}:[0-5][0-9]:[0-5][0-9]", "%H:%M:%S"),
    (rf"{_HOUR}:[0-5][0-9]:[0-5][0-9]\.[0-9]{{1,6}}", "%H:%M:%S.%f"),
    (rf"{_HOUR}:[0-5][0-9]", "%H:%M"),
    (r"(?:[0-9]|1[0-9]|2[0-3]):[0-5][0-9]", "%H:%M"),
    (rf"{_HALF}:[0-5][0-9]:[0-5][0-9] [AaPp][Mm]", "%I:%M:%S %p"),
    (rf"{_HALF}:[0-5][0-9] [AaPp][Mm]", "%I:%M %p"),
    (rf"{_HALF}:[0-5][0-9][AaPp][Mm]", "%I:%M%p"),
)
_ISO = (
    rf"^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[T ]{_HOUR}:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,6}})?"
    r"(?:Z|[+-][0-9]{2}:?(?:[0-9]{2})?)?$"
)
_NAMED_A_DAY = re.compile(r"(date|day|_dt|^dt|_on)$", re.IGNORECASE)
_LOOKED_AT = 2_000


@dataclass(frozen=True)
class TimeForm:
    """A way to write days or moments: the field type and its format."""

    type: str
    format: str = "default"

    @property
    def month_first(self) -> bool | None:
        """Whether the month stands before the day; None where the form leaves no doubt."""
        found = re.search(r"%([md])[/.-]%([md])[/.-]%[yY]", self.format)
        return found.group(1) == "m" if found else None


def time_forms(name: str, texts: pl.Series) -> tuple[TimeForm, ...]:
    """Every form that all `texts` have (distinct, none blank): none, one, or two where day and month can't be told."""
    sample = texts.head(_LOOKED_AT)
    forms = tuple(form for form in _days(name, sample) if _fits(form, texts))
    return forms or tuple(form for form in _moments(sample) if _fits(form, texts)) or _times(texts)


def _days(name: str, texts: pl.Series) -> Iterator[TimeForm]:
    for shape, formats in (*_DAYS, _COMPACT):
        if (shape, formats) == _COMPACT and not _NAMED_A_DAY.search(name):
            continue
        if texts.str.contains(f"^{shape}$").all():
            for form in formats:
                yield TimeForm("date", "default" if form == "%Y-%m-%d" else form)


def _moments(texts: pl.Series) -> Iterator[TimeForm]:
    if texts.str.contains(_ISO).all():
        yield TimeForm("datetime")
        return
    for day, days in _DAYS:
        if not texts.str.contains(f"^{day}[T ,]").all():
            continue
        for time, hours in _TIMES:
            found = texts.str.extract_groups(
                f"^{day}(, |[T ]){time}( ?(?:Z|UTC|GMT|[+-][0-9]{{2}}:?(?:[0-9]{{2}})?))?$"
            )
            between = found.struct.field("1").unique().to_list()
            zones = found.struct.field("2").fill_null("").unique().to_list()
            if between != [None] and None not in between and len(between) == 1 and len(zones) == 1:
                for form in days:
                    yield TimeForm("datetime", f"{form}{between[0]}{hours}{zones[0]}")


def _times(texts: pl.Series) -> tuple[TimeForm, ...]:
    for shape, form in _TIMES:
        if texts.str.contains(f"^{shape}$").all():
            return (TimeForm("time", "default" if form == "%H:%M:%S" else form),)
    return ()


def _fits(form: TimeForm, texts: pl.Series) -> bool:
    """Whether all values are days of the calendar: a part of them by Python's own reading, the rest by Polars'."""
    wanted = "%Y-%m-%d" if form.type == "date" else ""
    python = form.format if form.format != "default" else wanted
    if python and not all(_reads(text, python) for text in texts.head(_LOOKED_AT)):
        return False
    day = (python or "%Y-%m-%d").split("%H")[0].split("%I")[0].rstrip(" T,")
    shape = next((s for s, formats in (*_DAYS, _COMPACT) if day in formats), None)
    if shape is None:
        return False
    found = texts.str.extract(f"^({shape})(?:$|[T ,])", 1).unique()
    whole = texts.str.contains(f"^{shape}$").all() if form.type == "date" else texts.str.contains(_pattern(form)).all()
    return bool(whole) and found.null_count() == 0 and found.str.to_date(day, strict=False).null_count() == 0


def _pattern(form: TimeForm) -> str:
    """The shape of a moment of that form, apart from its day."""
    if form.format == "default":
        return _ISO
    at = re.search("%[HI]", form.format)
    assert at is not None  # noqa: S101 - for the type checker: a moment has hours
    rest = form.format[at.start() :]
    shapes = [(shape, hours) for shape, hours in _TIMES if rest.startswith(hours)]
    longest = max(len(hours) for _, hours in shapes)
    either = "|".join(shape for shape, hours in shapes if len(hours) == longest)
    return f"[T ](?:{either}){re.escape(rest[longest:])}$"


def _reads(text: str, form: str) -> bool:
    try:
        return 1000 <= datetime.strptime(text, form).year < 3000  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False


def writes_month_first(time_zone: str) -> bool:
    """Whether the month stands before the day where this time zone is: in the United States and a few other places.

    The country of a zone is told by the time zone database's own table, `zone.tab`. UTC tells of none, and is taken for
    the United States, since that is where most portals of this kind are.
    """
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    countries = {row[2]: row[0] for line in table.splitlines() if len(row := line.split("\t")) > 2}
    places = {"US", "PR", "GU", "VI", "AS", "MP", "UM", "PH", "FM", "MH", "PW", "CA"}
    return time_zone.startswith("US/") or countries.get(time_zone, "US") in places
