"""What a pull request changes, as frozen values: words and numbers, no table and no row beyond the few that are shown.

In every pair the first is the base's, the second the head's. A text of None is a blank cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from civicstat.findings import Finding

Status = Literal["added", "removed", "renamed", "changed", "broken", "hidden", "shown"]
"""Of a package. `broken`: its descriptor can't be read; `hidden`: it is no longer public; `shown`: now it is."""


@dataclass(frozen=True)
class Aspect:
    """One thing that is said differently, such as a licence or a column's type."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Use:
    """Something in the head that uses a part of a package: a chart, a key, a measure.

    `place` is its pointer in `file`, or its row; `title` is that of a chart, or of the package. It `breaks` where the
    part is gone and the thing can't do without it.
    """

    kind: str
    package: str
    file: str
    place: str
    title: str = ""
    breaks: bool = True
    measure: str = ""
    """The title of the measure of a sprint or a strategy that uses it."""


@dataclass(frozen=True)
class FieldChange:
    """A column that was added (`before` empty), removed (`after` empty), renamed or described differently.

    `sign` says what a rename was told by. `uses` are of the column that is gone, or whose type is another.
    """

    before: str
    after: str
    type: str
    aspects: tuple[Aspect, ...] = ()
    sign: str = ""
    uses: tuple[Use, ...] = ()

    @property
    def kind(self) -> str:
        """One word for it."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        if self.before != self.after:
            return "renamed"
        return "retyped" if any(a.what == "type" for a in self.aspects) else "changed"


@dataclass(frozen=True)
class Cell:
    """A cell of a row that is shown; of one that is `hidden` the texts are empty."""

    field: str
    old: str | None
    new: str | None
    hidden: bool = False


@dataclass(frozen=True)
class ShownRow:
    """A row of the head (of the base where it was removed), by its number there; the header is row 1."""

    row: int
    key: tuple[Cell, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RowsChange:
    """How the rows differ: counts, and the first few.

    Rows were matched by `key`: the declared one or a guessed one. Where it is empty, they were matched by all of their
    cells, so that a changed row counts as one removed and one added; or, where all changes are `placed` in rows that
    stay where they were, by their place. `cells` holds the changed rows of each column.
    """

    before: int
    after: int
    added: int
    removed: int
    changed: int
    key: tuple[str, ...]
    declared: bool
    placed: bool = False
    cells: tuple[tuple[str, int], ...] = ()
    shown_changed: tuple[ShownRow, ...] = ()
    shown_added: tuple[ShownRow, ...] = ()
    shown_removed: tuple[ShownRow, ...] = ()

    @property
    def any(self) -> bool:
        """True where any row differs."""
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Figure:
    """How one figure of a column moves."""

    field: str
    what: str
    old: str
    new: str
    hidden: bool = False


@dataclass(frozen=True)
class TableChange:
    """What becomes of one resource. `notes` are about the resource; `unread` says why its rows aren't compared."""

    before: str
    after: str
    fields: tuple[FieldChange, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    uses: tuple[Use, ...] = ()
    rows: RowsChange | None = None
    figures: tuple[Figure, ...] = ()
    unread: str = ""
    hidden: tuple[str, ...] = ()
    """Columns whose values are not shown."""

    size: tuple[int, int] | None = None
    """Rows and columns of a table that is there on one side alone."""

    @property
    def name(self) -> str:
        """Its name in the head, or the one it had."""
        return self.after or self.before

    @property
    def kind(self) -> str:
        """One word for it."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        return "renamed" if self.before != self.after else "changed"


@dataclass(frozen=True)
class FindingChange:
    """A finding that is new, fixed or stands; `was` is the base's where that said something else.

    One of the base is `unseen` where the head's table can't be looked at again, so that nobody knows.
    """

    state: Literal["new", "fixed", "standing", "unseen"]
    finding: Finding
    was: Finding | None = None

    @property
    def blocks(self) -> bool:
        """True where the head can't be published with it."""
        return self.state in ("new", "standing") and self.finding.withholds

    @property
    def private(self) -> bool:
        """True for a check of privacy."""
        return self.finding.code.startswith("PV")

    @property
    def promise(self) -> bool:
        """True for a promise that was changed in place, which somebody should look at before it is merged."""
        return self.finding.code == "PR024"

    @property
    def second_look(self) -> bool:
        """True for one of privacy that a waiver lets pass and that has come, grown or been waived since the base."""
        since = self.state == "new" or (self.was is not None and self.was.withholds)
        return self.private and self.finding.waiver is not None and since


@dataclass(frozen=True)
class PackageChange:
    """What becomes of one package. `before` is its name in the base, where it bore another one or is gone."""

    status: Status
    name: str
    title: str = ""
    before: str = ""
    file: str = ""
    led: bool = True
    """False where a renamed package leaves no way from its old page to the new one."""

    aspects: tuple[Aspect, ...] = ()
    tables: tuple[TableChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()
    uses: tuple[Use, ...] = ()
    """Of a package that is gone."""

    notes: tuple[str, ...] = ()

    @property
    def all_uses(self) -> tuple[Use, ...]:
        """Everything that uses what is gone, each once."""
        found = [*self.uses]
        for table in self.tables:
            found += [*table.uses, *(use for f in table.fields for use in f.uses)]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Review:
    """The whole: `commit` of the base and the words that named it, every package that changes, and the rest.

    `portal` says what is wrong with the portal as a whole; `private` counts packages that are not public and changed,
    `private_errors` their errors; `elsewhere` counts packages that have errors and that nothing here touches; `strays`
    are changed files that no package lists.
    """

    ref: str
    commit: str
    packages: tuple[PackageChange, ...]
    portal: tuple[str, ...] = ()
    private: int = 0
    private_errors: int = 0
    elsewhere: int = 0
    strays: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def blocking(self) -> tuple[FindingChange, ...]:
        """The findings that speak against merging, privacy first."""
        found = [f for package in self.packages for f in package.findings if f.blocks]
        return tuple(sorted(found, key=lambda f: not f.private))

    @property
    def second_looks(self) -> tuple[FindingChange, ...]:
        """What a waiver lets pass of privacy, and somebody should look at before it is merged."""
        return tuple(f for package in self.packages for f in package.findings if f.second_look)

    @property
    def promises(self) -> tuple[FindingChange, ...]:
        """The targets, baselines and recorded ends that were changed in place."""
        return tuple(f for package in self.packages for f in package.findings if f.promise)

    @property
    def broken(self) -> tuple[Use, ...]:
        """What uses something that is gone, and can't do without it."""
        return tuple(dict.fromkeys(u for package in self.packages for u in package.all_uses if u.breaks))

    @property
    def mergeable(self) -> bool:
        """True where nothing speaks against merging."""
        return not (self.blocking or self.broken or self.portal or self.private_errors)
