"""The command line: what each command takes, and what its exit code says."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from civicstat import __version__
from civicstat.build import StrictRefusal, build_portal, portal_day
from civicstat.errors import CivicstatError, WrongUse
from civicstat.init import init_portal
from civicstat.portal import restore
from civicstat.serve import serve as serve_portal
from civicstat.settings import read_settings
from civicstat.sources import CATALOG
from civicstat.validation import FORMATS, find_packages, in_lines
from civicstat.validation import validate as validate_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from civicstat.findings import Finding

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
        for path in init_portal(folder, name):
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
                result = build_portal(root, today=_day(today), strict=strict, workers=workers, progress=progress)
        except StrictRefusal as refusal:
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
) -> None:
    """Check data packages, as the build does, and write a report.

    Exit code 0: all are valid. 1: some are not. 2: the command was used wrongly.
    """
    with _explained():
        chosen = paths or [Path(CATALOG)]
        if not paths and not Path(CATALOG).is_dir():
            raise WrongUse(f"{CATALOG}/: no such folder here. Name the packages to check, or go to a portal's folder.")
        empty = not paths and not any(Path(CATALOG).rglob("datapackage.*"))
        restore(Path.cwd(), Path.cwd() / "site")
        descriptors = [] if empty else find_packages(chosen)
        settings = read_settings(Path())
        with _progress() as progress:
            checked = partial(progress, "Checking data")
            result = validate_packages(descriptors, settings, portal_day(settings), checked, os.cpu_count() or 1)
        if report := FORMATS[format_.value](result):
            typer.echo(report)
        raise typer.Exit(result.exit_code(strict=strict))


@app.command(epilog="Example: civicstat serve --port 8080")
def serve(
    root: Root = Path(),
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.", min=0, max=65535)] = 8000,
) -> None:
    """Preview the portal, and reload it when anything changes."""
    with _explained():
        restore(root.resolve(), root.resolve() / "site")
        serve_portal(root, host, port, build_portal)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(f'--today: found "{text}", expected a day of the calendar such as 2026-11-01.') from None


def _show(findings: tuple[Finding, ...]) -> None:
    """Print findings, errors first."""
    ordered = sorted(findings, key=lambda f: f.severity != "error")
    for finding in ordered[:MOST_SHOWN]:
        mark = "" if finding.severity == "error" else "note: "
        typer.echo("\n".join(in_lines(finding, mark)), err=True)
    if len(ordered) > MOST_SHOWN:
        typer.echo(f"… and {len(ordered) - MOST_SHOWN:,} more; civicstat validate lists them all.", err=True)


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
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report
