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
    ("Cost ($)", 0, 9, "USD"),
    ("Share (%)", 3, 98, "%"),
    ("Share (%)", 0.1, 1, ""),
    ("Length [km]", 0, 9, "km"),
    ("High (°F)", 20, 98, "°F"),
    ("Depth (m)", 0, 9, "m"),
    ("Area (sq. ft.)", 0, 9, "square feet"),
    ("Days open (days)", 0, 9, "days"),
    ("Visits (2025)", 0, 9, ""),
    ("Sites (m) north", 0, 9, ""),
]


@pytest.mark.parametrize(("name", "low", "high", "unit"), UNITS)
def test_unit_of(name: str, low: float, high: float, unit: str) -> None:
    """A name says a unit as a word of its own, and only where the values may be in it."""
    assert unit == unit_of(name, low, high)
