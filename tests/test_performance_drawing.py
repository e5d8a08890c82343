"""The bars of a measure: from nought, to one scale, with a mark for each target, and the same in words."""

from __future__ import annotations

from civicstat.performance.drawing import Drawn, draw, quarters_of, short, years_of
from civicstat.performance.model import AgencyMeasure, Figure, Stood


def test_bars_and_marks() -> None:
    """Bars stand on nought, half as high for half as much; a mark lies at its target's height."""
    drawn = draw(
        [Drawn("FY25", "fiscal year 2025", 50, 100), Drawn("FY26", "fiscal year 2026", 25)], "%", 100, 68, numbers=True
    )

    assert drawn is not None
    one, other = drawn.bars
    assert (one.height, other.height) == (19.5, 9.8)
    assert (one.y, one.mark, other.mark, drawn.base) == (33.5, 14.0, None, 53.0)
    assert (one.text, other.text) == ("50%", "25%")
    assert drawn.told == "fiscal year 2025: 50%, target 100%; fiscal year 2026: 25%"


def test_below_nought() -> None:
    """A loss hangs from the line of nought."""
    drawn = draw(
        [Drawn("FY25", "fiscal year 2025", -10), Drawn("FY26", "fiscal year 2026", 10)], "$", 100, 58, numbers=False
    )

    assert drawn is not None
    assert [(bar.y, bar.height) for bar in drawn.bars] == [(23.0, 20.0), (3.0, 20.0)]
    assert drawn.told == "fiscal year 2025: −$10; fiscal year 2026: $10"


def test_nothing_to_draw() -> None:
    """Without a number there is no drawing; only noughts are drawn as such."""
    assert draw([], "", 100, 58, numbers=False) is None
    assert draw([Drawn("FY25", "fiscal year 2025", None)], "", 100, 58, numbers=False) is None
    assert draw([Drawn("FY25", "fiscal year 2025", 0)], "", 100, 58, numbers=False) is not None


def test_two_units_are_not_drawn() -> None:
    """Numbers in two units are on no one scale."""
    figures = (Figure(2025, "actual", "98", None), Figure(2025, "q1", "0.97", None))
    measure = AgencyMeasure("m", "M", "A measure", figures=figures, form="two units")

    assert years_of(Stood(measure, "not judged")) == ()
    assert quarters_of(measure) == ()


def test_quarters() -> None:
    """Quarters run from the first to the last that has a number, gaps and all."""
    figures = (Figure(2025, "q3", "5", 5.0), Figure(2026, "q1", "7", 7.0))

    drawn = quarters_of(AgencyMeasure("m", "M", "A measure", figures=figures))

    assert [(d.label, d.value) for d in drawn] == [("Q3", 5.0), ("Q4", None), ("Q1 ’26", 7.0)]


def test_years() -> None:
    """Years without a number keep their place between those that have one."""
    figures = (Figure(2022, "actual", "New", None), Figure(2023, "actual", "5", 5.0), Figure(2026, "target", "7", 7.0))

    drawn = years_of(Stood(AgencyMeasure("m", "M", "A measure", figures=figures), "no direction"))

    assert [(d.label, d.value, d.target) for d in drawn] == [
        ("FY23", 5.0, None),
        ("FY24", None, None),
        ("FY25", None, None),
        ("FY26", None, 7.0),
    ]


def test_short_numbers() -> None:
    """A number over a bar has few characters, and keeps its first three digits."""
    assert [short(v) for v in (61200, 1234000, 2.5e9, 9876, 0.0173, 0)] == [
        "61.2k",
        "1.23m",
        "2.5bn",
        "9,876",
        "0.0173",
        "0",
    ]
    assert [short(450000, "$"), short(-3.25, "%"), short(12, "days")] == ["$450k", "−3.25%", "12"]
