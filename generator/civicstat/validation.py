"""`civicstat validate`: packages checked without building anything."""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicstat.access import access_of
from civicstat.errors import WrongUse
from civicstat.executors import Workers
from civicstat.findings import Finding, Verdict
from civicstat.history import History
from civicstat.lazily import Later
from civicstat.sources import CATALOG, DESCRIPTOR_NAMES, Sources, find_descriptors, read_descriptor
from civicstat.verdicts import verdict_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from civicstat import catalog, checks, paths, record, scan, shapes, standard, study
    from civicstat.model import Catalog, Package
    from civicstat.progress import problems, readers
    from civicstat.scan import Scan
    from civicstat.settings import Settings
    from civicstat.sources import RawPackage
    from civicstat.store import Store
else:
    # What is certainly valid needs none of these.
    catalog, checks, paths = Later("civicstat.catalog"), Later("civicstat.checks"), Later("civicstat.paths")
    problems, shapes = Later("civicstat.progress.problems"), Later("civicstat.shapes")
    readers = Later("civicstat.progress.readers")
    record, scan = Later("civicstat.record"), Later("civicstat.scan")
    standard, study = Later("civicstat.standard"), Later("civicstat.study")

_LOADED = ["civicstat.standard", "civicstat.catalog", "civicstat.checks", "civicstat.scan", "civicstat.study", __name__]
"""What the processes need that check packages."""


MANY = 60
"""Packages from which on it pays to have copies of this process look at them side by side."""


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a check beside the verdict: civicstat's own `checks`, and how it is done.

    Frictionless ends its check of a table at `most_errors`. What the `store` has of the same content is not done again.
    The report need not have the files' hashes unless it is `hashed`.
    """

    checks: bool = True
    most_errors: int = 1000
    store: Store | None = None
    hashed: bool = True


@dataclass(frozen=True)
class Checked:
    """One package: its name in the report, its descriptor's file, Frictionless's verdict and civicstat's findings.

    `findings` holds what civicstat says in its own words, the verdict's errors among them; `own` only what
    Frictionless does not say. `package` is what the catalogue takes of it, with the files of its tables, so that a
    report can find a row's line; None for one that it takes nothing of, or that is not public.
    """

    name: str
    file: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    own: tuple[Finding, ...]
    package: Package | None = None


@dataclass(frozen=True)
class Validation:
    """All packages that were checked, in the order of their files."""

    packages: tuple[Checked, ...]

    @property
    def valid(self) -> bool:
        """True when Frictionless finds every package valid."""
        return all(package.verdict.valid for package in self.packages)

    def exit_code(self, *, strict: bool) -> int:
        """0 for valid, 1 for not; with `strict`, an error that only civicstat sees counts too."""
        refused = any(f.withholds for p in self.packages for f in p.own) if strict else False
        return 0 if self.valid and not refused else 1


def find_packages(paths: Sequence[Path]) -> list[Path]:
    """The descriptors that `paths` name: each is a descriptor, a folder with one, or a folder of packages.

    Raises `WrongUse` for a path that is not there or holds no package.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            found[path] = None
        elif path.is_dir():
            inside = list(find_descriptors(path))
            if not inside:
                raise WrongUse(
                    f"{path}: holds no data package. A package is a folder with {' or '.join(DESCRIPTOR_NAMES)}."
                )
            found |= dict.fromkeys(inside)
        else:
            raise WrongUse(f"{path}: no such file or folder. Name a descriptor, or a folder that holds one.")
    return list(found)


def validate(
    descriptors: Sequence[Path],
    settings: Settings,
    today: date,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    workers: int = 1,
    wanted: Wanted | None = None,
) -> Validation:
    """Check packages as a build would, and as `frictionless validate` would, in one pass.

    They are read in processes of their own, with the limits of a build. What can't be read within them is an error of
    the report, as what lies outside the package is. Where civicstat's own checks are not wanted, a package that is
    certainly valid is told of at once.
    """
    wanted = wanted or Wanted()
    here = Path.cwd()
    raws = tuple(read_descriptor(path.absolute(), here) for path in descriptors)
    told: dict[str, Checked] = {}
    for raw, verdict in () if wanted.checks else zip(raws, _at_once(raws, wanted, workers), strict=True):
        progress(len(told), len(raws))
        if verdict:
            told[raw.file] = _told_at_once(raw, verdict, settings, here)
    left = [raw for raw in raws if raw.file not in told]
    if left:
        tasks = _tasks(left, settings, today, here, wanted)
        with Workers(min(workers, len(tasks)), preloaded=_LOADED) as beside:
            seconds = settings.check_seconds
            found = beside.run(_check, tasks, lambda _: seconds, partial(_lost, seconds), progress)
        told |= {task.raw.file: _checked(task, *answer, here) for task, answer in zip(tasks, found, strict=True)}
    return Validation(tuple(told[raw.file] for raw in raws))


def _at_once(raws: Sequence[RawPackage], wanted: Wanted, workers: int) -> Iterator[Verdict | None]:
    """The verdicts that can be told at once; where there are many packages, side by side."""
    tell = partial(verdict_at_once, most_errors=wanted.most_errors, hashed=wanted.hashed)
    if len(raws) < MANY or workers < 2 or sys.platform != "linux":
        yield from map(tell, raws)
        return
    # Nothing is loaded yet that a copy of this process could not go on with, and a copy is there at once.
    copies = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=copies) as beside:
        yield from beside.map(tell, raws, chunksize=-(-len(raws) // (4 * workers)))


def _told_at_once(raw: RawPackage, verdict: Verdict, settings: Settings, here: Path) -> Checked:
    """A package whose verdict is there at once, with its errors in words."""
    if verdict.valid and not any(task["warnings"] for task in verdict.tasks):
        return Checked(_name(raw), raw.file, verdict, (), ())
    package = next(iter(catalog.parse_catalog(Sources((raw,), History()), settings).packages), None)
    findings: tuple[Finding, ...] = ()
    if package:
        of_resources = zip(package.resources, verdict.tasks, strict=False)
        findings = tuple(f for resource, task in of_resources for f in scan.told_of(package, resource, task))
    return Checked(_name(raw), raw.file, Verdict((), _from_here(verdict.tasks, here)), findings, (), package)


@dataclass(frozen=True)
class _Task:
    """A package to check: its descriptor as read, what the catalogue takes of it, and what was found so far."""

    raw: RawPackage
    package: Package | None
    own: tuple[Finding, ...]
    settings: Settings
    today: date
    wanted: Wanted
    last_rows: Mapping[str, int]
    around: tuple[Package, ...] = ()
    """The packages that a sprint or a strategy may name: those of the catalogue, and those checked with it."""

    broken: frozenset[str] = frozenset()
    """The names of those of them whose descriptor can't be published."""


def _tasks(raws: Sequence[RawPackage], settings: Settings, today: date, here: Path, wanted: Wanted) -> list[_Task]:
    parsed = catalog.parse_catalog(Sources(tuple(raws), History()), settings)
    packages = {package.file: package for package in parsed.packages}
    rows = record.read_rows(here, today) if wanted.checks else {}
    telling = wanted.checks and any(package.kind in shapes.KINDS for package in parsed.packages)
    around = _around(raws, settings, here) if telling else None
    tasks = []
    for raw in raws:
        package = packages.get(raw.file)
        own = tuple(f for f in parsed.findings if f.file == raw.file)
        last_rows = rows.get(package.name, {}) if package else {}
        task = _Task(raw, package, own, settings, today, wanted, last_rows)
        if around and package and package.kind in shapes.KINDS:
            task = replace(task, around=around.packages, broken=frozenset(one.name for one in around.broken))
        tasks.append(task)
    return tasks


def _around(raws: Sequence[RawPackage], settings: Settings, here: Path) -> Catalog:
    """The packages that are checked, together with the others of the catalogue that they stand in."""
    others = {path.absolute() for path in find_descriptors(here / CATALOG)} - {raw.path for raw in raws}
    read = (read_descriptor(path, here) for path in sorted(others))
    return catalog.parse_catalog(Sources((*raws, *read), History()), settings)


def _checked(task: _Task, said: Verdict, scanned: tuple[Finding, ...], here: Path) -> Checked:
    # What Frictionless says too stands in the report's errors; it is no finding of civicstat's own.
    theirs = {"DP001", "DP002", "DP006", "DP009", "TB001", "TB004"}
    findings = (
        (*task.own, *scanned) if task.wanted.checks else tuple(f for f in (*task.own, *scanned) if f.code in theirs)
    )
    only_ours = tuple(f for f in findings if f.code not in theirs)
    verdict = Verdict(_from_here(said.errors, here), _from_here(said.tasks, here))
    return Checked(_name(task.raw), task.raw.file, verdict, findings, only_ours, task.package)


def _check(task: _Task) -> tuple[Verdict, tuple[Finding, ...]]:
    """Frictionless's verdict on a package, and what was found in its rows."""
    raw, package = task.raw, task.package
    most = task.wanted.most_errors
    if too_much := [f for f in task.own if f.code == "DP009"]:
        notes = [f"{f.pointer} has {f.found}, expected {f.expected}" for f in too_much]
        scanned = scan.scan_package(package, most_errors=most).findings if package else ()
        kinds = ["resource" if f.resource else "package" for f in too_much]
        return Verdict(tuple(map(_error, kinds, notes))), scanned
    whole = package is not None and raw.data is not None and len(package.resources) == len(raw.data["resources"])
    if package is None:
        return _verdict(raw, most), ()
    made, found = _looked_at(package, task)
    verdict = made.verdict if whole else _verdict(raw, most)
    if not task.wanted.checks:
        return verdict, made.findings
    found = (*made.findings, *found)
    found += checks.check_package(package, made, task.settings, task.today, found, task.last_rows)
    return verdict, (*found, *_of_progress(package, made, task))


def _of_progress(package: Package, made: Scan, task: _Task) -> tuple[Finding, ...]:
    """What is wrong with a sprint or a strategy, and with the tables that it names."""
    named = problems.datasets_named(package)

    def is_named(other: Package) -> bool:
        return other.name in named or (package.kind == "stat" and other.kind in shapes.WITH_MEASURES)

    known = {
        other.name: (other, scan.scan_package(other) if is_named(other) and other.file != package.file else None)
        for other in task.around
    }
    return readers.check_progress(package, made, known, task.broken, task.today)


def _looked_at(package: Package, task: _Task) -> tuple[Scan, tuple[Finding, ...]]:
    """The scan, and what the checks of its tables found."""
    if task.wanted.checks and task.wanted.store and task.wanted.most_errors == standard.MAX_ERRORS:
        return study.check_content(package, task.settings, task.wanted.store)
    made = scan.scan_package(package, tables_too=task.wanted.checks, most_errors=task.wanted.most_errors)
    return made, checks.check_tables(package, made, task.settings)[1] if task.wanted.checks else ()


def _lost(seconds: float, task: _Task, reason: str) -> tuple[Verdict, tuple[Finding, ...]]:
    """A package whose check came to no end."""
    findings = study.lost_findings(task.package, reason, seconds) if task.package else ()
    return Verdict((_error("package", f"it can't be checked to its end: {reason}"),)), findings


def _from_here(parts: Iterable[Mapping[str, Any]], here: Path) -> tuple[Mapping[str, Any], ...]:
    """Errors or tasks with their paths as seen from where the command was called, as Frictionless writes them."""
    begin = f"{here}/"

    def seen(part: Mapping[str, Any]) -> Mapping[str, Any]:
        said = {
            key: part[key].replace(begin, "")
            for key in ("place", "message", "note")
            if isinstance(part.get(key), str) and begin in part[key]
        }
        inner = {"errors": list(map(seen, part["errors"]))} if "errors" in part else {}
        return {**part, **said, **inner} if said or inner else part

    return tuple(map(seen, parts))


def _name(raw: RawPackage) -> str:
    name = raw.data.get("name") if raw.data else None
    return name if isinstance(name, str) and name else raw.folder.name


def _verdict(raw: RawPackage, most_errors: int) -> Verdict:
    """Frictionless's verdict on a descriptor that the catalogue does not take whole.

    What is refused for safety is an error of the resource, as Frictionless makes it. The rows of a package that is
    not public are not read: an error would quote them.
    """
    if raw.data is None:
        message = f"{raw.problem.message}" if raw.problem else ""
        return Verdict((_error("package", f'cannot retrieve metadata "{raw.file}" because it {message}'),))
    resources = raw.data.get("resources")
    listed = resources if isinstance(resources, list) else []
    unsafe = [
        problem
        for index, resource in enumerate(listed)
        if isinstance(resource, dict) and (problem := paths.path_problem(resource, index, raw.folder, ()))
    ]
    if unsafe:
        return Verdict(
            tuple(
                _error("resource", f"{p.pointer.rpartition('.')[2].split('[')[0]} {p.found} is not safe")
                for p in unsafe
            )
        )
    private = access_of(raw.data) is not None
    skip = frozenset(i for i, r in enumerate(listed) if private or (isinstance(r, dict) and paths.is_remote(r)))
    errors, checked = standard.check_resources(raw.data, raw.folder, skip, most_errors=most_errors)
    return Verdict(errors, tuple(check.task for check in checked))


def _error(kind: str, note: str) -> dict[str, Any]:
    """An error of a `package` or `resource`, as Frictionless makes it."""
    return {
        "type": f"{kind}-error",
        "title": f"{kind.title()} Error",
        "description": "A validation cannot be processed.",
        "message": f"The data {kind} has an error: {note}",
        "tags": [],
        "note": note,
    }
