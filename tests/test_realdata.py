"""Real data of two cities, warts included, published as it is."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import realdata
from civicstat.build import BuildResult, build_portal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not realdata.REALDATA.is_dir(), reason="shared/realdata is not beside the repository")

INVALID = {"performance-measures-measures": ("FY 25 Q1", "60.6%")}
"""What Frictionless finds wrong when types are inferred: a column of numbers with percentages further down."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildResult]:
    """Build the portal of all real tables."""
    root = tmp_path_factory.mktemp("realdata")
    realdata.write_portal(root)
    began = time.monotonic()
    result = build_portal(root, today=date(2026, 11, 1), workers=2)
    print(f"{len(realdata.tables())} real tables built in {time.monotonic() - began:.1f} s")
    return root, result


def rows_in(file: Path) -> int:
    """How many rows a table has, counted without civicstat."""
    if file.suffix == ".geojson":
        return len(json.loads(file.read_text(encoding="utf-8"))["features"])
    return len(pd.read_csv(file, dtype=str, skip_blank_lines=False))


@pytest.mark.parametrize("name", [realdata.page_name(file) for file in realdata.tables()])
def test_every_table_has_a_page(built: tuple[Path, BuildResult], name: str) -> None:
    """Each table has a page with as many rows as its file, or is withheld for a reason that the page tells."""
    root, _ = built
    file = next(file for file in realdata.tables() if realdata.page_name(file) == name)
    page = (root / "site/datasets" / name / "index.html").read_text(encoding="utf-8")
    copy = root / "site/datasets" / name / "files" / file.name

    if name in INVALID:
        column, cell = INVALID[name]
        assert "This data is withheld for now" in page
        assert all(words in page for words in (column, cell, f"{file.name}</strong>, row 226"))
        assert not copy.exists()
    else:
        assert f"<dd>{rows_in(file):,} rows, " in page
        assert copy.read_bytes() == file.read_bytes()


def test_what_is_found(built: tuple[Path, BuildResult]) -> None:
    """Only what Frictionless finds invalid is withheld; private data is published for the reasons that waivers give."""
    _, result = built

    assert {f.package for f in result.findings if f.withholds} == set(INVALID)
    assert result.exit_code == 1


def test_charts_are_sensible(built: tuple[Path, BuildResult]) -> None:
    """No chart shows a number that only names or orders its row, and of a run of years the last is shown."""
    root, _ = built
    pages = "".join(path.read_text(encoding="utf-8") for path in (root / "site/datasets").glob("*/index.html"))
    titles = [part.split("<")[0] for part in pages.split('"cs-chart__title">')[1:]]

    assert not [title for title in titles if "Action #" in title or "sort_order" in title or "district" in title]
    assert "lifexp18 by CSA2010" in titles
    assert "lifexp11 by CSA2010" not in titles
