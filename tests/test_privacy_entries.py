"""What an inventory tells of data that is not publishable, before anything is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from programme_packages import INVENTORY, OWN, TREES, facts_of, programme_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.facts import Facts
    from programme_packages import Studied

    Portal = Callable[[Mapping[str, Any]], Path]


@pytest.fixture(scope="module")
def look(portal: Portal, study: Studied) -> Callable[..., Facts]:
    """The facts of a portal whose programme has this inventory."""

    def run(inventory: str, **own: Any) -> Facts:
        files = programme_files({"inventory": inventory, "reviews": None, "requests": None}, {**OWN, **own})
        return facts_of(portal({**files, **TREES}), study)

    return run


def told(facts: Facts) -> list[tuple[str, int | None, str]]:
    """Column, row and what was found of the check."""
    return [(f.field, f.row, f.found) for f in facts.findings if f.code == "PV013"]


def test_an_inventory_that_tells_too_much_is_withheld(look: Callable[..., Facts]) -> None:
    """Each column with such cells is told once, without quoting them, and nothing of the table is offered."""
    row = "sec,Secret,Health,sensitive,planned,secret-data,2027-01-01,2031-01-01,personal,R/P2M,SECRET note\n"

    facts = look(INVENTORY + row)

    one = "1 cell of protected or sensitive entries"
    assert told(facts) == [(column, 6, one) for column in ("dataset", "planned", "released", "refresh", "note")]
    [programme] = [p for p in facts.packages if p.package.kind == "programme"]
    assert "inventory" in programme.scan.withheld
    assert not [d for d in programme.distributions if "inventory" in repr(d)]
    assert facts.progress.programmes[0].withheld == ("inventory",)
    assert "SECRET" not in repr(facts.findings)


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("x,X,Health,sensitive,withheld,,,,personal,,", []),
        ("x,X,Health,publishable,planned,x,2027-01-01,,,R/P1M,All", []),
        ("x,X,Health,,planned,x,2027-01-01,,,R/P1M,All", []),
        ("x,X,Health,protected,published,https://example.org/x,,2026-01-01,personal,,", []),
        ("x,X,Health,protected,published,https://example.org/x,,2026-01-01,personal,,More", ["note"]),
        ("x,X,Health,Sensitve,withheld,,,,personal,,More", ["note"]),
        ("x,X,Health,PROTECTED ,withheld,,,,personal,R/P1M,", ["refresh"]),
    ],
)
def test_which_cells(look: Callable[..., Facts], row: str, columns: list[str]) -> None:
    """Publishable and unclassified data may be told of, and of published data where and since when."""
    assert [column for column, _, _ in told(look(f"{INVENTORY}{row}\n"))] == columns


def test_words_and_columns_of_the_city(look: Callable[..., Facts]) -> None:
    """Headers of the city's own are known, and a class that the descriptor gives to all rows without one."""
    columns = {"inventory": {"note": "Remarks", "class": "Level"}}
    inventory = "id,title,agency,Level,Remarks\na,A,Parks,publishable,Fine\nb,B,Parks,,SECRET\n"
    programme = {"defaults": {"class": "sensitive"}}

    assert told(look(inventory, columns=columns)) == []
    assert told(look(inventory, columns=columns, programme=programme)) == [
        ("Remarks", 3, "1 cell of protected or sensitive entries")
    ]


def test_a_waiver(look: Callable[..., Facts]) -> None:
    """As with every check, an office may decide that a column may be public."""
    waiver = {"check": "PV013", "field": "note", "reason": "Known.", "role": "Chief Data Officer", "date": "2026-10-01"}

    facts = look(INVENTORY + "x,X,Health,sensitive,withheld,,,,personal,,More\n", waivers=[waiver])

    assert [f.withholds for f in facts.findings if f.code == "PV013"] == [False]
    assert facts.progress.programmes[0].withheld == ()
