"""`civicstat new academy`: a package that builds as it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from civicstat.academy.declared import read_academy
from civicstat.academy.standing import reckon_academy
from civicstat.catalog import parse_catalog
from civicstat.cli import app
from civicstat.settings import Settings
from civicstat.shapes.shape import EXAMPLE
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from civicstat.model import Package
    from civicstat.study import Study

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(("start", "begun"), [("2026-10-01", True), ("2027-01-04", False)])
def test_it_reads_as_it_is_written(
    portal: Callable[[Mapping[str, Any]], Path],
    study: Callable[[Sequence[Package]], dict[str, Study]],
    start: str,
    begun: bool,
) -> None:
    """An Academy, begun or to come, with nothing wrong in it but that all its texts are examples."""
    root = portal({"catalog/portal.yml": f'today: "{TODAY}"\n'})

    done = CliRunner().invoke(app, ["new", "academy", "city-academy", "--start", start, "--root", str(root)])

    [package] = parse_catalog(read_sources(root), Settings()).packages
    academy, findings = read_academy(package, study([package])[package.name].scan)
    facts = reckon_academy(academy, Settings(), TODAY)
    assert (done.exit_code, done.stderr) == (0, "")
    assert {(f.code, f.found[:9]) for f in findings} == {("PR023", "Example: ")}
    texts = [c.title for c in academy.courses] + [m.title for c in academy.courses for m in c.modules]
    texts += [a.agency for a in academy.capacity] + [f.text for f in academy.facts]
    assert {text.startswith(EXAMPLE) for text in texts} == {True}
    assert len(facts.periods) == begun
    assert (facts.courses[0].enrolled.standing.status == "not started") == (not begun)
    assert "to see academy/." in done.stdout
