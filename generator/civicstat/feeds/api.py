"""`api/v1/`: everything that the pages show of the datasets, as JSON for programs. `openapi.py` describes it."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import quote

from civicstat.feeds.entries import SIMULATED, Output, label_of
from civicstat.feeds.openapi import NOT_KNOWN, description
from civicstat.feeds.words import as_json, filled, line, plain_text, web
from civicstat.names import slug
from civicstat.reckoning.values import STATUSES
from civicstat.timeliness import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civicstat.feeds.entries import Agency, Entry, File, Link, Portal
    from civicstat.model import Resource
    from civicstat.profiles import FieldProfile
    from civicstat.progress.model import SprintFacts
    from civicstat.quality import Quality
    from civicstat.tables import Field, Table

BASE = "api/v1/"


def write(portal: Portal) -> Output:
    """Every answer of the API, and its description."""
    answers = {
        "index.json": index(portal),
        "datasets.json": datasets(portal),
        **{f"datasets/{entry.name}.json": dataset(entry, portal) for entry in portal.entries},
        "status.json": status(portal),
        "topics.json": topics(portal),
        "agencies.json": agencies(portal),
        "sprints.json": sprints(portal),
        "openapi.json": description(portal),
    }
    return Output({BASE + path: as_json(answer) for path, answer in answers.items()})


def index(portal: Portal) -> dict[str, Any]:
    """What there is."""
    api = portal.site.url + BASE
    return filled(
        {
            "title": portal.site.name,
            "description": portal.description,
            "url": portal.site.url,
            "asOf": portal.today.isoformat(),
            "count": len(portal.entries),
            "datasets": f"{api}datasets.json",
            "status": f"{api}status.json",
            "topics": f"{api}topics.json",
            "agencies": f"{api}agencies.json",
            "sprints": f"{api}sprints.json",
            "openapi": f"{api}openapi.json",
        }
    )


def datasets(portal: Portal) -> dict[str, Any]:
    """All datasets in short, by name."""
    return {"asOf": portal.today.isoformat(), "datasets": [in_short(entry, portal) for entry in portal.entries]}


def in_short(entry: Entry, portal: Portal) -> dict[str, Any]:
    """What a list says of a dataset."""
    return filled(
        {
            "name": entry.name,
            "kind": entry.package.kind,
            "title": entry.title,
            "summary": entry.summary,
            "notice": entry.notice,
            "simulated": entry.package.simulated,
            "url": entry.address,
            "details": f"{portal.site.url}{BASE}datasets/{entry.name}.json",
            "publisher": entry.publisher.name if entry.publisher else "",
            "topics": [topic.name for topic in entry.topics],
            "keywords": list(entry.keywords),
            "formats": sorted({file.format for file in entry.files if file.format}),
            "rows": entry.facts.rows,
            "status": entry.timeliness.status,
            "updated": entry.updated,
            "quality": entry.facts.quality.score if entry.facts.quality else None,
        }
    )


def dataset(entry: Entry, portal: Portal) -> dict[str, Any]:
    """Everything that is known of a dataset."""
    contact, terms, period = entry.contact, entry.license, entry.period
    return filled(
        {
            "asOf": portal.today.isoformat(),
            "name": entry.name,
            "kind": entry.package.kind,
            "title": entry.title,
            "description": entry.own_description,
            "notice": entry.notice,
            "simulated": entry.package.simulated,
            "url": entry.address,
            "descriptor": entry.descriptor,
            "croissant": f"{entry.address}croissant.json",
            "publisher": _publisher(entry.publisher) if entry.publisher else None,
            "contact": filled(
                {"name": contact.name, "email": contact.email.removeprefix("mailto:"), "url": contact.url}
            )
            if contact
            else None,
            "license": filled({"title": terms.label, "url": terms.address}) if terms else None,
            "topics": [topic.name for topic in entry.topics],
            "keywords": list(entry.keywords),
            "homepage": entry.homepage,
            "sources": [
                filled({"title": line(s.title), "url": web(s.path)}) for s in entry.package.sources if line(s.title)
            ],
            "version": entry.version,
            "citation": entry.citation,
            "created": entry.created,
            "issued": entry.issued,
            "temporal": filled({"start": period.start, "end": period.end}) if period else None,
            "spatial": entry.spatial,
            "timeliness": _timeliness(entry),
            "rows": entry.facts.rows,
            "tables": [_table(resource, table) for resource, table in entry.tables],
            "downloads": [_download(file) for file in entry.files],
            "links": [_link(link) for link in entry.links],
            "withheld": sorted(entry.facts.scan.withheld),
            "related": [package.name for package in entry.facts.related],
            "usedBy": [{"title": line(use.title), "url": portal.site.url + use.address} for use in entry.facts.used_by],
            "findings": [_printable(finding.as_json()) for finding in entry.facts.findings if not finding.confidential],
            "quality": _quality(entry.facts.quality) if entry.facts.quality else None,
        }
    )


def status(portal: Portal) -> dict[str, Any]:
    """Which datasets keep their promise."""
    counts = Counter(entry.timeliness.status for entry in portal.entries)
    return {
        "asOf": portal.today.isoformat(),
        **filled({"quality": portal.quality.score if portal.quality else None}),
        "counts": [{"status": word, "count": counts[word]} for word in get_args(Status)],
        "datasets": [
            {
                "name": entry.name,
                "title": entry.title,
                "url": entry.address,
                **filled({"notice": entry.notice}),
                "simulated": entry.package.simulated,
                **_timeliness(entry),
                **filled({"quality": entry.facts.quality.score if entry.facts.quality else None}),
            }
            for entry in portal.entries
        ],
    }


def topics(portal: Portal) -> dict[str, Any]:
    """The topics with their datasets."""
    grouped = _grouped((topic.name, topic.address, entry) for entry in portal.entries for topic in entry.topics)
    return {
        "topics": [
            {"name": name, "url": address, "datasets": [entry.name for entry in entries]}
            for name, address, entries in grouped
        ]
    }


def agencies(portal: Portal) -> dict[str, Any]:
    """The agencies with their datasets."""
    grouped = _grouped((e.publisher.name, e.publisher.address, e) for e in portal.entries if e.publisher)
    return {
        "agencies": [
            {
                **(_publisher(entries[0].publisher) if entries[0].publisher else {}),
                "url": address,
                "datasets": [entry.name for entry in entries],
            }
            for _, address, entries in grouped
        ]
    }


def sprints(portal: Portal) -> dict[str, Any]:
    """The sprints, with where to find how each of their measures stands."""
    return {
        "asOf": portal.today.isoformat(),
        "sprints": [_sprint(facts, portal) for facts in portal.progress.sprints],
    }


def _statuses(facts: SprintFacts) -> list[dict[str, Any]]:
    """How many measures have each status; those whose status something withheld keeps from being told stand apart."""
    untold = facts.untold
    told = [{"status": s, "count": count} for s in STATUSES if (count := facts.counts.of(s) - untold.get(s, 0))]
    return [*told, *([{"status": NOT_KNOWN, "count": sum(untold.values())}] if untold else [])]


def _sprint(facts: SprintFacts, portal: Portal) -> dict[str, Any]:
    sprint, page = facts.sprint, portal.site.url + quote(facts.address)
    return {
        "name": sprint.package,
        "title": line(sprint.title),
        "simulated": sprint.simulated,
        "url": page,
        "progress": f"{page}progress.json",
        "state": facts.state,
        "start": sprint.begins.isoformat(),
        "end": sprint.ends.isoformat(),
        "measures": _statuses(facts),
        **filled({"notice": SIMULATED if sprint.simulated else "", "purpose": line(plain_text(sprint.purpose))}),
    }


def _grouped(found: Iterable[tuple[str, str, Entry]]) -> list[tuple[str, str, list[Entry]]]:
    """Entries by the page of their topic or agency: spellings that share a page are one, under the first spelling."""
    groups: dict[str, tuple[str, dict[str, Entry]]] = {}
    for name, address, entry in found:
        groups.setdefault(address, (name, {}))[1][entry.name] = entry
    grouped = [(name, address, list(held.values())) for address, (name, held) in groups.items()]
    return sorted(grouped, key=lambda group: group[0].casefold())


def _publisher(agency: Agency) -> dict[str, Any]:
    return filled(
        {
            "name": agency.name,
            "homepage": agency.homepage,
            "url": agency.address,
            "parent": _publisher(agency.parent) if agency.parent else None,
        }
    )


def _timeliness(entry: Entry) -> dict[str, Any]:
    known = entry.timeliness
    return filled(
        {
            "status": known.status,
            "promise": known.promise,
            "updated": entry.updated,
            "evidence": known.evidence,
            "due": known.due.isoformat() if known.due else "",
            "overdue": known.overdue.isoformat() if known.overdue else "",
        }
    )


def _quality(quality: Quality) -> dict[str, Any]:
    return {
        "score": quality.score,
        "grade": quality.grade,
        "parts": [
            {"name": part.name, "score": part.score, "points": round(part.points, 2), "of": round(part.of, 2)}
            for part in quality.parts
        ],
    }


def _table(resource: Resource, table: Table) -> dict[str, Any]:
    return filled(
        {
            "resource": resource.name,
            "anchor": f"table-{slug(resource.name)}",
            "title": label_of(resource),
            "description": plain_text(resource.description),
            "rows": table.rows,
            "primaryKey": list(table.primary_key),
            "fields": [_field(field) for field in table.fields],
        }
    )


def _field(field: Field) -> dict[str, Any]:
    return filled(
        {
            "name": field.name,
            "title": line(field.title),
            "description": plain_text(field.description),
            "type": field.type,
            "format": field.format if field.format != "default" else "",
            "unit": line(field.unit),
            "constraints": dict(field.constraints),
            "categories": [{"value": c.value, "label": c.label} for c in field.categories],
            "profile": _profile(field.profile),
        }
    )


def _profile(profile: FieldProfile) -> dict[str, Any]:
    return filled(
        {
            "blanks": profile.blanks,
            "distinct": profile.distinct,
            "minimum": _figure(profile.minimum),
            "maximum": _figure(profile.maximum),
            "mean": _figure(profile.mean),
            "top": [{"value": value, "count": count} for value, count in profile.top],
        }
    )


def _figure(value: Any) -> Any:
    """A number as it is; a day, a time or a text as text; nothing where JSON has no word for it."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _download(file: File) -> dict[str, Any]:
    return filled(
        {
            "resource": file.resource,
            "title": file.title,
            "url": file.address,
            "format": file.format,
            "mediaType": file.media_type,
            "bytes": file.bytes,
            "sha256": file.sha256,
            "original": file.original,
        }
    )


def _link(link: Link) -> dict[str, Any]:
    return filled({"resource": link.resource, "title": link.title, "url": link.address, "format": link.format})


def _printable(finding: dict[str, Any]) -> dict[str, Any]:
    return {key: line(value) if isinstance(value, str) else value for key, value in finding.items()}
