"""Text and addresses as feeds carry them: plain, printable and safe to follow."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from markupsafe import Markup

from civicstat.names import printable
from civicstat.prose import markdown

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_MEDIA_TYPE = "application/octet-stream"
"""What RFC 2046 has for bytes of which nothing more is known."""

_MEDIA_TYPE = re.compile(r"^[-\w]+/[-\w]+(\.[-\w]+)*([+][-\w]+)?$", re.ASCII)
_MAILBOX = re.compile(r"^[\w~!$&'()*+,;=:.-]+@[\w.-]+\.[\w-]+$", re.ASCII)
_BLOCK_END = re.compile(r"</(?:p|li|h\d|pre|tr|td|th)>|<br\s*/?>|<hr\s*/?>")


def line(text: str) -> str:
    """Somebody's text on one line, without characters that XML has no place for."""
    return " ".join(printable(text).split())


def plain_text(text: str) -> str:
    """All of a Markdown text without its marks, a blank line between its parts."""
    parts = _BLOCK_END.split(str(markdown(text)))
    words = [line(Markup(part).striptags()) for part in parts]  # noqa: S704 - cleaned by `markdown`, and then only text
    return "\n\n".join(part for part in words if part)


def cut(text: str, limit: int) -> str:
    """`text`, or as many of its whole sentences (else words) as fit into `limit` characters."""
    if len(text) <= limit:
        return text
    sentences = re.match(rf"(?s).{{{limit // 2},{limit - 1}}}[.!?](?=\s)", text)
    if sentences:
        return sentences.group()
    whole, _, rest = text[:limit].rpartition(" ")
    return (whole or rest[: limit - 1]).rstrip(" \n,;:–—-") + "…"


def web(address: str) -> str:
    """An absolute http(s) address with everything that RFC 3986 has no place for encoded; empty for any other."""
    if re.search(r"[\x00-\x20\x7f]", address.strip()):
        return ""
    try:
        parts = urlsplit(address.strip())
        # Reading the port finds what is no number.
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.port == 0:
            return ""
    except ValueError:
        return ""
    safe = "/:@!$&'()*+,;=%-._~"
    whole = urlunsplit(
        (
            parts.scheme.lower(),
            quote(parts.netloc, safe=safe + "[]", errors="replace"),
            quote(parts.path, safe=safe, errors="replace"),
            quote(parts.query, safe=safe + "?", errors="replace"),
            quote(parts.fragment, safe=safe + "?", errors="replace"),
        )
    )
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", whole)


def mailto(email: str) -> str:
    """An e-mail address as `mailto:…`, where it has the plain form that both DCAT-US schemas take; else empty."""
    return f"mailto:{email}" if _MAILBOX.match(email) else ""


def media_type(text: str) -> str:
    """A media type without its parameters; `application/octet-stream` where `text` is none."""
    bare = text.split(";", 1)[0].strip().lower()
    return bare if _MEDIA_TYPE.match(bare) else UNKNOWN_MEDIA_TYPE


def in_words(day: date) -> str:
    """A day as residents read it: `March 5, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


@dataclass(frozen=True)
class Period:
    """The time that data is about: each end a year, a month or a day of ISO 8601, empty where it is open."""

    start: str
    end: str


def parse_period(temporal: str) -> Period | None:
    """`2012-01-01/..` as a period; None where an end is no day of the calendar, or both are open."""
    start, _, end = temporal.partition("/")
    if not all(bound == ".." or _in_calendar(bound) for bound in (start, end)):
        return None
    found = Period("" if start == ".." else start, "" if end == ".." else end)
    return found if found.start or found.end else None


def _in_calendar(bound: str) -> bool:
    """True for `2012`, `2012-02` and `2012-02-29`, which exist."""
    try:
        date.fromisoformat((bound + "-01-01")[: max(10, len(bound))])
    except ValueError:
        return False
    return True


def filled(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that have a value: what is empty is left out, never written as null. False and 0 are values."""
    return {key: value for key, value in parts.items() if value is not None and value not in ("", [], {}, ())}


def as_json(value: Any) -> str:
    """A JSON file's text."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def for_script(value: Any) -> str:
    """JSON on one line for a `<script>` of a Markdown page: nothing in it ends the script or opens a mark.

    The characters escaped stand only inside JSON's strings, so the value stays the same.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return re.sub("[<>&`~\u2028\u2029]", lambda found: f"\\u{ord(found.group()):04x}", text)


def two_letters(language: str) -> str:
    """A language's code of ISO 639-1: `pt` for `pt-BR`; empty for one that has three letters."""
    found = re.match(r"^([a-z]{2})(?:[-_]|$)", language.lower())
    return found.group(1) if found else ""
