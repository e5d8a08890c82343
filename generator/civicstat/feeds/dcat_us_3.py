"""`dcat-us-3.json`: the catalogue in DCAT-US 3.0.

The rules are the schemas of DCAT-US 3.0 that the harvester of data.gov uses; a publisher, which they recommend, is
required here because the profile's own text requires it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civicstat.feeds.entries import CONTACT, DESCRIPTION, EMAIL, PUBLISHER, Lack, Output
from civicstat.feeds.words import as_json, filled, two_letters

if TYPE_CHECKING:
    from civicstat.feeds.entries import Agency, Entry, File, Link, Need, Office, Portal

PATH = "dcat-us-3.json"


def write(portal: Portal) -> Output:
    """The catalogue, and which datasets lack what it requires."""
    site = portal.site
    whole = filled(
        {
            "@type": "Catalog",
            "@id": f"{site.url}{PATH}",
            "title": site.name,
            "description": portal.description,
            "publisher": {"@type": "Agent", "name": portal.publisher.name} if portal.publisher else None,
            "contactPoint": [_kind(portal.contact)] if portal.contact and portal.contact.email else [],
            "homepage": {"@type": "Document", "title": site.name, "accessURL": site.url},
            "language": [language] if (language := two_letters(site.language)) else [],
            "conformsTo": {
                "@type": "Standard",
                "title": "DCAT-US 3.0",
                "identifier": "https://resources.data.gov/dcat-us/3.0.0",
            },
        }
    )
    # Left in even where it is empty: the schema requires it.
    whole["dataset"] = [dataset(entry) for entry in portal.catalogued if not needs(entry)]
    lacks = tuple(Lack(e.package, PATH, needs(e)) for e in portal.catalogued if needs(e))
    return Output({PATH: as_json(whole)}, lacks=lacks)


def needs(entry: Entry) -> tuple[Need, ...]:
    """What a dataset lacks to stand in `dcat-us-3.json`."""
    email = bool(entry.contact and entry.contact.email)
    required = {
        DESCRIPTION: bool(entry.own_description),
        PUBLISHER: bool(entry.publisher),
        CONTACT: bool(entry.contact),
        EMAIL: email or not entry.contact,
    }
    return tuple(need for need, there in required.items() if not there)


def dataset(entry: Entry) -> dict[str, Any]:
    """A dataset that has everything required."""
    assert entry.publisher and entry.contact  # noqa: S101, PT018 - for the type checker: `needs` has asked
    period = entry.period
    terms = (entry.license.address or entry.license.label) if entry.license else ""
    return filled(
        {
            "@type": "Dataset",
            "@id": f"{entry.address}#dataset",
            "identifier": entry.address,
            "title": entry.title,
            "description": entry.description,
            "keyword": list(entry.keywords),
            "theme": [{"@type": "Concept", "@id": t.address, "prefLabel": t.name} for t in entry.topics],
            "publisher": _organization(entry.publisher),
            "contactPoint": _kind(entry.contact),
            "creator": {"@type": "Agent", "name": entry.creators[0].name} if entry.creators else None,
            "created": entry.created,
            "issued": entry.issued,
            "modified": entry.updated,
            "accrualPeriodicity": entry.timeliness.promise,
            "temporal": [filled({"@type": "PeriodOfTime", "startDate": period.start, "endDate": period.end})]
            if period
            else [],
            "spatial": [{"@type": "Location", "prefLabel": entry.spatial}] if entry.spatial else [],
            "version": entry.version,
            "accessRights": "public",
            "landingPage": {"@type": "Document", "title": entry.title, "accessURL": entry.address},
            "page": [{"@type": "Document", "title": entry.homepage, "accessURL": entry.homepage}]
            if entry.homepage
            else [],
            "relation": list(entry.sources),
            "describedBy": {
                "@type": "Distribution",
                "title": "Data Package descriptor",
                "downloadURL": entry.descriptor,
                "mediaType": "application/vnd.datapackage+json",
                "format": "JSON",
            },
            "distribution": [
                *(_download(file, terms) for file in entry.files),
                *(_link(link, terms) for link in entry.links),
            ],
        }
    )


def _organization(agency: Agency) -> dict[str, Any]:
    return filled(
        {
            "@type": "Organization",
            "@id": agency.address,
            "name": agency.name,
            "subOrganizationOf": [_organization(agency.parent)] if agency.parent else [],
        }
    )


def _kind(contact: Office) -> dict[str, Any]:
    return {"@type": "Kind", "fn": contact.name, "hasEmail": contact.email}


def _download(file: File, terms: str) -> dict[str, Any]:
    return filled(
        {
            "@type": "Distribution",
            "title": file.title,
            "downloadURL": file.address,
            "mediaType": file.media_type,
            "format": file.format.upper(),
            "byteSize": str(file.bytes),
            "checksum": {"@type": "Checksum", "algorithm": "SHA-256", "checksumValue": file.sha256},
            "license": terms,
        }
    )


def _link(link: Link, terms: str) -> dict[str, Any]:
    return filled(
        {
            "@type": "Distribution",
            "title": link.title,
            "accessURL": link.address,
            "format": link.format.upper(),
            "license": terms,
        }
    )
