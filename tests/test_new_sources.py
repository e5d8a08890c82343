"""The row that names a table's columns."""

from __future__ import annotations

import pytest

from civicstat.new.sources import header_row, listed, looks_like_data

RECORDS = [
    ([["id", "name"], ["1", "x"]], 1),
    ([["Trees", "", ""], [], ["id", "name", "tons"], ["1", "x", "2"]], 3),
    ([["Trees", "", ""], ["1", "2", "3"], ["4", "5", "6"]], 1),
    ([["note"], ["a"], ["b"]], 1),
    ([["a", "b"], ["1", "2", "3", "4", "5"]], 1),
    ([], 1),
]


@pytest.mark.parametrize(("records", "row"), RECORDS, ids=str)
def test_header_row(records: list[list[str]], row: int) -> None:
    """Titles above the names are passed over where they fill few cells and names follow."""
    assert header_row(records) == row


@pytest.mark.parametrize(("labels", "data"), [(["1", "2.5"], True), (["2023", "2024"], False), (["a", "1"], False)])
def test_looks_like_data(labels: list[str], data: bool) -> None:
    """A first row of numbers is likely data; years may be names."""
    assert looks_like_data(labels) is data


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([3], "3"),
        ([3, 4], "3 and 4"),
        ([3, 4, 17], "3, 4 and 17"),
        (list(range(12)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"),
    ],
)
def test_listed(numbers: list[int], words: str) -> None:
    """Row numbers are listed as they are said, ten at most."""
    assert listed(numbers) == words
