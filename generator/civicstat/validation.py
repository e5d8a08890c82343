"""`civicstat validate`: packages checked without building anything, and the four forms of the report."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from civicstat import __version__, standard
from civicstat.access import access_of
from civicstat.catalog import parse_catalog
from civicstat.checks import check_package, check_tables
from civicstat.errors import WrongUse
from civicstat.executors import Workers
from civicstat.findings import Finding, Verdict
from civicstat.history import History
from civicstat.paths import is_remote, path_problem
from civicstat.scan import scan_package
from civicstat.sources import DESCRIPTOR_NAMES, Sources, find_descriptors, read_descriptor
from civicstat.study import lost_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from civicstat.model import Package
    from civicstat.settings import Settings
    from civicstat.sources import RawPackage

RULES = "https://datapackage.org/standard/"


@dataclass(frozen=True)
class Checked:
    """One package: its name in the report, its descriptor's file, Frictionless's verdict and civicstat's findings.

    `findings` holds what civicstat says in its own words, the verdict's errors among them; `own` only what
    Frictionless does not say.
    """

    name: str
    file: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    own: tuple[Finding, ...]


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
) -> Validation:
    """Check packages as a build would, and as `frictionless validate` would, in one pass.

    They are read in processes of their own, with the limits of a build. What can't be read within them is an error of
    the report, as what lies outside the package is.
    """
    here = Path.cwd()
    raws = tuple(read_descriptor(path.absolute(), here) for path in descriptors)
    catalog = parse_catalog(Sources(raws, History()), settings)
    packages = {package.file: package for package in catalog.packages}
    found_in = {raw.file: tuple(f for f in catalog.findings if f.file == raw.file) for raw in raws}
    tasks = [_Task(raw, packages.get(raw.file), found_in[raw.file], settings, today) for raw in raws]
    with Workers(min(workers, len(tasks)), preloaded=[__name__]) as beside:
        found = beside.run(
            _check, tasks, lambda _: settings.check_seconds, partial(_lost, settings.check_seconds), progress
        )
    checked = []
    for task, (said, scanned) in zip(tasks, found, strict=True):
        # What Frictionless says too stands in the report's errors; it is no finding of civicstat's own.
        theirs = {"DP001", "DP002", "DP006", "DP009", "TB001", "TB004"}
        findings = (*task.own, *scanned)
        only_ours = tuple(f for f in findings if f.code not in theirs)
        verdict = Verdict(_from_here(said.errors, here), _from_here(said.tasks, here))
        checked.append(Checked(_name(task.raw), task.raw.file, verdict, findings, only_ours))
    return Validation(tuple(checked))


@dataclass(frozen=True)
class _Task:
    """A package to check: its descriptor as read, what the catalogue takes of it, and what was found so far."""

    raw: RawPackage
    package: Package | None
    own: tuple[Finding, ...]
    settings: Settings
    today: date


def _check(task: _Task) -> tuple[Verdict, tuple[Finding, ...]]:
    """Frictionless's verdict on a package, and what was found in its rows."""
    raw, package = task.raw, task.package
    if too_much := [f for f in task.own if f.code == "DP009"]:
        notes = [f"{f.pointer} has {f.found}, expected {f.expected}" for f in too_much]
        scanned = scan_package(package).findings if package else ()
        kinds = ["resource" if f.resource else "package" for f in too_much]
        return Verdict(tuple(map(_error, kinds, notes))), scanned
    whole = package is not None and raw.data is not None and len(package.resources) == len(raw.data["resources"])
    scan = scan_package(package) if package else None
    verdict = scan.verdict if scan and whole else _verdict(raw)
    if scan is None or package is None:
        return verdict, ()
    usable, found = check_tables(package, scan, task.settings)
    found = (*scan.findings, *found)
    return verdict, (*found, *check_package(package, usable, task.settings, task.today, found))


def _lost(seconds: float, task: _Task, reason: str) -> tuple[Verdict, tuple[Finding, ...]]:
    """A package whose check came to no end."""
    findings = lost_findings(task.package, reason, seconds) if task.package else ()
    return Verdict((_error("package", f"it can't be checked to its end: {reason}"),)), findings


def _from_here(value: Any, here: Path) -> Any:
    """A part of a report with its paths as seen from where the command was called, as Frictionless writes them."""
    if isinstance(value, dict):
        return {key: _from_here(inner, here) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_from_here(inner, here) for inner in value)
    return value.replace(f"{here}/", "") if isinstance(value, str) else value


def _name(raw: RawPackage) -> str:
    name = raw.data.get("name") if raw.data else None
    return name if isinstance(name, str) and name else raw.folder.name


def _verdict(raw: RawPackage) -> Verdict:
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
        if isinstance(resource, dict) and (problem := path_problem(resource, index, raw.folder, ()))
    ]
    if unsafe:
        return Verdict(
            tuple(
                _error("resource", f"{p.pointer.rpartition('.')[2].split('[')[0]} {p.found} is not safe")
                for p in unsafe
            )
        )
    private = access_of(raw.data) is not None
    skip = frozenset(i for i, r in enumerate(listed) if private or (isinstance(r, dict) and is_remote(r)))
    errors, checked = standard.check_resources(raw.data, raw.folder, skip)
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


def as_json(validation: Validation) -> str:
    """The report of `frictionless validate --json`, each task and error with its package, and our findings."""
    errors = [{**error, "package": p.name} for p in validation.packages for error in p.verdict.errors]
    tasks = [{**task, "package": p.name} for p in validation.packages for task in p.verdict.tasks]
    report = {
        "valid": validation.valid,
        "stats": {
            "tasks": len(tasks),
            "errors": len(errors) + sum(task["stats"]["errors"] for task in tasks),
            "warnings": sum(task["stats"]["warnings"] for task in tasks),
            "seconds": round(sum(task["stats"]["seconds"] for task in tasks), 3),
        },
        "warnings": [],
        "errors": errors,
        "tasks": tasks,
        "civicstat": {
            "version": __version__,
            "findings": [f.as_json() for p in validation.packages for f in p.own],
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)


def as_text(validation: Validation, most: int = 20) -> str:
    """The report for a terminal: a line a package, its problems by file below it, and how many are not shown."""
    lines = []
    for package in validation.packages:
        errors = [f for f in package.findings if f.severity == "error"]
        warnings = [f for f in package.findings if f.severity == "warning"]
        word = "valid" if package.verdict.valid else "NOT VALID"
        if package.verdict.valid and errors:
            word = "valid, but withheld"
        lines.append(f"{package.file}: {word}")
        lines += _listed(errors, most)
        lines += _listed(warnings, most, "note: ")
    total = len(validation.packages)
    bad = sum(not p.verdict.valid for p in validation.packages)
    lines.append(f"{total} {'package' if total == 1 else 'packages'} checked, {bad} not valid.")
    return "\n".join(lines)


def _listed(findings: Sequence[Finding], most: int, mark: str = "") -> list[str]:
    lines = [f"  {line}" for f in findings[:most] for line in in_lines(f, mark)]
    if len(findings) > most:
        lines.append(f"  … and {len(findings) - most:,} more")
    return lines


def in_lines(finding: Finding, mark: str = "") -> list[str]:
    """A finding for a terminal: where and what, then what was found and expected, then what to do."""
    place = f", {finding.place}" if finding.place else ""
    lines = [f"{mark}{finding.file}{place}: {finding.message} [{finding.code}]"]
    if finding.found or finding.expected:
        found = f"found {finding.found}" if finding.found else ""
        expected = f"expected {finding.expected}" if finding.expected else ""
        lines.append("  " + "; ".join(filter(None, (found, expected))))
    if finding.todo:
        lines.append(f"  {finding.todo}")
    return lines


def as_github(validation: Validation) -> str:
    """GitHub workflow commands, which show each problem at its line of the file."""
    lines = []
    findings = [f for p in validation.packages for f in p.findings]
    for finding in findings:
        line = physical_line(Path(finding.file), finding.row)
        place = f",line={line}" if line else ""
        text = " ".join(part.strip() for part in in_lines(finding)[:3])
        level = "error" if finding.severity == "error" else "warning"
        lines.append(f"::{level} file={_property(finding.file)}{place},title={finding.code}::{_data(text)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def physical_line(file: Path, row: int | None) -> int | None:
    """The line of the file on which record `row` begins (the header is record 1); None where that can't be told.

    A quoted cell may hold line breaks, so that records and lines part ways.
    """
    if row is None or file.suffix.lower() not in (".csv", ".tsv"):
        return None
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, delimiter="\t" if file.suffix.lower() == ".tsv" else ",")
            before = 0
            for record, _ in enumerate(reader, 1):
                if record == row:
                    return before + 1
                before = reader.line_num
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return None


def as_sarif(validation: Validation) -> str:
    """The report in SARIF 2.1.0, for code scanning."""
    findings = [f for p in validation.packages for f in p.findings]
    results = [
        {
            "ruleId": f.code,
            "level": f.severity,
            "message": {"text": " ".join(part.strip() for part in in_lines(f))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(f.file.replace(os.sep, "/"))},
                        "region": {"startLine": physical_line(Path(f.file), f.row) or 1},
                    }
                }
            ],
        }
        for f in findings
    ]
    driver = {
        "name": "civicstat",
        "version": __version__,
        "informationUri": RULES,
        "rules": [{"id": code} for code in sorted({f.code for f in findings})],
    }
    sarif = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(sarif, ensure_ascii=False, indent=2)


FORMATS = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
