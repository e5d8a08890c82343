"""What may be wrong with packages that tell of progress: the visible list of all their codes.

All of these are warnings: what is wrong is left out of the pages, and the tables stay published as they are. None can
be waived, since what can't be read can't be shown; what only wants a second look is shown all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.progress.troubles import (
    of_academy,
    of_doubts,
    of_measures,
    of_performance,
    of_programme,
    of_stat,
    of_tracker,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.progress.troubles.trouble import Trouble

TROUBLES: tuple[Trouble, ...] = (
    *of_measures.TROUBLES,
    *of_doubts.TROUBLES,
    *of_performance.TROUBLES,
    *of_stat.TROUBLES,
    *of_tracker.TROUBLES,
    *of_academy.TROUBLES,
    *of_programme.TROUBLES,
)
BY_CODE: Mapping[str, Trouble] = {trouble.code: trouble for trouble in TROUBLES}
