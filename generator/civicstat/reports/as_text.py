"""The report for a terminal of 80 columns: by package and file, with each row as it stands and its cell marked."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from typing import TYPE_CHECKING

from civicstat.lazily import Later
from civicstat.prose import sentence
from civicstat.reports.display import WIDTH, shown, visible
from civicstat.reports.words import HIDDEN, Group, counted, groups, is_private, masked, tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.findings import Finding
    from civicstat.reports import lines as of_files
    from civicstat.reports.lines import Place
    from civicstat.validation import Checked, Validation
else:
    of_files = Later("civicstat.reports.lines")

MOST_GROUPS = 20
"""Kinds of problem shown for one file."""
MOST_ROWS = 3
"""Rows shown for one kind of problem."""
MOST_NUMBERS = 8
"""Rows named that are not shown."""


def as_text(validation: Validation, docs: str = "") -> str:
    """The report in words. `docs` is the address of the page that explains every check, where the portal has one."""
    lines: list[str] = []
    for package in validation.packages:
        lines += [*_package(package), ""] if package.findings or not package.verdict.valid else [_heading(package)]
    return "\n".join([*lines, *_end(validation, docs)])


def _heading(package: Checked) -> str:
    word = "valid" if package.verdict.valid else "NOT VALID"
    if package.verdict.valid and any(finding.withholds for finding in package.findings):
        word = "valid, but WITHHELD"
    said = tally(package.findings)
    return f"{visible(package.file)}: {word}" + (f" ({said})" if said else "")


def _package(package: Checked) -> list[str]:
    lines = [_heading(package)]
    unheard = [] if package.findings or package.verdict.valid else _unheard(package)
    lines += [line for text in unheard for line in _wrapped(visible(text), 2)]
    by_file: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in of_files.by_part(package, [f for f in package.findings if f.waiver is None]):
        by_file[finding.file].append(finding)
    # The file with the worst first; the descriptor of a package where both are alike.
    listed = sorted(by_file.items(), key=lambda held: (groups(held[1])[0].first.severity != "error", held[0]))
    groups_by_file = [(file, groups(findings)) for file, findings in listed]
    told = [f for _, made in groups_by_file for group in made[:MOST_GROUPS] for f in group.rows[:MOST_ROWS]]
    places = of_files.find_places(package, told)
    private = {f.resource for f in package.findings if is_private(f)}
    for file, made in groups_by_file:
        lines += ["", f"  {visible(file)}: {tally(by_file[file])}"]
        for group in made[:MOST_GROUPS]:
            lines += ["", *_group(group, places, private)]
        if rest := made[MOST_GROUPS:]:
            left = [finding for group in rest for finding in group.findings]
            kinds = counted(len(rest), "more kind of problem", "more kinds of problem")
            lines += ["", f"    … and {kinds} in this file, not shown: {tally(left)}."]
    passed = groups(f for f in package.findings if f.waiver)
    return [*lines, *([""] if passed else []), *(line for group in passed for line in _let_pass(group))]


def _unheard(package: Checked) -> list[str]:
    """What Frictionless says where civicstat has no words of its own for it."""
    errors = [*package.verdict.errors, *(error for task in package.verdict.tasks for error in task["errors"])]
    return [str(error.get("message", "")) for error in errors[:MOST_GROUPS]]


def _group(group: Group, places: Mapping[Finding, Place], private: set[str]) -> list[str]:
    first = group.first
    level = "ERROR" if first.severity == "error" else "Note"
    column = f' in the column "{visible(first.field)}"' if first.field else ""
    rows = f", {len(group.rows):,} rows" if len(group.rows) > 1 and first.row is not None else ""
    head = f"{level} {first.code}{column}{rows}: {sentence(visible(group.said))}"
    place = places.get(first)
    if first.severity == "warning" and first.row is None and not (place and place.exact):
        return _wrapped(" ".join(filter(None, (head, _found(first), visible(first.todo)))), 4, hang=2)
    lines = _wrapped(head, 4, hang=2)
    lines += _part(first, place) if first.row is None else _rows(group, places, first.resource in private)
    lines += _wrapped(sentence(f"Expected: {visible(first.expected)}"), 6, hang=2) if first.expected else []
    lines += _wrapped(f"What to do: {visible(first.todo)}", 6, hang=2) if first.todo else []
    return lines


def _found(finding: Finding) -> str:
    return sentence(f"Found: {visible(masked(finding).found)}") if finding.found else ""


def _part(finding: Finding, place: Place | None) -> list[str]:
    """Where in a descriptor, or in a header, and what stands there."""
    where = ", ".join(filter(None, (f"line {place.line}" if place else "", visible(finding.pointer))))
    lines = _wrapped(f"At {where}:", 6, hang=2) if where else []
    if place and place.text and place.exact:
        lines += [" " * 8 + line for line in shown(place, WIDTH - 8)]
    return lines + (_wrapped(_found(finding), 6, hang=2) if finding.found else [])


def _rows(group: Group, places: Mapping[Finding, Place], private: bool) -> list[str]:
    """The first rows as they stand, and the numbers of some that are not shown."""
    lines: list[str] = []
    said = ""
    for finding in group.rows[:MOST_ROWS]:
        place = places.get(finding)
        line = f", line {place.line}" if place and place.line != finding.row else ""
        own = finding.message.removeprefix(group.said).removeprefix(":").strip()
        head = f"Row {finding.row:,}{line}{f': {visible(own)}' if own else ''}"
        if private or place is None:
            found = f": found {visible(masked(finding).found)}" if finding.found else ""
            lines += _wrapped(f"{head}{found}", 6, hang=2)
        else:
            row = shown(place, WIDTH - 8)
            lines += _wrapped(f"{head}{':' if any(row) else ''}", 6, hang=2)
            lines += [" " * 8 + text for text in row] if any(row) else []
            lines += _wrapped(_beside_row(finding, place), 6, hang=2)
    rest = [finding.row for finding in group.rows[MOST_ROWS:] if finding.row is not None]
    if rest:
        named = ", ".join(f"{row:,}" for row in rest[:MOST_NUMBERS]) + (", …" if len(rest) > MOST_NUMBERS else "")
        lines += _wrapped(f"… and {counted(len(rest), 'row', 'rows')} more, not shown: {named}", 6, hang=2)
    if private:
        said = "The rows are not shown, since they may tell of persons and this report may be public."
    return [*lines, *_wrapped(said, 6, hang=2)] if said else lines


def _beside_row(finding: Finding, place: Place) -> str:
    """What was found beyond the row that is shown: how many more there are, what it should be like."""
    found = masked(finding).found
    if finding.code == "TB001" or not found or found == HIDDEN or found.strip('"') in place.text:
        return ""
    return sentence(f"Found: {visible(found)}")


def _let_pass(group: Group) -> list[str]:
    waiver = group.first.waiver
    if waiver is None:
        return []
    column = f' in the column "{visible(group.first.field)}"' if group.first.field else ""
    times = f" ({counted(len(group.findings), 'place', 'places')})" if len(group.findings) > 1 else ""
    who = ", ".join(filter(None, (visible(waiver.role), waiver.date)))
    return _wrapped(f"Let pass {waiver.check}{column}{times}: {visible(waiver.reason)} ({who})", 2, hang=2)


def _end(validation: Validation, docs: str) -> list[str]:
    """How it stands in all, and what to do next."""
    checked = validation.packages
    bad = [p for p in checked if not p.verdict.valid]
    held = [p for p in checked if p.verdict.valid and any(f.withholds for f in p.findings)]
    findings = [f for p in checked for f in p.findings]
    parts = [f"{len(bad):,} not valid"] if bad else []
    parts += [f"{len(held):,} valid, but withheld"] if held else []
    how = ", ".join(parts) if parts else "all valid" if len(checked) != 1 else "valid"
    said = tally(findings)
    lines = [f"{counted(len(checked), 'package', 'packages')} checked: {how}." + (f" In all {said}." if said else "")]
    if bad or held:
        wrong = sum(f.withholds for f in findings)
        what = "the errors" if wrong != 1 else "the error"
        lines += _wrapped(f"Next: correct {what} above, save, and run civicstat validate again.", 0)
        if held and not bad:
            what = "it is" if len(checked) == 1 else "all is"
            lines += _wrapped(f"To Frictionless {what} valid, so the exit code is 0; with --strict it is 1.", 0)
    elif findings:
        lines += _wrapped("Nothing has to be done. The notes tell what would make the data better.", 0)
    if findings and docs:
        lines.append(f"Every check is explained, with examples, at {docs}")
    return lines


def _wrapped(text: str, indent: int, hang: int = 0) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
