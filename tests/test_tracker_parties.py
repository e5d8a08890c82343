"""The parties that a cell names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.names import slug
from civicstat.tracker.model import Party
from civicstat.tracker.parties import Parties

LISTED = (
    Party("DPW", "Department of Public Works"),
    Party("DOP", "Department of Planning"),
    Party("HCD", "Department of Housing & Community Development"),
    Party("EDI", "Office of Equity, Diversity and Inclusion"),
    Party("MO", "Mayor's Office"),
)


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("Department of Public Works", ("DPW",)),
        ("dpw", ("DPW",)),
        ("DPW, DOP; MO\nDPW", ("DPW", "DOP", "MO")),
        ("Mayor’s Office, Department of Planning and Department of Public Works", ("MO", "DOP", "DPW")),
        ("DPW, DOP, and MO", ("DPW", "DOP", "MO")),
        ("Department of Housing and Community Development", ("HCD",)),
        ("Office of Equity, Diversity and Inclusion, DPW", ("EDI", "DPW")),
        ("Office of Children and Family Success, DPW", ("Office of Children and Family Success", "DPW")),
        ("DPW and neighbors", ("DPW and neighbors",)),
        (" ,; , ", ()),
        ("", ()),
    ],
)
def test_a_cell(cell: str, ids: tuple[str, ...]) -> None:
    """Names are found whatever their commas, `and` and `&`; what is not listed is never cut at an `and`."""
    assert Parties(LISTED).of(cell, 2) == ids


def test_what_is_not_listed_is_one_party() -> None:
    """A name that the table does not have is one party for all rows that name it, under an id of its own."""
    parties = Parties(LISTED)

    found = [parties.of("Ethics Board", 2), parties.of("ethics  board, DPW", 3), parties.of("Ethics-Board", 4)]

    assert found == [("Ethics Board",), ("Ethics Board", "DPW"), ("Ethics-Board 2",)]
    assert [(p.title, p.listed, rows) for p, rows in parties.named.values()] == [
        ("Ethics Board", False, [2, 3]),
        ("Ethics-Board", False, [4]),
    ]


@given(st.lists(st.text(st.sampled_from("DPWOM ,;&and'’\n"), max_size=40), max_size=6))
def test_wild_cells(cells: list[str]) -> None:
    """Whatever stands in cells, every id is that of a party, and no two of them share an address."""
    parties = Parties(LISTED)

    found = {one for row, cell in enumerate(cells) for one in parties.of(cell, row)}

    known = [p.id for p in (*LISTED, *(p for p, _ in parties.named.values()))]
    assert found <= set(known)
    assert len({slug(one) for one in known}) == len(known)
