"""What a sprint knows of its tables and rows that can't be used, so that its page can say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civicstat.progress.declared import read_sprint, read_strategy
from progress_packages import SPRINT, SPRINT_OWN, STRATEGY, STRATEGY_OWN, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]


@pytest.mark.parametrize(
    ("tables", "withheld", "left_out"),
    [
        ({}, (), ()),
        ({"targets": "measure,value,due,since\ndays,4,2026-06-30\ndays,4,2026-06-30,2026-04-01,x\n"}, ("targets",), ()),
        ({"updates": "date,text\n2026-05-04,Out\n"}, ("updates",), ()),
        ({"measures": None}, ("measures",), ()),
        ({"updates": None}, (), ()),
        ({"measures": SPRINT["measures"] + "b,fast,B,up,period,,,,\n"}, (), (("measures", 1),)),
        ({"measures": SPRINT["measures"] + SPRINT["measures"].split("\n")[1] + "\n"}, (), (("measures", 2),)),
        ({"targets": SPRINT["targets"] + "days,4,2025-06-30,2026-05-01,,\n"}, (), (("targets", 1),)),
        ({"targets": SPRINT["targets"] + "days,4 8,2026-06-30,2026-05-01,,\n"}, (), (("targets", 1),)),
        ({"values": SPRINT["values"] + "days,2026-05-31,9\n"}, (), (("values", 2),)),
        ({"updates": SPRINT["updates"] + "2026-05-05,,No title,\n"}, (), (("updates", 1),)),
    ],
)
def test_what_is_missing_is_known(
    portal: Portal, tables: Mapping[str, str | None], withheld: tuple[str, ...], left_out: tuple[tuple[str, int], ...]
) -> None:
    """A sprint knows which of its tables can't be used, and how many rows of the others were left out."""
    sprint, _ = read_sprint(*packed(portal, {**SPRINT, **tables}, SPRINT_OWN))

    assert sprint is not None
    assert (sprint.withheld, sprint.left_out) == (withheld, left_out)


@pytest.mark.parametrize(
    ("table", "rows", "trouble"),
    [
        (
            "targets",
            "days,4\n",
            "The table of targets did not pass its checks, so no status against a target can be given.",
        ),
        (
            "targets",
            SPRINT["targets"] + "days,4,2025-06-30,2026-05-01,,\n",
            "A target of this measure did not pass its checks: what is shown may not be the latest promise.",
        ),
        ("values", "days,4\n", "The table of values did not pass its checks, so there is no figure."),
        (
            "values",
            SPRINT["values"] + "days,2026-05-31,9\n",
            "2 figures of this measure did not pass their checks, and are left out.",
        ),
    ],
)
def test_a_measure_says_what_of_it_is_missing(portal: Portal, table: str, rows: str, trouble: str) -> None:
    """What of a measure's targets and values can't be used is said in words for residents."""
    own = {**SPRINT, table: rows}

    sprint, _ = read_sprint(*packed(portal, own, SPRINT_OWN))

    assert sprint is not None
    assert [m.troubles for m in sprint.measures] == [(trouble,)]


def test_a_broken_declaration_is_no_lack_of_data(portal: Portal) -> None:
    """A measure whose declaration breaks its form, and that has no values, says so."""
    own = {**SPRINT_OWN, "measures": [{"measure": "days", "dataset": "requests", "reckon": "average"}]}

    sprint, _ = read_sprint(*packed(portal, {**SPRINT, "values": None}, own))

    assert sprint is not None
    assert [m.troubles for m in sprint.measures] == [
        ("What this measure is reckoned from is not described as it should be, so it has no figure.",)
    ]


def test_a_text_that_cannot_be_read_is_missing(portal: Portal) -> None:
    """The strategy's text counts among what can't be used where it is no UTF-8."""
    strategy, _ = read_strategy(*packed(portal, STRATEGY, STRATEGY_OWN, text=b"\xff\xfe"))

    assert strategy is not None
    assert strategy.withheld == ("text",)
