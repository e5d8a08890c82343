"""What the pages for staff show beside their words: every check, and how its answer looks."""

from __future__ import annotations

from pathlib import Path

from civicstat.codes import FAMILIES, KINDS
from civicstat.explain import MESSAGES, TODO, TYPES
from civicstat.findings import Finding

REPORT = (Path(__file__).parent / "templates" / "report-example.txt").read_text(encoding="utf-8").rstrip("\n")
"""What `civicstat validate` says of a table with two mistakes; a test makes it anew and compares."""

WITHHELD = Finding(
    code="TB001",
    severity="error",
    file="catalog/library-visits/visits.csv",
    package="library-visits",
    resource="visits",
    row=5,
    field="visits",
    message=MESSAGES["type-error"],
    found="9 105",
    expected=TYPES["integer"],
    todo=TODO["type-error"],
)
"""One of the two, as a withheld dataset's page shows it."""

CHECKS = {"families": FAMILIES, "kinds": KINDS}
SUBMIT = {"example": REPORT, "withheld": WITHHELD}
"""What the templates of the two pages get."""
