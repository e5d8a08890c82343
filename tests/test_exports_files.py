"""The files that a dataset offers: the city's own, byte for byte or zipped, and what the published descriptor says."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Package

import read_back
from civicstat import build, distribute
from exports_example import Published, published

if TYPE_CHECKING:
    from collections.abc import Callable

    Portal = Callable[[dict[str, Any]], Path]

CSV = "a,b\n1,x\n"
SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]}


def descriptor(made: Published) -> Any:
    """The published descriptor."""
    return json.loads(made.text("datapackage.json"))


@pytest.mark.parametrize(
    "path",
    ["a.html", "A.HTM", "b/a.xhtml", "a.svg", "A.SVG", "a.svgz", "a.js", "a.mjs", "a.xml", "a.xsl", "a.kml", "a.mht",
     "a.shtml", "a.swf", "a.rdf", "a.csv.html"],
)  # fmt: skip
def test_files_that_a_browser_would_run(portal: Portal, path: str) -> None:
    """HTML, SVG, scripts and XML are offered in a zip archive of nothing but the file, the same bytes each time."""
    content = b"<script>alert(1)</script>"
    made = published(portal, {path: content}, {"path": path})

    [offered] = made.distributions
    assert (offered.path, offered.format, offered.mediatype) == (f"files/{path}.zip", "zip", "application/zip")
    with zipfile.ZipFile(offered.file) as archive:
        assert [(i.filename, i.date_time) for i in archive.infolist()] == [(Path(path).name, (1980, 1, 1, 0, 0, 0))]
        assert archive.read(Path(path).name) == content
    assert offered.sha256 == published(portal, {path: content}, {"path": path}).distributions[0].sha256
    assert made.problems() == []


@pytest.mark.parametrize(
    ("path", "mediatype"),
    [
        ("a.pdf", "application/pdf"), ("a.md", "text/markdown"), ("a.txt", "text/plain"), ("a.PNG", "image/png"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.shp", "application/octet-stream"), ("html", "application/octet-stream"),
    ],
)  # fmt: skip
def test_all_other_files(portal: Portal, path: str, mediatype: str) -> None:
    """Any other file is offered as the city keeps it, byte for byte."""
    made = published(portal, {path: b"\0\xff<script>"}, {"path": path})

    [offered] = made.distributions
    assert (offered.path, offered.original, offered.file.read_bytes()) == (f"files/{path}", True, b"\0\xff<script>")
    assert offered.mediatype == mediatype
    assert made.problems() == []


def test_an_archive_beside_a_page(portal: Portal) -> None:
    """The archive of a page has a name of its own, where the city has a file of that name."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("other.txt", "x")
    files = {"a.html": "<p>", "a.html.zip": archive.getvalue()}
    made = published(portal, files, {"path": "a.html"}, {"name": "u", "path": "a.html.zip"})

    assert [d.path for d in made.distributions] == ["files/a.html-1.zip", "files/a.html.zip"]
    assert made.problems() == []


def test_what_the_descriptor_says(portal: Portal) -> None:
    """The descriptor leads to the published files, with the size and hash of each, and is the city's own otherwise."""
    own = {"path": "in/t.csv", "schema": "s.json", "bytes": 8, "civicstat": {"x": 1}, "title": "Trees"}
    made = published(portal, {"in/t.csv": CSV, "s.json": SCHEMA}, own, title="All")

    said = descriptor(made)
    [resource] = said["resources"]
    downloads = resource["civicstat"].pop("downloads")
    raw = CSV.encode()
    assert (said["title"], resource) == (
        "All",
        {
            "name": "t",
            "path": "files/in/t.csv",
            "schema": SCHEMA,
            "title": "Trees",
            "civicstat": {"x": 1},
            "bytes": len(raw),
            "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        },
    )
    for form, ending in zip(downloads, ["csv", "xlsx", "json", "parquet"], strict=True):
        content = (made.folder / form["path"]).read_bytes()
        assert form == {
            "path": f"t.{ending}",
            "format": ending,
            "mediatype": form["mediatype"],
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
    assert made.problems() == []


@pytest.mark.parametrize(
    ("files", "resource"),
    [
        ({"1.csv": CSV, "2.csv": CSV}, {"path": ["1.csv", "2.csv"]}),
        ({"t.json": '[{"a": 1}]'}, {"path": "t.json", "type": "table"}),
    ],
    ids=["parts", "json"],
)
def test_sizes_that_the_standard_has_no_place_for(
    portal: Portal, files: dict[str, str], resource: dict[str, Any]
) -> None:
    """Where Frictionless doesn't count a resource's bytes, those of each file stand under `civicstat.files`."""
    made = published(portal, files, resource)

    [said] = descriptor(made)["resources"]
    assert "bytes" not in said
    assert said["civicstat"]["files"] == [
        {
            "path": f"files/{path}",
            "bytes": len(text),
            "hash": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
        }
        for path, text in files.items()
    ]
    assert made.problems() == []


@pytest.mark.parametrize(
    ("files", "resources"),
    [
        ({"t.csv": CSV, "s.yaml": "fields: [{name: a}, {name: b}]"}, [{"path": "t.csv", "schema": "s.yaml"}]),
        ({"t.csv": "a;b\n1;x\n", "d.json": {"delimiter": ";"}}, [{"path": "t.csv", "dialect": "d.json"}]),
        ({"t.csv": CSV}, [{"path": "t.csv", "profile": "tabular-data-resource", "schema": SCHEMA}]),
        ({"t.csv": CSV}, [{"path": "t.csv"}, {"name": "u", "path": "t.csv"}]),
        ({"t.csv": CSV}, [{"path": "t.csv"}, {"name": "u", "path": "https://example.org/u.csv"}]),
        ({"a/t.csv": CSV, "b/t.csv": CSV}, [{"path": "a/t.csv"}, {"name": "u", "path": "b/t.csv"}]),
        ({"a.html": "<p>"}, [{"path": "a.html", "format": "html", "mediatype": "text/html", "encoding": "utf-8"}]),
        ({}, [{"data": [{"a": 1, "b": "x"}], "schema": SCHEMA}]),
    ],
    ids=["schema in YAML", "dialect in a file", "profile", "one file twice", "remote", "folders", "html", "inline"],
)  # fmt: skip
def test_odd_packages(portal: Portal, files: dict[str, Any], resources: list[dict[str, Any]]) -> None:
    """What is published is a valid package, however the city's is put together."""
    made = published(portal, files, *resources)

    assert made.problems() == []


def test_keys_into_withheld_tables(portal: Portal) -> None:
    """A key into a withheld table is left out with it; one into a published table stays."""
    keys = [{"fields": ["a"], "reference": {"resource": name, "fields": ["a"]}} for name in ("u", "v", "")]
    plain = {"fields": SCHEMA["fields"][:1]}
    made = published(
        portal,
        {"t.csv": CSV, "u.csv": "a\n1\nx\n", "v.csv": "a\n1\n"},
        {"path": "t.csv", "schema": {**SCHEMA, "foreignKeys": keys}},
        {"name": "u", "path": "u.csv", "schema": plain},
        {"name": "v", "path": "v.csv", "schema": plain},
    )

    t, v = descriptor(made)["resources"]
    assert (t["schema"]["foreignKeys"], v["name"]) == ([keys[1], keys[2]], "v")
    assert Package(str(made.folder / "datapackage.json")).validate().valid
    assert not list(made.folder.rglob("u.*"))


def test_large_files(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that comes near what GitHub takes is told, with what to do about it."""
    made = published(portal, {"t.csv": CSV, "u.csv": "a\n1\n"}, {"path": "t.csv"}, {"name": "u", "path": "u.csv"})
    monkeypatch.setattr(distribute, "NEAR_FILE_LIMIT", 5000)

    found = distribute.large_files(made.package, made.distributions)

    assert [(f.code, f.severity, f.resource, f.message, f.found) for f in found] == [
        ("SZ001", "warning", name, f"{name}.xlsx is close to the largest file that GitHub takes, or past it", "0 MB")
        for name in ("t", "u")
    ]


@pytest.mark.parametrize(("size", "codes"), [(899_999_999, []), (900_000_000, [("SZ002", "warning", "0.90 GB")])])
def test_large_sites(size: int, codes: list[Any]) -> None:
    """A portal that comes near what GitHub Pages takes is told."""
    assert [(f.code, f.severity, f.found) for f in build._size_findings(size)] == codes


WRITE = """
import sys
from pathlib import Path
from exports_example import publish
for d in publish(Path(sys.argv[1])).distributions:
    print(d.path, d.sha256)
"""


def test_the_same_bytes(portal: Portal) -> None:
    """Every form of a table is the same, byte for byte, whichever process writes it and with how many threads."""
    lines = [f"{n},{n / 7},{39 + n / 1e4},-76.6,2026-01-{n % 28 + 1:02},kind {n % 9}" for n in range(3000)]
    files = {
        "catalog/p/datapackage.json": {
            "resources": [{"name": "t", "path": "t.csv"}, {"name": "page", "path": "page.html"}]
        },
        "catalog/p/t.csv": "\n".join(["id,share,lat,lon,day,kind", *lines]),
        "catalog/p/page.html": "<p>",
    }
    told = []
    for seed, threads in (("1", "1"), ("2", "4")):
        settings = {"PYTHONHASHSEED": seed, "POLARS_MAX_THREADS": threads, "PYTHONPATH": str(Path(__file__).parent)}
        done = subprocess.run(
            [sys.executable, "-c", WRITE, portal(files)],
            env={**os.environ, **settings},
            capture_output=True,
            check=True,
            text=True,
        )
        told.append(done.stdout.splitlines())

    assert [line.split()[0] for line in told[0]] == [
        "t.csv", "t.xlsx", "t.json", "t.parquet", "t.geojson", "files/t.csv", "files/page.html.zip",
    ]  # fmt: skip
    assert told[0] == told[1]


def test_downloads_of_the_demonstration(demonstration: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command reads the downloads of datasets of three shapes back, and finds the values of their sources."""
    catalog = demonstration.parents[1] / "catalog"
    names = ["baltimore-recycling", "earthquakes", "weather-seattle-new-york"]

    code = read_back.main([str(demonstration), str(catalog), *names])

    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if not line.endswith(("same values", "bytes", "as told", "valid"))] == []
    events = (catalog / "earthquakes/events.csv").read_text(encoding="utf-8").splitlines()
    assert f"earthquakes/events.geojson: {len(events) - 1:,} rows, same values" in told
    assert "earthquakes/feed.parquet" in {line.split(":")[0] for line in told}
    assert code == 0


def test_downloads_that_differ(portal: Portal, capsys: pytest.CaptureFixture[str]) -> None:
    """The command tells the first differences of a download that is not what its source is, and fails."""
    made = published(portal, {"t.csv": CSV}, {"path": "t.csv"})
    (made.folder / "t.csv").write_text("a,b\r\n2,x\r\n", encoding="utf-8", newline="")
    root = made.folder.parents[1]

    assert read_back.main([str(root), str(root / "catalog"), "p", "q"]) == 1
    assert capsys.readouterr().out.splitlines()[3:6] == [
        "p/t.csv: 2 differences",
        "  another hash than datapackage.json tells",
        "  row 1, a: 2, not 1",
    ]
