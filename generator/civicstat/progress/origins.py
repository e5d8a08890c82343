"""A measure's origin held against the table that it names, and told in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.progress.conditions import OriginProblem, in_words, problems_of
from civicstat.progress.moments import COARSE, DATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civicstat.progress.conditions import ConditionProblem
    from civicstat.progress.model import Condition, Origin
    from civicstat.reckoning.values import Interval
    from civicstat.tables import Field, Table

NUMBERS = ("integer", "number")
OF_NUMBERS = ("sum", "mean", "median", "percentile")
STOCKS = ("count", "sum", "distinct")
"""What can be read off one day, and added up day by day."""
_ADDED = (*STOCKS, "mean", "share")


def problems(origin: Origin, table: Table, interval: Interval = "period") -> tuple[OriginProblem, ...]:
    """Everything that keeps a measure from being reckoned from a table, each with its place in the declaration."""
    found = [*_dates(origin, table), *_numbers(origin, table)]
    for name, conditions in (("where", origin.where), ("of", origin.of)):
        for index, condition in enumerate(conditions):
            found += [_at(f"{name}[{index}]", problem) for problem in problems_of(condition, table)]
    if origin.reckon == "share" and not origin.of:
        found.append(OriginProblem("a share needs the conditions of the rows that it counts", place="of"))
    if interval == "cumulative" and origin.reckon not in _ADDED:
        found.append(
            OriginProblem(
                "can't be added up from period to period",
                place="reckon",
                found=origin.reckon,
                expected=f"one of {', '.join(_ADDED)} for a cumulative measure",
                todo="Choose the interval period or snapshot for the measure.",
            )
        )
    found += [_gone(table, name, f"by[{i}]") for i, name in enumerate(origin.by) if table.field(name) is None]
    for place, name in (("latitude", origin.latitude), ("longitude", origin.longitude)):
        if name or origin.latitude or origin.longitude:
            found += _typed(table, name, place, NUMBERS, "degrees, as numbers")
    return tuple(found)


def _dates(origin: Origin, table: Table) -> Iterable[OriginProblem]:
    dates = (*DATED, *COARSE)
    yield from _typed(table, origin.date, "date", dates, "a field of dates")
    field = table.field(origin.date)
    if field and field.type in COARSE and origin.per not in COARSE[field.type]:
        yield OriginProblem(
            f'the field "{field.name}" has the type {field.type}, which does not tell a {origin.per}',
            place="per",
            found=origin.per,
            expected=" or ".join(COARSE[field.type]),
        )
    if origin.reckon == "open":
        yield from _typed(table, origin.until, "until", DATED, "a field of dates on which rows end")
        if field and field.type in COARSE:
            yield OriginProblem("a backlog needs days", place="date", found=field.type, expected="a field of dates")
    for index, name in enumerate(origin.days or ()):
        yield from _typed(table, name, f"days[{index}]", DATED, "a field of dates")


def _numbers(origin: Origin, table: Table) -> Iterable[OriginProblem]:
    if origin.reckon in OF_NUMBERS and not origin.days:
        yield from _typed(table, origin.field, "field", NUMBERS, "a field of numbers")
    elif origin.reckon == "distinct" and (not origin.field or table.field(origin.field) is None):
        yield _gone(table, origin.field, "field")
    if origin.reckon == "percentile" and not 0 <= origin.percentile <= 100:
        yield OriginProblem(
            "is no percentile", place="percentile", found=f"{origin.percentile:g}", expected="a number from 0 to 100"
        )


def _typed(table: Table, name: str, place: str, types: Sequence[str], expected: str) -> list[OriginProblem]:
    field = table.field(name)
    if field is None:
        return [_gone(table, name, place)]
    if field.type in types:
        return []
    return [
        OriginProblem(
            f'the field "{name}" has the type {field.type}',
            place=place,
            found=field.type,
            expected=expected,
            todo="Name another field, or give this one its type and format in the table's schema.",
        )
    ]


def _gone(table: Table, name: str, place: str) -> OriginProblem:
    known = ", ".join(f.name for f in table.fields[:20])
    if not name:
        return OriginProblem("is missing", place=place, expected=f"one of {known}", todo="Name a field of the table.")
    return OriginProblem(
        f'the table "{table.resource}" has no such field',
        place=place,
        found=name,
        expected=f"one of {known}",
        todo="Name a field that the table has, or restore the field.",
    )


def _at(place: str, problem: ConditionProblem) -> ConditionProblem:
    """The same problem, told with the place of its condition."""
    at = f"{place}.{problem.place}" if problem.place else place
    return type(problem)(problem.message, place=at, found=problem.found, expected=problem.expected, todo=problem.todo)


def sentence(origin: Origin, table: Table, title: str = "", interval: Interval = "period") -> str:
    """What is counted, of which rows and by which date, in one plain sentence. `title` is the dataset's."""
    rows = f"rows of {title or origin.dataset}{_where(origin.where, table)}"
    date = _label(table, origin.date)
    match origin.reckon:
        case "count":
            what = f"Number of {rows}"
        case "open":
            until = _label(table, origin.until)
            return f"Number of {rows} that had begun ({date}) and not ended ({until}) at the end of each {origin.per}."
        case "distinct":
            what = f"Number of different values of {_label(table, origin.field)} in {rows}"
        case "share":
            what = f"Of the {rows}, the percentage{_where(origin.of, table)}"
        case "percentile":
            what = f"{ordinal(origin.percentile)} percentile of {_thing(origin, table)} in {rows}"
        case _:
            what = f"{origin.reckon.capitalize()} of {_thing(origin, table)} in {rows}"
    if interval == "cumulative":
        return f"{what}, added up from each {origin.per} to the next by {date}."
    if interval == "snapshot" and origin.reckon in STOCKS:
        days = "each day" if origin.per == "day" else f"the last day of each {origin.per}"
        return f"{what}, on {days} that has rows, by {date}."
    return f"{what}, for each {origin.per} by {date}."


def _thing(origin: Origin, table: Table) -> str:
    if origin.days:
        return f"the days from {_label(table, origin.days[0])} to {_label(table, origin.days[1])}"
    return _label(table, origin.field)


def _label(table: Table, name: str) -> str:
    field: Field | None = table.field(name)
    return field.label if field else name


def _where(conditions: Sequence[Condition], table: Table) -> str:
    return " where " + " and ".join(in_words(c, table) for c in conditions) if conditions else ""


def ordinal(number: float) -> str:
    """A number as the place in an order: `1st`, `90th`, `99.5th`."""
    text = f"{number:g}"
    if text[-2:] in ("11", "12", "13") or "." in text:
        return f"{text}th"
    return text + {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
