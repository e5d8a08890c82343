"""`civicstat close`: the state in which a finished sprint ended, written into a table of its own package.

The table is written once and staff commit it. What is corrected in the data later changes the sprint's page, and the
recorded state stands beside it.
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from civicstat.catalog import page_name, parse_catalog
from civicstat.errors import BrokenPortal, WrongUse
from civicstat.executors import Workers
from civicstat.findings import shorten
from civicstat.paths import path_problem
from civicstat.progress.ended import COLUMNS, TABLE, read_record
from civicstat.progress.inserting import exchange, with_resource
from civicstat.progress.reckoned import reckon_progress
from civicstat.progress.standing import Known
from civicstat.reports.words import in_lines, masked
from civicstat.settings import read_settings
from civicstat.shapes import schema_of, shape_of
from civicstat.sources import CATALOG, read_sources
from civicstat.store import FOLDER as STORE
from civicstat.store import Store
from civicstat.study import study_packages
from civicstat.timeliness import reckon_timeliness

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.progress.ended import Record
    from civicstat.progress.model import MeasureFacts, SprintFacts
    from civicstat.sources import RawPackage

FILE = "final.csv"

_ATTAINMENT_DIGITS = 4
_MOST_PROBLEMS = 5
_TO_COME = "last figure is to come"
_STANDS_ON = frozenset({"goals", "measures", "targets", "interim", "values", TABLE})
"""The tables without which nobody can tell how a measure ended."""

_SPOILS = frozenset(f"PR{n:03}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 15, 16, 19, 21, 25))
"""What is wrong in one of these tables so that a measure may stand otherwise than it seems."""

_HARMLESS = frozenset({"PR008", "PR021"})
"""Of these, what counts only where a row was left out for it."""


@dataclass(frozen=True)
class Closed:
    """A sprint whose final state is written: where, how each measure ended, and what is left to do.

    `statuses` has a title with how the measure ended, and with what has become of an earlier record. `waiting` are
    titles of measures whose last figure is still to come, `untold` of those of which nothing can be told. `to_add` is
    the resource that a person has to add to a descriptor in YAML, None where there is nothing to add.
    """

    title: str
    file: str
    descriptor: str
    statuses: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...]
    untold: tuple[str, ...]
    to_add: Mapping[str, Any] | None
    added: bool


def final_rows(facts: SprintFacts, day: date) -> list[dict[str, str]]:
    """How each measure stands, as rows of the table `final` recorded on `day`, in the order of the measures.

    The value is the one that the status stands on, which is the last one by the due date; where there is none, the last
    one known. Values keep twelve digits, the attainment four decimals; what is not known is blank.
    """
    return [_row(measure, day) for measure in facts.measures]


def _row(facts: MeasureFacts, day: date) -> dict[str, str]:
    standing = facts.standing
    seen, target = standing.judged or standing.observation, standing.target
    share = standing.attainment
    return {
        "measure": facts.measure.id,
        "recorded": day.isoformat(),
        "date": seen.date.isoformat() if seen else "",
        "value": _number(seen.value if seen else None),
        "expected": _number(standing.expected),
        "attainment": _number(None if share is None else round(share, _ATTAINMENT_DIGITS)),
        "status": standing.status,
        "target": _number(target.value if target else None),
        "due": target.due.isoformat() if target else "",
    }


def _number(value: float | None) -> str:
    """A number with twelve digits at most: what adding in floating point leaves behind them is no figure."""
    return "" if value is None else f"{value + 0:.12g}"


def close_sprint(
    root: Path,
    folder: str,
    today: date,
    *,
    again: bool = False,
    anyway: bool = False,
    workers: int = 1,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Closed:
    """Reckon how the sprint in `folder` (or of that name) stands on `today`, and write it into its package.

    What is recorded already stays: only measures without a row gain one. With `again` the rows of measures that stand
    otherwise now are written anew. Where part of the sprint can't be used, and where figures are stale, missing or
    still to come, a state is written only with `anyway`; of a measure of which nothing can be told, none ever is.
    Raises `WrongUse` where there is no such sprint, where it has not ended, where it is recorded, where something is
    missing or late, and where the table can't be written safely; `BrokenPortal` where the sprint can't be read or the
    file not be written. Then nothing is written.
    """
    root = root.resolve()
    if not (root / CATALOG).is_dir():
        raise BrokenPortal(f"{CATALOG}/: no such folder in {root}. Go to a portal's folder, or name it with --root.")
    sources = read_sources(root)
    raw = _chosen(root, folder, sources.packages)
    settings = read_settings(root)
    store = Store(root / STORE)
    catalog = parse_catalog(sources, settings, store, partial(progress, "Reading descriptions"))
    own = next((p for p in catalog.packages if p.file == raw.file), None)
    if own is None:
        raise BrokenPortal(f"{raw.file}: can't be used as it is. civicstat validate {raw.folder.name} says why.")
    wanted = {own.name, *_datasets(own)}
    packages = [package for package in catalog.packages if package.name in wanted]
    with Workers(workers) as beside:
        studies = study_packages(packages, settings, store, beside, partial(progress, "Checking data"))
    known = [Known(p, studies[p.name].scan, reckon_timeliness(p, today, settings.grace)) for p in packages]
    told, findings = reckon_progress(known, settings, today)
    facts = next((s for s in told.sprints if s.sprint.package == own.name), None)
    about = [f for f in findings if f.package == own.name]
    if facts is None or not facts.measures:
        lines = [line for finding in about[:_MOST_PROBLEMS] for line in in_lines(masked(finding))]
        what = "has no first and last day" if facts is None else "has no measure that can be read"
        raise BrokenPortal("\n".join([f"{own.file}: the sprint {what}, so there is nothing to record.", *lines]))
    if facts.state != "finished":
        ends = facts.sprint.ends
        raise WrongUse(
            f"{own.file}: the sprint runs until {ends} and today is {today}: there is no final state yet. "
            f"Run the command after that day; where the sprint ended early, correct civicstat.sprint.end first."
        )
    return _write(own, raw, (facts, about), today, again=again, anyway=anyway)


def _chosen(root: Path, folder: str, packages: Sequence[RawPackage]) -> RawPackage:
    """The package that a person means by a folder, a descriptor or a name. Raises `WrongUse` where it is no sprint."""
    sprints = [raw for raw in packages if _is_sprint(raw)]
    given = folder.strip().rstrip("/")
    places = {path.resolve() for path in (Path(given), root / given, root / CATALOG / given)} if given else set()
    found = [raw for raw in packages if raw.folder.resolve() in places or raw.path.resolve() in places]
    found = found or [raw for raw in packages if raw.data is not None and page_name(raw) == given]
    if len(found) == 1 and _is_sprint(found[0]):
        return found[0]
    listed = ", ".join(sorted(page_name(raw) for raw in sprints)[:10]) or "there is none yet"
    if not found:
        raise WrongUse(f"{shorten(folder)}: no package of that name or folder. The sprints here: {listed}.")
    if len(found) > 1:
        raise WrongUse(f"{shorten(folder)}: several packages lie there. Name the descriptor of one.")
    problem = found[0].problem
    if problem:
        raise BrokenPortal("\n".join(in_lines(masked(problem))))
    raise WrongUse(f'{found[0].file}: its civicstat.kind is not "{"sprint"}". The sprints here: {listed}.')


def _is_sprint(raw: RawPackage) -> bool:
    own = (raw.data or {}).get("civicstat")
    return isinstance(own, dict) and own.get("kind") == "sprint"


def _datasets(package: Package) -> list[str]:
    """The packages whose rows a sprint's measures are reckoned from, as far as they are named properly."""
    own = package.descriptor.get("civicstat")
    listed = own.get("measures") if isinstance(own, dict) else None
    entries = listed if isinstance(listed, list) else []
    return [e["dataset"].strip() for e in entries if isinstance(e, dict) and isinstance(e.get("dataset"), str)]


def _late(facts: MeasureFacts, ends: date) -> str:
    """What a measure still waits for, and where it has to come from; "" where its last word is said."""
    standing = facts.standing
    seen, due = standing.judged, standing.target.due if standing.target else None
    last = f"the last figure is of {seen.date}" if seen else "there is no figure"
    if due and due >= standing.today and standing.status not in ("met", "missed"):
        return f"  {facts.measure.title}: its target is due on {due}, so it is neither met nor missed yet."
    if standing.reason == _TO_COME:
        what = f"the figure of the last days is still to come, {last}"
    elif standing.status == "stale":
        what = f"stale, {last}"
    elif standing.status == "no data":
        what = "no data, there is no figure from before the due date"
    else:
        return ""
    if due and due > ends:
        what += f"; its target is due on {due}, after the sprint's last day, {ends}"
    basis = facts.basis
    late = f'the dataset "{basis.title}" ({basis.dataset})' if basis else "the sprint's own table values"
    troubles = " ".join(basis.troubles) if basis else ""
    return f"  {facts.measure.title}: {what}. Late: {late}.{' ' if troubles else ''}{troubles}"


def _unusable(facts: SprintFacts, about: Sequence[Finding], record: Record) -> list[str]:
    """What of the sprint can't be used, so that its measures may stand otherwise than it seems: lines, none for all.

    Of a record without a row there is nothing to lose.
    """
    sprint, needed = facts.sprint, _STANDS_ON - (frozenset() if record.rows else {TABLE})
    lost = needed & {*sprint.withheld, *(table for table, _ in sprint.left_out)}
    told = [f for f in about if _spoils(f, needed) and (f.code not in _HARMLESS or f.resource in lost)]
    lines = [f"  {line}" for finding in told[:_MOST_PROBLEMS] for line in in_lines(masked(finding))]
    if len(told) > _MOST_PROBLEMS:
        lines.append(f"  and {len(told) - _MOST_PROBLEMS} more like these")
    lines += [f"  {m.measure.title}: {' '.join(m.measure.troubles)}" for m in facts.measures if m.measure.troubles]
    known = {f.resource for f in told}
    return lines + [f"  The table {table} can't be read as a whole." for table in sorted(lost - known)]


def _spoils(finding: Finding, needed: Collection[str]) -> bool:
    if finding.pointer.startswith(("civicstat.measures", "civicstat.columns")):
        return finding.code != "PR012"
    return finding.code in _SPOILS and (finding.resource in needed or finding.pointer == "resources")


def _write(
    package: Package,
    raw: RawPackage,
    stand: tuple[SprintFacts, Sequence[Finding]],
    today: date,
    *,
    again: bool,
    anyway: bool,
) -> Closed:
    facts, about = stand
    listed = [r for r in (raw.data or {}).get("resources", ()) if isinstance(r, dict)]
    resource = next((r for r in listed if r.get("name") == TABLE), None)
    columns = COLUMNS if resource is None else _columns(resource, listed.index(resource), package)
    path = FILE if resource is None else str(resource["path"])
    file = raw.folder / path
    record = read_record(file, package, listed=resource is not None)
    asked = [m for m in facts.measures if again or m.measure.id not in record.first]
    if not asked and resource is not None:
        raise WrongUse(_said_already(package, facts, record))
    if not anyway:
        _refuse(package, facts, _unusable(facts, about, record), asked)
    fresh = [_row(m, today) for m in asked if not m.untold_now]
    if asked and not fresh:
        raise WrongUse(f"{package.file}: nothing is written, since of no measure can be told how it ended.")
    rows, said = record.with_rows(fresh, facts.sprint.ends)
    lacking = sorted({name for row in rows for name, cell in row.items() if cell and name not in columns})
    if lacking:
        raise WrongUse(
            f"{package.file}: the table {TABLE} has no column {', '.join(lacking)}. Add it to the schema, or take the "
            f"resource out: civicstat close then writes it whole."
        )
    made = {"name": TABLE, **_resource()}
    new = _descriptor(raw.path, made) if resource is None else ""
    try:
        exchange(file, _as_csv(columns, rows, record.newline))
        if new:
            exchange(raw.path, new)
    except OSError as error:
        raise BrokenPortal(
            f"{Path(package.file).parent.as_posix()}/: can't be written: {error.strerror or error}. "
            "Look at the folder's permissions and at the space that is left."
        ) from error
    written = {row["measure"] for row in fresh}
    return Closed(
        title=facts.sprint.title,
        file=(Path(package.file).parent / path).as_posix(),
        descriptor=package.file,
        statuses=tuple((m.measure.title, said[m.measure.id]) for m in facts.measures if m.measure.id in said),
        waiting=tuple(m.measure.title for m in asked if m.measure.id in written and m.standing.reason == _TO_COME),
        untold=tuple(m.measure.title for m in asked if m.untold_now),
        to_add=None if resource is not None or new else made,
        added=bool(new),
    )


def _said_already(package: Package, facts: SprintFacts, record: Record) -> str:
    """That every measure has its end recorded, and what to do where that was too soon."""
    ends, last = facts.sprint.ends, max(row.get("recorded", "") for row in record.rows) or "an unknown day"
    said = f"{package.file}: its final state was recorded on {last} already. "
    if last <= str(ends):
        return said + (
            f"That was before the sprint is over, whose last day is {ends}. To write how it ended in its place, add "
            "--again, and say in the pull request why the sprint went on."
        )
    return said + (
        "It is kept as it stood, and later corrections show beside it. To write it anew all the same, add --again."
    )


def _refuse(package: Package, facts: SprintFacts, unusable: Sequence[str], asked: Sequence[MeasureFacts]) -> None:
    """Raise `WrongUse` where something that belongs to the final state can't be used, or is late."""
    parts = []
    if unusable:
        parts.append(
            f"{package.file}: nothing is written, since part of what the final state stands on can't be used.\n"
            + "\n".join(unusable)
            + f"\nMend that first: civicstat validate {Path(package.file).parent.as_posix()} tells all of it."
        )
    if late := [line for m in asked if (line := _late(m, facts.sprint.ends))]:
        parts.append(
            f"{package.file}: nothing is written, since figures are late that belong to the final state.\n"
            + "\n".join(late)
            + "\nBring that data up to date, and run the command again."
        )
    if parts:
        raise WrongUse("\n".join(parts) + " To record the state as it is, add --anyway.")


def _descriptor(path: Path, made: dict[str, Any]) -> str:
    """The descriptor with the new table; "" where a person has to add it: in YAML, whose comments would be lost."""
    if path.suffix != ".json":
        return ""
    with suppress(ValueError, OSError):
        return with_resource(path.read_bytes().decode("utf-8"), made)
    return ""


def _columns(resource: Mapping[str, Any], index: int, package: Package) -> tuple[str, ...]:
    """The columns of a table `final` that is described already. Raises `WrongUse` where it can't be written."""
    at = f"{package.file}, resources[{index}]"
    path = resource.get("path")
    if not isinstance(path, str) or not path.endswith(".csv") or resource.get("dialect"):
        raise WrongUse(f'{at}: the table {TABLE} is written as plain CSV. Give it the path "{FILE}" and no dialect.')
    if problem := path_problem(resource, index, package.folder, ()):
        raise WrongUse(f"{at}: found {problem.found}; expected {problem.expected}. {problem.todo}")
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list):
        return COLUMNS
    names = tuple(str(f.get("name")) if isinstance(f, dict) else "" for f in fields)
    needed = {column.name for column in shape_of("sprint", TABLE).columns if column.required}
    if not needed <= set(names) <= set(COLUMNS):
        raise WrongUse(
            f"{at}.schema.fields: found {shorten(', '.join(names), 120)}; expected {', '.join(COLUMNS)}. Correct the "
            "names, or take the resource out: civicstat close then writes it whole."
        )
    return names


def _resource() -> dict[str, Any]:
    shape = shape_of("sprint", TABLE)
    return {
        "type": "table",
        "title": shape.title,
        "description": shape.description,
        "path": FILE,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema_of("sprint", TABLE),
    }


def _as_csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]], newline: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator=newline, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def report(done: Closed) -> str:
    """What was recorded and what comes next, for a terminal."""
    width = max((len(title) for title, _ in done.statuses), default=0)
    lines = [f"{done.title}: the final state is written to {done.file}.", ""]
    lines += [f"  {title:<{width}}  {status}" for title, status in done.statuses]
    if done.added:
        lines += ["", f"The table was added to {done.descriptor}."]
    if done.to_add:
        snippet = yaml.safe_dump([dict(done.to_add)], sort_keys=False, allow_unicode=True, width=100)
        lines += ["", f"Add the table to {done.descriptor}, at the end of its resources:", ""]
        lines += [f"  {line}" for line in snippet.rstrip().split("\n")]
    if done.untold:
        lines += ["", f"Not recorded, since nobody can tell how it ended: {', '.join(done.untold)}."]
    if done.waiting:
        lines += [
            "",
            (
                f"Still to come: the last figure of {', '.join(done.waiting)}. Once it is there, run the command again "
                "with --again."
            ),
        ]
    lines += ["", "Then commit it: from now on the page shows this state, and later corrections beside it."]
    return "\n".join(lines)
