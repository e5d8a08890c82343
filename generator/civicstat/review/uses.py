"""What in the catalogue uses a part of a package, so that a change tells what it breaks.

`uses_of` is the one place to ask. Whatever else comes to refer to tables and columns is looked for here.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.record import KIND as RECORD
from civicstat.review.changes import Use
from civicstat.review.reckoned import Reckoned, reckoned_in
from civicstat.shapes import MEASURED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from civicstat.model import ChartDeclaration, Package, Resource

LARGEST_LIST = 20_000_000
"""Bytes of a CSV file that may name other packages' columns: lists of measures are written by hand."""

_ROLES = ("x", "y", "series", "latitude", "longitude")


@dataclass(frozen=True)
class Part:
    """A part of a package that something may use: a whole table, or one of its fields. `alone`: its only table.

    `type` is the field's new type, where it is still there under its name.
    """

    package: str
    resource: str
    field: str = ""
    alone: bool = False
    type: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that whoever means it has to say."""
        return tuple(filter(None, (self.package, self.resource, self.field)))


def uses_of(parts: Sequence[Part], packages: Sequence[Package]) -> dict[Part, tuple[Use, ...]]:
    """Everything in `packages` that names each part.

    In the part's own package: its charts, keys and waivers, and whatever else stands under `civicstat`. In the others:
    an object under `civicstat`, or a row of a CSV file, that names the package, the table and the field. Measures of
    sprints and strategies use what their declarations need, whether or not they name the table. Of a part
    that names no other than its own package's, nothing elsewhere is read. What a record says of past days is no use of
    anything: it stays true when its subject is gone.
    """
    found: dict[Part, list[Use]] = {part: [] for part in parts}
    by_name = {package.name: package for package in packages}
    for part in parts:
        if owner := by_name.get(part.package):
            found[part] += _in_own(part, owner)
    for package in packages:
        for measure in reckoned_in(package):
            for part in parts:
                if (use := _of_measure(part, measure, package, by_name.get(part.package))) is not None:
                    found[part].append(use)
    for package in packages:
        others = [part for part in parts if part.package != package.name]
        if others and package.kind != RECORD:
            for part, use in (*_in_descriptor(others, package), *_in_lists(others, package)):
                found[part].append(use)
    return {part: tuple(dict.fromkeys(uses)) for part, uses in found.items()}


def _of_measure(part: Part, measure: Reckoned, package: Package, dataset: Package | None) -> Use | None:
    """The measure as a use of the part; None where it does not need it. `dataset` is the part's package in the head."""
    if measure.dataset != part.package:
        return None
    table = measure.table(dataset)
    if part.field:
        needed = table == part.resource and part.field in measure.fields
    elif dataset is None:
        needed = measure.resource in ("", part.resource)
    else:
        needed = part.resource == measure.resource or not table
    if not needed:
        return None
    breaks = not (part.type and measure.can_use(part.field, part.type))
    return Use(package.kind, package.name, package.file, measure.pointer, package.title, breaks, measure.title)


def _in_own(part: Part, package: Package) -> Iterator[Use]:
    for chart in package.charts or ():
        if chart.resource == part.resource or (not chart.resource and part.alone) or _spec_names(chart, part.resource):
            used = not part.field or part.field in [getattr(chart, role) for role in _ROLES] or _spec_uses(chart, part)
            if used:
                yield Use("chart", package.name, package.file, f"civicstat.charts[{chart.index}]", chart.title)
    for resource in package.resources:
        yield from _in_schema(part, package, resource)
    for index, waiver in enumerate(package.waivers):
        if part.field and waiver.field == part.field and waiver.resource in ("", part.resource):
            title = f"of {waiver.check}"
            yield Use("waiver", package.name, package.file, f"civicstat.waivers[{index}]", title, breaks=False)
    own = package.descriptor.get("civicstat")
    if part.field and isinstance(own, dict):
        others = _without_measures(package, own)
        rest = {key: value for key, value in others.items() if key not in ("charts", "waivers", "formerNames")}
        wanted = (part.field,) if part.alone else (part.resource, part.field)
        for place, _ in _objects(rest, "civicstat", [wanted]):
            yield Use("setting", package.name, package.file, place)


def _spec_names(chart: ChartDeclaration, resource: str) -> bool:
    """True where a whole specification takes its rows from that table."""
    return chart.spec is not None and any(
        key == "name" and value == resource and at.endswith("data") for key, value, at in _pairs(chart.spec)
    )


def _spec_uses(chart: ChartDeclaration, part: Part) -> bool:
    """True where a whole specification names the field, by itself or in an expression."""
    if chart.spec is None:
        return False
    name = re.escape(part.field)
    inside = re.compile(rf"""datum(\.{name}(?![\w$])|\[\s*['"]{name}['"]\s*\])""")
    return any(
        isinstance(value, str)
        and key not in ("title", "description", "name", "type", "mark")
        and (value.replace("\\", "") == part.field or inside.search(value))
        for key, value, _ in _pairs(chart.spec)
    )


def _pairs(value: Any, key: str = "", at: str = "") -> Iterator[tuple[str, Any, str]]:
    """Every plain value at any depth with its key and the key of what it stands in; rows are passed over."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "values":
                yield from _pairs(inner, str(name), key)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, key, at)
    else:
        yield key, value, at


def _in_schema(part: Part, package: Package, resource: Resource) -> Iterator[Use]:
    schema = resource.descriptor.get("schema")
    if not isinstance(schema, dict):
        return
    at = f"resources[{resource.index}].schema"
    mine = resource.name == part.resource
    if mine and part.field:
        if part.field in _listed(schema.get("primaryKey")):
            yield Use("primary key", package.name, package.file, f"{at}.primaryKey", f"of {resource.name}")
        for index, key in enumerate(_listed(schema.get("uniqueKeys"))):
            if part.field in _listed(key):
                yield Use("unique key", package.name, package.file, f"{at}.uniqueKeys[{index}]", f"of {resource.name}")
    for index, key in enumerate(_listed(schema.get("foreignKeys"))):
        if not isinstance(key, dict):
            continue
        reference = key.get("reference")
        reference = reference if isinstance(reference, dict) else {}
        target = reference.get("resource") or resource.name
        there = target == part.resource and (not part.field or part.field in _listed(reference.get("fields")))
        if there or (mine and part.field and part.field in _listed(key.get("fields"))):
            title = f"of {resource.name}" + (f" into {target}" if target != resource.name else "")
            yield Use("foreign key", package.name, package.file, f"{at}.foreignKeys[{index}]", title)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _in_descriptor(parts: Sequence[Part], package: Package) -> Iterator[tuple[Part, Use]]:
    own = package.descriptor.get("civicstat")
    if not isinstance(own, dict):
        return
    by_names = {part.names: part for part in parts}
    for place, names in _objects(_without_measures(package, own), "civicstat", list(by_names)):
        title = package.title
        yield by_names[names], Use(package.kind, package.name, package.file, place, title)


def _without_measures(package: Package, own: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands under `civicstat` without the measures of a sprint or a strategy, which are looked at by meaning."""
    return {key: value for key, value in own.items() if key != "measures"} if package.kind in MEASURED else own


def _objects(
    own: Mapping[str, Any], at: str, wanted: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The innermost objects below `own` that say all names of a wanted set, each with its place and that set."""
    for key, value in own.items():
        for index, inner in enumerate(value if isinstance(value, list) else [value]):
            place = f"{at}.{key}" + (f"[{index}]" if isinstance(value, list) else "")
            if isinstance(inner, dict):
                said = _said(text for _, text, _ in _pairs(inner) if isinstance(text, str))
                held = [names for names in wanted if _all_said(names, said)]
                deeper = list(_objects(inner, place, held)) if held else []
                yield from deeper
                yield from ((place, names) for names in held if names not in [n for _, n in deeper])


def _said(texts: Iterable[str]) -> Counter[str]:
    """How often each name is said: a text by itself, or a part of one such as `trees/plantings#height`."""
    said: Counter[str] = Counter()
    for text in texts:
        parts = {text, *re.split(r"[/#:.]", text)} if len(text) <= 300 and " " not in text else {text}
        said.update(part for part in parts if part)
    return said


def _all_said(names: Sequence[str], said: Counter[str]) -> bool:
    """True where every name is said, one that is wanted twice at least twice."""
    return all(said[name] >= count for name, count in Counter(names).items())


def _in_lists(parts: Sequence[Part], package: Package) -> Iterator[tuple[Part, Use]]:
    for resource in package.resources:
        if resource.format != "csv" or resource.kind != "table" or resource.compression:
            continue
        for path, file in zip(resource.paths, resource.files, strict=False):
            try:
                if file.stat().st_size > LARGEST_LIST:
                    continue
                raw = file.read_bytes()
            except OSError:
                continue
            asked = [part for part in parts if all(name.encode() in raw for name in part.names)]
            if not asked:
                continue
            text = io.StringIO(raw.decode("utf-8-sig", "replace"), newline="")
            place = package.file.rpartition("/")[0] + f"/{path}"
            try:
                for number, row in enumerate(csv.reader(text), 1):
                    said = _said(row)
                    for part in asked:
                        if number > 1 and _all_said(part.names, said):
                            yield part, Use(package.kind, package.name, place, f"row {number}", package.title)
            except csv.Error:
                continue
