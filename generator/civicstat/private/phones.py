"""Telephone numbers, as `phonenumbers` (Google's libphonenumber) knows them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from civicstat.private.kinds import NORTH_AMERICA, Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.private.kinds import Reading

_NORTH_AMERICAN = re.compile(
    r"(?<![\w.+-])(?<!\d[ /])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?-?|\d{3}[-./ ])\d{3}[-. ]\d{4}(?![\w-]|\.\d)", re.ASCII
)
_INTERNATIONAL = re.compile(r"(?<![\w+])\+\d[\d ().-]{6,18}\d(?!\w)", re.ASCII)
_NATIONAL = re.compile(r"(?<![\w.,+/-])\(?0\d[\d ().-]{6,16}\d(?![\w/-])", re.ASCII)
"""Elsewhere a number begins with 0 when it is dialled within the country."""

_BARE = re.compile(r"(?<![\w.,+-])(?:\+?\d{7,15}|\d{3}[-. ]\d{4}|[\d(][\d ().-]{6,18}\d)(?![\w-]|[.,]\d)", re.ASCII)
_SAID = re.compile(
    r"\b(?:phone|tel|telephone|mobile|cell|fax|call|text|ring)\b(?:\s(?:number|no|me|us|back|at|is|on))*\W{1,3}"
    r"(\d{10,11})(?![\w-]|[.,]\d)",
    re.IGNORECASE | re.ASCII,
)
"""Bare digits, which the word before them calls a telephone number."""

_DATE = re.compile(r"(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d", re.ASCII)


def find_phones(text: str, reading: Reading) -> Iterator[Match]:
    """Telephone numbers that could be somebody's: valid ones, toll-free ones apart; masked as `(…) …-…12`.

    Without a country's prefix they are read as the portal's country writes them, with the dashes, dots or brackets
    that make them telephone numbers. Bare digits, and seven digits without an area code, count only where the
    column's name tells.
    """
    forms = [_NORTH_AMERICAN if reading.country in NORTH_AMERICA else _NATIONAL, _INTERNATIONAL]
    end = 0
    spans = [match.span() for form in forms for match in form.finditer(text)]
    spans += [match.span(1) for match in _SAID.finditer(text)]
    if "phone" in reading.told:
        spans += [match.span() for match in _BARE.finditer(text)]
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        number = text[start:stop]
        if start < end or _DATE.search(number):
            continue
        if is_phone(number, reading.country, local="phone" in reading.told):
            end = stop
            yield Match("phone", start, end, f"(…) …-…{number[-2:]}")


@lru_cache(maxsize=4096)
def is_phone(text: str, country: str, *, local: bool = False) -> bool:
    """True for a number that may be in use; with `local`, also for one without its area code."""
    import phonenumbers as lib  # noqa: PLC0415 - loaded only where there is something to judge

    try:
        number = lib.parse(text, country)
    except lib.NumberParseException:
        return False
    if lib.is_valid_number(number):
        return bool(lib.number_type(number) != lib.PhoneNumberType.TOLL_FREE)
    digits = re.sub(r"\D", "", text)
    return local and country in NORTH_AMERICA and re.fullmatch(r"[2-9]\d{6}", digits) is not None
