"""Readable titles from the names of files and columns: `CASE_ENQUIRY_ID` becomes `Case enquiry ID`."""

from __future__ import annotations

import re

ACRONYMS = frozenset(
    """ACS ADA API ARPA BLS BPD CCTV CDC CIP CO2 CSA CSV DHS DOT DPW EMS EPA FAQ FDA FEMA FIPS FOIA FTE FY GDP GEOID GIS
    GPS HCD HR HUD HVAC ID IP ISO IT LEED LGBTQ NAICS NOAA NSA OPA PDF PII PM QA SNAP SQL SRO SSN TIF UCR UID URL US USA
    USD USPS UTC UUID VIN WIC ZIP""".split()  # noqa: SIM905 - read as words
)
"""Short forms that stay in capitals."""

WORDS = {
    "addr": "address",
    "amt": "amount",
    "avg": "average",
    "bldg": "building",
    "cnt": "count",
    "dept": "department",
    "desc": "description",
    "dt": "date",
    "hrs": "hours",
    "lat": "latitude",
    "lng": "longitude",
    "lon": "longitude",
    "nbr": "number",
    "num": "number",
    "objectid": "object ID",
    "pct": "percent",
    "qty": "quantity",
    "svc": "service",
    "tot": "total",
    "yr": "year",
    "zipcode": "ZIP code",
}
"""What abbreviations stand for, where they stand for one thing only."""

_KEPT = frozenset("by cm ft km kg lb lbs mg mi mm mph my sq st th vs".split())  # noqa: SIM905 - read as words
_CAPITALS = {acronym.lower(): acronym for acronym in ACRONYMS}
_RUN_TOGETHER = re.compile(
    r"^(\w*ed|due|close|open|start|end|birth|issue)(date|time)$"
    r"|^(\w{4,})(district|status)$|^(street|agency|project|school|vendor)(name|type|code|number)$"
)
"""Words that databases write as one: `createddate`, `councildistrict`."""


def readable_title(name: str) -> str:
    """A name as words: split, abbreviations written out, short forms in capitals, the first letter large.

    A name that has spaces already was written by a person and keeps its words.

    >>> readable_title("svc_requests_fy24")
    'Service requests, fiscal year 2024'
    >>> readable_title("LOCATION_ZIPCODE")
    'Location ZIP code'
    >>> readable_title("councilDistrict")
    'Council district'
    """
    written = " ".join(name.split())
    if " " in written and not written.isupper() and not written.islower():
        return written[:1].upper() + written[1:]
    parts = re.sub(r"(?<=[a-zA-Z0-9][a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", written)
    tokens = [token for token in re.split(r"[\s_.\-]+", parts) if token]
    shouted = written.isupper()
    words = [word for token in tokens for word in _words(token, shouted=shouted)]
    title = " ".join(words) or written
    title = re.sub(r"(?<=[a-z]) (fiscal year \d{4}|(?:19|20)\d\d)$", r", \1", title)
    return title if _mixed(title) else title[:1].upper() + title[1:]


def _words(token: str, *, shouted: bool) -> list[str]:  # noqa: PLR0911 - one for each kind of word
    lower = token.lower()
    if _mixed(token):
        return [token]
    if match := re.fullmatch(r"fy(?:20)?(\d\d)", lower):
        return [f"fiscal year 20{match.group(1)}"]
    if match := _RUN_TOGETHER.match(lower):
        return [part for part in match.groups() if part]
    if lower in WORDS:
        return [WORDS[lower]]
    if lower in _CAPITALS:
        return [_CAPITALS[lower]]
    if lower.endswith("s") and lower[:-1] in _CAPITALS and len(lower) > 3:
        return [f"{_CAPITALS[lower[:-1]]}s"]
    if re.fullmatch(r"[A-Z]{1,3}\d{1,2}", token):
        return [token]
    if re.fullmatch(r"[bcdfghjklmnpqrstvwxz]{2,4}", lower) and lower not in _KEPT:
        return [lower.upper()]
    if match := re.fullmatch(r"([A-Z]{2,5})(\d{4})", token):
        return [*_words(match.group(1), shouted=shouted), match.group(2)]
    if not shouted and len(token) > 1 and token.isupper():
        return [token]
    return [lower]


def _mixed(word: str) -> bool:
    """True for a spelling of its own, such as `pH` or `eBird`."""
    return bool(re.match(r"[a-z][A-Z]", word))
