"""`civicstat record`: a day added to the record, the same day again, and what it must never write over."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from civicstat.cli import app
from civicstat.record import FOLDER
from civicstat.recording import record_day
from civicstat.settings import Settings
from civicstat.sources import read_descriptor
from civicstat.validation import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]

ROWS = "id,height\n1,4.5\n2,\n3,12\n4,3\n"
TREES = {
    "name": "trees",
    "resources": [
        {
            "name": "all",
            "path": "all.csv",
            "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "height", "type": "number"}]},
        }
    ],
    "civicstat": {"accrualPeriodicity": "R/P1M", "modified": "2026-01-15"},
}
FILES: dict[str, Any] = {"catalog/trees/datapackage.json": TREES, "catalog/trees/all.csv": ROWS}


def run(root: Path, day: str) -> Result:
    """Run `civicstat record` for a day."""
    return CliRunner().invoke(app, ["record", "--root", str(root), "--today", day, "--workers", "1"])


def held(root: Path) -> dict[str, str]:
    """The files of the record as they stand, hidden ones too."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((root / FOLDER).iterdir())}


def table(root: Path, name: str) -> list[str]:
    """The rows of one of its tables."""
    return held(root)[f"{name}.csv"].splitlines()[1:]


def test_first_day(portal: Portal) -> None:
    """The first day makes the record: a valid data package with the portal, the dataset and its table."""
    root = portal(FILES)

    done = run(root, "2026-02-01")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        "2026-02-01: 70 of 100 over 1 dataset.\nNew numbers: 1 dataset, 1 table. Written to catalog/portal-quality/.\n"
    )
    assert sorted(held(root)) == ["datapackage.json", "datasets.csv", "portal.csv", "tables.csv"]
    assert [row.split(",")[:11] for row in table(root, "portal")] == [
        ["2026-02-01", "70.0", "100.0", "90.0", "100.0", "0.0", "40.0", "1", "0", "0", "4"]
    ]
    assert [row.split(",")[:8] for row in table(root, "datasets")] == [
        ["2026-02-01", "trees", "70", "100", "90", "100", "0", "40"]
    ]
    assert table(root, "tables") == ["2026-02-01,trees,all,4"]
    assert sorted(path.name for path in (root / "catalog").iterdir()) == ["portal-quality", "trees"]


def test_the_record_is_valid(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is a valid package."""
    root = portal(FILES)
    run(root, "2026-02-01")
    run(root, "2026-02-02")
    monkeypatch.chdir(root)

    done = validate([root / FOLDER / "datapackage.json"], Settings(), date(2026, 2, 3))

    assert [(task["valid"], task["errors"]) for task in done.packages[0].verdict.tasks] == [(True, [])] * 3


def test_days_that_follow(portal: Portal) -> None:
    """Each day has a row of its own; datasets and tables have one only when their numbers are others."""
    root = portal(FILES)

    for day in ("2026-02-14", "2026-02-15", "2026-02-16"):
        assert run(root, day).exit_code == 0
    (root / "catalog/trees/all.csv").write_text(ROWS + "5,7\n", encoding="utf-8")
    assert run(root, "2026-02-17").exit_code == 0

    assert [row.split(",")[0] for row in table(root, "portal")] == [
        "2026-02-14", "2026-02-15", "2026-02-16", "2026-02-17",
    ]  # fmt: skip
    assert [row.split(",")[:6] for row in table(root, "datasets")] == [
        ["2026-02-14", "trees", "70", "100", "90", "100"],
        ["2026-02-16", "trees", "65", "100", "90", "75"],
        ["2026-02-17", "trees", "65", "100", "92", "75"],
    ]
    assert table(root, "tables") == ["2026-02-14,trees,all,4", "2026-02-17,trees,all,5"]


def test_the_same_day_again(portal: Portal) -> None:
    """A day recorded twice stands once; where the data has changed in between, with the newer numbers."""
    root = portal(FILES)
    run(root, "2026-02-01")
    run(root, "2026-02-02")
    before = held(root)

    done = run(root, "2026-02-02")

    assert done.stderr.endswith("catalog/portal-quality/ has this day already.\n")
    assert held(root) == before

    (root / "catalog/trees/all.csv").write_text(ROWS + "5,7\n", encoding="utf-8")
    run(root, "2026-02-02")

    assert table(root, "tables") == ["2026-02-01,trees,all,4", "2026-02-02,trees,all,5"]
    assert len(table(root, "portal")) == 2


def test_a_day_cut_short(portal: Portal) -> None:
    """A day of which a kill left only a part is made whole when it is recorded again."""
    root = portal(FILES)
    run(root, "2026-02-01")
    whole = held(root)
    for name in ("portal", "datasets"):
        (root / FOLDER / f"{name}.csv").write_text(whole[f"{name}.csv"].splitlines()[0] + "\n", encoding="utf-8")

    assert run(root, "2026-02-01").exit_code == 0

    assert held(root) == whole


def test_a_withheld_table_keeps_its_last_rows(portal: Portal) -> None:
    """A table that is withheld for a day has no number of rows on it, so that the last one stands to compare with."""
    root = portal(FILES)
    run(root, "2026-02-01")
    (root / "catalog/trees/all.csv").write_text(ROWS + "x,7\n", encoding="utf-8")

    run(root, "2026-02-02")

    assert table(root, "tables") == ["2026-02-01,trees,all,4"]
    assert [row.split(",")[:4] for row in table(root, "datasets")][-1] == ["2026-02-02", "trees", "3", "0"]


def test_the_record_does_not_record_itself(portal: Portal) -> None:
    """The record's own growth is no change: nothing of it stands in it."""
    root = portal(FILES)
    for day in ("2026-02-01", "2026-02-02"):
        run(root, day)

    assert "portal-quality" not in "".join(text for name, text in held(root).items() if name.endswith(".csv"))


def test_the_city_may_word_it(portal: Portal) -> None:
    """The descriptor is written once, and then the city's own."""
    root = portal(FILES)
    run(root, "2026-02-01")
    path = root / FOLDER / "datapackage.json"
    own = json.dumps({**json.loads(path.read_text(encoding="utf-8")), "title": "Wie gut sind die Daten?"})
    path.write_text(own, encoding="utf-8")

    run(root, "2026-02-02")

    assert path.read_text(encoding="utf-8") == own


def test_an_empty_portal(portal: Portal) -> None:
    """A portal without data has a day without a score."""
    root = portal({"catalog/portal.yml": ""})

    done = run(root, "2026-02-01")

    assert done.stderr.splitlines()[0] == "2026-02-01: no dataset has a score yet."
    assert table(root, "portal") == ["2026-02-01,,,,,,,0,0,0,0,0,0"]


HANDMADE = {"name": "portal-quality", "resources": [{"name": "x", "path": "portal.csv"}]}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {f"{FOLDER}/datapackage.json": HANDMADE, f"{FOLDER}/portal.csv": "n\n1\n"},
            'catalog/portal-quality/: something else lies there: no package whose civicstat.kind is "quality"',
        ),
        ({f"{FOLDER}/notes.txt": "Mine."}, "catalog/portal-quality/: something else lies there"),
        (
            {"catalog/other/datapackage.json": {"resources": [], "civicstat": {"kind": "quality"}}},
            "catalog/other/: the record of scores lies here. It is kept in catalog/portal-quality/",
        ),
    ],
    ids=["a package made by hand", "a folder of something else", "a record elsewhere"],
)
def test_in_the_way(portal: Portal, files: Mapping[str, Any], says: str) -> None:
    """What lies in the record's place and is none is left as it is."""
    root = portal({**FILES, **files})
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    done = run(root, "2026-02-01")

    assert done.exit_code == 2
    assert done.stderr.startswith(f"civicstat: {says}")
    assert {path: path.read_bytes() for path in root.rglob("*") if path in before} == before


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("portal.csv", b"", "catalog/portal-quality/portal.csv: is empty."),
        ("portal.csv", b"\xff\xfe", "catalog/portal-quality/portal.csv: can't be read: 'utf-8' codec"),
        (
            "tables.csv",
            b"date,rows\n",
            "catalog/portal-quality/tables.csv, row 1: found the columns date, rows; expected",
        ),
        (
            "tables.csv",
            b"date,package,table,rows\n2026-01-02,a,b,1\n2026-01-01,a,b,1\n",
            'catalog/portal-quality/tables.csv, row 3: found "2026-01-01" after "2026-01-02"; expected 4 cells',
        ),
        (
            "tables.csv",
            b"date,package,table,rows\n2026-01-02,a,b\n",
            "catalog/portal-quality/tables.csv, row 2: found 3 cells; expected 4 cells",
        ),
        ("tables.csv", b"date,package,table,rows\n1/2/26,a,b,1\n", 'row 2: found "1/2/26" after ""; expected 4 cells'),
        ("tables.csv", b"date,package,table,rows\n2026-02-03,a,b,1\n", "holds 2026-02-03 already, which is after"),
    ],
)
def test_a_record_that_does_not_fit(portal: Portal, name: str, content: bytes, says: str) -> None:
    """A record that can't be read, or that has a later day, is left as it is; the message says what to do."""
    root = portal(FILES)
    run(root, "2026-02-01")
    (root / FOLDER / name).write_bytes(content)
    before = {path: path.read_bytes() for path in (root / FOLDER).iterdir()}

    done = run(root, "2026-02-02")

    assert done.exit_code == 2
    assert says in done.stderr
    assert {path: path.read_bytes() for path in (root / FOLDER).iterdir()} == before


def test_nothing_is_half_written(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk takes no more, each file is the old one or the new one, and no other is left behind."""
    root = portal(FILES)
    run(root, "2026-02-01")
    before = held(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = run(root, "2026-02-02")

    assert done.exit_code == 2
    assert done.stderr.startswith("civicstat: catalog/portal-quality/: can't be written: No space left on device.")
    assert held(root) == before


def test_no_portal(portal: Portal) -> None:
    """A folder that is no portal gets no record."""
    done = run(portal({"README.md": ""}), "2026-02-01")

    assert done.exit_code == 2
    assert "catalog/: no such folder" in done.stderr


def test_what_it_hands_back(portal: Portal) -> None:
    """The result tells the day, the score and what is new."""
    root = portal(FILES)

    done = record_day(root, date(2026, 2, 1))

    assert (done.score, done.scored, done.datasets, done.tables, done.written) == (70.0, 1, 1, 1, True)
    assert read_descriptor(done.folder / "datapackage.json", root).problem is None
