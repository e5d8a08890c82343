"""Which charts a package's page will show, and the numbers of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from civicstat.charts.choose import choose_charts
from civicstat.charts.declared import fill_spec
from civicstat.charts.reckon import CannotDraw, ChartData, reckon_chart
from civicstat.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.charts.course import MeasureData
    from civicstat.model import ChartDeclaration, Package
    from civicstat.scan import Scan
    from civicstat.tables import Table


@dataclass(frozen=True)
class PlannedChart:
    """A chart that a page will show: its numbers in the short form, a measure's, or a whole specification.

    `chosen` is true where civicstat chose the chart, since the package declares none. `labels` has the words for the
    fields that a whole specification may show, `table` the words for its table where the package has several.
    """

    declaration: ChartDeclaration
    data: ChartData | MeasureData | None
    chosen: bool
    spec: Mapping[str, Any] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    table: str = ""


def plan_charts(package: Package, scan: Scan) -> tuple[tuple[PlannedChart, ...], list[Finding]]:
    """The charts of a package, declared or chosen; what can't be drawn becomes a finding, and the rest stands."""
    tables = [scan.tables[r.name] for r in package.resources if r.name in scan.tables]
    chosen = package.charts is None
    planned: list[PlannedChart] = []
    findings: list[Finding] = []
    for declaration in choose_charts(tables) if package.charts is None else package.charts:
        try:
            chart = _plan(declaration, tables, chosen)
            resource = package.resource(declaration.resource)
            planned.append(replace(chart, table=resource.label) if resource and len(tables) > 1 else chart)
        except CannotDraw as error:
            # A chart of a withheld table goes with it; that is no fault of the chart.
            out = {*scan.withheld, *(resource.name for resource in package.refused)}
            withheld = out and declaration.resource in (*out, "")
            if not chosen and not withheld:
                findings.append(chart_finding(package, declaration, str(error)))
    return tuple(planned), findings


def chart_finding(package: Package, chart: ChartDeclaration, why: str) -> Finding:
    """A declared chart that can't be drawn."""
    return Finding(
        code="CH001",
        severity="warning",
        file=package.file,
        package=package.name,
        pointer=f"civicstat.charts[{chart.index}]",
        message=f"this chart is left out: {why}",
        expected="a chart that its table can answer",
        todo="Correct the chart, or take it out.",
    )


def _plan(declaration: ChartDeclaration, tables: Sequence[Table], chosen: bool) -> PlannedChart:
    if declaration.spec is not None:
        if not tables:
            raise CannotDraw("none of the package's tables is published")
        labels = {f.name: f.label for table in tables for f in table.fields}
        return PlannedChart(declaration, None, chosen, fill_spec(declaration, {t.resource: t for t in tables}), labels)
    name = declaration.resource
    if not name and len(tables) > 1:
        raise CannotDraw(f'"resource" is missing; the tables are {", ".join(t.resource for t in tables)}')
    table = next((t for t in tables if t.resource == name or not name), None)
    if table is None:
        known = ", ".join(t.resource for t in tables) or "none"
        raise CannotDraw(f'its resource "{name}" is no published table of this package; those are: {known}')
    data = reckon_chart(replace(declaration, resource=table.resource), table)
    if not data.points:
        raise CannotDraw("no row has a value for it")
    return PlannedChart(declaration, data, chosen)
