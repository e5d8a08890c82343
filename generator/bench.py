"""Measure builds of portals of 100, 300 and 1,000 packages: `make bench`, or `python generator/bench.py 100 300`.

For each it prints the seconds of every stage, the peak memory of all processes together, the size of the portal, and
what a second build costs: with nothing changed, and with one dataset changed. Rows are made up, the same ones each
time; a package has 400 of them in six columns, with the charts that civicstat chooses. Needs Linux, for /proc.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from civicstat.build import build_portal

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (100, 300, 1000)
ROWS = 400
TODAY = date(2026, 1, 1)
KINDS = ("Pothole", "Graffiti", "Missed collection", "Street light", "Fallen tree")


def write_portal(root: Path, packages: int) -> None:
    """A portal of so many packages, each with its own rows."""
    (root / "site_src").mkdir(parents=True)
    (root / "site_src/about.md").write_text("# About\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Springfield\nsite_url: https://data.example.org/\ndocs_dir: site_src\ntheme:\n  name: material\n",
        encoding="utf-8",
    )
    for number in range(packages):
        write_package(root / "catalog" / f"requests-{number:04}", number, number)


def write_package(folder: Path, number: int, seed: int) -> None:
    """One package: requests to the city, a row each, told apart by `seed`."""
    chance = random.Random(seed)  # noqa: S311 - rows, not secrets
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["id,opened,kind,days,latitude,longitude"]
    for row in range(ROWS):
        day = TODAY - timedelta(days=chance.randrange(365))
        place = f"{39.2 + chance.random() / 5:.6f},{-76.7 + chance.random() / 5:.6f}"
        lines.append(f"{row},{day},{chance.choice(KINDS)},{chance.randrange(60)},{place}")
    (folder / "requests.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "datapackage.yaml").write_text(
        f"name: requests-{number:04}\ntitle: Requests in district {number}\n"
        "description: Each row is a request that somebody made to the city, and how many days it took to be closed.\n"
        f"keywords: [requests, district {number}]\n"
        "licenses: [{name: CC0-1.0, path: 'https://creativecommons.org/publicdomain/zero/1.0/'}]\n"
        "resources: [{name: requests, path: requests.csv}]\n"
        f"civicstat:\n  publisher: {{name: Agency {number % 20}}}\n  theme: [Topic {number % 12}]\n"
        "  contactPoint: {fn: Open data, hasEmail: 'mailto:data@example.org'}\n"
        "  accrualPeriodicity: R/P1M\n  modified: '2025-12-15'\n",
        encoding="utf-8",
    )


class Stages:
    """The seconds that each stage of a build takes, told by its progress."""

    def __init__(self) -> None:
        """Begin to count."""
        self._began = [("Reading the catalogue", time.monotonic())]

    def __call__(self, stage: str, _done: int, _total: int) -> None:
        """A stage goes on, or a new one begins."""
        if stage != self._began[-1][0]:
            self._began.append((stage, time.monotonic()))

    def seconds(self) -> dict[str, float]:
        """The seconds of each stage so far."""
        ends = [*(moment for _, moment in self._began[1:]), time.monotonic()]
        return {stage: end - moment for (stage, moment), end in zip(self._began, ends, strict=True)}


@contextmanager
def peak_memory() -> Iterator[list[int]]:
    """The most bytes that this process and all under it held at once, as the one item of a list.

    Memory that processes share counts once for each, so that this is rather too much than too little.
    """
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            peak[0] = max(peak[0], _resident(os.getpid()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _resident(top: int) -> int:
    parents, resident = {}, {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            lines = (process / "status").read_text().splitlines()
        except OSError:
            continue
        facts = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        parents[int(facts["Pid"])] = int(facts["PPid"])
        resident[int(facts["Pid"])] = 1024 * int(facts.get("VmRSS", "0 kB").split()[0])
    total, seen = 0, {top}
    while seen:
        total += sum(resident.get(pid, 0) for pid in seen)
        seen = {pid for pid, parent in parents.items() if parent in seen}
    return total


def measure(root: Path) -> tuple[dict[str, float], float, int]:
    """Build a portal; the seconds of each stage, those of the whole, and the peak memory in bytes."""
    stages, began = Stages(), time.monotonic()
    with peak_memory() as peak:
        build_portal(root, today=TODAY, workers=os.cpu_count() or 1, progress=stages)
    return stages.seconds(), time.monotonic() - began, peak[0]


def bench(packages: int) -> None:
    """Measure one portal, and print what came of it."""
    root = Path(tempfile.mkdtemp(prefix="civicstat-bench-"))
    try:
        write_portal(root, packages)
        stages, first, peak = measure(root)
        size = sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file())
        _, same, _ = measure(root)
        write_package(root / "catalog/requests-0000", 0, packages)
        _, changed, _ = measure(root)
    finally:
        shutil.rmtree(root)
    print(f"\n{packages:,} packages, {os.cpu_count()} workers")
    for stage, seconds in stages.items():
        print(f"  {stage:<24}{seconds:8.1f} s   {1000 * seconds / packages:6.1f} ms a package")
    print(f"  {'All of it':<24}{first:8.1f} s   {1000 * first / packages:6.1f} ms a package")
    print(f"  {'Again, nothing changed':<24}{same:8.1f} s   {100 * same / first:6.1f} % of the first")
    print(f"  {'Again, one changed':<24}{changed:8.1f} s   {100 * changed / first:6.1f} % of the first")
    print(f"  {'Peak memory':<24}{peak / 1e6:8,.0f} MB")
    print(f"  {'Size of the portal':<24}{size / 1e6:8,.0f} MB  {size / 1000 / packages:6.0f} kB a package", flush=True)


if __name__ == "__main__":
    for count in [int(word) for word in sys.argv[1:]] or SIZES:
        bench(count)
