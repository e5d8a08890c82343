"""Units that the names of columns say: `recycling_tons` is in tons."""

from __future__ import annotations

import re

_BY_WORD = {
    "%": "%",
    "percent": "%",
    "percentage": "%",
    "pct": "%",
    "perc": "%",
    "usd": "USD",
    "dollars": "USD",
    "acres": "acres",
    "celsius": "°C",
    "days": "days",
    "fahrenheit": "°F",
    "feet": "feet",
    "ft": "feet",
    "gallons": "gallons",
    "hectares": "hectares",
    "hours": "hours",
    "hrs": "hours",
    "kg": "kg",
    "km": "km",
    "kwh": "kWh",
    "lbs": "pounds",
    "miles": "miles",
    "minutes": "minutes",
    "mins": "minutes",
    "mph": "mph",
    "mwh": "MWh",
    "pounds": "pounds",
    "seconds": "seconds",
    "sqft": "square feet",
    "tonnes": "tonnes",
    "tons": "tons",
    "weeks": "weeks",
}
_SHARES = re.compile(r"^(%|percent(age)?|pct|perc)$")
_OF_TIME = {"days", "hours", "minutes", "seconds", "weeks"}


def unit_of(name: str, low: float, high: float) -> str:
    """The unit that a numeric column's name says, empty where it says none.

    `low` and `high` are the column's bounds. A column called a percentage whose values never leave 0 to 1 holds shares
    of one, and latitudes outside 90 degrees are something else: both get no unit. A unit of time stands at the end of
    the name, as in `response_days`; before it, as in `days_open`, it may be counted or not.
    """
    words = re.findall(r"%|[a-z]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower())
    if words and words[-1] in ("latitude", "lat", "longitude", "lon", "lng"):
        bound = 90 if words[-1].startswith("lat") else 180
        return "°" if -bound <= low <= high <= bound else ""
    found = [word for word in words if word in _BY_WORD]
    if not found or (_BY_WORD[found[-1]] in _OF_TIME and words[-1] != found[-1]):
        return ""
    if _SHARES.match(found[-1]):
        return "" if 0 <= low <= high <= 1 else "%"
    return _BY_WORD[found[-1]]


def says_percent(name: str) -> bool:
    """True for a column whose name calls it a percentage."""
    return any(_SHARES.match(word) for word in re.findall(r"%|[a-z]+", name.lower()))
