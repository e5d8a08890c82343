"""What `civicstat new dataset` says when it is done: what was found, and what a person still has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.explain import TYPES
from civicstat.findings import shorten
from civicstat.new.dataset import DESCRIPTOR
from civicstat.private import mask_private
from civicstat.reports.words import counted, is_private, masked, worst_first
from civicstat.sources import CATALOG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.findings import Finding
    from civicstat.new.dataset import DraftTable, Written
    from civicstat.new.infer import Column
    from civicstat.settings import Settings

_TYPE_WORDS = {
    **TYPES,
    "datetime": "a day and a time",
    "date": "a day",
    "boolean": "yes or no",
    "any": "values of several kinds",
}
_MOST_COLUMNS = 60
_MOST_FINDINGS = 8


def report(written: Written, settings: Settings, docs: str = "") -> str:
    """The whole report, for a terminal; `docs` is the address of the page on the checks, if there is one."""
    draft = written.draft
    lines = [f"{CATALOG}/{draft.name}/ is written, and valid.", ""]
    width = max(len(DESCRIPTOR), *(len(table.source.path) for table in draft.tables))
    lines.append(f"  {DESCRIPTOR:<{width}}  what the data is; whatever is missing below goes in here")
    lines += [f"  {table.source.path:<{width}}  {_size(table)}" for table in draft.tables]
    lines += _private(written, docs)
    for table in draft.tables:
        lines += ["", f"Columns of {table.source.path}" if len(draft.tables) > 1 else "Columns"]
        lines += _columns(table)
    lines += _section("Look at", _notes(written))
    lines += _section("What the checks say of the data", _data_findings(written))
    lines += _section(f"Still to write, in {CATALOG}/{draft.name}/{DESCRIPTOR}", _missing(written))
    lines += _section("From the portal's settings", _supplied(written, settings))
    lines += [
        "",
        f"Then: civicstat validate {CATALOG}/{draft.name}; and civicstat serve, to see datasets/{draft.name}/.",
    ]
    return "\n".join(lines)


def _size(table: DraftTable) -> str:
    nouns = ("feature", "features") if table.source.mapped else ("row", "rows")
    how = "copied byte for byte" if table.source.origin else "written as CSV"
    return f"{counted(table.rows, *nouns)}, {counted(len(table.columns), 'column', 'columns')}; {how}"


def _private(written: Written, docs: str) -> list[str]:
    found = [f for f in written.findings if is_private(f)]
    if not found:
        return []
    lines = ["", "Private data: DON'T propose this in a public repository before it is settled"]
    for finding, more in worst_first(found)[:_MOST_FINDINGS]:
        lines += _finding(finding, more)
    lines.append(
        "  Take it out, or have the office that answers for privacy decide, and say so in a waiver. Until then work in "
        f"a private repository{f': see {docs}' if docs else ''}."
    )
    return lines


def _finding(finding: Finding, more: int) -> list[str]:
    finding = masked(finding)
    place = finding.place or finding.resource or DESCRIPTOR
    again = f" ({more:,} more like it)" if more else ""
    found = f": {finding.found}" if finding.found else ""
    said = [f"  - {place}: {finding.message}{found}{again} [{finding.code}]"]
    return [*said, f"    {finding.todo}"] if finding.todo else said


def _columns(table: DraftTable) -> Iterator[str]:
    shown = table.columns[:_MOST_COLUMNS]
    width = min(32, max((len(column.name) for column in shown), default=0))
    for column in shown:
        yield f"  {shorten(column.name, 32):<{width}}  {_kind(column, table)}"
    if more := len(table.columns) - len(shown):
        yield f"  … and {more:,} more"
    if not table.key and not table.source.mapped:
        yield "  No key was found: no column, and no two or three that could be trusted, tell every row apart."


def _kind(column: Column, table: DraftTable) -> str:
    said = [_TYPE_WORDS.get(column.type, column.type).partition(", such")[0]]
    if (form := column.field.get("format")) and form != "default":
        said[0] += f" ({form})"
    if column.field.get("bareNumber") is False or "groupChar" in column.field or "decimalChar" in column.field:
        said[0] += f" ({mask_private(column.example)})"
    if column.name in table.key:
        said.append("key" if len(table.key) == 1 else "part of the key")
    if unit := column.field.get("unit"):
        said.append(f"unit {unit}")
    if categories := column.field.get("categories"):
        said.append(f"{len(categories)} categories")
    if column.blank and column.distinct:
        said.append(f"{counted(column.blank, 'blank', 'blanks')}")
    return ", ".join(said)


def _notes(written: Written) -> Iterator[str]:
    for table in written.draft.tables:
        for note in table.source.notes:
            yield f"  - {mask_private(note)}"
        said: dict[str, list[str]] = {}
        for column in table.columns:
            for note in column.notes:
                said.setdefault(mask_private(note), []).append(column.name)
        for note, names in said.items():
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            yield f"  - {', '.join(names[:5])}{more}: {note}"
        if any("unit" in column.field for column in table.columns):
            yield "  - The units are told by names and formats: correct those that are wrong."
        if any("categories" in column.field for column in table.columns):
            yield "  - The categories are those of today's rows: add those that can come, and say what each means."


def _data_findings(written: Written) -> Iterator[str]:
    found = [f for f in written.findings if not is_private(f) and not f.code.startswith("MD")]
    listed = worst_first(found)
    for finding, more in listed[:_MOST_FINDINGS]:
        yield from _finding(finding, more)
    if len(listed) > _MOST_FINDINGS:
        yield f"  … and {len(listed) - _MOST_FINDINGS:,} more; civicstat validate lists them all."


def _missing(written: Written) -> Iterator[str]:
    for finding in written.findings:
        if finding.code.startswith("MD"):
            found = f" ({finding.found})" if finding.found else ""
            yield f"  - {finding.message}{found}. {finding.todo}"
    if "sources" not in written.descriptor:
        yield '  - where the data comes from. Add "sources": [{"title": "…"}].'


def _supplied(written: Written, settings: Settings) -> Iterator[str]:
    own = written.descriptor.get("civicstat", {})
    if settings.publisher and "publisher" not in own:
        yield f"  - the agency: {settings.publisher.name}"
    if settings.contact:
        yield f"  - the contact: {settings.contact.name}"
    if settings.license and "licenses" not in written.descriptor:
        yield f"  - the licence: {settings.license.label}"


def _section(title: str, lines: Iterator[str]) -> list[str]:
    listed = list(lines)
    return ["", title, *listed] if listed else []
