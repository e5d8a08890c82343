"""Which charts a table gets when its package declares none, told by field types alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from civicstat.model import ChartDeclaration

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civicstat.tables import Field, Table

MOST_CHARTS = 6
"""Past this a page of many tables reads as a wall; the rest can be declared."""

MOST_CATEGORIES = 40

_KEY_WORDS = re.compile(
    r"(^|[\s_-])(id|ids|code|codes|key|fips|zip|zipcode|postcode|phone|number|no|index|rank|latitude|longitude|lat|"
    r"lon|lng|long|x|y|objectid|month|day|hour|week|order|ward|precinct|tract)$|#$|(district|num)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(^|[\s_])year$", re.IGNORECASE)


def choose_charts(tables: Sequence[Table]) -> tuple[ChartDeclaration, ...]:
    """The charts of a package: up to two for one table, one for each of several, six in all."""
    each = 2 if len(tables) == 1 else 1
    found = [chart for table in tables for chart in list(_charts(table))[:each]]
    return tuple(found[:MOST_CHARTS])


def is_year(field: Field) -> bool:
    """True for a field of years: by its type, or whole numbers of a plausible size under the name of year."""
    if field.type == "year":
        return True
    low, high = field.profile.minimum, field.profile.maximum
    return (
        field.type == "integer" and bool(_YEAR.search(field.name)) and low is not None and 1500 <= low <= high <= 2200
    )


def is_moment(field: Field) -> bool:
    """True for a field that a time axis can show."""
    return field.type in ("date", "datetime", "yearmonth") or is_year(field)


def _charts(table: Table) -> Iterable[ChartDeclaration]:
    keys = {name for name, _ in table.references}
    if len(table.primary_key) == 1:
        keys |= set(table.primary_key)
    moments = [f for f in table.fields if is_moment(f) and f.profile.distinct >= 3 and f.profile.blank_share < 0.5]
    measures = [f for f in table.fields if _is_measure(f, keys)]
    categories = [f for f in table.fields if _is_category(f, table)]
    if table.mapped:
        yield ChartDeclaration(title="", resource=table.resource, type="map")
    series = next((c for c in categories if moments and _unique_together(table, moments[0], c)), None)
    # Where days repeat and no category tells the rows of a day apart, each row is an event, and events are counted.
    if moments and measures and (series or moments[0].profile.distinct * 2 > table.rows):
        moment, measure = moments[0], _latest(measures)
        yield ChartDeclaration(
            title="",
            resource=table.resource,
            type="line",
            x=moment.name,
            y=measure.name,
            series=series.name if series and series.profile.distinct <= 6 else "",
        )
    elif moments and table.rows > 20:
        yield ChartDeclaration(title="", resource=table.resource, type="bar", x=moments[0].name, aggregate="count")
    if places := table.coordinates:
        latitude, longitude = places
        yield ChartDeclaration(
            title="", resource=table.resource, type="map", latitude=latitude.name, longitude=longitude.name
        )
    names = [f for f in table.fields if f.type == "string" and f.profile.distinct == table.rows]
    names = [f for f in names if not _KEY_WORDS.search(f.name)]
    counts = [
        ChartDeclaration(title="", resource=table.resource, type="bar", x=counted.name, aggregate="count")
        for counted in categories
        if counted is not series
    ]
    if measures and names and not moments and 2 <= table.rows <= 500:
        yield ChartDeclaration(
            title="", resource=table.resource, type="bar", x=_name_field(names).name, y=_latest(measures).name
        )
        counts = []
    yield from counts[:1]
    if measures and not moments:
        yield ChartDeclaration(title="", resource=table.resource, type="histogram", x=_latest(measures).name)
    yield from counts[1:]


def _is_measure(field: Field, keys: set[str]) -> bool:
    return (
        field.type in ("integer", "number")
        and field.name not in keys
        and not field.categories
        and not is_year(field)
        and not _KEY_WORDS.search(field.name)
        and field.profile.distinct > 2
    )


def _latest(measures: Sequence[Field]) -> Field:
    """The first measure; where it begins a run of years (`rate19`, `rate20`, `rate21`), the last of the run."""
    match = re.fullmatch(r"(.*?)(\d{4}|\d{2})", measures[0].name)
    if match is None:
        return measures[0]
    form = re.compile(rf"{re.escape(match[1])}\d{{{len(match[2])}}}")
    return max((m for m in measures if form.fullmatch(m.name)), key=lambda m: m.name)


def _is_category(field: Field, table: Table) -> bool:
    if field.type not in ("string", "boolean", "integer") or (field.type == "integer" and not field.categories):
        return False
    distinct = field.profile.distinct
    return 2 <= distinct <= MOST_CATEGORIES and distinct * 2 <= table.rows and field.profile.blank_share < 0.5


def _unique_together(table: Table, first: Field, second: Field) -> bool:
    both = table.columns[[first.name, second.name]]
    return bool(both.n_unique() == both.height)


def _name_field(names: Sequence[Field]) -> Field:
    """The field that names the rows best: one called a name, else the first."""
    return next((f for f in names if re.search(r"name|title", f.name, re.IGNORECASE)), names[0])
