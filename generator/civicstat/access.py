"""Whether a package may be shown at all.

A descriptor that is not plainly public counts as not public: a mistake hides a page, never shows one.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.findings import shorten
from civicstat.jsonschemas import Problem
from civicstat.model import Restricted
from civicstat.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEVELS = ("public", "restricted public", "non-public")
_WORDS = ("name", "title", "description")
"""Where a level's name is only a word."""


@dataclass(frozen=True)
class NotPublic:
    """Why a package is not shown: its `level`, whether it holds `rows`, and what can't be understood."""

    level: str
    rows: bool
    problems: tuple[Problem, ...] = ()


def access_of(descriptor: Mapping[str, Any]) -> NotPublic | None:
    """None for a public package. The level may stand under `civicstat`, at the top or on a resource."""
    problems = []
    levels = []
    for pointer, value in _declared(descriptor):
        if value not in LEVELS:
            found = shorten(value)
            expected = "one of " + ", ".join(f'"{level}"' for level in LEVELS)
            problems.append(Problem(pointer, found, expected, "Use one of these words, spelled so."))
            levels.append("not known")
        elif value != "public" and not pointer.endswith("accessLevel"):
            expected = '"accessLevel" before such a value'
            problems.append(Problem(pointer, f'"{value}"', expected, "Correct the word before it."))
            levels.append(value)
        elif value != "public":
            levels.append(value)
    if not levels:
        return None
    return NotPublic(levels[0], _holds_rows(descriptor), tuple(problems))


def restricted(descriptor: Mapping[str, Any] | None, name: str, file: str) -> Restricted:
    """What may be known of a package that is not public; of one that can't be read there is no descriptor."""
    access = access_of(descriptor) if descriptor is not None else None
    return Restricted(restricted_key(name), access.level if access else "not known", file)


def restricted_key(name: str) -> str:
    """What stands for the name of a package that is not public."""
    return hashlib.sha256(slug(name).encode()).hexdigest()


def _declared(descriptor: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    places: list[tuple[str, Any]] = [("", descriptor)]
    resources = descriptor.get("resources")
    if isinstance(resources, list):
        places += [(f"resources[{i}].", r) for i, r in enumerate(resources) if isinstance(r, dict)]
    for at, place in places:
        yield from _levels(at, place)
        if "civicstat" in place:
            own = place["civicstat"]
            if isinstance(own, dict):
                yield from _levels(f"{at}civicstat.", own)
            else:
                yield f"{at}civicstat", own


def _levels(at: str, place: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every level that stands at a place: under its own word, that word misspelt, or any other."""
    for key, value in place.items():
        if re.sub(r"[^a-z]", "", str(key).casefold()) == "accesslevel" or (
            key not in _WORDS and isinstance(value, str) and value in LEVELS[1:]
        ):
            yield f"{at}{key}", value


def _holds_rows(descriptor: Mapping[str, Any]) -> bool:
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        return resources is not None
    return any(not isinstance(r, dict) or "path" in r or "data" in r for r in resources)
