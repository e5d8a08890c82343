"""What is wrong in the catalogue never breaks what is right, and nothing that a package says is ever run."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from hostile_portal import GOOD, MKDOCS, ROWS, Built, Page, build

Portal = Callable[[Mapping[str, Any]], Path]


def test_dangers_are_seen() -> None:
    """The eyes of these tests see what they look for."""
    bad = '<script>x</script><a href=" java\nscript:x" onclick="x">y</a><iframe></iframe><meta http-equiv="refresh">'

    assert Page(bad).dangers(Page("<p>fine</p>")) == [
        "x",
        "<script {}>",
        "<a onclick>",
        "<iframe>",
        "<meta {'http-equiv': 'refresh'}>",
        "javascript:x",
    ]


BROKEN = {
    "cut off": ('{"name": "bad", "resources": [', 1),
    "a list": ([], 1),
    "a number": ("7", 1),
    "empty": ("", 1),
    "not UTF-8": ('{"name": "bäd"}'.encode("latin-1"), 1),
    "UTF-16": ('{"name": "bad"}'.encode("utf-16"), 1),
    "NaN": ('{"name": "bad", "resources": [], "x": NaN}', 1),
    "deep": ('{"a":' * 100_000, 1),
    "deep beside what is right": ({"name": "bad", "resources": [], "x": json.loads("[" * 900 + "]" * 900)}, 1),
    "no resources": ({"name": "bad"}, 1),
    "resources of text": ({"name": "bad", "resources": "x"}, 1),
    "resource of text": ({"name": "bad", "resources": ["x"]}, 1),
    "missing file": ({"name": "bad", "resources": [{"name": "x", "path": "gone.csv"}]}, 1),
    "a path out of it": ({"name": "bad", "resources": [{"name": "x", "path": "../good/calls.csv"}]}, 1),
    "a path that is a folder": ({"name": "bad", "resources": [{"name": "x", "path": "sub"}]}, 1),
    "a pattern for a path": ({"name": "bad", "resources": [{"name": "x", "path": "*.csv"}]}, 1),
    "an empty file": ({"name": "bad", "resources": [{"name": "x", "path": "empty.csv"}]}, 1),
    "an empty JSON file": ({"name": "bad", "resources": [{"name": "x", "path": "empty.json"}]}, 0),
    "GeoJSON of nothing": ({"name": "bad", "resources": [{"name": "x", "path": "nothing.geojson"}]}, 1),
    "a zip that is none": ({"name": "bad", "resources": [{"name": "x", "path": "rows.csv.zip"}]}, 1),
    "Excel that is none": ({"name": "bad", "resources": [{"name": "x", "path": "rows.xlsx"}]}, 1),
    "Parquet that is none": ({"name": "bad", "resources": [{"name": "x", "path": "rows.parquet"}]}, 1),
    "an encoding that is none": (
        {"name": "bad", "resources": [{"name": "x", "path": "rows.csv", "encoding": "klingon"}]},
        1,
    ),
    "a name that is taken": ({"name": "good", "resources": [{"name": "x", "path": "rows.csv"}]}, 1),
    "a name of signs": ({"name": "???", "resources": [{"name": "x", "path": "rows.csv"}]}, 1),
    "a title of a list": ({"name": "bad", "title": ["x"], "resources": [{"name": "x", "path": "rows.csv"}]}, 1),
    "civicstat of text": ({"name": "bad", "civicstat": "x", "resources": [{"name": "x", "path": "rows.csv"}]}, 1),
}
"""What a descriptor holds, and the exit code."""


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_right_stands(portal: Portal, case: str) -> None:
    """A package in any state leaves the good one beside it published, and is spoken of in words."""
    content, code = BROKEN[case]
    beside = {
        "catalog/bad/rows.csv": ROWS,
        "catalog/bad/empty.csv": "",
        "catalog/bad/empty.json": "",
        "catalog/bad/nothing.geojson": '{"type": "FeatureCollection"}',
        "catalog/bad/sub/rows.csv": ROWS,
        "catalog/bad/rows.csv.zip": "no zip",
        "catalog/bad/rows.xlsx": "no workbook",
        "catalog/bad/rows.parquet": "no parquet",
    }

    built = build(portal({**GOOD, **beside, "catalog/bad/datapackage.json": content}))

    assert code == built.code, built.said
    if case == "a name that is taken":
        assert "catalog/good/datapackage.json" in built.said
        assert "withheld" in built.page("datasets/good").text
    else:
        assert (built.root / "site/datasets/good/files/calls.csv").is_file()
        assert "Number" not in built.page("datasets/good").text.split("Charts")[0]
    if code:
        assert "catalog/bad/" in built.said
        assert len(built.said) < 3000


def test_descriptor_that_is_a_folder(portal: Portal) -> None:
    """A folder called datapackage.json is named, and the good package stands."""
    built = build(portal({**GOOD, "catalog/bad/datapackage.json/x": ""}))

    assert built.code == 1
    assert "catalog/bad/datapackage.json: is not a file" in built.said
    assert (built.root / "site/datasets/good/files/calls.csv").is_file()


NAMES = [
    "with space.csv",
    'it\'s "quoted".csv',
    "a#b.csv",
    "a?b=c.csv",
    "100%.csv",
    "%41.csv",
    "été—日本.csv",
    "a&b;c.csv",
]


def test_file_names(portal: Portal) -> None:
    """A file of any name is published under it, and every link to it works."""
    resources = [{"name": f"t{i}", "path": name} for i, name in enumerate(NAMES)]
    root = portal(
        {
            **GOOD,
            "mkdocs.yml": f"{MKDOCS}site_url: https://data.example.org/portal/\n",
            "catalog/odd/datapackage.json": {"name": "odd", "resources": resources},
            **{f"catalog/odd/{name}": ROWS for name in NAMES},
        }
    )

    built = build(root)

    page = built.page("datasets/odd")
    links = [link for link in page.links() if link.startswith("files/")]
    assert built.code == 0, built.said
    assert [f"files/{name}" for name in NAMES] == [unquote(link) for link in links[-len(NAMES) :]]
    assert all(re.fullmatch(r"[A-Za-z0-9/._~%-]+", link) for link in links)
    assert {
        name: (root / "site/datasets/odd/files" / name).read_text(encoding="utf-8") for name in NAMES
    } == dict.fromkeys(NAMES, ROWS)
    # Frictionless takes what follows one of these signs for no part of the name, and the file for no table.
    tables = {f"t{i}" for i, name in enumerate(NAMES) if not set("#?&") & set(name)}
    assert set(re.findall(r"portal/datasets/odd/(t\d)\.csv", page.text)) == tables


def test_originals_are_published_byte_for_byte(portal: Portal) -> None:
    """A file is published as it lies in the package: one that a browser would run as a page, in an archive."""
    page = '<meta content="civicstat-policy">\r\n\u00e9'.encode("latin-1")
    root = portal(
        {
            **GOOD,
            "catalog/odd/datapackage.json": {"name": "odd", "resources": [{"name": "page", "path": "page.html"}]},
            "catalog/odd/page.html": page,
        }
    )

    built = build(root)

    assert built.code == 0, built.said
    assert not (root / "site/datasets/odd/files/page.html").exists()
    with zipfile.ZipFile(root / "site/datasets/odd/files/page.html.zip") as archive:
        assert archive.read("page.html") == page


def spec(**parts: Any) -> dict[str, Any]:
    """A chart by a whole specification."""
    return {"title": "A chart", "spec": {"mark": "bar", "encoding": {"x": {"field": "id"}}, **parts}}


SPECS = {
    "fetches data": spec(data={"url": "https://example.org/rows.csv"}),
    "fetches a file": spec(data={"url": "file:///etc/passwd"}),
    "fetches in a layer": spec(layer=[{"mark": "bar", "data": {"url": "rows.csv"}}]),
    "fetches in a lookup": spec(transform=[{"lookup": "id", "from": {"data": {"url": "x.csv"}, "key": "id"}}]),
    "draws an image": spec(mark="image"),
    "draws an image from a field": spec(mark={"type": "image"}),
    "loads an image": spec(encoding={"url": {"value": "https://example.org/x.png"}}),
    "leads elsewhere": spec(encoding={"href": {"value": "javascript:alert(1)"}}),
    "names no mark": {"title": "A chart", "spec": {"encoding": {}}},
    "is of a mark that is none": spec(mark="explosion"),
    "names another table": spec(data={"name": "elsewhere"}),
    "has a wrong expression": spec(transform=[{"calculate": "datum.id +", "as": "x"}]),
    "calls what there is not": spec(transform=[{"calculate": "fetch('x')", "as": "x"}]),
    "is deep": spec(x=json.loads('{"a":' * 100 + "1" + "}" * 100)),
    "draws too much": spec(data={"sequence": {"start": 0, "stop": 1_000_000, "as": "id"}}),
    "carries too much": spec(data={"values": [{"id": i} for i in range(30_000)]}),
    "is wider than any screen": spec(hconcat=[{"mark": "bar", "width": 1e9, "encoding": {"x": {"field": "id"}}}]),
    "is higher than any screen": spec(height={"step": 10**9}),
    "has a theme past all size": spec(config={"view": {"continuousHeight": 1e9}}),
    "has too many steps": spec(encoding={"x": {"field": "id", "axis": {"tickCount": 10**9}}}),
    "never ends": spec(
        encoding={"x": {"field": "id", "type": "quantitative", "axis": {"values": {"expr": "sequence(1e9)"}}}}
    ),
    "fetches by a signal": spec(params=[{"name": "u", "value": "https://example.org"}], data={"url": {"signal": "u"}}),
    "is of endless layers": spec(layer=[{"mark": "bar"}] * 1000),
    "folds endlessly": spec(transform=[{"fold": ["id"] * 1000}]),
    "says an endless text": spec(mark={"type": "text", "text": "x" * 1_000_000}),
    "says endless texts": spec(mark={"type": "text", "text": ["x" * 1_000_000]}),
    "reaches for the page": spec(params=[{"name": "p", "value": 1, "bind": {"element": "#search"}}]),
    "names a field that is not there": {"title": "A chart", "type": "bar", "x": "gone"},
    "is of text": {"title": "A chart", "spec": "x"},
    "is no chart": "x",
}


@pytest.fixture(scope="module")
def with_specs(portal: Portal) -> Built:
    """A portal with a package for each declaration that can't be drawn."""
    files = dict(GOOD)
    for number, chart in enumerate(SPECS.values()):
        folder = f"catalog/chart-{number}"
        resources = [{"name": "rows", "path": "rows.csv"}]
        charts = [chart, {"title": "Kinds", "type": "bar", "x": "kind", "aggregate": "count"}]
        files[f"{folder}/rows.csv"] = ROWS
        files[f"{folder}/datapackage.json"] = json.dumps({"resources": resources, "civicstat": {"charts": charts}})
    return build(portal(files))


@pytest.mark.parametrize("case", SPECS)
def test_charts_that_cannot_be_drawn(with_specs: Built, case: str) -> None:
    """A declared chart that would fetch something, or can't be drawn, is left out with a note; the page stands."""
    number = list(SPECS).index(case)
    page = with_specs.page(f"datasets/chart-{number}")
    charts = [a["id"] for tag, a in page.tags if tag == "figure"]

    assert with_specs.code == 0, with_specs.said
    assert len(charts) == 1, case
    assert "this chart is left out" in page.text
    assert page.dangers(with_specs.page("datasets/good")) == []
