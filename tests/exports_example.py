"""Packages published as a build does it, without the pages: for tests of the downloads."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import read_back
from civicstat.catalog import parse_catalog
from civicstat.descriptors import published_descriptor
from civicstat.distribute import distribute
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from civicstat.distributions import Distribution, Shortfall
    from civicstat.model import Package

    Portal = Callable[[dict[str, Any]], Path]


@dataclass(frozen=True)
class Published:
    """A package's published folder, and what was told of it."""

    folder: Path
    package: Package
    distributions: tuple[Distribution, ...]
    shortfalls: tuple[Shortfall, ...]
    findings: tuple[str, ...]

    @property
    def forms(self) -> list[str]:
        """The files that were made, in order."""
        return [d.path for d in self.distributions if not d.original]

    @property
    def told(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The form, the reason and the fields of everything that some form can't hold."""
        return [(s.format, s.why, s.fields) for s in self.shortfalls]

    def problems(self) -> list[str]:
        """What differs when every file is read back, and what is wrong with the descriptor."""
        return [*self.findings, *(p for _, found in read_back.check_dataset(self.folder, self.package) for p in found)]

    def differences(self) -> list[str]:
        """What differs in a table that Frictionless takes; nothing in one that it doesn't, and which isn't offered."""
        return [problem for problem in self.problems() if problem not in self.findings]

    def text(self, path: str) -> str:
        """A file's text."""
        return (self.folder / path).read_bytes().decode("utf-8")


V2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}


def publish(root: Path) -> Published:
    """Publish a portal's only package."""
    catalog = parse_catalog(read_sources(root), Settings())
    [package] = catalog.packages
    scan = scan_package(package)
    distributions, shortfalls = distribute(package, scan, Store(root / "store"))
    folder = root / "datasets" / package.name
    for d in distributions:
        (folder / d.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(d.file, folder / d.path)
    folder.mkdir(parents=True, exist_ok=True)
    facts = SimpleNamespace(package=package, scan=scan, distributions=distributions)
    (folder / "datapackage.json").write_text(published_descriptor(cast("Any", facts)), encoding="utf-8")
    wrong = (f for f in (*catalog.findings, *scan.findings) if f.severity == "error")
    return Published(folder, package, distributions, shortfalls, tuple(f"{f.message}: {f.found}" for f in wrong))


def published(portal: Portal, files: dict[str, Any], *resources: dict[str, Any], **package: Any) -> Published:
    """Publish one package `p` with these files and resources; the first is called `t`."""
    named = [{"name": "t", **resource} for resource in resources]
    return publish(
        portal(
            {"catalog/p/datapackage.json": {**package, "resources": named}}
            | {f"catalog/p/{path}": content for path, content in files.items()}
        )
    )


def column(field: dict[str, Any], cells: Sequence[str], **schema: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """A CSV file with a column of such cells beside a number for each row, and its resource."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["n", "x"])
    writer.writerows(enumerate(cells))
    fields = [{"name": "n", "type": "integer"}, {"name": "x", **field}]
    return {"t.csv": file.getvalue()}, {"path": "t.csv", "encoding": "utf-8", "schema": {"fields": fields, **schema}}


def rows(field: dict[str, Any], values: Sequence[Any], **schema: Any) -> dict[str, Any]:
    """A resource of JSON values in the descriptor itself."""
    fields = [{"name": "n", "type": "integer"}, {"name": "x", **field}]
    return {"data": [{"n": n, "x": value} for n, value in enumerate(values)], "schema": {"fields": fields, **schema}}
