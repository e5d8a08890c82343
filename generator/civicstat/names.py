"""Text made safe: for an address, and to be shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_LENGTH = 100
"""Longer names are cut: with a folder and an ending they still fit every file system's 255 bytes."""


def slug(text: str) -> str:
    """`text` as part of an address: lower-case letters, digits, `-`, `_` and `.`, never starting with a dot.

    Accents are dropped where a letter without one exists; everything else becomes a hyphen. Two texts that
    differ only in case get one slug, so that a clash is seen on every file system. A text in another script, of
    which nothing would be left, gets a name made from its content, so that two of them stay apart.

    >>> slug("Graffiti & Déchets 2024")
    'graffiti-dechets-2024'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    safe = re.sub(r"[^a-z0-9._-]+", "-", plain)
    safe = re.sub(r"-{2,}", "-", safe)[:MAX_LENGTH].strip("-.")
    if safe or not text.strip():
        return safe or "unnamed"
    return "n-" + hashlib.sha256(text.strip().casefold().encode("utf-8", "replace")).hexdigest()[:8]


def printable(text: str) -> str:
    """`text` with a mark for every character that HTML, XML or YAML has no place for, such as a zero byte."""
    return re.sub(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
