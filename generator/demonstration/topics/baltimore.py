"""Baltimore's recycling, as the city's own performance measures state it.

The figures are cited here one by one, from the rows of measures 6631, 6632 and 6641 in the City of
Baltimore's performance measures (`cob-performance`). Each measure has two rows there, one made for fiscal
year 2026 and one for fiscal year 2027. They agree wherever both have a figure; only the first has the
second and third quarters of fiscal year 2026, and only the second has the targets for fiscal year 2027.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from describe import MIT, Json, Package, columns, field, package, plain, table
from files import Value, delimited

if TYPE_CHECKING:
    from vega import VegaFiles

# Fiscal year: recycling, refuse and recycled share, each as (actual, target); text, so that no digit is lost.
YEARS: dict[int, tuple[str | None, str | None, str | None, str | None, str | None, str | None]] = {
    2021: ("15800", None, "158547", None, "9", None),
    2022: ("22158.89", None, "154876.06", None, "12.68", None),
    2023: ("21941", None, "143315", None, "13", None),
    2024: ("25078", "30000", "143242", "145000", "15", "20"),
    2025: ("25968", "23000", "137540", "152000", "15.9", "20"),
    2026: (None, "28000", None, "142000", None, "15"),
    2027: (None, "27000", None, "140000", None, "17"),
}

# Fiscal year and quarter: recycling, refuse, recycled share.
QUARTERS: dict[tuple[int, int], tuple[str, str, str]] = {
    (2025, 1): ("6700.53", "35853.36", "15.76"),
    (2025, 2): ("6508.07", "34355.88", "15.96"),
    (2025, 3): ("6387.62", "32057.25", "16.59"),
    (2025, 4): ("6371.53", "35273.69", "15.3"),
    (2026, 1): ("5581.73", "33685.63", "14.2"),
    (2026, 2): ("4512", "32272", "12.2"),
    (2026, 3): ("5235", "31636", "14.2"),
}

METHOD = Path(__file__).with_name("how-the-figures-were-read.md")


def recycling(_: VegaFiles) -> Package:
    """Baltimore's recycling by fiscal year and quarter, with a note on how the figures were read."""
    years = table(
        "by-fiscal-year",
        "by-fiscal-year.csv",
        "Recycling by fiscal year",
        "One row for each fiscal year from 2021 to 2027, results beside targets.",
        [
            field("fiscal_year", "integer", "Fiscal year", "Named after the year it ends in.", required=True),
            *_period("fiscal year"),
            *_tons("recycling", "Recycling", "recycling"),
            *_tons("refuse", "Mixed refuse", "mixed refuse (trash)"),
            _share("recycled_percent_actual", "Share recycled: result", "Share of the waste that was recycled."),
            _share("recycled_percent_target", "Share recycled: target", "Share of the waste that was aimed at."),
        ],
        key=["fiscal_year"],
        missing=[""],
    )
    quarters = table(
        "by-quarter",
        "by-quarter.csv",
        "Recycling by quarter",
        "One row for each quarter from the first of fiscal year 2025 to the third of fiscal year 2026.",
        [
            field("fiscal_year", "integer", "Fiscal year", "Named after the year it ends in.", required=True),
            field(
                "quarter",
                "integer",
                "Quarter",
                "Quarter of the fiscal year; the first begins in July.",
                required=True,
                minimum=1,
                maximum=4,
            ),
            *_period("quarter"),
            field(
                "recycling_tons",
                "number",
                "Recycling",
                "Tons of recycling collected.",
                unit="tons",
                minimum=0,
            ),
            field(
                "refuse_tons",
                "number",
                "Mixed refuse",
                "Tons of mixed refuse collected.",
                unit="tons",
                minimum=0,
            ),
            _share("recycled_percent", "Share recycled", "Share of the waste that was recycled."),
        ],
        key=["fiscal_year", "quarter"],
    )
    method = plain(
        "how-the-figures-were-read",
        "how-the-figures-were-read.md",
        "How the figures were read",
        "How each figure was read from the city's file, which mixes units, and what the measures mean.",
        form="md",
    )
    descriptor = package(
        "baltimore-recycling",
        "Recycling and trash collected in Baltimore",
        [
            "Each row is one fiscal year (or one quarter) with the tons of recycling and of mixed refuse",
            "that the Department of Public Works collected, the share that was recycled, and the city's",
            "targets. Baltimore's fiscal year begins in July: fiscal year 2025 is July 2024 to June 2025.",
            "The city's file writes the share recycled in three ways; here it is always in percent: `0.09`,",
            "`0.1268`, `0.13` and `0.15` (results 2021 to 2024), `0.15` (target 2026) and `0.142`, `0.122`,",
            "`0.142` (quarters of 2026) are shares of one and were multiplied by 100; `20%` (targets 2024",
            "and 2025), `15.76` to `15.9` (2025) and `17` (target 2027) were percentages already. Blanks",
            "are blanks in the city's file; the note on how the figures were read has every case.",
        ],
        keywords=["recycling", "trash", "refuse", "waste", "public works", "performance", "Baltimore"],
        licenses=[MIT],
        sources=[{"title": "City of Baltimore, cob-performance: performance measures 6631, 6632 and 6641"}],
        homepage="https://publicworks.baltimorecity.gov/",
        resources=[years, quarters, method],
        civicstat={
            "publisher": {"name": "Baltimore City Department of Public Works"},
            "theme": ["Environment", "Public works"],
            "temporal": "2020-07-01/2027-06-30",
            "spatial": "Baltimore, Maryland",
            "charts": [
                _against_target(
                    "recycling",
                    "Recycling missed its target in fiscal year 2024 and beat it in 2025",
                    "The city wants more recycling: 25,078 tons against a target of 30,000 in fiscal year "
                    "2024, and 25,968 against 23,000 in fiscal year 2025.",
                ),
                _against_target(
                    "refuse",
                    "Less trash was collected than the most the city aimed at, in 2024 and in 2025",
                    "The city wants less trash: 143,242 tons against a target of 145,000 in fiscal year "
                    "2024, and 137,540 against 152,000 in fiscal year 2025.",
                ),
                {
                    "title": "The share recycled rose from 9 percent in fiscal year 2021 to 15.9 in 2025",
                    "type": "bar",
                    "resource": "by-fiscal-year",
                    "x": "fiscal_year",
                    "y": "recycled_percent_actual",
                    "unit": "percent",
                },
            ],
        },
    )
    return Package(
        descriptor,
        {
            "by-fiscal-year.csv": delimited(_year_rows(), columns(years)),
            "by-quarter.csv": delimited(_quarter_rows(), columns(quarters)),
            "how-the-figures-were-read.md": METHOD.read_bytes(),
        },
    )


def _period(what: str) -> list[Json]:
    return [
        field("starts", "date", "First day", f"The first day of the {what}.", required=True),
        field("ends", "date", "Last day", f"The last day of the {what}.", required=True),
    ]


def _tons(name: str, title: str, words: str) -> list[Json]:
    return [
        field(
            f"{name}_tons_actual",
            "number",
            f"{title}: result",
            f"Tons of {words} collected.",
            unit="tons",
            minimum=0,
        ),
        field(
            f"{name}_tons_target",
            "number",
            f"{title}: target",
            f"Tons of {words} aimed at.",
            unit="tons",
            minimum=0,
        ),
    ]


def _share(name: str, title: str, description: str) -> Json:
    return field(name, "number", title, description, unit="percent", minimum=0, maximum=100)


def _year_rows() -> list[dict[str, Value]]:
    """Return a row for each fiscal year; a year is named after the June that it ends in."""
    names = [f"{what}_{kind}" for what in ("recycling_tons", "refuse_tons") for kind in ("actual", "target")]
    names += ["recycled_percent_actual", "recycled_percent_target"]
    rows: list[dict[str, Value]] = []
    for year, figures in YEARS.items():
        row: dict[str, Value] = {"fiscal_year": year, "starts": f"{year - 1}-07-01", "ends": f"{year}-06-30"}
        rows.append(row | dict(zip(names, figures, strict=True)))
    return rows


def _quarter_rows() -> list[dict[str, Value]]:
    """Return a row for each quarter; the first two lie in the calendar year before the fiscal year's own."""
    first = {1: "07-01", 2: "10-01", 3: "01-01", 4: "04-01"}
    last = {1: "09-30", 2: "12-31", 3: "03-31", 4: "06-30"}
    rows: list[dict[str, Value]] = []
    for (fiscal_year, quarter), (recycled, refuse, share) in QUARTERS.items():
        year = fiscal_year - 1 if quarter <= 2 else fiscal_year
        rows.append(
            {
                "fiscal_year": fiscal_year,
                "quarter": quarter,
                "starts": f"{year}-{first[quarter]}",
                "ends": f"{year}-{last[quarter]}",
                "recycling_tons": recycled,
                "refuse_tons": refuse,
                "recycled_percent": share,
            }
        )
    return rows


def _against_target(what: str, title: str, description: str) -> Json:
    """Draw the tons of each fiscal year as bars, and the target of those that have one as a tick."""
    tons = {"type": "quantitative", "axis": {"title": "Tons"}, "scale": {"zero": True}}
    return {
        "title": title,
        "description": description,
        "resource": "by-fiscal-year",
        "spec": {
            "data": {"name": "by-fiscal-year"},
            "encoding": {"x": {"field": "fiscal_year", "type": "ordinal", "axis": {"title": "Fiscal year"}}},
            "layer": [
                {
                    "mark": {"type": "bar"},
                    "encoding": {
                        "y": {"field": f"{what}_tons_actual"} | tons,
                        "color": {"datum": "Result", "legend": {"title": None}},
                    },
                },
                {
                    "mark": {"type": "tick", "thickness": 4},
                    "encoding": {
                        "y": {"field": f"{what}_tons_target"} | tons,
                        "color": {"datum": "Target"},
                    },
                },
            ],
        },
    }
