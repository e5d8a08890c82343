"""Texts that somebody else wrote, as they may stand in a comment on GitHub; and a report that fits into one.

GitHub makes links of names, numbers, commits and addresses in any text but code, whatever is escaped. So a word is
written plainly only where it is nothing but a word; any other, and every cell, stands in a code span.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIMIT = 64_000
"""Characters of a report: GitHub takes 65,536 in a comment. Beyond U+FFFF they count double, as in UTF-16."""

_SIGNS = {"\n": "⏎", "\r": "⏎", "\t": "⇥"}
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that are drawn as nothing."""

_PLAIN = re.compile(r"[^\W_]*(?:[,;()'’\"“”%–—….?!/{}\[\]:-]+[^\W_]*)*")
_LIVE = re.compile(
    r"^www\.|://|//|:\S*\w|(?<![^\W\d_])[0-9a-f]{7,}(?!\w)|[^\W\d_]-\d|^ghsa-|\]\(|\[\^|!\[|\d{7,}", re.IGNORECASE
)
"""What becomes a link or a picture though it has only letters, digits and stops."""

_AROUND = re.compile(r"([(\"“'‘{]*)(.*?)([)\"”’'.,;:?!}\]]*)", re.DOTALL)

_MARKED = re.compile(r"([(\"“'‘{]*)`([\w.-]+)`([)\"”’'.,;:?!}\]]*)")
"""A name that stands between marks of code already: they are not shown beside those of the review."""

_STOPS = frozenset({"&", "–", "—", "…", "/"})
"""Signs that may stand alone between words."""


def length(text: str) -> int:
    """The length as GitHub may count it: a character past U+FFFF counts twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(text: str) -> str:
    """The text with a sign in place of every character that is not seen, or that turns the direction of others.

    Line breaks become ⏎ and tabs ⇥, stray spaces ␣, anything else its code point: ⟨U+202E⟩.
    """
    shown = "".join(
        _SIGNS.get(char) or (_point(char) if _unseen(char) else char) for char in text.replace("\r\n", "\n")
    )
    bare = shown.strip(" ")
    before, after = len(shown) - len(shown.lstrip(" ")), len(shown) - len(shown.rstrip(" "))
    if not bare:
        return "␣" * len(shown)
    inside = re.sub(r" {2,}", lambda match: "␣" * len(match[0]), bare)
    return "␣" * before + inside + "␣" * after


def _unseen(char: str) -> bool:
    return char != " " and (unicodedata.category(char)[0] in "CZ" or char in _UNSEEN)


def _point(char: str) -> str:
    return f"⟨U+{ord(char):04X}⟩"


def code(text: str, limit: int = 60) -> str:
    """A text as a code span, in which nothing of it is Markdown, HTML, a mention or a link."""
    shown = _cut(visible(text[: 4 * limit]), limit, more=len(text) > 4 * limit)
    if not shown:
        return "*empty*"
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def codes(old: str, new: str, limit: int = 60) -> tuple[str, str]:
    """Two texts as code spans; long ones from where they part, so that the difference is seen."""
    if len(old) > limit or len(new) > limit:
        same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        start = max(0, same - limit // 3)
        if start > 1:
            old, new = (f"…{text[start:]}" for text in (old, new))
    return code(old, limit), code(new, limit)


def prose(text: str, limit: int = 300) -> str:
    """A sentence that may quote what others wrote: words stay words, and whatever may be more becomes code."""
    flat = " ".join(text.split())
    words = _cut(flat[: 4 * limit], limit, more=len(flat) > 4 * limit).split(" ")
    return " ".join(_word(word, limit, first=place == 0) for place, word in enumerate(words))


def _word(word: str, limit: int, *, first: bool) -> str:
    """A word as it is, or as code between the quotes, brackets and stops around it."""
    if _is_word(word, first=first):
        return word
    if match := _MARKED.fullmatch(word):
        return f"{match[1]}{code(match[2], limit)}{match[3]}"
    match = _AROUND.fullmatch(word)
    before, core, after = match.groups() if match else ("", word, "")
    return f"{before}{code(core, limit)}{after}" if core else code(word, limit)


def _is_word(word: str, *, first: bool) -> bool:
    """True for what is nothing but a word, a number or a stop, wherever it stands."""
    if word in _STOPS or not word:
        return not first
    if any(_unseen(char) for char in word) or not _PLAIN.fullmatch(word) or _LIVE.search(word):
        return False
    return not first or (word[0].isalnum() and not re.match(r"\d+[.)]", word)) or word[0] in "\"“'("


def html(text: str, limit: int = 80) -> str:
    """A text within HTML: as words where it is nothing else, otherwise as code."""
    flat = _cut(visible(" ".join(text.split())[: 4 * limit]), limit)
    plain = all(_is_word(word, first=place == 0) for place, word in enumerate(flat.split(" ")))
    return escape(flat) if plain else f"<code>{escape(flat)}</code>"


def _cut(text: str, limit: int, *, more: bool = False) -> str:
    return text if len(text) <= limit and not more else text[: limit - 1] + "…"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table, of cells that are Markdown already."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*lines, *("| " + " | ".join(_cell(text) for text in row) + " |" for row in rows)]


def _cell(text: str) -> str:
    # A backslash before a bar would take the bar's own away in some readers.
    return re.sub(r"\\(?=\|)", r"\\ ", text).replace("|", "\\|")


@dataclass(frozen=True)
class Section:
    """A part of the report in three lengths, from a line to the whole; the shorter ones count what they leave out."""

    brief: str
    medium: str
    full: str


def fit(head: str, sections: Sequence[Section], tail: str, left_out: str, limit: int = LIMIT) -> str:
    """The report within `limit`: head and tail always, and of the sections as much as there is room for.

    The first sections are the most important: each is shown by its brief form before any is by a longer one.
    `left_out` says, with `{}` for the number, how many are not shown at all.
    """
    room = limit - length(head) - length(tail) - length(left_out) - 20
    shown: list[str] = []
    for section in sections:
        if (cost := length(section.brief) + 2) > room:
            break
        shown.append(section.brief)
        room -= cost
    for form in ("medium", "full"):
        for place, now in enumerate(shown):
            longer = getattr(sections[place], form)
            cost = length(longer) - length(now)
            if cost <= room:
                shown[place] = longer
                room -= cost
    rest = [left_out.format(f"{len(sections) - len(shown):,}")] if len(shown) < len(sections) else []
    return "\n\n".join([head, *shown, *rest, tail]) + "\n"
