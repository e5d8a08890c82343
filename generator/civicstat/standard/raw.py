"""Rows as they stand in a file, whether or not they are valid: for the checks of privacy, which ask for no schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frictionless import Resource
from frictionless.resources import TableResource

from civicstat.sizes import MOST_CELL
from civicstat.standard.quiet import TooMuch, quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_HOW_IT_IS_READ = ("name", "path", "extrapaths", "data", "scheme", "format", "mediatype", "compression", "innerpath")


def read_rows(
    resource: Mapping[str, Any],
    folder: Path,
    take: Callable[[tuple[str, ...], Sequence[Any]], None],
    *,
    bytewise: bool = False,
) -> bool:
    """Hand every row of a table to `take`, as (labels, cells), without a look at its schema; true when to its end.

    The labels are those of the header, as they stand, or none. Only what says how the file is written is heeded.
    `bytewise`, a file is read as Latin-1, in which every byte is a sign: so plain letters and digits are there even
    where the file is not written in the encoding that it should have.
    """
    bare = {key: resource[key] for key in _HOW_IT_IS_READ if key in resource}
    own = {key: resource[key] for key in ("dialect", "encoding") if key in resource}
    own |= {"encoding": "latin-1"} if bytewise else {}
    opened, whole = _read({**bare, **own}, folder, take)
    if not opened and "dialect" in own:  # which may be what is wrong
        del own["dialect"]
        _, whole = _read({**bare, **own}, folder, take)
    return whole


def _read(
    resource: Mapping[str, Any], folder: Path, take: Callable[[tuple[str, ...], Sequence[Any]], None]
) -> tuple[bool, bool]:
    """Whether the table could be opened, and whether it was read to its end."""
    opened = False
    with quietly():
        try:
            table = Resource.from_descriptor(dict(resource), basepath=str(folder))
            if not isinstance(table, TableResource):
                table = Resource.from_descriptor({**resource, "type": "table"}, basepath=str(folder))
            with table:
                opened = True
                labels = tuple(str(label or "") for label in table.labels)
                for _, cells in table.dialect.read_enumerated_content_stream(table.cell_stream):
                    if any(isinstance(cell, str) and len(cell) > MOST_CELL for cell in cells):
                        return True, False
                    take(labels, cells)
        except MemoryError:
            raise  # told by the process that has run out of it
        except (Exception, TooMuch):  # noqa: BLE001 - what can't be read is told by the check of the standard
            return opened, False
    return True, True
