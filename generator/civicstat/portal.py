"""The built portal as it lies on the disk: looked at, exchanged for a new one, brought back after a kill."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from civicstat.errors import BrokenPortal
from civicstat.store import hash_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from civicstat.settings import Settings

CACHE = ".cache"


@dataclass(frozen=True)
class Portal:
    """A portal as it is built: the SHA-256 and size in bytes of every file, by its path."""

    files: Mapping[str, tuple[str, int]]

    @property
    def bytes(self) -> int:
        """The size of the whole."""
        return sum(size for _, size in self.files.values())


def look_at(out: Path) -> Portal | None:
    """The portal that stands at `out`; None where there is none, or what stands there no build has made."""
    found = {}
    for place, folders, names in os.walk(out):
        for name in (*folders, *names):
            if Path(place, name).is_symlink():
                return None
        for name in names:
            path = Path(place, name)
            found[path.relative_to(out).as_posix()] = (hash_file(path), path.stat().st_size)
    return Portal(dict(sorted(found.items()))) if found else None


def restore(root: Path, out: Path) -> None:
    """Put the old portal back where a build was killed between taking it away and putting the new one there."""
    kept = _kept(root, out)
    if kept.exists():
        if out.exists():
            shutil.rmtree(kept)
        else:
            kept.rename(out)
    for left in (root / CACHE).glob(f"build-{out.name}-*"):
        shutil.rmtree(left, ignore_errors=True)


def _kept(root: Path, out: Path) -> Path:
    """Where the old portal waits while the new one is put in its place."""
    return root / CACHE / f"previous-{out.name}"


def exchange(root: Path, built: Path, out: Path) -> None:
    """Put the new portal in the old one's place. A kill between the two renames is what `restore` is for."""
    kept = _kept(root, out)
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise BrokenPortal(f"{out}: is not a folder of its own. Move it away, and build again.")
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        out.rename(kept)
    built.rename(out)
    if kept.exists():
        shutil.rmtree(kept)


def portal_day(settings: Settings) -> date:
    """The day the settings pin, else the day it is in the portal's time zone: the one place where the clock is read."""
    return settings.today or datetime.now(ZoneInfo(settings.time_zone)).date()
