"""What git knows of the catalogue's files, read once. A file's own timestamp is never evidence."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path
    from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class History:
    """When each file's content last changed, by its path relative to the portal's root.

    `known` is false where there is no git, no commit, or only part of the history (a shallow clone): then no
    day is known, because the oldest commit of a part would stand for every file it holds.
    """

    changed: Mapping[str, datetime] = field(default_factory=dict)
    known: bool = False

    def last_change(self, files: Iterable[str], zone: ZoneInfo) -> date | None:
        """The day, in `zone`, of the last commit that changed any of `files`; None when none is known."""
        moments = [self.changed[file] for file in files if file in self.changed]
        return max(moments).astimezone(zone).date() if moments else None


def read_history(root: Path, folder: str) -> History:
    """Ask git, once, when each file under `folder` last changed. Renames without a change don't count."""
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    if shallow is None or shallow.strip() != "false":
        return History()
    prefix = _git(root, "rev-parse", "--show-prefix")
    log = _git(
        root,
        "log",
        "-z",
        "--format=%x01%cI",
        "--name-status",
        "-M",
        "--no-ext-diff",
        "--relative",
        "--",
        folder,
    )
    if log is None or prefix is None:
        return History()
    return History(parse_log(log), known=True)


def parse_log(log: str) -> dict[str, datetime]:
    """When each path that exists now was last changed, from `git log -z --format=%x01%cI --name-status -M`.

    The log runs from new to old. A file that was only renamed (`R100`) goes on being followed under its old
    name.
    """
    changed: dict[str, datetime] = {}
    current: dict[str, str] = {}
    gone: set[str] = set()
    for commit in log.split("\x01")[1:]:
        parts = [part.strip("\n") for part in commit.split("\0")]
        moment = datetime.fromisoformat(parts[0])
        words = iter(part for part in parts[1:] if part)
        renames: dict[str, str] = {}
        for status in words:
            path = next(words)
            if status[0] in "RC":
                old, path = path, next(words)
            now = current.get(path, path)
            if status == "R100":
                if now not in changed and path not in gone:
                    renames[old] = now
                gone.add(path)
            elif status[0] == "D":
                gone.add(path)
            elif now not in changed and (path in current or path not in gone):
                changed[now] = moment
        current.update(renames)
    return changed


def _git(root: Path, *words: str) -> str | None:
    """What git prints, or None when it can't answer."""
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *words],  # noqa: S607
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="surrogateescape",
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
