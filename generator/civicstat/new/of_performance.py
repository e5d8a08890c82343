"""The examples with which a package of the kind `performance` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _performance_rows(begun: Begun) -> dict[str, list[Row]]:
    return {}


PERFORMANCE = Examples(rows=_performance_rows, said=lambda _: {}, page=lambda _: "performance/")
