"""The tables of a package of the kind `performance`.

Ids of measures repeat from one edition of the plan to the next, and spreadsheets name agencies and services by their
titles as often as by their ids. So the tables have no keys of the standard, which would withhold a whole table for one
row: what is twice, or leads nowhere, is told row by row.
"""

from __future__ import annotations

from civicstat.shapes.measured import DESIRED, INTERVALS, TYPES
from civicstat.shapes.shape import LEAD, Column, Shape, description_column, id_column, title_column
from civicstat.shapes.yearly import YEARLY

UNITS = {"percent": "A share of a hundred", "count": "A number of things", "currency": "An amount of money"}
"""The words for units that are no unit's own name."""

YES_OR_NO = {"yes": "Yes", "no": "No"}

PERFORMANCE = (
    Shape(
        "agencies",
        "Agencies",
        "The agencies whose measures these are.",
        (
            id_column("agency", "public-works"),
            title_column("agency", "Department of Public Works"),
            description_column("agency", "Keeps streets clean, and water running."),
            LEAD,
        ),
    ),
    Shape(
        "services",
        "Services",
        "What each agency does for residents.",
        (
            id_column("service", "cleaning"),
            title_column("service", "Street and alley cleaning"),
            Column("agency", "Agency", "The id or the title of its agency.", "public-works"),
            description_column("service", "Sweeps streets and clears alleys."),
        ),
    ),
    Shape(
        "measures",
        "Measures",
        "What each service measures. A measure has a row in each edition of the plan, with the same id. Beside the "
        "columns below, the table has columns for each fiscal year, named as in the examples at the end, whatever "
        "their case and signs: targets, actuals and quarters. Numbers stand alone or with %, $ and thousands "
        "separators; a blank says that there is none. Declare such columns as `string`: in one of numbers, a cell with "
        "a sign or a word withholds the table.",
        (
            id_column("measure", "alleys-cleaned"),
            title_column("measure", "Alleys cleaned within a week"),
            Column(
                "agency", "Agency", "The id or the title of its agency; blank for that of the service.", "public-works"
            ),
            Column("service", "Service", "The id or the title of its service.", "cleaning"),
            Column(
                "edition", "Edition", "The fiscal year whose plan the row is from. The latest one holds.", "FY 2026"
            ),
            Column(
                "type",
                "Type",
                "What kind of measure it is.",
                "effectiveness",
                words={"input": "What it takes in staff, money or time", **TYPES},
            ),
            Column("desired", "Desired outcome", "Which way the number should go.", "increase", words=DESIRED),
            Column("interval", "Interval", "What a quarter's figure stands for.", "period", words=INTERVALS),
            Column(
                "unit", "Unit", "What the number counts: percent, count, currency, or a word such as days.", "percent"
            ),
            Column(
                "definition",
                "Definition",
                "What exactly is counted, in a sentence or two.",
                "Requests to clean an alley that were closed within seven days.",
                long=True,
            ),
            Column(
                "formula",
                "Formula",
                "How the number is reckoned.",
                "Closed within seven days ÷ all requests",
                long=True,
            ),
            Column("source", "Source", "Where the number is from.", "311 requests", long=True),
            Column(
                "owner", "Owner", "Who keeps the measure: a role or an office, not a person.", "311 analyst", role=True
            ),
            Column("equity", "Equity measure", "Whether it tells of fairness.", "no", words=YES_OR_NO),
            Column("retired", "Retired", "Whether it is kept no more.", "no", words=YES_OR_NO),
            Column("note", "Note", "What else residents should know.", "Counted anew since July 2025.", long=True),
            Column("low", "Lowest", "For `maintain`: the lowest value within the band.", "90", "number"),
            Column("high", "Highest", "For `maintain`: the highest value within the band.", "100", "number"),
        ),
        required=True,
        yearly=YEARLY,
    ),
)
"""The tables in the order in which staff fill them in."""
