"""Work that stands still is broken off; work that goes on is not."""

from __future__ import annotations

import re
import signal
import threading

import pytest

from civicstat import pace
from civicstat.pace import Standstill, paced

ENDLESS = re.compile(r"^(a+)+$")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less patience than a build has."""
    monkeypatch.setattr(pace, "SECONDS", 0.3)
    monkeypatch.setattr(pace, "_LOOK", 0.1)


def test_a_pattern_that_never_ends() -> None:
    """A regular expression is broken off within its match, and afterwards nothing looks any more."""
    before = signal.getsignal(signal.SIGPROF)

    with pytest.raises(Standstill), paced():
        ENDLESS.match("a" * 60 + "b")

    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) == before


def test_work_that_goes_on() -> None:
    """Whoever counts cells may go on, however long it takes in all."""
    with paced() as going:
        for _ in range(40):
            ENDLESS.match("a" * 18 + "b")
            going.cells += 10_000

    assert going.cells == 400_000


def test_in_a_thread() -> None:
    """A thread can't be broken off, and is left alone."""
    done: list[bool] = []

    def work() -> None:
        with paced():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert done == [True]
