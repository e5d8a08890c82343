"""What four agencies measure of their services, in the form in which a city keeps such a spreadsheet.

Agencies, services and figures are made up for the demonstration; the shape of the table, a row for each measure and
columns for each fiscal year, is that of Baltimore's performance measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import Cells, progress_package, rows_of
from topics.services import UPDATED

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles

EDITION = "FY 2027"
YEARS = (
    *("FY 23 Actual", "FY 24 Actual", "FY 25 Target", "FY 25 Actual", "FY 26 Target"),
    *("FY 26 Q1", "FY 26 Q2", "FY 26 Q3", "FY 26 Q4", "FY 26 Actual", "FY 27 Target", "FY 27 Q1"),
)
"""The columns of fiscal years: the last full quarter before the demonstration's day is the first of 2027."""


EARLIER: dict[str, Cells] = {
    "PW-1": {"edition": "FY 2026", "title": "Graffiti requests answered in time"},
    "LB-3": {
        "edition": "FY 2026",
        "definition": "Readers waited no longer, on average.",
        "formula": "Mean of the wait",
    },
}
"""What the plan of the year before said of two measures."""


def _figures(text: str) -> Cells:
    """The cells of the fiscal years, in their order; `-` for a blank."""
    return {name: None if cell == "-" else cell for name, cell in zip(YEARS, text.split(), strict=True)}


def measures(_: VegaFiles) -> Package:
    """Thirteen measures of eight services, one of them retired."""
    agencies = rows_of(
        "id title description lead",
        ("public-works", "Department of Public Works", "Keeps streets and alleys clean.", "Director of Public Works"),
        ("transportation", "Department of Transportation", "Keeps streets in repair.", "Director of Transportation"),
        ("recreation", "Recreation and Parks", "Parks, pools and playgrounds.", "Director of Recreation and Parks"),
        ("library", "City Library", "Books and a warm place in every district.", "Chief Librarian"),
    )
    services = rows_of(
        "id title agency description",
        ("graffiti", "Graffiti removal", "public-works", "Paints over, or washes off, what residents report."),
        ("collection", "Recycling and refuse", "public-works", "Empties the carts of every home once a week."),
        ("potholes", "Pothole repair", "transportation", "Fills the holes that residents and crews find."),
        ("resurfacing", "Street resurfacing", "transportation", "Lays a new surface on the worst streets."),
        ("pools", "Swimming", "recreation", "Pools, indoors and out, and lessons."),
        ("parks", "Park upkeep", "recreation", "Mows, plants and repairs."),
        ("branches", "Branches", "library", "Reading rooms, open six days a week."),
        ("lending", "Lending", "library", "Books and other media to take home."),
    )
    return progress_package(
        "performance",
        "agency-measures",
        "Agency measures",
        [
            "What four agencies measure of their services, with figures and targets for each fiscal year.",
            "All figures are simulated.",
        ],
        {"agencies": agencies, "services": services, "measures": _measures()},
        keywords=["performance", "measures", "agencies", "budget"],
        theme=["Government"],
        said={},
        modified=UPDATED,
        promise="R/P3M",
        temporal="2022-07-01/2027-06-30",
        sources=(),
    )


def _measures() -> list[Cells]:
    columns = (
        "id title agency service type desired interval unit definition formula source owner equity retired low high"
    )
    rows: tuple[tuple[str, str, str, tuple[str | None, ...], str], ...] = (
        (
            "PW-1",
            "Graffiti requests answered within a week",
            "public-works graffiti effectiveness increase period percent",
            ("Requests closed by the seventh day.", "Closed within seven days ÷ all closed", "311 requests"),
            "71 66 75 58 75 61 57 54 52 56 80 68",
        ),
        (
            "PW-2",
            "Tons recycled",
            "public-works collection output increase cumulative tons",
            ("What the recycling carts of homes held.", "Weight at the gate, added up", "Scale house"),
            "21400 22600 24000 23900 25000 6350 6120 5880 6210 24560 26000 6540",
        ),
        (
            "PW-3",
            "Missed collections for each 10,000 stops",
            "public-works collection effectiveness decrease period misses",
            ("Carts that residents reported as not emptied.", "Reports ÷ stops × 10,000", "311 requests"),
            "14.2 12.8 12 11.1 10 9.6 12.4 9.9 8.7 10.2 9 8.1",
        ),
        (
            "TR-1",
            "Potholes filled within two days",
            "transportation potholes effectiveness increase period percent",
            ("Holes filled by the second working day.", "Filled in time ÷ all filled", "311 requests"),
            "88 91 95 93 95 97 94 88 96 94 95 91",
        ),
        (
            "TR-2",
            "Potholes filled",
            "transportation potholes output increase cumulative potholes",
            ("Every hole that a crew has filled, whoever found it.", "Count of repairs", "Work orders"),
            "61200 58400 60000 66100 62000 13900 12800 20100 17600 64400 62000 14800",
        ),
        (
            "TR-3",
            "Lane miles resurfaced",
            "transportation resurfacing output increase cumulative miles",
            ("Miles of lanes with a new surface.", "Length × lanes, added up", "Contracts"),
            "58 64 75 71 80 31 22 4 26 83 85 17",
        ),
        (
            "RP-1",
            "Visits to pools",
            "recreation pools output increase cumulative visits",
            ("Every entry, indoors and out.", "Count at the turnstiles", "Turnstiles"),
            "118000 131000 140000 142500 145000 96200 11800 13400 29100 150500 155000 101300",
        ),
        (
            "RP-2",
            "Children who learned to swim",
            "recreation pools outcome increase cumulative children",
            ("Children who passed the first badge in a city course.", "Count of badges", "Course records"),
            "410 520 600 655 800 340 120 130 190 780 900 260",
        ),
        (
            "RP-3",
            "Parks found clean by inspectors",
            "recreation parks outcome maintain snapshot percent",
            ("Of the parks that inspectors visited, unannounced.", "Clean parks ÷ parks visited", "Inspections"),
            "84 88 90 91 90 93 92 87 91 91 90 82",
        ),
        (
            "LB-1",
            "Visits to branches",
            "library branches output increase cumulative visits",
            ("Every entry to a branch.", "Count at the doors", "Door counters"),
            "702000 768000 800000 811000 830000 208000 196000 201000 219000 824000 840000 213000",
        ),
        (
            "LB-2",
            "Hours open as planned",
            "library branches effectiveness increase period percent",
            ("Hours that branches were open, of those announced.", "Hours open ÷ hours announced", "Branch logs"),
            "93 95 97 96.5 97 98.1 97.6 97.2 98.4 97.8 98 98.6",
        ),
        (
            "LB-3",
            "Days until a reserved book is ready",
            "library lending efficiency decrease snapshot days",
            ("Half of the readers had waited no longer.", "Median of the wait", "Catalogue"),
            "16 14 12 12.5 11 11.5 11 10.5 10 10 9 9.7",
        ),
        (
            "LB-4",
            "Discs and tapes lent",
            "library lending output increase cumulative loans",
            ("Films and music on discs and tapes.", "Count of loans", "Catalogue"),
            "38000 29500 25000 22100 - - - - - - - -",
        ),
    )
    owners = {"PW": "311 analyst", "TR": "Chief of street repair", "RP": "Recreation analyst", "LB": "Lending manager"}
    found = []
    for key, title, words, (definition, formula, source), figures in rows:
        fair = "yes" if key == "RP-2" else "no"
        retired = "yes" if key == "LB-4" else "no"
        band = ("85", "100") if key == "RP-3" else (None, None)
        cells = (key, title, *words.split(), definition, formula, source, owners[key[:2]], fair, retired, *band)
        row: Cells = {**rows_of(columns, cells)[0], "edition": EDITION, **_figures(figures)}
        if key in EARLIER:
            known = {name: row[name] for name in YEARS if name[:5] < "FY 26"}
            found.append({**row, **dict.fromkeys(YEARS), **known, **EARLIER[key]})
        found.append(row)
    return found
