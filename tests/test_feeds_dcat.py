"""`catalog.jsonld`: W3C DCAT 3, as rdflib reads it."""

from typing import Any

import pytest
from rdflib import DCAT, DCTERMS, RDF, XSD, Graph, Literal, Namespace, URIRef

import feeds_example as example
from civicstat.feeds import write_feeds
from civicstat.feeds.dcat import frequency

SPDX = Namespace("http://spdx.org/rdf/terms#")
TREES = URIRef("https://data.example.org/portal/datasets/street-trees/#dataset")
CSV = URIRef("https://data.example.org/portal/datasets/street-trees/trees.csv")
ZIPPED = URIRef("https://data.example.org/portal/datasets/street-trees/files/trees%20of%202025.csv.gz")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The example's catalogue."""
    feeds = write_feeds(example.facts(), example.SETTINGS, example.SITE)
    return Graph().parse(data=feeds.files["catalog.jsonld"], format="json-ld")


def test_datasets(graph: Graph) -> None:
    """Every published dataset that is not simulated is in the catalogue, whatever it lacks."""
    assert sorted(str(d).split("/")[-2] for d in graph.subjects(RDF.type, DCAT.Dataset)) == ["bare", "street-trees"]


@pytest.mark.parametrize(
    ("subject", "predicate", "expected"),
    [
        (TREES, DCTERMS.modified, Literal("2025-03-01", datatype=XSD.date)),
        (TREES, DCTERMS.license, URIRef("https://creativecommons.org/publicdomain/zero/1.0/")),
        (CSV, DCAT.byteSize, Literal("102", datatype=XSD.nonNegativeInteger)),
        (CSV, DCAT.mediaType, URIRef("https://www.iana.org/assignments/media-types/text/csv")),
        (ZIPPED, DCAT.compressFormat, URIRef("https://www.iana.org/assignments/media-types/application/gzip")),
        (ZIPPED, DCAT.mediaType, None),
    ],
)
def test_values(graph: Graph, subject: URIRef, predicate: URIRef, expected: Any) -> None:
    """Days, sizes, licences and media types are what DCAT says they are."""
    assert graph.value(subject, predicate) == expected


def test_checksum(graph: Graph) -> None:
    """A checksum is SPDX's: its algorithm by address, its value in hexadecimal."""
    checksum = graph.value(CSV, SPDX.checksum)

    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert graph.value(checksum, SPDX.checksumValue).datatype == XSD.hexBinary


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        ("R/P1D", "DAILY"),
        ("R/P7D", "WEEKLY"),
        ("R/P1W", "WEEKLY"),
        ("R/P3M", "QUARTERLY"),
        ("R/P6M", "ANNUAL_2"),
        ("R/P12M", "ANNUAL"),
        ("R/P1Y", "ANNUAL"),
        ("R/PT1H", "HOURLY"),
        ("irregular", "IRREG"),
    ],
)
def test_frequency(promise: str, expected: str) -> None:
    """A promise has the EU's code for just that frequency."""
    address = f"http://publications.europa.eu/resource/authority/frequency/{expected}"

    assert frequency(promise) == {"@id": address, "@type": "dcterms:Frequency"}


@pytest.mark.parametrize("promise", ["R/P10D", "R/P1M1D", "R/PT30M", "R/P1DT1H"])
def test_a_frequency_without_a_code(promise: str) -> None:
    """A promise for which the EU has no code stands as ISO 8601 writes it, and is not rounded to one."""
    assert frequency(promise) == {"@type": "dcterms:Frequency", "label": promise}


def test_no_promise_is_no_frequency() -> None:
    """Who promises nothing has no frequency."""
    assert frequency("") is None
