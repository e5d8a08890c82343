"""The examples with which a package of the kind `programme` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _programme_rows(begun: Begun) -> dict[str, list[Row]]:
    return {}


PROGRAMME = Examples(rows=_programme_rows, said=lambda _: {}, page=lambda _: "programme/")
