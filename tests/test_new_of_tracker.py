"""`civicstat new tracker`: a package that builds as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from civicstat.catalog import parse_catalog
from civicstat.cli import app
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.tracker.declared import read_tracker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from civicstat.model import Package
    from civicstat.study import Study


@pytest.mark.parametrize("start", ["2026-10-01", "2027-01-04", "9998-09-01"])
def test_it_reads_as_it_is_written(
    portal: Callable[[Mapping[str, Any]], Path], study: Callable[[Sequence[Package]], dict[str, Study]], start: str
) -> None:
    """A hundred days, begun or to come, with nothing wrong in them but that they are examples."""
    root = portal({"catalog/portal.yml": 'today: "2026-11-20"\n'})

    done = CliRunner().invoke(app, ["new", "tracker", "first_hundred", "--start", start, "--root", str(root)])

    [package] = parse_catalog(read_sources(root), Settings()).packages
    tracker, findings = read_tracker(package, study([package])[package.name].scan)
    assert (done.exit_code, done.stderr) == (0, "")
    assert {(f.code, f.found[:9]) for f in findings} == {("PR023", "Example: ")}
    assert tracker.begins
    assert tracker.ends
    assert (str(tracker.begins), (tracker.ends - tracker.begins).days) == (start, 99)
    assert [(a.group, a.parties, a.progress) for a in tracker.actions] == [
        ("public-trust", ("DPW",), "in progress"),
        ("public-trust", ("DPW",), "not started"),
    ]
    assert tracker.milestones[-1].date == tracker.ends
    assert "to see trackers/first-hundred/." in done.stdout


def test_a_start_beyond_the_calendar(portal: Callable[[Mapping[str, Any]], Path]) -> None:
    """A hundred days that the calendar has not are wrong use, and nothing is written."""
    root = portal({"catalog/portal.yml": 'today: "2026-11-20"\n'})

    done = CliRunner().invoke(app, ["new", "tracker", "late", "--start", "9999-12-01", "--root", str(root)])

    assert (done.exit_code, done.stderr) == (
        2,
        "civicstat: --start: found 9999-12-01, which leads beyond the calendar.\n",
    )
    assert not (root / "catalog/late").exists()
