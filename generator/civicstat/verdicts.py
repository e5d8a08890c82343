"""The verdict on packages that are certainly valid, told in a moment: without Frictionless, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicstat.access import access_of
from civicstat.findings import Verdict
from civicstat.lazily import Later
from civicstat.screen import Authority, screen_tables
from civicstat.screen.plain import plain_package

if TYPE_CHECKING:
    from collections.abc import Collection

    from civicstat.screen.plain import PlainTable
    from civicstat.sources import RawPackage

MOST_DESCRIBED = 100_000
"""Bytes of a descriptor that is looked at here: a longer one may say more than a portal can hold."""


def verdict_at_once(raw: RawPackage, folders: Collection[Path]) -> Verdict | None:
    """The verdict on a package that is plain, public and clean; None for any other, which may be valid all the same.

    `folders` are those of all packages that are checked: a file may lie in none but its own.
    """
    if raw.data is None or access_of(raw.data) is not None or raw.path.stat().st_size > MOST_DESCRIBED:
        return None
    tables = plain_package(raw.data, raw.folder)
    if not tables or not all(_within(table, raw.folder, folders) for table in tables):
        return None
    screened = screen_tables(tables, _ASKED)
    if not all(table.name in screened and screened[table.name].clean for table in tables):
        return None
    return Verdict((), tuple(screened[table.name].task() for table in tables))


def _within(table: PlainTable, folder: Path, folders: Collection[Path]) -> bool:
    """True for a regular file that lies in the package's own folder and is no link to elsewhere."""
    place = folder / Path(table.path).parent
    if place != folder and any(place.is_relative_to(other) and other != folder for other in folders):
        return False
    return table.file.is_file() and table.file.resolve().is_relative_to(folder.resolve())


_STANDARD: Any = Later("civicstat.standard")
_ASKED = Authority(
    lambda buffer: _STANDARD.authority().detect(buffer),
    lambda field: _STANDARD.authority().reader(field),
)
"""Frictionless, loaded when it is asked for the first time."""
