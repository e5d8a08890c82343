"""Measure the reckoning: `make bench`, or `python generator/bench_reckoning.py [folder of series]`.

First, how long 1,000 measures with 100 observations each take to reckon, forecasts included. Then, what their pages
cost in a portal, beside the pages of as many datasets (`--pages 50 100` measures these alone). Then, whether the
forecast keeps its word on real series: at many a point of each series the forecast is made from what was known by
then, and compared with what came. An interval of 80 % should hold 80 % of what came.

The series are those of the repository's catalogue, and of real tables as cities publish them (`boston/` with 311
requests, `baltimore/` with performance measures and indicators by area) where there is a folder of them: the one
named, or else `shared/realdata` beside the repository.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from bench import TODAY, measure, write_portal
from civicstat.reckoning.forecast import CONFIDENCE, FEWEST, forecast
from civicstat.reckoning.status import stand
from civicstat.reckoning.values import Observation, Plan, Target
from civicstat.shapes import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
REALDATA = ROOT.parent / "shared" / "realdata"
MEASURES, OBSERVATIONS = 1_000, 100
PAGES = (50, 100, 200)
"""Measures of a strategy whose pages are built."""

TOGETHER = 5
"""Measures of a goal, and goals of a pillar."""

STEPS = (1, 2, 4, 8, 12)
"""So many observations ahead lies the due date."""

ORIGINS = 8
"""So many forecasts are made of one series for each number of steps, spread over it."""

ASKED = (-2, -1, 0, 1, 2)
"""Targets to ask the chance of: the last value and so many usual steps more."""


@dataclass(frozen=True)
class Series:
    """Observations of one thing, and how they were gathered."""

    source: str
    name: str
    observations: tuple[Observation, ...]
    total: bool = False


def series_of(source: str, name: str, values: pd.Series[float], *, total: bool = False) -> Iterator[Series]:
    """A series from values by day; nothing where they are too few to look back on."""
    values = values.dropna()
    if len(values) > FEWEST and values.nunique() > 2:
        seen = tuple(Observation(day.date(), float(value)) for day, value in values.items())
        yield Series(source, name, seen, total)


def boston(folder: Path) -> Iterator[Series]:
    """311 requests of 2015 by week: opened, closed, closed on time, days to close, open at the week's end; by place."""
    for file in sorted(folder.glob("boston/*.csv")):
        rows = pd.read_csv(file, dtype=str, encoding_errors="replace")
        opened, due, closed = (
            pd.to_datetime(rows[name], format="%m/%d/%Y %I:%M:%S %p", errors="coerce")
            for name in ("OPEN_DT", "TARGET_DT", "CLOSED_DT")
        )
        kind = file.stem.removesuffix("-2015")
        weeks = pd.date_range("2015-01-11", "2015-12-27", freq="W")

        def count(days: pd.Series, weeks: pd.DatetimeIndex = weeks) -> pd.Series[float]:
            found = days.dropna().dt.normalize().value_counts().sort_index().resample("W").sum()
            return found.reindex(weeks, fill_value=0).astype(float)

        yield from series_of("Boston 311, weekly", f"{kind}: opened", count(opened))
        yield from series_of("Boston 311, weekly", f"{kind}: closed", count(closed))
        yield from series_of("Boston 311, weekly totals", f"{kind}: closed so far", count(closed).cumsum(), total=True)
        open_now = pd.Series([float(((opened < d) & ~(closed < d)).sum()) for d in weeks + pd.Timedelta(days=1)], weeks)
        yield from series_of("Boston 311, open at week's end", f"{kind}: open", open_now)
        by_close = pd.DataFrame({"closed": closed, "days": (closed - opened).dt.days, "late": closed > due}).dropna()
        grouped = by_close.groupby(pd.Grouper(key="closed", freq="W"))
        yield from series_of(
            "Boston 311, weekly medians and shares", f"{kind}: days", grouped["days"].median().reindex(weeks)
        )
        on_time = 100 - 100 * grouped["late"].mean()
        yield from series_of("Boston 311, weekly medians and shares", f"{kind}: on time", on_time.reindex(weeks))
        for place, where in opened.groupby(rows["neighborhood"]):
            if len(where) >= 150:
                yield from series_of("Boston 311, weekly by place", f"{kind}: {place}", count(where))
                totals = count(closed[where.index]).cumsum()
                yield from series_of("Boston 311, weekly totals", f"{kind}: {place}", totals, total=True)


def baltimore(folder: Path) -> Iterator[Series]:
    """Performance measures by quarter; indicators by area and year."""
    file = folder / "baltimore" / "performance-measures" / "measures.csv"
    if file.is_file():
        rows = pd.read_csv(file, dtype=str)
        quarters = [f"FY 25 Q{n}" for n in range(1, 5)] + [f"FY 26 Q{n}" for n in range(1, 4)]
        quarter_ends = pd.date_range("2024-09-30", periods=len(quarters), freq="QE")
        for row in rows.to_dict("records"):
            values = pd.Series([_number(row[q]) for q in quarters], quarter_ends)
            if values.notna().all() and not _runs_on(values):
                yield from series_of("Baltimore measures, quarterly", str(row["Measure ID"]), values)
    for file in sorted((folder / "baltimore" / "community-indicators").glob("*.csv")):
        rows = pd.read_csv(file)
        columns = [c for c in rows.columns if c[-2:].isdigit() and not c.startswith("CSA")]
        area = rows.columns[0]
        ends = pd.to_datetime(["20" + c[-2:] + "-12-31" for c in columns])
        for row in rows.to_dict("records"):
            values = pd.Series([float(row[c]) for c in columns], ends)
            yield from series_of("Baltimore areas, yearly", f"{file.stem}: {row[area]}", values)


def _number(cell: object) -> float:
    text = str(cell).strip().replace(",", "").replace("$", "")
    share = text.endswith("%")
    try:
        value = float(text.rstrip("%"))
    except ValueError:
        return float("nan")
    return value / 100 if share else value


def _runs_on(values: pd.Series[float]) -> bool:
    """Whether the quarters look like totals of a year that begins anew in the fifth."""
    first = values.iloc[:4]
    return bool(first.is_monotonic_increasing and values.iloc[4] < first.iloc[3] / 2 and first.iloc[3] > 0)


def catalogue(folder: Path) -> Iterator[Series]:
    """Series of the repository's own catalogue: by month, by year, and of weather by week."""

    def read(path: str, **how: object) -> pd.DataFrame | None:
        file = folder / path
        return pd.read_csv(file, **how) if file.is_file() else None  # type: ignore[call-overload,no-any-return]

    if (rows := read("us-employment/jobs-by-month.csv")) is not None:
        days = pd.to_datetime(rows.pop("month")) + pd.offsets.MonthEnd(0)
        for name in rows.columns:
            yield from series_of("US employment, monthly", name, pd.Series(rows[name].to_numpy(float), days))
    if (rows := read("carbon-dioxide-mauna-loa/monthly-co2.csv")) is not None:
        days = pd.to_datetime(rows["month"]) + pd.offsets.MonthEnd(0)
        for decade in range(1960, 2020, 10):
            inside = (days.dt.year >= decade) & (days.dt.year < decade + 10)
            values = pd.Series(rows["co2_adjusted"].to_numpy(float)[inside], days[inside])
            yield from series_of("Carbon dioxide, monthly", f"{decade}s", values)
    if (rows := read("global-temperature/annual-anomaly.csv")) is not None:
        days = pd.to_datetime(rows["year"].astype(str) + "-12-31")
        yield from series_of("Temperature, yearly", "anomaly", pd.Series(rows["anomaly"].to_numpy(float), days))
    if (rows := read("iowa-electricity/net-generation.csv")) is not None:
        for name, some in rows.groupby("source"):
            days = pd.to_datetime(some["year"].astype(str) + "-12-31")
            values = pd.Series(some["net_generation"].to_numpy(float), days)
            yield from series_of("Electricity, yearly", str(name), values)
    if (rows := read("wildlife-strikes/strikes.csv", usecols=["date"])) is not None:
        months = pd.to_datetime(rows["date"]).value_counts().sort_index().resample("ME").sum().astype(float)
        yield from series_of("Wildlife strikes, monthly", "strikes", months)
        for year, some in months.groupby(months.index.year):
            yield from series_of("Wildlife strikes, yearly totals", str(year), some.cumsum(), total=True)
    if (rows := read("seattle-weather/daily-weather.csv")) is not None:
        days = pd.to_datetime(rows["date"])
        rain = pd.Series(rows["precipitation"].to_numpy(float), days).resample("W").sum()
        yield from series_of("Rain, weekly", "Seattle", rain)
        wind = pd.Series(rows["wind"].to_numpy(float), days).resample("W").mean()
        yield from series_of("Rain, weekly", "wind in Seattle", wind)


def look_back(series: Series, steps: int) -> Iterator[tuple[int, bool, list[tuple[float, bool]]]]:
    """Forecasts from earlier points of a series, so many steps ahead.

    Yields how many observations were known, whether the interval held what came, and for each target asked for the
    chance that was told and whether the target was reached.
    """
    seen, values = series.observations, [o.value for o in series.observations]
    ends = np.arange(FEWEST, len(seen) - steps + 1)
    if len(ends) > ORIGINS:
        ends = ends[np.linspace(0, len(ends) - 1, ORIGINS).astype(int)]
    for end in ends:
        known, came = seen[:end], seen[end + steps - 1]
        usual = float(np.median(np.abs(np.diff(values[:end])))) * steps**0.5
        chances = []
        found = None
        for more in ASKED if usual else (0,):
            target = Target(known[-1].value + more * usual, came.date, known[0].date)
            found = forecast(known, target, "increase", total=series.total)
            if found and usual and not (series.total and more <= 0):
                chances.append((found.chance, came.value >= target.value))
        if found:
            yield int(end), found.low <= came.value <= found.high, chances


def coverage(every: list[Series]) -> None:
    """Print how often the interval held, by source, observations known and steps ahead, and how chances came true."""
    held: dict[str, list[bool]] = defaultdict(list)
    told: dict[int, list[bool]] = defaultdict(list)
    sources = dict.fromkeys(series.source for series in every)
    for series in every:
        for steps in STEPS:
            for known, within, chances in look_back(series, steps):
                size = (
                    "5 to 7" if known < 8 else "8 to 11" if known < 12 else "12 to 19" if known < 20 else "20 and more"
                )
                for name in ("all", series.source, f"{size} observations known", f"{steps:2} ahead"):
                    held[name].append(within)
                for chance, reached in chances:
                    told[min(int(10 * chance), 9)].append(reached)
    print(f"\nHow often an interval of {CONFIDENCE:.0%} held what came, in {len(every)} series")
    sizes = [f"{size} observations known" for size in ("5 to 7", "8 to 11", "12 to 19", "20 and more")]
    for name in (*sources, *sizes, *(f"{steps:2} ahead" for steps in STEPS), "all"):
        if held[name]:
            print(f"  {name:<40}{np.mean(held[name]):8.1%}   of {len(held[name]):6,} forecasts")
    print("\nHow often what was told a chance came true")
    for tenth, reached in sorted(told.items()):
        print(
            f"  {tenth / 10:.0%} to {(tenth + 1) / 10:.0%}".ljust(42)
            + f"{np.mean(reached):8.1%}   of {len(reached):6,}"
        )


def speed() -> None:
    """Print how long many measures take; every third one's target was changed, so that it is judged twice."""
    begins = date(2024, 1, 1)
    days = [begins + timedelta(weeks=n) for n in range(OBSERVATIONS)]
    chance = np.random.default_rng(1)
    made = []
    for number in range(MEASURES):
        values = 500 + np.cumsum(chance.normal(2, 10, OBSERVATIONS))
        due = days[-1] + timedelta(weeks=26)
        changed = (Target(820, due, begins + timedelta(weeks=50)),) if number % 3 == 0 else ()
        plan = Plan(Observation(days[0], 500), (Target(800, due, begins), *changed), "increase", "snapshot")
        made.append((plan, tuple(Observation(d, float(v)) for d, v in zip(days, values, strict=True))))
    stand(*made[0], days[-1])
    began = time.perf_counter()
    standings = [stand(plan, seen, days[-1]) for plan, seen in made]
    seconds = time.perf_counter() - began
    foretold = sum(s.forecast is not None for s in standings)
    print(
        f"{MEASURES:,} measures with {OBSERVATIONS} observations each, {foretold:,} of them foretold: {seconds:.2f} s"
    )


def write_strategy(folder: Path, measures: int) -> None:
    """A strategy of so many measures with values of a week each, the same ones each time; each has a chart."""
    goals = [f"goal-{n}" for n in range(-(-measures // TOGETHER))]
    pillars = [f"pillar-{n}" for n in range(-(-len(goals) // TOGETHER))]
    days = [TODAY - timedelta(weeks=OBSERVATIONS - n) for n in range(OBSERVATIONS)]
    due, chance = TODAY + timedelta(weeks=26), np.random.default_rng(1)
    values = 500 + np.cumsum(chance.normal(2, 10, (measures, OBSERVATIONS)), axis=1)
    tables = {
        "pillars": ["id,title", *(f"{p},Pillar {n}" for n, p in enumerate(pillars))],
        "goals": ["id,pillar,title", *(f"{g},{pillars[n // TOGETHER]},Goal {n}" for n, g in enumerate(goals))],
        "measures": [
            "id,goal,title,unit,desired,interval,refresh,baseline,baseline_date",
            *(
                f"m{n},{goals[n // TOGETHER]},Requests of kind {n},requests,increase,snapshot,R/P1W,500,{days[0]}"
                for n in range(measures)
            ),
        ],
        "targets": ["measure,value,due,since", *(f"m{n},800,{due},{days[0]}" for n in range(measures))],
        "values": [
            "measure,date,value",
            *(f"m{n},{day},{value:.1f}" for n in range(measures) for day, value in zip(days, values[n], strict=True)),
        ],
    }
    folder.mkdir(parents=True)
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    resources = []
    for name, lines in tables.items():
        columns = lines[0].split(",")
        fields = [f for f in schema_of("strategy", name)["fields"] if f["name"] in columns]
        fields.sort(key=lambda f: columns.index(f["name"]))
        resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields}})
    own = {"kind": "strategy", "strategy": {"start": str(days[0]), "end": str(due)}}
    described = {"name": "strategy", "title": "Strategy", "resources": resources, "civicstat": own}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")


def seconds_of(datasets: int, measures: int) -> float:
    """The seconds that a portal of so many datasets and measures takes to build."""
    root = Path(tempfile.mkdtemp(prefix="civicstat-bench-"))
    try:
        write_portal(root, datasets)
        if measures:
            write_strategy(root / "catalog" / "strategy", measures)
        return measure(root)[1]
    finally:
        shutil.rmtree(root)


def pages(sizes: Iterable[int]) -> None:
    """Print what the pages of measures cost, beside those of as many datasets of 400 rows; both less one dataset's."""
    seconds_of(1, 1)  # The first build loads what the later ones need too.
    one = seconds_of(1, 0)
    print(f"\nPages of measures with {OBSERVATIONS} observations each; a portal of one dataset: {one:.1f} s")
    print(f"  {'of each':<10}{'measures':>12}{'for one':>14}{'datasets':>14}{'for one':>14}")
    for count in sizes:
        each = [seconds_of(1, count) - one, seconds_of(count + 1, 0) - one]
        cells = "".join(f"{seconds:10.1f} s{1000 * seconds / count:11.0f} ms  " for seconds in each)
        print(f"  {count:<10,}{cells}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pages"]:
        pages([int(word) for word in sys.argv[2:]] or PAGES)
        raise SystemExit
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REALDATA
    speed()
    pages(PAGES)
    coverage([*boston(folder), *baltimore(folder), *catalogue(ROOT / "catalog")])
