"""What a package names: its tables, their columns as its files call them, and its texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from civicstat import sizes

if TYPE_CHECKING:
    from civicstat.model import Package, Resource

_COMMENT = re.compile(r"^ {0,3}<!--.*?(?:-->[^\n]*|\Z)", re.MULTILINE | re.DOTALL)


def header_of(package: Package, table: str, column: str) -> str:
    """What a column is called in the file: its own name, unless `civicstat.columns` says another."""
    own = package.descriptor.get("civicstat")
    for key in ("columns", table, column):
        own = own.get(key) if isinstance(own, dict) else None
    return own if isinstance(own, str) else column


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
