"""Checks of places on the map and of categories' spellings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checking
from civicstat.checks.categories import look_alikes_of

Portal = Callable[..., Path]

BALTIMORE = [-76.72, 39.19, -76.52, 39.38]
PLACES = [
    {"name": "id", "type": "integer", "description": "The tree."},
    {"name": "lat", "type": "number", "description": "Degrees north."},
    {"name": "lng", "type": "number", "description": "Degrees east."},
]
SOUND = [f"{39.2 + n / 100:.2f},{-76.7 + n / 100:.2f}" for n in range(12)]


def places(*more: str) -> str:
    """A table of twelve places in Baltimore, and of these."""
    return "id,lat,lng\n" + "".join(f"{n},{place}\n" for n, place in enumerate((*SOUND, *more)))


@pytest.mark.parametrize(
    ("more", "box", "expected"),
    [
        ((), BALTIMORE, []),
        (("",), BALTIMORE, []),
        (("40.7128,-74.0060",), BALTIMORE, [("DT003", 14, "latitude 40.7128, longitude -74.006")]),
        (("40.7128,-74.0060",), None, []),
        (
            ("40.7128,-74.0060", "38.9,-77.03"),
            BALTIMORE,
            [("DT003", 14, "latitude 40.7128, longitude -74.006; 2 rows in all")],
        ),
        (("439712,1421580",), None, [("DT003", 14, "latitude 439712, longitude 1421580")]),
        (("-76.6122,39.2904",), BALTIMORE, [("DT004", 14, "latitude -76.6122, longitude 39.2904")]),
        (("-76.6122,39.2904",), None, [("DT004", 14, "latitude -76.6122, longitude 39.2904")]),
        (("-122.33,47.6",), None, [("DT004", 14, "latitude -122.33, longitude 47.6")]),
        (("0,0",), BALTIMORE, [("DT005", 14, "latitude 0, longitude 0")]),
        (("0.0,0.0",), None, [("DT005", 14, "latitude 0, longitude 0")]),
        (("0,0",), [-10, -10, 10, 10], [("DT003", 2, "latitude 39.2, longitude -76.7; 12 rows in all")]),
    ],
)
def test_places(portal: Portal, more: tuple[str, ...], box: list[float] | None, expected: Any) -> None:
    """Places outside the declared area, nowhere on Earth, turned round or at zero are each reported once."""
    rows = places(*(place or "," for place in more))

    findings = checking.found(portal, rows, PLACES, own={"bbox": box})

    assert [(f.code, f.row, f.found) for f in findings] == expected
    assert {f.field for f in findings} <= {"lat"}


def test_places_across_the_date_line(portal: Portal) -> None:
    """An area whose west is larger than its east crosses the line where the date changes."""
    rows = "id,lat,lng\n1,52,179.5\n2,52,-179.5\n3,52,0\n"

    findings = checking.found(portal, rows, PLACES, own={"bbox": [172, 51, -163, 55]})

    assert [(f.code, f.row) for f in findings] == [("DT003", 4)]


@pytest.mark.parametrize(
    ("names", "looked_at"),
    [
        (("latitude", "longitude"), True),
        (("START_LAT", "START_LON"), True),
        (("pickupLatitude", "pickupLongitude"), True),
        (("start_lat", "end_lng"), False),
        (("flat", "along"), False),
    ],
)
def test_names_of_coordinates(portal: Portal, names: tuple[str, str], looked_at: bool) -> None:
    """A pair is told by names that are alike but for latitude and longitude."""
    fields = [{"name": n, "type": "number", "unit": "°", "description": "Degrees."} for n in names]

    findings = checking.found(portal, f"{','.join(names)}\n0,0\n39.3,-76.6\n", fields)

    assert [f.code for f in findings] == (["DT005"] if looked_at else [])


def test_places_of_a_map_file(portal: Portal) -> None:
    """In a map file each shape is looked at by its first point, and named by its number."""
    shapes = [
        {"type": "Point", "coordinates": [-76.6, 39.3]},
        {"type": "Polygon", "coordinates": [[[39.3, -76.6], [39.4, -76.6], [39.4, -76.5], [39.3, -76.6]]]},
        None,
        {"type": "MultiPoint", "coordinates": [[-74.006, 40.7128]]},
    ]
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": shape} for n, shape in enumerate(shapes)]
    rows = json.dumps({"type": "FeatureCollection", "features": features})

    findings = checking.found(portal, rows, None, path="trees.geojson", own={"bbox": BALTIMORE})

    assert [(f.code, f.place, f.found) for f in findings] == [
        ("DT003", "", "feature 4: latitude 40.7128, longitude -74.006"),
        ("DT004", "", "feature 2: latitude -76.6, longitude 39.3"),
    ]


def test_geopoints(portal: Portal) -> None:
    """A column of points holds longitude first."""
    fields = [PLACES[0], {"name": "point", "type": "geopoint", "description": "Where it stands."}]

    findings = checking.found(portal, 'id,point\n1,"-76.6,39.3"\n2,"39.3,-76.6"\n', fields, own={"bbox": BALTIMORE})

    assert [(f.code, f.row, f.field) for f in findings] == [("DT004", 3, "point")]


def test_area_upside_down(portal: Portal) -> None:
    """An area that ends south of where it begins is reported: its four numbers stand in the wrong order."""
    findings = checking.found(portal, own={"bbox": [39.19, 39.38, -76.72, -76.52]})

    assert checking.told(findings) == [("MD016", "civicstat.bbox", "39.19, 39.38, -76.72, -76.52")]


def kinds(values: dict[str, int]) -> str:
    """A table with so many rows of each kind."""
    rows = [kind for kind, count in values.items() for _ in range(count)]
    return "id,kind\n" + "".join(f'{n},"{kind}"\n' for n, kind in enumerate(rows))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"Output": 5, "Output ": 2, "Outcome": 3}, [("DT007", 7, '"Output␣"; 2 rows, beside "Output" without it')]),
        ({"Output": 5, " Outcome": 3}, [("DT007", 7, '"␣Outcome"; 3 rows')]),
        ({"Parks and  trees": 5, "Streets": 3}, []),  # the same everywhere, and so it spoils no count
        ({"Oak": 5, "Oak\u00a0": 1}, [("DT007", 7, '"Oak␣"; 1 row, beside "Oak" without it')]),
        ({"Increase": 970, "increase": 6}, [("DT008", 972, '"increase" beside "Increase"; 6 rows')]),
        ({"St. Paul": 5, "St Paul": 4}, [("DT008", 7, '"St Paul" beside "St. Paul"; 4 rows')]),
        ({"Café": 5, "Cafe": 4}, [("DT008", 7, '"Cafe" beside "Café"; 4 rows')]),
        ({"Cumulative": 68, "Cumalitve": 1, "Snapshot": 40}, [("DT008", 70, '"Cumalitve" beside "Cumulative"; 1 row')]),
        ({"Output": 70, "Ouput": 1}, [("DT008", 72, '"Ouput" beside "Output"; 1 row')]),
        ({"District 1": 90, "District 2": 1}, []),
    ],
)
def test_spellings(portal: Portal, values: dict[str, int], expected: Any) -> None:
    """Stray spaces and look-alike spellings of one category are reported with their first row."""
    findings = checking.found(portal, kinds(values), checking.FIELDS[:2])

    assert [(f.code, f.row, f.found) for f in findings] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Northern", "Southern"),
        ("Northeast", "Northwest"),
        ("Upper Fells Point", "Lower Fells Point"),
        ("Ward 10A", "Ward 10B"),
        ("Zone NE", "Zone NW"),
        ("Approved", "Unapproved"),
        ("Permit complete", "Permit incomplete"),
        ("Male", "Female"),
        (".15", "15"),
        ("1.5", "15"),
        ("18-24", "1824"),
        ("A+", "A-"),
        ("10 1", "101"),
        ("< 5", "> 5"),
        ("Mall", "Male"),
        ("Health", "Wealth"),
        ("C", "C++"),
    ],
)
def test_meant_apart(one: str, other: str) -> None:
    """Codes, numbers, directions, opposites and short words are two things, however alike they look."""
    assert look_alikes_of({one: 1000, other: 1}) == []
    assert look_alikes_of({one: 1, other: 1000}) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Recycling", "Recyling"),
        ("Neighborhood", "Neigborhood"),
        ("Department of Public Works", "Department of Public Wroks"),
        ("Housing & Development", "housing and development"),
        ("Allston / Brighton", "Allston/Brighton"),
        ("Follow-up", "Follow up"),
        ("Follow–up", "Follow-up"),
        ("O'Donnell Heights", "O’Donnell Heights"),
    ],
)
def test_meant_alike(right: str, wrong: str) -> None:
    """A slip of the keyboard, other capitals, marks and spaces are one thing."""
    assert look_alikes_of({right: 1000, wrong: 1}) == [(wrong, right)]


def test_two_frequent_neighbours() -> None:
    """Two words that both stand often are both meant, and a rare one among rare ones is no slip."""
    assert look_alikes_of({"Service": 300, "Services": 290}) == []
    assert look_alikes_of({"Service": 3, "Servise": 1}) == []


def test_names_are_no_categories(portal: Portal) -> None:
    """In a column where hardly a text repeats, nothing is compared."""
    rows = kinds({f"Tree {n}x": 1 for n in range(30)} | {"oak": 1, "Oak": 1})

    assert checking.found(portal, rows, checking.FIELDS[:2]) == ()


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 10_000), max_size=30))
def test_any_spellings(counts: dict[str, int]) -> None:
    """Whatever the texts, each spelling is reported once at most, and beside a more frequent one or an equal one."""
    found = look_alikes_of(counts)

    assert len({wrong for wrong, _ in found}) == len(found)
    assert all(counts[wrong] <= counts[right] for wrong, right in found)
