"""Checks of whether the data makes sense: values that the standard allows and nobody can have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.checks import categories, coordinates, dates, repeats, shares, totals

if TYPE_CHECKING:
    from civicstat.checks.check import Check, PackageSubject, TableSubject

OF_PACKAGES: tuple[Check[PackageSubject], ...] = (
    dates.future_dates,
    coordinates.place_upside_down,
    totals.unknown_parts,
)
"""Those that depend on the day or look at several tables: they read profiles, and rows only where a profile gives
reason to."""

OF_TABLES: tuple[Check[TableSubject], ...] = (
    dates.senseless_dates,
    coordinates.outside_place,
    coordinates.swapped,
    coordinates.zero,
    shares.mixed_shares,
    categories.stray_spaces,
    categories.look_alikes,
    repeats.repeated_rows,
    repeats.empty_column,
    repeats.constant_column,
    totals.wrong_totals,
)
