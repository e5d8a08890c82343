"""Checks of the data dictionary: what a descriptor says of each column."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from civicstat.checks.check import Check, Hit, PackageSubject, check_package
from civicstat.checks.words import counted, listed, names_of, words_of
from civicstat.shapes import is_progress_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.model import Resource
    from civicstat.tables import Field, Table

_NO_MEASURE = frozenset(
    """id ids code codes number num no nr nbr key fid oid objectid index idx fips geoid zip zipcode postal postcode
    year yr fy month quarter day week hour minute date time latitude longitude lat lon lng long x y order sort rank
    position sequence seq version phone district ward precinct post block lot tract beat zone route line unit level
    grade class category type status flag rating score ratio index count counts gid""".split()  # noqa: SIM905
)
"""Words of a column's name by which its numbers name, order or count something, or are without a unit."""

_UNIT_IN_NAME = frozenset(
    """percent percentage pct % usd dollar dollars eur euro euros tons tonnes kg lb lbs pounds miles mi km feet ft
    meters metres inches acres hectares sqft gallons liters litres days hours minutes seconds years months weeks mph kmh
    kw kwh mw mwh ppm ppb celsius fahrenheit degrees people persons residents""".split()  # noqa: SIM905
)
"""Words of a column's name that say its unit already."""

_WITHOUT_UNIT = frozenset({"index", "ratio", "scale", "factor", "unitless", "unit"})
"""Words of a description that say what stands in a unit's place: `an index`, `a scale without a unit`."""

_DESCRIBED_BY_TITLE = 4
"""A title of so many words says what a description would."""


@check_package(
    "MD012",
    wrong='{"name": "dt_cls", "type": "date"}',
    right='{"name": "dt_cls", "type": "date", "title": "Closed", "description": "The day the request was closed."}',
)
def undescribed_fields(subject: PackageSubject) -> Iterator[Hit]:
    """Columns have no description.

    A reader who does not know the agency can't tell what a column holds, or how it was reckoned. Write for each column
    what one cell is: of what, in which unit, as of when. It stands under the table's `schema.fields`.
    """
    for resource, table in _tables(subject):
        bare = [f for f in table.fields if not f.description.strip() and len(f.title.split()) < _DESCRIBED_BY_TITLE]
        if bare:
            names = listed([f.name for f in bare])
            share = "none" if len(bare) == len(table.fields) else f"{len(table.fields) - len(bare)}"
            yield Hit(
                resource=resource.name,
                pointer=f"resources[{resource.index}].schema.fields",
                found=f"{share} of {counted(len(table.fields), 'column')} described; without: {names}",
                expected="a description of each column",
                todo='Add "description" to each field.',
            )


@check_package(
    "MD013",
    wrong='{"name": "rainfall", "type": "number"}',
    right='{"name": "rainfall", "type": "number", "unit": "mm"}',
)
def no_unit(subject: PackageSubject) -> Iterator[Hit]:
    """Numbers that measure something have no unit.

    `12.5` may be inches or millimetres, dollars or thousands of dollars. Write the unit beside the field, and it
    stands on the page, on charts and in the feeds. Looked at are columns of numbers with decimals whose name does not
    say the unit; numbers that name, place or count something need none. For a number that has none, such as an
    index or a ratio, say so in the description.
    """
    for resource, table in _tables(subject):
        # Each measure of a sprint has a unit of its own, in the table of measures.
        own = is_progress_table(subject.package.kind, resource.name)
        bare = [] if own else [f for f in table.fields if _measures(f, table)]
        if bare:
            yield Hit(
                resource=resource.name,
                pointer=f"resources[{resource.index}].schema.fields",
                found=listed([f.name for f in bare]),
                expected='the unit of each, such as "percent", "US dollars" or "mm"',
                todo='Add "unit" to each field.',
            )


@check_package(
    "MD015",
    wrong='columns "Ward", "ward" and " zip"',
    right='columns "ward", "ward_name" and "zip"',
)
def awkward_names(subject: PackageSubject) -> Iterator[Hit]:
    """Names of columns make trouble in other programs.

    A space before or after a name can't be seen, and a line break ends it in many programs; where two names differ
    only in their capitals, databases and some spreadsheets take them for one.
    """
    for resource, table in _tables(subject):
        again = Counter(f.name.casefold() for f in table.fields)
        for what, odd in (
            ("begin or end with a space, or hold a line break", [f for f in table.fields if _stray(f.name)]),
            ("differ only in their capitals", [f for f in table.fields if again[f.name.casefold()] > 1]),
        ):
            if odd:
                yield Hit(
                    message=f"names of columns {what}",
                    resource=resource.name,
                    pointer=f"resources[{resource.index}].schema.fields",
                    found=listed([f.name for f in odd]),
                    expected="names that every program can tell apart",
                    todo="Rename the columns, in the file and in the descriptor.",
                )


def _stray(name: str) -> bool:
    return name != name.strip() or bool(re.search(r"[\t\r\n]", name))


def _measures(field: Field, table: Table) -> bool:
    """True for a column of decimals without a unit, told by what its name does not say."""
    if field.type != "number" or field.unit or field.categories or field.name in table.primary_key:
        return False
    if any(field.name == name for name, _ in table.references):
        return False
    profile = field.profile
    whole = all("." not in value for value, _ in profile.top) and profile.top != ()
    if profile.distinct < 2 or (whole and _only_whole(field)):
        return False
    words = names_of(field)
    if words & (_NO_MEASURE | _UNIT_IN_NAME):
        return False
    return not (set(words_of(field.description)) & _WITHOUT_UNIT)


def _only_whole(field: Field) -> bool:
    """True where a column of decimals seems to hold whole numbers: those of its range and its most frequent ones."""
    return all(v is None or float(v).is_integer() for v in (field.profile.minimum, field.profile.maximum))


def _tables(subject: PackageSubject) -> Iterator[tuple[Resource, Table]]:
    """Each published table that a descriptor can describe, with its resource: a map file's properties it can't."""
    for resource in subject.package.resources:
        table = subject.scan.table(resource.name)
        if table is not None and table.fields and resource.kind == "table":
            yield resource, table


CHECKS: tuple[Check[PackageSubject], ...] = (undescribed_fields, no_unit, awkward_names)
