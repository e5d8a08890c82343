"""Where work is run, and what becomes of work that is lost."""

from __future__ import annotations

import os
import time

import pytest

from civicstat.executors import Beside, Lost, run

SPACE = 2_000_000_000


@pytest.mark.parametrize("workers", [1, 2])
def test_results_in_order(workers: int) -> None:
    """Results come in the order of the items, and progress counts them, with any number of workers."""
    told: list[tuple[int, int]] = []

    results = run(abs, [-5, 4, -3, 2, -1], workers, lambda done, total: told.append((done, total)))

    assert results == [5, 4, 3, 2, 1]
    assert told == [(done, 5) for done in range(6)]


def test_work_beside() -> None:
    """Work beside this process hands back its result, or raises its exception here."""
    beside = Beside(seconds=60, most_bytes=SPACE)

    assert beside.run(int, "7") == 7
    with pytest.raises(ValueError, match="invalid literal"):
        beside.run(int, "x")


def test_work_that_ends_its_process() -> None:
    """Work that takes its process with it is lost, and the next finds a new one."""
    beside = Beside(seconds=60, most_bytes=SPACE)

    with pytest.raises(Lost, match="breaks the program"):
        beside.run(os._exit, 1)

    assert beside.run(int, "7") == 7


def test_work_without_end() -> None:
    """Work that takes too long is ended."""
    beside = Beside(seconds=1, most_bytes=SPACE)

    with pytest.raises(Lost, match="more than 1 seconds"):
        beside.run(time.sleep, 60)


def test_work_past_all_memory() -> None:
    """Work that asks for more memory than it may have fails by itself."""
    with pytest.raises(MemoryError):
        Beside(seconds=60, most_bytes=SPACE).run(bytearray, 3_000_000_000)
