"""What Frictionless itself says of packages, in a process that nothing of civicstat has touched.

`Reference` starts it and asks it. The process reads the path of a package's folder from each line of its input, and
answers with the report as a line of JSON.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import FrameType

_SECONDS = 60


class Reference:
    """A process that Frictionless runs in, alone; used as a context."""

    def __enter__(self) -> Self:
        """Start the process."""
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.communicate()

    def ask(self, folder: Path) -> None:
        """Have the package in a folder validated, meanwhile."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """The report on the package asked about before; `{"crash": why}` where Frictionless raised instead."""
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def validated(folder: Path) -> dict[str, Any]:
    """The report of `frictionless validate` on the package in a folder, or how it crashed."""
    from frictionless import FrictionlessException, Package, Report  # noqa: PLC0415 - a slow import, for this process only

    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    signal.alarm(_SECONDS)
    try:
        try:
            package = Package.from_descriptor(descriptor, basepath=str(folder))
        except FrictionlessException as error:  # as its own command does for a descriptor that it refuses
            report = Report.from_validation(time=0, errors=error.to_errors())
        else:
            report = package.validate()
        told: dict[str, Any] = report.to_descriptor()
    except Exception as error:  # noqa: BLE001 - whatever it crashes with is what is asked for
        return {"crash": f"{type(error).__name__}: {error}"[:300]}
    finally:
        signal.alarm(0)
    return told


def _no_end(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"no end in {_SECONDS} seconds")


def main() -> None:
    """Answer until nothing more is asked."""
    answers, sys.stdout = sys.stdout, sys.stderr
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _no_end)
    for line in sys.stdin:
        answers.write(json.dumps(validated(Path(line.rstrip("\n"))), default=str) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
