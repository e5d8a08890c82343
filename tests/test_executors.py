"""Where work is run, and what becomes of work that is lost."""

from __future__ import annotations

import os
import time

import pytest

from civicstat.executors import Beside, Lost, Workers


def no_time(seconds: float) -> float:
    """The time that `time.sleep` is given: much for a short sleep, none for a long one."""
    return 60 if seconds < 1 else 1


@pytest.mark.parametrize("count", [1, 2])
def test_results_in_order(count: int) -> None:
    """Results come in the order of the items, and progress counts them, with any number of workers."""
    told: list[tuple[int, int]] = []

    with Workers(count) as workers:
        results = workers.run(
            abs,
            [-5, 4, -3, 2, -1],
            seconds=lambda _: 60,
            lost=lambda _, why: pytest.fail(why),
            progress=lambda done, total: told.append((done, total)),
        )

    assert results == [5, 4, 3, 2, 1]
    assert told == [(done, 5) for done in range(6)]


def test_lost_item_spoils_nothing() -> None:
    """An item that is lost has the result that was named for it, and those beside and after it their own."""
    with Workers(2) as workers:
        results = workers.run(time.sleep, [0, 60, 0.1, 0], seconds=no_time, lost=lambda item, why: (item, why))

    assert results == [None, (60, "it takes more than 1 seconds"), None, None]


def test_work_beside() -> None:
    """Work beside this process hands back its result, or raises its exception here."""
    beside = Beside()

    assert beside.run(int, "7", seconds=60) == 7
    with pytest.raises(ValueError, match="invalid literal"):
        beside.run(int, "x", seconds=60)


def test_work_that_ends_its_process() -> None:
    """Work that takes its process with it is lost, and the next finds a new one."""
    beside = Beside()

    with pytest.raises(Lost, match="breaks the program"):
        beside.run(os._exit, 1, seconds=60)

    assert beside.run(int, "7", seconds=60) == 7


def test_work_past_all_memory() -> None:
    """Work that asks for more memory than it may have is lost, and the next finds a new process."""
    beside = Beside(most_bytes=2_000_000_000)

    with pytest.raises(Lost, match="more memory than there is"):
        beside.run(bytearray, 3_000_000_000, seconds=60)

    assert beside.run(int, "7", seconds=60) == 7


def forever() -> None:
    """Use the processor without end."""
    while True:
        pass


def test_work_without_end() -> None:
    """Work that uses up its time of the processor is lost, and the next finds a new process."""
    beside = Beside()

    with pytest.raises(Lost, match="it takes more than 1 seconds"):
        beside.run(forever, seconds=1)

    assert beside.run(int, "7", seconds=60) == 7
