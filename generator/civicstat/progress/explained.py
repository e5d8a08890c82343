"""What the page on measures shows staff beside its words: definitions, a worked example, tables, ways to reckon."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from civicstat.reckoning import forecast
from civicstat.reckoning.rollup import RULE
from civicstat.reckoning.status import attainment, expected, stand
from civicstat.reckoning.values import STATUSES, Observation, Plan, Target, in_force, original
from civicstat.shapes import MEASURED, SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from civicstat.reckoning.values import Standing, Thresholds

_BEGINS = date(2026, 4, 1)


@dataclass(frozen=True)
class Coverage:
    """How often the forecast's interval of 80 % held what came: as shares, of so many forecasts in so many series."""

    series: int
    forecasts: int
    held: float
    on_few: float


COVERAGE = Coverage(series=650, forecasts=6_573, held=0.803, on_few=0.747)
"""What `make bench` told of the real series of two cities and the catalogue; to be written anew when it tells another.

`on_few` is the share on five to eleven observations.
"""


@dataclass(frozen=True)
class Kind:
    """A way to reckon a number from rows: the word in `civicstat.measures`, what it gives, and an entry to copy."""

    word: str
    gives: str
    asks: str
    entry: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The entry as it stands in a descriptor."""
        pairs = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in self.entry.items()]
        return "{\n" + ",\n".join(pairs) + "\n}"


def _kind(word: str, gives: str, asks: str, measure: str, **entry: Any) -> Kind:
    return Kind(word, gives, asks, {"measure": measure, "dataset": "311-requests", "reckon": word, **entry})


_GRAFFITI = {"where": [{"field": "type", "equals": "Graffiti removal"}]}

KINDS: tuple[Kind, ...] = (
    _kind(
        "count",
        "How many rows there are.",
        "",
        "requests-closed",
        **_GRAFFITI,
        date="closed",
        per="week",
    ),
    _kind(
        "sum",
        "The numbers of a column, added up.",
        "`field`: a column of numbers.",
        "tons-recycled",
        dataset="recycling",
        field="tons",
        date="day",
        per="month",
    ),
    _kind(
        "mean",
        "The average of a column, or of the days between two dates.",
        "`field`, or `days` with two columns of dates.",
        "mean-wait",
        field="minutes_waited",
        date="closed",
        per="month",
    ),
    _kind(
        "median",
        "The middle value: half of the rows are below it. A few extreme rows don't move it.",
        "`field`, or `days` with two columns of dates.",
        "median-days",
        days=["opened", "closed"],
        **_GRAFFITI,
        date="closed",
        per="week",
    ),
    _kind(
        "percentile",
        "The value that so many percent of the rows don't exceed.",
        "`percentile` from 0 to 100, and `field` or `days`.",
        "slowest-tenth",
        percentile=90,
        days=["opened", "closed"],
        date="closed",
        per="month",
    ),
    _kind(
        "share",
        "Of the rows that `where` chooses, the percentage that meets `of` too.",
        "`of`: a list of conditions.",
        "on-time",
        where=[{"field": "status", "equals": "Closed"}],
        of=[{"field": "on_time", "equals": "yes"}],
        date="closed",
        per="week",
    ),
    _kind(
        "distinct",
        "How many different values a column holds.",
        "`field`: any column.",
        "blocks-served",
        field="block",
        date="closed",
        per="month",
    ),
    _kind(
        "open",
        "How many rows had begun and not ended on the last day of each period: the backlog.",
        "`date`, when a row begins, and `until`, when it ends. A blank end means that it is open.",
        "backlog",
        date="opened",
        until="closed",
        per="week",
    ),
)
"""Every way to reckon; a test holds each entry against the schema."""

CONDITIONS: tuple[tuple[str, str], ...] = (
    ('{"field": "type", "equals": ["Graffiti removal", "Graffiti"]}', "The column holds one of these values."),
    ('{"field": "status", "differs": "Duplicate"}', "It holds none of these, and is not blank."),
    ('{"field": "opened", "least": "2026-01-01", "most": "2026-06-30"}', "From one value to another; both count."),
    ('{"field": "closed", "blank": false}', "It is filled in; with `true`, it is blank."),
)
"""The forms of a condition: as JSON, and what it asks of a row (Markdown)."""


@dataclass(frozen=True)
class Example:
    """A measure worked out on a day, for a spreadsheet: what is put in, and what the program makes of it."""

    plan: Plan
    baseline: Observation
    target: Target
    seen: Observation
    standing: Standing

    @property
    def gone(self) -> int:
        """Days from the baseline to the observation."""
        return (self.seen.date - self.baseline.date).days

    @property
    def days(self) -> int:
        """Days from the baseline to the due date."""
        return (self.target.due - self.baseline.date).days


def _example(thresholds: Thresholds) -> Example:
    baseline = Observation(_BEGINS - timedelta(days=1), 12.0)
    target = Target(5.0, due=_BEGINS + timedelta(days=89), since=_BEGINS)
    seen = Observation(baseline.date + timedelta(days=45), 9.5)
    plan = Plan(baseline, (target,), "decrease", "period", begins=_BEGINS)
    return Example(plan, baseline, target, seen, stand(plan, (seen,), seen.date, thresholds))


def explained(thresholds: Thresholds) -> dict[str, Any]:
    """What the template of `docs/measures/` gets; the worked example is reckoned with the portal's own thresholds."""
    return {
        "example": _example(thresholds),
        "letters": LETTERS,
        "coverage": COVERAGE,
        "kinds": KINDS,
        "conditions": CONDITIONS,
        "shapes": {kind: SHAPES[kind] for kind in MEASURED},
        "words": STATUSES,
    }


def letter(said: Callable[..., Any] | ModuleType) -> str:
    """The docstring of a function or a module as staff may read it (Markdown): without what only programs meet."""
    text = inspect.getdoc(said) or ""
    return re.sub(r" ?Raises `?\w+`?[^.]*\.", "", text).strip()


LETTERS: Mapping[str, str] = {
    "expected": letter(expected),
    "attainment": letter(attainment),
    "status": letter(stand),
    "targets": "\n\n".join(letter(f) for f in (in_force, original)),
    "forecast": letter(forecast),
    "rollup": RULE,
}
"""The definitions to the letter: the docstrings of what reckons, and the rule of rolling up."""
