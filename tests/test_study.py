"""What came of one package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicstat.catalog import parse_catalog
from civicstat.executors import Workers
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.store import Store
from civicstat.study import check_content, lost_findings

if TYPE_CHECKING:
    from civicstat.findings import Finding

Portal = Callable[[dict[str, Any]], Path]

TREES: dict[str, Any] = {
    "catalog/trees/datapackage.json": {"resources": [{"name": "trees", "path": "trees.csv"}]},
    "catalog/trees/trees.csv": "id\n1\n",
}


def _fail(_item: int) -> tuple[Finding, ...]:
    raise AttributeError("no attribute 'rows'")


def test_lost_by_a_fault_of_the_program(portal: Portal) -> None:
    """Where the program itself fails, nobody is sent to look for a fault in the data."""
    [package] = parse_catalog(read_sources(portal(TREES)), Settings()).packages
    with Workers(1) as workers:
        [[finding]] = workers.run(_fail, [1], lambda _: 20.0, lambda _, reason: lost_findings(package, reason, 20.0))

    assert finding.message == (
        "could not be checked to its end: the program fails at it (AttributeError: no attribute 'rows')"
    )
    assert finding.todo == (
        "This is a fault of civicstat, not yours: report it to whoever runs the portal, with this message."
    )


def test_lost_by_time(portal: Portal) -> None:
    """What takes too long may be damaged or too large."""
    [package] = parse_catalog(read_sources(portal(TREES)), Settings()).packages

    [finding] = lost_findings(package, "it takes more than 20 seconds", 20.0)

    assert finding.todo.startswith("Look for a damaged file; split large tables")


def test_what_lies_in_place_of_a_missing_file(portal: Portal, tmp_path: Path) -> None:
    """Kept findings on a missing file are made anew once something else lies beside it."""
    files = {**TREES, "catalog/trees/trees.csv": None, "catalog/trees/a.csv": "id\n1\n"}
    root = portal({name: text for name, text in files.items() if text is not None})
    [package] = parse_catalog(read_sources(root), Settings()).packages
    store = Store(tmp_path / "store")
    found = [finding.found for finding in check_content(package, Settings(), store)[0].findings]

    (root / "catalog/trees/a.csv").rename(root / "catalog/trees/b.csv")
    anew = [finding.found for finding in check_content(package, Settings(), store)[0].findings]

    assert found == ["in its folder, not named by the descriptor: a.csv"]
    assert anew == ["in its folder, not named by the descriptor: b.csv"]
