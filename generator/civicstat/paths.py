"""Whether the paths of a resource stay where they may: regular files inside their own package."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from civicstat.findings import shorten
from civicstat.jsonschemas import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_NAME_BYTES = 240
"""Of a file's or a folder's name: machines take 255, and an ending may be added."""

_ADDRESS = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_LINKED = re.compile(r"^https?://", re.IGNORECASE)


def is_remote(resource: Mapping[str, Any]) -> bool:
    """True for a resource whose path is one web address."""
    path = resource.get("path")
    paths = path if isinstance(path, list) else [path]
    return len(paths) == 1 and isinstance(paths[0], str) and bool(_LINKED.match(paths[0]))


def path_problem(resource: Mapping[str, Any], index: int, folder: Path, private: Iterable[Path]) -> Problem | None:
    """What is unsafe about a resource's paths, or None. `private` are the folders of packages not public.

    A path that is merely missing is safe, and Frictionless's to report; so is one of the wrong type.
    """
    at = f"resources[{index}]"
    scheme = resource.get("scheme")
    if isinstance(scheme, str) and scheme not in ("", "file", "buffer", "multipart", "http", "https"):
        return Problem(f"{at}.scheme", f'"{scheme}"', "a file of the package", "Export the rows to a file.")
    for key in ("schema", "dialect", "profile"):
        value = resource.get(key)
        if isinstance(value, str) and (_ADDRESS.match(value) or key != "profile"):
            pointer = f"{at}.{key}"
            if _ADDRESS.match(value):
                return Problem(
                    pointer,
                    f'"{shorten(value)}"',
                    "a file of the package",
                    "Copy it into the package's folder.",
                )
            if problem := _file_problem(value, pointer, folder, private):
                return problem
    if is_remote(resource):
        return None
    for key in ("path", "extrapaths"):
        value = resource.get(key)
        for number, path in enumerate(value if isinstance(value, list) else [value]):
            pointer = f"{at}.{key}[{number}]" if isinstance(value, list) else f"{at}.{key}"
            if isinstance(path, str) and (problem := _file_problem(path, pointer, folder, private)):
                return problem
    return None


def _file_problem(  # noqa: PLR0911 - one for each way to be unsafe
    path: str, pointer: str, folder: Path, private: Iterable[Path]
) -> Problem | None:
    found = f'"{shorten(path)}"'
    inside = "a path inside the package's own folder"
    todo = "Put the file into the package's folder and name it from there."
    if _ADDRESS.match(path):
        return Problem(pointer, found, "a file of the package, or one address that begins with https://", todo)
    if re.search(r"[\x00-\x1f\x7f]", path):
        return Problem(pointer, found, "a path without control characters", "Rename the file.")
    if (longest := max(len(part.encode("utf-8", "replace")) for part in path.split("/"))) > MOST_NAME_BYTES:
        kept = f"names of at most {MOST_NAME_BYTES} bytes"
        return Problem(pointer, f"{found}, with a name of {longest} bytes", kept, "Give it a shorter name.")
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or re.match(r"^[A-Za-z]:|^[\\~]", path):
        return Problem(pointer, found, inside, todo)
    file = folder / path
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            return Problem(pointer, f"{found}, which is a link to somewhere else", inside, todo)
        if any(file.resolve().is_relative_to(other) for other in private):
            # Its path is not repeated: that may say what nobody should know.
            return Problem(pointer, "a path into a package that is not public", "a file of this package", todo)
        if file.exists() and not file.is_file():
            return Problem(pointer, f"{found}, which is a folder or a device", "a file", todo)
    except (OSError, RuntimeError) as error:
        return Problem(pointer, f"{found} ({error})", inside, todo)
    return None
