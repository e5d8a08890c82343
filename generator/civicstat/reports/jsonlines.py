"""Rows that stand in JSON, one in each line of a file: where they are, and which of their values may not be shown."""

from __future__ import annotations

import io
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from civicstat.misread import opened
from civicstat.reports.records import Record
from civicstat.reports.words import tells_of_person

if TYPE_CHECKING:
    from collections.abc import Collection

    from civicstat.model import Resource
    from civicstat.reports.records import Span

_FORMATS = ("ndjson", "jsonl")
_VALUE = re.compile(r'("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"?|[^\s",{}\[\]]+|[{\[].*)', re.DOTALL)
"""A name, a colon, and a value: of an object or a list within, all that follows."""


def is_json_lines(resource: Resource) -> bool:
    """True for a resource whose file has an object or a list of JSON in each line."""
    return resource.format in _FORMATS and resource.compression in ("", "gz") and bool(resource.files)


def read_json_lines(resource: Resource, wanted: Collection[int]) -> tuple[bool, dict[int, Record]]:
    """Whether the rows are lists, and the lines of the rows `wanted`, as Frictionless counts them.

    Lines that are blank do not count. Lists have their labels in row 1; before objects Frictionless counts a row of
    labels that is not there. The first line is always among those given: as row 1 of lists.
    """
    found: dict[int, Record] = {}
    listed, number = False, 0
    with suppress(OSError, EOFError, LookupError, UnicodeError):
        for part, file in enumerate(resource.files):
            with io.TextIOWrapper(
                opened(file, resource), resource.encoding or "utf-8-sig", errors="replace", newline="\n"
            ) as stream:
                for line, text in enumerate(stream, 1):
                    if not text.strip():
                        continue
                    if not number:
                        listed = text.lstrip("\ufeff \t").startswith("[")
                        number = 0 if listed else 1
                    number += 1
                    if number in wanted or (number == 1 and listed):
                        found[number] = Record(part, line, text)
                    if number >= max(wanted, default=1):
                        return listed, found
    return listed, found


def json_labels(text: str) -> list[str]:
    """The labels in a line that is a list; none where it is not."""
    try:
        labels = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [str(label) for label in labels] if isinstance(labels, list) else []


def private_values(text: str) -> list[Span]:
    """Where the values of an object stand whose names say that they tell of a person; of a nested one, to the end."""
    spans: list[Span] = []
    at = 0
    while match := _VALUE.search(text, at):
        nested = match[2][0] in "{["
        if tells_of_person(match[1][1:-1]):
            spans.append(match.span(2))
            at = match.end()
        else:
            at = match.start(2) + 1 if nested else match.end()
    return spans
