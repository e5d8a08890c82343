"""The examples with which a package of the kind `stat` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _stat_rows(begun: Begun) -> dict[str, list[Row]]:
    return {}


STAT = Examples(rows=_stat_rows, said=lambda _: {}, page=lambda begun: f"stats/{begun.name}/")
