"""The bars of a measure, year by year with its targets: small enough to stand beside dozens of others."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

from civicstat.reckoning.words import BEFORE_ITS_NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.performance.model import AgencyMeasure, Stood

MOST_BARS = 12
"""Of more years, or quarters, the latest are drawn."""

_POWERS = ((1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e4, 1e3, "k"))
"""From which number on it is written in what, and the letters for that."""
_HEAD, _FOOT = 14.0, 15.0
"""Room for the number over the highest bar, and for the labels under the bars."""


@dataclass(frozen=True)
class Bar:
    """One year or quarter: where its bar and the mark of its target lie, in the drawing's own units.

    `height` is None where there is no figure, `mark` where there is no target. `text` is the number over the bar, and
    `over` the height over which it stands: the bar's, or that of a mark just above it. `so_far` is true for a year that
    is not over.
    """

    label: str
    x: float
    width: float
    y: float = 0.0
    height: float | None = None
    mark: float | None = None
    text: str = ""
    over: float = 0.0
    so_far: bool = False


@dataclass(frozen=True)
class Bars:
    """A drawing: its size, the height of nought in it, its bars, and the same in words."""

    width: float
    height: float
    base: float
    bars: tuple[Bar, ...]
    told: str


@dataclass(frozen=True)
class Drawn:
    """What a bar is drawn from."""

    label: str
    named: str
    value: float | None
    target: float | None = None
    so_far: bool = False


def years_of(stood: Stood) -> tuple[Drawn, ...]:
    """The fiscal years of a measure from the first to the last that has a number, gaps and all.

    The one that its status is of stands with what is known of it so far. None for a measure in two units: its numbers
    are on no one scale.
    """
    measure = stood.measure
    if measure.form == "two units":
        return ()
    found = []
    for year in range(measure.years[0], measure.years[-1] + 1) if measure.years else ():
        value, target, so_far = measure.value(year, "actual"), measure.value(year, "target"), False
        if value is None and stood.year and stood.year.year == year and not stood.year.final:
            standing = stood.year.standing
            value = standing.judged.value if standing and standing.judged else None
            so_far = value is not None
        found.append(Drawn(f"FY{year % 100:02}", f"fiscal year {year}", value, target, so_far))
    there = [n for n, drawn in enumerate(found) if drawn.value is not None or drawn.target is not None]
    return tuple(found[there[0] : there[-1] + 1]) if there else ()


def quarters_of(measure: AgencyMeasure) -> tuple[Drawn, ...]:
    """The quarters of a measure, from the first to the last that has a number; none for a measure in two units."""
    if measure.form == "two units":
        return ()
    found = [
        Drawn(
            f"Q{n}" if n > 1 else f"Q1 ’{year % 100:02}",
            f"quarter {n} of fiscal year {year}",
            measure.value(year, f"q{n}"),
        )
        for year in measure.years
        for n in (1, 2, 3, 4)
    ]
    there = [n for n, drawn in enumerate(found) if drawn.value is not None]
    return tuple(found[there[0] : there[-1] + 1]) if there else ()


def draw(drawn: Sequence[Drawn], unit: str, width: float, height: float, *, numbers: bool) -> Bars | None:
    """The drawing of years or quarters, from nought; None where there is nothing to draw. `numbers` stand over bars."""
    drawn = drawn[-MOST_BARS:]
    values = [v for d in drawn for v in (d.value, d.target) if v is not None]
    if not values:
        return None
    low, high = min(0.0, *values), max(0.0, *values)
    top = _HEAD if numbers else 3.0
    room = height - top - _FOOT
    scale = room / (high - low or 1.0)
    base = top + high * scale
    slot = width / len(drawn)
    wide = min(slot * 0.66, 34.0)
    bars = []
    for n, d in enumerate(drawn):
        y, tall = base, None
        if d.value is not None:
            y, tall = min(base, base - d.value * scale), max(abs(d.value) * scale, 0.75)
        mark = None if d.target is None else round(base - d.target * scale, 1)
        bars.append(
            Bar(
                label=d.label,
                x=round(n * slot + (slot - wide) / 2, 1),
                width=round(wide, 1),
                y=round(y, 1),
                height=None if tall is None else round(tall, 1),
                mark=mark,
                over=round(mark if mark is not None and y - _HEAD < mark < y else y, 1),
                text=short(d.value, unit) if numbers and d.value is not None else "",
                so_far=d.so_far,
            )
        )
    return Bars(width, height, round(base, 1), tuple(bars), _told(drawn, unit))


def _told(drawn: Sequence[Drawn], unit: str) -> str:
    parts = []
    for d in drawn:
        said = [f"{short(d.value, unit)}{' so far' if d.so_far else ''}"] if d.value is not None else []
        said += [f"target {short(d.target, unit)}"] if d.target is not None else []
        if said:
            parts.append(f"{d.named}: {', '.join(said)}")
    return "; ".join(parts)


def short(value: float, unit: str = "") -> str:
    """A number in the few characters that fit over a bar, with a sign for its unit.

    >>> short(1_234_000), short(61_200, "$"), short(97.25, "%"), short(9_876)
    ('1.23m', '$61.2k', '97.2%', '9,876')
    """
    size, end = next(((size, end) for least, size, end in _POWERS if abs(value) >= least), (1.0, ""))
    scaled = value / size
    digits = 0 if not scaled or scaled == int(scaled) else max(0, 2 - floor(log10(abs(scaled))))
    text = f"{abs(scaled):,.{min(digits, 6)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = f"{unit}{text}{end}" if unit in BEFORE_ITS_NUMBER else f"{text}{end}{'%' if unit == '%' else ''}"
    return f"−{text}" if value < 0 else text
