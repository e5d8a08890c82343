"""The schema.org description of each dataset, for its page: what search engines read.

The rules are those that Google's dataset search states: a name and a description of 50 to 5,000 characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civicstat.feeds.entries import DESCRIPTION, LONGER_DESCRIPTION, Lack, Output
from civicstat.feeds.words import cut, filled, for_script, line, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civicstat.feeds.entries import Agency, Entry, File, Link, Need, Portal, Terms

FEED = "schema.org"
SHORTEST, LONGEST = 50, 5000
"""Characters of a description."""


def write(portal: Portal) -> Output:
    """The JSON-LD of each dataset that has enough of a description, and which have not."""
    return Output(
        json_ld={e.name: for_script(dataset(e, portal)) for e in portal.entries if not needs(e)},
        lacks=tuple(Lack(e.package, FEED, needs(e)) for e in portal.entries if needs(e)),
    )


def needs(entry: Entry) -> tuple[Need, ...]:
    """What a dataset lacks to be described to search engines."""
    if not entry.own_description:
        return (DESCRIPTION,)
    return () if len(entry.own_description) >= SHORTEST else (LONGER_DESCRIPTION,)


def dataset(entry: Entry, portal: Portal) -> dict[str, Any]:
    """A dataset in schema.org's words."""
    site = portal.site
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{entry.address}#dataset",
        **described(entry),
        "description": cut(entry.description, LONGEST),
        "includedInDataCatalog": filled({"@type": "DataCatalog", "name": site.name, "url": site.url}),
        **filled(
            {
                "isAccessibleForFree": True if entry.files else None,
                "temporalCoverage": _interval(entry),
                "spatialCoverage": {"@type": "Place", "name": entry.spatial} if entry.spatial else None,
                "isBasedOn": list(entry.sources),
                "citation": entry.citation,
                "variableMeasured": _variables(entry),
                "distribution": [*map(_download, entry.files), *map(_link, entry.links)],
            }
        ),
    }


def described(entry: Entry) -> dict[str, Any]:
    """What schema.org and Croissant say alike; without the description, whose length differs."""
    return filled(
        {
            "name": entry.title,
            "url": entry.address,
            "license": terms(entry.license) if entry.license else None,
            "creator": [organization(creator) for creator in entry.creators],
            "publisher": organization(entry.publisher) if entry.publisher else None,
            "keywords": list(entry.keywords),
            "dateCreated": entry.created,
            "datePublished": entry.issued,
            "dateModified": entry.updated,
            "version": entry.version,
        }
    )


def organization(agency: Agency) -> dict[str, Any]:
    """An agency as schema.org's Organization."""
    parent = organization(agency.parent) if agency.parent else None
    return filled({"@type": "Organization", "name": agency.name, "url": agency.homepage, "parentOrganization": parent})


def terms(license_: Terms) -> str | dict[str, Any]:
    """A licence by its address, else by its words."""
    return license_.address or {"@type": "CreativeWork", "name": license_.label}


def _interval(entry: Entry) -> str:
    """The period: `..` for an open end, as schema.org writes it; for an open start it has no form."""
    period = entry.period
    return f"{period.start}/{period.end or '..'}" if period and period.start else ""


def _variables(entry: Entry) -> list[dict[str, Any]]:
    return _each_once(
        filled(
            {
                "@type": "PropertyValue",
                "name": line(field.label),
                "alternateName": line(field.name) if field.name != field.label else "",
                "description": plain_text(field.description),
                "unitText": line(field.unit),
            }
        )
        for _, table in entry.tables
        for field in table.fields
    )


def _each_once(values: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({tuple(value.items()): value for value in values}.values())


def _download(file: File) -> dict[str, Any]:
    return filled(
        {
            "@type": "DataDownload",
            "name": file.title,
            "contentUrl": file.address,
            "encodingFormat": file.media_type,
            "contentSize": f"{file.bytes} B",
            "sha256": file.sha256,
        }
    )


def _link(link: Link) -> dict[str, Any]:
    return {"@type": "DataDownload", "name": link.title, "url": link.address}
