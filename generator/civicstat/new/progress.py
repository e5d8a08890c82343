"""`civicstat new sprint`, `stat` and their like: a package whose tables hold worked examples to write over."""

from __future__ import annotations

import csv
import io
import json
import secrets
import shutil
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from civicstat.catalog import page_name
from civicstat.errors import WrongUse
from civicstat.findings import shorten
from civicstat.names import printable, slug
from civicstat.new.begun import Begun, Row
from civicstat.new.dataset import DESCRIPTOR, PROFILE
from civicstat.new.examples import EXAMPLES
from civicstat.new.titles import readable_title
from civicstat.reports.words import in_lines, masked
from civicstat.shapes import SHAPES, TEXTS, schema_of
from civicstat.sources import CATALOG, find_descriptors, read_descriptor
from civicstat.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from civicstat.findings import Finding
    from civicstat.settings import Settings
    from civicstat.shapes import Kind
    from civicstat.shapes.shape import Column, Shape

DAYS = 90
"""How long a sprint is, unless a person says otherwise."""
YEARS = 4
"""How long a strategy holds, unless a person says otherwise: a mayor's term."""

LENGTHS: Mapping[Kind, relativedelta] = {"tracker": relativedelta(days=100)}
"""How long a package of a kind is for, where that is not a year."""


@dataclass(frozen=True)
class Laid:
    """A package that now stands in the catalogue, with its files and what the checks say of it."""

    begun: Begun
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


def begin_sprint(folder: str, today: date, start: date | None = None, days: int = DAYS, title: str = "") -> Begun:
    """A sprint of so many days from `start`, or today, which is one of them. Raises `WrongUse` where it can't be."""
    start = start or today
    if days < 1:
        raise WrongUse(f"--days: found {days}, expected 1 or more.")
    try:
        end = start + timedelta(days=days - 1)
    except OverflowError:
        raise WrongUse(f"--days: found {days:,}, which leads beyond the calendar. A sprint has {DAYS}.") from None
    return _begun("sprint", folder, (start, end, today), title)


def begin_strategy(folder: str, today: date, start: date | None = None, years: int = YEARS, title: str = "") -> Begun:
    """A strategy for so many years from `start`, or today. Raises `WrongUse` where it can't be."""
    start = start or today
    if years < 1:
        raise WrongUse(f"--years: found {years}, expected 1 or more.")
    try:
        end = start + relativedelta(years=years) - timedelta(days=1)
    except (ValueError, OverflowError):
        raise WrongUse(f"--years: found {years:,}, which leads beyond the calendar. {YEARS} are usual.") from None
    return _begun("strategy", folder, (start, end, today), title)


def begin(kind: Kind, folder: str, today: date, start: date | None = None, title: str = "") -> Begun:
    """A package of any other kind, from `start` or today for a year or what `LENGTHS` has. Raises `WrongUse`."""
    start = start or today
    try:
        end = start + LENGTHS.get(kind, relativedelta(years=1)) - timedelta(days=1)
    except (ValueError, OverflowError):
        raise WrongUse(f"--start: found {start}, which leads beyond the calendar.") from None
    return _begun(kind, folder, (start, end, today), title)


def _begun(kind: Kind, folder: str, days: tuple[date, date, date], title: str) -> Begun:
    """The name is the last part of the folder that a person gave, made address-safe."""
    path = Path(folder.strip())
    parts = [part for part in path.parts if part not in (".", CATALOG)]
    if path.is_absolute() or ".." in path.parts or len(parts) != 1:
        raise WrongUse(
            f"{shorten(folder) or 'the folder'}: expected the name of a new folder in {CATALOG}/, such as {kind}-2027."
        )
    if not any(letter.isalnum() for letter in parts[0]):
        raise WrongUse(f"{shorten(folder)}: expected a name with letters or digits, such as {kind}-2027.")
    name = slug(parts[0].replace("_", "-"))
    said = printable(" ".join(title.split()))
    return Begun(kind, name, said or readable_title(name), *days)


def place(root: Path, begun: Begun) -> Path:
    """The folder in which the package will stand. Raises `WrongUse` where it can't: nothing is ever overwritten."""
    catalog = root / CATALOG
    if not catalog.is_dir():
        raise WrongUse(
            f"{CATALOG}/: no such folder in {root.resolve()}. Go to a portal's folder, name it with --root, or "
            "begin one with civicstat init."
        )
    target = catalog / begun.name
    if target.exists() or target.is_symlink():
        raise WrongUse(f"{CATALOG}/{begun.name}: is there already, and nothing is overwritten. Choose another name.")
    for path in find_descriptors(catalog):
        if page_name(read_descriptor(path, root)) == begun.name:
            other = path.relative_to(root).as_posix()
            raise WrongUse(f'{other}: has the name "{begun.name}" already. Choose another name.')
    return target


def contents(begun: Begun) -> dict[str, str]:
    """Every file of the package by its name: the descriptor, the tables with their examples, and the text."""
    examples = EXAMPLES[begun.kind]
    rows = examples.rows(begun)
    shapes = [shape for shape in SHAPES[begun.kind] if shape.name not in examples.left_out]
    yearly = examples.yearly(begun)
    files = {f"{shape.name}.csv": _as_csv(shape, rows[shape.name], yearly.get(shape.name, ())) for shape in shapes}
    text = {examples.text[0]: examples.text[2]} if examples.text else {}
    described = json.dumps(_descriptor(begun, shapes), ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTOR: described, **files, **text}


def _descriptor(begun: Begun, shapes: Sequence[Shape]) -> dict[str, Any]:
    examples = EXAMPLES[begun.kind]
    names = [shape.name for shape in shapes]
    resources: list[dict[str, Any]] = [
        {
            "name": shape.name,
            "type": "table",
            "title": shape.title,
            "description": shape.description,
            "path": f"{shape.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema_of(begun.kind, shape.name, names, examples.yearly(begun).get(shape.name, ())),
        }
        for shape in shapes
    ]
    if examples.text:
        resources.append(
            {
                "name": TEXTS[begun.kind],
                "title": examples.text[1],
                "path": examples.text[0],
                "format": "md",
                "mediatype": "text/markdown",
                "encoding": "utf-8",
            }
        )
    said = examples.said(begun)
    return {
        "$schema": PROFILE,
        "name": begun.name,
        "title": begun.title,
        "resources": resources,
        "civicstat": {"kind": begun.kind, **({begun.kind: said} if said else {})},
    }


def _as_csv(shape: Shape, rows: Sequence[Row], yearly: Sequence[Column]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in (*shape.columns, *yearly)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def lay_down(target: Path, begun: Begun, settings: Settings) -> Laid:
    """Write the package to `target` as a whole, once its check has found it valid. Raises `WrongUse` otherwise."""
    stage = target.parent / f".new-{target.name}-{secrets.token_hex(4)}"
    files = contents(begun)
    try:
        stage.mkdir()
        for name, text in files.items():
            (stage / name).write_text(text, encoding="utf-8", newline="")
        [checked] = validate([stage / DESCRIPTOR], settings, begun.today).packages
        if not checked.verdict.valid or any(f.withholds for f in checked.findings):
            wrong = [line for f in checked.findings if f.severity == "error" for line in in_lines(masked(f))]
            said = "\n".join(wrong).replace(f"{stage.name}/", "")
            raise WrongUse(f"nothing is written, because the check of the new package says:\n\n{said}")
        if target.exists():
            raise WrongUse(f"{CATALOG}/{target.name}: is there already, and nothing is overwritten.")
        stage.rename(target)
    except OSError as error:
        raise WrongUse(f"{CATALOG}/{target.name}: can't be written: {error.strerror}. Nothing was changed.") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    findings = tuple(
        replace(f, file=f"{CATALOG}/{target.name}{f.file.partition(stage.name)[2]}") for f in checked.findings
    )
    return Laid(begun, tuple(files), findings)


def report(laid: Laid) -> str:
    """What was written and what a person writes next, for a terminal."""
    begun, examples = laid.begun, EXAMPLES[laid.begun.kind]
    at = f"{CATALOG}/{begun.name}"
    days = f", {begun.start} to {begun.end}" if "start" in examples.said(begun) else ""
    lines = [f"{at}/ is written, and valid: {begun.title}{days}.", ""]
    lines += ["Write over the examples, in a spreadsheet or a text editor", *_tables(laid)]
    lines += ["", f"Still to write, in {at}/{DESCRIPTOR}", *_missing(laid)]
    lines += ["", *examples.hints] if examples.hints else []
    lines += ["", f"Then: civicstat validate {at}; and civicstat serve, to see {examples.page(begun)}."]
    lines += [last] if (last := examples.last(begun)) else []
    return "\n".join(lines)


def _tables(laid: Laid) -> Iterator[str]:
    width = max(map(len, laid.files))
    for shape in SHAPES[laid.begun.kind]:
        if f"{shape.name}.csv" in laid.files:
            yield f"  {f'{shape.name}.csv':<{width}}  {shape.description.partition('. ')[0].rstrip('.')}."
    if text := EXAMPLES[laid.begun.kind].text:
        yield f"  {text[0]:<{width}}  {text[1]}, as Markdown."


def _missing(laid: Laid) -> Iterator[str]:
    yield from (f"  - {line}" for line in EXAMPLES[laid.begun.kind].still)
    for finding in laid.findings:
        if finding.code.startswith("MD"):
            found = f" ({finding.found})" if finding.found else ""
            yield f"  - {finding.message}{found}. {finding.todo}"
