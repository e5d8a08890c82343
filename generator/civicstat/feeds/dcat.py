"""`catalog.jsonld`: the catalogue in the W3C's DCAT 3, as JSON-LD that stands by itself.

The context is written out, so that nothing has to be fetched to read it. Frequencies are the codes of the EU's
vocabulary that DCAT-AP asks for, media types are IANA's addresses, checksums are SPDX's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civicstat.feeds.entries import Output
from civicstat.feeds.words import UNKNOWN_MEDIA_TYPE, as_json, filled, two_letters
from civicstat.timeliness import Interval, parse_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.feeds.entries import Agency, Entry, File, Link, Office, Portal, Terms

PATH = "catalog.jsonld"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SHA_256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
FREQUENCIES = "http://publications.europa.eu/resource/authority/frequency/"


def _typed(term: str, kind: str) -> dict[str, str]:
    return {"@id": term, "@type": kind}


CONTEXT: Mapping[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "title": "dcterms:title",
    "description": "dcterms:description",
    "identifier": "dcterms:identifier",
    "keyword": "dcat:keyword",
    "theme": "dcat:theme",
    "publisher": "dcterms:publisher",
    "creator": "dcterms:creator",
    "contactPoint": "dcat:contactPoint",
    "fn": "vcard:fn",
    "hasEmail": _typed("vcard:hasEmail", "@id"),
    "hasURL": _typed("vcard:hasURL", "@id"),
    "name": "foaf:name",
    "homepage": _typed("foaf:homepage", "@id"),
    "page": _typed("foaf:page", "@id"),
    "subOrganizationOf": "org:subOrganizationOf",
    "prefLabel": "skos:prefLabel",
    "label": "rdfs:label",
    "created": _typed("dcterms:created", "xsd:date"),
    "issued": _typed("dcterms:issued", "xsd:date"),
    "modified": _typed("dcterms:modified", "xsd:date"),
    "accrualPeriodicity": "dcterms:accrualPeriodicity",
    "temporal": "dcterms:temporal",
    "startDate": "dcat:startDate",
    "endDate": "dcat:endDate",
    "spatial": "dcterms:spatial",
    "version": "dcat:version",
    "license": "dcterms:license",
    "language": _typed("dcterms:language", "@id"),
    "source": _typed("dcterms:source", "@id"),
    "bibliographicCitation": "dcterms:bibliographicCitation",
    "landingPage": _typed("dcat:landingPage", "@id"),
    "dataset": "dcat:dataset",
    "service": "dcat:service",
    "endpointURL": _typed("dcat:endpointURL", "@id"),
    "endpointDescription": _typed("dcat:endpointDescription", "@id"),
    "distribution": "dcat:distribution",
    "accessURL": _typed("dcat:accessURL", "@id"),
    "downloadURL": _typed("dcat:downloadURL", "@id"),
    "mediaType": _typed("dcat:mediaType", "@id"),
    "compressFormat": _typed("dcat:compressFormat", "@id"),
    "packageFormat": _typed("dcat:packageFormat", "@id"),
    "format": "dcterms:format",
    "byteSize": _typed("dcat:byteSize", "xsd:nonNegativeInteger"),
    "checksum": "spdx:checksum",
    "algorithm": _typed("spdx:algorithm", "@id"),
    "checksumValue": _typed("spdx:checksumValue", "xsd:hexBinary"),
}

_BY_DAYS: Mapping[Interval, str] = {
    Interval(days=1): "DAILY",
    Interval(days=7): "WEEKLY",
    Interval(days=14): "BIWEEKLY",
    Interval(months=1): "MONTHLY",
    Interval(months=2): "BIMONTHLY",
    Interval(months=3): "QUARTERLY",
    Interval(months=4): "ANNUAL_3",
    Interval(months=6): "ANNUAL_2",
    Interval(months=12): "ANNUAL",
    Interval(months=24): "BIENNIAL",
    Interval(months=36): "TRIENNIAL",
    Interval(months=48): "QUADRENNIAL",
    Interval(months=60): "QUINQUENNIAL",
    Interval(months=120): "DECENNIAL",
}
_SHORTER: Mapping[str, str] = {
    "irregular": "IRREG",
    "R/PT1H": "HOURLY",
    "R/PT2H": "BIHOURLY",
    "R/PT3H": "TRIHOURLY",
    "R/PT12H": "DAILY_2",
    "R/P0.5D": "DAILY_2",
    "R/P3.5D": "WEEKLY_2",
}


def write(portal: Portal) -> Output:
    """The catalogue; DCAT requires nothing that a package could lack."""
    site = portal.site
    language = two_letters(site.language)
    whole = filled(
        {
            "@context": CONTEXT,
            "@id": f"{site.url}{PATH}#catalog",
            "@type": "dcat:Catalog",
            "title": site.name,
            "description": portal.description,
            "publisher": _agent(portal.publisher) if portal.publisher else None,
            "contactPoint": _contact(portal.contact) if portal.contact else None,
            "homepage": site.url,
            "language": f"http://id.loc.gov/vocabulary/iso639-1/{language}" if language else "",
            "service": {
                "@id": f"{site.url}api/v1/#service",
                "@type": "dcat:DataService",
                "title": f"{site.name}: API",
                "endpointURL": f"{site.url}api/v1/index.json",
                "endpointDescription": f"{site.url}api/v1/openapi.json",
            },
            "dataset": [dataset(entry) for entry in portal.catalogued],
        }
    )
    return Output({PATH: as_json(whole)})


def dataset(entry: Entry) -> dict[str, Any]:
    """A dataset with its distributions."""
    return filled(
        {
            "@id": f"{entry.address}#dataset",
            "@type": "dcat:Dataset",
            "identifier": entry.address,
            "title": entry.title,
            "description": entry.description,
            "keyword": list(entry.keywords),
            "theme": [{"@id": t.address, "@type": "skos:Concept", "prefLabel": t.name} for t in entry.topics],
            "publisher": _agent(entry.publisher) if entry.publisher else None,
            "creator": [_agent(creator) for creator in entry.creators],
            "contactPoint": _contact(entry.contact) if entry.contact else None,
            "created": entry.created,
            "issued": entry.issued,
            "modified": entry.updated,
            "accrualPeriodicity": frequency(entry.timeliness.promise),
            "temporal": _period(entry),
            "spatial": {"@type": "dcterms:Location", "prefLabel": entry.spatial} if entry.spatial else None,
            "version": entry.version,
            "license": _terms(entry.license) if entry.license else None,
            "source": list(entry.sources),
            "bibliographicCitation": entry.citation,
            "landingPage": entry.address,
            "page": entry.homepage,
            "distribution": [
                *(_download(file, entry.license) for file in entry.files),
                *(_link(link, entry.license) for link in entry.links),
            ],
        }
    )


def frequency(promise: str) -> dict[str, str] | None:
    """An update promise by the EU's code where there is one for just that; else in ISO 8601's own words."""
    if not promise:
        return None
    code = _SHORTER.get(promise, "")
    # `parse_interval` counts less than a day as a day; that would say too little here.
    interval = None if set("T.") & set(promise) else parse_interval(promise)
    if interval and not code:
        code = _BY_DAYS.get(interval, "")
    if code:
        return {"@id": f"{FREQUENCIES}{code}", "@type": "dcterms:Frequency"}
    return {"@type": "dcterms:Frequency", "label": promise}


def _period(entry: Entry) -> dict[str, Any] | None:
    period = entry.period
    if not period:
        return None
    ends = {"startDate": period.start, "endDate": period.end}
    return {"@type": "dcterms:PeriodOfTime", **{key: _moment(end) for key, end in ends.items() if end}}


def _moment(text: str) -> dict[str, str]:
    kind = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(text), "xsd:date")
    return {"@type": kind, "@value": text}


def _agent(agency: Agency) -> dict[str, Any]:
    return filled(
        {
            "@id": agency.address,
            "@type": ["foaf:Agent", "org:Organization"] if agency.parent else "foaf:Agent",
            "name": agency.name,
            "homepage": agency.homepage,
            "subOrganizationOf": _agent(agency.parent) if agency.parent else None,
        }
    )


def _contact(contact: Office) -> dict[str, Any]:
    return filled({"@type": "vcard:Kind", "fn": contact.name, "hasEmail": contact.email, "hasURL": contact.url})


def _terms(terms: Terms) -> dict[str, Any]:
    return filled({"@id": terms.address, "@type": "dcterms:LicenseDocument", "title": terms.label})


def _download(file: File, terms: Terms | None) -> dict[str, Any]:
    # An archive's own media type is no word for what lies in it.
    packed = {"application/gzip": "compressFormat", "application/zip": "packageFormat"}.get(
        file.media_type, "mediaType"
    )
    known = file.media_type != UNKNOWN_MEDIA_TYPE
    return filled(
        {
            "@id": file.address,
            "@type": "dcat:Distribution",
            "title": file.title,
            "accessURL": file.address,
            "downloadURL": file.address,
            packed: MEDIA_TYPES + file.media_type if known else "",
            "format": {"@type": "dcterms:MediaTypeOrExtent", "label": file.format.upper()} if file.format else None,
            "byteSize": str(file.bytes),
            "checksum": {"@type": "spdx:Checksum", "algorithm": SHA_256, "checksumValue": file.sha256},
            "license": _terms(terms) if terms else None,
        }
    )


def _link(link: Link, terms: Terms | None) -> dict[str, Any]:
    return filled(
        {
            "@type": "dcat:Distribution",
            "title": link.title,
            "accessURL": link.address,
            "format": {"@type": "dcterms:MediaTypeOrExtent", "label": link.format.upper()} if link.format else None,
            "license": _terms(terms) if terms else None,
        }
    )
