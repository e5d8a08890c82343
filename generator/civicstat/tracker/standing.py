"""How it stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.tracker.model import TrackerFacts

if TYPE_CHECKING:
    from datetime import date

    from civicstat.settings import Settings
    from civicstat.tracker.model import Tracker


def reckon_tracker(tracker: Tracker, settings: Settings, today: date) -> TrackerFacts:
    """Reckon how it stands on `today`."""
    return TrackerFacts(tracker)
