"""The whole Mayor's Action Plan and three sprints on real rows, built, and reckoned once more with pandas alone."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import mayors_action_plan as trial
from civicstat.build import build_portal
from realdata import REALDATA

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not REALDATA.is_dir(), reason="shared/realdata is not beside the repository")

TODAY = pd.Timestamp(trial.TODAY)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built trial."""
    root = tmp_path_factory.mktemp("action-plan")
    trial.write_portal(root)
    result = build_portal(root)
    assert [f for f in result.findings if f.severity == "error"] == []
    return result.out


def measures(site: Path, about: str) -> dict[str, Any]:
    """The measures of a sprint by their ids, as `progress.json` has them."""
    text = (site / "sprints" / f"sprint-{about}" / "progress.json").read_text(encoding="utf-8")
    return {m["id"]: m for m in json.loads(text)["measures"]}


def observed(measure: dict[str, Any]) -> dict[pd.Timestamp, float]:
    return {pd.Timestamp(o["date"]): o["value"] for o in measure["observations"]}


def requests(about: str) -> pd.DataFrame:
    rows = pd.read_csv(REALDATA / "boston" / trial.REQUESTS[about][0])
    for name in ("OPEN_DT", "CLOSED_DT"):
        rows[name] = pd.to_datetime(rows[name], format="%m/%d/%Y %I:%M:%S %p")
    return rows


def by_week(about: str) -> Any:
    """A sprint's closed requests by the Sunday of the week, as far as the whole week is known."""
    closed = requests(about).query("CASE_STATUS == 'Closed'")
    closed = closed.assign(
        week=closed["CLOSED_DT"].dt.to_period("W-SUN").dt.end_time.dt.normalize(),
        on_time=100.0 * (closed["OnTime_Status"] == "ONTIME"),
        days=(closed["CLOSED_DT"] - closed["OPEN_DT"]) / pd.Timedelta(days=1),
    )
    return closed[closed["week"] <= min(TODAY, pd.Timestamp(trial.DATES[about][1]))].groupby("week")


@pytest.mark.parametrize("about", trial.REQUESTS)
def test_pandas_comes_to_the_same(site: Path, about: str) -> None:
    """Shares on time of each week are those that a few lines of pandas give; and of graffiti and carts, days and open.

    Of potholes, which this city closes as it fills them, it is how many were filled in each week.
    """
    weeks, found = by_week(about), measures(site, about)

    assert observed(found["on-time"]) == pytest.approx(weeks["on_time"].mean().to_dict())
    if about == "potholes":
        filled, told = weeks.size(), observed(found["repaired"])
        assert told == {day: float(filled.get(day, 0)) for day in told}
        assert (sum(told.values()), max(told.values()), len(told)) == (2938, 628, 19)
        return
    assert observed(found["median-days"]) == pytest.approx(weeks["days"].median().to_dict())
    rows = requests(about)
    opened, ended = rows["OPEN_DT"].dt.normalize(), rows["CLOSED_DT"].dt.normalize()
    backlog = observed(found["open"])
    assert backlog == {day: float(((opened <= day) & ~(ended <= day)).sum()) for day in backlog}
    assert len(backlog) > 10


@pytest.mark.parametrize("about", trial.REQUESTS)
def test_every_number_from_its_own_file(site: Path, about: str) -> None:
    """Each number of a sprint comes from the file of its rows alone, as the page says."""
    page = (site / "sprints" / f"sprint-{about}" / "index.html").read_text(encoding="utf-8")
    for name, measure in measures(site, about).items():
        rows, told = pd.read_csv(site / "sprints" / f"sprint-{about}" / f"{name}.csv"), observed(measure)
        if name == "open":
            first, last = pd.to_datetime(rows["first_period"]), pd.to_datetime(rows["last_period"])
            assert told == {day: float(((first <= day) & ~(last < day)).sum()) for day in told}
            assert "whose first_period is on or before a day, and whose last_period is on or after it" in page
            continue
        periods = rows.groupby(pd.to_datetime(rows["period"]))
        if name == "repaired":
            assert told == periods.size().reindex(list(told), fill_value=0).to_dict()
        else:
            again = periods["days"].median() if name == "median-days" else 100 * periods["counted"].mean()
            assert told == pytest.approx(again.to_dict(), abs=1e-6)  # The file has days with six decimals.


def test_what_has_to_be_minded_of_potholes(site: Path) -> None:
    """The potholes' page says that this city closes their requests at once."""
    page = (site / "sprints" / "sprint-potholes" / "index.html").read_text(encoding="utf-8")

    assert page.count("a pothole’s request when a crew fills it") + page.count("a pothole's request when a crew") == 2


@pytest.mark.parametrize(
    ("about", "measure"), [("graffiti", "on-time"), ("graffiti", "median-days"), ("carts", "open")]
)
def test_expected_and_attainment_by_hand(site: Path, about: str, measure: str) -> None:
    """What was expected, and how much of it was attained, follow from baseline, target and days gone alone."""
    found = measures(site, about)[measure]
    _, desired, baseline, target = trial.MEASURES[about][measure]
    begins, ends = map(date.fromisoformat, trial.DATES[about])
    last = found["observations"][-1]

    gone = ((date.fromisoformat(last["date"]) - begins).days + 1) / ((ends - begins).days + 1)
    expected = baseline + (target - baseline) * gone
    sign = -1 if desired == "decrease" else 1
    attainment = 1 + sign * (last["value"] - expected) / abs(expected - baseline)
    assert found["expected"] == pytest.approx(expected)
    assert found["attainment"] == pytest.approx(attainment)
    words = "on track" if attainment >= 0.95 else "at risk" if attainment >= 0.6 else "off track"
    assert found["status"] == words


def test_the_rows_of_a_measure(site: Path) -> None:
    """The download of a measure's rows has exactly the requests that its numbers were made from."""
    rows = requests("graffiti")
    taken = pd.read_csv(site / "sprints" / "sprint-graffiti" / "on-time.csv")
    last_week = pd.Timestamp("2015-11-08 23:59:59")
    wanted = rows[(rows["CASE_STATUS"] == "Closed") & (rows["CLOSED_DT"] <= last_week)]

    assert set(wanted["CASE_ENQUIRY_ID"]) <= set(taken["CASE_ENQUIRY_ID"])
    assert set(taken["CASE_ENQUIRY_ID"]) <= set(
        rows.loc[rows["CLOSED_DT"] < TODAY + pd.Timedelta(days=1), "CASE_ENQUIRY_ID"]
    )


def test_every_part_has_its_page(site: Path) -> None:
    """Six pillars, 23 goals and 65 initiatives have a page each, under their own ids, with their own titles."""
    plan = trial.plan()
    pillars = {r["pillar_id"]: f"strategy/{r['pillar_id']}/" for r in plan["pillars"]}
    goals = {r["goal_code"]: f"{pillars[r['pillar_id']]}{r['goal_code']}/" for r in plan["goals"]}
    pages = dict.fromkeys((*pillars.values(), *goals.values()))
    pages |= {f"{goals[r['goal_code']]}{r['goal_code']}.{r['sort_order']}/": None for r in plan["initiatives"]}

    assert (len(pillars), len(goals), len(pages)) == (6, 23, 94)
    assert [p for p in pages if not (site / p / "index.html").is_file()] == []
    page = (site / goals["3.3"] / "index.html").read_text(encoding="utf-8")
    assert "Improve Neighborhood Livability Through Clean Streets and Green Spaces</h1>" in page


def test_gaps_are_shown(site: Path) -> None:
    """The strategy's page says how many goals and initiatives have no measure, and a goal without one says so."""
    whole = (site / "strategy" / "index.html").read_text(encoding="utf-8")
    goal = (site / "strategy" / "1" / "1.1" / "index.html").read_text(encoding="utf-8")

    # Measured: 5.2 and 6.2 themselves; 5.3.2, 3.3.2, 6.2.1 and 3.4.1, and with them the goals 5.3, 3.3 and 3.4.
    assert "79 of 88 goals and initiatives have no measure yet." in whole
    assert "<strong>No measure yet:</strong> nobody can tell whether this goal is reached." in goal


def test_a_changed_target_is_news(site: Path) -> None:
    """A target that was changed since last quarter stands on the strategy's page, with its reason and the role."""
    whole = re.sub(r"<[^>]+>", "", (site / "strategy" / "index.html").read_text(encoding="utf-8"))

    assert "From 95% by June 30, 2016 to 90% by June 30, 2016. The maker delivers carts later than agreed." in whole
    assert "Decided by: Deputy Mayor, Operations." in whole
