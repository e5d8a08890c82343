"""`civicstat brief`: a meeting's brief or memo as a PDF, and wrong use in words."""

from __future__ import annotations

import re
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner, Result

from browsing import BROWSERS
from civicstat.cli import app
from civicstat.errors import BrokenPortal, WrongUse
from civicstat.stat.printed import PAPERS, Sheet, browser_of, print_sheet, sheet_of
from progress_packages import SPRINT
from stat_example import STAT, portal_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Page

    Portal = Callable[[Mapping[str, Any]], Path]

TODAY = date(2026, 6, 20)
LONG = "A word that goes on and on, and says little of what anybody wanted to know of it; "


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.fixture(scope="module")
def chromium() -> str:
    """The machine's Chromium, or else Playwright's own."""
    if found := next(filter(None, map(shutil.which, BROWSERS)), None):
        return found
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


@pytest.fixture(scope="module")
def root(portal: Portal) -> Path:
    """A portal with the example's series."""
    return portal(portal_files())


def run(root: Path, *words: str) -> Result:
    """Run `civicstat brief` in a portal."""
    return CliRunner().invoke(app, ["brief", *words, "--root", str(root)])


def test_a_brief_and_a_memo(root: Path, tmp_path: Path, chromium: str) -> None:
    """The command writes a PDF of the brief, on the paper that is asked for, and says where."""
    brief, memo = tmp_path / "brief.pdf", tmp_path / "memo.pdf"

    first = run(root, "cleanstat", "--out", str(brief), "--browser", chromium)
    second = run(root, "cleanstat", "june", "--memo", "--paper", "a4", "--out", str(memo), "--browser", chromium)

    assert (first.exit_code, first.stdout.strip(), second.exit_code) == (0, str(brief), 0)
    assert pages_of(brief.read_bytes()) == pages_of(memo.read_bytes()) == 1
    assert b"MediaBox [0 0 612 792]" in brief.read_bytes()
    assert b"MediaBox [0 0 594.9" in memo.read_bytes()


@pytest.mark.parametrize("paper", PAPERS)
def test_a_long_meeting_fits_two_pages(portal: Portal, tmp_path: Path, chromium: str, paper: str) -> None:
    """However much is on the table, the brief is two pages; what does not fit is counted."""
    many = 40
    long = LONG.replace(",", "").replace(";", "") * 12
    name = long[:900]
    rows = [f"f{n},may,{name} {n},{name},2026-0{5 + n % 2}-20,,,,,,\n" for n in range(many)]
    measures = [f"m{n},fast,{name} {n},decrease,period,R/P1W,12,2026-03-31,{name}\n" for n in range(many)]
    files = portal_files(
        {
            **STAT,
            "meetings": f"id,date,title\nmay,2026-05-07,A\njuly,2026-07-02,{name}\n",
            "agenda": "meeting,title,text,ask,lead\n" + f"july,{name},{long},{long},{name}\n" * many,
            "measures": "package,measure\n" + "".join(f"graffiti,m{n}\n" for n in range(many)),
            "decisions": "meeting,title\nmay,A\n",
            "followups": STAT["followups"].split("\n")[0] + "\n" + "".join(rows),
        },
        {"kind": "stat", "simulated": True, "stat": {"sponsor": name, "place": name}},
    )
    files["catalog/graffiti/measures.csv"] = SPRINT["measures"].split("\n")[0] + "\n" + "".join(measures)
    targets = (f"m{n},5,2026-06-30,2026-04-01,,\n" for n in range(many))
    values = (f"m{n},2026-04-30,1111111.5\nm{n},2026-05-31,8888888\n" for n in range(many))
    files["catalog/graffiti/targets.csv"] = "measure,value,due,since,why,who\n" + "".join(targets)
    files["catalog/graffiti/values.csv"] = "measure,date,value\n" + "".join(values)
    files["catalog/graffiti/updates.csv"] = "date,title\n2026-05-04,A second crew is out\n"
    out = tmp_path / "long.pdf"

    sheet = sheet_of(portal(files), "cleanstat", "july", "brief", TODAY)
    print_sheet(sheet, out, paper, chromium)

    assert pages_of(out.read_bytes()) == 2
    for section in ("and 30 more, on the meeting’s page.", "and 32 more", "and 36 more"):
        assert section in sheet.body


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["clean"], "clean: no package of that name. The series here: cleanstat."),
        (
            ["graffiti"],
            'catalog/graffiti/datapackage.json: its civicstat.kind is not "stat". The series here: cleanstat.',
        ),
        (
            ["cleanstat", "august"],
            "catalog/cleanstat/datapackage.json: no meeting august. Its meetings: may, june, july.",
        ),
        (
            ["cleanstat", "july", "--memo"],
            (
                "catalog/cleanstat/datapackage.json: the meeting july is on 2026-07-02, so there is no memo yet. For "
                "the brief, leave --memo out."
            ),
        ),
        (["cleanstat", "--paper", "a5"], "--paper: found a5, expected letter or a4."),
        (["cleanstat", "--out", "/nowhere/x.pdf"], "--out: there is no folder /nowhere. Make it, or name another."),
        (
            ["cleanstat", "--browser", "nowhere"],
            "--browser: found nowhere, expected the name or the path of Chromium or Chrome.",
        ),
    ],
)
def test_wrong_use(root: Path, words: list[str], said: str, chromium: str) -> None:
    """Each says what was found, what was expected, and leaves nothing behind."""
    done = run(root, *words, *([] if "--browser" in words else ["--browser", chromium]))

    assert (done.exit_code, done.stderr) == (2, f"civicstat: {said}\n")


def test_a_meeting_by_its_day(root: Path) -> None:
    """A meeting may be named by its day, and the package by its folder."""
    sheet = sheet_of(root, "catalog/cleanstat/", "2026-06-04", "brief", TODAY)

    assert (sheet.name, sheet.title) == ("cleanstat-june-brief", "Brief: CleanStat, Half-way")


def test_a_cancelled_meeting(portal: Portal) -> None:
    """Of a meeting that did not take place there is neither brief nor memo."""
    files = portal_files({**STAT, "meetings": "id,date,title,state\nmay,2026-05-07,A,\njune,2026-06-04,B,cancelled\n"})

    with pytest.raises(WrongUse, match="the meeting june did not take place, so there is no memo"):
        sheet_of(portal(files), "cleanstat", "june", "memo", TODAY)


def test_no_browser() -> None:
    """Where there is no Chromium the command says what to do."""
    with pytest.raises(WrongUse, match="Install Chromium or Chrome, or name it with --browser"):
        browser_of("", lambda _: None)

    assert browser_of("", lambda name: f"/opt/{name}") == "/opt/chromium"


def test_a_browser_that_prints_nothing(tmp_path: Path) -> None:
    """A browser that fails is named, with what it said last; no file is left."""
    fails = tmp_path / "browser"
    fails.write_text("#!/bin/sh\necho 'no display' >&2\nexit 1\n", encoding="utf-8")
    fails.chmod(0o755)
    out = tmp_path / "out.pdf"

    with pytest.raises(BrokenPortal, match=r"printed nothing\. no display"):
        print_sheet(Sheet("x", "X", "<p>x</p>"), out, "letter", str(fails))

    assert not out.exists()


def test_no_portal(tmp_path: Path) -> None:
    """Without a catalogue there is nothing to print from."""
    with pytest.raises(BrokenPortal, match="catalog/: no such folder"):
        sheet_of(tmp_path, "cleanstat", "next", "brief", TODAY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_demonstration_on_paper(visit: Callable[..., Page], scheme: str) -> None:
    """Printed from the portal a brief is two pages at most, black on white, without navigation."""
    page = visit("stats/cleanstat/2026-12-03/brief/", color_scheme=scheme)
    page.emulate_media(media="print")

    shown = page.locator("header.md-header, nav.cs-crumbs, footer.md-footer, .cs-actions")
    colours = page.locator(".cs-paper").evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    )

    assert [shown.nth(n).is_visible() for n in range(shown.count())] == [False] * shown.count()
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert {pages_of(page.pdf(format=paper)) <= 2 for paper in ("Letter", "A4")} == {True}
