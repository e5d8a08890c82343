"""`civicstat brief`: the brief or the memo of a meeting as a PDF, printed by the machine's own Chromium.

The page is made from the catalogue as a build makes it, with the portal's style sheet and nothing around it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from civicstat.catalog import parse_catalog
from civicstat.errors import BrokenPortal, WrongUse
from civicstat.executors import Workers
from civicstat.findings import shorten
from civicstat.names import slug
from civicstat.progress.problems import datasets_named
from civicstat.progress.reckoned import reckon_progress
from civicstat.progress.standing import Known
from civicstat.render import environment
from civicstat.settings import read_settings
from civicstat.site import read_site
from civicstat.sources import CATALOG, read_sources
from civicstat.stat.declared import read_stat
from civicstat.stat.publish import Series
from civicstat.stat.seen import places_of
from civicstat.store import FOLDER, Store
from civicstat.study import study_packages
from civicstat.timeliness import reckon_timeliness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from civicstat.model import Package
    from civicstat.planned import Page
    from civicstat.stat.model import MeetingFacts, StatFacts
    from civicstat.study import Study

    Kind = Literal["brief", "memo"]
    Report = Callable[[str, int, int], None]

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
"""What Chromium and its kin are called on a machine's path."""

PAPERS = ("letter", "a4")
SECONDS = 60
"""How long a browser may take for a page or two."""

NEXT = "next"
"""What stands for the next meeting."""

_MOST_NAMED = 10


@dataclass(frozen=True)
class Sheet:
    """A page to print: what it is called, and its HTML without a head."""

    name: str
    title: str
    body: str


def sheet_of(
    root: Path,
    series: str,
    meeting: str,
    kind: Kind,
    today: date,
    *,
    workers: int = 1,
    progress: Report = lambda _stage, _done, _total: None,
) -> Sheet:
    """The brief or the memo of a meeting, made from the catalogue under `root` as of `today`.

    `series` is the name or the folder of its package; `meeting` its id, its day, or `next`. Only the packages that it
    stands on are read. Raises `WrongUse` where there is no such series or meeting, or no memo of it yet; `BrokenPortal`
    where the package can't be used.
    """
    root = root.resolve()
    if not (root / CATALOG).is_dir():
        raise BrokenPortal(f"{CATALOG}/: no such folder in {root}. Go to a portal's folder, or name it with --root.")
    site, settings, store = read_site(root), read_settings(root), Store(root / FOLDER)
    packages = parse_catalog(read_sources(root), settings, store, partial(progress, "Reading descriptions")).packages
    own = _chosen(series, packages)
    with Workers(workers) as beside:

        def study(some: Sequence[Package]) -> Mapping[str, Study]:
            return study_packages(some, settings, store, beside, partial(progress, "Checking data"))

        scan = study([own])[own.name].scan
        needed = _needed(own, {w.package for w in read_stat(own, scan)[0].measures}, packages)
        studies = study(needed)
    known = [Known(p, studies[p.name].scan, reckon_timeliness(p, today, settings.grace)) for p in needed]
    told, _ = reckon_progress(known, settings, today)
    facts = next(s for s in told.stats if s.stat.package == own.name)
    found = _meeting(facts, meeting, own, kind)
    shared = {"settings": settings, "site": site, "today": today}
    wanted = f"/{kind}/index.md"
    page = next(p for p in Series(facts, places_of(told), shared).meeting(found) if p.path.endswith(wanted))
    return Sheet(f"{own.name}-{slug(found.meeting.id)}-{kind}", page.title, _html(page, site.url))


def _chosen(series: str, packages: Sequence[Package]) -> Package:
    """The series that a person means by a name or a folder."""
    given = Path(series.strip().rstrip("/")).name
    found = [p for p in packages if given in (p.name, Path(p.file).parent.name)]
    listed = ", ".join(p.name for p in packages if p.kind == "stat") or "there is none yet"
    if not found:
        raise WrongUse(f"{shorten(series) or 'the series'}: no package of that name. The series here: {listed}.")
    stats = [p for p in found if p.kind == "stat"]
    if not stats:
        raise WrongUse(f'{found[0].file}: its civicstat.kind is not "stat". The series here: {listed}.')
    return stats[0]


def _needed(own: Package, named: set[str], packages: Sequence[Package]) -> list[Package]:
    """The series, the packages whose measures it looks at, and the datasets that these stand on."""
    with_measures = [p for p in packages if p.name in named]
    wanted = {own.name, *named}.union(*(datasets_named(p) for p in with_measures))
    return [p for p in packages if p.name in wanted or p is own]


def _meeting(facts: StatFacts, given: str, package: Package, kind: Kind) -> MeetingFacts:
    """The meeting that a person means. Raises `WrongUse` where there is none, or where it has no such paper."""
    held = list(facts.meetings)
    if given == NEXT:
        found = facts.next
    else:
        found = next((m for m in held if slug(m.meeting.id) == slug(given)), None)
        with suppress(ValueError):
            day = date.fromisoformat(given)
            found = found or next((m for m in held if m.date == day), None)
    if found is None:
        last = [m.meeting.id for m in held[-_MOST_NAMED:]]
        listed = ", ".join(last) or "there is none with a day"
        raise WrongUse(
            f"{package.file}: no meeting {shorten(given)}. Its {'last ' if len(held) > len(last) else ''}"
            f"meetings: {listed}."
        )
    if found.meeting.cancelled:
        raise WrongUse(f"{package.file}: the meeting {found.meeting.id} did not take place, so there is no {kind}.")
    if kind == "memo" and found.when == "to come":
        raise WrongUse(
            f"{package.file}: the meeting {found.meeting.id} is on {found.date}, so there is no memo yet. "
            "For the brief, leave --memo out."
        )
    return found


def _html(page: Page, site_url: str) -> str:
    """The page's own part, with links that lead to the portal."""
    context = {"page": page, "figures": (), "url": lambda to: f"{site_url}{to}"}
    return str(environment().get_template(page.template).make_module({**page.context, **context}))


def browser_of(named: str, which: Callable[[str], str | None] = shutil.which) -> str:
    """The browser to print with: the one that is named, else the first of `BROWSERS` on the path.

    Raises `WrongUse` where there is none.
    """
    found = next(filter(None, map(which, [named] if named else BROWSERS)), None)
    if found is None:
        if named:
            raise WrongUse(f"--browser: found {shorten(named)}, expected the name or the path of Chromium or Chrome.")
        raise WrongUse(
            "No Chromium is on this machine's path, and a PDF is printed by one. Install Chromium or Chrome, or name "
            "it with --browser; or open the meeting's brief on the portal and print it from any browser."
        )
    return found


def print_sheet(sheet: Sheet, out: Path, paper: str, browser: str) -> None:
    """Print a sheet to a PDF at `out`, on `paper` (one of `PAPERS`). Raises `WrongUse` or `BrokenPortal`."""
    if paper not in PAPERS:
        raise WrongUse(f"--paper: found {shorten(paper)}, expected {' or '.join(PAPERS)}.")
    if not out.parent.is_dir():
        raise WrongUse(f"--out: there is no folder {out.parent}. Make it, or name another.")
    with (
        tempfile.TemporaryDirectory(prefix="civicstat-") as folder,
        as_file(files("civicstat").joinpath("assets")) as assets,
    ):
        at = Path(folder)
        style = (assets / "portal.css").resolve()
        if not style.is_file():
            raise BrokenPortal("The portal's style sheet is not part of this installation. Install civicstat anew.")
        (at / "sheet.html").write_text(_whole(sheet, style.as_uri(), paper), encoding="utf-8")
        made = at / "sheet.pdf"
        said = _run(browser, at, made)
        if not made.is_file() or not made.read_bytes().startswith(b"%PDF"):
            raise BrokenPortal(f"{browser}: printed nothing. {said}".rstrip())
        try:
            shutil.copyfile(made, out)
        except OSError as error:
            raise WrongUse(f"--out: {out} can't be written: {error.strerror}.") from error


def _whole(sheet: Sheet, style: str, paper: str) -> str:
    # Nothing of a package may run or be fetched here: what is written is data.
    policy = "default-src 'none'; style-src file: 'unsafe-inline'; font-src file:; img-src data:"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{escape(sheet.title)}</title>'
        f'<link rel="stylesheet" href="{escape(style)}">'
        f"<style>html{{font-size:125%}}body{{margin:0}}@page cs-paper{{size:{paper}}}</style>"
        f'</head><body data-md-color-scheme="default"><main class="md-typeset">{sheet.body}</main></body></html>'
    )


def _run(browser: str, folder: Path, made: Path) -> str:
    """Let the browser print; what it said last, where it failed."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    words = [
        browser,
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        # Chromium refuses to run with a sandbox of its own for the superuser, as in a container.
        *(["--no-sandbox"] if root else []),
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={made}",
        (folder / "sheet.html").as_uri(),
    ]
    try:
        done = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - no shell
    except subprocess.TimeoutExpired:
        return f"It took more than {SECONDS} seconds."
    except OSError as error:
        raise WrongUse(f"{browser}: can't be run: {error.strerror}. Name another with --browser.") from error
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return shorten(lines[-1]) if lines else ""
