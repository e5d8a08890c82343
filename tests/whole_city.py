"""One portal of all real data that lies beside the repository, with its time and its peak memory.

Each table as a dataset; agency measures, the hundred days and the inventory of Open Baltimore as what they are; the
Mayor's Action Plan as the strategy, and three sprints on requests of another city: a trial, and no statement about any.

By hand: python tests/whole_city.py FOLDER, which writes the portal, builds it and prints what that took.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import agency_measures
import hundred_days
import mayors_action_plan
import open_baltimore
import realdata


def write_portal(root: Path) -> None:
    """Write the portal; its day is that of the sprints."""
    mayors_action_plan.write_portal(root)
    for write in (realdata.write_portal, agency_measures.write_portal):
        with tempfile.TemporaryDirectory() as other:
            write(Path(other))
            for folder in (Path(other) / "catalog").iterdir():
                if folder.is_dir():
                    shutil.move(folder, root / "catalog" / folder.name)
    hundred_days.write_package(root / "catalog")
    open_baltimore.write_package(root / "catalog")


def main(root: Path) -> int:
    """Write and build the portal; the exit code is the build's."""
    write_portal(root)
    began = time.perf_counter()
    built = subprocess.run(
        [sys.executable, "-m", "civicstat", "build", "--root", root, "--today", "2026-04-15"], check=False
    )
    seconds = time.perf_counter() - began
    pages = sum(1 for _ in (root / "site").rglob("index.html"))
    memory = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{pages:,} pages in {seconds:.0f} s; the largest process held {memory:,.0f} MiB")
    return built.returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
