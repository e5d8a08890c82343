"""The examples with which a package of the kind `academy` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _academy_rows(begun: Begun) -> dict[str, list[Row]]:
    return {}


ACADEMY = Examples(rows=_academy_rows, said=lambda _: {}, page=lambda _: "academy/")
