"""Descriptors and files that are none, lie elsewhere or have names of all kinds; descriptors past all measure."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from hostile_portal import GOOD, Built, build_within_limits

Portal = Callable[[Mapping[str, Any]], Path]
Make = Callable[[Path], None]

DESCRIPTOR = "datapackage.json"
SECRET = "Kanarienvogel"  # noqa: S105 - a word to look for


def package(*paths: str, **more: Any) -> dict[str, Any]:
    """A descriptor with a resource for each path."""
    return {"resources": [{"name": f"r{n}", "path": path} for n, path in enumerate(paths)], **more}


def inline(**more: Any) -> dict[str, Any]:
    """A descriptor that holds its rows itself."""
    return {"resources": [{"name": "r", "data": [["a"], [1]]}], **more}


def link(to: str) -> Make:
    """A link to somewhere."""
    return lambda file: file.symlink_to(to)


def pipe(file: Path) -> None:
    """A pipe, which nobody writes to."""
    os.mkfifo(file)


def plug(file: Path) -> None:
    """A socket, which nobody answers at."""
    here = os.open(file.parent, os.O_RDONLY)
    # Its address may have no more than 107 bytes, so it is made by way of a short one.
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{here}/{file.name}")
    os.close(here)


def folder(file: Path) -> None:
    """A folder."""
    file.mkdir()


def levels(count: int) -> str:
    """YAML whose aliases would unfold to ten to the power of `count` values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, count)]
    return "\n".join(lines)


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "descriptor-folder": ({DESCRIPTOR: folder}, "is not a file"),
    "descriptor-pipe": ({DESCRIPTOR: pipe}, "is not a file"),
    "descriptor-socket": ({DESCRIPTOR: plug}, "is not a file"),
    "descriptor-device": ({DESCRIPTOR: link("/dev/zero")}, "is not a file"),
    "descriptor-loop": ({DESCRIPTOR: link(DESCRIPTOR)}, "is not a file"),
    "descriptor-elsewhere": ({DESCRIPTOR: link("../../outside.json")}, "is a link to somewhere else"),
    "descriptor-deep": ({DESCRIPTOR: '{"a":' * 100_000}, "brackets within brackets"),
    "descriptor-digits": ({DESCRIPTOR: f'{{"resources": [], "x": {"9" * 1_000_000}}}'}, "a number of 1,000,000 digits"),
    "descriptor-exponent": ({DESCRIPTOR: '{"resources": [], "x": 1e999999999}'}, "no numbers in JSON"),
    "descriptor-zero-bytes": ({DESCRIPTOR: b'{"name": "a\0b"}'}, "can't be read as JSON"),
    "yaml-aliases": ({"datapackage.yaml": levels(9)}, "aliases (*name) are not allowed here"),
    "yaml-deep": ({"datapackage.yaml": "[" * 100_000}, "brackets within brackets"),
    "yaml-sixties": ({"datapackage.yaml": "a: " + ":".join(["59"] * 100_000)}, "a number of 299,999 digits"),
    "yaml-long": ({"datapackage.yaml": "a:\n" + "- {b: 1, c: x}\n" * 200_000}, "is too large to be a descriptor"),
    "yaml-zero-bytes": ({"datapackage.yaml": b"name: a\0b"}, "can't be read as YAML"),
    "schema-aliases": (
        {DESCRIPTOR: {"resources": [{"name": "r", "path": "a.csv", "schema": "s.yaml"}]}, "s.yaml": levels(9)},
        "aliases (*name) are not allowed here",
    ),
    "schema-huge": (
        {DESCRIPTOR: {"resources": [{"name": "r", "path": "a.csv", "schema": "s.json"}]}, "s.json": " " * 3_000_000},
        "a file of 3,000,000 bytes",
    ),
    "schema-far": (
        {DESCRIPTOR: {"resources": [{"name": "r", "path": "a.csv", "schema": "https://example.invalid/s.json"}]}},
        "Copy it into the package's folder",
    ),
    "profile-far": ({DESCRIPTOR: inline(profile="https://example.invalid/p.json")}, "is not fetched"),
    "profile-elsewhere": ({DESCRIPTOR: inline(profile="/etc/passwd")}, "is not safe"),
    "absolute": ({DESCRIPTOR: package("/etc/passwd")}, "inside the package's own folder"),
    "upwards": ({DESCRIPTOR: package("../good/calls.csv")}, "inside the package's own folder"),
    "hidden-upwards": ({DESCRIPTOR: package("a/%2e%2e/../../good/calls.csv")}, "inside the package's own folder"),
    "windows": ({DESCRIPTOR: package("..\\good\\calls.csv")}, "r0"),
    "file-scheme": ({DESCRIPTOR: package("file:///etc/passwd")}, "a file of the package"),
    "link-out": ({DESCRIPTOR: package("a.csv"), "a.csv": link("../../outside.csv")}, "a link to somewhere else"),
    "link-loop": ({DESCRIPTOR: package("b.csv"), "b.csv": link("b.csv")}, "b.csv"),
    "link-to-pipe": ({DESCRIPTOR: package("b.csv"), "p": pipe, "b.csv": link("p")}, "a folder or a device"),
    "pipe": ({DESCRIPTOR: package("b.csv"), "b.csv": pipe}, "a folder or a device"),
    "socket": ({DESCRIPTOR: package("b.csv"), "b.csv": plug}, "a folder or a device"),
    "device": ({DESCRIPTOR: package("b.csv"), "b.csv": link("/dev/zero")}, "a link to somewhere else"),
    "data-folder": ({DESCRIPTOR: package("b.csv"), "b.csv": folder}, "a folder or a device"),
    "described-elsewhere": (
        {
            DESCRIPTOR: package("in/others.json"),
            "in/others.json": {"name": "y", "resources": [{"name": "z", "path": "b.csv"}]},
            "in/b.csv": link("../../../outside.csv"),
        },
        "a description of other data",
    ),
    "line-breaks": ({DESCRIPTOR: package("a\nb.csv"), "a\nb.csv": "a\n1\n"}, "without control characters"),
    "long-file": ({DESCRIPTOR: package("x" * 250 + ".htm"), "x" * 250 + ".htm": "<p>"}, "a name of 254 bytes"),
    "long-path": ({DESCRIPTOR: package("x/" * 600 + "a.csv")}, "a text of 1,205 characters"),
    "long-name": ({DESCRIPTOR: inline(name="n" * 10_000)}, "a text of 10,000 characters"),
    "long-title": ({DESCRIPTOR: inline(title="x" * 1_000_000)}, "a text of 1,000,000 characters"),
    "long-description": ({DESCRIPTOR: inline(description="[" * 10_000_000)}, "a text of 10,000,000 characters"),
    "many-resources": ({DESCRIPTOR: package(*["a.csv"] * 10_000)}, "10,000 entries"),
    "many-contributors": ({DESCRIPTOR: inline(contributors=[{"title": "x"}] * 10_000)}, "10,000 entries"),
    "many-topics": ({DESCRIPTOR: inline(civicstat={"theme": [f"t{n}" for n in range(10_000)]})}, "10,000 entries"),
    "many-codes": (
        {
            DESCRIPTOR: {
                "resources": [
                    {
                        "name": "r",
                        "path": "a.csv",
                        "schema": {"fields": [{"name": "a", "constraints": {"enum": list(range(1_000_000))}}]},
                    }
                ]
            }
        },
        "more than 400,000 values",
    ),
}
"""What lies in a package's folder, and what its page or the terminal says of it."""


@pytest.fixture(scope="module")
def built(portal: Portal) -> Built:
    """A portal of all these packages and the good one."""
    root = portal({**GOOD, "outside.csv": f"a\n{SECRET}\n", "outside.json": json.dumps(inline(title=SECRET))})
    for name, (files, _) in CASES.items():
        own = root / "catalog" / name
        for path, content in {"a.csv": "a\n1\n", **files}.items():
            file = own / path
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError:
                continue
            if callable(content):
                content(file)
            elif isinstance(content, bytes):
                file.write_bytes(content)
            else:
                file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    for name in ("Trees", "trees"):
        (root / "catalog" / name).mkdir()
        (root / "catalog" / name / DESCRIPTOR).write_text(json.dumps(inline()), encoding="utf-8")
    return build_within_limits(root)


@pytest.mark.parametrize("case", CASES)
def test_told_on_the_page(built: Built, case: str) -> None:
    """What can't be read, lies elsewhere or is past all measure is withheld, and its page says why."""
    page = built.page(f"datasets/{'n' * 100 if case == 'long-name' else case}")

    assert CASES[case][1] in page.text
    assert not list((built.root / "site/datasets" / case).glob("files/*"))


def test_good_stands(built: Built) -> None:
    """The good package beside them is published, and nothing from outside a package is anywhere in the portal."""
    assert built.code == 1
    assert (built.root / "site/datasets/good/files/calls.csv").is_file()
    assert SECRET not in built.said
    assert not [p for p in (built.root / "site").rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


def test_packages_that_differ_in_case(built: Built) -> None:
    """Two packages whose folders differ only in case want one address: neither takes it, and staff are told of both."""
    assert 'wants the page name "trees"' in built.page("datasets/trees").text


NAMES = [
    "A.csv",
    "a.csv",
    "e\u0301.csv",
    "\u00e9.csv",
    "a\\b.csv",
    "a b.csv",
    "a;b.csv",
    "in/deep/a.csv",
    "\u202ea.csv",
]


@pytest.fixture(scope="module")
def sound(portal: Portal) -> Built:
    """A portal of packages that are odd, and right."""
    wide = ",".join(f"c{n}" for n in range(300)) + "\n" + (",".join(["1"] * 300) + "\n") * 200
    coded = {"fields": [{"name": "a", "constraints": {"enum": [f"c{n}" for n in range(20_000)]}}]}
    files: dict[str, Any] = {
        **GOOD,
        **{f"catalog/names/{name}": f"n\n{number}\n" for number, name in enumerate(NAMES)},
        "catalog/names/datapackage.json": package(*NAMES),
        "catalog/far/datapackage.json": package("https://example.invalid/rows.csv"),
        "catalog/wide/datapackage.json": package("wide.csv"),
        "catalog/wide/wide.csv": wide,
        "catalog/many/datapackage.json": package(*[f"{n}.csv" for n in range(50)]),
        **{f"catalog/many/{n}.csv": "a,b\n1,2\n" for n in range(50)},
        "catalog/codes/datapackage.json": {"resources": [{"name": "r", "path": "r.csv", "schema": coded}]},
        "catalog/codes/r.csv": "a\nc7\n",
        "catalog/yaml/datapackage.yaml": "resources:\n- {name: r, path: r.csv, schema: s.yaml}\n",
        "catalog/yaml/s.yaml": "fields:\n- {name: a, type: integer}\n",
        "catalog/yaml/r.csv": "a\n7\n",
    }
    return build_within_limits(portal(files))


def test_all_is_published(sound: Built) -> None:
    """A wide table, a package of fifty tables, a long list of codes and a schema in YAML are published whole."""
    schema = json.loads((sound.root / "site/datasets/yaml/datapackage.json").read_text(encoding="utf-8"))

    assert sound.code == 0, sound.said
    assert len(list((sound.root / "site/datasets/many/files").iterdir())) == 50
    assert schema["resources"][0]["schema"] == {"fields": [{"name": "a", "type": "integer"}]}


def test_names_of_all_kinds(sound: Built) -> None:
    """Names that differ only in case, in the form of their accents or in a folder are published side by side."""
    files = sound.root / "site/datasets/names/files"

    assert [(files / name).read_text(encoding="utf-8") for name in NAMES] == [f"n\n{n}\n" for n in range(len(NAMES))]


def test_addresses_are_not_asked(sound: Built) -> None:
    """A resource elsewhere is linked to and not fetched: it need not even exist."""
    assert "https://example.invalid/rows.csv" in sound.page("datasets/far").links()
