"""Where work is run: here, or in processes side by side. Results come back in the order of the items."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

FEW = 4
"""Fewer items than this are done before a second process has started."""


def run(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Result]:
    """Apply `work` to every item. With more than one worker `work` is pure and, like its items, can be pickled."""
    if workers <= 1 or len(items) < FEW:
        return list(_counted(map(work, items), len(items), progress))
    # Spawned, since a fork copies the threads' locks of Polars and Arrow without their threads.
    with ProcessPoolExecutor(min(workers, len(items)), multiprocessing.get_context("spawn")) as pool:
        return list(_counted(pool.map(work, items), len(items), progress))


def _counted(results: Iterable[Result], total: int, progress: Callable[[int, int], None]) -> Iterator[Result]:
    progress(0, total)
    for done, result in enumerate(results, 1):
        yield result
        progress(done, total)
