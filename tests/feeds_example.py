"""A small portal of four packages, as feeds get it: one with everything, one bare, one simulated, one withheld."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from civicstat.distributions import Distribution
from civicstat.facts import Facts, PackageFacts, Use
from civicstat.findings import Finding, Verdict
from civicstat.model import Contact, Contributor, License, Package, Publisher, Resource, Source
from civicstat.profiles import profile_field
from civicstat.quality import Part, PortalQuality, Quality, Working
from civicstat.scan import Scan
from civicstat.settings import Settings, Site
from civicstat.tables import Category, Field, Table
from civicstat.timeliness import reckon_timeliness

TODAY = date(2026, 1, 1)
SITE = Site("Springfield data", "https://data.example.org/portal/")
SETTINGS = Settings(
    place="Springfield",
    description="What the city publishes.",
    publisher=Publisher("City of Springfield", "https://www.example.org/"),
    contact=Contact("Open data coordinator", "data@example.org"),
    time_zone="America/New_York",
)
CSV = "id,planted,height,native,kind,seen\r\n1,2020-03-01,4.5,true,o,1.3.2024\r\n2,2021-11-20,,false,e,2.3.2024\r\n"


def offered(resource: str, path: str, content: str, **more: Any) -> Distribution:
    """A file with this text as a dataset offers it."""
    known = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}
    ending = path.rsplit(".", 1)[-1]
    values = {
        "format": ending,
        "mediatype": known.get(ending, ""),
        "bytes": len(content.encode()),
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
        "file": Path(),
        **more,
    }
    return Distribution(resource, path, **values)


FILES = {
    "street-trees/trees.csv": CSV,
    "street-trees/trees.parquet": "PAR1",
    "street-trees/files/trees of 2025.csv.gz": "gz",
    "bare/files/scan": "no ending",
    "pilot/figures.csv": "n\r\n1\r\n",
}
"""What lies under `datasets/`, beside the feeds."""


def field(name: str, type_: str, values: list[Any], **more: Any) -> tuple[Field, pl.Series]:
    """A field as it was declared, with its column."""
    column = pl.Series(name, values)
    known = {"format": "default", "title": "", "description": "", "unit": "", "constraints": {}, "categories": ()}
    return Field(name=name, type=type_, profile=profile_field(column, type_), **{**known, **more}), column


def trees() -> PackageFacts:
    """A dataset of which everything is known."""
    columns = [
        field("id", "integer", [1, 2], title="Number", constraints={"required": True}),
        field("planted", "date", [date(2020, 3, 1), date(2021, 11, 20)], description="The day it was *planted*."),
        field("height", "number", [4.5, None], unit="m"),
        field("native", "boolean", [True, False]),
        field("kind", "string", ["o", "e"], categories=(Category("o", "Oak"), Category("e", "Elm"))),
        field("seen", "date", [date(2024, 3, 1), date(2024, 3, 2)], format="%d.%m.%Y"),
    ]
    table = Table.of("trees", tuple(f for f, _ in columns), pl.DataFrame([column for _, column in columns]))
    table = replace(table, primary_key=("id",))
    elsewhere = "https://maps.example.org/trees?layer=1"
    package = Package(
        name="street-trees",
        file="catalog/trees/datapackage.json",
        folder=Path(),
        title="Street trees & shrubs",
        description="One row is one *tree* of the city.\n\nCounted by hand, <b>once</b> a year:\n\n- oaks\n- elms",
        descriptor={"citation": "Parks Department: Street trees."},
        resources=(
            Resource(0, "trees", "All trees", "One tree a row.", "table", "csv", "text/csv", "", "gz", (), {}),
            Resource(1, "map", "Map of trees", "", "remote", "", "", "", "", (elsewhere,), {}),
        ),
        keywords=("trees", "parks", "trees"),
        licenses=(License("ODC-BY"), License("CC0-1.0", "", "https://creativecommons.org/publicdomain/zero/1.0/")),
        sources=(Source("Tree census", "https://trees.example.org/census"), Source("A walk")),
        contributors=(Contributor("Forestry Board", "https://forestry.example.org/", ("creator",)),),
        homepage="https://parks.example.org/trees",
        version="1.2.0",
        created="2019-04-01T10:00:00Z",
        publisher=Publisher("Parks Department", "https://parks.example.org/", Publisher("City of Springfield")),
        contact=Contact("Parks desk", "parks@example.org", "https://parks.example.org/contact"),
        topics=("Parks", "Environment"),
        promise="R/P1Y",
        modified=date(2025, 3, 1),
        issued=date(2019, 5, 1),
        temporal="2020-01-01/..",
        spatial="Springfield",
    )
    finding = Finding(
        code="DP008", severity="warning", file=package.file, package=package.name, message="lies elsewhere"
    )
    return PackageFacts(
        package,
        Scan("street-trees", Verdict(), {"trees": table}, frozenset(), (finding,)),
        reckon_timeliness(package, TODAY, 0.25),
        (),
        (finding,),
        used_by=(Use("about/", "About"),),
        quality=Quality(
            (
                Part("validity", (Working("published", 60, 60, 1, 1),)),
                Part("openness", (Working("licence", 20, 40, 0, 1),)),
            )
        ),
        distributions=(
            offered(
                "trees", "files/trees of 2025.csv.gz", "gz", format="csv", mediatype="application/gzip", original=True
            ),
            offered("trees", "trees.csv", CSV),
            offered("trees", "trees.parquet", "PAR1"),
        ),
    )


def bare() -> PackageFacts:
    """A dataset of which nothing is known but its name."""
    scan = Resource(0, "scan", "", "", "file", "", "", "", "", ("scan",), {})
    package = Package("bare", "catalog/bare/datapackage.json", Path(), "Bare", "", {}, (scan,))
    return PackageFacts(
        package,
        Scan("bare", Verdict(), {}, frozenset(), ()),
        reckon_timeliness(package, TODAY, 0.25),
        (),
        (),
        distributions=(offered("scan", "files/scan", "no ending", format="", original=True),),
    )


def pilot() -> PackageFacts:
    """A dataset with simulated figures."""
    numbers = Resource(0, "figures", "", "", "table", "csv", "text/csv", "", "", ("figures.csv",), {})
    package = Package(
        name="pilot",
        file="catalog/pilot/datapackage.json",
        folder=Path(),
        title="Pilot",
        description="Each row is one figure of a pilot that shows what such figures look like.",
        descriptor={},
        resources=(numbers,),
        keywords=("pilot",),
        publisher=SETTINGS.publisher,
        contact=SETTINGS.contact,
        modified=date(2025, 12, 24),
        simulated=True,
    )
    return PackageFacts(
        package,
        Scan("pilot", Verdict(), {}, frozenset(), ()),
        reckon_timeliness(package, TODAY, 0.25),
        (),
        (),
        distributions=(offered("figures", "figures.csv", "n\r\n1\r\n"),),
    )


def withheld() -> PackageFacts:
    """A dataset that did not pass its checks."""
    resource = Resource(0, "rows", "", "", "table", "csv", "text/csv", "", "", ("rows.csv",), {})
    package = Package("secret", "catalog/secret/datapackage.json", Path(), "Secret", "", {}, (resource,))
    scan = Scan("secret", Verdict(), {}, frozenset({"rows"}), ())
    return PackageFacts(package, scan, reckon_timeliness(package, TODAY, 0.25), (), ())


def facts(*packages: PackageFacts) -> Facts:
    """The facts of a portal with these packages; of all four without any."""
    return Facts(
        TODAY, packages or (bare(), pilot(), withheld(), trees()), (), PortalQuality(80.0, {"validity": 100}, 1)
    )
