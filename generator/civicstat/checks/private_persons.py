"""Which columns name persons, and what ties a table's rows to a person or a household."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from civicstat.checks.private_cells import evenly
from civicstat.private.persons import initials, looks_like_one_name, looks_like_person
from civicstat.private.stories import is_street_address, mask_address
from civicstat.private.words import (
    ANIMAL,
    ATTRIBUTE,
    PRIVATE_PERSON,
    PUBLIC_PERSON,
    STATISTIC,
    THING,
    names_one_part,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from civicstat.checks.check import TableSubject
    from civicstat.tables import Field

Told = Literal["part", "person", "name", "thing", "nothing"]
"""What a column's name tells of its values: part of a name, a person, a name of something, a thing, nothing."""

SHARE: Mapping[Told, float] = {"part": 0.3, "person": 0.15, "name": 0.5, "nothing": 0.5}
"""How many of a column's different values have to look like persons' names before it holds persons."""

FEWEST: Mapping[Told, int] = {"part": 1, "person": 1, "name": 2, "nothing": 3}
_SAMPLE = 1_000
_MOST = 20_000


@dataclass(frozen=True)
class Column:
    """A column of private data: how many cells of how many, the row of the first (from 0), and its mask."""

    field: Field | None
    """None for the points of a map."""

    cells: int
    of: int
    index: int
    mask: str
    more: bool = False
    public: bool = False
    """True for persons in an office or a trade."""


def told_of(field: Field) -> Told:
    """What the column's name and title tell of its values."""
    words = (*words_of(field.name), *words_of(field.title))
    plain = set(words)
    if names_one_part(words_of(field.name)) or names_one_part(words_of(field.title)):
        return "thing" if plain & (ANIMAL | {"street", "road", "file", "middle"} - PRIVATE_PERSON) else "part"
    if plain & (PRIVATE_PERSON | PUBLIC_PERSON):
        return "person"
    if plain & THING:
        return "thing"
    return "name" if plain & {"name", "names", "fullname"} else "nothing"


def person_columns(subject: TableSubject) -> tuple[Column, ...]:
    """The columns that hold names of persons, reckoned once for all checks."""
    if "person columns" not in subject.shared:
        subject.shared["person columns"] = tuple(_person_columns(subject))
    found: tuple[Column, ...] = subject.shared["person columns"]
    return found


def _person_columns(subject: TableSubject) -> Iterator[Column]:
    for field in subject.table.fields:
        texts = subject.table.column(field.name)
        told = told_of(field)
        if texts.dtype != pl.String or field.type != "string" or told == "thing":
            continue
        if told == "part":
            looks: Callable[[str], bool] = looks_like_one_name
        elif told == "person":
            looks = _looks_told
        else:
            looks = looks_like_person
        sample = evenly(texts.drop_nulls(), _SAMPLE).unique()
        if not sample.len() or (told != "part" and not sample.str.contains("[^ ][ ,]+[^ ]").any()):
            continue
        alike = sum(looks(text) for text in sample)
        if alike < FEWEST[told] or alike < SHARE[told] * sample.len():
            continue
        words = {*words_of(field.name), *words_of(field.title)}
        yield _column(field, texts, looks, initials, public=bool(words & PUBLIC_PERSON) and not words & PRIVATE_PERSON)


def _looks_told(text: str) -> bool:
    return looks_like_person(text, told=True)


def _column(
    field: Field, texts: pl.Series, looks: Callable[[str], bool], mask: Callable[[str], str], *, public: bool = False
) -> Column:
    """Count the cells of a column that look like it."""
    counted = pl.DataFrame({"text": texts, "index": pl.int_range(texts.len(), eager=True)}).drop_nulls("text")
    each = counted.group_by("text").agg(pl.len().alias("cells"), pl.col("index").min()).sort("index")
    step = -(-each.height // _MOST)
    found = [row for row in each.gather_every(step).iter_rows() if looks(row[0])]
    text, _, index = found[0]
    cells = sum(row[1] for row in found)
    return Column(field, cells, field.profile.values, index, mask(text), step > 1, public)


_EACH_ROW = re.compile(
    r"\b(?:each|every|one|a|single) (?:row|record|line|entry|observation)\b[^.;]{0,30}?"
    r"\b(?:is|are|per|for|describes?|represents?|stands? for|shows?|concerns?|covers?)\s+"
    r"(?:each |one |an? |the |single )?(?:\w+ ){0,2}?(?P<who>[a-z]+)(?:['’]s)?\b",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(rf"\b(?:{'|'.join(sorted(PRIVATE_PERSON))})(?:['’]s)?\b", re.IGNORECASE)


def tie(subject: TableSubject) -> str:
    """What ties a table's rows to a person or a household, in words for a message; empty where nothing does.

    A column such as `patient_id` or `owner_age`; a column of names, those of offices and trades apart; the
    descriptor's words, such as `each row is one household`; a table called `tenants`.
    """
    if "tie" not in subject.shared:
        subject.shared["tie"] = _tie(subject)
    found: str = subject.shared["tie"]
    return found


def _tie(subject: TableSubject) -> str:
    for field in subject.table.fields:
        words = {*words_of(field.name), *words_of(field.title)}
        if words & STATISTIC or field.type == "boolean" or words & {"type", "status", "agency", "organization"}:
            continue
        if field.profile.values and words & PRIVATE_PERSON and words & ATTRIBUTE:
            return f'the column "{field.name}"'
    for column in person_columns(subject):
        if column.field and not column.public:
            return f'the names in the column "{column.field.name}"'
    package, resource = subject.package, subject.resource
    for text in (resource.description, package.description, resource.title, package.title):
        if match := _EACH_ROW.search(text):
            rest = text[match.start() : match.end() + 40].partition(".")[0]
            if who := _SAYS_WHO.search(rest):
                return f'the description, which says "{match[0].split()[0]} {match[0].split()[1]} … {who[0]}"'
    for name in (resource.name, resource.title, package.title):
        own = words_of(name)
        singular = {word[:-1] for word in own if word.endswith("s")} & PRIVATE_PERSON
        if singular and not set(own) & (STATISTIC | {"number", "by"}) and len(own) <= 3:
            return f'the name "{name}"'
    return ""


_DAY = re.compile(
    r"^\s*(?:\d{4}[-/.]?\d{2}[-/.]?\d{2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4})(?:[ T]\d{1,2}:\d{2}.*)?\s*$"
)
_FIRST_LIVING = 1900
"""Nobody who was born before is alive."""


def days_of_birth(values: pl.Series, kind: str) -> pl.Series:
    """Which cells of a column called after births are days on which somebody alive may have been born.

    `kind` is the column's Table Schema type.
    """
    if values.dtype.is_temporal() and kind in ("date", "datetime"):
        days = values.dt.year() >= _FIRST_LIVING
    elif values.dtype.is_numeric() and kind != "year":
        days = values.is_between(19000101, 21001231)
    elif values.dtype == pl.String:
        days = values.str.contains(_DAY.pattern) & ~values.str.contains(
            r"^\s*1[0-8][0-9]{2}[-/.]|[-/. ]1[0-8][0-9]{2}\s*$"
        )
    else:
        days = values.is_null() & values.is_not_null()
    return days.fill_null(value=False)


_HOME_WORDS = {"home", "residence", "residential", "domicile", "mailing"}
_ADDRESS_WORDS = {"address", "addr", "residence", "street", "domicile", "addresses", "streetaddress", "homeaddress"}
_OF_PLACES = {
    "office", "agency", "business", "employer", "school", "facility", "clinic", "provider", "vendor", "company", "site",
    "station", "hospital", "store", "park", "web", "email", "ip", "mac", "url", "branch", "library", "organization",
}  # fmt: skip
"""Words of columns whose addresses and places are no one's home."""


def home_addresses(subject: TableSubject) -> Iterator[tuple[Column, str]]:
    """The columns of home addresses, each with what tells that they are."""
    for field in subject.table.fields:
        texts = subject.table.column(field.name)
        words = {*words_of(field.name), *words_of(field.title)}
        if texts.dtype != pl.String or words & (_OF_PLACES - _HOME_WORDS):
            continue
        sample = evenly(texts.drop_nulls(), _SAMPLE).unique()
        own = bool(words & _ADDRESS_WORDS) and bool(words & (_HOME_WORDS | PRIVATE_PERSON | {"homeaddress"}))
        alike = sum(is_street_address(text) for text in sample)
        if not alike or alike < (0.1 if own else 0.3) * sample.len():
            continue
        why = f'the column\'s name, "{field.label}"' if own else tie(subject)
        if why:
            yield _column(field, texts, is_street_address, mask_address), why


_LATITUDE = {"lat", "latitude", "y"}
_LONGITUDE = {"lon", "lng", "long", "longitude", "x"}
_GEO = {"coord", "coordinate", "coordinates", "point", "geopoint", "latlon", "latlng", "location", "geolocation"}
_PAIR = r"-?[0-9]{1,3}\.[0-9]{4,}\D{1,4}-?[0-9]{1,3}\.[0-9]{4,}"


def home_coordinates(subject: TableSubject) -> Iterator[tuple[Column, str]]:
    """The columns of coordinates with more than three decimals that tell where a person or household is."""
    for field in subject.table.fields:
        words = {*words_of(field.name), *words_of(field.title)}
        if words & (_OF_PLACES - _HOME_WORDS) or not words & (_LATITUDE | _LONGITUDE | _GEO):
            continue
        own = bool(words & (PRIVATE_PERSON | _HOME_WORDS))
        values = subject.table.column(field.name)
        if values.dtype == pl.Float64 and _in_range(field, words):
            scaled = values * 1000
            precise = ((scaled - scaled.round()).abs() > 1e-6).fill_null(value=False)
        elif values.dtype == pl.String:
            precise = values.str.contains(_PAIR).fill_null(value=False)
        else:
            continue
        if yield_ := _precise(subject, field, precise, f'the column\'s name, "{field.label}"' if own else ""):
            yield yield_
    if subject.table.mapped and (mapped := _mapped(subject)):
        yield mapped


def _in_range(field: Field, words: set[str]) -> bool:
    low, high = field.profile.minimum, field.profile.maximum
    bound = 90 if words & _LATITUDE else 180
    return low is not None and -bound <= low <= high <= bound


def _precise(subject: TableSubject, field: Field, precise: pl.Series, own: str) -> tuple[Column, str] | None:
    cells = int(precise.sum())
    if not cells or cells < 0.2 * field.profile.values:
        return None
    why = own or tie(subject)
    if not why:
        return None
    index = int(precise.arg_max() or 0)
    mask = re.sub(r"(\d+)\.(\d)\d*", r"\1.\2…", str(subject.table.column(field.name)[index]))
    return Column(field, cells, field.profile.values, index, mask), why


def _mapped(subject: TableSubject) -> tuple[Column, str] | None:
    """The points of a map whose features are persons or households."""
    points = subject.table.geometry_texts
    precise = (points.str.contains('"Point"', literal=True) & points.str.contains(_PAIR)).fill_null(value=False)
    cells = int(precise.sum())
    if not cells or cells < 0.2 * points.len():
        return None
    why = tie(subject)
    if not why:
        return None
    index = int(precise.arg_max() or 0)
    return Column(None, cells, points.len(), index, "a point on the map"), why
