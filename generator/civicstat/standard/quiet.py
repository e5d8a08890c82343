"""Frictionless as it is called here: no network, no warnings, no cell and no table past all measure."""

from __future__ import annotations

import csv
import math
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frictionless import Checklist, Detector, Dialect, Error, system
from frictionless.resources import table as frictionless_tables
from frictionless.vendors import stringcase
from requests import RequestException, Session

from civicstat.findings import shorten
from civicstat.sizes import MOST_CELL, MOST_COLUMNS, too_wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from civicstat.jsonschemas import Problem

_LOOKED_AT = 100_000
_DETECT = Detector.detect_metadata_type
_DETECT_SCHEMA = Detector.detect_schema
_HANDLERS = frictionless_tables.create_cell_handlers
_READ_CONTENT = Dialect.read_enumerated_content_stream


class ChosenRows:
    """A stream of cells that knows the place of each of its rows: only some of a table's rows go by."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The row numbers, of which the header has 1, and the cells."""
        raise NotImplementedError


_SCOPE = Checklist().scope
"""The types of errors that are looked for; Frictionless lists them anew for every error."""
_REMEMBERED, _SHORT = 10_000, 200
"""How many texts of a field are remembered, and how long they may be."""


def _handlers(fields: Any) -> dict[str, Any]:
    """Frictionless's readers of cells, which read a text that comes again from memory."""
    return {name: handler._replace(reader=_remembering(handler.reader)) for name, handler in _HANDLERS(fields).items()}


def _remembering(read: Any) -> Any:
    known = lru_cache(_REMEMBERED)(read)

    def reader(source: Any) -> Any:
        if type(source) is not str or len(source) > _SHORT:
            return read(source)
        value, notes = known(source)
        if (isinstance(value, Decimal) and value.is_nan()) or (isinstance(value, float) and math.isnan(value)):
            return read(source)  # a NaN is a different one each time, and equals only itself
        return value, notes and dict(notes)  # from which Frictionless takes what it has told

    return reader


_snakecase = lru_cache(maxsize=None)(stringcase.snakecase)
"""Frictionless asks for the same few names for every part of every error."""


def _described(error: Any, *, exclude: Sequence[str] = ()) -> dict[str, Any]:
    """An error as Frictionless describes it; it looks up what is defined anew for each property, and copies deeply."""
    defined = set(error.list_defined())
    found: dict[str, Any] = {}
    for name in error.metadata_ensure_profile().get("properties", {}):
        attribute = _snakecase(name)
        if name in exclude or (name != "type" and attribute not in defined):
            continue
        value = getattr(error, attribute, None)
        if value is not None and value != {}:
            found[name] = list(value) if isinstance(value, list) else value
    return {**found, **error.custom}


class TooMuch(BaseException):
    """A table is past all measure; not an `Exception`, which Frictionless takes for a fault of the data."""

    def __init__(self, problem: Problem) -> None:
        """Refuse for that problem."""
        super().__init__(str(problem))
        self.problem = problem


def _bounded_schema(detector: Any, fragment: Any, *, labels: Any = None, **options: Any) -> Any:
    """A table's schema, declared or told by its first rows; one of too many columns is refused before that."""
    width = max(len(labels or ()), max(map(len, fragment), default=0))
    if width > MOST_COLUMNS:
        raise TooMuch(too_wide("", width))
    return _DETECT_SCHEMA(detector, fragment, labels=labels, **options)


def _content(dialect: Any, cell_stream: Any) -> Any:
    return cell_stream.rows() if isinstance(cell_stream, ChosenRows) else _READ_CONTENT(dialect, cell_stream)


def _kind_of_file(source: Any, *, format: str | None = None) -> str | None:  # noqa: A002 - its name is fixed
    """What Frictionless takes a JSON or YAML file for. YAML is read so slowly that a long file is not looked at."""
    if isinstance(source, str) and format == "yaml":
        with suppress(OSError):
            if Path(source).stat().st_size > _LOOKED_AT:
                return None
    kind: str | None = _DETECT(source, format=format)
    return kind


class _NoNetwork(Session):
    """A session that reaches nothing: a build reads what is in the repository, and nothing else."""

    def request(self, method: Any, url: Any, *_: Any, **__: Any) -> Any:  # noqa: ARG002 - its name is fixed
        raise RequestException(f"{shorten(str(url))} is not fetched; copy the file into the package")


@contextmanager
def quietly() -> Iterator[None]:
    """Call Frictionless with nothing reached, nothing warned of, and nothing read past all measure."""
    import warnings  # noqa: PLC0415 - only here

    Detector.detect_metadata_type = staticmethod(_kind_of_file)
    Detector.detect_schema = _bounded_schema
    Dialect.read_enumerated_content_stream = _content
    Error.metadata_export = _described
    stringcase.snakecase = _snakecase
    Checklist.scope = _SCOPE
    frictionless_tables.create_cell_handlers = _handlers
    assert system.plugins  # noqa: S101 - loaded now, since one sets the limit so high that an open quote takes all memory
    csv.field_size_limit(MOST_CELL)
    with system.use_context(http_session=_NoNetwork()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
