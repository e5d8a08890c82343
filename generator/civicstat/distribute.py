"""Make a package's distributions: its own files as they are, and every table in every form that holds it."""

from __future__ import annotations

import mimetypes
import zipfile
from itertools import count
from typing import TYPE_CHECKING

from civicstat.distributions import Distribution, Shortfall
from civicstat.exports import FORMATS
from civicstat.findings import Finding
from civicstat.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from civicstat.model import Package, Resource
    from civicstat.scan import Scan
    from civicstat.store import Store
    from civicstat.tables import Table

NEAR_FILE_LIMIT = 90_000_000
"""GitHub refuses files of more than 100 MB (100 MiB in git, 100 MB in Pages' own words); this is close to it."""

_TAKEN = {"datapackage", "croissant", "index"}
"""What other files beside a dataset's page are called."""

_RUNNING = """
    htm html shtml dhtml phtml xht xhtml xhtm hta mht mhtml js mjs cjs es jsx svg svgz swf vml
    xml xsl xslt xsd xbl wsdl rdf rss atom opml kml gpx gml dae mathml mml rng sch
""".split()  # noqa: SIM905 - read as words
"""The endings of what a browser runs or shows as a page: HTML, scripts, and XML, in which both may stand."""
_TYPES = mimetypes.MimeTypes()
"""Python's own table of media types, without that of the machine."""
_KNOWN = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
}


def distribute(package: Package, scan: Scan, store: Store) -> tuple[tuple[Distribution, ...], tuple[Shortfall, ...]]:
    """Every file in which a package is offered, and what some forms can't hold; made files lie in the store."""
    stems = file_stems(r.name for r in package.resources)
    distributions: list[Distribution] = []
    shortfalls: list[Shortfall] = []
    for resource, stem in zip(package.resources, stems, strict=True):
        if resource.name in scan.withheld or resource.kind == "remote":
            continue
        if table := scan.table(resource.name):
            made, told = _forms(table, resource, stem, store)
            distributions += made
            shortfalls += told
        distributions += _originals(package, resource, store)
    return tuple(distributions), tuple(shortfalls)


def file_stems(names: Iterable[str]) -> tuple[str, ...]:
    """What the files of each resource are called: its name made address-safe, and each a name of its own."""
    taken = set(_TAKEN)
    stems = []
    for name in names:
        stem, number = slug(name), 2
        while stem in taken:
            stem, number = f"{slug(name)}-{number}", number + 1
        taken.add(stem)
        stems.append(stem)
    return tuple(stems)


def large_files(package: Package, distributions: Iterable[Distribution]) -> list[Finding]:
    """A warning for each file that comes near what GitHub takes."""
    return [
        Finding(
            code="SZ001",
            severity="warning",
            file=package.file,
            package=package.name,
            resource=d.resource,
            message=f"{d.path} is close to the largest file that GitHub takes, or past it",
            found=f"{d.bytes / 1e6:,.0f} MB",
            expected="less than 100 MB in one file",
            todo="Split the table into several, such as one a year, or keep it elsewhere and name its address.",
        )
        for d in distributions
        if d.bytes >= NEAR_FILE_LIMIT
    ]


def _forms(
    table: Table, resource: Resource, stem: str, store: Store
) -> tuple[list[Distribution], tuple[Shortfall, ...]]:
    made: list[Distribution] = []
    told: list[Shortfall] = []
    for form in FORMATS:
        new = store.new_file()
        offered, shortfalls = form.write(table, new)
        told += shortfalls
        if not offered:
            new.unlink()
            continue
        size = new.stat().st_size
        sha256 = store.keep(new)
        path = f"{stem}.{form.name}"
        made.append(Distribution(resource.name, path, form.name, form.mediatype, size, sha256, store.file(sha256)))
    return made, tuple(told)


def _originals(package: Package, resource: Resource, store: Store) -> list[Distribution]:
    """The files as the city keeps them; those that a browser would run are offered in a zip archive only."""
    taken = {path for r in package.resources for path in r.paths}
    found = []
    for path, file, sha256 in zip(resource.paths, resource.files, resource.digests, strict=True):
        if runs_in_a_browser(path):
            new = store.new_file()
            _zip(file, new)
            size, zipped = new.stat().st_size, store.keep(new)
            name = next(n for i in count() if (n := f"{path}{f'-{i}' if i else ''}.zip") not in taken)
            made = (f"files/{name}", "zip", "application/zip", size, zipped, store.file(zipped))
        else:
            mediatype = _mediatype(resource, path)
            made = (f"files/{path}", resource.format, mediatype, file.stat().st_size, sha256, file)
        found.append(Distribution(resource.name, *made, original=True))
    return found


def _mediatype(resource: Resource, path: str) -> str:
    if resource.compression:
        return {"gz": "application/gzip", "zip": "application/zip"}.get(
            resource.compression, "application/octet-stream"
        )
    stated = resource.descriptor.get("mediatype")
    guessed = _KNOWN.get(resource.format) or _TYPES.guess_type(path, strict=False)[0] or resource.mediatype
    return stated if isinstance(stated, str) and stated else guessed or "application/octet-stream"


def runs_in_a_browser(path: str) -> bool:
    """True for a file that a browser would run as a page of the portal, by its ending."""
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return bool(dot) and ending.strip().lower() in _RUNNING


def _zip(file: Path, to: Path) -> None:
    """An archive of one file, the same bytes each time."""
    entry = zipfile.ZipInfo(file.name, (1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(to, "w") as archive, archive.open(entry, "w") as inner, file.open("rb") as opened:
        while part := opened.read(1 << 20):
            inner.write(part)


def made_files(distributions: Iterable[Distribution]) -> tuple[str, ...]:
    """The hashes of those files that lie in the store."""
    return tuple(d.sha256 for d in distributions if d.file.name == d.sha256)
