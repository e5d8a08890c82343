"""Drawings: the same for the same chart, and harmless whatever stands in it."""

from __future__ import annotations

import re
from typing import Any

from civicstat.charts.draw import compile_spec, draw_svg


def chart(text: str = "a") -> dict[str, Any]:
    """A chart of stacked bars with round ends, for which Vega makes clips with numbered ids."""
    rows = [{"x": text, "y": 1, "s": "one"}, {"x": "b", "y": 2.3456, "s": "two"}]
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "x": {"field": "x", "type": "nominal"},
            "y": {"field": "y", "type": "quantitative"},
            "color": {"field": "s", "type": "nominal"},
        },
    }


def test_same_drawing() -> None:
    """A chart is drawn the same, whatever was drawn before it in the same process."""
    first = draw_svg(compile_spec(chart()), "A chart")
    draw_svg(compile_spec(chart("c")), "Another chart")

    assert draw_svg(compile_spec(chart()), "A chart") == first
    assert set(re.findall(r"url\(#([^)]+)\)", first)) == set(re.findall(r'\bid="([^"]+)"', first)) != set()


def test_characters_that_cannot_be_printed() -> None:
    """A character that no drawing can hold is a mark in it, and does not end the program."""
    drawing = draw_svg(compile_spec(chart("a\x00b\x1b")), "A chart")

    assert "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}" in drawing


def test_few_digits() -> None:
    """Places are written to a hundredth of a pixel."""
    assert not re.search(r'(d|transform)="[^"]*\.\d{3}', draw_svg(compile_spec(chart()), "A chart"))
