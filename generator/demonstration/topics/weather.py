"""Weather: daily observations and hourly normals, from NOAA."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
from describe import BY_NPM, PUBLIC_DOMAIN, Json, Package, agency, columns, field, package, table
from files import delimited, parquet

if TYPE_CHECKING:
    from vega import VegaFiles

NCEI = agency(
    "NOAA National Centers for Environmental Information",
    "https://www.ncei.noaa.gov/",
    agency("National Oceanic and Atmospheric Administration", "https://www.noaa.gov/"),
)
CONTACT: Json = {"fn": "NCEI customer service", "hasEmail": "mailto:ncei.info@noaa.gov"}

WEATHER_TYPES = {"snow": "Snow", "rain": "Rain", "drizzle": "Drizzle", "fog": "Fog", "sun": "Sun"}

HOW_THE_TYPE_CAME_ABOUT = (
    "The weather type is not an observation: it was derived from the station's own notes, snow before rain "
    "before drizzle before fog, and *sun* means only that none of these was noted."
)
ABOUT_THE_WIND = (
    "Wind is given in metres per second, as the station's records are; the collection's own note says "
    "kilometres per hour, which its script and the values speak against."
)

DAY = [
    field("date", "date", "Day", "The day of the observation.", required=True),
    field(
        "precipitation",
        "number",
        "Precipitation",
        "Rain and melted snow that fell on the day.",
        unit="mm",
        required=True,
        minimum=0,
    ),
    field(
        "temp_max",
        "number",
        "Highest temperature",
        "The day's highest temperature.",
        unit="°C",
        required=True,
    ),
    field("temp_min", "number", "Lowest temperature", "The day's lowest temperature.", unit="°C", required=True),
    field("wind", "number", "Average wind speed", "The day's average wind speed.", unit="m/s", minimum=0),
    field(
        "weather",
        "string",
        "Weather type",
        "One word for the day, derived from the station's notes.",
        categories=WEATHER_TYPES,
        required=True,
    ),
]


def seattle(vega: VegaFiles) -> Package:
    """Daily weather in Seattle: one CSV file with charts of each kind of reckoning."""
    days = table(
        "daily-weather",
        "daily-weather.csv",
        "Daily weather",
        "One row for each day from 1 January 2012 to 31 December 2015.",
        DAY,
        key=["date"],
    )
    descriptor = package(
        "seattle-weather",
        "Daily weather in Seattle, 2012–2015",
        [
            "Each row is one day at a weather station in Seattle: precipitation, highest and lowest",
            "temperature, average wind speed and a word for the weather. Use it to compare seasons and",
            "years, or to set other records, such as requests for service, beside the weather of the day.",
            HOW_THE_TYPE_CAME_ABOUT,
            ABOUT_THE_WIND,
        ],
        keywords=["weather", "temperature", "precipitation", "wind", "Seattle", "NOAA"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "NOAA National Climatic Data Center, Climate Data Online",
                "path": "https://www.ncdc.noaa.gov/cdo-web/datatools/records",
            },
            BY_NPM,
        ],
        homepage="https://www.ncdc.noaa.gov/cdo-web/",
        resources=[days],
        civicstat={
            "publisher": NCEI,
            "contactPoint": CONTACT,
            "theme": ["Environment"],
            "accrualPeriodicity": "irregular",
            "temporal": "2012-01-01/2015-12-31",
            "spatial": "Seattle, Washington",
            "charts": [
                {
                    "title": "Average daily high in Seattle, month by month",
                    "type": "line",
                    "x": "date",
                    "y": "temp_max",
                    "aggregate": "mean",
                    "period": "month",
                    "unit": "°C",
                },
                {
                    "title": "2013 was the driest of the four years in Seattle",
                    "type": "bar",
                    "x": "date",
                    "y": "precipitation",
                    "aggregate": "sum",
                    "period": "year",
                    "unit": "mm",
                },
                {
                    "title": "Most days in Seattle were noted as rain or sun",
                    "type": "bar",
                    "x": "weather",
                    "aggregate": "count",
                    "unit": "days",
                },
            ],
        },
    )
    return Package(descriptor, {"daily-weather.csv": delimited(vega.rows("seattle-weather.csv"), columns(days))})


def two_cities(vega: VegaFiles) -> Package:
    """Daily weather in Seattle and New York: one table in four parts, a file a year."""
    years = ["2012", "2013", "2014", "2015"]
    paths = [f"daily-weather-{year}.csv" for year in years]
    place = field(
        "location",
        "string",
        "City",
        "The city that the weather station is in.",
        required=True,
        enum=["New York", "Seattle"],
    )
    days = table(
        "daily-weather",
        list(paths),
        "Daily weather in two cities",
        "One row for each city and day. The table comes in four files, one for each year.",
        [place, *DAY],
        key=["location", "date"],
    )
    descriptor = package(
        "weather-seattle-new-york",
        "Daily weather in Seattle and New York, 2012–2015",
        [
            "Each row is one day at a weather station in Seattle or New York: precipitation, highest and",
            "lowest temperature, average wind speed and a word for the weather. Use it to compare two",
            "cities under the same measures.",
            HOW_THE_TYPE_CAME_ABOUT,
            ABOUT_THE_WIND,
        ],
        keywords=["weather", "temperature", "precipitation", "wind", "Seattle", "New York", "NOAA"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "NOAA Climate Data Online",
                "path": "https://www.ncdc.noaa.gov/cdo-web/datatools/findstation",
            },
            BY_NPM,
        ],
        homepage="https://www.ncdc.noaa.gov/cdo-web/",
        resources=[days],
        civicstat={
            "publisher": NCEI,
            "contactPoint": CONTACT,
            "theme": ["Environment"],
            "accrualPeriodicity": "irregular",
            "temporal": "2012-01-01/2015-12-31",
            "spatial": "Seattle, Washington, and New York, New York",
            "charts": [
                {
                    "title": "New York is hotter than Seattle in July and colder in January",
                    "type": "line",
                    "x": "date",
                    "y": "temp_max",
                    "series": "location",
                    "aggregate": "mean",
                    "period": "month",
                    "unit": "°C",
                },
                {
                    "title": "Over the four years, Seattle had a little more precipitation than New York",
                    "type": "bar",
                    "x": "location",
                    "y": "precipitation",
                    "aggregate": "sum",
                    "unit": "mm",
                },
            ],
        },
    )
    rows = vega.rows("weather.csv")
    parts = {
        path: delimited([row for row in rows if row["date"].startswith(year)], columns(days))
        for path, year in zip(paths, years, strict=True)
    }
    return Package(descriptor, parts)


def hourly_normals(vega: VegaFiles) -> Package:
    """Hourly climate normals of Seattle: a Parquet file, and no charts declared."""
    rows = vega.rows("seattle-weather-hourly-normals.csv")
    content = parquet(
        {
            "hour": (pa.timestamp("ms"), [datetime.fromisoformat(row["date"]) for row in rows]),
            "pressure": (pa.float64(), [float(row["pressure"]) for row in rows]),
            "temperature": (pa.float64(), [float(row["temperature"]) for row in rows]),
            "wind": (pa.float64(), [float(row["wind"]) for row in rows]),
        }
    )
    normals = table(
        "hourly-normals",
        "hourly-normals.parquet",
        "Hourly normals",
        "One row for each hour of the year; the first hour of 1 January is missing at the source.",
        [
            field(
                "hour",
                "datetime",
                "Hour of the year",
                "Day and hour. The year 2010 only stands in for any year.",
                required=True,
                unique=True,
            ),
            field("pressure", "number", "Air pressure", "Normal air pressure.", unit="hPa", minimum=0),
            field("temperature", "number", "Temperature", "Normal temperature.", unit="°C"),
            field("wind", "number", "Wind speed", "Normal wind speed.", unit="m/s", minimum=0),
        ],
        form="parquet",
        key=["hour"],
    )
    descriptor = package(
        "seattle-hourly-normals",
        "What weather is normal in Seattle, hour by hour",
        [
            "Each row is one hour of the year with the temperature, air pressure and wind that are normal",
            "for it in Seattle: the average over the thirty years from 1981 to 2010. Use it to tell whether",
            "a day is unusual. The rows carry the year 2010 only because an hour needs a date; they are not",
            "observations of 2010. The source's file states no units; degrees Celsius, hectopascals and",
            "metres per second follow from its being in metric units and from the values.",
        ],
        keywords=["weather", "climate normals", "temperature", "air pressure", "wind", "Seattle", "NOAA"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "NOAA National Climatic Data Center, 1981–2010 Climate Normals",
                "path": "https://www.ncdc.noaa.gov/cdo-web/datatools/normals",
            },
            BY_NPM,
        ],
        homepage="https://www.ncdc.noaa.gov/cdo-web/datatools/normals",
        resources=[normals],
        civicstat={
            "publisher": NCEI,
            "contactPoint": CONTACT,
            "theme": ["Environment"],
            "accrualPeriodicity": "irregular",
            "temporal": "1981-01-01/2010-12-31",
            "spatial": "Seattle, Washington",
            "waivers": [
                {
                    "check": "MD011",
                    "reason": "Normals are averages over thirty years; the rows' year 2010 stands in for any year.",
                    "role": "Keeper of the demonstration",
                    "date": "2026-11-22",
                }
            ],
        },
    )
    return Package(descriptor, {"hourly-normals.parquet": content})
