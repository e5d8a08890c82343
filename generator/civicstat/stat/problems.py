"""What is wrong between a series of Stat meetings and the packages whose measures it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.explain import file_of
from civicstat.findings import Finding, shorten
from civicstat.names import slug
from civicstat.progress.cells import cell_text
from civicstat.progress.rows import expected_of, quoted, todo_of
from civicstat.progress.troubles import BY_CODE
from civicstat.shapes import WITH_MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.model import Package
    from civicstat.progress.around import Known
    from civicstat.scan import Scan
    from civicstat.stat.model import Stat, Watched

MOST = 20
"""Findings of one series: one package that is gone may take a hundred measures with it."""


def stat_problems(stat: Stat, packages: Known) -> tuple[Finding, ...]:
    """Everything that is wrong between packages; the stat's own is among them."""
    measured = {name: held for name, held in packages.items() if held[0].kind in WITH_MEASURES}
    ids = {name: _ids(*measured[name]) for name in {one.package for one in stat.measures} & set(measured)}
    found = []
    for watched in stat.measures:
        if watched.package not in measured:
            found.append(_gone(stat, watched, packages, measured))
        elif (known := ids[watched.package]) is not None and not _among(watched, known, measured):
            found.append(_told(stat, watched, packages, "measure", "its package has no such measure", known))
    return tuple(found[:MOST])


def _among(watched: Watched, known: frozenset[str], measured: Known) -> bool:
    """Whether a package has a measure. Of agency measures that share an id, each is named by its address."""
    if measured[watched.package][0].kind != "performance":
        return watched.measure in known
    return any(slug(watched.measure).startswith(slug(one)) for one in known)


def _ids(package: Package, scan: Scan | None) -> frozenset[str] | None:
    """The measures of a package; None where that is not known, since its table is withheld."""
    table = scan.table("measures") if scan else None
    own = package.descriptor.get("civicstat")
    columns = own.get("columns") if isinstance(own, dict) else None
    names = columns.get("measures") if isinstance(columns, dict) else None
    name = names.get("id", "id") if isinstance(names, dict) else "id"
    if table is None or table.field(name) is None:
        return None
    return frozenset(map(cell_text, table.column(name).to_list()))


def _gone(stat: Stat, watched: Watched, packages: Known, measured: Mapping[str, object]) -> Finding:
    other = packages.get(watched.package)
    message = f"a package of the kind {other[0].kind} has no measures" if other else "there is no such package"
    return _told(stat, watched, packages, "package", message, measured)


def _told(
    stat: Stat,
    watched: Watched,
    packages: Known,
    column: str,
    message: str,
    known: Mapping[str, object] | frozenset[str],
) -> Finding:
    package = packages[stat.package][0]
    resource = package.resource("measures")
    text = watched.package if column == "package" else watched.measure
    return Finding(
        code="PR045",
        severity="warning",
        file=file_of(package, resource) if resource else package.file,
        package=stat.package,
        resource="measures",
        row=watched.row,
        field=column,
        message=f"{message}: the row is left out",
        found=quoted(text),
        expected=shorten(expected_of(known), 200),
        todo=todo_of(text, known) or BY_CODE["PR045"].todo,
    )
