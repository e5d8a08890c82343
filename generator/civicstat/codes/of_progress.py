"""The codes of progress: what may be wrong with a sprint or the strategy."""

from __future__ import annotations

from civicstat.codes.code import Code
from civicstat.progress.troubles import TROUBLES

CODES = tuple(Code(**vars(trouble), severity="warning") for trouble in TROUBLES)
