"""Checks of whether the data makes sense: values that the standard allows and nobody can have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicstat.checks.check import Check, PackageSubject, TableSubject

OF_PACKAGES: tuple[Check[PackageSubject], ...] = ()
"""Those that depend on the day: they read profiles, and rows only where a profile gives reason to."""

OF_TABLES: tuple[Check[TableSubject], ...] = ()
