"""`api/v1/` and its OpenAPI description."""

import json
from dataclasses import replace
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

import feeds_example as example
from civicstat.facts import PackageFacts
from civicstat.feeds import write_feeds
from civicstat.findings import Finding
from civicstat.model import Publisher
from progress_example import example_progress


def answers(*packages: PackageFacts) -> dict[str, Any]:
    """Every answer by its path."""
    files = write_feeds(example.facts(*packages), example.SETTINGS, example.SITE).files
    return {path.removeprefix("api/v1/"): json.loads(text) for path, text in files.items() if path.startswith("api/")}


def test_openapi() -> None:
    """The description is valid OpenAPI 3.1, and everything in it is explained."""
    description = answers()["openapi.json"]

    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []
    assert [
        f"{name}.{key}"
        for name, schema in description["components"]["schemas"].items()
        for key, value in schema["properties"].items()
        if not value.get("description") and "$ref" not in value
    ] == []


def test_status() -> None:
    """Every status is counted, and every dataset has its own; days that are not known are left out."""
    status = answers()["status.json"]

    assert status["counts"] == [
        {"status": "on time", "count": 1},
        {"status": "due", "count": 0},
        {"status": "overdue", "count": 0},
        {"status": "unknown", "count": 0},
        {"status": "no promise", "count": 2},
    ]
    assert status["datasets"][0] == {
        "name": "bare",
        "title": "Bare",
        "url": "https://data.example.org/portal/datasets/bare/",
        "simulated": False,
        "status": "no promise",
        "evidence": "none",
    }


def test_what_is_unknown_is_left_out() -> None:
    """Of a bare dataset the API says little, and nothing is null."""
    assert answers(example.bare())["datasets/bare.json"] == {
        "asOf": "2026-01-01",
        "name": "bare",
        "kind": "dataset",
        "title": "Bare",
        "simulated": False,
        "url": "https://data.example.org/portal/datasets/bare/",
        "descriptor": "https://data.example.org/portal/datasets/bare/datapackage.json",
        "croissant": "https://data.example.org/portal/datasets/bare/croissant.json",
        "timeliness": {"status": "no promise", "evidence": "none"},
        "rows": 0,
        "downloads": [
            {
                "resource": "scan",
                "title": "scan (original file scan)",
                "url": "https://data.example.org/portal/datasets/bare/files/scan",
                "mediaType": "application/octet-stream",
                "bytes": 9,
                "sha256": "4234745fe1cdcc1e610c9f14250b4ad0e3ab3179f9c9f9d581814c30127211dd",
                "original": True,
            }
        ],
    }


def test_spellings_of_one_agency_and_topic_are_one() -> None:
    """What shares a page is one agency or topic, under the first spelling."""
    trees, pilot = example.trees(), example.pilot()
    other = replace(pilot.package, publisher=Publisher("PARKS department"), topics=("parks",))

    found = answers(replace(pilot, package=other), trees)

    base = "https://data.example.org/portal/"
    assert found["agencies.json"]["agencies"] == [
        {
            "name": "PARKS department",
            "url": f"{base}agencies/parks-department/",
            "datasets": ["pilot", "street-trees"],
        }
    ]
    assert found["topics.json"]["topics"] == [
        {"name": "Environment", "url": f"{base}topics/environment/", "datasets": ["street-trees"]},
        {"name": "parks", "url": f"{base}topics/parks/", "datasets": ["pilot", "street-trees"]},
    ]


@pytest.mark.parametrize("confidential", [False, True])
def test_confidential_findings_are_not_published(confidential: bool) -> None:
    """What is for staff only stands in no answer."""
    finding = Finding(code="X", severity="warning", file="f", message="hush", confidential=confidential)

    found = answers(replace(example.bare(), findings=(finding,)))

    assert ("hush" in json.dumps(found)) is not confidential


def test_an_address_for_each_dataset() -> None:
    """The list leads to every dataset's own answer."""
    found = answers()

    listed = [
        d["details"].removeprefix("https://data.example.org/portal/api/v1/") for d in found["datasets.json"]["datasets"]
    ]
    assert listed == [path for path in found if path.startswith("datasets/")]


def test_sprints() -> None:
    """Every sprint stands with its state, its days, how many measures have each status, and its `progress.json`."""
    facts = replace(example.facts(), progress=example_progress())

    told = json.loads(write_feeds(facts, example.SETTINGS, example.SITE).files["api/v1/sprints.json"])

    assert [(s["name"], s["state"], s["start"], s["end"]) for s in told["sprints"]] == [
        ("potholes-autumn", "running", "2026-09-21", "2026-12-19"),
        ("recycling-carts", "running", "2026-10-05", "2026-12-31"),
        ("snow-winter", "planned", "2026-12-21", "2027-03-20"),
        ("graffiti-spring", "finished", "2026-04-02", "2026-06-30"),
    ]
    assert told["sprints"][3] == {
        "name": "graffiti-spring",
        "title": "Clean walls in spring",
        "simulated": False,
        "url": f"{example.SITE.url}sprints/graffiti-spring/",
        "progress": f"{example.SITE.url}sprints/graffiti-spring/progress.json",
        "state": "finished",
        "start": "2026-04-02",
        "end": "2026-06-30",
        "measures": [{"status": "met", "count": 1}],
        "purpose": "Remove graffiti within three days of a report.",
    }
