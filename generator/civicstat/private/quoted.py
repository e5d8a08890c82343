"""Findings that quote a cell, without what the cell tells of a person: they stand on pages, in reports and in logs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from civicstat.findings import HIDDEN
from civicstat.private import mask_private
from civicstat.private.words import ADDRESS, PRIVATE_PERSON, names_one_part, told_kinds, words_of

if TYPE_CHECKING:
    from civicstat.findings import Finding


def tells_of_person(label: str) -> bool:
    """True for a column whose cells nobody is shown: its name says that they tell of a person, or hold addresses."""
    words = words_of(label)
    return bool(told_kinds(label)) or names_one_part(words) or bool(set(words) & (PRIVATE_PERSON | ADDRESS))


def masked(finding: Finding) -> Finding:
    """The finding without what may tell of a person in the value that it quotes.

    The checks of privacy mask what they quote, and so do those of progress, whose columns `owner`, `lead` and `who`
    hold roles; what the standard's checks quote is whatever stands in the cell.
    """
    if finding.code.startswith(("PV", "PR")) or not finding.found or finding.pointer or finding.row is None:
        return finding
    return replace(finding, found=HIDDEN if tells_of_person(finding.field) else mask_private(finding.found))
