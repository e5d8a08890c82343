"""Find and read the descriptors under `catalog/`, and what git knows of them.

A descriptor that can't be read is no exception here: it comes back with its problem, and the stages after
decide.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicstat.findings import Finding, shorten
from civicstat.history import History, read_history
from civicstat.plainyaml import MOST_DIGITS, NameTwiceError, NumberTooLong, YAMLError, in_words, load_yaml, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOG = "catalog"
DESCRIPTOR_NAMES = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
MAX_DESCRIPTOR_BYTES = 20_000_000
"""Past this a file is no description but data; the largest real one seen has 136 kB."""
MAX_YAML_BYTES = 1_000_000
"""YAML is read a hundred times as slowly as JSON: ten seconds for a megabyte."""
MAX_LEVELS = 200
"""Past this Frictionless and JSON's own writer lose their way; a real descriptor has about ten."""


@dataclass(frozen=True)
class RawPackage:
    """One descriptor as it was read: `data` is its object, or `problem` says why there is none.

    `file` is relative to the portal's root. `private` is true when the words of the file say, or may say,
    that the package is not public, though it could not be read.
    """

    file: str
    path: Path
    data: dict[str, Any] | None = None
    problem: Finding | None = None
    private: bool = False

    @property
    def folder(self) -> Path:
        """The folder that the package's paths start from."""
        return self.path.parent


@dataclass(frozen=True)
class Sources:
    """All descriptors found, in the order of their paths, and the history that git keeps."""

    packages: tuple[RawPackage, ...]
    history: History


def read_sources(root: Path) -> Sources:
    """Read every descriptor under `root/catalog` and the git history of that folder."""
    catalog = root / CATALOG
    return Sources(
        tuple(read_descriptor(path, root) for path in find_descriptors(catalog)),
        read_history(root, CATALOG),
    )


def find_descriptors(folder: Path) -> Iterator[Path]:
    """Every descriptor in `folder`, at any depth, sorted by path.

    Hidden folders are passed over. Links to folders are not followed, so that a loop can't trap the walk and
    nothing outside the catalogue comes in.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in DESCRIPTOR_NAMES:
            if name in names or name in folders:
                yield Path(place, name)


def read_descriptor(path: Path, root: Path) -> RawPackage:  # noqa: PLR0911, PLR0912 - one for each way to be broken
    """Read one descriptor, whatever state it is in."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def broken(message: str, todo: str, found: str = "", text: str = "") -> RawPackage:
        expected = "a data package: one object { … } with its resources"
        problem = Finding(
            code="DP001",
            severity="error",
            file=file,
            message=message,
            found=found,
            expected=expected,
            todo=todo,
        )
        return RawPackage(file, path, problem=problem, private=_may_be_private(text))

    if not path.is_file():
        return broken("is not a file", "Put the descriptor itself there.", "a folder, a device or a link to nothing")
    try:
        with path.open("rb") as opened:
            raw = opened.read(MAX_DESCRIPTOR_BYTES)
        size = path.stat().st_size
        linked = path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve())
    except OSError as error:
        return broken("can't be opened", "Check the file's permissions.", error.strerror or "an error")
    if linked:
        return broken(
            "is a link to somewhere else",
            "Put the descriptor itself there.",
            "a link out of the package's folder",
            raw.decode("latin-1"),
        )
    most = MAX_DESCRIPTOR_BYTES if path.suffix == ".json" else MAX_YAML_BYTES
    if size > most:
        return broken(
            f"is too large to be a descriptor, which may have {most:,} bytes",
            "Move rows out of it into a data file beside it.",
            f"{size:,} bytes",
            raw.decode("latin-1"),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return broken(
            "is not UTF-8 text",
            'Save it again with the encoding "UTF-8".',
            f"a byte that is no UTF-8 at position {error.start:,}",
            raw.decode("latin-1"),
        )
    if not text.strip():
        return broken("is empty", "Write the descriptor, or delete the file.", "an empty file")
    try:
        data = _load_json(text) if path.suffix == ".json" else load_yaml(text)
    except json.JSONDecodeError as error:
        return broken(
            f"can't be read as JSON: line {error.lineno}, column {error.colno}: {_in_plain_words(error.msg)}",
            "Correct that line; look for a missing comma, quote or bracket just before it.",
            "text that stops or breaks off" if error.pos >= len(text.rstrip()) else "broken JSON",
            text,
        )
    except YAMLError as error:
        return broken(
            f"can't be read as YAML: {in_words(error)}",
            "Correct that line; look at its indentation, colons and quotes.",
            "broken YAML",
            text,
        )
    except NameTwiceError as error:
        return broken(str(error), "Keep one of the two: which of them holds can't be told.", "a name twice", text)
    except NumberTooLong as error:
        todo = f"Write the number with at most {MOST_DIGITS} digits, or in quotes where it is no quantity."
        return broken("holds a number past all use", todo, str(error), text)
    except RecursionError:
        return broken("can't be read", "Simplify it.", "brackets within brackets, to a depth past all use", text)
    except ValueError as error:
        return broken("can't be read", "Simplify it.", shorten(str(error)), text)
    if not isinstance(data, dict):
        kind = {list: "a list [ … ]", str: "text", type(None): "nothing"}.get(type(data), "a single value")
        return broken("does not hold a data package", "Put the descriptor in { … }.", kind, text)
    if found := _beyond_json(data):
        return broken("holds what JSON has no word for", "Write the character or number itself.", found, text)
    return RawPackage(file, path, data=data)


def _load_json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_once, parse_int=whole_number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names each stand once: readers of JSON differ on which of two holds, access levels among them."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise NameTwiceError(next(name for name in names if names.count(name) > 1))
    return found


def _beyond_json(data: Any) -> str:
    """What a value holds that readers accept though JSON has no word for it; empty when there is nothing."""
    try:
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return "half a character: an escape such as \\ud800 without its other half"
    except (RecursionError, ValueError):
        return "NaN or Infinity, which are no numbers in JSON, or a depth past all use"
    levels, inner = 0, [data]
    while inner:
        levels += 1
        inner = [
            value
            for outer in inner
            if isinstance(outer, dict | list)
            for value in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return "a depth past all use" if levels > MAX_LEVELS else ""


def _may_be_private(text: str) -> bool:
    """True when a file that can't be read says a word that would, or may, make its package not public.

    The text may be UTF-16, whose zero bytes are passed over, or break off within the word: any access level
    counts that is not plainly "public".
    """
    words = text.replace("\0", "").casefold()
    levels = re.findall(r"accesslevel\W*([a-z -]*)", words)
    return "non-public" in words or "restricted public" in words or any(level.strip() != "public" for level in levels)


def _in_plain_words(message: str) -> str:
    return {
        "Expecting value": "a value is missing",
        "Expecting ',' delimiter": "a comma or a closing bracket is missing",
        "Expecting ':' delimiter": "a colon is missing",
        "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
        "Unterminated string starting at": "the quote that opens here is never closed",
        "Extra data": "there is more after the end of the object",
        "Invalid control character at": "a line break or tab stands inside quotes",
    }.get(message, message)
