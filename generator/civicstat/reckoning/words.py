"""How a measure stands and where it is heading, in words for residents: status first, numbers with unit and day."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from civicstat.reckoning.status import start
from civicstat.reckoning.values import current, original

if TYPE_CHECKING:
    from datetime import date

    from civicstat.reckoning.values import Forecast, Observation, Plan, Standing

BEFORE_ITS_NUMBER = ("$", "€", "£")
"""Units that stand before their number."""

LEAST = 0.01
"""Smaller figures say nothing to residents: a median of one second is "less than 0.01 days"."""

_PLURALS = ("ss", "ies", "ches", "shes", "xes", "ses")
"""Ends of words that don't become one by losing their last letter."""


def say(standing: Standing, unit: str, plan: Plan) -> str:
    """A measure's status in a sentence or a few, as plain text.

    `On track: 212 trees by October 4, 2026; expected by then: 205 trees. Target: 240 trees by October 19, 2026.`

    `unit` stands behind its numbers (`%` close by), a currency's sign before them. The standing is the plan's.
    """
    parts = [
        _status(standing, unit, plan),
        _target(standing, unit, plan),
        _changed(standing, unit),
        _late(standing, unit, plan),
    ]
    return " ".join(part for part in parts if part)


def say_forecast(standing: Standing, unit: str, plan: Plan) -> str | None:
    """Where a measure is heading, in a sentence or a few, as plain text; None where nothing is foretold.

    `At this pace: about 236 trees by October 19, 2026 (8 chances in 10 that it is between 221 and 251). The chance of
    reaching the target by then is about 4 in 10. It would be reached around October 21, 2026.`
    """
    found = standing.forecast
    if found is None:
        return None
    low, value, high = (_rounded(v, found.high - found.low, 2) for v in (found.low, found.value, found.high))
    sure = f"{round(10 * found.confidence)} chances in 10 that it is between {_number(low)} and {_number(high)}"
    chance = f"The chance of {_keeping(plan, standing)} by then is {_tenths(found.chance)}."
    if plan.desired == "maintain" or _limit(plan, standing):
        chance = chance.replace(" by then", "")
    pace = f"At this pace: about {amount(value, unit)} by {_day(found.due)}{f' ({sure})' if low < high else ''}."
    parts = [pace, chance, _reaching(found, standing, plan)]
    return " ".join(part for part in parts if part)


def _keeping(plan: Plan, standing: Standing) -> str:
    if plan.desired == "maintain":
        return "being within the range then"
    if _limit(plan, standing):
        return "still being within the target then" if plan.desired == "decrease" else "still being at the target then"
    return "reaching the target"


def _reaching(found: Forecast, standing: Standing, plan: Plan) -> str:
    if plan.desired == "maintain" or standing.reached or _limit(plan, standing):
        return ""
    if found.reaches is None:
        # The middle of the path may stay short of a target that its upper part reaches: then the chance says enough.
        return "The target is not in sight." if round(10 * found.chance) < 1 else ""
    return f"It would be reached around {_day(found.reaches)}."


def _tenths(chance: float) -> str:
    tenths = round(10 * chance)
    if tenths < 1:
        return "less than 1 in 10"
    return "more than 9 in 10" if tenths > 9 else f"about {tenths} in 10"


def _status(standing: Standing, unit: str, plan: Plan) -> str:
    word, seen = standing.status.capitalize(), standing.judged
    if seen is None:
        return _nothing(standing, plan)
    if standing.status == "stale":
        last = amount(seen.value, unit, least_of(plan))
        return f"Stale: the last figure is {last}, {_when(plan, seen)}, and older than promised."
    figure = f"{word}: {amount(seen.value, unit, least_of(plan))} {_when(plan, seen)}"
    if plan.desired == "maintain":
        outside = amount(_rounded(standing.outside or 0.0, standing.outside or 0.0, 3), unit, least_of(plan))
        return f"{figure}, within its range." if standing.reached else f"{figure}, {outside} outside its range."
    if standing.status in ("met", "missed") or standing.expected is None:
        return f"{figure}."
    if standing.reached and not _limit(plan, standing):
        return f"{figure}, already at its target."
    expected = _rounded(standing.expected, _way(plan, standing) or standing.expected, 3)
    return f"{figure}; expected by then: {_goal(expected, unit, plan)}."


def say_made(standing: Standing, unit: str, plan: Plan) -> str:
    """How much of what was expected was made, or how far off it is, in a few words; "" where that is not to be said.

    A share of progress can be told only while something is to change for the better. Where a level is to be kept, or a
    limit kept to, it is the distance: `4% below that`.
    """
    seen, share = standing.judged, standing.attainment
    if seen is None or standing.expected is None or plan.desired == "maintain":
        return ""
    if standing.status not in ("on track", "at risk", "off track"):
        return ""
    begin = start(plan)
    way = (standing.expected - begin.value) * (-1 if plan.desired == "decrease" else 1) if begin else 0.0
    if way > 1e-9 * max(abs(standing.expected), abs(begin.value) if begin else 0.0):
        if share is None or not 0 <= share < 10:
            return ""
        return "far ahead of that" if share >= 2 else f"{round(100 * share)}% of that progress was made"
    # No more exact than the figures beside it.
    digits = max(decimals(seen.value), decimals(standing.expected))
    off = round(seen.value - standing.expected, digits)
    if not off or amount(seen.value) == amount(standing.expected):
        return "just that"
    return f"{amount(abs(off), unit)} {'above' if off > 0 else 'below'} that"


def _nothing(standing: Standing, plan: Plan) -> str:
    match standing.reason:
        case "work has not begun":
            return f"Not started: the work begins on {_day(plan.begins)}." if plan.begins else "Not started."
        case "target does not hold yet":
            return f"Not started: the target holds from {_day(min(t.since for t in plan.targets))}."
        case "no target was set":
            return "No target was set."
        case "no observation by the due date":
            return "No data: there is no figure from before the due date."
        case "no observation since the beginning":
            return "No data yet: there is no figure since the work began."
        case _:
            return "No data yet."


def _target(standing: Standing, unit: str, plan: Plan) -> str:
    target = standing.target or current(original(plan.targets), standing.today)
    if target is None:
        return ""
    if plan.desired == "maintain":
        return f"To be kept up to {_day(target.due)}."
    return f"Target: {_goal(target.value, unit, plan)} by {_day(target.due)}."


def _changed(standing: Standing, unit: str) -> str:
    first = standing.original
    if first is None or first.target is None:
        return ""
    promised = amount(first.target.value, unit)
    return f"Against the original target, {promised} by {_day(first.target.due)}: {first.status}."


def _late(standing: Standing, unit: str, plan: Plan) -> str:
    late = standing.late
    if late is None or standing.status not in ("met", "missed"):
        return ""
    return f"Later, on {_day(late.date)}, it was {amount(late.value, unit, least_of(plan))}."


def _goal(value: float, unit: str, plan: Plan) -> str:
    return f"{'at most ' if plan.desired == 'decrease' and value else ''}{amount(value, unit)}"


def _way(plan: Plan, standing: Standing) -> float:
    """How far the target lies from the start, towards the better."""
    begin = start(plan)
    if standing.target is None or begin is None:
        return 0.0
    far = standing.target.value - begin.value
    return -far if plan.desired == "decrease" else far


def _limit(plan: Plan, standing: Standing) -> bool:
    """Whether the target is not to be reached, but to be kept to: it was already when the work began."""
    return start(plan) is not None and _way(plan, standing) <= 0


def _when(plan: Plan, seen: Observation) -> str:
    words = {"cumulative": "by", "snapshot": "on", "period": "in the period to"}
    return f"{words[plan.interval]} {_day(seen.date)}"


def amount(value: float, unit: str = "", least: float = 0) -> str:
    """A number with its unit, in the singular for one: `86%`, `$4.5`, `1 day`; what is below `least` says just that."""
    if 0 < abs(value) < least and value != round(value, 3):
        small = amount(least, unit)
        return f"between −{small} and 0" if value < 0 else f"less than {small}"
    if unit in BEFORE_ITS_NUMBER:
        return f"−{unit}{_number(-value)}" if value < 0 else f"{unit}{_number(value)}"
    if not unit or unit == "%":
        return f"{_number(value)}{unit}"
    single = _number(abs(value)) == "1" and unit.endswith("s") and not unit.endswith(_PLURALS)
    return f"{_number(value)} {unit[:-1] if single else unit}"


def decimals(value: float) -> int:
    """How many digits after the point `amount` shows of a number."""
    return len(_number(value).partition(".")[2])


def least_of(plan: Plan) -> float:
    """The smallest figure that a plan's measure tells apart from nought: of rates that are all small, every one."""
    values = [t.value for t in plan.targets] + list(plan.band or ()) + ([plan.baseline.value] if plan.baseline else [])
    return 0 if any(0 < abs(value) < LEAST for value in values) else LEAST


def _number(value: float) -> str:
    """A number with thousands separators, and of its decimals those among the first three digits."""
    digits = 0 if value == int(value) else max(0, 2 - floor(log10(abs(value))))
    text = f"{value + 0.0:,.{digits}f}"  # nought has no sign
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−", 1) if text.startswith("-") else text


def _rounded(value: float, scale: float, digits: int) -> float:
    """A reckoned value, no more exact than so many digits of its scale."""
    return round(value, digits - 1 - floor(log10(abs(scale)))) if scale else value


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
