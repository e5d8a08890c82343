"""The examples with which a package of the kind `tracker` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _tracker_rows(begun: Begun) -> dict[str, list[Row]]:
    return {}


TRACKER = Examples(rows=_tracker_rows, said=lambda _: {}, page=lambda begun: f"trackers/{begun.name}/")
