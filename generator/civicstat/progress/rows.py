"""Rows of a package's progress tables with typed cells, and findings for what can't be read. Nothing here raises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from civicstat import jsonschemas, sizes
from civicstat.checks.words import counted, listed, row_number
from civicstat.explain import SEVERAL_DAYS, file_of, local_day, rewritten_days
from civicstat.findings import Finding, shorten
from civicstat.names import slug
from civicstat.private import mask_private
from civicstat.private.persons import initials, looks_like_person
from civicstat.progress.cells import READERS, Row, cell_text
from civicstat.progress.named import FILES_BESIDE, absent_columns, header_of, is_named, read_text, unknown_names
from civicstat.progress.troubles import BY_CODE
from civicstat.progress.unwritten import is_example, unwritten
from civicstat.shapes import SHAPES
from civicstat.shapes.shape import MOST_ROWS
from civicstat.shapes.yearly import year_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civicstat.model import Package
    from civicstat.scan import Scan
    from civicstat.shapes import Kind
    from civicstat.shapes.shape import Column, Shape
    from civicstat.tables import Table

_EXPECTED = {"number": "a number such as 12.5, with nothing beside it", "date": "a day such as 2026-05-03"}
_TODO = {
    "number": "Write digits and a full stop only; the unit has a column of its own.",
    "date": "Write the day as year-month-day, with hyphens.",
}
MOST_ALIKE = 20
"""Findings of one code in one column: a column in the wrong form is one slip, not a thousand."""


@dataclass(frozen=True)
class Reading:
    """One package being read, with what has been found wrong in it so far."""

    package: Package
    scan: Scan
    ids: dict[str, frozenset[str]] = field(default_factory=dict)
    """By table, the ids of all its rows, those left out too; none for a table that can't be read."""

    most_alike: int = MOST_ALIKE
    undeclared: set[str] = field(default_factory=set)
    """The measures whose declaration under `civicstat.measures` breaks its form."""

    _held: dict[str, list[Row]] = field(default_factory=dict)
    _withheld: dict[str, None] = field(default_factory=dict)
    _left_out: dict[str, dict[object, str]] = field(default_factory=dict)
    _found: list[Finding] = field(default_factory=list)
    _alike: dict[tuple[str, str, str], int] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The package's kind, which is one with progress tables."""
        return cast("Kind", self.package.kind)

    @property
    def withheld(self) -> tuple[str, ...]:
        """The tables and texts that were asked for and can't be used."""
        return tuple(self._withheld)

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """By table, how many of its rows were left out."""
        return tuple((table, len(rows)) for table, rows in self._left_out.items())

    def left_out_of(self, table: str, measure: str) -> int:
        """How many rows of a table that tell of a measure were left out."""
        return list(self._left_out.get(table, {}).values()).count(measure)

    def leave_out(self, table: str, row: Row) -> None:
        """Note that a row is not used: each counts once, however much is wrong with it."""
        key = object() if row.number is None else row.number
        self._left_out.setdefault(table, {})[key] = str(row.cells.get("measure") or "")

    def tell(  # noqa: PLR0913 - a finding has that many parts
        self,
        code: str,
        *,
        resource: str = "",
        row: int | None = None,
        column: str = "",
        pointer: str = "",
        message: str = "",
        found: object = "",
        expected: str = "",
        todo: str = "",
    ) -> None:
        """Note that something is wrong; its words and what to do are the code's own where none are given."""
        if row is not None and self._enough(code, resource, column):
            return
        owner = self.package.resource(resource) if resource and not pointer else None
        self._found.append(
            Finding(
                code=code,
                severity="warning",
                file=file_of(self.package, owner) if owner else self.package.file,
                package=self.package.name,
                resource=resource,
                row=row,
                field=self.header(resource, column) if resource and column else column,
                pointer=pointer,
                message=message or BY_CODE[code].message,
                found=quoted(str(found)),
                expected=shorten(expected, 200),
                todo=todo or BY_CODE[code].todo,
            )
        )

    def _enough(self, code: str, resource: str, column: str) -> bool:
        """Count one more finding of a kind in a column; true where it is not told any more."""
        key = (code, resource, column)
        self._alike[key] = self._alike.get(key, 0) + 1
        return self._alike[key] > self.most_alike

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What has been found; of many alike in one column the first, and how many more there are."""
        more = Reading(self.package, self.scan)
        for (code, resource, column), count in self._alike.items():
            if count > self.most_alike:
                more.tell(
                    code,
                    resource=resource,
                    column=column,
                    found=f"{counted(count - self.most_alike, 'more row')} like these",
                )
        for one in unwritten(self.kind, self.package.descriptor, self._held):
            more.tell("PR023", resource=one.table, row=one.row.number, column=one.column, found=one.said)
        return (*self._found, *more._found)

    def own(self) -> Mapping[str, Any]:
        """What the package says under its kind's own name (`civicstat.stat`), of which every fault is told."""
        own = self.package.descriptor.get("civicstat")
        if not isinstance(own, dict):
            return {}
        said = {key: own[key] for key in (self.kind, "columns") if key in own}
        for problem in jsonschemas.problems(said, "civicstat", "civicstat"):
            self.tell(
                "PR013", pointer=problem.pointer, found=problem.found, expected=problem.expected, todo=problem.todo
            )
        for one in unknown_names(self.package, self.kind):
            self.tell(**one)
        mine = own.get(self.kind)
        return mine if isinstance(mine, dict) else {}

    def header(self, table: str, column: str) -> str:
        """What a column is called in the file."""
        return header_of(self.package, table, column)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table of the package's kind that have all that they need."""
        shape = next(s for s in SHAPES[self.kind] if s.name == table)
        held = self._table(shape)
        if held is None or not self._columns_there(shape, held):
            if held or shape.required or is_named(self.package, table):
                self._withheld[table] = None
            return ()
        if held.rows > shape.most:
            self.tell(
                "PR002",
                resource=shape.name,
                message="the table has more rows than a progress page can show, so none is read",
                found=f"{held.rows:,} rows",
                expected=f"at most {shape.most:,}",
                todo="Keep such rows in a dataset of their own, and let the measures be reckoned from it.",
            )
            self._withheld[table] = None
            return ()
        return self._read(shape, held)

    def _table(self, shape: Shape) -> Table | None:
        name = shape.name
        resource = self.package.resource(name)
        if resource is None:
            if shape.required:
                near = get_close_matches(name, [r.name for r in self.package.resources], 1, 0.7)
                self.tell(
                    "PR002",
                    pointer="resources",
                    message=f'the table "{name}" is missing',
                    found=f'"{near[0]}"' if near else "",
                    expected=f'a resource named "{name}"',
                    todo=f'Rename "{near[0]}" to "{name}", if that is the one.' if near else "Add the table.",
                )
            elif is_named(self.package, name):
                self.tell(
                    "PR002",
                    pointer="resources",
                    message="the table is withheld: none of its rows are on the progress page",
                    found=name,
                    expected="a resource that the standard allows",
                    todo="Mend the errors that are told of it.",
                )
            else:
                self.ids[name] = frozenset()
            return None
        table = self.scan.table(name)
        if table is None:
            withheld = name in self.scan.withheld
            self.tell(
                "PR002",
                resource=name,
                message=("the table is withheld" if withheld else "this is no table that can be read")
                + ": none of its rows are on the progress page",
                found="" if withheld else resource.format or resource.kind,
                expected="a table without errors" if withheld else "a table, such as a CSV file",
                todo="Mend the errors that are told of it." if withheld else "Save it as CSV, and name that file.",
            )
        return table

    def _columns_there(self, shape: Shape, table: Table) -> bool:
        """Whether the table has all columns that it needs; says which it lacks, and which may be meant by others."""
        names = [f.name for f in table.fields]
        for one in absent_columns(self.package, shape, names):
            self.tell(**one)
        return all(self.header(shape.name, c.name) in names for c in shape.columns if c.required)

    def _read(self, shape: Shape, table: Table) -> tuple[Row, ...]:
        there = {f.name for f in table.fields}
        resource = self.package.resource(shape.name)
        cells: dict[str, list[Any]] = {}
        lost: set[int] = set()
        headers = {c.name: self.header(shape.name, c.name) for c in shape.columns}
        raw = {name: table.column(header).to_list() for name, header in headers.items() if header in there}
        for name in sorted(there.difference(headers.values())) if shape.yearly else ():
            if year_column(name):
                cells[name] = [cell_text(value) for value in table.exact.get(name, table.column(name))]
        if "id" in raw:
            self.ids[shape.name] = frozenset(cell_text(value) for value in raw["id"]) - {""}
        blank = [all(cell_text(column[i]) == "" for column in raw.values()) for i in range(table.rows)]

        first = row_number(resource, 0) if resource else None

        def number(index: int) -> int | None:
            return None if first is None else first + index

        for column in shape.columns:
            if column.name not in raw:
                cells[column.name] = [None if column.type != "string" else ""] * table.rows
                continue
            read = READERS[column.type]
            values = cells[column.name] = []
            rewritten = column.type == "date" and self._rewritten(shape, column, raw[column.name], first)
            for index, value in enumerate(raw[column.name]):
                one = read(value)
                problem = "" if blank[index] else self._problem(column, value, one)
                if problem and not (rewritten and problem == "form"):
                    self.tell(
                        "PR021" if problem == "long" else "PR004",
                        resource=shape.name,
                        row=number(index),
                        column=column.name,
                        message=_SAID[problem] + (": the row is left out" if column.required else ""),
                        found=cell_text(value) if problem == "form" else "",
                        expected=_expected(column, problem),
                        todo=_TODO.get(column.type, "") if problem == "form" else "",
                    )
                if problem:
                    one = None if column.type != "string" else ""
                    if column.required:
                        lost.add(index)
                if column.type == "string" and one and is_example(one):
                    self.tell("PR023", resource=shape.name, row=number(index), column=column.name, found=one)
                if column.role and one and looks_like_person(one):
                    self.tell_person(one, resource=shape.name, row=number(index), column=column.name)
                values.append(one)
        rows = [
            Row(number(index), dict(zip(cells, row, strict=True)))
            for index, row in enumerate(zip(*cells.values(), strict=True))
        ]
        self._held[shape.name] = [row for index, row in enumerate(rows) if not blank[index]]
        for index in sorted(lost):
            self.leave_out(shape.name, rows[index])
        return tuple(row for index, row in enumerate(rows) if index not in lost and not blank[index])

    def _rewritten(self, shape: Shape, column: Column, cells: Sequence[Any], first: int | None) -> bool:
        """Tell of a column of days most of which a spreadsheet has written in its own way; false for any other."""
        texts = {index: text for index, cell in enumerate(cells) if (text := cell_text(cell))}
        alike = [index for index, text in texts.items() if local_day(text)]
        if len(alike) < SEVERAL_DAYS or 2 * len(alike) <= len(texts):
            return False
        said = rewritten_days(texts[alike[0]], len(alike))
        self.tell(
            "PR004",
            resource=shape.name,
            row=None if first is None else first + alike[0],
            column=column.name,
            message=said.message + (": the rows are left out" if column.required else ""),
            found=said.found,
            expected=said.expected,
            todo=said.todo,
        )
        return True

    def _problem(self, column: Column, raw: Any, read: Any) -> str:
        """What is wrong with a cell: `blank`, `form` or `long`; empty for nothing."""
        if read in ("", None):
            if cell_text(raw):
                return "form"
            return "blank" if column.required else ""
        most = sizes.MOST_CHARACTERS if column.long else sizes.MOST_IN_A_LINE
        return "long" if column.type == "string" and len(read) > most else ""

    def tell_person(
        self, text: str, *, resource: str = "", row: int | None = None, column: str = "", pointer: str = ""
    ) -> None:
        """Note a person's name where a role is asked for, without telling it."""
        self.tell(
            "PR017",
            resource=resource,
            row=row,
            column=column,
            pointer=pointer,
            found=initials(text),
            expected="a role or an office, such as Director of Public Works",
        )

    def word(self, row: Row, table: str, column: Column) -> str:
        """The word of a cell as the column has it, whatever its case; empty, and told, for an unknown one."""
        text = row.text(column.name)
        word = " ".join(re.split(r"[\s_-]+", text.strip())).casefold()
        if not text or word in (column.words or {}):
            return word
        if column.required:
            self.leave_out(table, row)
        near = get_close_matches(word, list(column.words or {}), 1, 0.7)
        self.tell(
            "PR007",
            resource=table,
            row=row.number,
            column=column.name,
            message=BY_CODE["PR007"].message + (": the row is left out" if column.required else ""),
            found=text,
            expected="one of " + ", ".join(f'"{w}"' for w in column.words or {}),
            todo=f'Write "{near[0]}", if that is meant.' if near else "",
        )
        return ""

    def unknown(
        self, row: Row, table: str, column: str, known: Iterable[str], what: str, *, left_out: bool = True
    ) -> None:
        """Note that a cell names something that is not there."""
        if left_out:
            self.leave_out(table, row)
        if self._alike.get(("PR006", table, column), 0) >= self.most_alike:
            self._enough("PR006", table, column)  # to look for what is meant in every row would take too long
            return
        self.tell(
            "PR006",
            resource=table,
            row=row.number,
            column=column,
            message=f"there is no {what} with this id" + (": the row is left out" if left_out else ""),
            found=row.text(column),
            expected=expected_of(known),
            todo=todo_of(row.text(column), known) or f"Correct the id, or add the {what}.",
        )

    def apart(self, rows: Sequence[Row], table: str, what: str, *, keep_first: bool) -> tuple[Row, ...]:
        """The rows without those that share an id, of which the first is kept where that does no harm.

        Ids count as one where their addresses would be: `Days`, `days`. One whose address is that of a file which
        the portal writes beside it is left out too.
        """
        by_address: dict[str, list[Row]] = {}
        for row in rows:
            if slug(row.text("id")) in FILES_BESIDE.get((self.kind, table), ()):
                self.leave_out(table, row)
                self.tell(
                    "PR005",
                    resource=table,
                    row=row.number,
                    column="id",
                    message="the id is the name of a file that the portal writes: this row is left out",
                    found=row.text("id"),
                    expected="an id that is not the name of a file",
                )
                continue
            by_address.setdefault(slug(row.text("id")), []).append(row)
        for same in by_address.values():
            for row in same if len(same) > 1 and not keep_first else same[1:]:
                self.leave_out(table, row)
            for row in same[1:]:
                first = same[0]
                one = first.text("id") == row.text("id")
                self.tell(
                    "PR005",
                    resource=table,
                    row=row.number,
                    column="id",
                    message=(
                        f"another {what} has this id"
                        if one
                        else f'the id of another {what}, "{quoted(first.text("id"))}", leads to the same address'
                    )
                    + (": this row is left out" if keep_first else ": both are left out"),
                    found=row.text("id"),
                    expected=f"an id that differs from that of row {first.number}",
                )
        if keep_first:
            return tuple(same[0] for same in by_address.values())
        alone = {id(same[0]) for same in by_address.values() if len(same) == 1}
        return tuple(row for row in rows if id(row) in alone)

    def text_of(self, name: str) -> str:
        """The Markdown of a resource without comments; empty where there is none, or none that can be read."""
        resource = self.package.resource(name)
        if resource is None:
            return ""
        text, problem = read_text(resource, withheld=name in self.scan.withheld)
        if problem:
            self._withheld[name] = None
            self.tell(
                "PR021",
                resource=name,
                message="the text can't be read, so it is not on the page",
                found=f"a text that {problem}",
                expected=f"Markdown as UTF-8, of at most {sizes.MOST_CHARACTERS:,} characters",
            )
            return ""
        if is_example(text):
            self.tell("PR023", resource=name, found=text)
        return text


_SAID = {
    "blank": "the cell is blank",
    "form": "the value can't be read",
    "long": "the text is too long",
}


def _expected(column: Column, problem: str) -> str:
    if problem == "long":
        return f"at most {sizes.MOST_CHARACTERS if column.long else sizes.MOST_IN_A_LINE:,} characters"
    return _EXPECTED.get(column.type, f"{column.title.lower()}, such as {column.example}")


def expected_of(known: Iterable[str]) -> str:
    """The ids that might have been meant, in words."""
    ids = sorted(known)[:MOST_ROWS]
    return (
        f"one of {listed([quoted(one) for one in ids[:5]] + ids[5:], 5)}" if ids else "one that is there; there is none"
    )


def todo_of(text: str, known: Iterable[str]) -> str:
    """`Write "potholes", if that is meant.`; empty where nothing is near."""
    near = get_close_matches(text, sorted(known)[:MOST_ROWS], 1, 0.7)
    return f'Write "{quoted(near[0])}", if that is meant.' if near else ""


def quoted(text: str) -> str:
    """A cell as a message quotes it: short, on one line, and without what may tell of a person."""
    bare = text.strip('"')
    if looks_like_person(bare):
        return initials(bare)
    # A part of a descriptor is quoted as JSON, with texts of its own.
    parts = re.sub(r'"([^"]*)"', lambda m: f'"{initials(m[1])}"' if looks_like_person(m[1]) else m[0], text)
    return shorten(mask_private(parts))
