"""How many rows become one number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.progress.amounts import amounts, so_far
from civicstat.progress.model import Origin

if TYPE_CHECKING:
    from civicstat.progress.model import Reckon

DAYS = [date(2026, 1, day) for day in (1, 2, 3, 4)]


def origin(reckon: Reckon, percentile: float = 50.0) -> Origin:
    """An origin of which only the way of reckoning matters."""
    return Origin("m", "d", "t", reckon, "day", "day", percentile=percentile)


@pytest.mark.parametrize(
    ("reckon", "n", "expected"),
    [
        ("count", [5.0, 1.0, 2.0], 3),
        ("open", [5.0, 1.0, 2.0], 3),
        ("sum", [0.1] * 10, 1.0),
        ("sum", [1e16, 1.0, -1e16], 1.0),
        ("mean", [1.0, 2.0, 6.0], 3.0),
        ("median", [1.0, 2.0, 6.0, 3.0], 2.5),
        ("share", [True, False, False], 100 / 3),
        ("distinct", ["a", "A", "a"], 2),
        ("distinct", [True, True], 1),
    ],
)
def test_one_number(reckon: Reckon, n: list[Any], expected: float) -> None:
    """The rows of a group become one number; a sum loses no digits on the way."""
    assert {"x": expected} == amounts(origin(reckon), pl.DataFrame({"key": ["x"] * len(n), "n": n}))


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.floats(-1e6, 1e6, width=32)), min_size=1),
    st.floats(0, 100),
    st.randoms(),
)
def test_percentiles_are_those_of_pandas(rows: list[tuple[str, float]], percentile: float, random: Any) -> None:
    """A percentile lies straight between its neighbours, as pandas reckons it, whatever the order of the rows."""
    frame = pd.DataFrame(rows, columns=["key", "n"])
    shuffled = random.sample(rows, len(rows))
    made = amounts(origin("percentile", percentile), pl.DataFrame(shuffled, schema=["key", "n"], orient="row"))

    assert pytest.approx(frame.groupby("key")["n"].quantile(percentile / 100).to_dict(), abs=1e-6) == made


@pytest.mark.parametrize(
    ("reckon", "n"),
    [("sum", [1.7e308, 1.7e308]), ("mean", [1.7e308, 1.7e308]), ("percentile", [-1.7e308, 1.7e308])],
)
def test_numbers_too_large(reckon: Reckon, n: list[float]) -> None:
    """Numbers that no longer fit into one are refused, not told as infinite."""
    with pytest.raises(OverflowError):
        amounts(origin(reckon, 25), pl.DataFrame({"key": [1, 1], "n": n}))


@pytest.mark.parametrize(
    ("reckon", "n", "expected"),
    [
        ("count", [1.0, 2.0, 3.0], [0, 2, 2, 3]),
        ("sum", [0.5, 2.0, -3.0], [0, 2.5, 2.5, -0.5]),
        ("mean", [1.0, 2.0, 6.0], [None, 1.5, 1.5, 3]),
        ("share", [True, False, False], [None, 50, 50, 100 / 3]),
        ("distinct", ["a", "b", "a"], [0, 2, 2, 2]),
    ],
)
def test_the_number_so_far(reckon: Reckon, n: list[Any], expected: list[float | None]) -> None:
    """Up to each day all rows so far count; without any there is no mean and no share."""
    rows = pl.DataFrame({"key": [DAYS[1], DAYS[1], DAYS[3]], "n": n})

    assert expected == [so_far(origin(reckon), rows, DAYS).get(day) for day in DAYS]
