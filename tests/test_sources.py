"""Descriptors, found and read in whatever state they are."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat import sources
from civicstat.sources import RawPackage, find_descriptors, read_descriptor, read_sources

Portal = Callable[[dict[str, Any]], Path]


def read(portal: Portal, content: Any, name: str = "datapackage.json") -> RawPackage:
    """Read one descriptor of a new portal."""
    root = portal({f"catalog/trees/{name}": content})
    return read_descriptor(root / "catalog/trees" / name, root)


def told(raw: RawPackage) -> list[str]:
    """The message and what was found, of a descriptor that can't be read."""
    assert raw.problem
    assert raw.data is None
    return [raw.problem.message, raw.problem.found]


def test_descriptors_at_any_depth(portal: Portal) -> None:
    """Every folder that holds a descriptor is a package, at any depth and in each of three spellings."""
    root = portal(
        {
            "catalog/trees/datapackage.json": "{}",
            "catalog/works/streets/potholes/datapackage.yaml": "{}",
            "catalog/works/datapackage.yml": "{}",
            "catalog/works/package.json": "{}",
            "catalog/.hidden/datapackage.json": "{}",
            "elsewhere/datapackage.json": "{}",
        }
    )

    assert [raw.file for raw in read_sources(root).packages] == [
        "catalog/trees/datapackage.json",
        "catalog/works/datapackage.yml",
        "catalog/works/streets/potholes/datapackage.yaml",
    ]


def test_no_catalogue(portal: Portal) -> None:
    """A portal without a catalogue has no packages."""
    assert read_sources(portal({})).packages == ()


def test_links_to_folders_are_not_followed(portal: Portal) -> None:
    """A link to a folder brings nothing in, even one that leads back to the catalogue."""
    root = portal({"outside/datapackage.json": "{}", "catalog/portal.yml": ""})
    (root / "catalog/loop").symlink_to(root / "catalog")
    (root / "catalog/out").symlink_to(root / "outside")

    assert list(find_descriptors(root / "catalog")) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("datapackage.json", '{"name": "trees", "created": "2026-01-31", "resources": []}'),
        ("datapackage.yaml", "name: trees\ncreated: 2026-01-31\nresources: []\n"),
        ("datapackage.yml", "{name: trees, created: 2026-01-31, resources: []}"),
        ("datapackage.json", '\ufeff{"name": "trees", "created": "2026-01-31", "resources": []}'),
    ],
    ids=["json", "yaml", "yml", "byte order mark"],
)
def test_json_and_yaml_say_the_same(portal: Portal, name: str, text: str) -> None:
    """JSON and YAML are read to the same object; a day in YAML stays text."""
    raw = read(portal, text, name)

    assert raw.data == {"name": "trees", "created": "2026-01-31", "resources": []}
    assert raw.problem is None


def test_keys_are_text(portal: Portal) -> None:
    """A key that YAML would read as a number or a truth value is text, as in JSON."""
    assert read(portal, "2026: {on: 1}", "datapackage.yaml").data == {"2026": {"on": 1}}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '{"name": "trees", "resources": [',
            [
                "can't be read as JSON: line 1, column 33: a value is missing",
                "text that stops or breaks off",
            ],
        ),
        (
            '{"name": "trees"\n "resources": []}',
            [
                "can't be read as JSON: line 2, column 2: a comma or a closing bracket is missing",
                "broken JSON",
            ],
        ),
        ("[]", ["does not hold a data package", "a list [ … ]"]),
        ("null", ["does not hold a data package", "nothing"]),
        ("5", ["does not hold a data package", "a single value"]),
        ("", ["is empty", "an empty file"]),
        (" \n", ["is empty", "an empty file"]),
        (
            '{"name": "Bäume"}'.encode("latin-1"),
            ["is not UTF-8 text", "a byte that is no UTF-8 at position 11"],
        ),
        (
            '{"a": NaN}',
            [
                "holds what JSON has no word for",
                "NaN or Infinity, which are no numbers in JSON, or a depth past all use",
            ],
        ),
        (
            r'{"a": "\ud800"}',
            [
                "holds what JSON has no word for",
                r"half a character: an escape such as \ud800 without its other half",
            ],
        ),
    ],
    ids=["truncated", "comma", "array", "null", "number", "empty", "blank", "latin-1", "NaN", "surrogate"],
)
def test_broken_json(portal: Portal, content: str | bytes, expected: list[str]) -> None:
    """A descriptor that can't be read is told by what is wrong with it, and where."""
    assert expected == told(read(portal, content))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "name: [",
            "can't be read as YAML: line 1, column 8: expected the node content, but found '<stream end>'",
        ),
        ("a: &x [1]\nb: *x", "can't be read as YAML: line 2, column 4: aliases (*name) are not allowed here"),
        (
            "when: !!timestamp 2026-02-30",
            "can't be read as YAML: line 1, column 7: could not determine a constructor",
        ),
        (
            "a: !!python/object:os.system {}",
            "can't be read as YAML: line 1, column 4: could not determine a constructor",
        ),
        ("trees", "does not hold a data package"),
    ],
    ids=["truncated", "alias", "timestamp", "python", "text"],
)
def test_broken_yaml(portal: Portal, text: str, message: str) -> None:
    """YAML that breaks off, unfolds or asks for objects is refused with its place."""
    assert told(read(portal, text, "datapackage.yaml"))[0].startswith(message)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("datapackage.json", '{"civicstat": {"accessLevel": "non-public"}, "civicstat": {}}'),
        ("datapackage.yaml", "civicstat: {accessLevel: non-public}\ncivicstat: {}\n"),
    ],
)
def test_a_name_that_stands_twice(portal: Portal, name: str, text: str) -> None:
    """A descriptor that says one name twice is refused, since the one that is passed over may be the stricter one."""
    raw = read(portal, text, name)

    assert raw.private
    assert raw.problem is not None
    assert raw.problem.message == 'says "civicstat" twice in one object'


def test_a_problem_names_everything(portal: Portal) -> None:
    """A problem says file, message, what was found, what was expected and what to do."""
    problem = read(portal, "").problem

    assert problem
    assert problem.as_json() == {
        "code": "DP001",
        "severity": "error",
        "file": "catalog/trees/datapackage.json",
        "message": "is empty",
        "found": "an empty file",
        "expected": "a data package: one object { … } with its resources",
        "todo": "Write the descriptor, or delete the file.",
    }


def test_a_folder_in_its_place(portal: Portal) -> None:
    """A folder with a descriptor's name is told, not passed over."""
    root = portal({"catalog/trees/datapackage.json/readme.txt": ""})

    [raw] = read_sources(root).packages
    assert told(raw) == ["is not a file", "a folder, a device or a link to nothing"]


def test_a_pipe_in_its_place(portal: Portal) -> None:
    """A pipe with a descriptor's name is never opened, because reading it would wait for ever."""
    root = portal({"catalog/trees/t.csv": ""})
    os.mkfifo(root / "catalog/trees/datapackage.json")

    [raw] = read_sources(root).packages
    assert told(raw)[0] == "is not a file"


def test_a_link_in_its_place(portal: Portal) -> None:
    """A descriptor that is a link to a file outside its folder is refused."""
    root = portal({"secret.json": '{"name": "secret"}', "catalog/trees/t.csv": ""})
    (root / "catalog/trees/datapackage.json").symlink_to(root / "secret.json")

    [raw] = read_sources(root).packages
    assert told(raw) == ["is a link to somewhere else", "a link out of the package's folder"]


def test_a_descriptor_full_of_rows(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A descriptor past all measure is not read into memory."""
    monkeypatch.setattr(sources, "MAX_DESCRIPTOR_BYTES", 10)

    assert told(read(portal, '{"data": [1, 2, 3, 4]}\n')) == [
        "is too large to be a descriptor, which may have 10 bytes",
        "23 bytes",
    ]


@pytest.mark.parametrize(
    ("content", "private"),
    [
        ('{"civicstat": {"accessLevel": "non-public"}, ', True),
        ('{"civicstat": {"accessLevel": "non-pu', True),
        ('{"civicstat": {"accessLevel": ', True),
        ('{"civicstat": {"accessLevel": "Restricted Public"}, ', True),
        ('{"civicstat": {"accessLevel": "non-public"}}'.encode("utf-16"), True),
        ('{"name": "Bäume", "accessLevel": "non-public"}'.encode("latin-1"), True),
        ('{"civicstat": {"accessLevel": "public"}, ', False),
        ('{"name": "trees", ', False),
    ],
)
def test_what_may_be_private(portal: Portal, content: str | bytes, private: bool) -> None:
    """A descriptor that can't be read is not public when its words say so, or break off where they would."""
    assert private == read(portal, content).private


@given(content=st.binary(max_size=200), name=st.sampled_from(sources.DESCRIPTOR_NAMES))
def test_any_bytes(portal: Portal, content: bytes, name: str) -> None:
    """Whatever bytes a descriptor holds, it is either data or a problem."""
    raw = read(portal, content, name)

    assert (raw.data is None) != (raw.problem is None)


@given(
    content=st.text(alphabet='{}[]":,-&*!|>#?%@ \n\tab0.\\', max_size=40),
    name=st.sampled_from(sources.DESCRIPTOR_NAMES),
)
def test_any_marks(portal: Portal, content: str, name: str) -> None:
    """Whatever JSON's and YAML's own marks make together, it is either data or a problem."""
    raw = read(portal, content, name)

    assert (raw.data is None) != (raw.problem is None)
