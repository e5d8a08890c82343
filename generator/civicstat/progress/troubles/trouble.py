"""The form of a code that tells what may be wrong with a package that tells of progress."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """One code: `message` as it stands after a place, `explanation` as Markdown, and what stands in a file."""

    code: str
    message: str
    explanation: str
    todo: str
    wrong: str
    right: str
