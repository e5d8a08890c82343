"""Where the parts of a descriptor stand in its text: `resources[0].schema.fields[2].type` is on line 31, say."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from civicstat.jsonschemas import pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from civicstat.reports.records import Span

_TOKEN = re.compile(r'\s*(?:([{}\[\],:])|("[^"\\]*(?:\\.[^"\\]*)*"?)|([^\s{}\[\],:"]+))', re.DOTALL)
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Spot:
    """Where a pointer leads in a text; `exact` is false where only a part around it is there."""

    span: Span
    exact: bool


def find_pointers(text: str, is_yaml: bool, pointers: Iterable[str]) -> dict[str, Spot]:
    """Where each pointer's value stands in a text of JSON or YAML; of a list or an object, its name.

    A pointer to what is not there gives the nearest part around it that is; a text that breaks off gives what stands
    before that.
    """
    wanted = set(pointers)
    asked = {around for pointer in wanted for around in _around(pointer)}
    found: dict[str, Span] = {}
    for pointer, span in _yaml(text) if is_yaml else _json(text):
        if pointer in asked:
            found.setdefault(pointer, span)
    nearest = {pointer: next((p for p in _around(pointer) if p in found), "") for pointer in wanted}
    return {pointer: Spot(found[near], near == pointer) for pointer, near in nearest.items() if near}


def _around(pointer: str) -> list[str]:
    """The pointer and those of the parts around it, from within: `a[0].b`, `a[0]`, `a`."""
    cuts = [match.start() for match in re.finditer(r"[.\[]", pointer)]
    return [pointer, *(pointer[:cut] for cut in reversed(cuts) if cut)]


def line_starts(text: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def line_of(starts: Sequence[int], at: int) -> int:
    """The line, from 1, that a place in the text stands on."""
    return bisect_right(starts, at)


@dataclass
class _Level:
    """An object or a list that is being read: its way, and what comes next in it."""

    way: tuple[str | int, ...]
    listed: bool
    count: int = 0
    key: str = ""
    key_span: Span = (0, 0)
    named: bool = field(default=False)

    def next(self) -> tuple[str | int, ...]:
        return (*self.way, self.count if self.listed else self.key)


def _json(text: str) -> Iterator[tuple[str, Span]]:
    """Every value of a JSON text with its place; objects and lists with that of their name, where they have one."""
    levels: list[_Level] = []
    for match in _TOKEN.finditer(text):
        mark, string, plain = match.groups()
        span = match.span(match.lastindex or 0)
        level = levels[-1] if levels else None
        if mark in ("{", "["):
            way = level.next() if level else ()
            if way and level:
                yield pointer_of(way), span if level.listed else level.key_span
            levels.append(_Level(way, mark == "["))
        elif mark in ("}", "]"):
            if levels:
                levels.pop()
        elif level is None or mark == ":":
            continue
        elif mark == ",":
            level.count += 1
            level.named = False
        elif string and not level.listed and not level.named:
            level.key, level.key_span, level.named = _plain(string), span, True
        elif string or plain:
            yield pointer_of(level.next()), span


def _plain(string: str) -> str:
    """The text of a JSON string; one that no key of ours has is left as it is written."""
    return string[1:-1] if "\\" not in string else yaml.safe_load(string)


def _yaml(text: str) -> Iterator[tuple[str, Span]]:
    try:
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return
    starts = line_starts(text)
    left: list[tuple[tuple[str | int, ...], Any, Any]] = [((), root, None)]
    while left:
        way, node, key = left.pop()
        scalar = isinstance(node, yaml.ScalarNode)
        if way:
            shown = node if scalar or key is None else key
            yield pointer_of(way), _span(shown, starts, whole=shown is key or scalar)
        if isinstance(node, yaml.MappingNode):
            left += [((*way, name.value), value, name) for name, value in node.value if hasattr(name, "value")]
        elif isinstance(node, yaml.SequenceNode):
            left += [((*way, number), value, None) for number, value in enumerate(node.value)]


def _span(node: Any, starts: list[int], whole: bool) -> Span:
    begin = starts[node.start_mark.line] + node.start_mark.column
    if not whole:
        return begin, begin + 1
    end_line = min(node.end_mark.line, len(starts) - 1)
    return begin, max(begin, starts[end_line] + node.end_mark.column)
