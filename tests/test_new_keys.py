"""Which columns tell rows apart."""

from __future__ import annotations

import polars as pl
import pytest

from civicstat.new.infer import infer_columns
from civicstat.new.keys import primary_key

TABLES: list[tuple[dict[str, list[str | None]], tuple[str, ...]]] = [
    ({"name": ["a", "b"], "case_id": ["7", "8"]}, ("case_id",)),
    ({"name": ["a", "b"], "tons": ["7", "8"]}, ("name",)),
    ({"tons": ["7.5", "8.5"], "note": ["x", "y"]}, ()),
    ({"case_id": ["7", None], "tons": ["1", "1"]}, ()),
    ({"sort_order": ["1", "2"], "tons": ["1", "1"]}, ()),
    (
        {"month": [f"2024-{n:02}" for n in range(1, 7)] * 2, "branch": ["A"] * 6 + ["B"] * 6, "visits": ["5"] * 12},
        ("month", "branch"),
    ),
    (
        {"fiscal_year": ["2025", "2025", "2026"], "quarter": ["1", "2", "1"], "tons": ["4", "5", "6"]},
        ("fiscal_year", "quarter"),
    ),
    ({"branch": ["A", "A", "B"], "street": ["x", "y", "x"], "tons": ["4", "5", "5"]}, ()),
    ({"month": ["2024-01"] * 12, "branch": ["A"] * 12, "visits": [str(n) for n in range(12)]}, ()),
]


@pytest.mark.parametrize(("table", "key"), TABLES, ids=str)
def test_primary_key(table: dict[str, list[str | None]], key: tuple[str, ...]) -> None:
    """A key is a whole column named like one or the first, else places and times together; never a measurement."""
    frame = pl.DataFrame(table, schema=dict.fromkeys(table, pl.String))

    assert key == primary_key(frame, infer_columns(frame, month_first=True, units={}, types={}))
