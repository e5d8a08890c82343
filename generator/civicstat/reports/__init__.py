"""The report of `civicstat validate` in its four forms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from civicstat.lazily import Later

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from civicstat.validation import Validation


def _written(form: str, validation: Validation, docs: str) -> str:
    """The report in a form, whose module is loaded for it alone."""
    report: str = getattr(Later(f"civicstat.reports.as_{form}"), f"as_{form}")(validation, docs)
    return report


FORMATS: Mapping[str, Callable[[Validation, str], str]] = {
    form: partial(_written, form) for form in ("text", "json", "github", "sarif")
}
"""Each form of the report: what was found, and the address of the page that explains every check (or nothing)."""
