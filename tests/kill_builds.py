"""Kill builds at random moments, and see that a whole portal stands after each.

`python tests/kill_builds.py [TIMES]`, from the repository's root; 50 times where nothing is said.

Each time the next command has to bring back the old portal or have the new one, byte for byte, and the next build has
to be complete. Exits with 1 and says what it found where that is not so.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-m", "civicstat", "build", "--today", "2026-02-01", "--workers", "1", "--root"]
ROWS = "day,kind,calls,latitude,longitude\n" + "".join(
    f"2026-01-{day:02},{'ab'[day % 2]},{day * 7 % 11},{39 + day / 50},{-76 - day / 70}\n" for day in range(1, 31)
)
STATES = (ROWS, ROWS.replace(",a,", ",c,"))
"""Two states of the portal's only table, in turn."""


@dataclass(frozen=True)
class Kill:
    """One kill: how far the build had come (as a share of its usual time), what stood and what came of it."""

    moment: float
    new: bool
    """True where the new portal already stood."""
    fault: str = ""


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file in a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make_portal(root: Path) -> None:
    """A small portal whose table has a map and a line."""
    files = {
        "mkdocs.yml": "site_name: Springfield\nsite_url: https://data.example.org/\ntheme:\n  name: material\n"
        "docs_dir: site_src\n",
        "catalog/portal.yml": "",
        "site_src/about.md": "# About\n",
        "catalog/calls/datapackage.json": json.dumps(
            {"name": "calls", "resources": [{"name": "calls", "path": "calls.csv"}]}
        ),
        "catalog/calls/calls.csv": STATES[0],
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def kill_builds(root: Path, times: int, seed: int = 7) -> list[Kill]:
    """Kill so many builds of the portal in `root`, with and without anything in the store."""
    table, settings = root / "catalog/calls/calls.csv", root / "catalog/portal.yml"
    states, seconds = [], [0.0, 0.0]
    for rows in STATES:
        table.write_text(rows, encoding="utf-8")
        shutil.rmtree(root / ".cache/store", ignore_errors=True)
        seconds[0] = _build(root)
        states.append(contents(root / "site"))
    chance = random.Random(seed)  # noqa: S311 - moments to kill at, not secrets
    table.write_text(STATES[0], encoding="utf-8")
    seconds[1] = _build(root)
    found = []
    for turn in range(times):
        after, before = states[(turn + 1) % 2], states[turn % 2]
        table.write_text(STATES[(turn + 1) % 2], encoding="utf-8")
        if cold := turn % 3 == 0:
            shutil.rmtree(root / ".cache/store", ignore_errors=True)
        # Half of the kills fall near the end, where the new portal takes the old one's place.
        moment = chance.uniform(0.1, 0.9) if turn % 2 else chance.uniform(0.8, 1.05)
        build = subprocess.Popen([*COMMAND, root], stderr=subprocess.DEVNULL)
        time.sleep(moment * seconds[0 if cold else 1])
        build.kill()
        build.wait()
        meanwhile = contents(root / "site") if (root / "site").exists() else None
        settings.write_text("nonsense: 1\n", encoding="utf-8")
        refused = subprocess.run([*COMMAND, root], capture_output=True, check=False)
        settings.write_text("", encoding="utf-8")
        restored = contents(root / "site")
        _build(root)
        faults = {
            "a part of a portal stood there": meanwhile not in (None, before, after),
            "the next command did not restore a portal": restored not in (before, after),
            "the next command was no refusal": refused.returncode != 2,
            "the next build is not complete": contents(root / "site") != after,
            "something was left over": {path.name for path in (root / ".cache").iterdir()} != {"store"},
        }
        found.append(Kill(moment, restored == after, "; ".join(fault for fault, holds in faults.items() if holds)))
    return found


def _build(root: Path) -> float:
    """Build, and say how many seconds that took."""
    began = time.monotonic()
    subprocess.run([*COMMAND, root], capture_output=True, check=True)
    return time.monotonic() - began


def main() -> int:
    """Kill as many builds as asked for (50), and say what came of it."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        make_portal(Path(folder))
        kills = kill_builds(Path(folder), times)
    faults = [f"killed after {100 * kill.moment:.0f}% of its time: {kill.fault}" for kill in kills if kill.fault]
    new = sum(kill.new for kill in kills)
    print(f"{len(kills)} builds killed: {len(kills) - new} times the old portal stood whole, {new} times the new one.")
    print("\n".join(faults) or "Every next build was complete.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
