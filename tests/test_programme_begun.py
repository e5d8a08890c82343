"""`civicstat new programme`, and the demonstration's own programme: packages about which nothing is to be said."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from civicstat.catalog import parse_catalog
from civicstat.cli import app
from civicstat.programme.declared import read_programme
from civicstat.programme.publish import plan_programme
from civicstat.progress.readers import check_progress
from civicstat.render import render_page
from civicstat.scan import scan_package
from civicstat.settings import Settings, Site, read_settings
from civicstat.sources import read_sources
from civicstat.store import Store
from programme_packages import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pytest

    from programme_packages import Studied

    Portal = Callable[[Mapping[str, Any]], Path]

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 20)


def test_a_new_programme_builds_as_it_is(portal: Portal, study: Studied) -> None:
    """A new package is read whole, nothing but its examples is told of, and it has all its pages."""
    root = portal({"catalog/portal.yml": f'today: "{TODAY}"\n'})

    done = CliRunner().invoke(app, ["new", "programme", "open_data", "--root", str(root)])

    assert (done.exit_code, done.stderr) == (0, "")
    assert "see programme/" in done.stdout
    facts = facts_of(root, study, TODAY)
    told = {(f.code, f.found[:8]) for f in facts.findings if f.code.startswith("PR") or f.severity == "error"}
    assert told == {("PR023", "Example:")}
    [programme] = facts.progress.programmes
    assert [(e.kind, e.state) for e in programme.entries] == [
        ("publishable", "published"),
        ("publishable", "planned"),
        ("sensitive", "withheld"),
    ]
    pages, _ = plan_programme(facts, {"settings": Settings(), "site": Site("Portal"), "today": TODAY})
    assert all(render_page(page) for page in pages)
    assert "programme/reports/fy2026/" in {page.address for page in pages}


def test_on_the_first_day_of_the_calendar(portal: Portal) -> None:
    """The examples lie before today; where there is no such day, the command does not fail."""
    root = portal({"catalog/portal.yml": 'today: "0001-01-01"\n'})

    done = CliRunner().invoke(app, ["new", "programme", "open_data", "--root", str(root)])

    assert (done.exit_code, done.stderr) == (0, "")


def test_the_demonstration_is_what_the_script_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's programme lies in the catalogue byte for byte as its script makes it."""
    monkeypatch.syspath_prepend(str(ROOT / "generator" / "demonstration"))
    made = import_module("topics.programme").programme(None)

    folder = ROOT / "catalog" / "open-data-programme"
    contents, differences = (getattr(import_module("write_catalog"), name) for name in ("contents", "differences"))
    assert differences(folder, contents(made)) == []


def test_nothing_is_wrong_with_the_demonstration() -> None:
    """The demonstration's inventory has every dataset of its catalogue, and no check finds anything in it."""
    settings = read_settings(ROOT)
    catalog = parse_catalog(read_sources(ROOT), settings, Store(ROOT / ".cache" / "store"))
    package = catalog.package("open-data-programme")
    assert package is not None
    scan = scan_package(package)
    around = {p.name: (p, None) for p in catalog.packages if p is not package}

    findings = check_progress(package, scan, around, (), settings.today)

    programme, _ = read_programme(package, scan)
    assert (scan.findings, findings) == ((), ())
    assert package.simulated
    assert {p.name for p in catalog.packages if p.kind == "dataset"} == {e.dataset for e in programme.entries} - {""}
    publishers = {p.name: p.publisher.name for p in catalog.packages if p.publisher}
    assert {e.id: e.agency for e in programme.entries if e.dataset} == {
        e.id: publishers[e.dataset] for e in programme.entries if e.dataset
    }
