"""How it stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.academy.model import AcademyFacts

if TYPE_CHECKING:
    from datetime import date

    from civicstat.academy.model import Academy
    from civicstat.settings import Settings


def reckon_academy(academy: Academy, settings: Settings, today: date) -> AcademyFacts:
    """Reckon how it stands on `today`."""
    return AcademyFacts(academy)
