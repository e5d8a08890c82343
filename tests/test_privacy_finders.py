"""What tells of a person within a text: found, and masked."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.private import FINDERS, KINDS, Reading, find_private, mask_private
from civicstat.private.numbers import card_issuer


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to jane.doe@example.org.", "Write to j…@…."),
        ("jane (at) example (dot) org", "j…@…"),
        ("Call (410) 555-0123 or +44 20 7946 0018", "Call (…) …-…23 or (…) …-…18"),
        ("phone 4105550123", "phone (…) …-…23"),
        ("SSN 219-09-1234", "SSN …-…-…"),
        ("social security number: 219091234", "social security number: …-…-…"),
        ("Card 4111 1111 1111 1111 declined", "Card Visa … declined"),
        ("378282246310005", "American Express …"),
        ("from 203.0.113.77 at noon", "from 203.… at noon"),
        ("from 2600:1700:abc::1f", "from 2600:…"),
        ("DOB: 04/07/1985", "DOB: …/…/…"),
        ("born on April 7, 1985", "born on …/…/…"),
        ("Mrs. Delgado and resident Jane Doe", "Mrs. D… and resident J… D…"),
        ("lives at 12 Elm St., on the left", "lives at … E… S…, on the left"),
    ],
)
def test_found_and_masked(text: str, masked: str) -> None:
    """Each kind is found, and the masked text tells the kind and not the value."""
    assert masked == mask_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "icon@2x.png, @CityofBaltimore, user@localhost, maps/@39.29,-76.61",
        "opened 2018/05/08 07:51:45+00, closed 01/02/2015 10:37:47 AM",
        "call 1-800-555-0199, 311 or 555-0123",
        "parcel 123-456-7890, account 410-555-0123-77",
        "000-12-3456, 666-12-3456, 912-20-1234, 219-00-1234, 219-09-0000",
        "21218-1234, 52-1234567, A-219-09-1234",
        "4111 1111 1111 1112, 1234567890123456, 8.4111111111111111",
        "189e6d1c65df4e13b38c0027cee574f6, 20260102123456789, 2011 2012 2013 2014",
        "version 73.181.22.9, 1.2.3.4, 10.0.0.0/8, 255.255.255.0, 127.0.0.1, 12:34:56, 00:1b:44:11:3a:b7, a::b",
        "born in 1985, birthday party on 04/07/2025",
        "Mr. Trash Wheel, contact Housing Department, owner Charles Street Realty",
        "pothole at 1204 Keswick Rd, lives at 1200 BLK Keswick Rd",
        "39.36135724, -76.59421238",
        "",
    ],
)
def test_nobody_told_of(text: str) -> None:
    """What only has the form of private data is left as it is."""
    assert find_private(text) == ()


def test_bare_digits_where_the_name_tells() -> None:
    """Digits without dashes count where the column's name says what they are, and nowhere else."""
    assert find_private("219091234") == find_private("5550123") == ()

    assert mask_private("219091234", Reading(told=frozenset({"ssn"}))) == "…-…-…"
    assert mask_private("555-0123", Reading(told=frozenset({"phone"}))) == "(…) …-…23"
    assert mask_private("1.2.3.4", Reading(told=frozenset({"ip"}))) == "1.…"


def test_numbers_of_the_portals_country() -> None:
    """A telephone number without prefix is read as the portal's country writes it."""
    text = "Ruf 030 901820 oder 410-555-0123"

    assert mask_private(text, Reading("DE")) == "Ruf (…) …-…20 oder 410-555-0123"
    assert mask_private(text, Reading("US")) == "Ruf 030 901820 oder (…) …-…23"


@pytest.mark.parametrize(
    ("digits", "issuer"),
    [
        ("4222222222222", "Visa"),
        ("5555555555554444", "Mastercard"),
        ("2223003122003222", "Mastercard"),
        ("6011111111111117", "Discover"),
        ("3530111333300000", "JCB"),
        ("30569309025904", "Diners Club"),
        ("6240008631401148", "UnionPay"),
        ("411111111111111", ""),
        ("0000000000000000", ""),
        ("", ""),
    ],
)
def test_card_issuer(digits: str, issuer: str) -> None:
    """An issuer's first digits, its length and the check digit make a card's number."""
    assert issuer == card_issuer(digits)


@given(st.text(max_size=80) | st.text(alphabet="0123456789-. ()+@:/abMrs", max_size=60))
def test_any_text(text: str) -> None:
    """Whatever the text, matches lie within it, in order and apart; what is masked once holds nothing more to find."""
    matches = find_private(text)

    assert all(0 <= a.start < a.end <= len(text) for a in matches)
    assert all(a.end <= b.start for a, b in itertools.pairwise(matches))
    assert all(text[m.start : m.end] not in m.mask for m in matches)


FRAGMENTS = [
    *"0123456789-. ()+@:/x,'",
    *("555", "410", "4111", "1111", "219-09-1234", "203.0.113.7", "2600", "::", "+44", "020", "7946", "0018"),
    *(
        " at ",
        "(at)",
        "[ at ]",
        " dot ",
        "(dot)",
        "org",
        "example.",
        "jane",
        "SSN",
        "phone ",
        "call me at ",
        "born on ",
    ),
    *("DOB", "04/07/1985", "April 7, 1985", "Mrs. ", "Delgado", "resident ", "name is ", "Jane Doe", "lives at ", "St"),
    *("12 Elm ", "home address: ", "my house is ", "caller at "),
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_patterns_let_nothing_slip(text: str) -> None:
    """The pattern that passes over a column of a million cells lets through every text that something is found in."""
    for kind in KINDS:
        if list(FINDERS[kind.name](text, Reading())) or list(FINDERS[kind.name](text, Reading("GB"))):
            assert pl.Series([text]).str.contains(kind.pattern)[0]
