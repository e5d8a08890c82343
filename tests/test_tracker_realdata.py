"""The mayor's hundred days as the city published them, built, and counted once more with pandas alone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import hundred_days
from civicstat.build import build_portal
from realdata import REALDATA

if TYPE_CHECKING:
    from civicstat.build import BuildResult

pytestmark = pytest.mark.skipif(not REALDATA.is_dir(), reason="shared/realdata is not beside the repository")

WORDS = {"Complete": "complete", "In Progress": "in-progress", "Not Yet Started": "not-started"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The built trial."""
    root = tmp_path_factory.mktemp("hundred-days")
    hundred_days.write_portal(root)
    return build_portal(root)


@pytest.fixture(scope="module")
def page(built: BuildResult) -> str:
    """The tracker's page as HTML."""
    return (built.out / "trackers" / "hundred-days" / "index.html").read_text(encoding="utf-8")


def actions() -> pd.DataFrame:
    """The city's own table."""
    return pd.read_csv(hundred_days.FOLDER / "actions.csv")


def test_the_files_are_the_city_s_own(built: BuildResult) -> None:
    """The package's tables are byte for byte what the city published, and are published so."""
    for file in hundred_days.TABLES.values():
        published = built.out / "datasets" / "hundred-days" / "files" / file
        assert published.read_bytes() == (hundred_days.FOLDER / file).read_bytes()


def test_the_checks_find_its_warts_only(built: BuildResult) -> None:
    """Four offices that answer for actions are not in the city's table of parties; nothing else is told of progress."""
    found = [(f.code, f.row, f.found.split(" (")[0]) for f in built.findings if f.code.startswith("PR")]

    listed = pd.read_csv(hundred_days.FOLDER / "parties.csv")["Organization Full Name"]
    assert found == [
        ("PR052", 14, "Baltimore City Ethics Board"),
        ("PR052", 29, "Mayor's Office of Children and Family Success"),
        ("PR052", 34, "Mayor's Office of Immigrant Affairs"),
        ("PR052", 49, "Baltimore City Youth Commission"),
    ]
    assert not {name for _, _, name in found} & set(listed)
    assert [f for f in built.findings if f.severity == "error"] == []


def test_pandas_counts_the_same(page: str) -> None:
    """The table of committees and progress is pandas' own cross table, with the same totals, and they add up to 58."""
    expected = pd.crosstab(actions()["Committee"], actions()["Progress"], margins=True)
    table = re.search(r'<table class="cs-table cs-table--steps">.*?</table>', page, re.DOTALL)
    assert table
    rows = re.findall(
        r'<th scope="row">(?:<a [^>]*>)?([^<]+).*?((?:<td class="cs-num">.*?</td>\s*)+)</tr>', table[0], re.DOTALL
    )
    found = {unescape(name): [int(n) for n in re.findall(r">(\d+)<", cells)] for name, cells in rows}

    assert found == {name: [int(expected.loc[name, word]) for word in (*WORDS, "All")] for name in expected.index}
    assert found["All"] == [23, 31, 4, 58]
    assert len(found) == 7


def test_pandas_lists_the_same(page: str) -> None:
    """Every action stands in the list once, with its number, its words and its progress."""
    found = re.findall(
        r'<li id="action-(\d+)" class="cs-action"[^>]* data-progress="([^"]+)".*?cs-action__title">(.*?)</p>',
        page,
        re.DOTALL,
    )

    assert sorted((int(n), progress, unescape(title)) for n, progress, title in found) == sorted(
        (n, WORDS[progress], title)
        for n, progress, title in actions()[["Action #", "Progress", "Action"]].itertuples(index=False)
    )


def test_pandas_finds_the_same_parties(page: str) -> None:
    """How many actions an office of the city's table has is how many cells name it, with `and` for `&`."""
    cells = actions()["Parties Responsible"].str.replace(" and ", " & ", regex=False) + ","
    names = pd.read_csv(hundred_days.FOLDER / "parties.csv")["Organization Full Name"]
    expected = {name: int(cells.str.contains(f"{name}(?:,| & Baltimore)", regex=True).sum()) for name in names}
    found = {unescape(name): int(count) for name, count in re.findall(r'aria-label="([^"]+): (\d+) actions?"', page)}

    assert {name: found.get(name, 0) for name in names} == expected
    assert expected["Mayor's Office"] == 16
    assert len(found) == sum(1 for count in expected.values() if count) + 4


def test_the_days(page: str) -> None:
    """The last day has passed, so the page tells how it stood at the end; milestones have the city's own numbers."""
    milestones = pd.read_csv(hundred_days.FOLDER / "milestones.csv")
    found = re.findall(r'cs-way__day">Day (\d+)</span><strong>(.*?)</strong>.*?datetime="([^"]+)"', page)

    assert [(int(n), title, day) for n, title, day in found] == [
        (row[0], row[2], row[1]) for row in milestones.itertuples(index=False)
    ]
    assert "The 100 days from" in page
    assert "overdue" not in page.casefold()
