"""Why a file as a whole can't be read as it is described: another encoding, another delimiter, another name.

Looked at only where Frictionless has found the file wrong already, so that a sound one costs nothing.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import IO, TYPE_CHECKING, Any, cast

from civicstat.plainyaml import YAMLError, load_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from civicstat.model import Package, Resource

DATA_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".geojson", ".ndjson", ".jsonl", ".parquet")
"""The ends of names of files that hold data, before `.gz` and `.zip`."""
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""What parts the cells of a file, with its name."""
MOST_BESIDE = 200
"""Files of a folder among which one is looked for."""

_BLOCK = 1 << 20
_NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "ascii": "ASCII", "iso8859-1": "ISO-8859-1", "utf-16": "UTF-16"}


@dataclass(frozen=True)
class Undecoded:
    """The first bytes that are no text in an encoding: where they stand, and what the file looks like instead.

    `encoding` is the name of the one expected and `looks` of the one that it seems to be in, empty where none is;
    `sign` is what the byte would be in that one. `mixed` is true where other signs before it are in the one expected.
    """

    encoding: str
    byte: int
    line: int
    looks: str = ""
    sign: str = ""
    mixed: bool = False


def opened(file: Path, resource: Resource) -> IO[bytes]:
    """A file's own bytes, unpacked where it is packed with gzip."""
    return cast("IO[bytes]", gzip.open(file)) if resource.compression == "gz" else file.open("rb")


def dialect_of(resource: Resource, package: Package) -> dict[str, Any]:
    """The dialect with the properties of CSV at its top, in whichever of the two ways they are written."""
    found = resource.descriptor.get("dialect")
    if isinstance(found, str):
        try:
            found = load_file(package.folder / found)
        except (OSError, ValueError, YAMLError, RecursionError):
            found = None
    if not isinstance(found, dict):
        return {}
    inner = found.get("csv")
    return {**(inner if isinstance(inner, dict) else {}), **found}


def find_undecoded(resource: Resource, encoding: str) -> Undecoded | None:
    """The first place of a resource's files that is no text in the encoding; None where there is none to be found."""
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        return None
    if resource.compression not in ("", "gz"):
        return None
    for file in resource.files:
        try:
            with opened(file, resource) as stream:
                found = _undecoded(stream, codec)
        except (OSError, EOFError):
            return None
        if found:
            return found
    return None


def _undecoded(stream: IO[bytes], codec: str) -> Undecoded | None:
    decoder = codecs.getincrementaldecoder(codec)()
    line, mixed, head = 1, False, b""
    while True:
        block = stream.read(_BLOCK)
        head = head or block[:4]
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            # What the decoder held back of the block before stands in the error's object, too.
            before = error.object[: error.start]
            mixed = mixed or not before.isascii()
            looks, sign = _looks(head, error.object[error.start], codec, stream, error.object[error.start :])
            line += before.count(b"\n")
            return Undecoded(name_of(codec), error.object[error.start], line, looks, sign, mixed)
        except UnicodeError:
            return Undecoded(name_of(codec), head[0] if head else 0, line)
        if not block:
            return None
        line += text.count("\n")
        mixed = mixed or not text.isascii()


def _looks(head: bytes, byte: int, codec: str, stream: IO[bytes], rest: bytes) -> tuple[str, str]:
    """What the file seems to be in instead, and what the byte is there."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return name_of("utf-16"), ""
    if codec.startswith("utf-8"):
        sign = bytes([byte]).decode("cp1252", "replace")
        return (name_of("cp1252"), sign) if sign.isprintable() and sign != "\ufffd" else ("", "")
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        decoder.decode(rest)
        while block := stream.read(_BLOCK):
            decoder.decode(block)
    except UnicodeDecodeError:
        return "", ""
    return name_of("utf-8"), ""


def name_of(encoding: str) -> str:
    """An encoding as people write it: `Windows-1252` for `cp1252`."""
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        return encoding
    return _NAMES.get(codec.removesuffix("-sig"), codec.upper())


def other_delimiter(labels: Sequence[str], names: Sequence[str], declared: str) -> str:
    """What parts the cells of a file whose labels, read with the `declared` delimiter, are not those expected.

    Empty unless another one parts them into at least two of the names, and into most of them.
    """
    if sum(label in names for label in labels) * 2 > len(names):
        return ""
    line = declared.join(labels)
    for delimiter in DELIMITERS:
        if delimiter != declared and delimiter in line:
            [cells] = csv.reader([" ".join(line.splitlines())], delimiter=delimiter)
            same = len({cell.strip() for cell in cells} & set(names))
            if same >= 2 and same * 2 > len(names):
                return delimiter
    return ""


def files_beside(missing: str, package: Package) -> tuple[str, ...]:
    """Files of data in the folder of one that is missing which the package does not list: the likeliest first.

    `missing` and the answer are paths from the package's folder.
    """
    listed = {path for resource in package.resources for path in resource.paths}
    inside, slash, name = missing.rpartition("/")
    try:
        found = sorted(
            f"{inside}{slash}{file.name}"
            for file in (package.folder / inside).iterdir()
            if _is_data(file.name) and file.is_file() and not file.is_symlink()
        )[:MOST_BESIDE]
    except OSError:
        return ()
    unlisted = [path for path in found if path not in listed and path.rpartition("/")[2] != "datapackage.json"]
    wanted = _bare(name)

    def unlike(path: str) -> tuple[bool, float]:
        other = _bare(path)
        return not (other.startswith(wanted) or wanted.startswith(other)), -SequenceMatcher(None, wanted, other).ratio()

    return tuple(sorted(unlisted, key=unlike))


def _is_data(name: str) -> bool:
    return not name.startswith((".", "~")) and re.sub(r"\.(gz|zip)$", "", name.lower()).endswith(DATA_SUFFIXES)


def _bare(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0].lower()
