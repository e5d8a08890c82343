"""Measure checks against Frictionless's own: `make bench`, or `python generator/bench_checks.py [rows …]`.

Each line is one table or set of packages, checked by `frictionless validate` and by civicstat as whole processes, one
after the other in the same run, start-up included and with an empty store. Rows are made up, the same ones each time.
The error limit is lifted for both, so that both look at all rows. Then ten million rows show the memory that a check
takes. Needs Linux, for the peak memory of a process.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

ROWS = 1_000_000
MANY_ROWS = 10_000_000
PIECE = 1_000_000
DIRTY = 50
"""One row in so many has a wrong cell."""
SMALL, SMALL_ROWS = 300, 365
KINDS = ["Graffiti", "Pothole", "Recycling", "Street light", "Dirty alley"]
NO_LIMIT = 100_000_000
COMMANDS = Path(sys.executable).parent
ALL = "import sys, frictionless\nfor path in sys.argv[1:]:\n    frictionless.Package(path).validate()\n"
"""What a city's script does with Frictionless's Python API: validate one package after the other."""

PEAK = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)\n"
)
"""Runs a command and prints the most memory that it has held, in bytes."""


def chance(seed: int, below: int, first: int, rows: int) -> pl.Series:
    """Numbers from 0 to `below`, scattered but always the same, for rows counted from `first`."""
    return pl.int_range(first, first + rows, eager=True).hash(seed) % below


def make_rows(first: int, rows: int, *, dirty: bool) -> pl.DataFrame:
    """Requests to the city in twelve columns; with `dirty`, one row in fifty has a wrong cell of one of four kinds."""

    def pick(seed: int, values: list[str]) -> pl.Series:
        return pl.Series(values).gather(chance(seed, len(values), first, rows))

    numbers = pl.int_range(first, first + rows, eager=True)
    days = pl.select(pl.date(2010, 1, 1) + pl.duration(days=pl.lit(chance(1, 5500, first, rows)))).to_series()
    seconds = chance(2, 86_400, first, rows)
    moments = pl.select(pl.lit(days).cast(pl.Datetime) + pl.duration(seconds=pl.lit(seconds))).to_series()
    table = pl.DataFrame(
        {
            "id": (numbers + 1).cast(pl.String),
            "opened": moments.dt.to_string("%Y-%m-%dT%H:%M:%S"),
            "closed": days.dt.to_string("%Y-%m-%d"),
            "due": days.dt.offset_by("30d").dt.to_string("%Y-%m-%d"),
            "kind": pick(3, KINDS),
            "area": pick(4, [f"A{n:03}" for n in range(200)]),
            "status": pick(5, ["open", "closed"]),
            "channel": pick(6, ["web", "phone", "app"]),
            "hours": chance(7, 500, first, rows).cast(pl.String),
            "cost": (chance(8, 100_000, first, rows) / 100).round(2).cast(pl.String),
            "rating": (chance(9, 5, first, rows) + 1).cast(pl.String),
            "note": pick(10, ["", "", "Seen on site", "Reported twice, by phone"]),
        }
    )
    if not dirty:
        return table
    wrong = chance(11, DIRTY, first, rows) == 0
    which = chance(12, 4, first, rows)
    spoilt = {"hours": "many", "rating": "9", "area": "Z999", "closed": "2020-13-01"}
    return table.with_columns(
        pl.when(pl.lit(wrong & (which == place))).then(pl.lit(text)).otherwise(pl.col(name)).alias(name)
        for place, (name, text) in enumerate(spoilt.items())
    )


def write_table(folder: Path, rows: int, *, dirty: bool = False) -> Path:
    """A package of one table with constraints, a primary key and a foreign key to a second table; its descriptor."""
    folder.mkdir()
    pl.DataFrame({"code": [f"A{n:03}" for n in range(200)], "name": [f"Area, {n}" for n in range(200)]}).write_csv(
        folder / "areas.csv"
    )
    with (folder / "requests.csv").open("wb") as file:
        for first in range(0, rows, PIECE):
            piece = make_rows(first, min(PIECE, rows - first), dirty=dirty)
            piece.write_csv(file, include_header=first == 0)
    fields: list[dict[str, Any]] = [
        {"name": "id", "type": "integer", "constraints": {"required": True, "minimum": 1}},
        {"name": "opened", "type": "datetime"},
        {"name": "closed", "type": "date", "constraints": {"minimum": "2000-01-01"}},
        {"name": "due", "type": "date"},
        {"name": "kind", "type": "string", "constraints": {"enum": KINDS}},
        {"name": "area", "type": "string", "constraints": {"required": True, "pattern": "[A-Z][0-9]{3}"}},
        {"name": "status", "type": "string", "constraints": {"enum": ["open", "closed"]}},
        {"name": "channel", "type": "string", "constraints": {"maxLength": 10}},
        {"name": "hours", "type": "integer", "constraints": {"minimum": 0, "maximum": 10_000}},
        {"name": "cost", "type": "number", "constraints": {"minimum": 0}},
        {"name": "rating", "type": "integer", "constraints": {"minimum": 1, "maximum": 5}},
        {"name": "note", "type": "string"},
    ]
    key = {"fields": ["area"], "reference": {"resource": "areas", "fields": ["code"]}}
    areas = [{"name": "code", "type": "string", "constraints": {"required": True}}, {"name": "name", "type": "string"}]
    resources = [
        {
            "name": "requests",
            "type": "table",
            "path": "requests.csv",
            "schema": {"fields": fields, "primaryKey": ["id"], "foreignKeys": [key]},
        },
        {"name": "areas", "type": "table", "path": "areas.csv", "schema": {"fields": areas, "primaryKey": ["code"]}},
    ]
    return write_descriptor(folder, resources)


def write_small(folder: Path) -> Path:
    """A package as small as most that cities publish: a year's days in eight columns."""
    folder.mkdir()
    number = int(folder.name)
    make_rows(number * SMALL_ROWS, SMALL_ROWS, dirty=False).drop("opened", "due", "note", "cost").write_csv(
        folder / "requests.csv"
    )
    fields = [
        {"name": "id", "type": "integer", "constraints": {"required": True}},
        {"name": "closed", "type": "date"},
        {"name": "kind", "type": "string", "constraints": {"enum": KINDS}},
        {"name": "area", "type": "string", "constraints": {"pattern": "[A-Z][0-9]{3}"}},
        {"name": "status", "type": "string"},
        {"name": "channel", "type": "string"},
        {"name": "hours", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "rating", "type": "integer", "constraints": {"minimum": 1, "maximum": 5}},
    ]
    schema = {"fields": fields, "primaryKey": ["id"]}
    return write_descriptor(folder, [{"name": "requests", "path": "requests.csv", "schema": schema}])


def write_descriptor(folder: Path, resources: list[dict[str, Any]]) -> Path:
    """The descriptor of a package with these resources."""
    file = folder / "datapackage.json"
    file.write_text(json.dumps({"name": f"bench-{folder.name}", "resources": resources}), encoding="utf-8")
    return file


def seconds(*command: object) -> float:
    """How long a whole process takes."""
    began = time.perf_counter()
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False, text=True)
    took = time.perf_counter() - began
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise SystemExit(done.stderr[-2000:])
    return took


def compare(name: str, theirs: list[object], ours: list[object]) -> None:
    """Print how long both take, and how many times as fast civicstat is: its verdict alone, and with all its checks."""
    limit = ["--limit-errors", NO_LIMIT]
    their = seconds(*theirs)
    verdict = min(seconds(COMMANDS / "civicstat", "validate", "--no-checks", *limit, *ours) for _ in range(3))
    full = seconds(COMMANDS / "civicstat", "validate", *limit, *ours)
    row = f"{name:<34}{their:>10.2f}{verdict:>10.2f}{their / verdict:>8.1f}×{full:>12.2f}{their / full:>8.1f}×"
    print(row, flush=True)


def main() -> None:
    """Measure all, or with arguments only clean and dirty tables of so many rows."""
    sizes = [int(word) for word in sys.argv[1:]] or [ROWS]
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        os.chdir(root)
        print(f"{'':<34}{'Friction-':>10}{'the same':>10}{'':>9}{'with all':>12}")
        print(f"{'':<34}{'less, s':>10}{'verdict, s':>10}{'':>9}{'checks, s':>12}")
        for rows in sizes:
            for name, dirty in (("clean", False), (f"1 in {DIRTY} dirty", True)):
                file = write_table(root / name.replace(" ", "-"), rows, dirty=dirty)
                theirs = [COMMANDS / "frictionless", "validate", file.relative_to(root), "--limit-errors", NO_LIMIT]
                compare(f"{rows:,} rows × 12, {name}", theirs, [file])
                shutil.rmtree(file.parent)
        if sys.argv[1:]:
            return
        (root / "small").mkdir()
        small = [write_small(root / "small" / f"{number:03}") for number in range(SMALL)]
        theirs = [sys.executable, "-c", ALL, *(file.relative_to(root) for file in small)]
        compare(f"{SMALL} packages of {SMALL_ROWS} rows × 8", theirs, [root / "small"])
        file = write_table(root / "many", MANY_ROWS)
        began = time.perf_counter()
        command = [COMMANDS / "civicstat", "validate", "--no-checks", file]
        told = subprocess.run([sys.executable, "-c", PEAK, *command], capture_output=True, check=True, text=True)
        took, peak = time.perf_counter() - began, int(told.stdout) / 2**20
        print(f"{MANY_ROWS:,} rows × 12, the verdict alone: {took:.1f} s, at most {peak:.0f} MiB of memory")


if __name__ == "__main__":
    main()
