"""Distributions: the files in which a dataset is offered (DCAT's word for them)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Why = Literal["size", "columns", "long text", "characters", "format", "as text", "formulas"]


@dataclass(frozen=True)
class Distribution:
    """One file that a dataset's page offers.

    `path` is relative to the dataset's page (`files/trees.xls`, `trees.csv`), `format` is in lower case (`csv`,
    `parquet`, `json`, `xlsx`, `geojson`, or the original's own; empty where nobody knows), `mediatype` is IANA's.
    `original` is true for the file as the city keeps it, byte for byte, or a zip archive of nothing but that file.
    `file` is where the content lies now.
    """

    resource: str
    path: str
    format: str
    mediatype: str
    bytes: int
    sha256: str
    file: Path
    original: bool = False


@dataclass(frozen=True)
class Shortfall:
    """What a format can't hold of a resource's values, and of which `fields` (empty: of the whole table).

    With `as text` and `formulas` the file is offered: values stand as text where the format has no type for them, or
    a spreadsheet may take text for formulas. With any other reason it is not offered; with `format` for values that
    the field's own format has no text for.
    """

    resource: str
    format: str
    why: Why
    fields: tuple[str, ...] = ()
