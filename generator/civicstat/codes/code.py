"""What a code is: its message, what it means and what to do, with an example of wrong and right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.explain import MESSAGES, TODO

if TYPE_CHECKING:
    from civicstat.findings import Severity


@dataclass(frozen=True, kw_only=True)
class Code:
    """One code that a finding may bear.

    `message` is what all its findings say, without a full stop; `explanation` (Markdown) why it is looked for, and
    `todo` what to do. `wrong` and `right` are examples as they stand in a file. `waivable` is true where a waiver in
    the descriptor lets it pass.
    """

    code: str
    severity: Severity
    message: str
    explanation: str
    todo: str = ""
    wrong: str = ""
    right: str = ""
    waivable: bool = False

    @property
    def anchor(self) -> str:
        """The id of its part of the page: `pv001`."""
        return self.code.lower()

    @property
    def about_columns(self) -> bool:
        """True for a check of tables, whose waiver may name a table and a column."""
        return self.code.startswith(("DT", "PV"))


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One of Frictionless's types of error, all of which bear the code TB001.

    `wrong` and `right` are as in a file. `said` is its message where findings use Frictionless's own words.
    """

    type: str
    explanation: str
    wrong: str
    right: str
    said: str = ""

    @property
    def message(self) -> str:
        """What it says, without a full stop."""
        return self.said or MESSAGES[self.type]

    @property
    def todo(self) -> str:
        """What to do about it; empty where the explanation says it."""
        return TODO.get(self.type, "")

    @property
    def anchor(self) -> str:
        """The id of its part of the page: `tb001-type-error`."""
        return f"tb001-{self.type}"
