"""What a catalogue says, as frozen values. Nothing here reads a file or reckons anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from civicstat.findings import Finding, Waiver

ResourceKind = Literal["table", "geojson", "file", "remote"]

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees (DCAT's `bbox`)."""


@dataclass(frozen=True)
class Publisher:
    """Who answers for data: an agency (DCAT `publisher`)."""

    name: str
    homepage: str = ""
    parent: Publisher | None = None


@dataclass(frozen=True)
class Contact:
    """Whom to ask (DCAT `contactPoint`): `email` without `mailto:`."""

    name: str
    email: str = ""
    url: str = ""


@dataclass(frozen=True)
class License:
    """A licence: `name` is its short name (SPDX, Open Definition), `path` its address."""

    name: str = ""
    title: str = ""
    path: str = ""

    @property
    def label(self) -> str:
        """The words to show: the title, else the short name, else the address."""
        return self.title or self.name or self.path


@dataclass(frozen=True)
class Source:
    """Where data comes from."""

    title: str
    path: str = ""


@dataclass(frozen=True)
class Contributor:
    """Who took part, and in which roles."""

    title: str
    path: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChartDeclaration:
    """A chart as a package declares it: the short form (`type` and fields) or a whole Vega-Lite `spec`."""

    title: str
    description: str = ""
    resource: str = ""
    type: str = ""
    x: str = ""
    y: str = ""
    series: str = ""
    aggregate: str = ""
    period: str = ""
    latitude: str = ""
    longitude: str = ""
    limit: int = 12
    unit: str = ""
    spec: Mapping[str, Any] | None = None
    index: int = field(default=0, compare=False)
    """Its place in the descriptor's list."""


@dataclass(frozen=True, kw_only=True)
class TotalRule:
    """What the descriptor says adds up, in one table: `resource` is empty where the package has only one.

    Either the column `total` is the sum of the columns `parts`; or `field`, in the rows that `where` tells, is the sum
    of the other rows (of those that `of` tells), one total for each value of the columns `by`. Conditions are pairs of
    column and value.
    """

    resource: str = ""
    total: str = ""
    parts: tuple[str, ...] = ()
    field: str = ""
    where: tuple[tuple[str, str], ...] = ()
    of: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()
    tolerance: float = 0.0


@dataclass(frozen=True)
class Resource:
    """One resource of a package.

    `paths` are relative to the package's folder (several for a multipart file, none for inline data), or one
    address for a `remote` resource, which is linked to and never fetched. `index` is its place in the
    descriptor.
    """

    index: int
    name: str
    title: str
    description: str
    kind: ResourceKind
    format: str
    mediatype: str
    encoding: str
    compression: str
    paths: tuple[str, ...]
    descriptor: Mapping[str, Any]
    files: tuple[Path, ...] = ()
    digests: tuple[str, ...] = ()
    """The SHA-256 of each file; empty for one that is not there."""
    references: tuple[str, ...] = ()
    """The SHA-256 of the files in which the descriptor keeps its schema or dialect."""

    @property
    def label(self) -> str:
        """The words to show: the title, else the name."""
        return self.title or self.name

    @property
    def inline(self) -> bool:
        """True when the rows stand in the descriptor itself."""
        return not self.paths


@dataclass(frozen=True)
class Package:
    """A data package that can be read, whatever its kind.

    `name` is its address-safe page name; `file` its descriptor, relative to the portal's root; `folder` where
    its paths start. `data_changed` is the day of the last commit that changed one of its data files, where
    git knows.
    """

    name: str
    file: str
    folder: Path
    title: str
    description: str
    descriptor: Mapping[str, Any]
    resources: tuple[Resource, ...]
    kind: str = "dataset"
    keywords: tuple[str, ...] = ()
    licenses: tuple[License, ...] = ()
    sources: tuple[Source, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    homepage: str = ""
    version: str = ""
    created: str = ""
    publisher: Publisher | None = None
    contact: Contact | None = None
    topics: tuple[str, ...] = ()
    promise: str = ""
    modified: date | None = None
    issued: date | None = None
    temporal: str = ""
    spatial: str = ""
    bbox: Box | None = None
    totals: tuple[TotalRule, ...] = ()
    former_names: tuple[str, ...] = ()
    simulated: bool = False
    charts: tuple[ChartDeclaration, ...] | None = None
    waivers: tuple[Waiver, ...] = ()
    refused: tuple[Resource, ...] = ()
    """The resources that the descriptor describes against the standard. They are not published, nor checked against
    their schemas; those whose file is known are looked at for privacy."""

    data_changed: date | None = None

    def resource(self, name: str) -> Resource | None:
        """The resource of that name, if there is one."""
        return next((r for r in self.resources if r.name == name), None)


@dataclass(frozen=True)
class BrokenPackage:
    """A package whose descriptor can't be published, but whose page still says so.

    It carries nothing of the descriptor but its name, so that nothing of a package that may not be public
    leaks.
    """

    name: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Restricted:
    """A package that is not public. Nothing of it may stand on a page but that there is one, and its `level`.

    `key` is made from its name (`access.restricted_key`), so that an inventory can be asked whether it has it and
    nobody else is told. `level` is `not known` where it can't be read. `file` is for staff alone.
    """

    key: str
    level: str
    file: str = field(repr=False)


@dataclass(frozen=True)
class Catalog:
    """Everything in the catalogue, sorted by name, with every problem its descriptors have."""

    packages: tuple[Package, ...]
    broken: tuple[BrokenPackage, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    restricted: tuple[Restricted, ...] = ()
    """Those that are not public."""

    def package(self, name: str) -> Package | None:
        """The package of that name, if there is one."""
        return next((p for p in self.packages if p.name == name), None)
