"""`data.json`: the catalogue in DCAT-US 1.1, the profile for cities and states.

The rules are Project Open Data's metadata schema 1.1, as the harvester of data.gov checks them for publishers that are
no federal agency. Codes of federal bureaus and programmes are never written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civicstat.feeds.entries import CONTACT, DESCRIPTION, EMAIL, KEYWORDS, MODIFIED, PUBLISHER, Lack, Output
from civicstat.feeds.words import as_json, cut, filled

if TYPE_CHECKING:
    from civicstat.feeds.entries import Agency, Entry, File, Link, Need, Portal

PATH = "data.json"
SCHEMA = "https://project-open-data.cio.gov/v1.1/schema"
LONGEST = 10_000
"""The most characters of a description."""


def write(portal: Portal) -> Output:
    """The catalogue, and which datasets lack what it requires."""
    whole = {
        "@context": f"{SCHEMA}/catalog.jsonld",
        "@id": f"{portal.site.url}{PATH}",
        "@type": "dcat:Catalog",
        "conformsTo": SCHEMA,
        "describedBy": f"{SCHEMA}/catalog.json",
        "dataset": [dataset(entry) for entry in portal.catalogued if not needs(entry)],
    }
    lacks = tuple(Lack(e.package, PATH, needs(e)) for e in portal.catalogued if needs(e))
    return Output({PATH: as_json(whole)}, lacks=lacks)


def needs(entry: Entry) -> tuple[Need, ...]:
    """What a dataset lacks to stand in `data.json`."""
    email = bool(entry.contact and entry.contact.email)
    required = {
        DESCRIPTION: bool(entry.own_description),
        PUBLISHER: bool(entry.publisher),
        CONTACT: bool(entry.contact),
        EMAIL: email or not entry.contact,
        KEYWORDS: bool(entry.keywords),
        MODIFIED: bool(entry.updated),
    }
    return tuple(need for need, there in required.items() if not there)


def dataset(entry: Entry) -> dict[str, Any]:
    """A dataset that has everything required."""
    assert entry.publisher and entry.contact  # noqa: S101, PT018 - for the type checker: `needs` has asked
    return filled(
        {
            "@type": "dcat:Dataset",
            "identifier": entry.address,
            "title": entry.title,
            "description": cut(entry.description, LONGEST),
            "keyword": [cut(word, 1000) for word in entry.keywords[:1000]],
            "theme": [topic.name for topic in entry.topics],
            "modified": entry.updated,
            "issued": entry.issued,
            "accrualPeriodicity": entry.timeliness.promise,
            "temporal": _interval(entry),
            "spatial": entry.spatial,
            "publisher": _organization(entry.publisher),
            "contactPoint": {"@type": "vcard:Contact", "fn": entry.contact.name, "hasEmail": entry.contact.email},
            "accessLevel": "public",
            "license": entry.license.address if entry.license else "",
            "landingPage": entry.address,
            "describedBy": entry.descriptor,
            "describedByType": "application/vnd.datapackage+json",
            "references": [entry.homepage] if entry.homepage else [],
            "distribution": [*map(_download, entry.files), *map(_link, entry.links)],
        }
    )


def _interval(entry: Entry) -> str:
    """The period as an interval of ISO 8601:2004, which has no open ends: such a period can't be said."""
    period = entry.period
    return f"{period.start}/{period.end}" if period and period.start and period.end else ""


def _organization(agency: Agency) -> dict[str, Any]:
    return filled(
        {
            "@type": "org:Organization",
            "name": agency.name,
            "subOrganizationOf": _organization(agency.parent) if agency.parent else None,
        }
    )


def _download(file: File) -> dict[str, Any]:
    return filled(
        {
            "@type": "dcat:Distribution",
            "title": file.title,
            "downloadURL": file.address,
            "mediaType": file.media_type,
            "format": file.format.upper(),
            "conformsTo": "https://www.rfc-editor.org/info/rfc7946" if file.format == "geojson" else "",
        }
    )


def _link(link: Link) -> dict[str, Any]:
    return filled(
        {
            "@type": "dcat:Distribution",
            "title": link.title,
            "accessURL": link.address,
            "format": link.format.upper(),
        }
    )
