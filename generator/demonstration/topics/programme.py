"""The open data programme: the demonstration's own datasets as an inventory, with a few that it does not have.

The datasets and who publishes them are those of the catalogue. The days, reviews, requests, coordinators and all
entries without a dataset are made up.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from civicstat.shapes.programme import PARTS
from topics.progress import progress_package, rows_of
from topics.services import PUBLISHER, UPDATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from describe import Package
    from vega import VegaFiles

BTS = "U.S. Bureau of Transportation Statistics"
DPW = "Baltimore City Department of Public Works"
SCRIPPS = "Scripps CO2 Program"
USGS = "U.S. Geological Survey"
OMB = "U.S. Office of Management and Budget"
GISS = "NASA Goddard Institute for Space Studies"
EIA = "U.S. Energy Information Administration"
GEONAMES = "GeoNames"
CDC = "Centers for Disease Control and Prevention"
NOAA = "NOAA National Centers for Environmental Information"
BLS = "U.S. Bureau of Labor Statistics"
FAA = "Federal Aviation Administration"
HERE = str(PUBLISHER["name"])

OFFICER = "Chief Data Officer"
ANALYST = "Open data analyst"

DESKS = (
    ("figures", "Desk for national figures of this demonstration", (BLS, OMB, EIA)),
    ("nature", "Desk for nature and climate of this demonstration", (GISS, NOAA, SCRIPPS, USGS)),
    ("transport", "Desk for transport of this demonstration", (BTS, FAA)),
    ("health", "Desk for health of this demonstration", (CDC,)),
    ("services", "Desk for city services of this demonstration", (DPW, GEONAMES, HERE)),
)
"""Who coordinates the data of which agencies: page, role, agencies."""

PUBLISHED = (
    # id, title, agency, planned, released, reviewed, refresh
    ("baltimore-recycling", "Recycling and trash collected in Baltimore",
     DPW, "2025-08-29", "2025-08-26", "2025-08-20", ""),
    ("seattle-weather", "Daily weather in Seattle, 2012–2015",
     NOAA, "2025-08-29", "2025-08-29", "2025-08-21", ""),
    ("weather-seattle-new-york", "Daily weather in Seattle and New York, 2012–2015",
     NOAA, "2025-08-29", "2025-08-29", "2025-08-21", ""),
    ("seattle-hourly-normals", "What weather is normal in Seattle, hour by hour",
     NOAA, "2025-09-30", "2025-09-25", "2025-09-18", ""),
    ("global-temperature", "Global temperature since 1880",
     GISS, "2025-10-31", "2025-10-22", "2025-10-14", ""),
    ("carbon-dioxide-mauna-loa", "Carbon dioxide in the air at Mauna Loa since 1958",
     SCRIPPS, "2025-10-31", "2025-10-22", "2025-10-15", ""),
    ("iowa-electricity", "How Iowa's electricity is made, 2001–2017",
     EIA, "2025-11-28", "2025-12-04", "2025-12-01", "R/P1Y"),
    ("wildlife-habitat", "Where four common animals can live all year, by county",
     USGS, "2025-12-19", "2025-12-17", "2025-12-09", ""),
    ("us-employment", "Jobs in the United States by month and sector, 2006–2015",
     BLS, "2026-01-30", "2026-01-27", "2026-01-20", "R/P1M"),
    ("unemployment-by-industry", "Unemployment by industry, 2000–2010",
     BLS, "2026-01-30", "2026-01-27", "2026-01-20", ""),
    ("unemployment-by-county", "Unemployment by county, about 2009",
     BLS, "2026-02-27", "2026-03-10", "2026-03-05", ""),
    ("federal-receipts", "Where the federal government's money comes from, 1962–2020",
     OMB, "2026-03-31", "2026-03-24", "2026-03-17", ""),
    ("federal-deficit-forecasts", "Federal budget forecasts and what came of them, 1980–2010",
     OMB, "2026-03-31", "2026-03-24", "2026-03-17", ""),
    ("airports-and-flights", "Airports and the flights between them, 2008",
     BTS, "2026-04-30", "2026-04-28", "2026-04-21", ""),
    ("wildlife-strikes", "Aircraft collisions with birds and other wildlife, 1990–2002",
     FAA, "2026-04-30", "2026-04-29", "2026-04-22", ""),
    ("earthquakes", "A week of earthquakes, early 2018",
     USGS, "2026-05-29", "2026-05-21", "2026-05-13", ""),
    ("obesity-by-state", "Obesity by state, 1995",
     CDC, "2026-05-29", "2026-06-09", "2026-06-04", ""),
    ("state-capitals", "State capitals and where they lie",
     USGS, "2026-06-30", "2026-06-25", "2026-06-18", ""),
    ("maryland-zip-codes", "ZIP codes in Maryland",
     GEONAMES, "2026-07-31", "2026-07-28", "2026-07-21", ""),
    ("pothole-repairs", "Pothole repairs",
     HERE, "2026-07-31", "2026-07-30", "2026-07-23", "R/P1W"),
    ("street-resurfacing", "Street resurfacing, 2026 season",
     HERE, "2026-09-30", "2026-09-24", "2026-09-16", "R/P1W"),
    ("graffiti-removal-requests", "Graffiti removal requests",
     HERE, "2026-09-30", "2026-10-06", "2026-10-01", "R/P1W"),
    ("recycling-cart-deliveries", "Recycling cart deliveries",
     HERE, "2026-10-30", "2026-10-29", "2026-10-22", "R/P1W"),
)  # fmt: skip

PLANNED = (
    # id, title, agency, planned, refresh, note
    ("street-trees", "Street trees", HERE, "2027-01-29", "R/P1Y", "Asked for by residents; a count is under way."),
    ("bus-stops", "Bus stops and shelters", HERE, "2027-03-31", "R/P3M", ""),
    (
        "recycling-by-route",
        "Recycling by collection route",
        DPW,
        "2027-06-30",
        "R/P1M",
        "Scales go on the trucks first.",
    ),
)

WITHHELD = (
    # id, title, agency, class, reason
    ("crisis-calls", "Calls about people in a crisis", HERE, "sensitive", "personal"),
    ("water-mains", "Plans of the water mains", DPW, "sensitive", "safety"),
    ("cart-tenders", "Prices offered in running tenders", DPW, "protected", "commercial"),
    ("fraud-cases", "Cases of fraud under investigation", HERE, "protected", "investigation"),
)

MENDED = {
    "pothole-repairs": ("format", "Days are written year-month-day now, as in all other tables."),
    "street-resurfacing": ("quality", "Streets that were counted twice stand there once."),
    "graffiti-removal-requests": ("privacy", "House numbers were taken out; places are rounded."),
    "recycling-cart-deliveries": ("timeliness", "It was a month behind; now it is renewed every week."),
}
"""What reviews found and had put right: the part, and what was done."""


def _reviews() -> Iterator[tuple[str, ...]]:
    """One review of each dataset, and before it one that found something, where something had to be mended."""
    for name, _, agency, _, _, day, _ in PUBLISHED:
        found, note = MENDED.get(name, ("", ""))
        reviewer = OFFICER if agency == HERE else ANALYST
        if note:
            failed = ("failed" if part == found else "passed" for part in PARTS)
            first = (date.fromisoformat(day) - timedelta(days=14)).isoformat()
            yield name, first, ANALYST, *failed, "to mend", ""
        yield name, day, reviewer, *("mended" if part == found else "passed" for part in PARTS), "approved", note


def programme(_: VegaFiles) -> Package:
    """The inventory, its coordinators, reviews, and what the public asked for."""
    inventory = rows_of(
        "id title agency class state dataset planned released reason refresh note",
        *(
            (name, title, agency, "publishable", "published", name, planned, released, part, refresh, note)
            for name, title, agency, planned, released, _, refresh in PUBLISHED
            for part, note in (
                ("personal", "House numbers are left out.") if name == "graffiti-removal-requests" else ("", ""),
            )
        ),
        *(
            (name, title, agency, "publishable", "planned", "", planned, "", "", refresh, note)
            for name, title, agency, planned, refresh, note in PLANNED
        ),
        *(
            (name, title, agency, kind, "withheld", "", "", "", reason, "", "")
            for name, title, agency, kind, reason in WITHHELD
        ),
    )
    tables = {
        "inventory": inventory,
        "coordinators": rows_of(
            "agency role contact",
            *((agency, role, f"https://example.org/open-data/{page}") for page, role, all_ in DESKS for agency in all_),
        ),
        "reviews": rows_of(
            "entry date reviewer format quality timeliness privacy outcome note",
            *sorted(_reviews(), key=lambda row: (row[1], row[0])),
        ),
        "requests": rows_of(
            "date asked agency entry state answered outcome",
            (
                "2026-02-11",
                "How soon are potholes filled, street by street?",
                HERE,
                "pothole-repairs",
                "published",
                "2026-07-30",
                "Every repair is published, with the day on which the hole was reported.",
            ),
            (
                "2026-08-19",
                "A list of street trees, to see which blocks have no shade.",
                HERE,
                "street-trees",
                "planned",
                "2026-09-02",
                "It is planned for January, once the trees are counted.",
            ),
        ),
    }
    return progress_package(
        "programme",
        "open-data-programme",
        "Open data programme",
        [
            "Which data there is, who answers for it, what is published by when, and what is withheld for which",
            "reason. The datasets are those of this portal; days, reviews and requests are made up.",
        ],
        tables,
        keywords=["open data", "inventory", "annual report"],
        theme=["Government"],
        said={
            "officer": OFFICER,
            "law": {"title": "Baltimore City Code, Article 1, Subtitle 9: Open Data Program"},
        },
        modified=UPDATED,
        promise="R/P1M",
        temporal="2025-08-01/2027-06-30",
        sources=(),
    )
