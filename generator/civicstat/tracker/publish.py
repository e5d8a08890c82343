"""The pages of packages of the kind `tracker`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.planned import Download, Page
    from civicstat.progress.whole import Progress


def plan_tracker(progress: Progress, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages and the files beside them. `shared` is what every page gets (`settings`, `site`, `today`)."""
    return [], []
