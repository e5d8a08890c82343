"""Jobs and unemployment, from the Bureau of Labor Statistics."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from describe import (
    BLS_NOTICE,
    BY_NPM,
    BY_PYPI,
    PUBLIC_DOMAIN,
    Package,
    agency,
    columns,
    field,
    package,
    reference,
    table,
)
from files import Value, delimited, ndjson

if TYPE_CHECKING:
    from vega import VegaFiles

BLS = agency(
    "U.S. Bureau of Labor Statistics",
    "https://www.bls.gov/",
    agency("U.S. Department of Labor", "https://www.dol.gov/"),
)

# Column at the source: (column here, type, title).
SECTORS = {
    "nonfarm": ("nonfarm", "integer", "All jobs except farming"),
    "private": ("private", "integer", "Private employers"),
    "goods_producing": ("goods_producing", "integer", "Goods-producing industries"),
    "service_providing": ("service_providing", "integer", "Service-providing industries"),
    "private_service_providing": (
        "private_service_providing",
        "integer",
        "Private service-providing industries",
    ),
    "mining_and_logging": ("mining_and_logging", "integer", "Mining and logging"),
    "construction": ("construction", "integer", "Construction"),
    "manufacturing": ("manufacturing", "integer", "Manufacturing"),
    "durable_goods": ("durable_goods", "integer", "Durable goods"),
    "nondurable_goods": ("nondurable_goods", "integer", "Nondurable goods"),
    "trade_transportation_utilties": (
        "trade_transportation_utilities",
        "integer",
        "Trade, transportation and utilities",
    ),
    "wholesale_trade": ("wholesale_trade", "number", "Wholesale trade"),
    "retail_trade": ("retail_trade", "number", "Retail trade"),
    "transportation_and_warehousing": (
        "transportation_and_warehousing",
        "number",
        "Transportation and warehousing",
    ),
    "utilities": ("utilities", "number", "Utilities"),
    "information": ("information", "integer", "Information"),
    "financial_activities": ("financial_activities", "integer", "Financial activities"),
    "professional_and_business_services": (
        "professional_and_business_services",
        "integer",
        "Professional and business services",
    ),
    "education_and_health_services": (
        "education_and_health_services",
        "integer",
        "Education and health services",
    ),
    "leisure_and_hospitality": ("leisure_and_hospitality", "integer", "Leisure and hospitality"),
    "other_services": ("other_services", "integer", "Other services"),
    "government": ("government", "integer", "Government"),
}

# The names used in the rows, each with what it stands for.
INDUSTRIES = {
    "Agriculture": "Agriculture",
    "Business services": "Professional and business services",
    "Construction": "Construction",
    "Education and Health": "Education and health services",
    "Finance": "Financial activities",
    "Government": "Government",
    "Information": "Information",
    "Leisure and hospitality": "Leisure and hospitality",
    "Manufacturing": "Manufacturing",
    "Mining and Extraction": "Mining and extraction",
    "Other": "Other services",
    "Self-employed": "Self-employed workers",
    "Transportation and Utilities": "Transportation and utilities",
    "Wholesale and Retail Trade": "Wholesale and retail trade",
}


def employment(vega: VegaFiles) -> Package:
    """Jobs by sector and month: a wide table, and a monthly promise that this copy no longer keeps."""
    sectors = [
        field(
            name,
            kind,
            title,
            f"Jobs in the month, adjusted for the seasons: {title[0].lower()}{title[1:]}.",
            unit="thousand jobs",
            required=True,
            minimum=0,
        )
        for name, kind, title in SECTORS.values()
    ]
    jobs = table(
        "jobs-by-month",
        "jobs-by-month.csv",
        "Jobs by month and sector",
        "One row for each month from January 2006 to December 2015, one column for each sector.",
        [
            field("month", "date", "Month", "The first day of the month.", required=True, unique=True),
            *sectors,
            field(
                "nonfarm_change",
                "integer",
                "Change from the month before",
                "Jobs gained (or, below zero, lost) since the month before, farming left out.",
                unit="thousand jobs",
                required=True,
            ),
        ],
        key=["month"],
    )
    descriptor = package(
        "us-employment",
        "Jobs in the United States by month and sector, 2006–2015",
        [
            "Each row is one month with the number of jobs in the whole economy and in each sector,",
            "adjusted for the seasons. Use it to follow a recession and the recovery from it. Some columns",
            "are parts of others, so do not add them all up. The bureau publishes new figures every month",
            "and revises old ones; this copy was taken on 11 November 2018 and has not been renewed, so the",
            f"portal shows it as overdue. {BLS_NOTICE}",
        ],
        keywords=["employment", "jobs", "labor market", "recession", "industries", "BLS"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "U.S. Bureau of Labor Statistics, Current Employment Statistics",
                "path": "https://www.bls.gov/ces/",
            },
            BY_PYPI,
        ],
        homepage="https://www.bls.gov/ces/",
        resources=[jobs],
        civicstat={
            "publisher": BLS,
            "theme": ["Economy"],
            "accrualPeriodicity": "R/P1M",
            "modified": "2018-11-11",
            "temporal": "2006-01-01/2015-12-31",
            "spatial": "United States",
            "totals": [
                {"total": "nonfarm", "parts": ["private", "government"]},
                {"total": "nonfarm", "parts": ["goods_producing", "service_providing"]},
                {"total": "private", "parts": ["goods_producing", "private_service_providing"]},
                {"total": "goods_producing", "parts": ["mining_and_logging", "construction", "manufacturing"]},
                {"total": "manufacturing", "parts": ["durable_goods", "nondurable_goods"]},
            ],
            "charts": [
                {
                    "title": "Jobs fell until February 2010 and passed their earlier peak in 2014",
                    "type": "line",
                    "x": "month",
                    "y": "nonfarm",
                    "unit": "thousand jobs",
                },
                {
                    "title": "Jobs were lost in 2008 and 2009 and gained in every other year",
                    "type": "bar",
                    "x": "month",
                    "y": "nonfarm_change",
                    "aggregate": "sum",
                    "period": "year",
                    "unit": "thousand jobs",
                },
            ],
        },
    )
    rows = [
        {SECTORS[name][0] if name in SECTORS else name: value for name, value in row.items()}
        for row in vega.rows("us-employment.csv")
    ]
    return Package(descriptor, {"jobs-by-month.csv": delimited(rows, columns(jobs))})


def unemployment_by_industry(vega: VegaFiles) -> Package:
    """Unemployment by industry: newline-delimited JSON, with labelled categories."""
    months = table(
        "unemployment",
        "unemployment.ndjson",
        "Unemployment by month and industry",
        "One row for each industry and month from January 2000 to February 2010.",
        [
            field(
                "industry",
                "string",
                "Industry",
                "The industry of the last job, or the kind of employment.",
                categories=INDUSTRIES,
                required=True,
            ),
            field("month", "date", "Month", "The first day of the month.", required=True),
            field(
                "unemployed",
                "integer",
                "Unemployed people",
                "People out of work and looking for it.",
                unit="thousand people",
                required=True,
                minimum=0,
            ),
            field(
                "rate",
                "number",
                "Unemployment rate",
                "Unemployed people as a share of the industry's labor force.",
                unit="percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
        ],
        form="ndjson",
        key=["industry", "month"],
    )
    descriptor = package(
        "unemployment-by-industry",
        "Unemployment by industry, 2000–2010",
        [
            "Each row is one month and one industry with the number of people out of work and the",
            "unemployment rate. Use it to see which industries a recession hits first and hardest. The",
            "figures are not adjusted for the seasons, so compare a month with the same month of another",
            "year. Small industries swing widely because the survey reaches few of their workers.",
            f"{BLS_NOTICE}",
        ],
        keywords=["unemployment", "industries", "labor market", "recession", "BLS"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "U.S. Bureau of Labor Statistics, Table A-31",
                "path": "https://www.bls.gov/web/empsit/cpseea31.htm",
            },
            {
                "title": "U.S. Census Bureau, Current Population Survey",
                "path": "https://www.census.gov/programs-surveys/cps.html",
            },
            BY_NPM,
        ],
        homepage="https://www.bls.gov/cps/",
        resources=[months],
        civicstat={
            "publisher": BLS,
            "theme": ["Economy"],
            "accrualPeriodicity": "irregular",
            "temporal": "2000-01-01/2010-02-28",
            "spatial": "United States",
            "charts": [
                {
                    "title": "In February 2010, 27.1 percent of construction workers were out of work",
                    "type": "line",
                    "x": "month",
                    "y": "rate",
                    "series": "industry",
                    "unit": "percent",
                },
                {
                    "title": "The number of unemployed people in these industries peaked in January 2010",
                    "type": "line",
                    "x": "month",
                    "y": "unemployed",
                    "aggregate": "sum",
                    "period": "month",
                    "unit": "thousand people",
                },
            ],
        },
    )
    rows: list[dict[str, Value]] = [
        {
            "industry": row["series"],
            "month": f"{row['year']}-{row['month']:02}-01",
            "unemployed": row["count"],
            "rate": float(row["rate"]),
        }
        for row in vega.json("unemployment-across-industries.json")
    ]
    return Package(descriptor, {"unemployment.ndjson": ndjson(rows)})


def unemployment_by_county(vega: VegaFiles) -> Package:
    """Unemployment by county: a TSV file, tied to a small table of states."""
    fips = "[0-9]{2}"
    counties = table(
        "counties",
        "counties.tsv",
        "Unemployment rate by county",
        "One row for each county. The columns are separated by tabs.",
        [
            field(
                "county_fips",
                "string",
                "County code",
                "The five-digit FIPS code of state and county.",
                required=True,
                unique=True,
                pattern="[0-9]{5}",
            ),
            field(
                "state_fips",
                "string",
                "State code",
                "The first two digits of the county code: the state.",
                required=True,
                pattern=fips,
            ),
            field(
                "rate",
                "number",
                "Unemployment rate",
                "Unemployed people as a share of the labor force (a share of one at the source).",
                unit="percent",
                required=True,
                minimum=0,
                maximum=100,
            ),
        ],
        form="tsv",
        key=["county_fips"],
        references=[reference(["state_fips"], "states", ["state_fips"])],
        dialect={"delimiter": "\t"},
    )
    states = table(
        "states",
        "states.csv",
        "States",
        "One row for each state, the District of Columbia and Puerto Rico.",
        [
            field(
                "state_fips",
                "string",
                "State code",
                "The two-digit FIPS code.",
                required=True,
                unique=True,
                pattern=fips,
            ),
            field("state", "string", "State", "The state's name.", required=True, unique=True),
        ],
        key=["state_fips"],
    )
    descriptor = package(
        "unemployment-by-county",
        "Unemployment by county, about 2009",
        [
            "Each row is one county with the share of its labor force that was out of work. Use it to see",
            "how far apart places were in the same recession. The source does not give the month; the",
            "levels agree with 2009. Counties come as codes (Baltimore City is 24510), and the second table",
            "names the states.",
            f"{BLS_NOTICE}",
        ],
        keywords=["unemployment", "counties", "labor market", "BLS"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "U.S. Bureau of Labor Statistics, Local Area Unemployment Statistics",
                "path": "https://www.bls.gov/lau/",
            },
            BY_NPM,
        ],
        homepage="https://www.bls.gov/lau/",
        resources=[counties, states],
        civicstat={
            "publisher": BLS,
            "theme": ["Economy", "Neighborhoods & places"],
            "accrualPeriodicity": "irregular",
            "temporal": "2009/2009",
            "spatial": "United States and Puerto Rico",
            "charts": [
                {
                    "title": "In half of the counties, 8.5 percent or more were out of work",
                    "type": "histogram",
                    "resource": "counties",
                    "x": "rate",
                    "unit": "percent",
                }
            ],
        },
    )
    rates = [
        {
            "county_fips": row["id"].zfill(5),
            "state_fips": row["id"].zfill(5)[:2],
            "rate": f"{(Decimal(row['rate']) * 100).normalize():f}",
        }
        for row in vega.rows("unemployment.tsv", delimiter="\t")
    ]
    names = [
        {"state_fips": row["id"].zfill(2), "state": row["state"]}
        for row in vega.rows("population_engineers_hurricanes.csv")
    ]
    return Package(
        descriptor,
        {
            "counties.tsv": delimited(rates, columns(counties), "\t"),
            "states.csv": delimited(names, columns(states)),
        },
    )
