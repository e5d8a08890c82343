"""All of Baltimore's agency measures as a portal: every wart told, every count confirmed apart from our code."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from agency_measures import FILES, TODAY, write_portal
from civicstat.build import build_portal
from civicstat.catalog import parse_catalog
from civicstat.performance.declared import read_performance
from civicstat.scan import scan_package
from civicstat.settings import read_settings
from civicstat.sources import read_sources

if TYPE_CHECKING:
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.performance.model import Performance

pytestmark = pytest.mark.skipif(not FILES["measures"].exists(), reason="the real data lies beside the repository")

QUARTERS = {"FY 26 Q1": "2025-09-30", "FY 26 Q2": "2025-12-31", "FY 26 Q3": "2026-03-31"}


@dataclass(frozen=True)
class Real:
    """The portal: its published pages, what is read of the package, and what is told."""

    site: Path
    performance: Performance
    findings: tuple[Finding, ...]

    def page(self, address: str) -> str:
        """A page's HTML."""
        return (self.site / address / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Build the portal once."""
    root = tmp_path_factory.mktemp("agency-measures")
    write_portal(root)
    site = root / "published"
    build_portal(root, today=date.fromisoformat(TODAY), out=site)
    [package] = parse_catalog(read_sources(root), read_settings(root)).packages
    return Real(site, *read_performance(package, scan_package(package)))


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """The table as it is, with a name for each measure: its id, and what tells it apart where an id has several."""
    table = pd.read_csv(FILES["measures"], dtype=str, keep_default_na=False)
    several = table.groupby(["Measure ID", "Fiscal Year"]).size().gt(1).groupby("Measure ID").any()
    shared = table["Measure ID"].map(several)
    apart = table["Measure ID"] + "|" + table["Agency"] + "|" + table["Performance Measure"]
    table["measure"] = table["Measure ID"].where(~shared, apart)
    return table.sort_values("Fiscal Year", kind="stable")


def tally(html: str) -> dict[str, int]:
    """The counts of the first list of statuses on a page."""
    listed = re.search(r'<ul class="cs-counts">(.*?)</ul>', html, re.DOTALL)
    assert listed
    found = re.findall(r"<strong>([\d,]+)</strong>\s*([a-z ]+?)\s*</li>", listed[1])
    return {word: int(count.replace(",", "")) for count, word in found}


def number(texts: pd.Series) -> pd.Series:
    """The numbers of cells, without their signs."""
    return pd.to_numeric(texts.fillna("").str.replace(r"[$,%]", "", regex=True), errors="coerce")


def in_two_units(rows: pd.DataFrame) -> pd.Series:
    """By measure whether its figures are in two units."""
    years = [column for column in rows if column.startswith("FY ")]
    cells = rows.melt(["measure", "Percent or Count"], years, value_name="text").assign(
        value=lambda t: number(t["text"])
    )
    cells = cells.dropna(subset="value")
    percent = cells["Percent or Count"].str.lower().eq("percent")
    share, money = cells["text"].str.contains("%"), cells["text"].str.contains(r"\$")
    cells["low"] = percent & ~share & cells["value"].abs().between(0, 1, inclusive="right")
    cells["high"] = percent & ~share & cells["value"].abs().gt(1)
    cells["odd"] = (~percent & share) | (money & ~cells["Percent or Count"].str.lower().eq("currency"))
    held = cells.groupby("measure")[["low", "high", "odd"]].any()
    return (held["low"] & held["high"]) | held["odd"]


def statuses(rows: pd.DataFrame) -> Counter[str]:
    """How many measures have each status, reckoned anew: what the latest edition says holds."""
    held = rows.replace("", None).groupby("measure").last()
    held["retired"] = rows.groupby("measure")["Deprecated"].last().str.lower().eq("yes")
    held["mixed"] = in_two_units(rows).reindex(held.index, fill_value=False)
    cells = rows[[c for c in rows if c.startswith("FY ")]]
    percent = held["Percent or Count"].str.lower().eq("percent")
    plain = cells.apply(lambda column: number(column.where(~column.str.contains("%"))))
    fraction = plain.abs().le(1).where(plain.ne(0) & plain.notna()).groupby(rows["measure"]).max().max(axis=1).eq(1)
    for column in cells:
        values = number(held[column])
        scale = percent & fraction.reindex(held.index) & ~held[column].fillna("").str.contains("%")
        held[column] = values.where(~scale, (values * 100).round(10))
    return Counter(held.apply(status, axis=1))


def status(row: pd.Series) -> str:
    """One measure's status on April 15, 2026."""
    if row["retired"]:
        return "retired"
    year = next((y for y in (26, 25) if pd.notna(row[f"FY {y} Target"])), None)
    if year is None:
        return "no target"
    desired = str(row["Desired Outcome"]).lower()
    if row["mixed"] or desired not in ("increase", "decrease"):
        return "not judged"
    sign, target = (1 if desired == "increase" else -1), row[f"FY {year} Target"]
    if year == 25:
        return "no data" if pd.isna(row["FY 25 Actual"]) else ended(sign, row["FY 25 Actual"], target)
    return this_year(row, sign, target)


def this_year(row: pd.Series, sign: int, target: float) -> str:  # noqa: PLR0911 - as many as there are words
    """One measure's status in fiscal year 2026, which is running."""
    known = row[list(QUARTERS)].astype(float)
    interval = str(row["Interval"]).lower()
    percent = str(row["Percent or Count"]).lower() == "percent"
    total = interval == "cumulative" and not percent
    before, actual = row[[f"FY 25 Q{n}" for n in (1, 2, 3, 4)]].astype(float), row["FY 25 Actual"]
    uneven = False
    if before.notna().all() and pd.notna(actual) and not percent:
        most = 0.02 * max(abs(before.sum()), abs(actual)) if total else 0.02 * abs(actual)
        off = abs(before.sum() - actual) if total else max(before.min() - actual, actual - before.max())
        uneven = off > most
    if known.isna().all():
        return "no data"
    if interval not in ("cumulative", "period", "snapshot") or uneven:
        return "not judged"
    if not total:
        return running(sign, known.dropna().iloc[-1], target)
    added = known.cumsum().where(known.notna().cummin()).dropna()
    if added.empty:
        return "no data"
    if sign > 0 and target > 0 and added.iloc[-1] >= target:
        return "met"
    if (sign < 0 or target <= 0) and sign * (added.iloc[-1] - target) < 0:
        return "missed"
    gone = (pd.Timestamp(QUARTERS[added.index[-1]]) - pd.Timestamp("2025-06-30")).days / 365
    return running(sign, added.iloc[-1], target * gone)


def ended(sign: int, value: float, target: float) -> str:
    """Of a year that is over."""
    return "met" if sign * (value - target) >= 0 else "missed"


def running(sign: int, value: float, expected: float) -> str:
    """Of a year that is not."""
    ahead = sign * (value - expected)
    share = 1 + ahead / abs(expected) if expected else (1 if ahead >= 0 else 0)
    return "on track" if share >= 0.95 - 1e-9 else "at risk" if share >= 0.6 - 1e-9 else "off track"


def test_counts_of_the_overview(real: Real, rows: pd.DataFrame) -> None:
    """Measures, agencies, statuses and retired ones on the page are what a few lines of pandas find in the table."""
    html = real.page("performance")
    expected = statuses(rows)

    assert f"{rows['measure'].nunique():,} measures of {rows['Agency'].nunique()} agencies" in html
    assert len(re.findall(r"<tr data-agency=", html)) == rows["measure"].nunique()
    assert tally(html) == dict(expected)
    assert expected["retired"] > 100


def test_counts_of_agencies(real: Real, rows: pd.DataFrame) -> None:
    """Every agency that a measure names has a page with as many measures as the table has."""
    expected = rows.groupby("measure")["Agency"].last().value_counts()
    table = real.page("performance").partition("cs-perf__agencies")[2].partition("</table>")[0]
    found = re.findall(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th><td class="cs-num">([\d,]+)</td>', table)

    assert {title.replace("&#39;", "'"): int(count) for _, title, count in found} == expected.to_dict()
    for address, _, count in found:
        page = real.page(f"performance/{address}")
        assert page.count('class="cs-card__title"') == int(count)
        assert sum(tally(page).values()) == int(count)


def test_a_page_for_each(real: Real) -> None:
    """Every measure, agency and service has a page, also those that stand in no table."""
    folder = real.site / "performance"

    def pages(kind: str) -> set[str]:
        return {path.parent.name for path in (folder / kind).glob("*/index.html")}

    assert pages("measures") == {m.key for m in real.performance.measures}
    assert pages("agencies") == {a.key for a in real.performance.agencies}
    assert pages("services") == {s.key for s in real.performance.services}
    assert len(real.performance.services) >= len(pd.read_csv(FILES["services"]))


def test_every_kind_of_wart_is_told(real: Real) -> None:
    """Each wart of the table is named by a check with its row; none is left out, and nothing is withheld."""
    said = {code: [f.found for f in real.findings if f.code == code] for code in {f.code for f in real.findings}}

    assert set(said) == {"PR030", "PR031", "PR032", "PR034", "PR035", "PR036", "PR037", "PR038", "PR039"}
    assert {"No Data", "New"} <= set(said["PR030"])
    assert "Ouput" in said["PR035"]
    assert {f.row for f in real.findings if f.found == "Ouput"} == {135}
    assert (real.performance.withheld, real.performance.left_out) == ((), ())


def test_a_measure_in_two_units(real: Real) -> None:
    """It is shown as published, named as what it is, and neither drawn nor judged."""
    page = real.page("performance/measures/1853")

    assert "Its figures are in two units, such as 0.75 and 100" in page
    assert "cs-bars__bar" not in page
    assert "Not judged" in page
    assert ">100<" in page


def test_editions_that_differ(real: Real) -> None:
    """The later edition's figure holds, and the earlier one's stands beside it."""
    page = real.page("performance/measures/1851")

    assert "FY26 said 71.25" in page


def test_no_figure_is_changed(real: Real, rows: pd.DataFrame) -> None:
    """Every figure that holds is a cell of the table, letter by letter."""
    published = {text.strip() for column in rows if column.startswith("FY ") for text in rows[column]}

    assert {f.text for m in real.performance.measures for f in (*m.figures, *m.others)} <= published
