"""`civicstat new dataset`: a package from a file, checked before it stands in the catalogue."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from civicstat.catalog import page_name
from civicstat.checks.licences import likely
from civicstat.errors import WrongUse
from civicstat.names import printable, slug
from civicstat.new.dates import writes_month_first
from civicstat.new.infer import Column, infer_columns
from civicstat.new.keys import primary_key
from civicstat.new.sources import SourceTable, write_csv
from civicstat.new.titles import readable_title
from civicstat.reports.words import in_lines, masked
from civicstat.sources import CATALOG, find_descriptors, read_descriptor
from civicstat.validation import Checked, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.settings import Settings

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR = "datapackage.json"
"""JSON rather than YAML: it is the standard's own name, other tools open it, and the portal's docs show it."""

PROMISES = {
    "daily": "R/P1D",
    "weekly": "R/P1W",
    "monthly": "R/P1M",
    "quarterly": "R/P3M",
    "yearly": "R/P1Y",
    "irregular": "irregular",
}
"""Update promises by the words for them."""

_ATTEMPTS = 6
_SHOWN = 10


@dataclass(frozen=True)
class Wishes:
    """What a person says of the dataset; whatever is empty is left out of the descriptor.

    `promise` is a key of `PROMISES`.
    """

    title: str = ""
    agency: str = ""
    description: str = ""
    promise: str = ""
    topics: tuple[str, ...] = ()
    licence: str = ""


@dataclass(frozen=True)
class DraftTable:
    """A table with what was found of it: its columns, and the names of those that make its key."""

    source: SourceTable
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows, or features, it has."""
        return int(self.source.columns.height)


@dataclass(frozen=True)
class Draft:
    """A package that is not written yet."""

    name: str
    title: str
    tables: tuple[DraftTable, ...]
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True)
class Written:
    """A package that now stands in the catalogue, and everything that was found while it was made."""

    folder: Path
    draft: Draft
    descriptor: Mapping[str, Any]
    findings: tuple[Finding, ...]


def draft_dataset(tables: Sequence[SourceTable], settings: Settings, name: str = "", title: str = "") -> Draft:
    """What the tables of a source are, with a name and a title for the package.

    The name is the file's, made address-safe; several tables need one from the caller or take the first one's.
    """
    month_first = writes_month_first(settings.time_zone)
    drafts = []
    for table in _own_names(tables):
        columns = infer_columns(table.columns, month_first=month_first, units=table.units, types=table.types)
        key = () if table.mapped else primary_key(table.columns, columns)
        drafts.append(DraftTable(table, columns, key))
    chosen = slug((name or tables[0].name).replace("_", "-"))
    said = " ".join(title.split()) or (readable_title(name) if name and len(tables) > 1 else tables[0].title)
    return Draft(chosen, said, tuple(drafts))


def _own_names(tables: Sequence[SourceTable]) -> list[SourceTable]:
    """The tables with a name of its own for each: two sheets may differ in capitals alone."""
    taken: set[str] = set()
    found = []
    for table in tables:
        name, number = table.name, 2
        while name in taken:
            name, number = f"{table.name}-{number}", number + 1
        taken.add(name)
        found.append(table if name == table.name else replace(table, name=name, path=f"{name}.csv"))
    return found


def check_place(root: Path, name: str, file: Path) -> Path:
    """The folder in which the package will stand. Raises `WrongUse` where it can't: nothing is ever overwritten."""
    catalog = root / CATALOG
    if not catalog.is_dir():
        raise WrongUse(
            f"{CATALOG}/: no such folder in {root.resolve()}. Go to a portal's folder, name it with --root, or "
            "begin one with civicstat init."
        )
    if file.resolve().is_relative_to(catalog.resolve()):
        raise WrongUse(
            f"{file}: lies in {CATALOG}/ already. Move it out of there and try again: "
            "the package gets a folder of its own."
        )
    target = catalog / name
    if target.exists() or target.is_symlink():
        raise WrongUse(f"{CATALOG}/{name}: is there already, and nothing is overwritten. Choose another --name.")
    for path in find_descriptors(catalog):
        if page_name(read_descriptor(path, root)) == name:
            other = path.relative_to(root).as_posix()
            raise WrongUse(f'{other}: has the name "{name}" already. Choose another --name.')
    return target


def describe(draft: Draft, settings: Settings) -> dict[str, Any]:
    """The descriptor of a draft: what was found and what was said, and nothing made up.

    Agency, contact and licence are left out where the portal's settings supply the same.
    """
    wishes = draft.wishes
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "name": draft.name,
        "title": printable(wishes.title or draft.title),
    }
    if wishes.description:
        described["description"] = printable(wishes.description)
    if wishes.licence:
        described["licenses"] = [_licence(printable(wishes.licence))]
    described["resources"] = [_resource(table, alone=len(draft.tables) == 1, draft=draft) for table in draft.tables]
    own: dict[str, Any] = {}
    if wishes.agency and not (settings.publisher and settings.publisher.name == wishes.agency):
        own["publisher"] = {"name": printable(wishes.agency)}
    if wishes.topics:
        own["theme"] = list(dict.fromkeys(map(printable, wishes.topics)))
    if wishes.promise:
        own["accrualPeriodicity"] = PROMISES[wishes.promise]
    return described | ({"civicstat": own} if own else {})


def _licence(text: str) -> dict[str, str]:
    """A licence by its identifier where it has one, else by what it was called."""
    name = likely(text) or text
    if re.match(r"https?://", text):
        return {"path": text}
    return {"name": name} if re.fullmatch(r"[-a-zA-Z0-9._]+", name) else {"title": text}


def _resource(table: DraftTable, *, alone: bool, draft: Draft) -> dict[str, Any]:
    source = table.source
    told = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"} | dict(source.properties)
    dialect = {"dialect": told.pop("dialect")} if "dialect" in told else {}
    title = (draft.wishes.title or draft.title) if alone else source.title
    described = {"name": source.name, "title": printable(title), "path": source.path, **told, **dialect}
    if not source.mapped:
        described = {"name": source.name, "type": "table", **described}
    schema: dict[str, Any] = {"fields": [dict(column.field) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {**described, "schema": schema}


def write_dataset(
    target: Path,
    draft: Draft,
    settings: Settings,
    today: date,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Written:
    """Write the package of a draft to `target`, once the project's own check has found it valid.

    It is written beside the target first and put there as a whole. Where a value is not of the type that was found, the
    column becomes text, and where a key repeats, it is dropped; anything else that is wrong with the file is told in a
    `WrongUse`, and nothing is written.
    """
    stage = target.parent / f".new-{target.name}-{secrets.token_hex(4)}"
    try:
        stage.mkdir()
        # Git never sees what a killed command leaves behind.
        (stage / ".gitignore").write_text("*\n", encoding="utf-8")
        for table in draft.tables:
            if table.source.origin:
                shutil.copyfile(table.source.origin, stage / table.source.path)
            else:
                write_csv(table.source.columns, stage / table.source.path)
        draft, checked = _fitting(draft, stage, settings, today, progress)
        (stage / ".gitignore").unlink()
        if target.exists():
            raise WrongUse(
                f"{CATALOG}/{target.name}: is there already, and nothing is overwritten. Choose another --name."
            )
        stage.rename(target)
    except OSError as error:
        raise WrongUse(f"{CATALOG}/{target.name}: can't be written: {error.strerror}. Nothing was changed.") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    # The stage's own name is told to nobody.
    findings = tuple(
        replace(f, file=f"{CATALOG}/{target.name}{f.file.partition(stage.name)[2]}") for f in checked.findings
    )
    return Written(target, draft, describe(draft, settings), findings)


def _fitting(
    draft: Draft, stage: Path, settings: Settings, today: date, progress: Callable[[int, int], None]
) -> tuple[Draft, Checked]:
    """The draft, widened until its check finds it valid, with that check; its descriptor stands in `stage`."""
    for attempt in range(1, _ATTEMPTS + 1):
        text = json.dumps(describe(draft, settings), ensure_ascii=False, indent=2) + "\n"
        (stage / DESCRIPTOR).write_text(text, encoding="utf-8", newline="")
        progress(attempt - 1, _ATTEMPTS)
        [checked] = validate([stage / DESCRIPTOR], settings, today).packages
        if checked.verdict.valid and not any(f.code in ("TB004", "DP009") for f in checked.findings):
            progress(_ATTEMPTS, _ATTEMPTS)
            return draft, checked
        wider = _widened(draft, checked, everything=attempt >= _ATTEMPTS - 2)
        if wider == draft or attempt == _ATTEMPTS:
            break
        draft = wider
    raise WrongUse(_refusal(checked, stage, draft))


def _widened(draft: Draft, checked: Checked, *, everything: bool) -> Draft:
    """The draft without what its check speaks against: types that not all values have, keys that repeat."""
    tables = []
    for table, task in zip(draft.tables, checked.verdict.tasks, strict=False):
        wrong = {e.get("fieldName") for e in task["errors"] if e["type"] in ("type-error", "constraint-error")}
        all_wrong = everything and bool(wrong)
        columns = tuple(
            column.widened() if column.type != "string" and (all_wrong or column.name in wrong) else column
            for column in table.columns
        )
        repeats = any(e["type"] == "primary-key" for e in task["errors"])
        tables.append(replace(table, columns=columns, key=() if repeats else table.key))
    return replace(draft, tables=(*tables, *draft.tables[len(tables) :]))


def _refusal(checked: Checked, stage: Path, draft: Draft) -> str:
    """What is wrong with the file, in the words of the house, by its own name rather than that of the copy."""
    wrong = [masked(f) for f in checked.findings if f.severity == "error"]
    origins = {table.source.path: table.source.origin for table in draft.tables}
    lines = ["nothing is written, because the check of the new package says:", ""]
    for finding in wrong[:_SHOWN]:
        path = finding.file.rpartition("/")[2]
        origin = origins.get(path)
        lines += in_lines(replace(finding, file=origin.name if origin else path))
    if len(wrong) > _SHOWN:
        lines.append(f"… and {len(wrong) - _SHOWN:,} more.")
    if any(f.message.startswith(("the row is blank", "the row has fewer")) for f in wrong):
        lines += [
            "",
            "Correct the file, or let --tidy write it anew: without blank rows and columns, short rows filled up.",
        ]
    return "\n".join(lines).replace(f"{stage.name}/", "")
