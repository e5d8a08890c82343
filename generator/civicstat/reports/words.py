"""Findings in words: on a few lines, in the order in which they matter, and what is alike together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat import findings as of_findings
from civicstat.lazily import Later
from civicstat.prose import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civicstat.findings import Finding
    from civicstat.private import quoted
else:
    # Only where something was found.
    quoted = Later("civicstat.private.quoted")


HIDDEN = of_findings.HIDDEN
"""What stands in a report in place of a cell that tells of a person."""


def in_lines(finding: Finding, mark: str = "") -> list[str]:
    """A finding for a terminal: where and what, then what was found and expected, then what to do."""
    place = f", {finding.place}" if finding.place else ""
    lines = [f"{mark}{finding.file}{place}: {finding.message} [{finding.code}]"]
    if finding.found or finding.expected:
        found = f"found {finding.found}" if finding.found else ""
        expected = f"expected {finding.expected}" if finding.expected else ""
        lines.append("  " + "; ".join(filter(None, (found, expected))))
    if finding.todo:
        lines.append(f"  {finding.todo}")
    return lines


def in_one_line(finding: Finding) -> str:
    """A finding in sentences, without its file: where and what, what was found and expected, what to do."""
    head, *rest = in_lines(masked(finding))
    said = [head.removeprefix(f"{finding.file}, ").removeprefix(f"{finding.file}: ")]
    said += [sentence(rest[0].strip())] if finding.found or finding.expected else []
    said += [finding.todo] if finding.todo else []
    return " ".join(said)


def is_private(finding: Finding) -> bool:
    """True for what a check of privacy found: nothing of its rows is ever shown."""
    return finding.code.startswith("PV")


def tells_of_person(label: str) -> bool:
    """True for a column whose cells no report shows: its name says that they tell of a person, or hold addresses."""
    told: bool = quoted.tells_of_person(label)
    return told


def masked(finding: Finding) -> Finding:
    """The finding without what may tell of a person in the value that it quotes."""
    made: Finding = quoted.masked(finding)
    return made


def rank(finding: Finding) -> int:
    """How much a finding matters, least for most: privacy, errors, notes on privacy, notes, what is let pass."""
    if finding.waiver:
        return 4
    return (0 if finding.severity == "error" else 2) + (not is_private(finding))


@dataclass(frozen=True)
class Group:
    """Findings that say the same of one column, or of one part of a descriptor; never empty."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The one that stands for all."""
        return self.findings[0]

    @property
    def rows(self) -> tuple[Finding, ...]:
        """The first finding of each row: one row may have several cells too many."""
        return tuple({finding.row: finding for finding in reversed(self.findings)}.values())[::-1]

    @property
    def said(self) -> str:
        """What all of them say: the message up to what one row alone has."""
        same = all(finding.message == self.first.message for finding in self.findings)
        return self.first.message if same else self.first.message.partition(":")[0]


def groups(findings: Iterable[Finding]) -> list[Group]:
    """The findings in groups of what is alike, in the order of how much they matter, then of their first."""
    found: defaultdict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike = finding.message if finding.row is None else finding.message.partition(":")[0]
        where = (finding.pointer, finding.found) if finding.row is None else ""
        said = (finding.code, alike, finding.field, finding.expected, finding.todo)
        key = (finding.file, rank(finding), *said, where, finding.waiver)
        found[key].append(finding)
    made = [Group(tuple(held)) for held in found.values()]
    return sorted(made, key=lambda group: rank(group.first))


def worst_first(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """Findings in the order to read them, each with how many more of its kind follow.

    One of each kind comes before the second of any: a list that is cut short shows ten different problems rather than
    one of them ten times.
    """
    made = groups(findings)
    rounds: list[tuple[int, int, Finding, int]] = []
    for group in made:
        for turn, finding in enumerate(group.findings):
            rounds.append((rank(finding), turn, finding, len(group.findings) - 1 if turn == 0 else 0))
    rounds.sort(key=lambda one: one[:2])
    return [(finding, more) for _, _, finding, more in rounds]


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: `1 error`, `1,204 errors`."""
    return f"{number:,} {one if number == 1 else many}"


def tally(findings: Iterable[Finding]) -> str:
    """How many errors and notes there are, in words; empty for none: `3 errors and 1 note`."""
    listed = list(findings)
    errors = sum(f.withholds for f in listed)
    passed = sum(f.waiver is not None for f in listed)
    notes = len(listed) - errors - passed
    parts = [counted(errors, "error", "errors")] if errors else []
    parts += [counted(notes, "note", "notes")] if notes else []
    parts += [f"{passed:,} let pass"] if passed else []
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
