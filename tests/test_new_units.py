"""Units from the names of columns."""

from __future__ import annotations

import pytest

from civicstat.new.units import unit_of

UNITS = [
    ("recycling_tons", 0, 900, "tons"),
    ("on_time_pct", 3, 98, "%"),
    ("on_time_pct", 0.1, 1, ""),
    ("% change", -4, 12, "%"),
    ("cost_usd", 0, 9, "USD"),
    ("responseDays", 0, 40, "days"),
    ("days_open", 0, 40, ""),
    ("latitude", 39.1, 39.4, "°"),
    ("latitude", 0, 590_000, ""),
    ("stations", 0, 3, ""),
]


@pytest.mark.parametrize(("name", "low", "high", "unit"), UNITS)
def test_unit_of(name: str, low: float, high: float, unit: str) -> None:
    """A name says a unit as a word of its own, and only where the values may be in it."""
    assert unit == unit_of(name, low, high)
