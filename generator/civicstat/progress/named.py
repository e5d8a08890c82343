"""What a package names: its tables, their columns as its files call them, and its texts."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from civicstat import sizes
from civicstat.checks.words import listed
from civicstat.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from civicstat.model import Package, Resource
    from civicstat.shapes import Kind
    from civicstat.shapes.shape import Column, Shape

FILES_BESIDE: Mapping[tuple[str, str], frozenset[str]] = {
    ("stat", "meetings"): frozenset({"index.html", "calendar.ics"}),
    ("academy", "courses"): frozenset({"index.html"}),
    **{("strategy", part): frozenset({"index.html"}) for part in ("pillars", "goals", "initiatives")},
}
"""By kind and table, the files that the portal writes where each id of the table has a folder of its own."""

_COMMENT = re.compile(r"^ {0,3}<!--.*?(?:-->[^\n]*|\Z)", re.MULTILINE | re.DOTALL)


def header_of(package: Package, table: str, column: str) -> str:
    """What a column is called in the file: its own name, unless `civicstat.columns` says another."""
    own = package.descriptor.get("civicstat")
    for key in ("columns", table, column):
        own = own.get(key) if isinstance(own, dict) else None
    return own if isinstance(own, str) else column


def unknown_names(package: Package, kind: Kind) -> Iterator[dict[str, Any]]:
    """What `civicstat.columns` says of tables and columns that the kind does not have, as the parts of findings."""
    own = package.descriptor.get("civicstat")
    said = own.get("columns") if isinstance(own, dict) else None
    tables = {shape.name: [column.name for column in shape.columns] for shape in SHAPES[kind]}
    for table, columns in said.items() if isinstance(said, dict) else ():
        if table not in tables:
            yield _unknown("civicstat.columns", table, "table", tables)
        for column in columns if table in tables and isinstance(columns, dict) else ():
            if column not in tables[table]:
                yield _unknown(f"civicstat.columns.{table}", column, "column", tables[table])


def _unknown(pointer: str, name: str, what: str, known: Mapping[str, object] | Sequence[str]) -> dict[str, Any]:
    near = get_close_matches(name, list(known), 1, 0.7)
    return {
        "code": "PR013",
        "pointer": pointer,
        "message": f"the names of columns are given for a {what} that the kind does not have",
        "found": f'"{name}"',
        "expected": f"one of {listed(list(known), 12)}",
        "todo": f'Write "{near[0]}", if that is meant.' if near else "Correct the name, or take the entry out.",
    }


def absent_columns(package: Package, shape: Shape, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What to say of columns that a table with these `names` lacks, as the parts of findings.

    An optional one is told where another may be meant by it, and where the descriptor says what the file calls it.
    """
    known = {column.name: header_of(package, shape.name, column.name) for column in shape.columns}
    others = {_plain(name): name for name in names if name not in known.values()}
    for column in shape.columns:
        header = known[column.name]
        if header in names:
            continue
        if header != column.name:
            yield _misnamed(shape, column, header, names, others)
            continue
        near = get_close_matches(_plain(column.name), list(others), 1, 0.85)
        like = others[near[0]] if near else ""
        if column.required:
            yield {
                "code": "PR002",
                "resource": shape.name,
                "column": column.name,
                "message": "the table has no such column, so none of its rows are on the progress page",
                "found": f'"{like}"' if like else listed(names, 5),
                "expected": f'a column named "{header}"',
                "todo": f'Rename the column "{like}" to "{header}".' if like else "Add the column.",
            }
        elif like:
            yield {
                "code": "PR003",
                "resource": shape.name,
                "column": like,
                "expected": f'"{header}"',
                "todo": f'Rename it to "{header}", if it is meant to be read.',
            }


def _misnamed(
    shape: Shape, column: Column, header: str, names: Sequence[str], others: Mapping[str, str]
) -> dict[str, Any]:
    """What to say where the descriptor gives a column a name that the file does not have."""
    near = next(
        (
            found[0]
            for name in (header, column.name)
            if (found := get_close_matches(_plain(name), list(others), 1, 0.7))
        ),
        "",
    )
    like = others.get(near, "")
    rows = ", so none of its rows are on the progress page" if column.required else ", so the column is not read"
    return {
        "code": "PR002" if column.required else "PR003",
        "resource": shape.name,
        "pointer": f"civicstat.columns.{shape.name}.{column.name}",
        "message": f"the file has no column of the name that the descriptor gives{rows}",
        "found": f'"{header}"',
        "expected": f"one of the file's columns: {listed(names, 5)}",
        "todo": (f'Write "{like}" there, if that is meant; ' if like else "Correct the descriptor; ")
        + f'or call the column "{header}" in the file.',
    }


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def is_named(package: Package, table: str) -> bool:
    """Whether the descriptor names a table, be it against the standard."""
    return any(r.name == table for r in (*package.resources, *package.refused))


def read_text(resource: Resource, *, withheld: bool) -> tuple[str, str]:
    """The Markdown of a resource without comments, and what is wrong with it: "is withheld"; one of both is empty."""
    if withheld:
        return "", "is withheld"
    if resource.inline and isinstance(resource.descriptor.get("data"), str):
        text, problem = str(resource.descriptor["data"]), ""
    elif not resource.files or resource.compression:
        return "", "is not a file in the package"
    else:
        text, problem = _file_text(resource.files[0])
    if len(text) > sizes.MOST_CHARACTERS:
        return "", f"has {len(text):,} characters"
    return _COMMENT.sub("", text).strip(), problem


def _file_text(file: Any) -> tuple[str, str]:
    """The text of a file, or what is wrong with it. More than fits is not read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(4 * sizes.MOST_CHARACTERS + 4)
        if len(content) > 4 * sizes.MOST_CHARACTERS:
            return "", f"has more than {sizes.MOST_CHARACTERS:,} characters"
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), ""
    except UnicodeDecodeError:
        return "", "is not UTF-8"
    except (OSError, ValueError):
        return "", "is not there, or can't be opened"
