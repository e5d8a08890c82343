"""Private data that its form gives away: e-mail addresses, social security and payment card numbers, IP addresses."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, NamedTuple

from civicstat.private.kinds import Match, words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.private.kinds import Reading

_EMAIL = re.compile(
    r"(?<![\w.%+'/-])(?P<name>\w[\w.%+'-]{0,63})"
    r"(?:@|\s?[(\[]\s?at\s?[)\]]\s?|\sat\s(?=[\w-]+\s?[(\[\s]dot))"
    r"(?:[\w-]{1,63}(?:\.|\s?[(\[]\s?dot\s?[)\]]\s?|\sdot\s)){1,6}(?P<top>[^\W\d_]{2,24})(?![\w@])",
    re.IGNORECASE,
)
_FILE_ENDINGS = words_in("png jpg jpeg gif svg webp pdf css js json html htm xml csv")
"""What stands behind the dot in `icon@2x.png`; none of them is a top-level domain."""


def find_emails(text: str, _reading: Reading) -> Iterator[Match]:
    """E-mail addresses, also written `jane (at) example (dot) org`; masked as `j…@…`."""
    for match in _EMAIL.finditer(text):
        if match["top"].lower() not in _FILE_ENDINGS:
            yield Match("email", match.start(), match.end(), f"{match['name'][0]}…@…")


_DASH = "[-‐‑‒–— ]"
_SSN = re.compile(rf"(?<![\w-])(\d{{3}})({_DASH})(\d{{2}})\2(\d{{4}})(?![\w-]|\.\d)", re.ASCII)
_SSN_SAID = re.compile(
    r"(?:\bssn|social security)(?:\s?(?:number|no\.?|#))?\W{0,4}(?:is\s)?(\d{9})(?!\w)", re.IGNORECASE | re.ASCII
)
_NINE = re.compile(r"(?<![\w.,-])\d{9}(?![\w-]|[.,]\d)", re.ASCII)


def find_ssns(text: str, reading: Reading) -> Iterator[Match]:
    """Social security numbers and taxpayers' numbers (ITIN) of the United States; masked whole.

    Area 000, 666 and 900 to 999, group 00 and serial 0000 are never given out (Social Security Administration, POMS
    RM 10201); of the 900s, those with the groups of an ITIN are (Internal Revenue Service). Nine digits without
    dashes count only where the text or the column's name says so.
    """
    for match in _SSN.finditer(text):
        if _is_ssn(f"{match[1]}-{match[3]}-{match[4]}"):
            yield Match("ssn", match.start(), match.end(), "…-…-…")
    bare = [(m.start(), m.end(), m[0]) for m in _NINE.finditer(text)] if "ssn" in reading.told else []
    bare += [(m.start(1), m.end(1), m[1]) for m in _SSN_SAID.finditer(text)]
    for start, end, digits in bare:
        if _is_ssn(f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"):
            yield Match("ssn", start, end, "…-…-…")


def _is_ssn(number: str) -> bool:
    from stdnum.us import itin, ssn  # noqa: PLC0415 - loaded only where there is something to judge

    return bool(ssn.is_valid(number) or itin.is_valid(number))


class _Issuer(NamedTuple):
    """Whose cards begin with the digits `low` to `high`, and how long their numbers are."""

    name: str
    low: int
    high: int
    lengths: frozenset[int]


def _issuer(name: str, low: int, high: int, shortest: int, longest: int) -> _Issuer:
    return _Issuer(name, low, high, frozenset(range(shortest, longest + 1)))


_ISSUERS = (
    _Issuer("Visa", 4, 4, frozenset({13, 16, 19})),
    _issuer("Mastercard", 51, 55, 16, 16),
    _issuer("Mastercard", 2221, 2720, 16, 16),
    _issuer("American Express", 34, 34, 15, 15),
    _issuer("American Express", 37, 37, 15, 15),
    _issuer("Discover", 6011, 6011, 16, 19),
    _issuer("Discover", 644, 659, 16, 19),
    _issuer("JCB", 3528, 3589, 16, 19),
    _issuer("Diners Club", 300, 305, 14, 19),
    _issuer("Diners Club", 36, 36, 14, 19),
    _issuer("Diners Club", 38, 39, 16, 19),
    _issuer("UnionPay", 62, 62, 16, 19),
)
"""ISO/IEC 7812: the first digits tell the issuer, who publishes their lengths."""

_CARD = re.compile(r"(?<![\w.,+/-])\d(?:[ -]?\d){12,18}(?![\w/-]|[.,]\d)", re.ASCII)
_GROUPS = re.compile(r"\d+|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5}", re.ASCII)


def find_cards(text: str, _reading: Reading) -> Iterator[Match]:
    """Payment card numbers: digits of an issuer's, of its length, whose check digit is right (Luhn); masked whole."""
    for match in _CARD.finditer(text):
        if _GROUPS.fullmatch(match[0]) and (name := card_issuer(re.sub(r"\D", "", match[0]))):
            yield Match("card", match.start(), match.end(), f"{name} …")


def card_issuer(digits: str) -> str:
    """Who issued the card of that number; empty where it is no card's number."""
    from stdnum import luhn  # noqa: PLC0415

    for issuer in _ISSUERS:
        front = digits[: len(str(issuer.low))]
        if front and issuer.low <= int(front) <= issuer.high and len(digits) in issuer.lengths:
            return issuer.name if len(set(digits)) > 1 and luhn.is_valid(digits) else ""
    return ""


_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w/-]|\.\d)", re.ASCII)
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:./])", re.ASCII)
_LINES = frozenset({*range(0x20, 0x40), 0xFC, 0xFD, 0xFE})
"""The first byte of addresses of version 6 that somebody's connection has (IANA, IPv6 address space)."""

_VERSIONED = re.compile(
    r"(?:\bv|ver|version|release|build|section|sec|§|chapter|item|no|firmware)\W{0,3}$", re.IGNORECASE
)


def find_ip_addresses(text: str, reading: Reading) -> Iterator[Match]:
    """IP addresses of the versions 4 and 6 that may belong to a person's connection; masked as `203.…`.

    Not those of no one's connection (this host, everyone, netmasks, whole networks), and not the numbers of versions
    and chapters: what stands behind such a word, or has no part above 31, unless the column's name tells.
    """
    for match in _IPV4.finditer(text):
        parts = [int(part) for part in match[0].split(".")]
        said = "ip" in reading.told
        if max(parts) > 255 or (not said and (max(parts) < 32 or _VERSIONED.search(text[: match.start()]))):
            continue
        if _is_connection(match[0]):
            yield Match("ip", match.start(), match.end(), f"{parts[0]}.…")
    for match in _IPV6.finditer(text):
        if _is_connection(match[0]):
            yield Match("ip", match.start(), match.end(), f"{match[0].split(':')[0]}:…")


def _is_connection(text: str) -> bool:
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except (AddressValueError, ValueError):  # leading zeros, too few groups
        return False
    if address.version == 6 and int(address) >> 120 not in _LINES:  # such as `a::b`, which is code
        return False
    mask = address.version == 4 and int(address) >> 24 in (0, 255)
    return not (mask or address.is_loopback or address.is_unspecified or address.is_multicast)
