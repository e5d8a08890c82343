"""The demonstration's hundred days and Data Academy: written by their script, with nothing wrong in them."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.catalog import parse_catalog
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
DAY = date(2026, 11, 23)
NAMES = ("cleaner-blocks", "data-academy")


@pytest.fixture(scope="module")
def told(study: Callable[[Sequence[Package]], dict[str, Study]]) -> tuple[Progress, tuple[Finding, ...]]:
    """How both stand on the demonstration's day, and everything that the checks say of them."""
    settings = read_settings(ROOT)
    catalog = parse_catalog(read_sources(ROOT), settings, Store(ROOT / ".cache" / "store"), lambda _done, _total: None)
    packages = [p for p in catalog.packages if p.name in NAMES]
    studies = study(packages)
    known = [Known(p, studies[p.name].scan, reckon_timeliness(p, DAY, settings.grace)) for p in packages]
    progress, findings = reckon_progress(known, settings, DAY)
    return progress, (*findings, *(f for one in studies.values() for f in one.findings))


def test_the_catalogue_is_what_the_script_writes() -> None:
    """Both lie in the catalogue byte for byte as the script makes them, and say that they are made up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "generator" / "demonstration"))
        patch.syspath_prepend(str(ROOT / "generator"))
        hundred_days, academy, script = (
            import_module(name) for name in ("topics.hundred_days", "topics.academy", "write_catalog")
        )
        made: list[Any] = [hundred_days.tracker(None), academy.academy(None)]
        written = {one.name: script.differences(ROOT / "catalog" / one.name, script.contents(one)) for one in made}

    assert written == {name: [] for name in NAMES}
    assert {one.descriptor["civicstat"]["simulated"] for one in made} == {True}


def test_nothing_is_wrong_with_them(told: tuple[Progress, tuple[Finding, ...]]) -> None:
    """No check finds anything."""
    assert told[1] == ()


def test_the_hundred_days(told: tuple[Progress, tuple[Finding, ...]]) -> None:
    """They run, with actions of every progress, one of them late."""
    [facts] = told[0].trackers

    assert (facts.state, facts.gone, facts.days) == ("running", 57, 100)
    assert facts.counts.counts == {"complete": 5, "in progress": 5, "not started": 2, "blocked": 1, "dropped": 1}
    assert facts.late == {"4"}
    assert [m.date for m in facts.tracker.milestones][::4] == [facts.tracker.begins, facts.tracker.ends]


def test_the_academy(told: tuple[Progress, tuple[Finding, ...]]) -> None:
    """Five courses of three to five modules, a target that was missed though it was lowered, and cited facts."""
    [facts] = told[0].academies

    assert {len(one.course.modules) for one in facts.courses} == {3, 4, 5}
    assert [(one.course.id, one.enrolled.standing.status) for one in facts.courses] == [
        ("first-steps", "on track"),
        ("sound-reading", "met"),
        ("clean-tables", "at risk"),
        ("asking-well", "at risk"),
        ("fair-numbers", "no target"),
    ]
    assert facts.total is not None
    assert (facts.total.all_enrolled, facts.total.all_completed) == (620, 388)
    assert [(s.target.value, s.status) for s in facts.enrolled.standing.stages if s.target] == [
        (350, "missed"),
        (800, "at risk"),
    ]
    assert facts.grid is not None
    assert (facts.grid.agencies[0], facts.grid.areas[-1]) == ("Health", "Documentation")
    assert [agency for agency, _ in facts.grid.moved(-1)] == ["Fire"]
    assert all(fact.source for fact in facts.academy.facts)
    assert "over 550 people" in facts.academy.facts[0].text
