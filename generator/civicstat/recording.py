"""`civicstat record`: add a day to the portal's record of scores. The nightly job runs it and commits what it wrote."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from civicstat.catalog import parse_catalog
from civicstat.errors import BrokenPortal, WrongUse
from civicstat.executors import Workers
from civicstat.facts import reckon_facts
from civicstat.findings import shorten
from civicstat.progress.inserting import exchange
from civicstat.quality import FORMULA
from civicstat.record import COLUMNS, DESCRIPTOR, FOLDER, KIND
from civicstat.settings import read_settings
from civicstat.sources import CATALOG, DESCRIPTOR_NAMES, find_descriptors, read_descriptor, read_sources
from civicstat.store import FOLDER as STORE
from civicstat.store import Store
from civicstat.study import study_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from civicstat.facts import Facts, PackageFacts
    from civicstat.quality import PartName

Row = tuple[str, ...]


@dataclass(frozen=True)
class Recorded:
    """What a day's record came to: the portal's score over so many datasets, and the rows that the day has.

    `datasets` and `tables` count those whose numbers were not what they were; `written` is false where the day had
    been recorded already, with the same numbers.
    """

    day: date
    folder: Path
    score: float | None
    scored: int
    datasets: int
    tables: int
    written: bool


def record_day(
    root: Path,
    today: date,
    *,
    workers: int = 1,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Recorded:
    """Score the portal under `root` on `today`, and add the day to its record, which is made where there is none.

    A day that is there already is written anew. Raises `WrongUse` for a day before the last one, and for a folder in
    the way that is no record; `BrokenPortal` where the record, or the portal, can't be read. Then nothing is written.
    """
    root = root.resolve()
    if not (root / CATALOG).is_dir():
        raise BrokenPortal(f"{CATALOG}/: no such folder in {root}. Make it, and put the data packages there.")
    folder = root / FOLDER
    old = _read(root, today)
    facts = _facts(root, today, workers, progress)
    new = _rows_of_day(facts, _before(old, today))
    tables = {name: (*_before(old, today)[name], *rows) for name, rows in new.items()}
    written = any(tables[name] != old.get(name) for name in tables)
    if written:
        _write(folder, tables)
    quality = facts.quality
    return Recorded(
        today,
        folder,
        quality.score if quality else None,
        quality.datasets if quality else 0,
        len(new["datasets"]),
        len(new["tables"]),
        written,
    )


def _read(root: Path, today: date) -> dict[str, tuple[Row, ...]]:
    """The rows of the record's tables as they stand; none where there is no record yet."""
    folder = root / FOLDER
    if not folder.exists():
        _refuse_another(root)
        return {}
    descriptors = [folder / name for name in DESCRIPTOR_NAMES if (folder / name).exists()]
    raw = read_descriptor(descriptors[0], root) if descriptors else None
    own = (raw.data or {}).get("civicstat") if raw else None
    if not (isinstance(own, dict) and own.get("kind") == KIND):
        raise WrongUse(
            f'{FOLDER}/: something else lies there: no package whose civicstat.kind is "{KIND}". '
            "The portal's record needs that place: move the folder, and run the command again."
        )
    return {name: _read_table(folder / f"{name}.csv", columns, today) for name, columns in COLUMNS.items()}


def _refuse_another(root: Path) -> None:
    """There is to be one record, at its own place."""
    for path in find_descriptors(root / CATALOG):
        own = (read_descriptor(path, root).data or {}).get("civicstat")
        if isinstance(own, dict) and own.get("kind") == KIND:
            raise WrongUse(
                f"{path.relative_to(root).parent.as_posix()}/: the record of scores lies here. "
                f"It is kept in {FOLDER}/: move the folder there, and run the command again."
            )


def _read_table(path: Path, columns: Sequence[str], today: date) -> tuple[Row, ...]:
    file = f"{FOLDER}/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            header, *rows = [tuple(row) for row in csv.reader(opened, strict=True) if row]
    except (OSError, ValueError, csv.Error) as error:
        reason = "is empty" if isinstance(error, ValueError) and "unpack" in str(error) else f"can't be read: {error}"
        raise BrokenPortal(
            f"{file}: {reason}. Bring it back from the repository's history; nothing was written."
        ) from error
    if header != tuple(columns):
        raise BrokenPortal(
            f"{file}, row 1: found the columns {', '.join(header)}; expected {', '.join(columns)}. "
            "Put them back; nothing was written."
        )
    last = ""
    for number, row in enumerate(rows, 2):
        if len(row) != len(columns) or row[0] < last or not _is_day(row[0]):
            found = f"{len(row)} cells" if len(row) != len(columns) else f'"{shorten(row[0])}" after "{last}"'
            raise BrokenPortal(
                f"{file}, row {number}: found {found}; expected {len(columns)} cells, and the days in order. "
                "Correct the row; nothing was written."
            )
        last = row[0]
    if last > today.isoformat():
        raise WrongUse(
            f"{file}: holds {last} already, which is after {today.isoformat()}. "
            "A record only grows at its end: name a later day, or take out the rows from that day on."
        )
    return tuple(rows)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _before(tables: Mapping[str, tuple[Row, ...]], today: date) -> dict[str, tuple[Row, ...]]:
    """The rows of the days before `today`."""
    return {name: tuple(row for row in tables.get(name, ()) if row[0] < today.isoformat()) for name in COLUMNS}


def _facts(root: Path, today: date, workers: int, progress: Callable[[str, int, int], None]) -> Facts:
    """The facts that a build on `today` would reckon, from what it has kept as far as it has."""
    settings = read_settings(root)
    store = Store(root / STORE)
    catalog = parse_catalog(read_sources(root), settings, store, partial(progress, "Reading descriptions"))
    with Workers(workers) as beside:
        studies = study_packages(catalog.packages, settings, store, beside, partial(progress, "Checking data"))
    return reckon_facts(catalog, studies, settings, today, {})


def _rows_of_day(facts: Facts, before: Mapping[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """The day's rows for each table: what is as it was last is left out of `datasets` and `tables`."""
    known = [p for p in facts.packages if p.package.kind != KIND]
    scores = ((p.package.name, *_scores(p), *_counts([p])) for p in known if p.quality)
    rows = ((p.package.name, table.resource, str(table.rows)) for p in known for table in p.scan.tables.values())
    return {
        "portal": (_portal_row(facts, known),),
        "datasets": _changed(scores, before["datasets"], facts.today, keys=1),
        "tables": _changed(sorted(rows), before["tables"], facts.today, keys=2),
    }


def _changed(rows: Iterable[Row], before: Iterable[Row], today: date, *, keys: int) -> tuple[Row, ...]:
    """The rows, after their day, that are not as the last one before them with the same first cells."""
    last = {row[1 : 1 + keys]: row[1:] for row in before}
    return tuple((today.isoformat(), *row) for row in rows if last.get(row[:keys]) != row)


def _portal_row(facts: Facts, known: Sequence[PackageFacts]) -> Row:
    quality = facts.quality
    means: Mapping[PartName, float] = quality.parts if quality else {}
    withheld = sum(p.partly_withheld for p in known)
    overdue = sum(p.timeliness.status == "overdue" for p in known)
    return (
        facts.today.isoformat(),
        f"{quality.score:.1f}" if quality else "",
        *(f"{means[name]:.1f}" if name in means else "" for name in FORMULA),
        str(quality.datasets if quality else 0),
        str(withheld),
        str(overdue),
        str(sum(p.rows for p in known)),
        *_counts(known),
    )


def _scores(facts: PackageFacts) -> Row:
    assert facts.quality is not None  # noqa: S101 - for the type checker: the caller has looked
    parts = facts.quality.by_name.values()
    return (str(facts.quality.score), *("" if score is None else str(score) for score in parts))


def _counts(packages: Sequence[PackageFacts]) -> Row:
    """How many findings there are, and how many are waived beside them."""
    findings = [f for p in packages for f in p.findings]
    waived = sum(f.waiver is not None for f in findings)
    return str(len(findings) - waived), str(waived)


def _write(folder: Path, tables: Mapping[str, tuple[Row, ...]]) -> None:
    """Write the tables, and a descriptor where there is none yet.

    A new record is put together beside its place and moved there whole. Of one that is there each file is exchanged in
    one move, `portal` last; a day that was cut short in between is made whole when the day is recorded again.
    """
    try:
        if folder.exists():
            for name in ("tables", "datasets", "portal"):
                file, text = folder / f"{name}.csv", _as_csv(COLUMNS[name], tables[name])
                if file.read_text(encoding="utf-8") != text:
                    exchange(file, text)
            return
        new = folder.with_name(f".{folder.name}-{os.getpid()}")
        try:
            new.mkdir(parents=True)
            for name, rows in tables.items():
                (new / f"{name}.csv").write_text(_as_csv(COLUMNS[name], rows), encoding="utf-8", newline="")
            (new / DESCRIPTOR).write_text(json.dumps(descriptor(), ensure_ascii=False, indent=2) + "\n", "utf-8")
            new.rename(folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise BrokenPortal(
            f"{FOLDER}/: can't be written: {error.strerror or error}. "
            "Look at the folder's permissions and at the space that is left."
        ) from error


def _as_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def descriptor() -> dict[str, Any]:
    """The descriptor of a new record, which the city may then word as it likes."""
    loaded: dict[str, Any] = json.loads(files("civicstat").joinpath("record.json").read_text(encoding="utf-8"))
    return loaded
