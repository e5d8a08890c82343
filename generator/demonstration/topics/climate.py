"""Climate, energy and wildlife."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
from describe import (
    BY_NPM,
    BY_PYPI,
    CC_BY,
    PUBLIC_DOMAIN,
    Package,
    agency,
    columns,
    field,
    first_version,
    package,
    table,
)
from files import delimited, parquet

if TYPE_CHECKING:
    from vega import VegaFiles


def global_temperature(vega: VegaFiles) -> Package:
    """Global temperature since 1880: a package in version 1 of the standard."""
    years = table(
        "annual-anomaly",
        "annual-anomaly.csv",
        "Global temperature by year",
        "One row for each year from 1880 to 2023.",
        [
            field("year", "year", "Year", "The calendar year.", required=True, unique=True),
            field(
                "anomaly",
                "number",
                "Difference from the average",
                "How much warmer (or, below zero, colder) the year was than the average of 1951 to 1980.",
                unit="°C",
                required=True,
            ),
        ],
        key=["year"],
    )
    descriptor = package(
        "global-temperature",
        "Global temperature since 1880",
        [
            "Each row is one year with the difference between the temperature at the surface of land and",
            "sea and the average of the years 1951 to 1980. Use it to see the change over a lifetime; it",
            "says nothing about any one place. NASA revises the whole series as records are corrected, so",
            "newer copies differ by a few hundredths of a degree.",
        ],
        keywords=["climate", "temperature", "global warming", "NASA"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "NASA Goddard Institute for Space Studies, Surface Temperature Analysis (GISTEMP)",
                "path": "https://data.giss.nasa.gov/gistemp/",
            },
            BY_NPM,
        ],
        homepage="https://data.giss.nasa.gov/gistemp/",
        resources=[years],
        civicstat={
            "publisher": agency(
                "NASA Goddard Institute for Space Studies",
                "https://www.giss.nasa.gov/",
                agency("National Aeronautics and Space Administration", "https://www.nasa.gov/"),
            ),
            "theme": ["Environment"],
            "accrualPeriodicity": "irregular",
            "temporal": "1880/2023",
            "spatial": "World",
            "charts": [
                {
                    "title": "2023 was 1.17 °C warmer than the average of 1951 to 1980",
                    "type": "line",
                    "x": "year",
                    "y": "anomaly",
                    "unit": "°C",
                }
            ],
        },
    )
    rows = [{"year": row["year"], "anomaly": row["temp"]} for row in vega.rows("global-temp.csv")]
    return Package(first_version(descriptor), {"annual-anomaly.csv": delimited(rows, columns(years))})


def carbon_dioxide(vega: VegaFiles) -> Package:
    """Carbon dioxide at Mauna Loa: a descriptor in YAML, a licence that asks for attribution."""
    months = table(
        "monthly-co2",
        "monthly-co2.csv",
        "Carbon dioxide by month",
        "One row for each month from March 1958 to April 2020; months without valid readings have no row.",
        [
            field("month", "date", "Month", "The first day of the month.", required=True, unique=True),
            field(
                "co2",
                "number",
                "Carbon dioxide",
                "Parts of carbon dioxide in a million parts of air, adjusted to the middle of the month.",
                unit="ppm",
                required=True,
                minimum=0,
            ),
            field(
                "co2_adjusted",
                "number",
                "Carbon dioxide without the seasons",
                "The same reading after the yearly rise and fall has been taken out.",
                unit="ppm",
                required=True,
                minimum=0,
            ),
        ],
        key=["month"],
    )
    descriptor = package(
        "carbon-dioxide-mauna-loa",
        "Carbon dioxide in the air at Mauna Loa since 1958",
        [
            "Each row is one month with the carbon dioxide in the air at the Mauna Loa Observatory in",
            "Hawaii, as measured and after the yearly rise and fall has been taken out. It is the longest",
            "such record. Months without valid readings (June and October 1958, February to April 1964)",
            "have no row. The readings are on the 2012 SIO manometric mole fraction scale, so do not mix",
            "them with readings on another scale.",
        ],
        keywords=["climate", "carbon dioxide", "CO2", "air", "Mauna Loa", "Scripps"],
        licenses=[CC_BY],
        sources=[
            {
                "title": "Scripps CO2 Program, primary Mauna Loa record",
                "path": "https://scrippsco2.ucsd.edu/data/atmospheric_co2/primary_mlo_co2_record",
            },
            BY_NPM,
        ],
        homepage="https://scrippsco2.ucsd.edu/",
        resources=[months],
        civicstat={
            "publisher": agency(
                "Scripps CO2 Program",
                "https://scrippsco2.ucsd.edu/",
                agency("Scripps Institution of Oceanography", "https://scripps.ucsd.edu/"),
            ),
            "theme": ["Environment"],
            "accrualPeriodicity": "irregular",
            "temporal": "1958-03-01/2020-04-30",
            "spatial": "Mauna Loa Observatory, Hawaii",
            "charts": [
                {
                    "title": "Carbon dioxide rose from 316 parts in a million in 1958 to 416 in April 2020",
                    "type": "line",
                    "x": "month",
                    "y": "co2",
                    "unit": "ppm",
                },
                {
                    "title": "The rise without the seasons, averaged by year",
                    "type": "line",
                    "x": "month",
                    "y": "co2_adjusted",
                    "aggregate": "mean",
                    "period": "year",
                    "unit": "ppm",
                },
            ],
        },
    )
    rows = [
        {"month": row["Date"], "co2": row["CO2"], "co2_adjusted": row["adjusted CO2"]}
        for row in vega.rows("co2-concentration.csv")
    ]
    return Package(descriptor, {"monthly-co2.csv": delimited(rows, columns(months))}, as_yaml=True)


def iowa_electricity(vega: VegaFiles) -> Package:
    """Electricity in Iowa by source: a yearly promise that this copy no longer keeps."""
    rows = [
        {"year": row["year"][:4], "source": row["source"], "net_generation": row["net_generation"]}
        for row in vega.rows("iowa-electricity.csv")
    ]
    generation = table(
        "net-generation",
        "net-generation.csv",
        "Electricity by year and source",
        "One row for each year and kind of source.",
        [
            field("year", "year", "Year", "The calendar year.", required=True, minimum="2001"),
            field(
                "source",
                "string",
                "Source of energy",
                "What the electricity was made from.",
                required=True,
                enum=["Fossil Fuels", "Nuclear Energy", "Renewables"],
            ),
            field(
                "net_generation",
                "integer",
                "Electricity made",
                "Electricity made in the year, less what the plants used themselves.",
                unit="thousand megawatthours",
                required=True,
                minimum=0,
            ),
        ],
        key=["year", "source"],
    )
    descriptor = package(
        "iowa-electricity",
        "How Iowa's electricity is made, 2001–2017",
        [
            "Each row is one year and one kind of source (fossil fuels, nuclear energy, renewables) with",
            "the electricity that Iowa's power plants made from it. Use it to see how quickly a state's",
            "energy can change. The Energy Information Administration publishes new figures every year;",
            "this copy was taken on 6 May 2018 and has not been renewed, so the portal shows it as overdue.",
        ],
        keywords=["electricity", "energy", "renewables", "wind power", "Iowa", "EIA"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "U.S. Energy Information Administration, Electricity Data Browser",
                "path": "https://www.eia.gov/electricity/data/browser/",
            },
            BY_PYPI,
        ],
        homepage="https://www.eia.gov/electricity/data/browser/",
        resources=[generation],
        civicstat={
            "publisher": agency("U.S. Energy Information Administration", "https://www.eia.gov/"),
            "contactPoint": {"fn": "EIA information center", "hasEmail": "mailto:InfoCtr@eia.gov"},
            "theme": ["Energy", "Environment"],
            "accrualPeriodicity": "R/P1Y",
            "modified": "2018-05-06",
            "temporal": "2001-01-01/2017-12-31",
            "spatial": "Iowa",
            "charts": [
                {
                    "title": "Iowa's electricity from renewables grew fifteenfold from 2001 to 2017",
                    "type": "area",
                    "x": "year",
                    "y": "net_generation",
                    "series": "source",
                    "aggregate": "sum",
                    "unit": "thousand megawatthours",
                }
            ],
        },
    )
    return Package(descriptor, {"net-generation.csv": delimited(rows, columns(generation))}, as_yaml=True)


def wildlife_habitat(vega: VegaFiles) -> Package:
    """Year-round habitat of four animals by county: a Parquet file."""
    rows = vega.rows("species.csv")
    content = parquet(
        {
            "county_fips": (pa.string(), [row["county_id"].zfill(5) for row in rows]),
            "common_name": (pa.string(), [row["common_name"] for row in rows]),
            "scientific_name": (pa.string(), [row["scientific_name"] for row in rows]),
            "gap_species_code": (pa.string(), [row["gap_species_code"] for row in rows]),
            "item_id": (pa.string(), [row["item_id"] for row in rows]),
            "habitat_percent": (
                pa.float64(),
                [float(Decimal(row["habitat_yearround_pct"]) * 100) for row in rows],
            ),
        }
    )
    habitat = table(
        "habitat-by-county",
        "habitat-by-county.parquet",
        "Habitat by county",
        "One row for each animal and county.",
        [
            field(
                "county_fips",
                "string",
                "County code",
                "The five-digit FIPS code of state and county.",
                required=True,
                pattern="[0-9]{5}",
            ),
            field("common_name", "string", "Animal", "The animal's common name.", required=True),
            field("scientific_name", "string", "Scientific name", "The animal's scientific name.", required=True),
            field("gap_species_code", "string", "GAP code", "The Gap Analysis Project's code for the animal."),
            field("item_id", "string", "ScienceBase item", "The item that the habitat map has on ScienceBase."),
            field(
                "habitat_percent",
                "number",
                "Year-round habitat",
                "Share of the county that is year-round habitat for the animal.",
                unit="percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
        ],
        form="parquet",
        key=["common_name", "county_fips"],
    )
    descriptor = package(
        "wildlife-habitat",
        "Where four common animals can live all year, by county",
        [
            "Each row is one county and one animal (American robin, white-tailed deer, American bullfrog,",
            "common gartersnake) with the share of the county that suits it all year round. Use it to set",
            "green space and wildlife side by side with other facts about a county. The shares come from",
            "maps of habitat in squares of 30 metres; they say where an animal could live, not how many",
            "there are. Habitat used only in summer or only in winter is not counted, and Alaska and Hawaii",
            "are not covered.",
        ],
        keywords=["wildlife", "habitat", "counties", "American robin", "white-tailed deer", "USGS"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "USGS Gap Analysis Project, species habitat maps",
                "path": "https://www.usgs.gov/programs/gap-analysis-project",
            },
            {
                "title": "U.S. Census Bureau, cartographic boundary files (1:10,000,000)",
                "path": "https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html",
            },
            BY_NPM,
        ],
        homepage="https://www.usgs.gov/programs/gap-analysis-project",
        resources=[habitat],
        civicstat={
            "publisher": agency("U.S. Geological Survey", "https://www.usgs.gov/"),
            "theme": ["Environment", "Neighborhoods & places"],
            "accrualPeriodicity": "irregular",
            "spatial": "The contiguous United States",
            "charts": [
                {
                    "title": "Of the four, the robin can live all year in the largest share of a county",
                    "description": "A bar is the mean over all counties, whatever their size.",
                    "type": "bar",
                    "x": "common_name",
                    "y": "habitat_percent",
                    "aggregate": "mean",
                    "unit": "percent",
                }
            ],
        },
    )
    return Package(descriptor, {"habitat-by-county.parquet": content})
