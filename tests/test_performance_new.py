"""`civicstat new performance`: a package that reads as it is written, with columns for fiscal years."""

from __future__ import annotations

import json
from datetime import date

from civicstat.new.progress import begin, contents
from civicstat.shapes.yearly import year_column


def test_columns_of_fiscal_years() -> None:
    """Last year and this one have their columns, in the file and in its schema."""
    files = contents(begin("performance", "agency-measures", date(2026, 11, 23)))

    header = files["measures.csv"].partition("\n")[0].split(",")
    [measures] = [r for r in json.loads(files["datapackage.json"])["resources"] if r["name"] == "measures"]
    yearly = [name for name in header if year_column(name)]
    assert yearly == [
        *(
            "FY 26 Target",
            "FY 26 Actual",
            "FY 27 Target",
            "FY 27 Q1",
            "FY 27 Q2",
            "FY 27 Q3",
            "FY 27 Q4",
            "FY 27 Actual",
        )
    ]
    assert [field["name"] for field in measures["schema"]["fields"]] == header
    assert {field["type"] for field in measures["schema"]["fields"] if field["name"] in yearly} == {"number"}
