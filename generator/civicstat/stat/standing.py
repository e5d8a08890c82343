"""How the meetings and follow-ups of a series stand on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.stat.model import StatFacts

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from civicstat.progress.model import MeasureFacts
    from civicstat.settings import Settings
    from civicstat.stat.model import Stat

    Measured = Callable[[str, str, date], MeasureFacts | None]


def reckon_stat(stat: Stat, measured: Measured, settings: Settings, today: date) -> StatFacts:
    """Reckon how a series stands on `today`.

    `measured` gives a measure as it stood on a day, by the page name of its package and its id; None where there is
    none.
    """
    return StatFacts(stat)
