"""`civicstat new performance`: a package that reads as it is written, with columns for fiscal years."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.catalog import parse_catalog
from civicstat.new.progress import begin, contents
from civicstat.performance.declared import read_performance
from civicstat.settings import Settings
from civicstat.shapes.yearly import year_column
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from civicstat.model import Package
    from civicstat.study import Study


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
    assert {field["type"] for field in measures["schema"]["fields"] if field["name"] in yearly} == {"string"}


def test_a_sign_in_a_cell_withholds_nothing(
    portal: Callable[[Mapping[str, Any]], Path], study: Callable[[Sequence[Package]], dict[str, Study]]
) -> None:
    """A figure written as `85%` is read, and a word among figures takes out that figure alone."""
    files = contents(begin("performance", "agency-measures", date(2026, 11, 23)))
    files["measures.csv"] = files["measures.csv"].replace(",85,82,90,", ",85%,82%,soon,")
    root = portal({f"catalog/agency-measures/{name}": text for name, text in files.items()})

    [package] = parse_catalog(read_sources(root), Settings()).packages
    performance, findings = read_performance(package, study([package])[package.name].scan)

    share = next(m for m in performance.measures if m.key != "alleys")
    assert performance.withheld == ()
    assert [(f.year, f.part, f.text, f.value) for f in share.figures] == [
        (2026, "actual", "82%", 82),
        (2026, "target", "85%", 85),
        (2027, "target", "soon", None),
    ]
    assert [(f.code, f.found) for f in findings if f.code != "PR023"] == [("PR030", "soon")]
