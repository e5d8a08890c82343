"""The list of what Open Baltimore offered in 2024 as the inventory of a programme, counted anew by pandas."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from civicstat.programme.publish import plan_programme
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from open_baltimore import LIST, descriptor
from programme_packages import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.facts import Facts
    from programme_packages import Studied

    Portal = Callable[[Mapping[str, Any]], Path]

TODAY = date(2024, 3, 11)

pytestmark = pytest.mark.skipif(not LIST.exists(), reason="The real data lies beside the repository.")


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """The list as pandas reads it."""
    return pd.read_csv(LIST, parse_dates=["issued", "modified"])


@pytest.fixture(scope="module")
def facts(portal: Portal, study: Studied) -> Facts:
    """A portal whose programme has the list as its inventory, with the columns that it has."""
    folder = "catalog/open-baltimore"
    files = {f"{folder}/datapackage.json": json.dumps(descriptor()), f"{folder}/datasets.csv": LIST.read_bytes()}
    return facts_of(portal(files), study, TODAY)


@pytest.fixture(scope="module")
def pages(facts: Facts) -> dict[str, str]:
    """The text of every page, by address."""
    shared = {"settings": Settings(fiscal_year_start=7), "site": Site("Portal"), "today": TODAY}
    return {p.address: render_page(p) for p in plan_programme(facts, shared)[0]}


def cells(text: str, label: str) -> list[str]:
    """The cells of the row of a table that begins with a label."""
    row = re.search(rf'<tr><th scope="row">{re.escape(label)}(?:<span.*?</span>)?</th>(.*?)</tr>', text, re.DOTALL)
    assert row is not None, label
    return [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td.*?>(.*?)</td>", row[1], re.DOTALL)]


def test_every_row_is_an_entry(facts: Facts, rows: pd.DataFrame) -> None:
    """All rows are read, two pairs with one title among them; what the list lacks is told once, not by the row."""
    [programme] = facts.progress.programmes

    columns = (rows.layer_id, rows.title, rows.landingPage, rows.issued.dt.date)
    assert [(e.id, e.title, e.address, e.released) for e in programme.entries] == list(zip(*columns, strict=True))
    told = [(f.code, f.found) for f in facts.findings if f.code.startswith("PR")]
    assert told == [("PR061", "1 agency"), ("PR066", "140 published entries without a review")]


def test_counts_on_the_pages(pages: dict[str, str], rows: pd.DataFrame) -> None:
    """Every count of the overview and the timeline is what pandas counts in the file."""
    quarters = rows.issued.dt.to_period("Q-JUN")

    timeline = pages["programme/timeline/"]
    found = re.findall(
        r'Quarter (\d) of fiscal year (\d+)[^<]*</span><svg.*?</th><td class="cs-num">(\d*)</td>', timeline, re.DOTALL
    )
    expected = quarters.value_counts().sort_index()
    assert [(int(y), int(q), int(n)) for q, y, n in found] == [(p.qyear, p.quarter, n) for p, n in expected.items()]
    assert cells(timeline, "All with a day") == [str(len(rows)), "0", "0"]
    assert cells(pages["programme/"], "All agencies")[:2] == [str(len(rows))] * 2
    assert len(re.findall(r'data-standing="published"', pages["programme/inventory/"])) == len(rows)


def test_the_annual_reports(pages: dict[str, str], rows: pd.DataFrame) -> None:
    """Each fiscal year from the first release to the running one has a report with the counts that pandas finds."""
    years = rows.issued.dt.to_period("Y-JUN").dt.qyear
    addresses = [a for a in pages if re.fullmatch(r"programme/reports/fy\d+/", a)]

    assert sorted(addresses) == sorted(f"programme/reports/fy{y}/" for y in range(min(years), 2025))
    for year in range(min(years), max(years) + 1):
        text = pages[f"programme/reports/fy{year}/"]
        assert cells(text, "Published in the year")[0] == str((years == year).sum())
        assert cells(text, "Published in all")[0] == str((years <= year).sum())
        assert (
            len(re.findall("<time", text.split("Published in the year {")[1].split("</table>")[0]))
            == (years == year).sum()
        )
