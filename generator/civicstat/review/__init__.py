"""`civicstat review`: what a pull request changes, from the base's state in git to the Markdown that staff read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from civicstat.errors import BrokenPortal, WrongUse
from civicstat.executors import Workers
from civicstat.history import read_history
from civicstat.review.base import base_state
from civicstat.review.breaks import Uses, parts_of, with_uses
from civicstat.review.changes import FindingChange, PackageChange, Review
from civicstat.review.compare import Pairing, compare_packages
from civicstat.review.states import find_touched, read_side
from civicstat.review.uses import Part, uses_of
from civicstat.settings import Settings, read_settings
from civicstat.sources import CATALOG
from civicstat.store import FOLDER, Store
from civicstat.study import lost_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from civicstat.model import Package

_UNREAD_BASE = "The state before can't be read within the limits of a build, so that everything counts as new."
_UNSEEN_USES = "What else uses the changed tables and columns could not be looked up to its end."


def review_portal(
    root: Path,
    ref: str,
    day: Callable[[Settings], date],
    workers: int = 1,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Review:
    """Compare the portal under `root`, as it lies there, with the state where it left `ref`.

    Only packages that were touched are read and checked, each in a process of its own within a build's limits. `day`
    gives the day to check for. Raises `WrongUse` where there is nothing to compare.
    """
    root = root.resolve()
    with base_state(root, ref, CATALOG) as base:
        if not (root / CATALOG).is_dir() and not any((base.root / CATALOG).iterdir()):
            raise WrongUse(f"{CATALOG}/: no such folder in {root}, and none in {ref}. Go to a portal's folder.")
        settings, base_settings, portal = _settings(root, base.root)
        today = day(settings)
        old, new = read_side(base.root, base_settings), read_side(root, settings)
        history = read_history(root, CATALOG)
        touched = find_touched(old, new, today, history, Store(root / FOLDER))
        readable = [p for p in touched.pairings if p.old or p.new]
        with Workers(min(workers, max(1, len(readable))), preloaded=["civicstat.review.compare"]) as beside:
            changes = _compared(readable, beside, settings, partial(progress, "Comparing data"))
            changes += [p.known for p in touched.pairings if not (p.old or p.new)]
            changes = [c for c in changes if _tells(c)]
            changes, unseen = _with_uses(changes, readable, touched.head.packages, beside, settings)
    return Review(
        ref=ref,
        commit=base.commit,
        packages=tuple(sorted(changes, key=lambda c: (c.name, c.file))),
        portal=portal,
        private=touched.private,
        private_errors=touched.private_errors,
        elsewhere=touched.elsewhere,
        strays=touched.strays,
        notes=(_UNSEEN_USES,) if unseen else (),
    )


def _settings(root: Path, base: Path) -> tuple[Settings, Settings, tuple[str, ...]]:
    """The head's settings, the base's, and what is wrong with the head's: then the base's are taken for both."""
    problems: tuple[str, ...] = ()
    try:
        old: Settings | None = read_settings(base)
    except BrokenPortal:
        old = None
    try:
        new: Settings | None = read_settings(root)
    except BrokenPortal as error:
        new, problems = None, tuple(str(error).splitlines())
    settings = new or old or Settings()
    return settings, old or settings, problems


def _compared(
    pairings: Sequence[Pairing], beside: Workers, settings: Settings, progress: Callable[[int, int], None]
) -> list[PackageChange]:
    """Every pairing compared. Where both states together are too much, the head is looked at alone."""

    def lost(pairing: Pairing, reason: str) -> PackageChange:
        return _lost(pairing, reason, settings.check_seconds)

    seconds = 2 * settings.check_seconds
    first = beside.run(compare_packages, pairings, lambda _: seconds, lost, progress)
    again = {
        place: replace(pairing, old=None, known=replace(pairing.known, notes=(*pairing.known.notes, _UNREAD_BASE)))
        for place, (pairing, change) in enumerate(zip(pairings, first, strict=True))
        if pairing.old and pairing.new and any(f.finding.code == "TB004" for f in change.findings)
    }
    second = beside.run(compare_packages, list(again.values()), lambda _: settings.check_seconds, lost)
    better = dict(zip(again, second, strict=True))
    return [better.get(place, change) for place, change in enumerate(first)]


def _lost(pairing: Pairing, reason: str, seconds: float) -> PackageChange:
    """A package whose check came to no end. What can't be read of a package that is gone is no fault of this change."""
    if pairing.new is None:
        return pairing.known
    found = lost_findings(pairing.new.package, reason, seconds)
    return replace(pairing.known, findings=tuple(FindingChange("new", finding) for finding in found))


def _tells(change: PackageChange) -> bool:
    """False for a package that was looked at again, for other settings, and stands as it did."""
    if change.status != "changed":
        return True
    news = any(f.state != "standing" or f.was for f in change.findings)
    return bool(change.tables or change.aspects or change.notes or news)


def _with_uses(
    changes: Sequence[PackageChange],
    pairings: Sequence[Pairing],
    packages: Sequence[Package],
    beside: Workers,
    settings: Settings,
) -> tuple[list[PackageChange], bool]:
    """The changes with what uses the parts that are gone or retyped; and whether that could not be found out."""
    before = {p.known.name: p.old.package for p in pairings if p.old}
    after = {p.known.name: p.new.package for p in pairings if p.new}
    parts = tuple(dict.fromkeys(part for c in changes for part in parts_of(c, before.get(c.name))))
    found: Uses = {}
    seen = True
    if parts:
        work = [(parts, tuple(packages))]
        [answer] = beside.run(_uses, work, lambda _: settings.check_seconds, lambda _item, _reason: None)
        found, seen = answer or {}, answer is not None
    return [with_uses(c, before.get(c.name), after.get(c.name), found) for c in changes], not seen


def _uses(work: tuple[tuple[Part, ...], tuple[Package, ...]]) -> Uses | None:
    return uses_of(*work)
