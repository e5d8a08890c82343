"""Where work is run: in processes beside this one, each with so much time and memory for a piece of work.

Nothing that comes from a package is worked on in this process: a pattern that never ends or a file that unpacks
without end takes its own process with it, and is told as `Lost`.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import resource
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self, TypeVar

from civicstat.errors import BrokenPortal, CivicstatError
from civicstat.findings import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_BYTES = 2_800_000_000
"""The memory of one process: with this one beside it, a build stays within 3 GiB whatever it is given."""

_SECONDS_TO_START = 60.0

FAILS = "the program fails at it"
"""How the reason begins where the fault is the program's own."""

PATIENCE = 3
"""How much longer than its processor's time a piece of work may take by the clock: others may use the machine too."""

GOING = 0.2
"""Seconds that a process has to be gone, once nobody asks it anything more or it has broken off."""

PRELOADED = ["pandas", "vegafusion", "vl_convert", "civicstat.study", "civicstat.render"]
"""What every process needs, loaded once and then shared: a new process is there in a hundredth of a second."""


class Lost(Exception):  # noqa: N818 - it names what happened
    """Work that came to no end, or that took its process with it; the text says which."""


class Workers:
    """As many processes beside this one as `count` says, started when first needed and used again."""

    def __init__(self, count: int = 1, most_bytes: int = MOST_BYTES, preloaded: Sequence[str] = PRELOADED) -> None:
        """Have `count` processes, each with so much memory, and with the modules `preloaded`."""
        self._all = [Beside(most_bytes, preloaded) for _ in range(max(1, count))]

    def __enter__(self) -> Self:
        """Use them for as long as the context lasts."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        for beside in self._all:
            beside.stop()

    def run(
        self,
        work: Callable[[Item], Result],
        items: Sequence[Item],
        seconds: Callable[[Item], float],
        lost: Callable[[Item, str], Result],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> list[Result]:
        """Apply `work` to every item; the results come back in the items' order.

        `work` is pure and, like its items and results, can be pickled. `seconds` says how much of the processor's
        time an item may take, so that a busy machine loses nothing that a quiet one would not; `lost` gives the result
        of one that took longer, or more memory than there is, or that `work` fails at, from the reason in words.
        """
        free: queue.SimpleQueue[Beside] = queue.SimpleQueue()
        for beside in self._all:
            free.put(beside)
        done = 0
        counting = threading.Lock()

        def one(item: Item) -> Result:
            nonlocal done
            beside = free.get()
            try:
                result = beside.run(work, item, seconds=seconds(item))
            except Lost as reason:
                result = lost(item, str(reason))
            except CivicstatError:
                raise
            except Exception as error:  # noqa: BLE001 - one item that nobody thought of must not take all with it
                result = lost(item, f"{FAILS} ({type(error).__name__}: {shorten(str(error), 160)})")
            finally:
                free.put(beside)
            with counting:
                done += 1
                progress(done, len(items))
            return result

        progress(0, len(items))
        with ThreadPoolExecutor(min(len(self._all), len(items)) or 1) as threads:
            return list(threads.map(one, items))


class Beside:
    """One process beside this one, for work that may never end or end its process."""

    def __init__(self, most_bytes: int = MOST_BYTES, preloaded: Sequence[str] = PRELOADED) -> None:
        """Give the process so much memory, and the modules `preloaded`."""
        self._most_bytes = most_bytes
        self._preloaded = list(preloaded)
        self._process: Any = None
        self._line: Connection

    def run(self, work: Callable[..., Result], *arguments: Any, seconds: float) -> Result:
        """Call `work` there; hand back its result, or raise its exception. After `Lost` the next call starts anew."""
        if self._process is None:
            self._start()
        try:
            self._line.send((work, arguments, seconds))
            if not self._line.poll(PATIENCE * seconds):
                self.stop()
                raise Lost(f"it takes more than {seconds:.0f} seconds")
            worked, value = self._line.recv()
        except (EOFError, OSError) as error:
            if self.stop() == -signal.SIGXCPU:
                raise Lost(f"it takes more than {seconds:.0f} seconds") from error
            raise Lost("it takes more memory than there is, or breaks the program that reads it") from error
        if isinstance(value, MemoryError) and not worked:
            self.stop()
            raise Lost("it takes more memory than there is")
        if not worked:
            raise value
        result: Result = value
        return result

    def stop(self) -> int | None:
        """End the process, whatever it is doing; the signal that had ended it before counts as its exit code."""
        if self._process is None:
            return None
        self._line.close()
        self._process.join(GOING)
        self._process.kill()
        self._process.join()
        code: int | None = self._process.exitcode
        self._process = None
        return code

    def _start(self) -> None:
        # Not forked from this process, since that copies the threads' locks of Polars and Arrow without their threads.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(self._preloaded)
        self._line, there = context.Pipe()
        process = context.Process(target=_work_beside, args=(there, self._most_bytes), daemon=True)
        process.start()
        self._process = process
        there.close()
        try:
            ready = self._line.poll(_SECONDS_TO_START) and self._line.recv()
        except (EOFError, OSError):
            ready = False
        if not ready:
            # No fault of the work: going on would withhold everything that there is.
            self.stop()
            raise BrokenPortal(
                "The processes that check data can't be started. See that the machine has memory left; a script that "
                'builds a portal needs `if __name__ == "__main__":` before it does so.'
            )


def _work_beside(line: Connection, most_bytes: int) -> None:
    """Answer one call after another until nobody is left to ask. What a library says as it dies helps no one."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    line.send("ready")
    while True:
        try:
            work, arguments, seconds = line.recv()
        except (EOFError, OSError):
            return
        _end_after(seconds)
        try:
            line.send((True, work(*arguments)))
        except Exception as error:  # noqa: BLE001 - it is raised where the call was made
            line.send((False, error))


def _end_after(seconds: float) -> None:
    """Let the machine end this process when it has used so much more of the processor, threads of libraries and all."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
