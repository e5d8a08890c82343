"""What a package of each kind begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.of_academy import ACADEMY
from civicstat.new.of_performance import PERFORMANCE
from civicstat.new.of_programme import PROGRAMME
from civicstat.new.of_sprint import SPRINT
from civicstat.new.of_stat import STAT
from civicstat.new.of_strategy import STRATEGY
from civicstat.new.of_tracker import TRACKER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.new.begun import Examples
    from civicstat.shapes import Kind

EXAMPLES: Mapping[Kind, Examples] = {
    "sprint": SPRINT,
    "strategy": STRATEGY,
    "performance": PERFORMANCE,
    "stat": STAT,
    "tracker": TRACKER,
    "academy": ACADEMY,
    "programme": PROGRAMME,
}
"""The examples of each kind."""
