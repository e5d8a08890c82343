"""What asks for more than a portal can hold: told from a descriptor and from the heads of files, before either is read.

The limits are far above what cities publish (the largest descriptor seen has 136 kB, the widest table 300 columns), and
low enough that whatever stays below them is read in seconds.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from typing import IO, TYPE_CHECKING, Any, cast

from civicstat.findings import shorten
from civicstat.jsonschemas import Problem, pointer_of
from civicstat.lazily import load
from civicstat.plainyaml import YAMLError, load_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from civicstat.model import Resource

MOST_COLUMNS = 1_000
"""Columns of one table: a page lists them all. The widest that cities publish have a few hundred."""
MOST_FIELDS = 15_000
"""Fields that a whole descriptor may describe: each takes two or three milliseconds, whatever its rows."""
MOST_RESOURCES = 500
MOST_LISTED = {
    "contributors": 1_000,
    "keywords": 1_000,
    "licenses": 1_000,
    "resources": MOST_RESOURCES,
    "sources": 1_000,
}
"""Entries in the lists of a package."""
MOST_LISTED_OF_OURS = {"charts": 50, "formerNames": 100, "measures": 2_000, "theme": 50}
"""Entries in the lists of `civicstat`: each is a drawing or a page of its own."""
MOST_VALUES = 400_000
"""Names and values in a descriptor beside its rows: a million codes are a table of their own."""
MOST_CHARACTERS = 50_000
"""Of one text, some 25 pages: Markdown that sets out to be slow takes a second or two for that, and is shown thrice."""
MOST_IN_A_LINE = 1_000
"""Characters of what stands on one line: names, titles, paths."""
MOST_DESCRIBED_BYTES = 2_000_000
"""Of a file that holds a schema or a dialect."""
MOST_CELL = 5_000_000
"""Characters of one cell: a city's boundary as text has one or two million."""
FREELY_UNPACKED = 50_000_000
"""Bytes that any file may unpack to."""
MOST_UNPACKED = 2_000_000_000
MOST_FOLD = 100
"""How many times its own size a larger file may unpack to: tables fold to a twentieth, bombs to a thousandth."""

_LINES = {"name", "title", "path", "format", "unit", "version", "created", "homepage", "id", "email", "fn", "label"}
_LONGER = "Move the long part to a page under site_src/, or to a file of the package, and link to it."
_ONCE = 1 << 20


def descriptor_problems(data: Mapping[str, Any]) -> list[tuple[int | None, Problem]]:
    """What a descriptor says past all measure, each with the place of the resource whose it is (None: the package's).

    Rows that stand in the descriptor are looked at with the tables.
    """
    own = data.get("civicstat")
    long = _long_lists(data, MOST_LISTED, "")
    long += _long_lists(own, MOST_LISTED_OF_OURS, "civicstat.") if isinstance(own, dict) else []
    if long:
        return [(None, problem) for problem in long]
    resources = data.get("resources")
    listed = resources if isinstance(resources, list) else []
    rest = {key: value for key, value in data.items() if key != "resources"}
    if isinstance(own, dict) and isinstance(charts := own.get("charts"), list):
        # A whole specification is looked at where it is drawn, so that one that is too much leaves the rest in place.
        kept = [{k: v for k, v in c.items() if k != "spec"} if isinstance(c, dict) else c for c in charts]
        rest["civicstat"] = {**own, "charts": kept}
    found: list[tuple[int | None, Problem]] = [(None, problem) for problem in _measured(rest, "")]
    for index, resource in enumerate(listed):
        at = f"resources[{index}]"
        described = {k: v for k, v in resource.items() if k != "data"} if isinstance(resource, dict) else {"": resource}
        count = _fields(described.get("schema"))
        wide = [too_wide(f"{at}.schema.fields", count)] if count > MOST_COLUMNS else []
        found += [(index, problem) for problem in wide or _measured(described, at)]
    return found


def _long_lists(value: Mapping[str, Any], most: Mapping[str, int], at: str) -> list[Problem]:
    todo = "Keep those that matter, or split the package in several."
    return [
        Problem(at + key, f"{len(value[key]):,} entries", f"at most {limit:,}", todo)
        for key, limit in most.items()
        if isinstance(value.get(key), list) and len(value[key]) > limit
    ]


def _fields(schema: Any) -> int:
    """How many fields a schema describes."""
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return len(fields) if isinstance(fields, list) else 0


def field_problems(data: Mapping[str, Any], folder: Path, skip: Collection[int]) -> list[tuple[int | None, Problem]]:
    """Where a descriptor has more fields than a page can show; `skip` holds the places of resources left out.

    Schemas and dialects in files of their own, whose paths have been found safe, are looked at like those within.
    """
    resources = data.get("resources")
    found: list[tuple[int | None, Problem]] = []
    fields = 0
    for index, resource in enumerate(resources if isinstance(resources, list) else []):
        if index in skip or not isinstance(resource, dict):
            continue
        at = f"resources[{index}]"
        parts = {key: resource.get(key) for key in ("schema", "dialect")}
        for key, value in parts.items():
            if isinstance(value, str):
                parts[key], problem = _described(folder / value, f"{at}.{key}")
                problems = [problem] if problem else _measured(parts[key], f"{at}.{key}")
                found += [(index, p) for p in problems]
        count = _fields(parts["schema"])
        fields += count
        if count > MOST_COLUMNS:
            found.append((index, too_wide(f"{at}.schema.fields", count)))
    if fields > MOST_FIELDS and not found:
        expected, todo = f"at most {MOST_FIELDS:,} in a package", "Split the package in several."
        found.append((None, Problem("resources", f"{fields:,} fields", expected, todo)))
    return found


def too_wide(pointer: str, count: int) -> Problem:
    """The problem of a table with so many columns."""
    todo = "Turn columns into rows, such as one row for each year, or split the table in several."
    return Problem(pointer, f"{count:,} columns", f"at most {MOST_COLUMNS:,} columns", todo)


def too_long(pointer: str) -> Problem:
    """The problem of a table with such a cell."""
    todo = "Look for a quote that is never closed; keep long texts in files of their own."
    return Problem(pointer, f"a cell of more than {MOST_CELL:,} characters", "shorter cells", todo)


def _described(file: Path, at: str) -> tuple[Any, Problem | None]:
    """The schema or dialect in a file of its own; nothing for one that is not there, which is Frictionless's to say."""
    expected = "one object { … } in JSON or YAML"
    try:
        size = file.stat().st_size
        if size > MOST_DESCRIBED_BYTES:
            todo = "Describe less in it: long lists of values belong in a table of their own."
            return None, Problem(at, f"a file of {size:,} bytes", f"at most {MOST_DESCRIBED_BYTES:,}", todo)
        return load_file(file), None
    except OSError:
        return None, None
    except (ValueError, YAMLError, RecursionError) as error:
        return None, Problem(at, f"a file that can't be read ({shorten(str(error))})", expected, "Correct the file.")


def _measured(value: Any, at: str) -> list[Problem]:
    """The texts that are too long, each with its place, and whether there are too many values at all."""
    found = []
    for count, (path, inner) in enumerate(_values(value)):
        if count > MOST_VALUES:
            todo = "Keep long lists in a table of their own, and let a foreign key lead to it."
            return [Problem(at, f"more than {MOST_VALUES:,} values", "fewer beside the rows", todo)]
        most = MOST_IN_A_LINE if path and path[-1] in _LINES else MOST_CHARACTERS
        if isinstance(inner, str) and len(inner) > most:
            length = f"a text of {len(inner):,} characters"
            found.append(Problem(pointer_of(path, at), length, f"at most {most:,}", _LONGER))
    return found[:20]


def _values(value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value at any depth with its place; keys count as values."""
    left: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while left:
        path, inner = left.pop()
        yield path, inner
        if isinstance(inner, dict):
            for key, part in inner.items():
                yield (*path, "name"), key
                left.append(((*path, key), part))
        elif isinstance(inner, list):
            left += [((*path, number), part) for number, part in enumerate(inner)]


def file_problem(resource: Resource) -> Problem | None:
    """What is past all measure in a resource's files: what unpacks, or says that it does, to far more than it is."""
    for file in resource.files:
        if not file.is_file():
            continue
        try:
            size, unpacked = file.stat().st_size, _unpacked(file, resource)
        except _TooWide as error:
            return too_wide("", error.columns)
        except (OSError, EOFError, ValueError, zipfile.BadZipFile, lzma.LZMAError, load("pyarrow").ArrowException):
            continue  # Frictionless says what is wrong with it
        except (RuntimeError, NotImplementedError, KeyError) as error:  # a password, an unknown way to pack
            return Problem("", f"an archive that can't be opened ({error})", "a plain one", "Pack the file anew.")
        if unpacked > min(max(FREELY_UNPACKED, MOST_FOLD * size), MOST_UNPACKED):
            found = f"{size:,} bytes that unpack to {'more than ' * bool(resource.compression)}{unpacked:,}"
            expected = f"at most {MOST_FOLD} times as much, and never more than {MOST_UNPACKED:,} bytes"
            return Problem("", found, expected, "Look whether the file is what it should be; publish it unpacked.")
    return None


class _TooWide(Exception):  # noqa: N818 - it names what was found
    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.columns = columns


def _unpacked(file: Path, resource: Resource) -> int:
    """How many bytes a file unpacks to; counting ends soon after there are too many."""
    if resource.compression:
        return _counted(file, resource)
    if resource.format in ("xlsx", "xlsm"):
        with zipfile.ZipFile(file) as archive:  # which reads no more of a part than stands in the list of parts
            return sum(part.file_size for part in archive.infolist())
    if resource.format == "parquet":
        held = load("pyarrow.parquet").read_metadata(file)
        if held.num_columns > MOST_COLUMNS:
            raise _TooWide(held.num_columns)
        said = sum(held.row_group(n).total_byte_size for n in range(held.num_row_groups))
        return int(max(said, held.num_rows * held.num_columns))
    return 0


def _counted(file: Path, resource: Resource) -> int:
    most = min(max(FREELY_UNPACKED, MOST_FOLD * file.stat().st_size), MOST_UNPACKED)
    count = 0
    with _opened(file, resource) as opened:
        while count <= most and (part := opened.read(_ONCE)):
            count += len(part)
    return count


def _opened(file: Path, resource: Resource) -> IO[bytes]:
    match resource.compression:
        case "gz":
            return cast("IO[bytes]", gzip.open(file))
        case "bz2":
            return cast("IO[bytes]", bz2.open(file))
        case "xz":
            return cast("IO[bytes]", lzma.open(file))
        case "zip":
            archive = zipfile.ZipFile(file)
            inner = resource.descriptor.get("innerpath")
            return archive.open(inner if isinstance(inner, str) and inner else next(iter(archive.namelist()), ""))
    return file.open("rb")
