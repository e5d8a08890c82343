"""Run civicstat as `civicstat`, or as `python -m civicstat`."""

from __future__ import annotations

import atexit
import os
import sys
import threading

from civicstat.cli import app


def main() -> None:
    """Run the command that was given, and end with its exit code.

    Its process ends as soon as all is written: to give a large table's memory back piece by piece takes a tenth of a
    second. Whatever is to be done at the end of a process is done; where threads still work, they are waited for.
    """
    try:
        app()
    except SystemExit as ending:
        if threading.active_count() > 1 or not isinstance(ending.code, int | None):
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # nobody reads on: for Python to deal with
            raise ending from None
        atexit._run_exitfuncs()  # noqa: SLF001 - what Python itself would do next
        os._exit(ending.code or 0)


if __name__ == "__main__":
    main()
