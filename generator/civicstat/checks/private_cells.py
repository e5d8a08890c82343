"""Which cells of a table hold private data whose form gives it away: found in one pass over every column of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from civicstat.private import FINDERS, KINDS, Kind, Match, Reading
from civicstat.private.kinds import NORTH_AMERICA
from civicstat.private.phones import is_phone
from civicstat.private.words import told_kinds, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.checks.check import TableSubject
    from civicstat.tables import Field

MOST_EXAMINED = 20_000
"""Different cells of a column that are read one by one; of more, so many spread evenly, again and again until one
is found or `MOST_TRIES` such rounds have found none."""

MOST_TRIES = 5

MOST_CHARACTERS = 5_000_000
"""About how much text a round reads at most: fewer cells where they are long, but never fewer than a hundred."""

_SAMPLE = 1_000
_TYPES_WITHOUT_PERSONS = frozenset({"yearmonth", "duration", "geojson"})
_IN_CODES = frozenset({"parcel", "apn", "folio", "case", "docket", "permit", "sku", "isbn", "uuid", "guid", "hash"})
"""Words of columns whose values are codes that may have the form of a number of a person or a line."""

_VERSIONS = frozenset({"version", "release", "firmware", "software", "build", "oid", "section", "chapter", "outline"})


@dataclass(frozen=True)
class Cells:
    """The cells of one column that hold one kind of private data.

    `cells` of `of` cells that are not blank, at least as many where `more`; `index` is the row of the first, counted
    from 0, and `mask` names what it holds. `alone` is true where most of them hold little else, false for running text.
    """

    field: Field
    kind: Kind
    cells: int
    of: int
    index: int
    mask: str
    alone: bool
    more: bool = False


def private_cells(subject: TableSubject) -> tuple[Cells, ...]:
    """Every column and kind of private data in a table, reckoned once for all checks."""
    if "private cells" not in subject.shared:
        subject.shared["private cells"] = tuple(_survey(subject))
    found: tuple[Cells, ...] = subject.shared["private cells"]
    return found


def told_by(field: Field) -> frozenset[str]:
    """The kinds of private data that a column's name or title tells of."""
    return told_kinds(field.name) | told_kinds(field.title)


def running_text(values: pl.Series) -> bool:
    """True for a column with sentences in it: some cell of a sample has five words or more."""
    return bool((evenly(values.drop_nulls(), _SAMPLE).str.count_matches(" ", literal=True) >= 4).any())


def evenly(values: pl.Series, most: int, start: int = 0) -> pl.Series:
    """At most so many of the values, evenly spread from the one at `start` on."""
    step = -(-values.len() // most) if values.len() else 1
    return values.gather_every(step, start % step)


def _survey(subject: TableSubject) -> Iterator[Cells]:
    for field, texts, narrow in _texts(subject):
        reading = Reading(subject.settings.country, told_by(field))
        words = set(words_of(field.name))
        kinds = [k for k in KINDS if k.name in narrow and not _of_codes(k, words, reading)]
        patterns = {k.name: _pattern(k, reading) for k in kinds}
        candidates = _candidates(texts, patterns) if kinds else None
        for kind in kinds if candidates is not None else ():
            assert candidates is not None  # noqa: S101 - for the type checker
            if found := _judge(field, kind, reading, candidates, patterns[kind.name]):
                yield found
        if "phone" in narrow and "phone" not in reading.told and (phones := _bare_phones(field, texts, reading, words)):
            yield phones


def _texts(subject: TableSubject) -> Iterator[tuple[Field, pl.Series, frozenset[str]]]:
    """Each column that may hold private data, as texts, with the kinds to look for in it."""
    exact = None
    for field in subject.table.fields:
        column = subject.table.column(field.name)
        if column.dtype == pl.String and field.type not in _TYPES_WITHOUT_PERSONS:
            running = running_text(column)
            yield field, column, frozenset(k.name for k in KINDS if running or not k.running)
        elif column.dtype.is_numeric() and field.type != "year" and (narrow := _numeric_kinds(field)):
            exact = subject.table.exact if exact is None else exact
            yield field, exact[field.name] if field.name in exact else _digits(column), narrow


def _numeric_kinds(field: Field) -> frozenset[str]:
    """The kinds that a column of numbers can hold, by its range."""
    high = field.profile.maximum
    if high is None or not isinstance(high, int | float):
        return frozenset()
    told = told_by(field)
    kinds = {"card"} if high >= 10**12 else set()
    if 10**6 <= high < 10**12 and "phone" in told:
        kinds.add("phone")
    if "ssn" in told and 10**6 <= high < 10**9:
        kinds.add("ssn")
    if 2 * 10**9 <= high < 10**10:
        kinds.add("phone")
    return frozenset(kinds)


def _digits(column: pl.Series) -> pl.Series:
    """Whole numbers as their digits; blank for others."""
    if column.dtype == pl.Float64:
        whole = column.is_finite() & (column == column.floor()) & (column.abs() < 9e15)
        column = pl.select(pl.when(whole).then(column)).to_series().cast(pl.Int64)
    return column.cast(pl.String)


def _of_codes(kind: Kind, words: set[str], reading: Reading) -> bool:
    """True where the column's name says that it holds codes, which only look like this kind."""
    if kind.name in reading.told:
        return False
    return bool(
        (kind.name in ("ssn", "phone", "card") and words & _IN_CODES) or (kind.name == "ip" and words & _VERSIONS)
    )


def _pattern(kind: Kind, reading: Reading) -> str:
    """The pattern that passes over a column; wider where its name tells of the kind."""
    if kind.name == "phone":
        if "phone" in reading.told:
            return r"[0-9]{3}[-. )/]{0,3}[0-9]"
        if reading.country in NORTH_AMERICA:
            return kind.pattern.rpartition("|")[0]  # a number that begins with 0 is none here
    if kind.name == "ssn" and "ssn" in reading.told:
        return f"{kind.pattern}|[0-9]{{7}}"
    return kind.pattern


def _candidates(texts: pl.Series, patterns: dict[str, str]) -> pl.DataFrame | None:
    """The different cells that may hold something, with how often and where first; None without any."""
    mask = texts.str.contains("|".join(f"(?:{pattern})" for pattern in patterns.values()))
    if not mask.any():
        return None
    frame = pl.DataFrame({"text": texts, "index": pl.int_range(texts.len(), eager=True)}).filter(mask)
    return frame.group_by("text").agg(pl.len().alias("cells"), pl.col("index").min()).sort("index")


def _judge(field: Field, kind: Kind, reading: Reading, candidates: pl.DataFrame, pattern: str) -> Cells | None:
    """What a column holds of one kind, read cell by cell."""
    asked = candidates.filter(pl.col("text").str.contains(pattern))
    length = asked["text"].str.len_bytes().mean() or 1
    most = min(MOST_EXAMINED, max(100, int(MOST_CHARACTERS // length)))  # type: ignore[operator]
    rounds = -(-asked.height // most)
    examined, found = 0, []
    for start in range(min(rounds, MOST_TRIES)):
        part = asked.gather_every(rounds, start)
        examined += part.height
        for text, cells, index in part.iter_rows():
            matches = tuple(FINDERS[kind.name](_padded(text, field, kind), reading))
            if matches:
                found.append((text, cells, index, matches))
        if found:
            break
    if not found or _only_look_alike(kind, reading, len(found), examined):
        return None
    _text, _cells, index, matches = min(found, key=lambda item: item[2])
    alone = sum(_is_alone(text, own) for text, _, _, own in found)
    return Cells(
        field=field,
        kind=kind,
        cells=sum(item[1] for item in found),
        of=field.profile.values,
        index=index,
        mask=matches[0].mask,
        alone=2 * alone >= len(found),
        more=examined < asked.height,
    )


def _padded(text: str, field: Field, kind: Kind) -> str:
    """A number with the zeros that a column of numbers has lost in front."""
    return text.zfill(9) if kind.name == "ssn" and field.type in ("integer", "number") else text


def _only_look_alike(kind: Kind, reading: Reading, found: int, examined: int) -> bool:
    """True where so few of the cells of that form are what they look like that chance explains them.

    One in ten numbers has a right check digit, and one in four of ten digits is somebody's telephone.
    """
    return kind.name in ("card", "phone", "ssn") and kind.name not in reading.told and 2 * found < examined


def _is_alone(text: str, matches: tuple[Match, ...]) -> bool:
    """True where a cell holds little beside what was found: `Tel. 410-555-0123`, but no sentence."""
    inside = sum(m.end - m.start for m in matches)
    return len(text.strip()) - inside <= 15


def _bare_phones(field: Field, texts: pl.Series, reading: Reading, words: set[str]) -> Cells | None:
    """Telephone numbers without dashes in a column whose name tells nothing: nearly all of its cells are such numbers.

    Numbers given out one after the other share their first digits; those of people's lines don't.
    """
    codes = words & (_IN_CODES | {"id", "number", "no", "num", "key", "code", "account", "npi", "objectid", "serial"})
    if reading.country not in NORTH_AMERICA or codes:
        return None
    values = texts.drop_nulls()
    shape = "^[2-9][0-9]{2}[2-9][0-9]{6}$"
    sample = evenly(values, 200).unique(maintain_order=True)
    if sample.len() < 10 or sample.str.contains(shape).mean() < 0.9:  # type: ignore[operator]
        return None
    valid = [text for text in sample if is_phone(text, reading.country)]
    if len(valid) < 0.9 * sample.len() or 2 * len({text[:6] for text in valid}) < len(valid):
        return None
    kind = next(k for k in KINDS if k.name == "phone")
    mask = texts.str.contains(shape).fill_null(value=False)
    index = int(mask.arg_max() or 0)
    return Cells(field, kind, int(mask.sum()), field.profile.values, index, f"(…) …-…{texts[index][-2:]}", alone=True)
