"""The pages of the open data programme: its inventory, and the annual reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.facts import Facts
    from civicstat.planned import Download, Page


def plan_programme(facts: Facts, shared: Mapping[str, Any]) -> tuple[list[Page], list[Download]]:
    """The pages and the files beside them. `shared` is what every page gets (`settings`, `site`, `today`)."""
    return [], []
