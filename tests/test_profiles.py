"""What the values of a field are like."""

import math
from datetime import date, datetime, time
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civicstat.profiles import BINS, TOP, Bin, FieldProfile, profile_field


def test_numbers() -> None:
    """Numbers have blanks, a range, a mean, frequent values, and a step for each whole number."""
    profile = profile_field(pl.Series("n", [3, 1, None, 1, 2]), "integer")

    assert (
        FieldProfile(
            rows=5,
            blanks=1,
            distinct=3,
            minimum=1,
            maximum=3,
            mean=1.75,
            top=(("1", 2), ("2", 1), ("3", 1)),
            bins=(Bin(1, 2, 2), Bin(2, 3, 1), Bin(3, 4, 1)),
        )
        == profile
    )
    assert (profile.values, profile.blank_share) == (4, 0.2)


def test_texts() -> None:
    """Texts have frequent values, most frequent first and then by value, and no range."""
    profile = profile_field(pl.Series("kind", ["b", "a", "b", "a", "c"]), "string")

    assert FieldProfile(rows=5, blanks=0, distinct=3, top=(("a", 2), ("b", 2), ("c", 1))) == profile


def test_only_the_most_frequent_are_kept() -> None:
    """Five values are kept of any number."""
    profile = profile_field(pl.Series("kind", [*"aabbccddeeffgg"]), "string")

    assert (len(profile.top), profile.top[0][0], profile.top[-1][0]) == (TOP, "a", "e")


def test_values_that_stand_once() -> None:
    """Where every value stands once, none is frequent."""
    assert profile_field(pl.Series("id", [1, 2, 3]), "integer").top == ()


@pytest.mark.parametrize("column", [pl.Series("n", [], dtype=pl.Int64), pl.Series("n", [None, None], dtype=pl.String)])
def test_nothing(column: pl.Series) -> None:
    """A field without values has nothing but its blanks."""
    assert FieldProfile(column.len(), column.len(), 0) == profile_field(column, "string")


def test_share_of_no_rows() -> None:
    """A table without rows has no blanks either."""
    assert FieldProfile(0, 0, 0).blank_share == 0.0


def test_what_is_no_number() -> None:
    """NaN and infinity count as blanks, so that they spoil neither the mean nor the range."""
    profile = profile_field(pl.Series("n", [1.0, float("nan"), float("inf"), 3.0]), "number")

    assert (profile.blanks, profile.minimum, profile.maximum, profile.mean) == (2, 1.0, 3.0, 2.0)


def test_years() -> None:
    """Years have a range and no mean."""
    profile = profile_field(pl.Series("year", [2020, 2021, 2022]), "year")

    assert (profile.minimum, profile.maximum, profile.mean) == (2020, 2022, None)


def test_days() -> None:
    """Days have a range of days, and steps in days since 1970."""
    profile = profile_field(pl.Series("day", [date(1970, 1, 1), date(1970, 1, 2), date(1970, 1, 21)]), "date")

    assert (date(1970, 1, 1), date(1970, 1, 21), None) == (profile.minimum, profile.maximum, profile.mean)
    assert (BINS, Bin(0, 1, 1), Bin(1, 2, 1), Bin(19, 20, 1)) == (
        len(profile.bins),
        *profile.bins[:2],
        profile.bins[-1],
    )


def test_truth_values() -> None:
    """Truth values are counted under their words."""
    assert profile_field(pl.Series("b", [True, False, True]), "boolean").top == (("true", 2), ("false", 1))


COLUMNS = st.one_of(
    st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)).map(lambda v: pl.Series("n", v, dtype=pl.Int64)),
    st.lists(st.none() | st.floats()).map(lambda v: pl.Series("n", v, dtype=pl.Float64)),
    st.lists(st.none() | st.text(max_size=5)).map(lambda v: pl.Series("", v, dtype=pl.String)),
    st.lists(st.none() | st.booleans()).map(lambda v: pl.Series("n", v, dtype=pl.Boolean)),
    st.lists(st.none() | st.dates()).map(lambda v: pl.Series("n", v, dtype=pl.Date)),
    st.lists(st.none() | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))).map(  # noqa: DTZ001 - columns have no zone
        lambda v: pl.Series("\0count", v, dtype=pl.Datetime("us"))
    ),
    st.lists(st.none() | st.times(time(0), time(23, 59))).map(lambda v: pl.Series("n", v, dtype=pl.Time)),
)


@given(column=COLUMNS, kind=st.sampled_from(["integer", "number", "year", "string", "date", "any"]))
@example(column=pl.Series("n", [1.7e308, -1.7e308, 0.0]), kind="number")
@example(column=pl.Series("n", [1.7e308, 1.6e308, 1.5e308]), kind="number")
@example(column=pl.Series("n", [0.0, 5e-324, 1e-323]), kind="number")
@example(column=pl.Series("n", [1.0, 1.0000000000000002, 1.0000000000000004]), kind="number")
def test_any_column(column: pl.Series, kind: str) -> None:
    """Whatever a column holds, its profile adds up."""
    profile = profile_field(column, kind)

    assert column.len() == profile.rows == profile.blanks + profile.values
    assert profile.distinct <= profile.values
    assert sum(count for _, count in profile.top) <= profile.values
    assert sum(step.count for step in profile.bins) in (0, profile.values)
    assert all(step.low < step.high for step in profile.bins)
    assert profile.mean is None or math.isfinite(profile.mean)


def ordered(profile: FieldProfile) -> list[Any]:
    """The range with the mean between."""
    return [v for v in (profile.minimum, profile.mean, profile.maximum) if v is not None]


@given(st.lists(st.floats(-1e300, 1e300), min_size=1))
def test_the_mean_lies_within_the_range(values: list[float]) -> None:
    """The mean of numbers lies between the least and the greatest, give or take their last digit."""
    low, mean, high = ordered(profile_field(pl.Series("n", values), "number"))

    assert low <= mean <= high or mean == pytest.approx(low) or mean == pytest.approx(high)
