"""The measures of sprints and strategies as their declarations say: which rows, and which columns of which types."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.names import slug
from civicstat.progress.conditions import ORDERED
from civicstat.progress.moments import COARSE, DATED
from civicstat.progress.origins import NUMBERS, OF_NUMBERS
from civicstat.progress.problems import tables_of
from civicstat.shapes import MEASURED
from civicstat.shapes.shape import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from civicstat.model import Package

Types = frozenset[str] | None
"""The types of which a column may be; None for any."""


@dataclass(frozen=True)
class Reckoned:
    """A measure with a declaration: its title, where that stands, and what it takes from where.

    `dataset` is a page name; `resource` is empty where the declaration leaves it out. `fields` are the columns that it
    needs, each with the types that will do.
    """

    title: str
    pointer: str
    dataset: str
    resource: str
    fields: Mapping[str, Types]

    def table(self, dataset: Package | None) -> str:
        """The table that is meant: the one named, or else the only one of the dataset; empty where none is."""
        if self.resource or dataset is None:
            return self.resource
        tables = tables_of(dataset)
        return tables[0] if len(tables) == 1 else ""

    def can_use(self, field: str, kind: str) -> bool:
        """True where a column of that type will do."""
        types = self.fields.get(field)
        return types is None or kind in types


def reckoned_in(package: Package) -> tuple[Reckoned, ...]:
    """The measures that a sprint or a strategy declares, as far as they can be read; none of any other package."""
    own = package.descriptor.get("civicstat")
    listed = own.get("measures") if package.kind in MEASURED and isinstance(own, dict) else None
    if not isinstance(listed, list) or not listed:
        return ()
    titles = measure_titles(package)
    found = []
    for index, entry in enumerate(listed):
        if isinstance(entry, dict) and isinstance(entry.get("dataset"), str):
            own_id, resource = str(entry.get("measure", "")).strip(), entry.get("resource")
            found.append(
                Reckoned(
                    title=titles.get(own_id) or own_id,
                    pointer=f"civicstat.measures[{index}]",
                    dataset=slug(entry["dataset"]),
                    resource=resource.strip() if isinstance(resource, str) else "",
                    fields=_fields(entry),
                )
            )
    return tuple(found)


def _fields(entry: Mapping[str, Any]) -> dict[str, Types]:
    """The columns that a declaration needs, each with the types that serve all that it is needed for."""
    found: dict[str, Types] = {}
    for name, types in _needs(entry):
        if isinstance(name, str) and name:
            before = found.get(name)
            both = types if before is None else before if types is None else before & types
            found[name] = both
    return found


def _needs(entry: Mapping[str, Any]) -> Iterator[tuple[Any, Types]]:
    """Each mention of a column with the types that serve it, as the reckoning of a measure has them."""
    reckon, per = entry.get("reckon"), entry.get("per")
    coarse = () if reckon == "open" else [kind for kind, periods in COARSE.items() if per in periods]
    yield entry.get("date"), frozenset((*DATED, *coarse))
    for name in _listed(entry.get("days")):
        yield name, frozenset(DATED)
    if reckon == "open":
        yield entry.get("until"), frozenset(DATED)
    if reckon in OF_NUMBERS and not entry.get("days"):
        yield entry.get("field"), frozenset(NUMBERS)
    elif reckon == "distinct":
        yield entry.get("field"), None
    for part in ("where", "of"):
        for condition in _listed(entry.get(part)):
            if isinstance(condition, dict):
                bounded = "least" in condition or "most" in condition
                yield condition.get("field"), frozenset(ORDERED) if bounded else None
    for name in _listed(entry.get("by")):
        yield name, None
    for role in ("latitude", "longitude"):
        yield entry.get(role), frozenset(NUMBERS)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def measure_titles(package: Package) -> dict[str, str]:
    """The titles of a package's measures by id, as far as its table is plain CSV or stands in the descriptor."""
    resource = package.resource("measures")
    if resource is None:
        return {}
    data = resource.descriptor.get("data")
    if isinstance(data, list):
        rows = [row for row in data if isinstance(row, dict)]
    elif resource.files and resource.format == "csv" and not resource.compression:
        try:
            with resource.files[0].open(encoding="utf-8-sig", errors="replace", newline="") as opened:
                rows = [row for _, row in zip(range(MOST_ROWS), csv.DictReader(opened), strict=False)]
        except (OSError, csv.Error):
            return {}
    else:
        return {}
    return {str(row.get("id") or "").strip(): str(row.get("title") or "").strip() for row in rows}
