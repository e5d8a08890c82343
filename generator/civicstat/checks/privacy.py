"""Checks of privacy: what may tie a row to a person, before anything is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicstat.checks.check import Check, TableSubject

CHECKS: tuple[Check[TableSubject], ...] = ()
