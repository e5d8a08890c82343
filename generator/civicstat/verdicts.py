"""The verdict on packages that are plain, told at once: in this process, without Frictionless where all is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civicstat import sizes
from civicstat.access import access_of
from civicstat.findings import Verdict
from civicstat.lazily import Later
from civicstat.paths import MOST_NAME_BYTES
from civicstat.screen import Authority, screen_tables
from civicstat.screen.plain import plain_package
from civicstat.sources import DESCRIPTOR_NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from civicstat.screen.plain import PlainTable
    from civicstat.sources import RawPackage

MOST_DESCRIBED = 100_000
"""Bytes of a descriptor that is looked at here: a longer one may say more than a portal can hold."""


def verdict_at_once(raw: RawPackage, most_errors: int = 1000, *, hashed: bool = True) -> Verdict | None:
    """The verdict on a package that is plain and public; None for any other, which may be valid all the same.

    Where the screen is not certain of some rows, Frictionless looks at these, up to so many errors of a table.
    The files' hashes stand in the verdict if they are wanted, `hashed`.
    """
    if raw.data is None or access_of(raw.data) is not None or raw.path.stat().st_size > MOST_DESCRIBED:
        return None
    tables = plain_package(raw.data, raw.folder)
    if not tables or sizes.descriptor_problems(raw.data) or not all(_within(table, raw.folder) for table in tables):
        return None
    screened = screen_tables(tables, _ASKED, hashed=hashed)
    if any(table.name not in screened for table in tables):
        return None
    if all(table.clean for table in screened.values()):
        return Verdict((), tuple(screened[table.name].task() for table in tables))
    errors, checked = _STANDARD.check_resources(raw.data, raw.folder, most_errors=most_errors, screened=screened)
    return None if any(check.refused for check in checked) else Verdict(errors, tuple(check.task for check in checked))


def _within(table: PlainTable, folder: Path) -> bool:
    """True for a regular file that lies in the package's own folder, and in no other package's, public or not."""
    if len(table.path) > MOST_NAME_BYTES or not table.file.is_file():
        return False
    home, around = folder.resolve(), table.file.resolve().parents
    others = (place / name for place in around if place != home for name in DESCRIPTOR_NAMES)
    return home in around and not any(other.exists() for other in others)


_STANDARD: Any = Later("civicstat.standard")
_ASKED = Authority(
    lambda buffer: _STANDARD.authority().detect(buffer),
    lambda field: _STANDARD.authority().reader(field),
)
"""Frictionless, loaded when it is asked for the first time."""
