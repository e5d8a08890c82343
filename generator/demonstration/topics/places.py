"""Places: earthquakes, health by state, capitals and ZIP codes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from describe import (
    BY_NPM,
    CC_BY,
    PUBLIC_DOMAIN,
    Json,
    Package,
    agency,
    columns,
    field,
    package,
    plain,
    table,
)
from files import Value, delimited, json_rows, xlsx

if TYPE_CHECKING:
    from vega import VegaFiles

USGS = agency(
    "U.S. Geological Survey",
    "https://www.usgs.gov/",
    agency("U.S. Department of the Interior", "https://www.doi.gov/"),
)


def position(*, required: bool = True) -> list[Json]:
    """Describe the two columns that put a row on the map."""
    return [
        field(
            "latitude",
            "number",
            "Latitude",
            "Degrees north.",
            unit="°",
            required=required,
            minimum=-90,
            maximum=90,
        ),
        field(
            "longitude",
            "number",
            "Longitude",
            "Degrees east (below zero: west).",
            unit="°",
            required=required,
            minimum=-180,
            maximum=180,
        ),
    ]


def earthquakes(vega: VegaFiles) -> Package:
    """Describe a week of earthquakes: the source's GeoJSON as it is, and a table of the main facts."""
    content = vega.read("earthquakes.json")
    events = table(
        "events",
        "events.csv",
        "Seismic events",
        "One row for each event: the main facts of the GeoJSON file.",
        [
            field(
                "id",
                "string",
                "Event",
                "The Geological Survey's identifier of the event.",
                required=True,
                unique=True,
            ),
            field("time", "datetime", "Time", "When it happened (UTC, to the second).", required=True),
            field(
                "magnitude",
                "number",
                "Magnitude",
                "Its size on a scale without a unit; below zero for the very smallest.",
                required=True,
            ),
            field(
                "magnitude_type",
                "string",
                "Kind of magnitude",
                "The method that the magnitude was reckoned by.",
            ),
            field(
                "kind",
                "string",
                "Kind of event",
                "What shook the ground.",
                categories={
                    "earthquake": "Earthquake",
                    "explosion": "Explosion",
                    "quarry blast": "Quarry blast",
                },
                required=True,
            ),
            field("place", "string", "Place", "The nearest known place, in words.", required=True),
            *position(),
            field("depth", "number", "Depth", "Depth below the surface; below zero: above sea level.", unit="km"),
            field(
                "felt",
                "integer",
                "Reports",
                "People who reported that they felt it.",
                unit="reports",
                minimum=0,
            ),
            field(
                "status",
                "string",
                "Review",
                "Whether a person has looked at the event.",
                categories={"automatic": "Automatic", "reviewed": "Reviewed"},
                required=True,
            ),
        ],
        key=["id"],
        missing=[""],
    )
    feed = plain(
        "feed",
        "earthquakes.geojson",
        "The feed in full",
        "The Geological Survey's own file, with every property of each event.",
        form="geojson",
    )
    descriptor = package(
        "earthquakes",
        "A week of earthquakes, early 2018",
        [
            "Each row is one earthquake, or another event that shook the ground, recorded around the world",
            "from 31 January to 7 February 2018. Use it to see how common small earthquakes are and where",
            "they happen. Small events are found only where there are many instruments, so the map shows",
            "more of them in the United States than elsewhere. A part of the events had not yet been",
            "reviewed when the copy was taken.",
        ],
        keywords=["earthquakes", "seismology", "hazards", "GeoJSON", "USGS"],
        licenses=[
            PUBLIC_DOMAIN
            | {
                "title": "U.S. Public Domain (U.S. Geological Survey)",
                "path": "https://www.usgs.gov/information-policies-and-instructions/copyrights-and-credits",
            }
        ],
        sources=[
            {
                "title": "USGS Earthquake Hazards Program, all earthquakes of the past week",
                "path": "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/all_week.geojson",
            },
            BY_NPM,
        ],
        homepage="https://earthquake.usgs.gov/",
        resources=[events, feed],
        civicstat={
            "publisher": USGS,
            "theme": ["Public safety", "Environment"],
            "accrualPeriodicity": "irregular",
            "modified": "2018-02-07T01:49:14Z",
            "temporal": "2018-01-31/2018-02-07",
            "spatial": "World",
            "charts": [
                {
                    "title": "Where the ground shook in one week",
                    "type": "map",
                    "resource": "events",
                    "latitude": "latitude",
                    "longitude": "longitude",
                },
                {
                    "title": "More than four in five of the events were below magnitude 2.5",
                    "type": "histogram",
                    "resource": "events",
                    "x": "magnitude",
                },
            ],
        },
    )
    rows = [_event(feature) for feature in json.loads(content, parse_float=str)["features"]]
    return Package(descriptor, {"events.csv": delimited(rows, columns(events)), "earthquakes.geojson": content})


def _event(feature: Json) -> dict[str, Value]:
    """Return the main facts of a GeoJSON feature."""
    facts = feature["properties"]
    longitude, latitude, depth = feature["geometry"]["coordinates"]
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=facts["time"])
    return {
        "id": feature["id"],
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "magnitude": facts["mag"],
        "magnitude_type": facts["magType"],
        "kind": facts["type"],
        "place": facts["place"],
        "latitude": latitude,
        "longitude": longitude,
        "depth": depth,
        "felt": facts["felt"],
        "status": facts["status"],
    }


def obesity(vega: VegaFiles) -> Package:
    """Obesity by state: an Excel workbook."""
    states = table(
        "obesity-by-state",
        "obesity-by-state.xlsx",
        "Obesity by state",
        "One row for each state, in the first sheet of the workbook.",
        [
            field(
                "state",
                "string",
                "State",
                "The two-letter code of the state.",
                required=True,
                unique=True,
                pattern="[A-Z]{2}",
            ),
            field(
                "state_fips",
                "string",
                "State code",
                "The two-digit FIPS code of the state.",
                required=True,
                unique=True,
                pattern="[0-9]{2}",
            ),
            field(
                "obese_percent",
                "number",
                "Adults with obesity",
                "Share of adults with a body mass index of 30 or more.",
                unit="percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
        ],
        form="xlsx",
        key=["state"],
    )
    descriptor = package(
        "obesity-by-state",
        "Obesity by state, 1995",
        [
            "Each row is one state with the share of its adults who had obesity in 1995 (a body mass index",
            "of 30 or more). Use it as a starting point to measure change from. The shares come from",
            "telephone interviews in which people state their own height and weight, so they are likely too",
            "low. The District of Columbia is missing. The rates were shares of one at the source and are",
            "percentages here.",
        ],
        keywords=["health", "obesity", "states", "survey", "CDC"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "Behavioral Risk Factor Surveillance System (CDC)",
                "path": "https://www.cdc.gov/brfss/index.html",
            },
            {"title": "Protovis examples", "path": "https://mbostock.github.io/protovis/ex/us_stats.js"},
            BY_NPM,
        ],
        homepage="https://www.cdc.gov/brfss/index.html",
        resources=[states],
        civicstat={
            "publisher": agency(
                "Centers for Disease Control and Prevention",
                "https://www.cdc.gov/",
                agency("U.S. Department of Health and Human Services", "https://www.hhs.gov/"),
            ),
            "theme": ["Health"],
            "accrualPeriodicity": "irregular",
            "temporal": "1995-01-01/1995-12-31",
            "spatial": "United States",
            "charts": [
                {
                    "title": "In 1995 Indiana had the largest share of adults with obesity, 20.1 percent",
                    "type": "bar",
                    "x": "state",
                    "y": "obese_percent",
                    "limit": 12,
                    "unit": "percent",
                }
            ],
        },
    )
    rows: list[dict[str, Value]] = [
        {
            "state": row["state"],
            "state_fips": f"{row['id']:02}",
            "obese_percent": float(Decimal(row["rate"]) * 100),
        }
        for row in vega.json("obesity.json")
    ]
    return Package(descriptor, {"obesity-by-state.xlsx": xlsx(rows, columns(states), "Obesity by state")})


def capitals(vega: VegaFiles) -> Package:
    """State capitals: JSON rows, and no charts declared."""
    cities = table(
        "capitals",
        "capitals.json",
        "State capitals",
        "One row for each state.",
        [
            field("state", "string", "State", "The state's name.", required=True, unique=True),
            field("city", "string", "Capital", "The capital's name.", required=True),
            *position(),
        ],
        form="json",
        key=["state"],
    )
    descriptor = package(
        "state-capitals",
        "State capitals and where they lie",
        [
            "Each row is one of the fifty states with its capital and the place of the capitol building on",
            "the map. Use it to label maps or to reckon distances. The District of Columbia and the",
            "territories are not in it. Map services and data available from U.S. Geological Survey,",
            "National Geospatial Program.",
        ],
        keywords=["capitals", "states", "cities", "geography", "USGS"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "U.S. Geological Survey, The National Map",
                "path": "https://www.usgs.gov/programs/national-geospatial-program/national-map",
            },
            BY_NPM,
        ],
        homepage="https://www.usgs.gov/programs/national-geospatial-program/national-map",
        resources=[cities],
        civicstat={
            "publisher": USGS,
            "theme": ["Neighborhoods & places"],
            "accrualPeriodicity": "irregular",
            "spatial": "United States",
        },
    )
    rows: list[dict[str, Value]] = [
        {
            "state": row["state"],
            "city": row["city"],
            "latitude": float(row["lat"]),
            "longitude": float(row["lon"]),
        }
        for row in vega.json("us-state-capitals.json")
    ]
    return Package(descriptor, {"capitals.json": json_rows(rows)})


def zip_codes(vega: VegaFiles) -> Package:
    """ZIP codes of Maryland: the state's rows of a national list, and no charts declared."""
    codes = table(
        "zip-codes",
        "zip-codes.csv",
        "ZIP codes in Maryland",
        "One row for each ZIP code.",
        [
            field(
                "zip_code",
                "string",
                "ZIP code",
                "The five-digit postal code.",
                required=True,
                unique=True,
                pattern="2[01][0-9]{3}",
            ),
            field("city", "string", "Place", "The place that the code belongs to.", required=True),
            field("county", "string", "County", "The county, or Baltimore City.", required=True),
            field("state", "string", "State", "The state's two-letter code.", required=True, enum=["MD"]),
            *position(),
        ],
        key=["zip_code"],
    )
    descriptor = package(
        "maryland-zip-codes",
        "ZIP codes in Maryland",
        [
            "Each row is one ZIP code in Maryland with its place, its county and a point on the map. Use it",
            "to bring addresses together by place. It holds Maryland's rows of a list of the whole country",
            "that was copied in 2017 or before, so newer codes are missing. A point stands for a whole",
            "area, and several codes share one; a county of *Baltimore City* means the city, *Baltimore*",
            "the county around it.",
        ],
        keywords=["ZIP codes", "postal codes", "Maryland", "Baltimore", "GeoNames"],
        licenses=[CC_BY],
        sources=[
            {"title": "GeoNames, postal codes", "path": "https://download.geonames.org/export/zip/"},
            BY_NPM,
        ],
        homepage="https://www.geonames.org/",
        resources=[codes],
        civicstat={
            "publisher": agency("GeoNames", "https://www.geonames.org/"),
            "theme": ["Neighborhoods & places"],
            "accrualPeriodicity": "irregular",
            "spatial": "Maryland",
            "bbox": [-79.5, 37.88, -75.04, 39.73],
            "waivers": [
                {
                    "check": "DT011",
                    "resource": "zip-codes",
                    "field": "state",
                    "reason": "The table has the columns of the list of the whole country, so that both fit together.",
                    "role": "Keeper of the demonstration",
                    "date": "2026-11-22",
                }
            ],
        },
    )
    rows = [row for row in vega.rows("zipcodes.csv") if row["state"] == "MD"]
    return Package(descriptor, {"zip-codes.csv": delimited(rows, columns(codes))})
