"""The command line: what each command takes, and what its exit code says."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civicstat import __version__
from civicstat.errors import CivicstatError, WrongUse
from civicstat.lazily import Later
from civicstat.portal import portal_day, restore
from civicstat.reports import FORMATS
from civicstat.settings import read_settings
from civicstat.sources import CATALOG
from civicstat.store import FOLDER, Store
from civicstat.validation import Wanted, find_packages
from civicstat.validation import validate as validate_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

    from civicstat import build as building
    from civicstat import init as beginning
    from civicstat import record as records
    from civicstat import recording, review, serve
    from civicstat.checks import words
    from civicstat.findings import Finding
    from civicstat.new import dataset, questions, read
    from civicstat.new import progress as new_progress
    from civicstat.new import words as new_words
    from civicstat.new.begun import Begun
    from civicstat.progress import closing
    from civicstat.reports import docs
    from civicstat.reports import words as report_words
    from civicstat.review import report as review_report
    from civicstat.settings import Settings
    from civicstat.shapes import Kind
    from civicstat.stat import printed
else:
    # A command waits for nothing that only others need.
    building, beginning, serve = Later("civicstat.build"), Later("civicstat.init"), Later("civicstat.serve")
    records, recording = Later("civicstat.record"), Later("civicstat.recording")
    review, review_report = Later("civicstat.review"), Later("civicstat.review.report")
    closing, new_progress = Later("civicstat.progress.closing"), Later("civicstat.new.progress")
    printed = Later("civicstat.stat.printed")
    words, report_words = Later("civicstat.checks.words"), Later("civicstat.reports.words")
    dataset, questions = Later("civicstat.new.dataset"), Later("civicstat.new.questions")
    read, new_words, docs = Later("civicstat.new.read"), Later("civicstat.new.words"), Later("civicstat.reports.docs")

app = typer.Typer(
    help="Publish a city's open data and its progress as a static site.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

MOST_SHOWN = 50
"""Findings printed after a build; `civicstat validate` lists them all."""


class Format(StrEnum):
    """The forms of a validation report."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


Root = Annotated[
    Path,
    typer.Option("--root", help="The portal's folder.", exists=True, file_okay=False, show_default="here"),
]


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Show the version.", is_eager=True)] = False,
) -> None:
    """Publish a city's open data and its progress as a static site."""
    if version:
        typer.echo(f"civicstat {__version__}")
        raise typer.Exit


@app.command(epilog='Example: civicstat init my-city --name "Open data for Springfield"')
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it may exist if it is empty.")],
    name: Annotated[str | None, typer.Option(help="The name of the site.")] = None,
) -> None:
    """Begin a portal: lay down the files of a new, empty one that builds."""
    with _explained():
        for path in beginning.init_portal(folder, name):
            typer.echo(path)
        typer.echo(f"\nA new portal lies in {folder}. See it: cd {folder} && civicstat serve")


@app.command(epilog="Example: civicstat build --today 2026-11-01 --strict")
def build(
    root: Root = Path(),
    today: Annotated[str | None, typer.Option(help="The day to build for (YYYY-MM-DD).", show_default="today")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Build nothing if anything would be withheld.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that work side by side.")] = os.cpu_count() or 1,
) -> None:
    """Check the catalogue and build the portal into site/.

    Exit code 0: all is published. 1: site/ is built, and something is withheld. 2: nothing is built, and the old
    site/ stands.
    """
    with _explained():
        try:
            with _progress() as progress:
                result = building.build_portal(
                    root, today=_day(today), strict=strict, workers=workers, progress=progress
                )
        except building.StrictRefusal as refusal:
            _show(refusal.result.findings)
            raise
        _show(result.findings)
        packages = "package" if result.published == 1 else "packages"
        typer.echo(f"{result.published} {packages} published in {result.out}", err=True)
        if result.exit_code:
            withheld = "package has" if result.withheld == 1 else "packages have"
            typer.echo(f"{result.withheld} {withheld} something withheld; the pages say what and why.", err=True)
        raise typer.Exit(result.exit_code)


@app.command(epilog="Example: civicstat validate catalog/recycling --format json")
def validate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Descriptors, or folders that hold packages.", show_default=f"{CATALOG}/"),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="The form of the report.")] = Format.text,
    strict: Annotated[bool, typer.Option("--strict", help="Count errors that only civicstat sees.")] = False,
    checks: Annotated[bool, typer.Option(help="Check metadata, sense and privacy too.")] = True,
    limit_errors: Annotated[int, typer.Option(min=1, help="Where Frictionless ends its check of a table.")] = 1000,
) -> None:
    """Check data packages, as the build does, and write a report.

    With --no-checks only the verdict of the Data Package standard is told, many times sooner.

    What Frictionless finds valid but civicstat would withhold (for privacy, say) does not change the exit code, unless
    --strict is given: use it before you propose data, and in checks of your own.

    Exit code 0: all are valid. 1: some are not; with --strict, or would be withheld. 2: the command was used wrongly.
    """
    with _explained():
        chosen = paths or [Path(CATALOG)]
        if not paths and not Path(CATALOG).is_dir():
            raise WrongUse(f"{CATALOG}/: no such folder here. Name the packages to check, or go to a portal's folder.")
        empty = not paths and not any(Path(CATALOG).rglob("datapackage.*"))
        restore(Path.cwd(), Path.cwd() / "site")
        descriptors = [] if empty else find_packages(chosen)
        gc.disable()  # what is made is wanted to the end, and the command ends soon
        settings = read_settings(Path())
        with _progress() as progress:
            checked = partial(progress, "Checking data")
            result = validate_packages(
                descriptors,
                settings,
                portal_day(settings),
                checked,
                os.cpu_count() or 1,
                Wanted(
                    checks,
                    limit_errors,
                    Store(Path.cwd() / FOLDER) if Path(CATALOG).is_dir() else None,
                    hashed=format_ is Format.json,
                ),
            )
        found = format_ is not Format.json and any(package.findings for package in result.packages)
        typer.echo(FORMATS[format_.value](result, docs.docs_address(Path()) if found else ""))
        raise typer.Exit(result.exit_code(strict=strict))


@app.command("review", epilog="Example: civicstat review --base origin/main --out review.md")
def review_command(
    base: Annotated[str, typer.Option("--base", help="The branch, tag or commit that this is to be merged into.")],
    root: Root = Path(),
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write the report to.", show_default="standard output")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that work side by side.")] = os.cpu_count() or 1,
) -> None:
    """Tell what a pull request changes, as Markdown for a comment: compare the files here with a base in git.

    Exit code 0: it can be merged. 1: it can't, and the report says why. 2: the command was used wrongly.
    """
    with _explained():
        restore(root.resolve(), root.resolve() / "site")
        with _progress() as progress:
            found = review.review_portal(root, base, portal_day, workers, progress)
        report = review_report.as_markdown(found)
        if out is None:
            typer.echo(report, nl=False)
        else:
            review_report.write_report(report, out)
        raise typer.Exit(0 if found.mergeable else 1)


@app.command(epilog="Example: civicstat record --today 2026-11-30")
def record(
    root: Root = Path(),
    today: Annotated[str | None, typer.Option(help="The day to record (YYYY-MM-DD).", show_default="today")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that work side by side.")] = os.cpu_count() or 1,
) -> None:
    """Add a day to the portal's record of quality scores, in catalog/portal-quality/.

    The nightly job runs this and commits what it wrote. A day that is recorded already is written anew.

    Exit code 0: the day is recorded. 2: nothing is written.
    """
    with _explained():
        day = _day(today) or portal_day(read_settings(root))
        with _progress() as progress:
            done = recording.record_day(root, day, workers=workers, progress=progress)
        _tell_recorded(done)


def _tell_recorded(done: recording.Recorded) -> None:
    """What a day's record came to."""
    over = words.counted(done.scored, "dataset")
    score = "no dataset has a score yet" if done.score is None else f"{done.score:g} of 100 over {over}"
    typer.echo(f"{done.day}: {score}.", err=True)
    if done.written:
        new = f"{words.counted(done.datasets, 'dataset')}, {words.counted(done.tables, 'table')}"
        typer.echo(f"New numbers: {new}. Written to {records.FOLDER}/.", err=True)
    else:
        typer.echo(f"{records.FOLDER}/ has this day already.", err=True)


@app.command(epilog="Example: civicstat close graffiti-sprint")
def close(
    sprint: Annotated[str, typer.Argument(help="The sprint's folder or its name.")],
    root: Root = Path(),
    today: Annotated[
        str | None, typer.Option(help="The day of the final state (YYYY-MM-DD).", show_default="today")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Write anew what has become another.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Write though something is late or missing.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that work side by side.")] = os.cpu_count() or 1,
) -> None:
    """Record how a finished sprint ended, in the table "final" of its own package.

    The table is added to a descriptor in JSON where it is missing; for one in YAML the command says what to add.
    What is recorded stays. Where a figure is late, or a table can't be used, the command says what to see to first.

    Exit code 0: the state is recorded. 2: nothing is written.
    """
    with _explained():
        day = _day(today) or portal_day(read_settings(root))
        with _progress() as progress:
            done = closing.close_sprint(
                root, sprint, day, again=again, anyway=anyway, workers=workers, progress=progress
            )
        typer.echo(closing.report(done))


new_app = typer.Typer(
    help="Begin a dataset from a file, a sprint or a strategy.",
    epilog="Example: civicstat new dataset graffiti.csv",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(new_app, name="new")


@new_app.callback()
def new() -> None:
    """Begin a dataset from a file, a sprint or a strategy."""


@new_app.command("dataset", epilog='Example: civicstat new dataset graffiti.csv --title "Graffiti removal requests"')
def new_dataset(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV, Excel (.xlsx), JSON or GeoJSON file.")],
    name: Annotated[str, typer.Option(help="The name that becomes its address.", show_default="the file's")] = "",
    title: Annotated[str, typer.Option(help="The title that residents read.", show_default="from the name")] = "",
    agency: Annotated[str, typer.Option(help="Who answers for the data.", show_default="the portal's")] = "",
    sheet: Annotated[
        list[str] | None,
        typer.Option(help="A sheet of a workbook, or a list in a JSON file; several make several tables."),
    ] = None,
    tidy: Annotated[bool, typer.Option("--tidy", help="Write a CSV anew, without blank rows and columns.")] = False,
    root: Root = Path(),
) -> None:
    """Write a package to catalog/ from a file, with the types, formats and keys that its values show.

    What it can't know is asked on a terminal, or told at the end. CSV and GeoJSON files are copied byte for byte;
    sheets and JSON become CSV, whose changes can be read line by line. Nothing is overwritten.

    Exit code 0: the package is written, and valid. 2: nothing is written.
    """
    with _explained():
        asked = sys.stdin.isatty() and sys.stdout.isatty()
        settings = read_settings(root)
        tables = read.read_source(file, sheets=sheet or (), tidy=tidy, choose=_choose if asked else None)
        draft = dataset.draft_dataset(tables, settings, name, title)
        target = dataset.check_place(root, draft.name, file)
        draft = replace(draft, wishes=dataset.Wishes(title=title, agency=agency))
        if asked:
            draft = questions.ask_all(draft, settings, _ask)
        with _progress() as progress:
            checking = partial(progress, "Checking data")
            written = dataset.write_dataset(target, draft, settings, portal_day(settings), checking)
        typer.echo(new_words.report(written, settings, docs.docs_address(root)))


@new_app.command("sprint", epilog="Example: civicstat new sprint graffiti-sprint --start 2027-01-04")
def new_sprint(
    folder: Annotated[str, typer.Argument(help="The new folder in catalog/; its name becomes its address.")],
    title: Annotated[str, typer.Option(help="The title that residents read.", show_default="from the name")] = "",
    start: Annotated[str | None, typer.Option(help="The first day (YYYY-MM-DD).", show_default="today")] = None,
    days: Annotated[int, typer.Option(help="How many days it has, the first one included.")] = 90,
    root: Root = Path(),
) -> None:
    """Write a sprint to catalog/, with goals, measures, targets and more as examples to write over.

    Nothing is overwritten. What is still to write is told at the end.

    Exit code 0: the package is written, and valid. 2: nothing is written.
    """
    with _explained():
        settings = read_settings(root)
        first = _day(start, "--start")
        _lay_down(root, new_progress.begin_sprint(folder, portal_day(settings), first, days, title), settings)


@new_app.command("strategy", epilog='Example: civicstat new strategy city-strategy --title "What we want to reach"')
def new_strategy(
    folder: Annotated[str, typer.Argument(help="The new folder in catalog/.")],
    title: Annotated[str, typer.Option(help="The title that residents read.", show_default="from the name")] = "",
    start: Annotated[str | None, typer.Option(help="The first day (YYYY-MM-DD).", show_default="today")] = None,
    years: Annotated[int, typer.Option(help="How many years it holds.")] = 4,
    root: Root = Path(),
) -> None:
    """Write a strategy to catalog/, with pillars, goals, initiatives and measures as examples to write over.

    Nothing is overwritten. What is still to write is told at the end.

    Exit code 0: the package is written, and valid. 2: nothing is written.
    """
    with _explained():
        settings = read_settings(root)
        first = _day(start, "--start")
        _lay_down(root, new_progress.begin_strategy(folder, portal_day(settings), first, years, title), settings)


_LIKE = (
    "Nothing is overwritten. What is still to write is told at the end. Exit code 0: the package is written, and valid."
)


def _new_kind(kind: Kind, title_of: str, what: str) -> None:
    """Give `civicstat new` the command that begins a package of a kind."""

    def command(
        folder: Annotated[str, typer.Argument(help="The new folder in catalog/; its name becomes its address.")],
        title: Annotated[str, typer.Option(help="The title that residents read.", show_default="from the name")] = "",
        start: Annotated[str | None, typer.Option(help="The first day (YYYY-MM-DD).", show_default="today")] = None,
        root: Root = Path(),
    ) -> None:
        with _explained():
            settings = read_settings(root)
            begun = new_progress.begin(kind, folder, portal_day(settings), _day(start, "--start"), title)
            _lay_down(root, begun, settings)

    said = f"Write {what} to catalog/, with examples to write over.\n\n{_LIKE}"
    new_app.command(kind, help=said, epilog=f"Example: civicstat new {kind} {title_of}")(command)


_new_kind("performance", "agency-measures", "agencies, their services and their yearly measures")
_new_kind("stat", "cleanstat", "a series of Stat meetings, with agenda, measures, decisions and follow-ups")
_new_kind("tracker", "first-hundred-days", "a tracker of actions, by group and with their progress")
_new_kind("academy", "data-academy", "a Data Academy, with courses, modules, enrolment and data capacity")
_new_kind("programme", "open-data-programme", "the open data programme, with inventory, coordinators and reviews")


def _lay_down(root: Path, begun: Begun, settings: Settings) -> None:
    """Write a package that is begun, and tell what comes next."""
    target = new_progress.place(root, begun)
    typer.echo(new_progress.report(new_progress.lay_down(target, begun, settings)))


def _ask(question: str, default: str) -> str:
    """Put a question on the terminal; Enter gives the default."""
    return str(typer.prompt(question, default=default, show_default=bool(default)))


def _choose(names: list[str]) -> list[str]:
    """Ask which sheets of a workbook to take."""
    typer.echo("Sheets: " + ", ".join(f"{number} {name}" for number, name in enumerate(names, 1)))
    answer = _ask("Which, by their numbers, with commas between them?", "1")
    numbers = [part.strip() for part in answer.split(",")]
    return [names[int(n) - 1] if n.isdigit() and 1 <= int(n) <= len(names) else n for n in numbers if n]


@app.command(epilog="Example: civicstat brief cleanstat next --out brief.pdf")
def brief(  # noqa: PLR0913 - options of a command
    series: Annotated[str, typer.Argument(help="The series: its package's name or folder.")],
    meeting: Annotated[str, typer.Argument(help="The meeting: its id or its day, or the next one.")] = "next",
    *,
    memo: Annotated[bool, typer.Option("--memo", help="Print the memo of a meeting that was held.")] = False,
    out: Annotated[Path | None, typer.Option(help="The PDF to write.", show_default="named after the meeting")] = None,
    paper: Annotated[str, typer.Option(help="The paper: letter or a4.")] = "letter",
    browser: Annotated[str, typer.Option(help="Chromium or Chrome.", show_default="the first on the path")] = "",
    today: Annotated[str | None, typer.Option(help="The day (YYYY-MM-DD).", show_default="today")] = None,
    root: Root = Path(),
) -> None:
    """Print the brief of a Stat meeting as a PDF of at most two pages, from the catalogue as it stands.

    Exit code 0: the PDF is written. 2: it is not.
    """
    with _explained(), _progress() as progress:
        found = printed.browser_of(browser)
        day = _day(today) or portal_day(read_settings(root))
        sheet = printed.sheet_of(root, series, meeting, "memo" if memo else "brief", day, progress=progress)
        file = out or Path(f"{sheet.name}.pdf")
        printed.print_sheet(sheet, file, paper, found)
        typer.echo(file)


@app.command("serve", epilog="Example: civicstat serve --port 8080")
def serve_command(
    root: Root = Path(),
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.", min=0, max=65535)] = 8000,
) -> None:
    """Preview the portal, and reload it when anything changes."""
    with _explained():
        restore(root.resolve(), root.resolve() / "site")
        serve.serve(root, host, port, building.build_portal)


def _day(text: str | None, option: str = "--today") -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f'{option}: found "{text}", expected a day of the calendar such as 2026-11-01.') from None


def _show(findings: tuple[Finding, ...]) -> None:
    """Print findings, errors first; notes on descriptions and on the sense of data are only counted."""
    told = [f for f in findings if f.withholds or not f.code.startswith(("MD", "DT"))]
    ordered = sorted((f for f in told if not f.waiver), key=lambda f: not f.withholds)
    for finding in ordered[:MOST_SHOWN]:
        mark = "" if finding.withholds else "note: "
        typer.echo("\n".join(report_words.in_lines(finding, mark)), err=True)
    if len(ordered) > MOST_SHOWN:
        typer.echo(f"… and {len(ordered) - MOST_SHOWN:,} more; civicstat validate lists them all.", err=True)
    if notes := sum(not f.waiver for f in findings) - len(ordered):
        more = words.counted(notes, "note")
        typer.echo(f"{more} on what would make the data better: civicstat validate lists them.", err=True)


@contextmanager
def _explained() -> Iterator[None]:
    """What stops a command, in words on standard error and with exit code 2."""
    try:
        yield
    except CivicstatError as error:
        typer.echo(f"civicstat: {error}", err=True)
        raise typer.Exit(2) from error


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar a stage on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report
