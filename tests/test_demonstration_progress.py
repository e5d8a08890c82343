"""The demonstration's sprints and strategy: written by their script, standing as they are meant to on its day."""

from __future__ import annotations

import shutil
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.catalog import parse_catalog
from civicstat.progress.closing import close_sprint
from civicstat.progress.reckoned import reckon_progress
from civicstat.progress.standing import Known
from civicstat.settings import read_settings
from civicstat.sources import read_sources
from civicstat.store import Store
from civicstat.timeliness import reckon_timeliness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.whole import Progress
    from civicstat.study import Study

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "generator" / "demonstration"
DAY = date(2026, 11, 23)
SIMULATED = (
    "graffiti-removal-requests",
    "pothole-repairs",
    "recycling-cart-deliveries",
    "street-resurfacing",
    "graffiti-sprint",
    "pothole-sprint",
    "recycling-cart-sprint",
    "resurfacing-sprint",
    "city-strategy",
)


@pytest.fixture(scope="module")
def script() -> Callable[[str], Any]:
    """A module of the demonstration's script by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        patch.syspath_prepend(str(ROOT / "generator"))
        modules = {name: import_module(name) for name in ("topics", "topics.services", "write_catalog")}
    return modules.__getitem__


@pytest.fixture(scope="module")
def written(script: Callable[[str], Any]) -> dict[str, Any]:
    """The simulated packages as the script makes them, by their names: none of them reads a source file."""
    packages = script("topics").PACKAGES
    makers = packages[packages.index(script("topics.services").graffiti) :]
    return {made.name: made for made in (make(None) for make in makers) if made.name in SIMULATED}


@pytest.fixture(scope="module")
def told(study: Callable[[Sequence[Package]], dict[str, Study]]) -> tuple[Progress, tuple[Finding, ...]]:
    """How the catalogue's sprints and strategy stand on the demonstration's day."""
    settings = read_settings(ROOT)
    catalog = parse_catalog(read_sources(ROOT), settings, Store(ROOT / ".cache" / "store"), lambda _done, _total: None)
    packages = [p for p in catalog.packages if p.name in (*SIMULATED, "baltimore-recycling")]
    studies = study(packages)
    known = [Known(p, studies[p.name].scan, reckon_timeliness(p, DAY, settings.grace)) for p in packages]
    return reckon_progress(known, settings, DAY)


def test_the_catalogue_is_what_the_script_writes(script: Callable[[str], Any], written: dict[str, Any]) -> None:
    """Every simulated package lies in the catalogue byte for byte as its seeds make it, and says that it is made up."""
    contents, differences = script("write_catalog").contents, script("write_catalog").differences

    assert sorted(SIMULATED) == sorted(written)
    assert {n: differences(ROOT / "catalog" / n, contents(p)) for n, p in written.items()} == {n: [] for n in written}
    assert {package.descriptor["civicstat"]["simulated"] for package in written.values()} == {True}
    assert sum(len(content) for package in written.values() for content in package.files.values()) < 3_000_000


def test_nothing_is_wrong_with_them(told: tuple[Progress, tuple[Finding, ...]]) -> None:
    """No check of progress finds anything."""
    assert told[1] == ()


def test_the_sprints(told: tuple[Progress, tuple[Finding, ...]]) -> None:
    """One runs on track, one at risk with a changed target, one is planned, one finished and recorded."""
    sprints = {facts.sprint.package: facts for facts in told[0].sprints}

    standing = {
        name: (facts.state, {m.measure.id: m.standing.status for m in facts.measures})
        for name, facts in sprints.items()
    }
    assert standing == {
        "graffiti-sprint": (
            "running",
            {"on-time": "on track", "median-days": "on track", "open": "on track", "removed": "on track"},
        ),
        "resurfacing-sprint": (
            "running",
            {
                "lane-miles": "at risk",
                "days-of-work": "off track",
                "ramps": "on track",
                "asked-first": "on track",
                "opened-again": "on track",
            },
        ),
        "recycling-cart-sprint": (
            "planned",
            dict.fromkeys(("on-time", "median-days", "waiting", "delivered"), "not started"),
        ),
        "pothole-sprint": ("finished", dict.fromkeys(("on-time", "median-days", "open", "filled"), "met")),
    }
    miles = sprints["resurfacing-sprint"].measures[0]
    assert miles.standing.original is not None
    assert (miles.standing.original.status, [t.value for t in miles.measure.plan.targets]) == ("off track", [19, 14])
    assert {m.measure.id: m.final.status for m in sprints["pothole-sprint"].measures if m.final} == {
        "on-time": "missed",
        "median-days": "met",
        "open": "met",
        "filled": "met",
    }


def test_the_strategy(told: tuple[Progress, tuple[Finding, ...]]) -> None:
    """It shows nearly every status, and gaps: three goals have no measure of their own and no initiative with one."""
    [facts] = told[0].strategies

    goals = [goal for pillar in facts.pillars for goal in pillar.parts]
    empty = [g.id for g in goals if not g.measures and not any(i.measures or i.sprints for i in g.parts)]
    statuses = {m.standing.status for g in goals for part in (g, *g.parts) for m in part.measures}

    assert (len(facts.pillars), len(goals), sum(len(g.parts) for g in goals)) == (5, 10, 15)
    assert empty == ["fewer-shot", "right-help", "home-longer"]
    assert statuses == {"on track", "at risk", "off track", "stale", "no target"}
    assert [s.sprint.package for g in goals for i in g.parts for s in i.sprints] == [
        "graffiti-sprint",
        "recycling-cart-sprint",
        "pothole-sprint",
        "resurfacing-sprint",
    ]


def test_the_final_state_was_recorded_before_the_correction(script: Callable[[str], Any], tmp_path: Path) -> None:
    """`civicstat close` writes the recorded state from the rows as they were before they were corrected."""
    for name in ("pothole-repairs", "pothole-sprint"):
        shutil.copytree(ROOT / "catalog" / name, tmp_path / "catalog" / name)
    shutil.copy(ROOT / "catalog" / "portal.yml", tmp_path / "catalog")
    rows = script("topics.services").pothole_rows(corrected=False)
    text = script("topics.services").delimited(rows, list(rows[0]))
    (tmp_path / "catalog/pothole-repairs/pothole-repairs.csv").write_bytes(text)
    final = tmp_path / "catalog" / "pothole-sprint" / "final.csv"
    recorded = final.read_text(encoding="utf-8")
    final.unlink()

    done = close_sprint(tmp_path, "pothole-sprint", date(2026, 6, 2))

    assert final.read_text(encoding="utf-8") == recorded
    assert (done.waiting, done.added, done.to_add) == ((), False, None)
