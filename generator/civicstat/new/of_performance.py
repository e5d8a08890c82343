"""The examples with which a package of the kind `performance` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples, example
from civicstat.shapes.shape import Column

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _years(begun: Begun) -> dict[str, tuple[Column, ...]]:
    """Columns for the fiscal year that is over and the one that runs: the latter ends within the year begun."""
    now = begun.end.year
    return {
        "measures": (
            _column(now - 1, "Target", f"What was promised for fiscal year {now - 1}."),
            _column(now - 1, "Actual", f"What came of fiscal year {now - 1}."),
            _column(now, "Target", f"What is promised for fiscal year {now}."),
            *(_column(now, f"Q{n}", f"The figure of quarter {n} of fiscal year {now}.") for n in (1, 2, 3, 4)),
            _column(now, "Actual", f"What came of fiscal year {now}; blank until it is over."),
        )
    }


def _column(year: int, part: str, description: str) -> Column:
    name = f"FY {year % 100:02} {part}"
    # A number of the standard has no sign: one `85%` would withhold the table. What is no number is told cell by cell.
    return Column(name, name, description, "88", "string")


def _performance_rows(begun: Begun) -> dict[str, list[Row]]:
    names = [column.name for column in _years(begun)["measures"]]
    share = dict(zip(names, ("85", "82", "90", "", "", "", "", ""), strict=True))
    total = dict(zip(names, ("1200", "1315", "1400", "", "", "", "", ""), strict=True))
    edition = f"FY {begun.end.year}"
    return {
        "agencies": [example("performance", "agencies")],
        "services": [example("performance", "services")],
        "measures": [
            example("performance", "measures", edition=edition, note="", low="", high="") | share,
            example(
                "performance",
                "measures",
                id="alleys",
                title="Alleys cleaned",
                edition=edition,
                type="output",
                interval="cumulative",
                unit="alleys",
                definition="Every alley that a crew has cleaned, each time anew.",
                formula="Count of cleanings",
                note="",
                low="",
                high="",
            )
            | total,
        ],
    }


PERFORMANCE = Examples(
    rows=_performance_rows,
    yearly=_years,
    said=lambda _: {},
    page=lambda _: "performance/",
    hints=(
        "Columns of fiscal years are known by their names (FY 26 Target, FY 26 Q1, FY 26 Actual): add them each year.",
        "A spreadsheet that the city keeps already can stay as it is: put it in place of measures.csv, write the names",
        'of its columns into the schema ("type": "string" for those of fiscal years), and say which is which:',
        '  "columns": {"measures": {"id": "Measure ID", "title": "Performance Measure", "edition": "Fiscal Year"}}',
    ),
)
