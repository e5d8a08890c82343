"""Rows far fewer than last time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from civicstat.cli import app
from civicstat.record import COLUMNS, FOLDER
from civicstat.recording import descriptor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]


def a_portal(portal: Portal, last: int, rows: int, name: str = "all") -> Path:
    """A portal whose table has `rows` now and had `last` rows when it was recorded."""
    files = {f"{FOLDER}/{table}.csv": ",".join(columns) + "\n" for table, columns in COLUMNS.items()}
    files[f"{FOLDER}/tables.csv"] += f"2026-01-01,trees,{name},{last}\n2026-02-01,trees,all,{rows}\n"
    return portal(
        {
            **files,
            f"{FOLDER}/datapackage.json": descriptor(),
            "mkdocs.yml": "site_name: Springfield\nsite_url: https://data.example.org/\ntheme:\n  name: material\n",
            "site_src/about.md": "# About\n",
            "catalog/portal.yml": "today: '2026-02-01'\n",
            "catalog/trees/datapackage.json": {"name": "trees", "resources": [{"name": "all", "path": "all.csv"}]},
            "catalog/trees/all.csv": "id\n" + "".join(f"{n}\n" for n in range(rows)),
        }
    )


def test_in_a_build(portal: Portal) -> None:
    """A build compares with what was recorded before its own day, and says so on the dataset's page."""
    root = a_portal(portal, last=100, rows=60)

    done = CliRunner().invoke(app, ["build", "--root", str(root), "--workers", "1"])

    assert done.exit_code == 0
    assert "would make the data better: civicstat validate lists them." in done.stderr
    page = (root / "site/datasets/trees/index.html").read_text(encoding="utf-8")
    assert "the table has far fewer rows than last time" in page


def test_in_a_check(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """`civicstat validate` compares too, so that a pull request hears of it."""
    root = a_portal(portal, last=100, rows=60)
    monkeypatch.chdir(root)

    done = CliRunner().invoke(app, ["validate", "catalog/trees"])

    assert "DT050: The table has far fewer rows than last time" in done.stdout
    assert "60 rows, 40% fewer" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("last", "rows", "name"),
    [(100, 67, "all"), (30, 20, "all"), (15, 5, "all"), (100, 300, "all"), (100, 60, "felled"), (0, 0, "all")],
    ids=["a third", "a third exactly", "a small table", "more", "another table", "never any"],
)
def test_what_is_no_loss(portal: Portal, monkeypatch: pytest.MonkeyPatch, last: int, rows: int, name: str) -> None:
    """Up to a third fewer rows, or ten, is nothing to speak of; nor is another table's number."""
    monkeypatch.chdir(a_portal(portal, last, rows, name))

    done = CliRunner().invoke(app, ["validate", "catalog/trees"])

    assert "DT050" not in done.stdout
