"""What may be wrong with agency measures: each code with its message, why it is looked for, and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicstat.progress.troubles.trouble import Trouble

TROUBLES: tuple[Trouble, ...] = ()
