"""The whole build: exit codes, same bytes, a kill at any moment, and what it must never write."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from civicstat.build import build_portal
from civicstat.cli import app

Portal = Callable[[Mapping[str, Any]], Path]

MKDOCS = "site_name: Springfield\nsite_url: https://data.example.org/\ndocs_dir: site_src\ntheme:\n  name: material\n"
EMPTY = {"mkdocs.yml": MKDOCS, "catalog/portal.yml": "", "site_src/about.md": "# About\n"}
ROWS = "day,kind,calls,latitude,longitude\n" + "".join(
    f"2026-01-{day:02},{'ab'[day % 2]},{day * 7 % 11},{39 + day / 50},{-76 - day / 70}\n" for day in range(1, 31)
)
GOOD = {
    **EMPTY,
    "catalog/good/datapackage.json": {"name": "good", "resources": [{"name": "calls", "path": "calls.csv"}]},
    "catalog/good/calls.csv": ROWS,
}
BROKEN = {
    "catalog/bad/datapackage.json": {
        "name": "bad",
        "resources": [
            {"name": "bad", "path": "bad.csv", "schema": {"fields": [{"name": "n", "type": "integer"}]}},
            {"name": "fine", "path": "fine.csv"},
        ],
    },
    "catalog/bad/bad.csv": "n\nx\n",
    "catalog/bad/fine.csv": "n\n1\n",
}
CHARTS = {
    "catalog/charts/datapackage.json": {
        "name": "charts",
        "resources": [{"name": "calls", "path": "calls.csv"}],
        "civicstat": {
            "formerNames": ["old-charts"],
            "charts": [
                {"title": "Days", "type": "line", "x": "day", "y": "calls", "series": "kind"},
                {"title": "Kinds", "type": "bar", "x": "kind", "aggregate": "count"},
                {"title": "Places", "type": "map", "latitude": "latitude", "longitude": "longitude"},
                {
                    "title": "A whole specification",
                    "spec": {
                        "mark": "point",
                        "encoding": {
                            "x": {"field": "day", "type": "temporal"},
                            "y": {"field": "calls", "type": "quantitative"},
                            "color": {"field": "kind", "type": "nominal"},
                        },
                    },
                },
            ],
        },
    },
    "catalog/charts/calls.csv": ROWS,
}


def run(root: Path, *words: str) -> Result:
    """Run `civicstat build` on a portal."""
    return CliRunner().invoke(app, ["build", "--root", str(root), "--today", "2026-02-01", "--workers", "1", *words])


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file in a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text(root: Path, path: str) -> str:
    """A file of the built portal."""
    return (root / "site" / path).read_text(encoding="utf-8")


def test_all_published(portal: Portal) -> None:
    """Exit code 0: a package that knows nothing of civicstat has a page, its rows, a chart and its file."""
    root = portal(GOOD)

    done = run(root)

    page = text(root, "datasets/good/index.html")
    assert done.exit_code == 0, done.stderr
    assert "1 package published" in done.stderr
    assert all(words in page for words in (">Good</h1>", "30 rows", "<svg", 'href="files/calls.csv"'))
    assert text(root, "datasets/good/files/calls.csv") == ROWS
    [resource] = json.loads(text(root, "datasets/good/datapackage.json"))["resources"]
    assert (resource["name"], resource["path"], resource["bytes"]) == ("calls", "files/calls.csv", len(ROWS))
    assert {path.name for path in (root / "site/datasets/good").glob("calls.*")} == {
        "calls.csv",
        "calls.geojson",
        "calls.json",
        "calls.parquet",
        "calls.xlsx",
    }


def test_something_withheld(portal: Portal) -> None:
    """Exit code 1: a broken table is withheld and its page says why; what stands beside it is published."""
    root = portal({**GOOD, **BROKEN})

    done = run(root)

    assert done.exit_code == 1
    assert "catalog/bad/bad.csv, row 2" in done.stderr
    assert "Part of this data is withheld" in text(root, "datasets/bad/index.html")
    assert (root / "site/datasets/bad/files/fine.csv").is_file()
    assert not (root / "site/datasets/bad/files/bad.csv").exists()
    assert [r["name"] for r in json.loads(text(root, "datasets/bad/datapackage.json"))["resources"]] == ["fine"]


def test_strict(portal: Portal) -> None:
    """With --strict what would be withheld stops the build with exit code 2, and the old portal stands untouched."""
    root = portal(GOOD)
    run(root)
    before = {**contents(root / "site"), **contents(root / "site_src")}
    moments = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    for path, content in BROKEN.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")

    done = run(root, "--strict")

    assert done.exit_code == 2
    assert "catalog/bad/bad.csv, row 2" in done.stderr
    assert {**contents(root / "site"), **contents(root / "site_src")} == before
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == moments


def test_broken_settings(portal: Portal) -> None:
    """Settings that can't be used stop the build with exit code 2 and are told all at once."""
    root = portal(GOOD)
    run(root)
    before = contents(root / "site")
    (root / "catalog/portal.yml").write_text("place: 7\ntimezone: UTC\ncolors:\n  primary: red\n", encoding="utf-8")

    done = run(root)

    assert done.exit_code == 2
    assert all(word in done.stderr for word in ('"timezone"', "place", "colors.primary"))
    assert contents(root / "site") == before


@pytest.mark.parametrize("gone", ["mkdocs.yml", "catalog"])
def test_no_portal(portal: Portal, gone: str) -> None:
    """A folder that is no portal is named, with exit code 2."""
    root = portal({**EMPTY})
    shutil.rmtree(root / gone) if gone == "catalog" else (root / gone).unlink()

    done = run(root)

    assert done.exit_code == 2
    assert gone in done.stderr
    assert not (root / "site").exists()


def test_a_day_that_is_none(portal: Portal) -> None:
    """A day that the calendar does not have is refused."""
    done = CliRunner().invoke(app, ["build", "--root", str(portal(EMPTY)), "--today", "2026-02-30"])

    assert done.exit_code == 2
    assert 'found "2026-02-30"' in done.stderr


def test_empty_catalogue(portal: Portal) -> None:
    """A portal without a package builds, and says that there is nothing yet."""
    root = portal(EMPTY)

    assert run(root).exit_code == 0
    assert "No data has been published here yet" in text(root, "index.html")
    assert "No dataset has been published yet" in text(root, "datasets/index.html")


def test_package_that_is_taken_out(portal: Portal) -> None:
    """The pages of a package that is gone disappear, from the sources and from the portal."""
    root = portal({**GOOD, **CHARTS})
    run(root)
    assert (root / "site_src/datasets/charts/index.md").is_file()

    shutil.rmtree(root / "catalog/charts")
    run(root)

    assert not (root / "site_src/datasets/charts").exists()
    assert not (root / "site/datasets/charts").exists()
    assert not (root / "site/datasets/old-charts").exists()
    assert (root / "site_src/about.md").is_file()
    assert "charts" not in text(root, "datasets/index.html").split("<main")[1]


def test_generated_pages_are_marked(portal: Portal) -> None:
    """Every page that a build writes into `site_src/` says so in its second line."""
    root = portal(GOOD)
    run(root)

    pages = {path for path in (root / "site_src").rglob("*.md") if path.name != "about.md"}

    assert len(pages) >= 7
    assert {path.read_text(encoding="utf-8").splitlines()[1] for path in pages} == {"generated: civicstat"}


@pytest.mark.parametrize("path", ["datasets/good/index.md", "datasets/good.md", "datasets/good/files/calls.csv"])
def test_page_in_the_way(portal: Portal, path: str) -> None:
    """A page written by hand at a generated address stops the build; both are named and the old portal stands."""
    root = portal(GOOD)
    run(root)
    before = contents(root / "site")
    mine = root / "site_src" / path
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("# Mine\n", encoding="utf-8")

    done = run(root)

    named = "datasets/good/files/calls.csv" if path.endswith("csv") else "site_src/datasets/good/index.md"
    assert done.exit_code == 2
    assert done.stderr.count(f"site_src/{path}: stands at the address of") == 1
    assert named in done.stderr.split("stands at the address of")[1]
    assert mine.read_text(encoding="utf-8") == "# Mine\n"
    assert contents(root / "site") == before


def test_a_package_with_the_name_of_a_file(portal: Portal) -> None:
    """A package whose folder would have the path of a page is told and left out; all else is published."""
    own = {"name": "index.html", "resources": [{"name": "calls", "path": "calls.csv"}]}
    root = portal({**GOOD, "catalog/other/datapackage.json": own, "catalog/other/calls.csv": ROWS})

    done = run(root)

    assert done.exit_code == 1, done.stderr
    assert done.stderr.count("PG002") == 1
    assert (root / "site/datasets/index.html").is_file()
    assert text(root, "datasets/good/files/calls.csv") == ROWS


def test_nothing_is_written_elsewhere(portal: Portal) -> None:
    """A build writes into site/, site_src/ and .cache/, and leaves every other file as it was."""
    root = portal({**GOOD, **CHARTS, "README.md": "# Mine\n"})
    before = contents(root)
    around = sorted(root.parent.iterdir())

    run(root)

    after = {path: hash_ for path, hash_ in contents(root).items() if not path.startswith(("site/", ".cache/"))}
    generated = {path for path in after if path not in before}
    assert {path: hash_ for path, hash_ in after.items() if path in before} == before
    assert all(path.startswith("site_src/") and path.endswith("index.md") for path in generated)
    assert sorted(root.parent.iterdir()) == around


def test_former_names(portal: Portal) -> None:
    """A name that a dataset had before leads to its page."""
    root = portal({**GOOD, **CHARTS})

    run(root)

    page = text(root, "datasets/old-charts/index.html")
    assert 'content="0; url=../charts/"' in page
    assert 'href="../charts/"' in page


def test_under_a_path(portal: Portal) -> None:
    """A portal published under a path has no address that leaves it."""
    root = portal({**GOOD, "mkdocs.yml": MKDOCS.replace("example.org/", "example.org/open/portal")})

    run(root)

    pages = {path: path.read_text(encoding="utf-8") for path in (root / "site").rglob("*.html")}
    rooted = {
        (path.name, address.split('"')[0])
        for path, page in pages.items()
        for mark in (' href="/', ' src="/', ' action="/')
        for address in page.split(mark)[1:]
    }
    assert {address for name, address in rooted if name != "404.html"} == set()
    assert all(address.startswith("open/portal/") for _, address in rooted)
    assert "https://data.example.org/open/portal/datasets/good/calls.csv" in text(root, "datasets/good/index.html")


CANARY = "Kanarienvogel"

PRIVATE: dict[str, Any] = {
    "non-public": {"civicstat": {"accessLevel": "non-public"}},
    "restricted": {"civicstat": {"accessLevel": "restricted public"}},
    "at the top": {"accessLevel": "non-public"},
    "misspelt level": {"civicstat": {"accessLevel": "Non-Public"}},
    "misspelt word": {"civicstat": {"AccessLevel": "non-public"}},
    "another word": {"civicstat": {"access_level": "non-public"}},
    "level of no kind": {"civicstat": {"accessLevel": None}},
    "level of a list": {"civicstat": {"accessLevel": ["public"]}},
    "civicstat of text": {"civicstat": "non-public"},
    "and broken": {"civicstat": {"accessLevel": "non-public", "kind": 7}, "resources": CANARY},
    "and without a name": {"name": None, "civicstat": {"accessLevel": "non-public"}},
    "of a resource": {
        "resources": [
            {"name": CANARY.lower(), "path": f"{CANARY}.csv", "civicstat": {"accessLevel": "non-public"}},
        ]
    },
}


@pytest.fixture(scope="module")
def with_secrets(portal: Portal) -> tuple[Path, Result]:
    """A portal in which every other package is not public, each declared in its own way, and all of them built."""
    files: dict[str, Any] = dict(GOOD)
    for number, (_, declared) in enumerate(PRIVATE.items()):
        folder = f"catalog/inner-{number}"
        descriptor = {
            "name": CANARY.lower(),
            "title": CANARY,
            "description": CANARY,
            "keywords": [CANARY],
            "resources": [{"name": CANARY.lower(), "path": f"{CANARY}.csv"}],
            **declared,
        }
        files[f"{folder}/datapackage.json"] = descriptor
        files[f"{folder}/{CANARY}.csv"] = f"{CANARY}\n{CANARY}\n"
    cut = json.dumps({"title": CANARY, "civicstat": {"accessLevel": "non-public"}})[:-1]
    files |= {
        "catalog/cut/datapackage.json": cut,
        f"catalog/cut/{CANARY}.csv": f"{CANARY}\n",
        "catalog/utf-16/datapackage.json": (cut + "}").encode("utf-16"),
        "catalog/yaml/datapackage.yaml": f"title: {CANARY}\ncivicstat: {{accessLevel: non-public, x: [}}\n",
        "catalog/thief/datapackage.json": {
            "name": "thief",
            "resources": [{"name": "x", "path": f"in/{CANARY}.csv"}],
        },
        "catalog/thief/in/datapackage.json": {"name": CANARY.lower(), "civicstat": {"accessLevel": "non-public"}},
        f"catalog/thief/in/{CANARY}.csv": f"{CANARY}\n",
    }
    root = portal(files)
    return root, run(root)


def unpacked(path: Path) -> bytes:
    """What a file holds; of the store's entries, what they hold once unpacked."""
    raw = path.read_bytes()
    return raw + zlib.decompress(raw.partition(b"\n")[2]) if path.parent.parent.name == "entries" else raw


def test_nothing_private_is_published(with_secrets: tuple[Path, Result]) -> None:
    """No title, description, row or file name of a package that is not public is anywhere in what a build writes."""
    root, done = with_secrets

    written = [path for name in ("site", "site_src", ".cache") for path in (root / name).rglob("*")]
    leaks = [
        path.relative_to(root).as_posix()
        for path in written
        if CANARY.lower() in path.name.lower()
        or (path.is_file() and CANARY.lower().encode() in unpacked(path).lower())
        or (path.is_file() and CANARY.encode("utf-16-le") in unpacked(path))
    ]

    assert done.exit_code == 1
    assert leaks == []
    assert not any(path.name.startswith("inner") for path in written)
    assert len(written) > 100


def test_what_is_said_of_private_packages(with_secrets: tuple[Path, Result]) -> None:
    """Staff are told the file of a package that is not public, and nothing of what is in it."""
    _, done = with_secrets

    assert CANARY.lower() not in done.stderr.lower()
    assert "catalog/inner-0/datapackage.json" in done.stderr
    assert "catalog/cut/datapackage.json" in done.stderr


COMMAND = [sys.executable, "-m", "civicstat", "build", "--today", "2026-02-01"]


def test_same_bytes(portal: Portal) -> None:
    """The same catalogue and day give the same bytes, whatever the folder, time zone, hash seed and workers."""
    extra = {
        f"catalog/more-{i}/{path.rsplit('/', 1)[1]}": x for i in (1, 2) for path, x in GOOD.items() if "good" in path
    }
    extra = {path: {**x, "name": path.split("/")[1]} if isinstance(x, dict) else x for path, x in extra.items()}
    roots = [portal({**GOOD, **BROKEN, **CHARTS, **extra}) for _ in range(2)]
    ways = [("Asia/Tokyo", "1", "1"), ("America/New_York", "2", "2")]

    running = [
        subprocess.Popen(
            [*COMMAND, "--root", str(root), "--workers", workers],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            stderr=subprocess.PIPE,
            text=True,
        )
        for root, (zone, seed, workers) in zip(roots, ways, strict=True)
    ]
    said = [process.communicate()[1] for process in running]

    one, other = [{**contents(root / "site"), **contents(root / "site_src")} for root in roots]
    assert [process.returncode for process in running] == [1, 1], said
    assert one == other
    assert sum(path.endswith(".json") and "/charts/" in path for path in one) >= 8


def test_today(portal: Portal) -> None:
    """Another day changes what depends on the day, and the portal's time zone says which day it is."""
    root = portal(GOOD)

    result = build_portal(root, today=date(2026, 3, 5))

    assert result.exit_code == 0
    assert "As of March 5, 2026" in text(root, "index.html")


def test_killed_between_renames(portal: Portal) -> None:
    """Where a build was killed when the old portal was away and the new one not yet there, the old one comes back."""
    root = portal(GOOD)
    run(root)
    before = contents(root / "site")
    (root / "site").rename(root / ".cache/previous-site")
    (root / ".cache/build-site-x/site").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("nonsense: [", encoding="utf-8")

    done = run(root)

    assert done.exit_code == 2
    assert contents(root / "site") == before
    assert [path.name for path in (root / ".cache").iterdir()] == ["store"]


def test_the_next_command_restores(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """After such a kill any command brings the old portal back, not only a build."""
    root = portal(GOOD)
    (root / ".cache/previous-site").mkdir(parents=True)
    (root / ".cache/previous-site/index.html").write_text("old", encoding="utf-8")
    monkeypatch.chdir(root)

    CliRunner().invoke(app, ["validate"])

    assert (root / "site/index.html").read_text(encoding="utf-8") == "old"
