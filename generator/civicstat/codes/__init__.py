"""Every code that a finding may bear: the visible list that the docs, the reports and the tests share.

The codes of the checks beyond the standard (MD, DT, PV) are the checks' own, those of progress (PR) stand with its
reading; the others stand in the modules here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.checks import ALL
from civicstat.codes import of_packages, of_progress, of_publishing, of_rows
from civicstat.codes.code import Code, Kind
from civicstat.codes.of_rows import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.checks.check import Check

WAIVABLE = ("MD", "DT", "PV")
"""What a code begins with that a waiver may name."""


@dataclass(frozen=True)
class Family:
    """Codes that begin alike, with what they are about. `lead` is Markdown."""

    anchor: str
    title: str
    lead: str
    codes: tuple[Code, ...]


def _of(check: Check[Any]) -> Code:
    return Code(
        code=check.code,
        severity=check.severity,
        message=check.message,
        explanation=check.explanation,
        wrong=check.wrong,
        right=check.right,
        waivable=check.code.startswith(WAIVABLE),
    )


def _checks(prefix: str) -> tuple[Code, ...]:
    return tuple(sorted((_of(c) for c in ALL if c.code.startswith(prefix)), key=lambda code: code.code))


FAMILIES = (
    Family(
        "privacy",
        "Privacy",
        "What may tell of a person. These come first, because what has once been public can't be called back. A table "
        "with such a finding is withheld until somebody has looked at it.",
        _checks("PV"),
    ),
    Family(
        "table",
        "The table and its rows",
        "Is the file what its description says, down to the cell? A table that is not is withheld.",
        of_rows.CODES,
    ),
    Family(
        "description",
        "The description",
        "Can `datapackage.json` be read, and does it follow the standard? Without a description nothing is published.",
        of_packages.CODES,
    ),
    Family(
        "sense",
        "Does the data make sense?",
        "The file is valid, and still something looks wrong: a date to come, a category in two spellings, half the "
        "rows gone.",
        _checks("DT"),
    ),
    Family(
        "metadata",
        "What the dataset says of itself",
        "Whose figures are these, may I use them, how often do they come, what does each column mean? These are notes: "
        "nothing is withheld for them.",
        _checks("MD"),
    ),
    Family(
        "progress",
        "Sprints and the strategy",
        "Can what the city promises be told whole: its goals, measures, targets and dates? These are notes: the tables "
        "are published as they are, and what is wrong in them is left out of the progress pages.",
        of_progress.CODES,
    ),
    Family(
        "publishing",
        "What is made of it",
        "Charts, pages, feeds and files that could not be made, or only just.",
        of_publishing.CODES,
    ),
)
"""All codes in the order in which the docs explain them."""

CODES: Mapping[str, Code] = {code.code: code for family in FAMILIES for code in family.codes}

__all__ = ["CODES", "FAMILIES", "KINDS", "Code", "Family", "Kind"]
