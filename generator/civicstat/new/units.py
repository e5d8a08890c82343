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
_SIGNS = {
    "$": "USD",
    "us$": "USD",
    "°": "°",
    "°c": "°C",
    "°f": "°F",
    "deg c": "°C",
    "deg f": "°F",
    "m": "m",
    "m²": "m²",
    "m2": "m²",
    "m³": "m³",
    "m3": "m³",
    "cm": "cm",
    "mm": "mm",
    "in": "inches",
    "inches": "inches",
    "mi": "miles",
    "sq ft": "square feet",
    "ft²": "square feet",
    "ft2": "square feet",
    "sq mi": "square miles",
    "mi²": "square miles",
    "km²": "km²",
    "km2": "km²",
    "ha": "hectares",
    "ac": "acres",
    "g": "g",
    "lb": "pounds",
    "t": "tonnes",
    "l": "litres",
    "gal": "gallons",
    "h": "hours",
    "hr": "hours",
    "min": "minutes",
    "s": "seconds",
    "sec": "seconds",
    "kw": "kW",
    "mw": "MW",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "km/h": "km/h",
    "µg/m³": "µg/m³",
    "ug/m3": "µg/m³",
    "ppm": "ppm",
    "ppb": "ppb",
    "db": "dB",
}
"""Units that only brackets after the name make sure of: `m` may be anything else."""
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{1,20}?)\s*[)\]]\s*$")
_SHARES = re.compile(r"^(%|percent(age)?|pct|perc)$")
_OF_TIME = {"days", "hours", "minutes", "seconds", "weeks"}


def unit_of(name: str, low: float, high: float) -> str:
    """The unit that a numeric column's name says, empty where it says none.

    `low` and `high` are the column's bounds. A column called a percentage whose values never leave 0 to 1 holds shares
    of one, and latitudes outside 90 degrees are something else: both get no unit. A unit of time stands at the end of
    the name, as in `response_days`; before it, as in `days_open`, it may be counted or not. What stands in brackets at
    the end of the name, as in `Cost ($)`, comes first.
    """
    if said := _IN_BRACKETS.search(name):
        sign = " ".join(said[1].lower().replace(".", " ").split())
        unit = _SIGNS.get(sign) or _BY_WORD.get(sign, "")
        if unit:
            return "" if unit == "%" and 0 <= low <= high <= 1 else unit
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
