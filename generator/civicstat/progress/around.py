"""The packages that stand around one, as far as what is wrong between them can be seen."""

from __future__ import annotations

from collections.abc import Mapping

from civicstat.model import Package
from civicstat.scan import Scan

Known = Mapping[str, tuple[Package, Scan | None]]
"""Packages by page name, each with what came of scanning it; of one without a scan only whether it is there counts."""
