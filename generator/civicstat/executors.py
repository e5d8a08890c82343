"""Where work is run: here, in processes side by side, or in one that may be lost."""

from __future__ import annotations

import multiprocessing
import os
import resource
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

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
    """Apply `work` to every item; the results come back in the items' order.

    With more than one worker `work` is pure and, like its items, can be pickled.
    """
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


class Lost(Exception):  # noqa: N818 - it names what happened
    """Work that came to no end, or that took its process with it; the text says which."""


class Beside:
    """A process beside this one, for work that may never end or end its process. It is started when first needed."""

    def __init__(self, seconds: float, most_bytes: int) -> None:
        """Give each piece of work so much time, and the process so much memory."""
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._turn = threading.Lock()
        self._process: Any = None
        self._line: Connection

    def __enter__(self) -> Self:
        """Use it for as long as the context lasts."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        with self._turn:
            if self._process is not None:
                self._stop()

    def run(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Call `work` there; hand back its result, or raise its exception. After `Lost` the next call starts anew."""
        with self._turn:
            if self._process is None:
                self._start()
            try:
                self._line.send((work, arguments))
                if not self._line.poll(self._seconds):
                    self._stop()
                    raise Lost(f"it takes more than {self._seconds:g} seconds")
                worked, value = self._line.recv()
            except (EOFError, OSError) as error:
                self._stop()
                raise Lost("it takes more memory than there is, or breaks the program that draws it") from error
        if not worked:
            raise value
        result: Result = value
        return result

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._line, there = spawn.Pipe()
        self._process = spawn.Process(target=_work_beside, args=(there, self._most_bytes), daemon=True)
        self._process.start()
        there.close()

    def _stop(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.join()
        self._process = None


def _work_beside(line: Connection, most_bytes: int) -> None:
    """Answer one call after another until nobody is left to ask. What a library says as it dies helps no one."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    while True:
        try:
            work, arguments = line.recv()
        except (EOFError, OSError):
            return
        try:
            line.send((True, work(*arguments)))
        except Exception as error:  # noqa: BLE001 - it is raised where the call was made
            line.send((False, error))
