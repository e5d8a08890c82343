"""Private data in running text: dates of birth, names of persons and home addresses, where words beside them tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from civicstat.private.kinds import Match
from civicstat.private.persons import initials, is_given_name, is_surname, looks_like_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.private.kinds import Reading

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
DATE = (
    rf"(?:\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\.?,?\s\d{{4}})"
)
"""A day with its year, in the ways that people write it."""

_BORN = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date of birth|birth\s?date|birthday|born(?:\son)?)"
    rf"[\s:=#(-]{{0,4}}(?:is\s|was\s|on\s)?(?P<day>{DATE})",
    re.IGNORECASE,
)


def find_birth_dates(text: str, _reading: Reading) -> Iterator[Match]:
    """Days that the text calls somebody's birth: `DOB 04/07/1985`, `born on April 7, 1985`; masked whole."""
    for match in _BORN.finditer(text):
        yield Match("birth", match.start("day"), match.end("day"), "…/…/…")


_WORD = r"[A-Z][\w'’-]+"
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Mx|Miss)\b\.?\s(?P<name>{_WORD}(?:\s(?:[A-Z]\.?\s)?{_WORD})?)")
_PERSON = (
    r"(?i:resident|tenant|caller|complainant|owner|homeowner|applicant|patient|neighbou?r|victim|witness|landlord|client"
    r"|customer|requestor|requester|mother|father|wife|husband|son|daughter|sp(?:oke|eak) (?:to|with)|name is)"
)
_DEED = r"(?i:contact(?:ed)?|call(?:ed)? by|reported by|requested by|submitted by|signed by|named)"
_CUED = re.compile(
    rf"\b(?:(?P<person>{_PERSON})|{_DEED})(?:\s(?i:is|was|name|named))?[,:]?\s"
    rf"(?P<name>{_WORD}\s(?:[A-Z]\.?\s)?{_WORD}(?:\s{_WORD}){{0,2}})"
)


def find_persons(text: str, _reading: Reading) -> Iterator[Match]:
    """Names behind a title or a word for a person: `Mrs. Doe`, `resident Jane Doe`; masked as `J… D…`."""
    for match in _TITLED.finditer(text):
        words = match["name"].split()
        if is_surname(words[-1]) or is_given_name(words[0]):
            yield Match("person", match.start("name"), match.end("name"), initials(match["name"]))
    for match in _CUED.finditer(text):
        first, *_, last = match["name"].split()
        sure = match["person"] and is_given_name(first) and is_surname(last)
        if looks_like_person(match["name"], told=bool(sure)):
            yield Match("person", match.start("name"), match.end("name"), initials(match["name"]))


_KIND_OF_STREET = (
    r"(?:St|Street|Ave?|Avenue|Rd|Road|Blvd|Boulevard|Ln|Lane|Dr|Drive|Ct|Court|Pl|Place|Ter|Terrace|Way|Pkwy|Parkway|Cir"
    r"|Circle|Hwy|Highway|Sq|Square|Aly|Alley|Row|Path|Mews|Walk|Broadway|Close|Crescent|Trail|Trl|Loop|Pike)"
)
STREET = rf"\d{{1,6}}(?:-\w{{1,4}})?[A-Za-z]?\s(?!(?:blk|block)\b)(?:[\w.'’-]+\s){{0,4}}{_KIND_OF_STREET}\b\.?"
"""A house number and a street: `1200 W. North Ave`; not `1200 BLK W. North Ave`, which names no house."""

_ADDRESS = re.compile(STREET, re.IGNORECASE)
_LIVES = re.compile(
    r"\b(?:(?:lives?|living|resid(?:es?|ing))\s(?:at|on|in)|(?:home|residence)(?:\saddress)?(?:\sis|\sat|:)"
    r"|my\s(?:house|home|apartment|address)(?:\sis)?(?:\sat)?:?"
    r"|(?:resident|tenant|patient|applicant|owner|homeowner|caller|complainant)s?(?:['’]s?)?"
    r"\s(?:at|of|address:?|lives at))"
    rf"\s(?P<street>{STREET})",
    re.IGNORECASE,
)


def is_street_address(text: str) -> bool:
    """True for a text that begins with a house number and a street."""
    return bool(_ADDRESS.match(text.strip()))


def find_home_addresses(text: str, _reading: Reading) -> Iterator[Match]:
    """Addresses at which the text says that somebody lives: `lives at 12 Elm St`; masked as `… E… S…`."""
    for match in _LIVES.finditer(text):
        yield Match("home", match.start("street"), match.end("street"), mask_address(match["street"]))


def mask_address(text: str) -> str:
    """An address as it stands in a message: `… E… S…`."""
    words = [word for word in text.split() if not any(c.isdigit() for c in word)]
    return " ".join(["…", *(f"{word[0]}…" for word in words[:3])])
