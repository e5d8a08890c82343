"""Whether a check goes on: work that stands still is broken off where it stands, and the rest of a package goes on."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from time import process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 15.0
"""Of the processor's time, for all that comes before the first row, and then for a single one."""
SECONDS_A_CELL = 50e-6
"""Ten times what Frictionless takes for a cell."""
_LOOK = 0.5


class Standstill(BaseException):  # not an Exception, which Frictionless takes for a fault of the cell it is reading
    """The check of a table has used up its time, and more, without getting on."""


class Pace:
    """How far a check has come: whoever checks counts the cells up."""

    cells = 0


@contextmanager
def paced(more_seconds: float = 0) -> Iterator[Pace]:
    """Raise `Standstill` inside when the work within stands still; `more_seconds` are for reading other files first.

    Python's regular expressions look for signals while they match, so that even they are broken off. Only a process's
    main thread can be; in any other nothing is looked after.
    """
    pace = Pace()
    if threading.current_thread() is not threading.main_thread():
        yield pace
        return
    began = process_time()

    def look(*_: Any) -> None:
        if process_time() - began > SECONDS + more_seconds + SECONDS_A_CELL * pace.cells:
            raise Standstill

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _LOOK, _LOOK)
    try:
        yield pace
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
