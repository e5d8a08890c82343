"""`civicstat new sprint` and `civicstat new strategy`: a package whose tables hold worked examples to write over."""

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
from civicstat.new.dataset import DESCRIPTOR, PROFILE
from civicstat.new.titles import readable_title
from civicstat.progress.shapes import EXAMPLE, SHAPES, TEXTS, schema_of
from civicstat.reports.words import in_lines, masked
from civicstat.sources import CATALOG, find_descriptors, read_descriptor
from civicstat.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from civicstat.findings import Finding
    from civicstat.progress.shapes import Kind, Shape
    from civicstat.settings import Settings

Row = dict[str, str]

DAYS = 90
"""How long a sprint is, unless a person says otherwise."""
YEARS = 4
"""How long a strategy holds, unless a person says otherwise: a mayor's term."""

LEFT_OUT: Mapping[Kind, tuple[str, ...]] = {"sprint": ("interim", "final"), "strategy": ("interim", "sprints")}
"""Tables that most packages begin without."""

_FILES: Mapping[Kind, str] = {"sprint": "learnt.md", "strategy": "strategy.md"}
_TEXT_TITLES: Mapping[Kind, str] = {"sprint": "What was learnt", "strategy": "The strategy"}


@dataclass(frozen=True)
class Begun:
    """What a package is begun with: kind, page name, title, first and last day, and the day on which it is begun."""

    kind: Kind
    name: str
    title: str
    start: date
    end: date
    today: date

    @property
    def eve(self) -> str:
        """The day of baselines: the one before the first, or today where that is to come."""
        before = self.start - timedelta(days=1 if self.start > date.min else 0)
        return min(before, self.today).isoformat()

    def on(self, share: float) -> str:
        """A day on the way from the first to the last, by the share of the days gone."""
        return (self.start + timedelta(days=round(share * (self.end - self.start).days))).isoformat()


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
    rows = _sprint_rows(begun) if begun.kind == "sprint" else _strategy_rows(begun)
    shapes = [shape for shape in SHAPES[begun.kind] if shape.name not in LEFT_OUT[begun.kind]]
    files = {f"{shape.name}.csv": _as_csv(shape, rows[shape.name]) for shape in shapes}
    text = _LEARNT if begun.kind == "sprint" else _STRATEGY
    described = json.dumps(_descriptor(begun, shapes), ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTOR: described, **files, _FILES[begun.kind]: text}


def _descriptor(begun: Begun, shapes: Sequence[Shape]) -> dict[str, Any]:
    days = {"start": begun.start.isoformat(), "end": begun.end.isoformat()}
    said = days | ({"leads": ["Director of Public Works"]} if begun.kind == "sprint" else {})
    names = [shape.name for shape in shapes]
    resources = [
        {
            "name": shape.name,
            "type": "table",
            "title": shape.title,
            "description": shape.description,
            "path": f"{shape.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema_of(begun.kind, shape.name, names),
        }
        for shape in shapes
    ]
    text = {
        "name": TEXTS[begun.kind],
        "title": _TEXT_TITLES[begun.kind],
        "path": _FILES[begun.kind],
        "format": "md",
        "mediatype": "text/markdown",
        "encoding": "utf-8",
    }
    return {
        "$schema": PROFILE,
        "name": begun.name,
        "title": begun.title,
        "resources": [*resources, text],
        "civicstat": {"kind": begun.kind, begun.kind: said},
    }


def _example(kind: Kind, table: str, **own: str) -> Row:
    """A row of the examples that the shape has, with values of its own; the title says that it is one."""
    shape = next(s for s in SHAPES[kind] if s.name == table)
    row = {column.name: column.example for column in shape.columns} | own
    return row | ({"title": EXAMPLE + row["title"]} if "title" in row else {})


def _sprint_rows(begun: Begun) -> dict[str, list[Row]]:
    first, last, eve = begun.on(0), begun.on(1), begun.eve
    goal = _example("sprint", "goals")
    measured = _example("sprint", "measures", goal=goal["id"], baseline_date=eve, low="", high="")
    kept = _example(
        "sprint",
        "measures",
        id="answered",
        goal=goal["id"],
        title="Calls answered within a minute",
        unit="percent",
        definition="Of the calls to 311 in a week, the share answered within 60 seconds.",
        desired="maintain",
        baseline="92",
        baseline_date=eve,
        low="90",
        high="100",
        caveats="",
    )
    return {
        "goals": [goal],
        "measures": [measured, kept],
        "targets": [
            _example("sprint", "targets", measure=measured["id"], due=last, since=first, why=""),
            _example("sprint", "targets", measure="answered", value="95", due=last, since=first, why=""),
        ],
        "values": [
            _example("sprint", "values", measure=measured["id"], date=eve, value="12"),
            _example("sprint", "values", measure="answered", date=eve, value="92"),
        ],
        "milestones": [_example("sprint", "milestones", due=begun.on(1 / 3), done="")],
        # There is nothing to tell before the first day.
        "updates": [_example("sprint", "updates", date=first, measure=measured["id"])]
        if begun.start <= begun.today
        else [],
        "heard": [
            _example(
                "sprint",
                "heard",
                date=min(first, begun.today.isoformat()),
                said=EXAMPLE + "Alleys are forgotten.",
                link="",
            )
        ],
    }


def _strategy_rows(begun: Begun) -> dict[str, list[Row]]:
    first, last, eve = begun.on(0), begun.on(1), begun.eve
    goal, measure = {"goal": "less-litter"}, {"measure": "littered-blocks"}
    measured = _example(
        "strategy",
        "measures",
        **goal,
        id="littered-blocks",
        title="Blocks with litter",
        initiative="",
        unit="percent",
        definition="Of the blocks that inspectors look at in a quarter, the share with litter.",
        type="outcome",
        owner="Chief inspector",
        refresh="R/P3M",
        baseline_date=eve,
        low="",
        high="",
        caveats="Alleys are not looked at.",
    )
    gap = _example(
        "strategy",
        "goals",
        id="more-trees",
        pillar="clean-streets",
        title="More trees",
        description="A goal without a measure yet: the page says so.",
    )
    return {
        "pillars": [_example("strategy", "pillars", id="clean-streets")],
        "goals": [
            _example(
                "strategy",
                "goals",
                id="less-litter",
                pillar="clean-streets",
                title="Less litter",
                description="Fewer blocks have litter when inspectors come.",
            ),
            gap,
        ],
        "initiatives": [_example("strategy", "initiatives", **goal)],
        "measures": [measured],
        "targets": [_example("strategy", "targets", **measure, due=last, since=first, why="")],
        "values": [_example("strategy", "values", **measure, date=eve, value="12")],
    }


# Comments are on no page: until somebody writes below them, the pages say that there is nothing yet.
_LEARNT = """\
<!--
Write below, when the sprint ends: what worked, what did not, and what is done differently from now on.
What stands between these signs is on no page.
-->
"""
_STRATEGY = """\
<!--
Write the strategy below, in plain words, with a heading for each part, such as:

## Clean and healthy streets

A link such as [less litter](#less-litter) leads to the page of the goal, pillar or initiative with that id.
What stands between these signs is on no page.
-->
"""


def _as_csv(shape: Shape, rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in shape.columns], lineterminator="\n")
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
    begun = laid.begun
    at = f"{CATALOG}/{begun.name}"
    lines = [f"{at}/ is written, and valid: {begun.title}, {begun.start} to {begun.end}.", ""]
    lines += ["Write over the examples, in a spreadsheet or a text editor", *_tables(laid)]
    lines += ["", f"Still to write, in {at}/{DESCRIPTOR}", *_missing(laid)]
    lines += ["", *_rows_of_datasets(begun)]
    page = f"sprints/{begun.name}/" if begun.kind == "sprint" else "strategy/"
    lines += ["", f"Then: civicstat validate {at}; and civicstat serve, to see {page}."]
    if begun.kind == "sprint":
        lines.append(f"After the last day: civicstat close {begun.name}, which records how it ended.")
    return "\n".join(lines)


def _tables(laid: Laid) -> Iterator[str]:
    width = max(map(len, laid.files))
    for shape in SHAPES[laid.begun.kind]:
        if f"{shape.name}.csv" in laid.files:
            yield f"  {f'{shape.name}.csv':<{width}}  {shape.description.partition('. ')[0].rstrip('.')}."
    yield f"  {_FILES[laid.begun.kind]:<{width}}  {_TEXT_TITLES[laid.begun.kind]}, as Markdown."


def _missing(laid: Laid) -> Iterator[str]:
    if laid.begun.kind == "sprint":
        yield "  - who leads it, as roles or offices: civicstat.sprint.leads"
    else:
        yield '  - the sprints that work for it: a table "sprints" (part, sprint), once there are any'
    for finding in laid.findings:
        if finding.code.startswith("MD"):
            found = f" ({finding.found})" if finding.found else ""
            yield f"  - {finding.message}{found}. {finding.todo}"


def _rows_of_datasets(begun: Begun) -> list[str]:
    """How a measure is reckoned from rows: nobody has to copy numbers that the portal can work out."""
    entry = {
        "sprint": [
            '    "measure": "median-days", "dataset": "graffiti", "reckon": "median",',
            '    "days": ["opened", "closed"], "date": "closed", "per": "week"',
        ],
        "strategy": [
            '    "measure": "littered-blocks", "dataset": "block-inspections", "reckon": "share",',
            '    "of": [{"field": "litter", "equals": "yes"}], "date": "inspected", "per": "quarter"',
        ],
    }
    return [
        "A measure that rows of a dataset here can tell needs no row in values.csv. Say how under civicstat, such as",
        '  "measures": [{',
        *entry[begun.kind],
        "  }]",
    ]
