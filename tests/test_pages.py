"""Whole pages as they are written into `site_src/`, and the files published beside them."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from civicstat.catalog import parse_catalog
from civicstat.executors import Workers
from civicstat.facts import reckon_facts
from civicstat.feeds import write_feeds
from civicstat.findings import Finding, Waiver
from civicstat.model import Contact, Package
from civicstat.pages import Exemption, exemptions, kinds_of, plan_pages
from civicstat.quality import FORMULA, Working
from civicstat.render import Rendered, environment, relative, render_plan
from civicstat.settings import Settings, Site
from civicstat.sources import read_sources
from civicstat.store import Store
from civicstat.study import Study

TREES = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "street-trees",
    "title": "Street trees & shrubs",
    "description": "One row is one *tree*. Counted by `hand`.",
    "keywords": ["trees"],
    "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
    "sources": [{"title": "Tree census"}],
    "resources": [
        {
            "name": "trees",
            "path": "trees.csv",
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer", "title": "Number", "constraints": {"required": True}},
                    {"name": "planted", "type": "date", "description": "The day it was planted."},
                    {"name": "height", "type": "number", "unit": "m", "constraints": {"minimum": 0}},
                    {
                        "name": "kind",
                        "type": "string",
                        "categories": [{"value": "o", "label": "Oak"}, {"value": "e", "label": "Elm"}],
                    },
                ],
                "primaryKey": "id",
            },
        },
        {"name": "notes", "path": "how counted.txt", "title": "How it was counted"},
        {"name": "broken", "path": "broken.csv", "schema": {"fields": [{"name": "n", "type": "integer"}]}},
    ],
    "civicstat": {
        "publisher": {"name": "Parks Department"},
        "theme": ["Parks", "Environment"],
        "accrualPeriodicity": "R/P1Y",
        "modified": "2025-03-01",
        "temporal": "2020-01-01/..",
        "spatial": "Springfield",
        "formerNames": ["trees"],
        "waivers": [
            {
                "check": "MD012",
                "reason": "The names say it all.",
                "role": "Open data coordinator",
                "date": "2025-03-01",
            }
        ],
        "charts": [{"title": "More oaks than elms", "type": "bar", "resource": "trees", "x": "kind"}],
    },
}
FILES = {
    "catalog/trees/datapackage.json": TREES,
    "catalog/trees/trees.csv": "id,planted,height,kind\n1,2020-03-01,4.5,o\n2,2020-03-02,,o\n3,2021-11-20,12,e\n",
    "catalog/trees/how counted.txt": "By hand.\n",
    "catalog/trees/broken.csv": "n\none\n",
    "catalog/unreadable/datapackage.json": "{",
}


@pytest.fixture(scope="module")
def rendered(
    portal: Callable[[dict[str, Any]], Path],
    study: Callable[[Sequence[Package]], dict[str, Study]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Rendered:
    """Every page of a small portal."""
    settings = Settings(place="Springfield", contact=Contact("Open data", "data@example.org"))
    site = Site("Springfield data", "https://example.org/portal/")
    catalog = parse_catalog(read_sources(portal(FILES)), settings)
    facts = reckon_facts(catalog, study(catalog.packages), settings, date(2026, 1, 1), {})
    feeds = write_feeds(facts, settings, site)
    plan = plan_pages(catalog, facts.knowing(feeds.findings), settings, site, feeds)
    with Workers() as workers:
        return render_plan(plan, Store(tmp_path_factory.mktemp("store")), workers, lambda *_: None)


def without_drawings(page: str) -> str:
    """The page with its drawings left out: they are the chart library's, and change with its version."""
    return re.sub(r"<svg .*?</svg>", "<svg/>", page, flags=re.DOTALL)


@pytest.mark.parametrize(
    "path",
    [
        "index.md",
        "datasets/index.md",
        "datasets/street-trees/index.md",
        "datasets/unreadable/index.md",
        "status/index.md",
        "topics/index.md",
        "topics/parks/index.md",
        "agencies/parks-department/index.md",
        "api/index.md",
    ],
)
def test_page(rendered: Rendered, golden: Callable[[str, str], None], path: str) -> None:
    """A page is written as it stands in the golden file of its name."""
    golden("pages/" + path.replace("/", "-"), without_drawings(rendered.markdown[path]))


def test_all_pages(rendered: Rendered) -> None:
    """There is a page for each package, topic and agency, and for each overview."""
    assert sorted(rendered.markdown) == [
        "academy/index.md",
        "agencies/index.md",
        "agencies/parks-department/index.md",
        "api/index.md",
        "datasets/index.md",
        "datasets/street-trees/index.md",
        "datasets/unreadable/index.md",
        "docs/checks/index.md",
        "docs/index.md",
        "docs/measures/index.md",
        "docs/quality/index.md",
        "docs/submit/index.md",
        "docs/tables/index.md",
        "index.md",
        "performance/index.md",
        "programme/index.md",
        "progress/index.md",
        "sprints/index.md",
        "stats/index.md",
        "status/index.md",
        "strategy/index.md",
        "topics/environment/index.md",
        "topics/index.md",
        "topics/parks/index.md",
        "trackers/index.md",
    ]


def test_all_files(rendered: Rendered) -> None:
    """Every form, the originals and the feeds are offered; charts have specifications; nothing withheld is there."""
    assert sorted(d.path for d in rendered.downloads) == [
        "api/v1/agencies.json",
        "api/v1/datasets.json",
        "api/v1/datasets/street-trees.json",
        "api/v1/index.json",
        "api/v1/openapi.json",
        "api/v1/sprints.json",
        "api/v1/status.json",
        "api/v1/topics.json",
        "catalog.jsonld",
        "data.json",
        "datasets/street-trees/charts/1-trees-narrow.json",
        "datasets/street-trees/charts/1-trees-wide.json",
        "datasets/street-trees/croissant.json",
        "datasets/street-trees/datapackage.json",
        "datasets/street-trees/files/how counted.txt",
        "datasets/street-trees/files/trees.csv",
        "datasets/street-trees/trees.csv",
        "datasets/street-trees/trees.json",
        "datasets/street-trees/trees.parquet",
        "datasets/street-trees/trees.xlsx",
        "dcat-us-3.json",
        "docs/schemas/civicstat.schema.json",
        "docs/schemas/portal.schema.json",
        "docs/schemas/progress.schema.json",
        "feed.json",
        "feed.xml",
    ]
    assert sorted(rendered.html) == ["datasets/trees/index.html"]


def test_published_descriptor(rendered: Rendered, golden: Callable[[str, str], None]) -> None:
    """The published descriptor leads to the published files, and leaves out what is withheld."""
    [descriptor] = [d.text for d in rendered.downloads if d.path.endswith("/datapackage.json")]

    golden("datapackage.json", descriptor)


def test_chart_specification(rendered: Rendered, golden: Callable[[str, str], None]) -> None:
    """The live chart's specification holds its few numbers and fetches nothing."""
    [spec] = [d.text for d in rendered.downloads if d.path.endswith("wide.json")]

    golden("chart.json", spec)


@pytest.mark.parametrize(
    ("here", "there", "way"),
    [
        ("", "datasets/", "datasets/"),
        ("datasets/trees/", "", "../../"),
        ("datasets/trees/", "datasets/trees/files/how counted.txt", "files/how%20counted.txt"),
        ("status/", "status/", "./"),
        ("datasets/trees/", "datasets/trees/files/a#b.txt", "files/a%23b.txt"),
    ],
)
def test_relative(here: str, there: str, way: str) -> None:
    """Addresses are relative, so that a portal works under any path."""
    assert relative(here, there) == way


@pytest.mark.parametrize("measure", [m for _, measures in FORMULA.values() for m in measures])
def test_every_line_of_the_score_has_words(measure: Any) -> None:
    """Each line says what it counts, how, and what would raise it, with the names of what lacks."""
    words: Any = environment().get_template("quality.html").module
    docs: Any = environment().get_template("quality.md")
    line = Working(measure, 0, 1, 0, 7, ("Height", "Kind"))

    assert str(words.measure(measure)).strip()
    remedy = str(words.remedy(line)).strip()
    assert remedy.endswith(".")
    assert len(remedy) > 10
    assert f'"{measure}": ' in (Path(docs.filename).read_text(encoding="utf-8"))


def passed(check: str, table: str, field: str, waiver: Waiver | None) -> Finding:
    """Something that a check found, waived or not."""
    return Finding(
        code=check, severity="warning", file="a.csv", message="odd", resource=table, field=field, waiver=waiver
    )


def test_exemptions() -> None:
    """A waiver stands once with all that it lets pass; what is not waived is no exemption."""
    one = Waiver(check="PV001", reason="Offices.", role="Coordinator", date="2026-01-01")
    other = Waiver(check="DT001", reason="Known.", role="Coordinator", date="2026-01-01")
    a, b, c = passed("PV001", "t", "x", one), passed("DT001", "t", "y", other), passed("PV001", "t", "z", one)

    assert exemptions([a, passed("DT002", "t", "", None), b, c]) == (Exemption(one, (a, c)), Exemption(other, (b,)))


def test_kinds_of_findings() -> None:
    """Findings are grouped by what they are about, privacy first."""
    found = [passed(code, "", "", None) for code in ("TB003", "MD001", "PV001", "CH001", "DT009")]
    tb, md, pv, ch, dt = found

    assert kinds_of(found) == (
        ("privacy", (pv,)), ("values", (dt,)), ("description", (md,)), ("files", (tb, ch)),
    )  # fmt: skip
