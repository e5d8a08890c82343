"""All feeds together: which files there are, what is left out of which and why, and what hostile text does to them."""

import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import check_feeds
import feeds_example as example
from civicstat.feeds import Feeds, write_feeds
from civicstat.findings import Finding
from civicstat.model import Contact, License, Publisher, Source
from civicstat.settings import Settings, Site
from progress_example import example_progress


def published(feeds: Feeds, site: Path) -> None:
    """Write feeds as a build does: each file, a page for each dataset's JSON-LD, and the data that they tell of."""
    pages = {f"datasets/{name}/index.html": f'<script type="application/ld+json">{text}</script>'
             for name, text in feeds.json_ld.items()}  # fmt: skip
    data = {f"datasets/{path}": text for path, text in example.FILES.items()}
    for path, text in {**feeds.files, **pages, **data}.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


def test_all_files() -> None:
    """A portal has its catalogues and news, and each published dataset its Croissant and API files."""
    feeds = write_feeds(example.facts(), example.SETTINGS, example.SITE)

    assert sorted(feeds.files) == [
        "api/v1/agencies.json",
        "api/v1/datasets.json",
        "api/v1/datasets/bare.json",
        "api/v1/datasets/pilot.json",
        "api/v1/datasets/street-trees.json",
        "api/v1/index.json",
        "api/v1/openapi.json",
        "api/v1/sprints.json",
        "api/v1/status.json",
        "api/v1/topics.json",
        "catalog.jsonld",
        "data.json",
        "datasets/bare/croissant.json",
        "datasets/pilot/croissant.json",
        "datasets/street-trees/croissant.json",
        "dcat-us-3.json",
        "feed.json",
        "feed.xml",
    ]
    assert sorted(feeds.json_ld) == ["pilot", "street-trees"]


def test_without_an_address() -> None:
    """Without the site's address there is no feed, and one finding says what to set."""
    feeds = write_feeds(example.facts(), example.SETTINGS, Site("Springfield data"))

    assert (feeds.files, feeds.json_ld) == ({}, {})
    assert [f.as_json() for f in feeds.findings] == [
        {
            "code": "FD002",
            "severity": "warning",
            "file": "mkdocs.yml",
            "pointer": "site_url",
            "message": "says no address of the site, so that none of its feeds, catalogues and API files "
            "can be written",
            "expected": "the address that the portal is published at",
            "todo": "Set site_url in mkdocs.yml.",
        }
    ]


def test_what_is_left_out_and_why() -> None:
    """One finding for each dataset tells every feed that it is left out of, what it lacks and where to add it."""
    feeds = write_feeds(example.facts(), example.SETTINGS, example.SITE)

    assert [f.as_json() for f in feeds.findings] == [
        {
            "code": "FD001",
            "severity": "warning",
            "package": "bare",
            "file": "catalog/bare/datapackage.json",
            "pointer": "civicstat",
            "message": "is left out of data.json: it has no description, no publisher, no contact point, no keywords "
            "and no known day of its last update; and of dcat-us-3.json: it has no description, no publisher and no "
            "contact point; and of schema.org: it has no description",
            "expected": "everything that these feeds require",
            "todo": "Add `description` to the descriptor; `civicstat.publisher` to the descriptor, or `publisher` to "
            "catalog/portal.yml; `civicstat.contactPoint` to the descriptor, or `contactPoint` to catalog/portal.yml; "
            "`keywords` to the descriptor; `civicstat.modified` to the descriptor, or the data files to git.",
        }
    ]


def test_feeds_that_miss_the_same_are_told_together() -> None:
    """Feeds that a dataset is left out of for the same reason stand side by side."""
    trees = example.trees()
    contact = replace(trees.package, contact=Contact("Parks desk", "", "https://parks.example.org/contact"))

    [finding] = write_feeds(
        example.facts(replace(trees, package=contact)), example.SETTINGS, example.SITE
    ).findings  # fmt: skip

    assert (finding.message, finding.pointer, finding.todo) == (
        "is left out of data.json, dcat-us-3.json: it has no contact point with an e-mail address",
        "civicstat",
        "Add `hasEmail` to the contact point.",
    )


def test_a_short_description_is_kept_from_search_engines() -> None:
    """A description of fewer than 50 characters keeps a dataset out of schema.org, and of nothing else."""
    trees = example.trees()
    short = replace(trees, package=replace(trees.package, description="One row is one tree."))

    feeds = write_feeds(example.facts(short), example.SETTINGS, example.SITE)

    assert feeds.json_ld == {}
    assert [f.message for f in feeds.findings] == [
        "is left out of schema.org: it has no description of at least 50 characters"
    ]


@pytest.mark.parametrize(("simulated", "listed"), [(False, ["street-trees"]), (True, ["pilot", "street-trees"])])
def test_simulated_figures_are_harvested_only_when_the_settings_say_so(simulated: bool, listed: list[str]) -> None:
    """A package with simulated figures stays out of the three catalogues unless `feeds: simulated` lets it in."""
    chosen = replace(example.SETTINGS, feeds_simulated=simulated)

    files = write_feeds(example.facts(example.pilot(), example.trees()), chosen, example.SITE).files

    for path in ("data.json", "dcat-us-3.json", "catalog.jsonld"):
        assert [d["identifier"].split("/")[-2] for d in json.loads(files[path])["dataset"]] == listed


def test_simulated_figures_are_called_so_everywhere() -> None:
    """Whatever tells of a package with simulated figures says that they are."""
    chosen = replace(example.SETTINGS, feeds_simulated=True)

    facts = replace(example.facts(example.pilot()), progress=example_progress())
    feeds = write_feeds(facts, chosen, example.SITE)

    silent = {
        path for path, text in {**feeds.files, **feeds.json_ld}.items() if "simulated figures" not in text.lower()
    }
    assert silent == {"api/v1/index.json", "api/v1/topics.json", "api/v1/agencies.json", "api/v1/openapi.json"}


def test_nothing_withheld_is_in_any_feed() -> None:
    """A package that did not pass its checks stands in no feed."""
    feeds = write_feeds(example.facts(), example.SETTINGS, example.SITE)

    assert [path for path, text in feeds.files.items() if re.search("secret", path + text, re.IGNORECASE)] == []


def test_nothing_refused_is_in_any_feed() -> None:
    """A package of which every resource was refused before the check is withheld too; one that has none is told of."""
    bare = example.bare()
    empty = replace(bare, package=replace(bare.package, resources=()), distributions=())
    refused = replace(empty, findings=(Finding(code="DP006", severity="error", file="f", message="m", resource="r"),))

    listed = [
        [d["name"] for d in json.loads(feeds.files["api/v1/datasets.json"])["datasets"]]
        for feeds in (write_feeds(example.facts(f), example.SETTINGS, example.SITE) for f in (empty, refused))
    ]
    assert listed == [["bare"], []]


def test_same_bytes() -> None:
    """Feeds of the same facts are the same, to the byte and in their order."""
    first, second = (write_feeds(example.facts(), example.SETTINGS, example.SITE) for _ in range(2))

    assert list(first.files.items()) == list(second.files.items())


HOSTILE = st.sampled_from(
    [
        "</script><script>alert(1)</script>", "javascript:alert(1)", "]]>", "<![CDATA[", "\x00\x01\x1b",
        "\ufffe\uffff", "\u2028", '"\\"', "'", "&amp;&#x26;", "{{ 7*7 }}", "`~~~", "<b>", "@context", "a\n\nb", "%zz",
        "日本語", "🌳", "_:blank", "#", "?x=[1]", "https://example.org/ü ö", "http://[", "http://example.org:99999/",
        "data:text/html,x",
    ]
)  # fmt: skip
TEXT = st.lists(st.one_of(HOSTILE, st.text(max_size=20)), min_size=1, max_size=4).map(" ".join)
NAME = TEXT.filter(str.strip)
ADDRESS = st.one_of(HOSTILE, TEXT, TEXT.map("https://example.org/{}".format))


@settings(max_examples=25)
@given(NAME, TEXT, st.lists(TEXT, max_size=3), ADDRESS, NAME, TEXT)
def test_hostile_text_breaks_no_feed(
    title: str, description: str, words: list[str], address: str, name: str, email: str
) -> None:
    """Whatever stands in titles, descriptions, keywords and addresses, every feed stays valid and ends no script."""
    trees = example.trees()
    package = replace(
        trees.package,
        title=title,
        description=description + " One row is one tree of the city, and so forth.",
        keywords=tuple(words),
        topics=tuple(words),
        homepage=address,
        licenses=(License(name, title, address),),
        sources=(Source(title, address),),
        publisher=Publisher(name, address, Publisher(title)),
        contact=Contact(name, email, address),
        temporal=address,
        spatial=title,
        version=name,
        created=name,
        descriptor={"citation": description},
        resources=tuple(replace(r, title=title, description=description) for r in trees.package.resources),
    )
    feeds = write_feeds(
        example.facts(replace(trees, package=package)),
        Settings(description=description, publisher=package.publisher, contact=package.contact),
        replace(example.SITE, name=title.strip() or "Springfield data"),
    )

    with tempfile.TemporaryDirectory() as folder:
        published(feeds, Path(folder))
        checked = check_feeds.check(Path(folder))
    assert [str(c) for c in checked if c.problems] == []
    assert not [text for text in feeds.json_ld.values() if set("<>&`~\n\u2028\u2029") & set(text)]
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', feeds.files["feed.xml"]))


def test_the_check_of_all_feeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`python tests/check_feeds.py site` says of each feed that it is valid and how much it holds."""
    published(write_feeds(example.facts(), replace(example.SETTINGS, feeds_simulated=True), example.SITE), tmp_path)

    assert check_feeds.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == (
        "data.json: valid, 2 datasets\n"
        "dcat-us-3.json: valid, 2 datasets\n"
        "catalog.jsonld: valid, 3 datasets\n"
        "schema.org: valid, 2 pages\n"
        "croissant.json: valid, 3 files, tables read: 1\n"
        "feed.xml: valid, 2 entries\n"
        "feed.json: valid, 2 entries\n"
        "api/v1: valid, 9 files\n"
        "downloads: valid, 5 files\n"
    )


@pytest.mark.parametrize(
    ("path", "right", "wrong", "said"),
    [
        ("datasets/bare/files/scan", "no ending", "another", "files/scan: not the file that is described"),
        (
            "data.json",
            '"keyword"',
            '"keywords"',
            "data.json: not valid\n  $.dataset[0]: 'keyword' is a required property",
        ),
        ("dcat-us-3.json", '"hasEmail"', '"email"', "is not valid under any of the given schemas"),
        ("dcat-us-3.json", '"byteSize": "', '"byteSize": 1, "was": "', "is not of type 'null', 'string'"),
        ("catalog.jsonld", '"byteSize": "', '"byteSize": "-', "is not of its type"),
        ("feed.xml", "<id>", "<name>", "feed.xml: not valid"),
        ("feed.json", '"id"', '"guid"', "feed.json: not valid"),
        ("api/v1/status.json", '"on time"', '"early"', "/status.json: $.counts[0].status: 'early' is not one of"),
        ("api/v1/openapi.json", '"openapi": "3.1.0"', '"openapi": "4"', "api/v1: not valid"),
        ("datasets/bare/croissant.json", '"encodingFormat"', '"encoding"', "bare: Found the following 1 error"),
        (
            "datasets/street-trees/index.html",
            '"description"',
            '"abstract"',
            "street-trees: the description has [] characters",
        ),
    ],
)
def test_the_check_finds_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, right: str, wrong: str, said: str
) -> None:
    """A feed that breaks its standard is told with the place and the reason, and the command fails."""
    published(write_feeds(example.facts(), example.SETTINGS, example.SITE), tmp_path)
    file = tmp_path / path
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(right, wrong), encoding="utf-8")

    assert check_feeds.main([str(tmp_path)]) == 1
    assert said in capsys.readouterr().out


def test_wrong_use_of_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a folder the command says how it is called."""
    assert check_feeds.main([]) == 2
    assert "python tests/check_feeds.py site" in capsys.readouterr().err


def test_golden(golden: Callable[[str, str], None]) -> None:
    """Every feed of the example is written as it stands in the golden file of its name."""
    feeds = write_feeds(example.facts(), replace(example.SETTINGS, feeds_simulated=True), example.SITE)

    for path, text in feeds.files.items():
        golden(f"feeds/{path}", text)
    for name, text in feeds.json_ld.items():
        golden(
            f"feeds/datasets/{name}/schema.org.json", json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
        )


def test_the_demonstration(demonstration: Path) -> None:
    """Every feed of the built demonstration is valid, and every file that it offers is there as described."""
    assert [str(checked) for checked in check_feeds.check(demonstration) if checked.problems] == []
