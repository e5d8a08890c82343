"""What may tell of a person: how to find it in a text, and how to name it without telling it.

Nothing here knows of tables or packages. `find_private` looks at one text and gives the places; `mask_private` gives
the text without them, for a message or a page that has to quote a cell.
"""

from __future__ import annotations

from civicstat.private.kinds import KINDS, Kind, Match, Reading
from civicstat.private.numbers import find_cards, find_emails, find_ip_addresses, find_ssns
from civicstat.private.phones import find_phones
from civicstat.private.stories import find_birth_dates, find_home_addresses, find_persons

FINDERS = {
    "email": find_emails,
    "phone": find_phones,
    "ssn": find_ssns,
    "card": find_cards,
    "ip": find_ip_addresses,
    "birth": find_birth_dates,
    "person": find_persons,
    "home": find_home_addresses,
}
"""What finds each kind in a text."""


def find_private(text: str, reading: Reading | None = None) -> tuple[Match, ...]:
    """Everything in a text that may tell of a person, in its order; of two that overlap, the one that begins first.

    `reading` says the country whose telephone numbers need no prefix, and what the column's name tells.
    """
    how = reading or Reading()
    found = sorted((m for find in FINDERS.values() for m in find(text, how)), key=lambda m: (m.start, -m.end))
    kept: list[Match] = []
    for match in found:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return tuple(kept)


def mask_private(text: str, reading: Reading | None = None) -> str:
    """The text with everything in it that may tell of a person masked: `Write to j…@…`."""
    parts, end = [], 0
    for match in find_private(text, reading):
        parts += [text[end : match.start], match.mask]
        end = match.end
    return "".join([*parts, text[end:]])


__all__ = ["FINDERS", "KINDS", "Kind", "Match", "Reading", "find_private", "mask_private"]
