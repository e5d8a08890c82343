"""A finding: one thing that is wrong or worth knowing, as data.

Every stage hands findings on; none of them raises. A finding names the file, the place in it, what was found,
what was expected and what to do, so that it can be shown to staff in a terminal, on a page or as an
annotation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "warning"]

HIDDEN = "[hidden]"
"""What stands in a message in place of a cell that tells of a person."""


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """Why a package may be published although a check speaks against it.

    `check` is the check's code; `resource` and `field` narrow it down, or are empty for all. `reason` is told to
    residents on the dataset's page; `role` (of an office, not a person) decided it on that `date`. `count` is how many
    cells were looked at then, of all that it covers together: where more are found, it lets none of them pass.
    """

    check: str
    reason: str
    role: str
    date: str
    resource: str = ""
    field: str = ""
    count: int | None = None

    def covers(self, finding: Finding) -> bool:
        """True where the finding is of this check, resource and field."""
        return (
            self.check == finding.code and self.resource in ("", finding.resource) and self.field in ("", finding.field)
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found.

    `file` is relative to the portal's root, with forward slashes. `pointer` is the place in a descriptor as a
    path such as `resources[0].schema.fields[2].type`, empty for the whole file; in a table the place is `row`
    (the header is row 1) and `field`. An error without a `resource` withholds the whole package, one with it
    only that resource; a warning withholds nothing, and neither does an error with a `waiver`.
    """

    code: str
    severity: Severity
    file: str
    message: str
    pointer: str = ""
    found: str = ""
    expected: str = ""
    todo: str = ""
    package: str = ""
    resource: str = ""
    row: int | None = None
    field: str = ""
    confidential: bool = False
    """About a package that is not public: for staff in the terminal, never for a page."""

    waiver: Waiver | None = None
    """Why it is let pass."""

    cells: int = 0
    """How many cells or rows it is about; 0 where the check does not count them."""

    @property
    def withholds(self) -> bool:
        """True for an error that nobody has waived."""
        return self.severity == "error" and self.waiver is None

    @property
    def place(self) -> str:
        """The place in words, such as `row 3, column "age"`; empty for the whole file."""
        parts = [self.pointer] if self.pointer else []
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.field:
            parts.append(f'column "{self.field}"')
        return ", ".join(parts)

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON, empty parts left out."""
        parts = {
            "code": self.code,
            "severity": self.severity,
            "package": self.package,
            "resource": self.resource,
            "file": self.file,
            "pointer": self.pointer,
            "rowNumber": self.row,
            "fieldName": self.field,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
            "todo": self.todo,
            "waiver": self.waiver and {k: v for k, v in vars(self.waiver).items() if v and k != "check"},
        }
        return {key: value for key, value in parts.items() if value not in ("", None)}


@dataclass(frozen=True)
class Verdict:
    """What Frictionless says of one package, in the form of its own report.

    `errors` are the descriptor's; when there are any, `tasks` is empty, as in Frictionless. Each task and
    error is the JSON object that `frictionless validate --json` prints.
    """

    errors: tuple[Mapping[str, Any], ...] = ()
    tasks: tuple[Mapping[str, Any], ...] = field(default=())

    @property
    def valid(self) -> bool:
        """True when neither the descriptor nor any of its resources has an error."""
        return not self.errors and all(task["valid"] for task in self.tasks)


def shorten(value: object, limit: int = 80) -> str:
    """A value as it stands in a message: on one line, cut in the middle of nothing longer than `limit`."""
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
