"""A resource added to a descriptor in JSON without touching the rest of it, and files exchanged whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")
_INDENT = 2

Span = tuple[int, int]
"""Where a value begins and where it ends in a text."""


def with_resource(text: str, resource: dict[str, Any]) -> str:
    """The JSON text of a descriptor with one more resource at the end of its list.

    Everything else stays as it is, byte for byte; the new part is indented as the last resource is, or stands on its
    line where that does. Raises ValueError where the text is no object with a list of resources.
    """
    start = 1 if text.startswith("\ufeff") else 0
    members = dict(_members(text, start))
    begin, _end = members.get("resources", (-1, -1))
    if begin < 0 or text[begin] != "[":
        raise ValueError("the descriptor has no list of resources")
    items = _items(text, begin)
    lead, at, comma = _lead(text, begin, items)
    written = _written(text, lead, resource, items)
    new = f"{text[:at]}{comma}{lead}{written}{text[at:]}"
    old, now = json.loads(text[start:]), json.loads(new[start:])
    old["resources"].append(resource)
    if old != now:
        raise ValueError("the descriptor can't be changed without touching the rest of it")
    return new


def _lead(text: str, begin: int, items: list[Span]) -> tuple[str, int, str]:
    """The space before a new item, the place for it, and the comma before it."""
    if not items:
        return "", begin + 1, ""
    after = items[-2][1] if len(items) > 1 else begin
    space = re.search(r"[ \t\r\n]*\Z", text[after : items[-1][0]])
    return (space[0] if space else "") or " ", items[-1][1], ","


def _written(text: str, lead: str, resource: dict[str, Any], items: list[Span]) -> str:
    if "\n" not in lead:
        return json.dumps(resource, ensure_ascii=False)
    indent = lead.rpartition("\n")[2]
    first = re.match(r"\{[ \t\r]*\n([ \t]*)", text[items[-1][0] :])
    step = first[1].removeprefix(indent) if first and first[1] != indent else " " * _INDENT
    lines = json.dumps(resource, ensure_ascii=False, indent=step).split("\n")
    return ("\r\n" if "\r\n" in lead else "\n").join([lines[0], *(indent + line for line in lines[1:])])


def _members(text: str, at: int) -> list[tuple[str, Span]]:
    """The names of an object's members, each with the span of its value."""
    found = []
    at = _skip(text, at)
    if text[at : at + 1] != "{":
        raise ValueError("the descriptor is no object")
    at = _skip(text, at + 1)
    while text[at] != "}":
        (name, at) = _value(text, at)
        at = _skip(text, _skip(text, at) + 1)  # past the colon
        _, end = _value(text, at)
        found.append((str(name), (at, end)))
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at
    return found


def _items(text: str, at: int) -> list[Span]:
    """The spans of a list's values."""
    found = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        _, end = _value(text, at)
        found.append((at, end))
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at
    return found


def _value(text: str, at: int) -> tuple[Any, int]:
    return json.JSONDecoder().raw_decode(text, at)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def exchange(file: Path, text: str) -> None:
    """Put a text in a file's place in one move, so that nobody ever sees half of it. Raises `OSError`."""
    new: Path | None = None
    try:
        number, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
        new = Path(name)
        with os.fdopen(number, "w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            shutil.copymode(file, new)
        else:
            new.chmod(0o644)
        new.replace(file)
    finally:
        if new is not None:
            new.unlink(missing_ok=True)
