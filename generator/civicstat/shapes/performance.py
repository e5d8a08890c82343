"""The tables of a package of the kind `performance`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicstat.shapes.shape import Shape

PERFORMANCE: tuple[Shape, ...] = ()
"""The tables in the order in which staff fill them in."""
