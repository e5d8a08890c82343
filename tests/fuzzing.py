"""civicstat's verdict beside Frictionless's own: the same package given to both, and every difference told.

What both say has to be equal: the errors of the package, and each task with its name, validity, labels, place, numbers,
warnings, and its errors, whole and in order. Only these differences are allowed, and generated packages keep clear of
all but the first three:

- Where Frictionless crashes, civicstat has to answer with an error.
- The time that a check took is left out.
- Where Frictionless finds more than 1,000 columns (a file whose bytes it takes for another encoding may have them),
  civicstat has to refuse the table.
- What civicstat refuses for safety: paths out of the package, addresses, packages that are not public, descriptors that
  are no strict JSON (NaN), cells of more than 5,000,000 characters, files that unpack to more than a hundred times
  their size, patterns that come to no end.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from civicstat import standard, validation
from civicstat.catalog import parse_catalog
from civicstat.history import History
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sizes import MOST_COLUMNS
from civicstat.sources import Sources, read_descriptor
from fuzz_packages import Case
from fuzz_reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WAYS = ("resources", "package")
"""How civicstat is asked: for the check of a descriptor's resources, and as a build or `civicstat validate` asks."""

_SETTINGS = Settings()


@dataclass(frozen=True)
class Difference:
    """One place where the reports differ: in which way, where, what Frictionless says and what civicstat says."""

    way: str
    place: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        """In a line or two."""
        return f"{self.way}, {self.place}: expected {_short(self.expected)}, found {_short(self.found)}"

    @property
    def kind(self) -> str:
        """What it has in common with its like: the place without its numbers, and the types of errors."""
        place = "".join(c for c in self.place if not c.isdigit())
        return f"{place}: {_kind(self.expected)} / {_kind(self.found)}"


@dataclass(frozen=True)
class Outcome:
    """What came of one case: `valid`, `invalid` or `crash` by Frictionless, and where civicstat differs."""

    case: Case
    verdict: str
    differences: tuple[Difference, ...]
    error_types: frozenset[str] = frozenset()


def ours(folder: Path, ways: Sequence[str] = WAYS) -> dict[str, Any]:
    """What civicstat says of the package in a folder, by the way that it is asked; a text says what was raised."""
    found: dict[str, Any] = {}
    for way in ways:
        try:
            errors, tasks = {"resources": _by_resources, "package": _by_package}[way](folder)
            found[way] = _plain({"errors": errors, "tasks": tasks})
        except Exception as error:  # noqa: BLE001 - no package may make civicstat raise
            found[way] = f"raised {type(error).__name__}: {error}"
    return found


def _by_resources(folder: Path) -> tuple[Any, Any]:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    errors, checked = standard.check_resources(descriptor, folder)
    return errors, [check.task for check in checked]


def _by_package(folder: Path) -> tuple[Any, Any]:
    raw = read_descriptor(folder / "datapackage.json", folder)
    catalog = parse_catalog(Sources((raw,), History()), _SETTINGS)
    package = next(iter(catalog.packages), None)
    if package and raw.data and len(package.resources) == len(raw.data["resources"]):
        verdict = scan_package(package).verdict
    else:
        verdict = validation._verdict(raw, 1000)
    return verdict.errors, verdict.tasks


def write(case: Case, folder: Path) -> None:
    """Write a case's files."""
    for path, data in case.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def read(folder: Path) -> Case:
    """The case whose files lie in a folder."""
    files = {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
    files.pop("differences.txt", None)
    return Case(files)


class Comparison:
    """Compares cases, one after the other, with a Frictionless in a process of its own; used as a context."""

    def __enter__(self) -> Comparison:
        """Start Frictionless."""
        self._reference = Reference().__enter__()
        self._folder = Path(tempfile.mkdtemp(prefix="fuzz-")).resolve()
        self._count = 0
        return self

    def __exit__(self, *_: object) -> None:
        """End Frictionless."""
        self._reference.__exit__()
        shutil.rmtree(self._folder, ignore_errors=True)

    def outcome(self, case: Case, ways: Sequence[str] = WAYS) -> Outcome:
        """Give the case to both, to civicstat in each of the ways."""
        self._count += 1
        folder = self._folder / str(self._count)
        write(case, folder)
        try:
            self._reference.ask(folder)
            found = ours(folder, ways)
            expected = self._reference.answer()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        told = [d for way, report in found.items() for d in differences(expected, report, way, str(folder))]
        tasks = expected.get("tasks", [])
        types = {e["type"] for e in [*expected.get("errors", []), *(e for task in tasks for e in task["errors"])]}
        verdict = "crash" if "crash" in expected else "valid" if expected["valid"] else "invalid"
        return Outcome(case, verdict, tuple(told), frozenset(types))

    def shrunk(self, case: Case, seconds: float = 20) -> Case:
        """A smaller case with a difference of the same kind, as small as is found in so much time."""
        kinds = {d.kind for d in self.outcome(case).differences}
        ends = monotonic() + seconds
        going = True
        while going and monotonic() < ends:
            going = False
            for smaller in _smaller(case):
                if monotonic() > ends:
                    break
                if kinds & {d.kind for d in self._outcome_or_none(smaller)}:
                    case, going = smaller, True
                    break
        return case

    def _outcome_or_none(self, case: Case) -> tuple[Difference, ...]:
        try:
            return self.outcome(case).differences
        except (KeyError, TypeError, ValueError):  # a case that can't be written
            return ()


def differences(expected: dict[str, Any], found: Any, way: str, folder: str) -> list[Difference]:
    """Where a report of civicstat's differs from Frictionless's, the first of each part."""
    if isinstance(found, str):
        said = expected.get("crash") or [
            e["note"] for e in (expected["errors"] or [e for t in expected["tasks"] for e in t["errors"]])[:1]
        ]
        return [Difference(way, f"report, {found[:60]}", said, found)]
    if "crash" in expected:
        told = found["errors"] or any(not task["valid"] and task["errors"] for task in found["tasks"])
        return [] if told else [Difference(way, "report", f"an error, for {expected['crash']}", "none")]
    expected, found = _without(expected, folder), _without(found, folder)
    if place := _first(expected["errors"], found["errors"]):
        return [Difference(way, f"errors{place[0]}", *place[1:])]
    if len(expected["tasks"]) != len(found["tasks"]):
        return [Difference(way, "tasks", len(expected["tasks"]), len(found["tasks"]))]
    told = []
    for number, (theirs, own) in enumerate(zip(expected["tasks"], found["tasks"], strict=True)):
        if len(theirs["labels"]) > MOST_COLUMNS:
            refused = not own["valid"] and [e["type"] for e in own["errors"]] == ["source-error"]
            told += (
                [] if refused else [Difference(way, f"tasks[{number}]", "a refusal, for its columns", own["errors"])]
            )
            continue
        for key in dict.fromkeys(["errors", "valid", *theirs, *own]):
            if place := _first(theirs.get(key), own.get(key)):
                told.append(Difference(way, f"tasks[{number}].{key}{place[0]}", *place[1:]))
    return told


def _plain(report: Any) -> Any:
    return json.loads(json.dumps(report, default=str))


def _without(value: Any, folder: str) -> Any:
    """A part of a report without its folder and the time it took."""
    if isinstance(value, dict):
        return {k: _without(v, folder) for k, v in value.items() if k != "seconds"}
    if isinstance(value, list):
        return [_without(v, folder) for v in value]
    return value.replace(f"{folder}/", "") if isinstance(value, str) else value


def _first(  # noqa: PLR0911 - one for each kind of value
    expected: Any, found: Any
) -> tuple[str, Any, Any] | None:
    """Where two values first differ, and what stands there."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in dict.fromkeys([*expected, *found]):
            if key not in expected or key not in found:
                return f".{key}", expected.get(key, "nothing"), found.get(key, "nothing")
            if place := _first(expected[key], found[key]):
                return f".{key}{place[0]}", *place[1:]
        return None
    if isinstance(expected, list) and isinstance(found, list):
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            if place := _first(one, other):
                return f"[{number}]{place[0]}", *place[1:]
        if len(expected) != len(found):
            at = min(len(expected), len(found))
            return f"[{at}]", *((rest[at] if len(rest) > at else "nothing") for rest in (expected, found))
        return None
    same = expected == found and type(expected) is type(found)
    return None if same or (expected != expected and found != found) else ("", expected, found)  # noqa: PLR0124 - NaN


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 400 else f"{text[:400]}…"


def _kind(value: Any) -> str:
    return str(value["type"]) if isinstance(value, dict) and "type" in value else type(value).__name__


def _smaller(case: Case) -> Iterator[Case]:
    """Cases that are a little smaller: lines, then parts of the descriptor, left out."""
    for path, data in case.files.items():
        if path != "datapackage.json" and not path.endswith(".json"):
            lines = data.splitlines(keepends=True)
            size = len(lines)
            while size := size // 2:
                for at in range(0, len(lines), size):
                    yield Case({**case.files, path: b"".join(lines[:at] + lines[at + size :])})
                if size * 40 < len(lines):
                    break
    descriptor = case.descriptor
    for path in _parts(descriptor):
        smaller = json.loads(case.files["datapackage.json"])
        inner = smaller
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]
        yield Case({**case.files, "datapackage.json": json.dumps(smaller, ensure_ascii=False, indent=1).encode()})


def _parts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all that could be left out, the largest first."""
    inner = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    for key, _ in inner:
        if not (key == "resources" or (len(path) == 2 and key in ("name", "path"))):
            yield (*path, key)
    for key, part in inner:
        yield from _parts(part, (*path, key))
