"""The kinds of private data: their names, and what each needs to be found in a column of a million cells."""

from __future__ import annotations

from dataclasses import dataclass


def words_in(text: str) -> frozenset[str]:
    """The words of a list that is written as text."""
    return frozenset(text.split())


NORTH_AMERICA = words_in("US CA PR VI GU AS MP AG AI BB BM BS DM DO GD JM KN KY LC MS SX TC TT VC VG")
"""The countries that share the North American numbering plan, whose numbers are written 3-3-4."""


@dataclass(frozen=True)
class Match:
    """A place in a text, `start` to `end`, that holds one kind of private data. `mask` names it without telling it."""

    kind: str
    start: int
    end: int
    mask: str


@dataclass(frozen=True)
class Reading:
    """How to read a text: the portal's `country` (ISO 3166, two letters), and which kinds the column's name tells of.

    Where a name tells (`ssn`, `phone`), bare digits will do; elsewhere they are numbers of something else.
    """

    country: str = "US"
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kind:
    """One kind: its name in a sentence, in the singular and plural, and a pattern that every text with it has.

    `pattern` is for Rust's regular expressions (no looking around), so that millions of cells are passed over at
    once. It may let through too much, never too little. `running` is true for what is looked for in running text
    only.
    """

    name: str
    one: str
    many: str
    pattern: str
    running: bool = False


KINDS = (
    Kind("email", "an e-mail address", "e-mail addresses", r"@|(?i:[(\[]\s?at\s?[)\]]|\bat\b.{1,199}\bdot\b)"),
    Kind(
        "phone",
        "a telephone number",
        "telephone numbers",
        r"[0-9]{3}\)?[-./ ]{0,2}[0-9]{3}[-. ][0-9]{4}"
        r"|(?i:phone|tel|mobile|cell|fax|call|text|ring)[^0-9]{1,16}[0-9]{10}"
        r"|\+[0-9][0-9 ().-]{6,}[0-9]|\(?0[0-9][0-9 ().-]{6,}[0-9]",
    ),
    Kind(
        "ssn",
        "a social security number",
        "social security numbers",
        r"[0-9]{3}[-‐‑‒–— ][0-9]{2}[-‐‑‒–— ][0-9]{4}|(?i:ssn|social security)[^0-9]{0,12}[0-9]{9}",
    ),
    Kind(
        "card",
        "a payment card number",
        "payment card numbers",
        r"[0-9]{13}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4}",
    ),
    Kind(
        "ip",
        "an IP address",
        "IP addresses",
        r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}|[0-9A-Fa-f]:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:|[0-9A-Fa-f]::",
    ),
    Kind(
        "birth",
        "a date of birth",
        "dates of birth",
        r"(?i)d\.?o\.?b|birth|\bborn\b",
        running=True,
    ),
    Kind(
        "person",
        "the name of a person",
        "names of persons",
        r"\b(?:M(?:r|rs|s|x|iss)\b|(?i:resident|tenant|caller|complainant|owner|applicant|patient|neighbou?r|victim"
        r"|witness|landlord|client|customer|requestor|requester|mother|father|wife|husband|son|daughter|spoke|speak"
        r"|contact|call(?:ed)? by|reported by|requested by|submitted by|signed by|name is|named)\b)",
        running=True,
    ),
    Kind(
        "home",
        "a home address",
        "home addresses",
        r"(?i)\b(?:liv(?:es?|ing)|resid|home|my |house|tenant|patient|applicant|owner|caller|complainant)",
        running=True,
    ),
)
"""Every kind that is looked for in cells, the surest first."""
