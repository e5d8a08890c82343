"""The report as GitHub workflow commands, which note each problem at its line of the pull request.

GitHub shows at most ten errors and ten warnings of a step as notes; the rest stand in its log. So the worst come first,
and one of each kind before the second of any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.reports.display import visible
from civicstat.reports.lines import find_places
from civicstat.reports.words import counted, in_one_line, tally, worst_first

if TYPE_CHECKING:
    from civicstat.findings import Finding
    from civicstat.reports.lines import Place
    from civicstat.validation import Validation

MOST_NOTED = 10
"""Errors, and as many warnings, that GitHub notes for one step."""
MOST_TITLE = 120


def as_github(validation: Validation, docs: str = "") -> str:
    """A command a finding, and a plain line that tells how many there are. What is let pass is only counted."""
    places = {finding: place for package in validation.packages for finding, place in find_places(package).items()}
    findings = [finding for package in validation.packages for finding in package.findings]
    open_ones = [finding for finding in findings if finding.waiver is None]
    lines = [_command(finding, more, places.get(finding), docs) for finding, more in worst_first(open_ones)]
    unheard = [p.file for p in validation.packages if not p.verdict.valid and not any(f.withholds for f in p.findings)]
    lines += [f"::error file={_property(file)},title=Not valid::Frictionless does not accept it." for file in unheard]
    return "\n".join([*lines, _last(validation, findings, docs)])


def _command(finding: Finding, more: int, place: Place | None, docs: str) -> str:
    level = "error" if finding.severity == "error" else "warning"
    file, where = finding.file, ""
    if place:
        file, where = place.file, f",line={place.line}"
        # Columns are heeded on one line only.
        if place.marked and place.line == place.end_line and place.end_column > place.column:
            where += f",endLine={place.end_line},col={place.column},endColumn={place.end_column}"
    title = f"{finding.code}: {visible(finding.message)}"
    title = title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1] + "…"
    return f"::{level} file={_property(file)}{where},title={_property(title)}::{_data(_said(finding, more, docs))}"


def _said(finding: Finding, more: int, docs: str) -> str:
    said = [visible(in_one_line(finding))]
    said += [f"The same in {counted(more, 'other place', 'other places')}."] if more else []
    return " ".join([*said, f"{docs}#{finding.code.lower()}"] if docs else said)


def _last(validation: Validation, findings: list[Finding], docs: str) -> str:
    checked = counted(len(validation.packages), "package", "packages")
    said = tally(findings)
    if not said:
        return f"{checked} checked: {'all valid' if validation.valid else 'not valid'}."
    kinds = [[f for f in findings if f.waiver is None and f.severity == level] for level in ("error", "warning")]
    cut = any(len(kind) > MOST_NOTED for kind in kinds)
    files = counted(len({f.file for f in findings}), "file", "files")
    shown = f" GitHub notes the first {MOST_NOTED} of each at their lines; this log has them all." if cut else ""
    return f"{checked} checked: {said} in {files}.{shown}" + (f" Every check is explained at {docs}" if docs else "")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
