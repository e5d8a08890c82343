"""The quality score of a dataset: from 0 to 100, out of five parts, with everything that it was reckoned from.

Each part is made of measures, and each measure is a share of things that are as they should be. The weights below are
the whole formula: a dataset's score is the mean of its measures' shares, weighted, times 100. A measure that a dataset
gives no occasion for (the columns of a dataset that has only documents) is left out, and the weights of the others
grow in proportion, first within their part and then among the parts. What a waiver lets pass costs nothing.

The parts are five of the dimensions of the W3C's Data Quality Vocabulary (https://www.w3.org/TR/vocab-dqv/) and of the
metadata quality assessment of data.europa.eu, with weights of civicstat's own: data that is wrong weighs most, and
what a portal can't tell from the outside (whether a plausible number is right) weighs nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from civicstat.checks.licences import standing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package, Resource
    from civicstat.scan import Scan
    from civicstat.tables import Field, Table
    from civicstat.timeliness import Timeliness

PartName = Literal["validity", "completeness", "timeliness", "documentation", "openness"]
MeasureName = Literal[
    "published", "declared", "sensible", "filled", "rows", "promise", "description", "columns", "agency", "contact",
    "topics", "sources", "coverage", "licence", "formats", "here",
]  # fmt: skip
Grade = Literal["very good", "good", "fair", "poor"]

FORMULA: Mapping[PartName, tuple[float, Mapping[MeasureName, float]]] = {
    "validity": (30, {"published": 3, "declared": 1, "sensible": 1}),
    "completeness": (15, {"filled": 4, "rows": 1}),
    "timeliness": (20, {"promise": 1}),
    "documentation": (
        20,
        {"description": 2, "columns": 3, "agency": 1, "contact": 1, "topics": 1, "sources": 1, "coverage": 1},
    ),
    "openness": (15, {"licence": 3, "formats": 1, "here": 1}),
}
"""Of each part its points out of 100, and the weights of its measures within it."""

GRADES: tuple[tuple[int, Grade], ...] = ((90, "very good"), (75, "good"), (50, "fair"), (0, "poor"))
"""From which score on a word applies, highest first."""

ENOUGH = 100
"""Characters of a description from which on it counts in full; schema.org's search engines ask for 50 at least."""

DUE, OVERDUE = 0.75, 0.5
"""What a promise is worth once it is due, and on the day on which it becomes overdue."""

OPEN_FORMATS = {
    "csv", "tsv", "json", "ndjson", "jsonl", "geojson", "topojson", "parquet", "arrow", "feather", "xml", "rdf", "ttl",
    "jsonld", "ods", "html", "txt", "md", "gpkg", "kml", "gml", "gpx", "nc", "netcdf", "geotiff", "sqlite",
}  # fmt: skip
"""Formats that any program can read by a published standard, and work with; a PDF and a picture are for the eye."""

MOST_NAMED = 5
"""Names of things that would raise a score, where there are many."""


@dataclass(frozen=True)
class Working:
    """One line of the reckoning: `points` got out of `of`, for `have` things out of `total` that are as they should be.

    `missing` names what would raise it, the first few. Both points are of the whole score, after the weights of what
    does not apply were spread.
    """

    measure: MeasureName
    points: float
    of: float
    have: int
    total: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One of the five parts, with the lines that it comes from."""

    name: PartName
    workings: tuple[Working, ...]

    @property
    def points(self) -> float:
        """The points that it adds to the score."""
        return sum(w.points for w in self.workings)

    @property
    def of(self) -> float:
        """The points that it could add."""
        return sum(w.of for w in self.workings)

    @property
    def score(self) -> int:
        """How good it is by itself, from 0 to 100."""
        return whole(100 * self.points / self.of)


@dataclass(frozen=True)
class Quality:
    """A dataset's score with its workings; `left_out` are the parts that don't apply to it."""

    parts: tuple[Part, ...]
    left_out: tuple[PartName, ...] = ()

    @property
    def score(self) -> int:
        """From 0 to 100."""
        return whole(sum(part.points for part in self.parts))

    @property
    def grade(self) -> Grade:
        """The word for the score."""
        return grade_of(self.score)

    def part(self, name: PartName) -> Part | None:
        """The part of that name, where it applies."""
        return next((part for part in self.parts if part.name == name), None)

    @property
    def by_name(self) -> Mapping[PartName, int | None]:
        """The score of each part in the formula's order; None for one that does not apply."""
        return {name: part.score if (part := self.part(name)) else None for name in FORMULA}


@dataclass(frozen=True)
class PortalQuality:
    """The scores of a whole portal: means over its datasets, each from 0 to 100.

    `datasets` is how many have a score or are withheld as a whole. A part's mean is over those to which it applies.
    """

    score: float
    parts: Mapping[PartName, float]
    datasets: int

    @property
    def by_name(self) -> Mapping[PartName, int | None]:
        """The mean of each part as a whole number, in the formula's order; None for one that applies to none."""
        return {name: whole(self.parts[name]) if name in self.parts else None for name in FORMULA}

    @property
    def grade(self) -> Grade:
        """The word for the mean."""
        return grade_of(self.score)


@dataclass(frozen=True)
class _Share:
    """What a measure comes to before its weight: a share from 0 to 1, and the things that it was counted from."""

    share: float
    have: int
    total: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Subject:
    """What is scored, and what several measures ask for."""

    package: Package
    scan: Scan
    findings: Sequence[Finding]
    timeliness: Timeliness
    today: date

    @property
    def refused(self) -> tuple[str, ...]:
        """The names of resources that were found wrong before the scan."""
        known = {r.name for r in self.package.resources}
        names = (f.resource for f in self.findings if f.withholds and f.resource and f.resource not in known)
        return tuple(dict.fromkeys(names))

    @property
    def withheld(self) -> tuple[str, ...]:
        """The words for everything that is withheld."""
        return (*(r.label for r in self.package.resources if r.name in self.scan.withheld), *self.refused)

    @property
    def local(self) -> tuple[Resource, ...]:
        """The resources that lie in the package."""
        return tuple(r for r in self.package.resources if r.kind != "remote")

    @property
    def tables(self) -> tuple[tuple[Resource, Table], ...]:
        """The published tables."""
        return tuple((r, self.scan.tables[r.name]) for r in self.package.resources if r.name in self.scan.tables)

    @property
    def columns(self) -> tuple[tuple[Resource, Field], ...]:
        """The columns of all published tables."""
        return tuple((resource, field) for resource, table in self.tables for field in table.fields)

    def label(self, resource: Resource, field: Field) -> str:
        """The words for a column."""
        return field.label if len(self.package.resources) == 1 else f"{field.label} ({resource.label})"


def score(
    package: Package, scan: Scan, findings: Sequence[Finding], timeliness: Timeliness, today: date
) -> Quality | None:
    """The quality of a dataset on `today`; None for one that holds nothing yet, and for the record of scores itself."""
    if package.kind == "quality" or not (package.resources or package.descriptor.get("resources")):
        return None
    subject = _Subject(package, scan, findings, timeliness, today)
    shares: dict[PartName, dict[MeasureName, _Share]] = {}
    for name, (_, measures) in FORMULA.items():
        found = {measure: share for measure in measures if (share := _MEASURES[measure](subject)) is not None}
        if found:
            shares[name] = found
    all_points = sum(FORMULA[name][0] for name in shares)
    parts = tuple(_part(name, found, 100 / all_points) for name, found in shares.items())
    return Quality(parts, tuple(name for name in FORMULA if name not in shares))


def _part(name: PartName, shares: Mapping[MeasureName, _Share], scale: float) -> Part:
    points, weights = FORMULA[name]
    each = points * scale / sum(weights[measure] for measure in shares)
    return Part(
        name,
        tuple(
            Working(m, s.share * weights[m] * each, weights[m] * each, s.have, s.total, s.missing[:MOST_NAMED])
            for m, s in shares.items()
        ),
    )


def mean_quality(scores: Iterable[Quality | None], broken: int = 0) -> PortalQuality | None:
    """The portal's mean; None where nothing is scored. Each of `broken` packages, withheld as a whole, counts as 0."""
    known = [quality for quality in scores if quality is not None]
    count = len(known) + broken
    if not count:
        return None
    parts: dict[PartName, float] = {}
    for name in FORMULA:
        of_part = [part.score for quality in known if (part := quality.part(name))]
        if of_part:
            parts[name] = sum(of_part) / len(of_part)
    return PortalQuality(round(sum(q.score for q in known) / count, 1), parts, count)


def grade_of(score: float) -> Grade:
    """The word for a score; of a mean, its whole points count."""
    return next(word for least, word in GRADES if score >= least)


def whole(points: float) -> int:
    """Points as a whole number, halves up. 100 and 0 are kept for what is wholly so."""
    rounded = int(points + 0.5 + 1e-9)
    if rounded == 100 and points < 100 - 1e-6:
        return 99
    return 1 if rounded == 0 and points > 1e-6 else rounded


def _counted(have: int, total: int, missing: Iterable[str] = ()) -> _Share | None:
    """A share of things; nothing where there are none."""
    return _Share(have / total, have, total, tuple(missing)) if total else None


def _known(value: object) -> _Share:
    return _Share(float(bool(value)), int(bool(value)), 1)


def _published(subject: _Subject) -> _Share | None:
    """Tables and files that pass their checks."""
    total = len(subject.local) + len(subject.refused)
    return _counted(total - len(subject.withheld), total, subject.withheld)


def _declared(subject: _Subject) -> _Share | None:
    """Columns whose kind of value the descriptor declares: any other can't be wrong, so passing says nothing."""
    columns = [(r, f) for r, f in subject.columns if r.kind == "table"]
    lacking = [subject.label(r, f) for r, f in columns if not _has_type(r, f)]
    return _counted(len(columns) - len(lacking), len(columns), lacking)


def _has_type(resource: Resource, field: Field) -> bool:
    schema = resource.descriptor.get("schema")
    if isinstance(schema, str):
        return bool(field.descriptor.get("type"))
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return any(isinstance(f, dict) and f.get("name") == field.name and f.get("type") for f in fields or ())


def _sensible(subject: _Subject) -> _Share | None:
    """Columns, and tables as wholes, in which the checks of sense and privacy find nothing that is not waived."""
    places = {(r.name, f.name): subject.label(r, f) for r, f in subject.columns}
    places |= {(r.name, ""): r.label for r, _ in subject.tables}
    odd: Counter[tuple[str, str]] = Counter()
    for finding in subject.findings:
        if finding.code[:2] in ("DT", "PV") and finding.waiver is None:
            place = (finding.resource, finding.field)
            odd[place if place in places else (finding.resource, "")] += 1
    named = [place for place, _ in odd.most_common() if place in places]
    return _counted(len(places) - len(named), len(places), (places[place] for place in named))


def _filled(subject: _Subject) -> _Share | None:
    """Cells that hold a value."""
    columns = [(r, f) for r, f in subject.columns if f.profile.rows]
    cells = sum(f.profile.rows for _, f in columns)
    blanks = sum(f.profile.blanks for _, f in columns)
    worst = sorted((c for c in columns if c[1].profile.blanks), key=lambda c: -c[1].profile.blank_share)
    return _counted(cells - blanks, cells, (subject.label(r, f) for r, f in worst))


def _rows(subject: _Subject) -> _Share | None:
    """Tables that are published and have rows."""
    tables = [r for r in subject.local if r.name in subject.scan.tables or _withheld_table(r, subject)]
    full = {r.name for r, table in subject.tables if table.rows}
    return _counted(len(full), len(tables), (r.label for r in tables if r.name not in full))


def _withheld_table(resource: Resource, subject: _Subject) -> bool:
    return resource.kind in ("table", "geojson") and resource.name in subject.scan.withheld


def _promise(subject: _Subject) -> _Share | None:
    """Whether the update promise is kept. Data that by its own word changes irregularly can't be late."""
    known = subject.timeliness
    nothing_out = subject.local and len(subject.withheld) == len(subject.local) + len(subject.refused)
    if nothing_out or known.status == "unknown":
        return _Share(0, 0, 1)
    if known.status == "no promise":
        return None if known.promise == "irregular" else _Share(0, 0, 1)
    if known.status == "on time":
        return _Share(1, 1, 1)
    if known.status == "due" or known.due is None or known.overdue is None or known.updated is None:
        return _Share(DUE, 0, 1)
    interval = max((known.due - known.updated).days, 1)
    late = (subject.today - known.overdue).days / interval
    return _Share(OVERDUE * max(0.0, 1 - late), 0, 1)


def _description(subject: _Subject) -> _Share:
    length = min(len(" ".join(subject.package.description.split())), ENOUGH)
    return _Share(length / ENOUGH, length, ENOUGH)


def _columns(subject: _Subject) -> _Share | None:
    """Columns that are explained: by a description, or by the words for each of their categories."""
    lacking = [subject.label(r, f) for r, f in subject.columns if not f.description.strip() and not f.categories]
    return _counted(len(subject.columns) - len(lacking), len(subject.columns), lacking)


def _licence(subject: _Subject) -> _Share:
    """Whether an open licence is named; half for one that is not known, or not shown to be open."""
    standings = {standing_of(licence) for licence in subject.package.licenses}
    if "open" in standings:
        return _Share(1, 1, 1)
    part = 0.5 if standings & {"unknown", "unshown"} else 0
    return _Share(part, 0, 1, tuple(x.label for x in subject.package.licenses))


def _formats(subject: _Subject) -> _Share | None:
    """Resources in a form that programs can work with: tables, and files in an open format."""
    resources = subject.package.resources
    lacking = [r.label for r in resources if r.name not in subject.scan.tables and r.format.lower() not in OPEN_FORMATS]
    return _counted(len(resources) - len(lacking), len(resources), lacking)


def _here(subject: _Subject) -> _Share | None:
    """Resources that can be downloaded from the portal."""
    elsewhere = [r.label for r in subject.package.resources if r.kind == "remote"]
    lacking = (*subject.withheld, *elsewhere)
    total = len(subject.package.resources) + len(subject.refused)
    return _counted(total - len(lacking), total, lacking)


_MEASURES: Mapping[MeasureName, Callable[[_Subject], _Share | None]] = {
    "published": _published,
    "declared": _declared,
    "sensible": _sensible,
    "filled": _filled,
    "rows": _rows,
    "promise": _promise,
    "description": _description,
    "columns": _columns,
    "agency": lambda s: _known(s.package.publisher),
    "contact": lambda s: _known(s.package.contact and (s.package.contact.email or s.package.contact.url)),
    "topics": lambda s: _known(s.package.topics or s.package.keywords),
    "sources": lambda s: _known(s.package.sources),
    "coverage": lambda s: _known(s.package.temporal or s.package.spatial),
    "licence": _licence,
    "formats": _formats,
    "here": _here,
}
