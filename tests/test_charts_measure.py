"""The drawing of a measure's chart."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.charts.compose import NARROW, WIDE
from civicstat.charts.course import measure_data
from civicstat.charts.figures import draw_figure
from civicstat.charts.measure import BREAK, compose_measure
from civicstat.charts.plan import PlannedChart
from civicstat.model import ChartDeclaration
from civicstat.render import environment
from progress_example import example_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.progress.model import MeasureFacts

WORDS: Any = environment().get_template("words.txt").module
MEASURES = {m.measure.id: m for s in example_progress().sprints for m in s.measures}


def spec(measure: str, width: int = WIDE) -> dict[str, Any]:
    """The Vega-Lite specification of one of the example's measures."""
    data = measure_data(MEASURES[measure])
    assert data is not None
    return compose_measure(data, WORDS, "A chart", width)


def lines(spec: dict[str, Any]) -> dict[str, list[tuple[str, float]]]:
    """The corners of each kind of line."""
    rows = next(layer for layer in spec["layer"] if layer.get("mark", {}).get("type") == "line")["data"]["values"]
    found: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        found.setdefault(row["s"], []).append((row["x"][:10], row["y"]))
    return found


def test_changed_target(golden: Callable[[str, str], None]) -> None:
    """A chart with a changed target: the step, the dotted rest of the first path, the number and the reason."""
    golden("measure-chart.json", json.dumps(spec("wait"), indent=1, ensure_ascii=False) + "\n")


def test_step() -> None:
    """The line of targets is upright on the day of the change."""
    assert lines(spec("wait"))["Target"] == [
        ("2026-10-05", 7.0),
        ("2026-11-02", 7.0),
        ("2026-11-02", 10.0),
        ("2026-12-31", 10.0),
    ]


def test_reason_in_the_drawing() -> None:
    """The reason for a change stands under the drawing, in lines that fit a phone, each but the last with a break."""
    wide, narrow = spec("wait")["title"]["text"], spec("wait", NARROW)["title"]["text"]

    assert [line.endswith(BREAK) for line in narrow] == [*[True] * (len(narrow) - 1), False]
    wide, narrow = ([line.removesuffix(BREAK) for line in lines] for lines in (wide, narrow))
    assert " ".join(wide) == " ".join(narrow)
    assert "Why: The second truck broke down" in " ".join(wide)
    assert max(map(len, narrow)) <= 54


def test_lines_of_a_reason_do_not_run_together() -> None:
    """Read as text, the drawing has a space between two lines of a note."""
    data = measure_data(MEASURES["wait"])
    assert data is not None

    figure = draw_figure(PlannedChart(ChartDeclaration("", resource="wait"), data, chosen=True), WORDS, "chart-1")

    text = " ".join(re.sub("<[^>]+>", "", figure.svgs["narrow"]).replace("\u200b", "").split())
    assert "Why: The second truck broke down and comes back in January only" in text


def test_unsure_forecast_leaves_the_rest_readable() -> None:
    """A percentage is drawn to 100 at most, and what was never negative from nought."""
    found = {id_: spec(id_)["encoding"]["y"]["scale"]["domain"] for id_ in ("on-time", "repaired")}

    assert found["on-time"][1] == 100
    assert found["repaired"][0] == 0


def test_range_to_keep() -> None:
    """A measure to be maintained has its range, and neither a way nor a target."""
    drawn = spec("missed")

    assert set(lines(drawn)) == {"Actual"}
    assert [row["t"] for row in drawn["layer"][0]["data"]["values"]] == ["Range to keep: 0 – 40"]


@pytest.mark.parametrize("facts", MEASURES.values(), ids=list(MEASURES))
def test_drawn_in_both_sizes(facts: MeasureFacts) -> None:
    """Every measure is drawn for desktop and phone, tells in words what it shows, and has its numbers as text."""
    planned = PlannedChart(ChartDeclaration(""), measure_data(facts), chosen=True)

    figure = draw_figure(planned, WORDS, "chart-1")

    assert set(figure.svgs) == set(figure.specs) == {"wide", "narrow"}
    assert facts.measure.title in figure.alternative
    assert figure.alternative.startswith("Line chart of ")
    assert (figure.alternative in figure.svgs["wide"]) or "&amp;" in figure.svgs["wide"]
    assert len(figure.rows) >= len(facts.observations[:1])
    assert figure.columns[0] == "Day"
