"""Checks of places on the map: outside the declared place, swapped, or zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from civicstat.checks.check import Hit, PackageSubject, TableSubject, check_package, check_table
from civicstat.checks.words import counted, row_number, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.model import Box
    from civicstat.tables import Field

_LATITUDE, _LONGITUDE = {"lat", "latitude"}, {"lon", "lng", "long", "longitude"}
_UNLIKELY_DEGREES = 10.0
"""So far from the others' middle does a place lie that is swapped, in degrees; a city's own lie closer."""

_FEWEST = 10
"""So many places tell where their middle is."""

_NUMBER = r"(-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)"


@dataclass(frozen=True)
class Places:
    """The places of a table as numbers: `x` is the longitude, `y` the latitude, null where there is none.

    `field` names the column to look at, empty for the geometries of a map file.
    """

    field: str
    x: pl.Series
    y: pl.Series

    @property
    def zero(self) -> pl.Series:
        """Those at 0, 0."""
        return (self.x == 0) & (self.y == 0)

    @property
    def beyond(self) -> pl.Series:
        """Those that lie nowhere on Earth."""
        return (self.x.abs() > 180) | (self.y.abs() > 90)

    @property
    def turned(self) -> Places:
        """The same with latitude and longitude in each other's place."""
        return Places(self.field, self.y, self.x)

    def within(self, box: Box) -> pl.Series:
        """Those in a box; one whose west lies east of its east crosses the line where the date changes."""
        west, south, east, north = box
        across = (self.x >= west) | (self.x <= east) if west > east else (self.x >= west) & (self.x <= east)
        return across & (self.y >= south) & (self.y <= north)


@check_table(
    "DT003",
    severity="warning",
    wrong='"bbox": [-76.72, 39.19, -76.52, 39.38]\n\nlatitude,longitude\n40.7128,-74.0060',
    right="latitude,longitude\n39.2904,-76.6122",
)
def outside_place(subject: TableSubject) -> Iterator[Hit]:
    """Places lie outside the area that the data is about.

    Such a point is usually an address that was found in another city of the same street name, or a slip of the
    keyboard. The area is `civicstat.bbox`: west, south, east and north in degrees. Without it, only what lies nowhere
    on Earth is reported: such numbers are metres or feet of another system, and have to be converted to degrees
    (WGS 84) before a map can show them.
    """
    box = subject.package.bbox
    for places in _places(subject):
        beyond = places.beyond & ~_swapped(places, box)
        if beyond.any():
            yield _hit(
                subject,
                places,
                beyond,
                expected="degrees: latitude from -90 to 90, longitude from -180 to 180",
                todo="Correct them, or export the table with coordinates in degrees (WGS 84).",
                message="places lie nowhere on Earth",
            )
        if box is None:
            continue
        outside = ~places.within(box) & ~places.beyond & ~places.zero & ~_swapped(places, box)
        if outside.any():
            yield _hit(
                subject,
                places,
                outside,
                expected=f"places between {box[0]:g} and {box[2]:g} east, {box[1]:g} and {box[3]:g} north",
                todo="Correct the places, or the declared area (civicstat.bbox).",
            )


@check_table(
    "DT004",
    severity="warning",
    wrong="latitude,longitude\n-76.6122,39.2904",
    right="latitude,longitude\n39.2904,-76.6122",
)
def swapped(subject: TableSubject) -> Iterator[Hit]:
    """Latitude and longitude have changed places.

    The points would land in another part of the world: those of an American city in Antarctica. Found where the numbers
    turned round lie in the declared area (`civicstat.bbox`) or among the table's other places, and as they stand do
    not. In a map file (GeoJSON) longitude stands first.
    """
    for places in _places(subject):
        mask = _swapped(places, subject.package.bbox)
        if mask.any():
            yield _hit(
                subject,
                places,
                mask,
                expected="latitude first north or south, longitude east or west of Greenwich",
                todo="Put each number under the right heading.",
            )


@check_table(
    "DT005",
    severity="warning",
    wrong="latitude,longitude\n0,0",
    right="latitude,longitude\n(blank),(blank)",
)
def zero(subject: TableSubject) -> Iterator[Hit]:
    """Places stand at latitude 0, longitude 0.

    That is a point in the Gulf of Guinea, which programs write where an address was not found. Leave both cells blank.
    """
    box = subject.package.bbox
    for places in _places(subject):
        if places.zero.any() and not (box and places.within(box).filter(places.zero).any()):
            yield _hit(
                subject, places, places.zero, expected="blank cells where no place is known", todo="Leave both blank."
            )


@check_package(
    "MD016",
    wrong='"bbox": [39.19, -76.72, 39.38, -76.52]',
    right='"bbox": [-76.72, 39.19, -76.52, 39.38]',
)
def place_upside_down(subject: PackageSubject) -> Iterator[Hit]:
    """The area that the data is about ends south of where it begins.

    `civicstat.bbox` holds four numbers in degrees: west, south, east, north. Longitude stands before latitude.
    """
    box = subject.package.bbox
    if box and (box[1] > box[3] or abs(box[1]) > 90 or abs(box[3]) > 90):
        yield Hit(
            pointer="civicstat.bbox",
            found=", ".join(f"{edge:g}" for edge in box),
            expected="west, south, east, north, such as -76.72, 39.19, -76.52, 39.38",
            todo="Put the four numbers in that order.",
        )


def _places(subject: TableSubject) -> Iterator[Places]:
    """The places of a table: its geometries, its pairs of columns, its columns of points."""
    table = subject.table
    if table.mapped:
        # The first point of each shape: where it lies elsewhere, or is turned, all of it is.
        pair = r'"coordinates":[\s\[]*' + _NUMBER + r"\s*,\s*" + _NUMBER
        yield _extracted("", table.geometry_texts, pair)
    for y, x in _pairs(table.fields):
        yield Places(y.name, table.column(x.name).cast(pl.Float64), table.column(y.name).cast(pl.Float64))
    for field in table.fields:
        if field.type == "geopoint" and field.format in ("default", "array"):
            yield _extracted(field.name, table.column(field.name), _NUMBER + r"\s*,\s*" + _NUMBER)


def _extracted(field: str, texts: pl.Series, pair: str) -> Places:
    x, y = (texts.str.extract(pair, group).cast(pl.Float64, strict=False) for group in (1, 2))
    return Places(field, x, y)


def _pairs(fields: tuple[Field, ...]) -> Iterator[tuple[Field, Field]]:
    """Columns of latitude and longitude, told by names that are alike but for that word: `start_lat`, `start_lng`."""
    by_name = {
        tuple("*" if word in _LONGITUDE else word for word in words_of(f.name)): f
        for f in fields
        if f.type in ("number", "integer") and _LONGITUDE & set(words_of(f.name))
    }
    for field in fields:
        words = words_of(field.name)
        if field.type in ("number", "integer") and _LATITUDE & set(words):
            partner = by_name.get(tuple("*" if word in _LATITUDE else word for word in words))
            if partner:
                yield field, partner


def _swapped(places: Places, box: Box | None) -> pl.Series:
    """Those that lie where they should only when turned round."""
    turned = places.turned
    if box:
        return turned.within(box) & ~places.within(box)
    nowhere = places.beyond & ~turned.beyond
    sound = ~places.beyond & ~places.zero
    x, y = places.x.filter(sound).median(), places.y.filter(sound).median()
    if int(sound.sum() or 0) < _FEWEST or not isinstance(x, float) or not isinstance(y, float):
        return nowhere
    far = ((places.x - x).abs() > _UNLIKELY_DEGREES) & ((places.y - y).abs() > _UNLIKELY_DEGREES)
    close = ((turned.x - x).abs() < _UNLIKELY_DEGREES / 2) & ((turned.y - y).abs() < _UNLIKELY_DEGREES / 2)
    return nowhere | (far & close)


def _hit(subject: TableSubject, places: Places, mask: pl.Series, *, expected: str, todo: str, message: str = "") -> Hit:
    index = mask.fill_null(value=False).arg_max() or 0
    number = int(mask.sum())
    first = f"latitude {places.y[index]:.15g}, longitude {places.x[index]:.15g}"
    row = row_number(subject.resource, index)
    at = "" if row else f"feature {index + 1:,}: "
    of = counted(number, "feature" if places.field == "" else "row")
    return Hit(
        field=places.field,
        row=row,
        found=f"{at}{first}" + (f"; {of} in all" if number > 1 else ""),
        expected=expected,
        todo=todo,
        message=message,
    )
