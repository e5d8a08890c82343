"""The store: what a stage has made of the same content is not made again.

A result is kept under a key made from everything it depends on: the content it was made from and the program that made
it. Nothing in the store is believed unseen: each entry and each file is read back against its own hash, an entry may
hold nothing but this package's values, and what is damaged, half written or foreign counts as not there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import pickle
import sys
import tempfile
import zlib
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

FOLDER = ".cache/store"

_PLAIN = {
    "builtins": {"frozenset", "set"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "markupsafe": {"Markup"},
    "pathlib": {"PosixPath"},
    "pathlib._local": {"PosixPath"},
}
"""The types of others that an entry may hold, beside this package's own dataclasses."""


class Store:
    """Kept values by key, and kept files by their hash, in one folder. Any number of processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when the first thing is kept."""
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        """Be handed to another process as nothing but a folder."""
        return Store, (self.folder,)

    def key(self, *parts: object) -> str:
        """The key of what is made from `parts`: values whose `repr` says all that they hold."""
        return digest(program(), *(repr(part) for part in parts))

    def get(self, key: str) -> Any:
        """The value kept under `key`, with all of its files whole; None where there is none to be believed."""
        entry = self._entry(key)
        try:
            head, _, body = entry.read_bytes().partition(b"\n")
            said = json.loads(head)
            if said["sha256"] != hashlib.sha256(body).hexdigest() or not all(map(self._whole, said["files"])):
                raise ValueError("damaged")  # noqa: TRY301 - told like all the ways to be damaged
            value = _Loader(io.BytesIO(zlib.decompress(body))).load()
        except FileNotFoundError:
            return None
        except Exception:  # noqa: BLE001 - whatever is wrong with an entry, it is not believed
            with suppress(OSError):
                entry.unlink()
            return None
        for path in (entry, *(self.file(sha256) for sha256 in said["files"])):
            with suppress(OSError):
                os.utime(path)  # in use: not to be thrown away
        return value

    def put(self, key: str, value: Any, held: tuple[str, ...] = ()) -> Any:
        """Keep `value`, which needs the kept files with the hashes `held`, and hand it back."""
        body = zlib.compress(pickle.dumps(value), 1)
        head = json.dumps({"sha256": hashlib.sha256(body).hexdigest(), "files": held})
        entry = self._entry(key)
        with self._new() as new:
            new.write(head.encode() + b"\n" + body)
        self._place(Path(new.name), entry)
        return value

    def keep(self, made: Path) -> str:
        """Move a file that was made at `new_file()` into the store, and return its SHA-256."""
        sha256 = hash_file(made)
        self._place(made, self.file(sha256))
        return sha256

    def file(self, sha256: str) -> Path:
        """Where the kept file with that hash lies."""
        return self.folder / "files" / sha256[:2] / sha256

    def new_file(self) -> Path:
        """A place to write a file that is to be kept."""
        with self._new() as new:
            return Path(new.name)

    def forget(self, before: float) -> None:
        """Throw away what nobody has used since `before` (seconds since 1970), half-written files among it."""
        for place, _, names in os.walk(self.folder):
            for name in names:
                path = Path(place, name)
                with suppress(OSError):
                    if path.stat().st_mtime < before:
                        path.unlink()

    def _entry(self, key: str) -> Path:
        return self.folder / "entries" / key[:2] / key

    def _new(self) -> Any:
        folder = self.folder / "new"
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.NamedTemporaryFile(dir=folder, delete=False)

    def _place(self, new: Path, at: Path) -> None:
        at.parent.mkdir(parents=True, exist_ok=True)
        new.replace(at)

    def _whole(self, sha256: str) -> bool:
        file = self.file(sha256)
        if hash_file(file) == sha256:
            return True
        file.unlink()
        return False


def digest(*parts: str) -> str:
    """A hash of texts, each apart from the next."""
    made = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        made.update(len(raw).to_bytes(8, "big") + raw)
    return made.hexdigest()


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@cache
def program() -> str:
    """A hash of the program: its own files, the versions of all that is installed beside it, and Python's."""
    installed = {
        entry.name
        for place in sys.path
        if os.path.isdir(place)  # noqa: PTH112 - an entry of the path may be empty
        for entry in os.scandir(place)
        if entry.name.endswith(".dist-info")
    }
    with as_file(files("civicstat")) as package:
        own = sorted(
            (path.relative_to(package).as_posix(), hash_file(path))
            for path in package.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
    return digest(sys.version, *sorted(installed), *(part for pair in own for part in pair))


class _Loader(pickle.Unpickler):
    """Loads nothing but values: an entry that somebody has slipped in can't run anything."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of a value, where a value may have it."""
        if name in _PLAIN.get(module, ()):
            return super().find_class(module, name)
        if module.startswith("civicstat.") and module in sys.modules and "." not in name:
            found = getattr(sys.modules[module], name, None)
            if isinstance(found, type) and dataclasses.is_dataclass(found) and found.__module__ == module:
                return found
        if module.startswith("civicstat.") and module not in sys.modules:
            import_module(module)
            return self.find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no value")
