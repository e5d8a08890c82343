"""One package of the report: its line in the table, and its folded part in three lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.review.markdown import Section, code, codes, html, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civicstat.findings import Finding
    from civicstat.review.changes import (
        Aspect,
        Cell,
        FieldChange,
        FindingChange,
        PackageChange,
        RowsChange,
        ShownRow,
        TableChange,
        Use,
    )

HIDDEN = "*hidden*"
BLANK = "*blank*"
NONE = "*none*"

_OF_THE_BASE = ("fixed", "unseen")
"""States of findings that are not the head's."""

_NOUNS = {"strategy": "strategies"}
_PLAIN_KINDS = {
    "chart",
    "primary key",
    "unique key",
    "foreign key",
    "waiver",
    "setting",
    "sprint",
    "dataset",
    "strategy",
}
"""Kinds of uses that are nouns by themselves; of others it is said that they are a package of that kind."""

_STATUS = {
    "broken": "can't be read",
    "hidden": "no longer public",
    "shown": "now public",
    "added": "added",
    "removed": "removed",
    "renamed": "renamed",
    "changed": "",
}


@dataclass(frozen=True)
class _Most:
    """How much of each kind a form of the section shows."""

    tables: int
    fields: int
    rows: int
    cells: int
    figures: int
    findings: int
    uses: int
    wide: int
    """Characters of a cell."""


_FULL = _Most(tables=30, fields=40, rows=5, cells=8, figures=40, findings=40, uses=20, wide=60)
_MEDIUM = _Most(tables=5, fields=8, rows=2, cells=3, figures=8, findings=8, uses=5, wide=40)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 row`, `1,200 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def package_words(package: PackageChange) -> tuple[str, str, str, str]:
    """Name, changes, rows and findings of a package, each in a few words."""
    name = f"{prose(package.title, 80)} {code(package.name)}" if package.title else code(package.name)
    rows = ", ".join(_rows_in_sum(package)) or ("as before" if package.status in ("changed", "renamed") else "–")
    return name, "; ".join(_changes(package)) or "only rows", rows, _findings_in_sum(package)


def _changes(package: PackageChange) -> list[str]:
    """What changes, its rows apart."""
    found = [_STATUS[package.status]] if _STATUS[package.status] else []
    if package.status in ("removed", "hidden"):
        return found
    if package.status == "renamed":
        found = [f"renamed from {code(package.before)}"]
    whole = package.status in ("added", "shown")
    for kind in ("added", "renamed", "removed"):
        number = sum(t.kind == kind for t in package.tables)
        if number:
            found.append(count(number, "table") if whole else f"{count(number, 'table')} {kind}")
    if not whole:
        fields = [f.kind for t in package.tables if t.before and t.after for f in t.fields]
        for kind in ("added", "renamed", "retyped", "changed", "removed"):
            if number := fields.count(kind):
                said = "described differently" if kind == "changed" else kind
                found.append(f"{count(number, 'column')} {said}")
        if package.aspects or any(t.aspects for t in package.tables):
            found.append("description")
    return found


def _rows_in_sum(package: PackageChange) -> list[str]:
    changed = [t.rows for t in package.tables if t.rows]
    added = sum(r.added for r in changed) + sum(t.size[0] for t in package.tables if t.size and not t.before)
    removed = sum(r.removed for r in changed) + sum(t.size[0] for t in package.tables if t.size and not t.after)
    numbers = (sum(r.changed for r in changed), "changed"), (added, "added"), (removed, "removed")
    said = [f"{number:,} {what}" for number, what in numbers if number]
    return said or (["not compared"] if any(t.unread for t in package.tables) else [])


def _findings_in_sum(package: PackageChange) -> str:
    if package.status in ("removed", "hidden"):
        return "–"
    found = []
    for state in ("new", "standing", "fixed"):
        these = [f for f in package.findings if f.state == state]
        errors = sum(f.finding.withholds for f in these)
        waived = sum(f.finding.waiver is not None for f in these)
        rest = len(these) - errors - waived
        words = [count(errors, f"{state} error")] if errors else []
        words += [count(rest, f"{state} warning")] if rest else []
        words += [f"{waived:,} {state}, waived"] if waived else []
        found += words
    if unseen := sum(f.state == "unseen" for f in package.findings):
        found.append(f"{unseen:,} not looked at again")
    grave = [f"**{words}**" if "error" in words and "fixed" not in words else words for words in found]
    return ", ".join(grave) or "none"


def package_section(package: PackageChange) -> Section:
    """The folded part of a package."""
    line = "; ".join(_plainly(package)) or "looked at again"
    title = f"<b>{html(package.title)}</b> " if package.title else ""
    name = f"{title}<code>{package.name}</code>"
    summary = f"<summary>{name}: {line}</summary>"
    brief = f"<details>{summary}\n\n*The rest is not shown for want of room.*\n\n</details>"
    forms = []
    for most in (_MEDIUM, _FULL):
        body = "\n\n".join(_body(package, most))
        forms.append(f"<details>{summary}\n\n{body}\n\n</details>" if body else f"<details>{summary}\n\n</details>")
    return Section(brief, *forms)


def _plainly(package: PackageChange) -> list[str]:
    """The package's changes in a line of HTML: no Markdown holds there."""
    changes = _changes(package)
    if package.status == "renamed":
        changes[0] = f"renamed from {html(package.before)}"
    rows = _rows_in_sum(package)
    findings = _findings_in_sum(package).replace("**", "")
    parts = [*changes, *(f"rows: {', '.join(rows)}" for _ in rows[:1])]
    return [*parts, *([findings] if findings not in ("none", "–") else [])]


def _body(package: PackageChange, most: _Most) -> list[str]:
    """Everything of a package, as far as `most` allows."""
    lines = [prose(note) for note in package.notes]
    if package.status == "hidden":
        return ["It is no longer public. Its page goes, and nothing of its content is shown here."]
    if package.status == "removed":
        lines.append(f"Its page `datasets/{package.name}/` goes, and all links that lead there.")
    if not package.led:
        lines.append(
            f"Nothing leads from the old page to the new one. Add {code(package.before)} to `formerNames` under "
            "`civicstat`, so that old links go on working."
        )
    lines += _uses(package.uses, most)
    lines += _findings([f for f in package.findings if f.state == "new"], most)
    if package.aspects:
        lines += ["**What the descriptor says**", *_aspects(package.aspects, most)]
    many = len(package.tables) > 1
    for change in package.tables[: most.tables]:
        lines += _table(change, most, titled=many)
    if len(package.tables) > most.tables:
        lines.append(f"*and {count(len(package.tables) - most.tables, 'more table')}*")
    return lines + _findings([f for f in package.findings if f.state != "new"], most)


def _table(change: TableChange, most: _Most, *, titled: bool) -> list[str]:
    """One resource."""
    lines = []
    if titled or change.kind != "changed":
        said = f"renamed from {code(change.before)}" if change.kind == "renamed" else change.kind
        lines.append(f"#### Table {code(change.name)}" + (f": {said}" if said != "changed" else ""))
    if change.size and change.kind in ("added", "removed"):
        lines.append(f"{count(change.size[0], 'row')} in {count(change.size[1], 'column')}.")
    if change.kind == "removed":
        return [*lines, *_uses(change.uses, most)]
    lines += _uses(change.uses, most)
    if change.aspects:
        lines += ["**What the descriptor says of the table**", *_aspects(change.aspects, most)]
    if change.fields:
        lines += _fields(change, most)
    if change.unread:
        lines.append(change.unread)
    if change.rows:
        lines += _rows(change.rows, most)
    if change.hidden:
        named = ", ".join(map(code, change.hidden[: most.fields]))
        lines.append(f"The values of {named} are not shown, because a check of privacy finds something there.")
    if change.figures:
        shown: list[Sequence[str]] = [
            (code(f.field), f.what, *((HIDDEN, HIDDEN) if f.hidden else (_bare(f.old), _bare(f.new))))
            for f in change.figures[: most.figures]
        ]
        shown += _more(len(change.figures) - most.figures, 4)
        lines += ["**How the figures move**", "\n".join(table(("Column", "Figure", "Before", "After"), shown))]
    return lines


def _bare(text: str) -> str:
    """A figure: civicstat's own number where it is one, else code, since a range may be of texts."""
    return text if text and all(c.isdigit() or c in ",.-" for c in text) and len(text) < 40 else code(text)


def _fields(change: TableChange, most: _Most) -> list[str]:
    """The columns that differ. Of a new table, only what they are."""
    if change.kind == "added":
        shown = ", ".join(f"{code(f.after)} ({prose(f.type, 20)})" for f in change.fields[: most.fields])
        more = len(change.fields) - most.fields
        return [f"**Columns**: {shown}" + (f" *and {more:,} more*" if more > 0 else "") + "."]
    rows: list[Sequence[str]] = [_field(f, most) for f in _by_weight(change.fields)[: most.fields]]
    rows += _more(len(change.fields) - most.fields, 3)
    lines = ["**Columns**", "\n".join(table(("", "Column", "What changes"), rows))]
    if any(f.kind in ("removed", "renamed") for f in change.fields):
        lines.append("Spreadsheets and programs of others that ask for the old names will not find them.")
    return lines


def _by_weight(fields: Sequence[FieldChange]) -> list[FieldChange]:
    """Those that break something first, then what is gone, renamed and retyped."""
    order = ("removed", "renamed", "retyped", "added", "changed")
    return sorted(fields, key=lambda f: (not any(u.breaks for u in f.uses), order.index(f.kind)))


def _field(field: FieldChange, most: _Most) -> tuple[str, str, str]:
    name = (
        f"{code(field.before)} → {code(field.after)}" if field.kind == "renamed" else code(field.after or field.before)
    )
    said = [f"told by {field.sign}"] if field.sign else []
    if field.kind == "added":
        said.append(f"of type {code(field.type)}")
    said += [f"{prose(a.what)}: {_arrow(a, most)}" for a in field.aspects]
    if field.uses:
        named = [f"{use_words(use)}" for use in field.uses[:3]]
        more = [f"{len(field.uses) - 3:,} more"] if len(field.uses) > 3 else []
        word = "**breaks**" if any(u.breaks for u in field.uses) else "used by"
        said.append(f"{word} {', '.join([*named, *more])}")
    return field.kind, name, "; ".join(said)


def _arrow(aspect: Aspect, most: _Most) -> str:
    old, new = codes(aspect.old, aspect.new, most.wide)
    return f"{old if aspect.old else NONE} → {new if aspect.new else NONE}"


def _aspects(aspects: Sequence[Aspect], most: _Most) -> list[str]:
    rows: list[Sequence[str]] = []
    for aspect in aspects[: most.fields]:
        old, new = codes(aspect.old, aspect.new, 2 * most.wide)
        rows.append((code(aspect.what), old if aspect.old else NONE, new if aspect.new else NONE))
    rows += _more(len(aspects) - most.fields, 3)
    return ["\n".join(table(("", "Before", "After"), rows))]


def _rows(rows: RowsChange, most: _Most) -> list[str]:
    """Counts, how rows were told apart, and the first few."""
    if not rows.any:
        return [f"**Rows**: all {rows.after:,} are as they were, though the file was written anew."]
    kinds = ((rows.changed, "changed"), (rows.added, "added"), (rows.removed, "removed"))
    said = ", ".join(f"{number:,} {what}" for number, what in kinds if number)
    total = f"{rows.before:,}" if rows.before == rows.after else f"{rows.before:,}, now {rows.after:,}"
    lines = [f"**Rows**: {said} (of {total}). {_matched(rows)}"]
    if rows.cells:
        named = ", ".join(f"{code(name)} in {count(number, 'row')}" for name, number in rows.cells[: most.cells])
        more = f" and {count(len(rows.cells) - most.cells, 'more column')}" if len(rows.cells) > most.cells else ""
        lines.append(f"Changed cells: {named}{more}.")
    if rows.shown_changed and most.rows:
        lines.append("\n".join(_changed_rows(rows, most)))
    for what, shown, number in (
        ("added", rows.shown_added, rows.added),
        ("removed", rows.shown_removed, rows.removed),
    ):
        if shown and most.rows:
            lines += [f"{what.capitalize()}{_first(most.rows, number)}:", "\n".join(_whole_rows(shown, most))]
    return lines


def _first(shown: int, number: int) -> str:
    return f", the first {shown} of {number:,}" if number > shown else ""


def _matched(rows: RowsChange) -> str:
    """How rows were told apart."""
    if rows.placed:
        return "No column tells the rows apart, so they are matched by their place in the file."
    if not rows.key:
        return (
            "No column tells the rows apart, so they are compared as a whole: a changed row counts as one removed and "
            "one added. Declare a `primaryKey` to see which cells change."
        )
    names = " and ".join(map(code, rows.key))
    if rows.declared:
        return f"Rows are matched by their key {names}."
    tell = "tells" if len(rows.key) == 1 else "tell"
    return f"Rows are matched by {names}, which {tell} them apart; no key is declared."


def _changed_rows(rows: RowsChange, most: _Most) -> list[str]:
    """A line for each changed cell of the first rows."""
    lines = []
    for row in rows.shown_changed[: most.rows]:
        for place, cell in enumerate(row.cells[: most.cells]):
            lead = [str(row.row), *(_one(c, most) for c in row.key)] if place == 0 else [""] * (1 + len(row.key))
            lines.append([*lead, code(cell.field), *_both(cell, most)])
        if len(row.cells) > most.cells:
            lines.append(["", *[""] * len(row.key), "*and more*", "", ""])
    lines += [list(more) for more in _more(rows.changed - most.rows, 4 + len(rows.key), "more row")]
    return table(("Row", *map(code, rows.key), "Column", "Before", "After"), lines)


def _whole_rows(shown: Sequence[ShownRow], most: _Most) -> list[str]:
    """Rows that stand on one side only, with the first of their cells."""
    first = shown[0]
    names = [cell.field for cell in (*first.key, *first.cells[: most.cells])]
    lines = [
        [str(row.row), *(_one(cell, most) for cell in (*row.key, *row.cells[: most.cells]))]
        for row in shown[: most.rows]
    ]
    return table(("Row", *map(code, names)), lines)


def _one(cell: Cell, most: _Most) -> str:
    if cell.hidden:
        return HIDDEN
    text = cell.new if cell.old is None else cell.old
    return BLANK if text is None else code(text, most.wide)


def _both(cell: Cell, most: _Most) -> tuple[str, str]:
    if cell.hidden:
        return HIDDEN, HIDDEN
    old, new = codes(cell.old or "", cell.new or "", most.wide)
    return BLANK if cell.old is None else old, BLANK if cell.new is None else new


def _more(number: int, width: int, noun: str = "more") -> list[tuple[str, ...]]:
    """The last line of a table that is cut."""
    if number <= 0:
        return []
    said = f"*and {number:,} more*" if noun == "more" else f"*and {count(number, noun)}*"
    return [(said, *[""] * (width - 1))]


def _findings(findings: Iterable[FindingChange], most: _Most) -> list[str]:
    lines = []
    titles = (
        ("new", "New findings"),
        ("standing", "Findings that stand as before"),
        ("unseen", "Found before, and could not be looked at again"),
        ("fixed", "Fixed"),
    )
    for state, title in titles:
        these = [f for f in findings if f.state == state]
        if these:
            lines.append(f"**{title}**")
            listed = [finding_line(f) for f in these[: most.findings]]
            if len(these) > most.findings:
                listed.append(f"- *and {len(these) - most.findings:,} more*")
            lines.append("\n".join(listed))
    return lines


def finding_line(change: FindingChange, *, package: bool = False) -> str:
    """A finding as an item of a list: how grave, where, what, what to do."""
    f = change.finding
    grave = "**Error**" if f.withholds else "Waived" if f.waiver else "Warning"
    if change.state in ("fixed", "unseen"):
        grave = "Fixed" if change.state == "fixed" else "There before, and **could not be looked at again**,"
    elif change.second_look:
        grave = "Waived, and **needs a second look**,"
    elif package and change.state == "standing":
        grave += ", there before"
    parts = [f"- {grave} in {_place(f, package=package)}: {prose(f.message)} ({code(f.code, 10)})."]
    if f.found:
        parts.append(f"Found {prose(f.found, 160)}" + (f", expected {prose(f.expected, 160)}." if f.expected else "."))
    elif f.expected and change.state not in _OF_THE_BASE:
        parts.append(f"Expected {prose(f.expected, 160)}.")
    if change.was and change.was.withholds and f.waiver:
        parts.append("It is waived since this change.")
    elif change.was and change.was.found != f.found:
        parts.append(f"Before: {prose(change.was.found, 160)}." if change.was.found else "")
    if f.waiver:
        parts.append(f"Reason: {prose(f.waiver.reason, 300)} ({prose(f.waiver.role, 80)}, {prose(f.waiver.date, 20)}).")
    elif change.state == "unseen":
        parts.append("Nobody can tell whether it is still there: the table can't be read now.")
    elif f.todo and change.state not in _OF_THE_BASE:
        parts.append(prose(f.todo))
    return " ".join(filter(None, parts))


def _place(f: Finding, *, package: bool) -> str:
    parts = [code(f.package)] if package and f.package else []
    parts.append(f"table {code(f.resource)}" if f.resource else "the descriptor")
    if f.row is not None:
        parts.append(f"row {f.row:,}")
    if f.field:
        parts.append(f"column {code(f.field)}")
    if f.pointer:
        parts.append(code(f.pointer, 100))
    return ", ".join(parts)


def _uses(uses: Sequence[Use], most: _Most) -> list[str]:
    if not uses:
        return []
    lines = [f"- {use_words(use)}, at {at_place(use)}" for use in uses[: most.uses]]
    if len(uses) > most.uses:
        lines.append(f"- *and {len(uses) - most.uses:,} more*")
    return ["**What still uses it**", "\n".join(lines)]


def kinds_of_uses(kind: str, number: int) -> str:
    """How many uses of a kind there are: `2 charts`, `2 strategies`, `2 performance packages`."""
    return count(number, kind, _NOUNS.get(kind, "")) if kind in _PLAIN_KINDS else count(number, f"{kind} package")


def thing(use: Use) -> tuple[str, tuple[str, ...]]:
    """What uses a part as it is counted: a package that does so in several places is one."""
    of_package = use.kind not in ("chart", "primary key", "unique key", "foreign key", "waiver", "setting")
    return use.kind, (use.package, use.file if not of_package else "", use.place if not of_package else "")


def use_words(use: Use) -> str:
    """What uses a part, in words."""
    named = prose(use.title, 100)
    if use.measure:
        return f"the measure “{prose(use.measure, 100)}” in the {use.kind} “{named}” ({code(use.package)})"
    if use.kind == "chart":
        return f"the chart “{named}” of {code(use.package)}"
    if use.kind in ("primary key", "unique key", "foreign key", "waiver"):
        return f"the {use.kind} {named}"
    if use.kind == "setting":
        return f"what stands under `civicstat` of {code(use.package)}"
    what = use.kind if use.kind in _PLAIN_KINDS else f"{use.kind} package"
    return f"the {what} “{named}” ({code(use.package)})"


def at_place(use: Use) -> str:
    """Where it stands."""
    return f"{code(use.place, 100)} in {code(use.file, 120)}"
