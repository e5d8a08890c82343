"""The forms in which every table is offered. A new one is a module beside these and a line of `FORMATS`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from civicstat.exports.to_csv import write_csv
from civicstat.exports.to_geojson import write_geojson
from civicstat.exports.to_json import write_json
from civicstat.exports.to_parquet import write_parquet
from civicstat.exports.to_xlsx import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from civicstat.distributions import Shortfall
    from civicstat.tables import Table


@dataclass(frozen=True)
class Format:
    """A form: its name, which is the file's ending too, its media type, and what writes it.

    `write` gets the table and the path of the file to write. It returns False where the form has nothing to say of
    such a table, and tells what the form can't hold; where that is more than a type, it writes nothing.
    """

    name: str
    mediatype: str
    write: Callable[[Table, Path], tuple[bool, tuple[Shortfall, ...]]]


FORMATS = (
    Format("csv", "text/csv", write_csv),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    Format("json", "application/json", write_json),
    Format("parquet", "application/vnd.apache.parquet", write_parquet),
    Format("geojson", "application/geo+json", write_geojson),
)
