"""A line of a file as a terminal can show it: every sign visible, cut to a width, with the cell marked."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat import lazily

if TYPE_CHECKING:
    from rich import cells

    from civicstat import private
    from civicstat.reports.lines import Place
    from civicstat.reports.records import Span
else:
    # Only where a line is shown.
    cells, private = lazily.load("rich.cells"), lazily.Later("civicstat.private")

WIDTH = 80
"""Columns of the terminal that a report is written for."""

_SIGNS = {"\n": "↵", "\r": "", "\t": "⇥", "\x7f": "␡"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RIGHT_TO_LEFT = {"R", "AL"}


def visible(text: str) -> str:
    """A text whose every sign can be seen, and that leaves the order and the colours of the terminal alone.

    Line breaks become `↵` and tabs `⇥`, control characters their picture, and what has neither a place nor a shape
    (marks that turn the direction of writing, among them) its number: `<U+202E>`.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign < " ":
        return chr(0x2400 + ord(sign))
    if unicodedata.category(sign) in _UNSEEN:
        return f"<U+{ord(sign):04X}>"
    return sign


@dataclass(frozen=True)
class _Sign:
    """A sign as it is shown, the columns that it takes, and whether it belongs to the marked part."""

    text: str
    width: int
    marked: bool


def shown(place: Place, width: int) -> list[str]:
    """The line of a place in at most `width` columns: with `^^^` below the marked part, or as `>part<`.

    The second is for text that runs from right to left, which terminals put in another order than the file has. What
    may tell of a person is masked.
    """
    text, marked = _masked(place.text, place.marked)
    backwards = any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)
    begin, end = marked or (0, 0)
    signs = [_sign(text[i], begin <= i < end) for i in range(len(text))]
    if marked and begin == end:
        signs.insert(begin, _Sign("", 0, True))
    if backwards and marked:
        signs = _between(signs)
    cut = _window(signs, width, place.cut_before, place.cut_after)
    line = "".join(sign.text for sign in cut).rstrip()
    if marked is None or backwards:
        return [line]
    first = next((i for i, sign in enumerate(cut) if sign.marked), 0)
    before = sum(sign.width for sign in cut[:first])
    under = max(1, sum(sign.width for sign in cut if sign.marked))
    return [line, " " * before + "^" * under]


def _masked(text: str, marked: Span | None) -> tuple[str, Span | None]:
    begin, end = marked or (0, 0)
    for match in reversed(private.find_private(text)):
        text = text[: match.start] + match.mask + text[match.end :]
        by = len(match.mask) - (match.end - match.start)
        begin = begin + by if begin >= match.end else min(begin, match.start)
        end = end + by if end >= match.end else min(end, match.start + len(match.mask))
    return text, (begin, max(begin, end)) if marked else None


def _sign(sign: str, marked: bool) -> _Sign:
    text = _visible(sign)
    return _Sign(text, cells.cell_len(text), marked)


def _between(signs: list[_Sign]) -> list[_Sign]:
    first = next(i for i, sign in enumerate(signs) if sign.marked)
    last = max(i for i, sign in enumerate(signs) if sign.marked)
    return [*signs[:first], _Sign(">", 1, True), *signs[first : last + 1], _Sign("<", 1, True), *signs[last + 1 :]]


def _window(signs: list[_Sign], width: int, cut_before: bool, cut_after: bool) -> list[_Sign]:
    """The signs that fit, around the marked ones, with `…` where the line goes on."""
    total = sum(sign.width for sign in signs) + cut_before + cut_after
    if total <= width:
        begin, end = 0, len(signs)
    else:
        first = next((i for i, sign in enumerate(signs) if sign.marked), 0)
        begin, room = first, width // 3
        while begin > 0 and room >= signs[begin - 1].width:
            begin -= 1
            room -= signs[begin].width
        end, room = begin, width - 2
        while end < len(signs) and room >= signs[end].width:
            room -= signs[end].width
            end += 1
        while begin > 0 and room >= signs[begin - 1].width:
            begin -= 1
            room -= signs[begin].width
    more = _Sign("…", 1, False)
    head = [more] if cut_before or begin > 0 else []
    tail = [more] if cut_after or end < len(signs) else []
    return [*head, *signs[begin:end], *tail]
