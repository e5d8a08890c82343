#!/usr/bin/env python3
"""Write the demonstration's data packages into `catalog/`.

What: nineteen packages of real, openly licensed data, one folder each, in the formats that a city's staff
may bring along: CSV (whole, in parts, compressed), TSV, JSON, newline-delimited JSON, Excel, Parquet,
GeoJSON and a note in Markdown. They show what the portal does with real rows; none of the figures is made
up. Rows keep their meaning: dates are written as ISO 8601, codes get back their leading zeros, shares become
percentages, long names become short column names, and the descriptions say so wherever a reader might wonder.

Fourteen more packages are marked as simulated: four datasets of city services (`topics/simulated.py` says how
their rows come about, from fixed seeds), four sprints and a strategy that stand on them, and one package each
of agency measures, Stat meetings, actions, the Data Academy and the open data programme. What in these is a fact
says so, with its source.

Sources: the Python package `vega_datasets` 0.9.0 where it holds the file, else the npm package
`vega-datasets` 3.2.1; `vega.py` names every file with its SHA-256. The figures on Baltimore's recycling are
cited one by one in `topics/baltimore.py`.

Licences: a file is taken only when its own stated licence lets anybody pass it on: a work of the United
States Government (public domain) or Creative Commons Attribution. A file with no licence of its own, or
with terms of use that forbid passing it on, stays out, and so do rows about named persons. `airports.csv`
is marked `other-open` there; it is taken because Data.gov lists it as a federal dataset, and its licence
points to the page on government works.

How to run, from the top of the repository:

    python generator/demonstration/write_catalog.py
    python generator/demonstration/write_catalog.py --npm-package DIR   # unpacked; needs no Node.js
    python generator/demonstration/write_catalog.py --check             # exit 1 if something differs

The npm package is fetched once, with `npm pack`, into `.cache/`. A second run writes the same bytes. Other
folders in `catalog/` are left alone, and so is a file that this script did not write; it is named at the
end.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from topics import PACKAGES
from vega import SourceError, VegaFiles, npm_folder, pypi_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from describe import Package

ROOT = Path(__file__).resolve().parents[2]


def contents(package: Package) -> dict[str, bytes]:
    """Return every file of a package by its path inside the folder, descriptor included."""
    if package.as_yaml:
        text = yaml.safe_dump(package.descriptor, sort_keys=False, allow_unicode=True, width=100)
        return {"datapackage.yaml": text.encode()} | dict(package.files)
    text = json.dumps(package.descriptor, ensure_ascii=False, indent=2) + "\n"
    return {"datapackage.json": text.encode()} | dict(package.files)


def differences(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Name the files that are missing from the folder or hold other bytes."""
    return [
        name
        for name, content in files.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    ]


def strangers(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Name the files in the folder that this script does not write."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(set(found) - set(files))


def write(folder: Path, files: dict[str, bytes], names: list[str]) -> None:
    """Write the named files of a package."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the catalogue; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Write the demonstration's data packages into catalog/.",
        epilog="Example: python generator/demonstration/write_catalog.py --check",
    )
    parser.add_argument("--npm-package", type=Path, metavar="DIR", help="an unpacked vega-datasets 3.2.1 from npm")
    parser.add_argument(
        "--catalog",
        type=Path,
        default=ROOT / "catalog",
        metavar="DIR",
        help="where to write (default: catalog/)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when something would change")
    options = parser.parse_args(arguments)

    try:
        vega = VegaFiles(pypi=pypi_folder(), npm=npm_folder(options.npm_package, ROOT / ".cache"))
        packages = [build(vega) for build in PACKAGES]
    except SourceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2

    changed = 0
    for package in packages:
        folder = options.catalog / package.name
        files = contents(package)
        names = differences(folder, files)
        changed += len(names)
        if not options.check:
            write(folder, files, names)
        size = sum(map(len, files.values()))
        state = "differs" if options.check else "written"
        print(f"{package.name:32} {size:>9,} bytes  {f'{len(names)} {state}' if names else 'as it was'}")
        for name in strangers(folder, files):
            print(f"note: {package.name}/{name} was not written by this script", file=sys.stderr)
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
