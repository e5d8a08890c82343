"""What a check is: a code, a severity, a message, an example of wrong and right, and the function that looks.

A check is a function whose docstring is its message: the first sentence is what staff read beside the place, the
rest explains it in the docs. It yields a `Hit` for each thing it finds.
"""

from __future__ import annotations

import inspect
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from civicstat.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.findings import Severity, Waiver
    from civicstat.model import Package, Resource
    from civicstat.scan import Scan
    from civicstat.settings import Settings
    from civicstat.tables import Table

Subject_contra = TypeVar("Subject_contra", contravariant=True)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing that a check found: its place, what stands there, what was expected and what to do.

    `row` counts the header as row 1. `message` replaces the check's own where the place needs other words. `cells` says
    how many cells or rows it is about, where the check counts them. What a check of privacy finds is never quoted in
    full: `found` is printed in public.
    """

    found: str = ""
    expected: str = ""
    todo: str = ""
    pointer: str = ""
    resource: str = ""
    field: str = ""
    row: int | None = None
    message: str = ""
    cells: int = 0


@dataclass(frozen=True)
class PackageSubject:
    """What a check of a whole package looks at, on every build: it reads profiles, not rows.

    `found` is what other checks have found in it already, `last_rows` the rows that its tables had when the portal
    last recorded them, by the table's name.
    """

    package: Package
    scan: Scan
    settings: Settings
    today: date
    found: tuple[Finding, ...] = ()
    last_rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSubject:
    """What a check of a table looks at, once for each content: nothing of it depends on the day.

    `shared` holds what several checks need of the same table, reckoned once.
    """

    package: Package
    resource: Resource
    table: Table
    settings: Settings
    shared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Check(Generic[Subject_contra]):
    """One check. `wrong` and `right` are examples for the docs, as they stand in a descriptor or a table."""

    code: str
    severity: Severity
    look: Callable[[Subject_contra], Iterable[Hit]]
    wrong: str
    right: str

    @property
    def message(self) -> str:
        """The first sentence of the docstring, as it stands after a place: `the package names no licence`."""
        first = " ".join((inspect.getdoc(self.look) or "").partition("\n\n")[0].split()).removesuffix(".")
        # An abbreviation keeps its capitals.
        return first if first[1:2].isupper() else first[:1].lower() + first[1:]

    @property
    def explanation(self) -> str:
        """The rest of the docstring, for the docs, as Markdown."""
        return (inspect.getdoc(self.look) or "").partition("\n\n")[2]

    def finding(self, hit: Hit, package: Package, resource: str, file: str) -> Finding:
        """What was found, as a finding; `let_pass` says whether the package waives it."""
        return Finding(
            code=self.code,
            severity=self.severity,
            file=file,
            package=package.name,
            resource=hit.resource or resource,
            pointer=hit.pointer,
            row=hit.row,
            field=hit.field,
            message=hit.message or self.message,
            found=hit.found,
            expected=hit.expected,
            todo=hit.todo,
            cells=hit.cells,
        )


def let_pass(findings: Sequence[Finding], package: Package) -> list[Finding]:
    """All findings of a check in a package, each with the first waiver that covers it, if there is one.

    A waiver with a `count` lets pass so many cells of all that it covers together, a finding that counts none being
    one; where more are found, it lets none pass, since nobody can tell which of them were looked at.
    """
    covering = [next((w for w in package.waivers if w.covers(finding)), None) for finding in findings]
    cells: Counter[Waiver] = Counter()
    for finding, waiver in zip(findings, covering, strict=True):
        if waiver:
            cells[waiver] += finding.cells or 1
    found = []
    for finding, waiver in zip(findings, covering, strict=True):
        if waiver is None:
            found.append(finding)
        elif waiver.count is None or cells[waiver] <= waiver.count:
            found.append(replace(finding, waiver=waiver))
        else:
            said = (
                f"The waiver of {waiver.date} lets {waiver.count:,} pass, and there are {cells[waiver]:,} now: look at "
                "what has come, and take it out or raise the waiver's count."
            )
            found.append(replace(finding, todo=f"{said} {finding.todo}".strip()))
    return found


def check_package(
    code: str, *, wrong: str, right: str
) -> Callable[[Callable[[PackageSubject], Iterable[Hit]]], Check[PackageSubject]]:
    """Make a check of whole packages of a function. Such a check warns and withholds nothing."""
    return lambda look: Check(code, "warning", look, wrong, right)


def check_table(
    code: str, *, severity: Severity, wrong: str, right: str
) -> Callable[[Callable[[TableSubject], Iterable[Hit]]], Check[TableSubject]]:
    """Make a check of tables of a function."""
    return lambda look: Check(code, severity, look, wrong, right)
