"""Paths that stay within their package, and those that don't."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civicstat.jsonschemas import Problem
from civicstat.paths import is_remote, path_problem

Portal = Callable[[dict[str, Any]], Path]
INSIDE = "a path inside the package's own folder"
TODO = "Put the file into the package's folder and name it from there."


@pytest.fixture
def folder(portal: Portal) -> Path:
    """A package's folder beside another's, with links and a pipe."""
    root = portal({"trees/trees.csv": "id\n1\n", "trees/parts/1.csv": "id\n1\n", "police/calls.csv": "id\n1\n"})
    folder = root / "trees"
    (folder / "within.csv").symlink_to("parts/1.csv")
    (folder / "out.csv").symlink_to("../police/calls.csv")
    (folder / "beyond").symlink_to("../police")
    (folder / "loop.csv").symlink_to("loop.csv")
    os.mkfifo(folder / "pipe.csv")
    return folder


@pytest.mark.parametrize(
    "resource",
    [
        {"path": "trees.csv"},
        {"path": "./parts/1.csv"},
        {"path": ["trees.csv", "parts/1.csv"]},
        {"path": "within.csv"},
        {"path": "missing.csv"},
        {"path": "https://example.org/trees.csv"},
        {"path": ["HTTP://example.org/trees.csv"]},
        {"path": 5},
        {"data": [["id"], [1]]},
        {"path": "trees.csv", "profile": "tabular-data-resource", "schema": "parts/1.csv"},
    ],
    ids=str,
)
def test_safe_paths(folder: Path, resource: dict[str, Any]) -> None:
    """A file of the package is safe, and what is Frictionless's to report: a missing file, a wrong type."""
    assert path_problem(resource, 0, folder, []) is None


@pytest.mark.parametrize(
    ("path", "found", "expected"),
    [
        ("/etc/passwd", '"/etc/passwd"', INSIDE),
        ("../police/calls.csv", '"../police/calls.csv"', INSIDE),
        ("parts/../../police/calls.csv", '"parts/../../police/calls.csv"', INSIDE),
        ("C:\\city\\trees.csv", '"C:\\city\\trees.csv"', INSIDE),
        ("\\\\server\\trees.csv", '"\\\\server\\trees.csv"', INSIDE),
        ("~/trees.csv", '"~/trees.csv"', INSIDE),
        ("out.csv", '"out.csv", which is a link to somewhere else', INSIDE),
        ("beyond/calls.csv", '"beyond/calls.csv", which is a link to somewhere else', INSIDE),
        ("pipe.csv", '"pipe.csv", which is a folder or a device', "a file"),
        ("parts", '"parts", which is a folder or a device', "a file"),
        ("", '"", which is a folder or a device', "a file"),
        (
            "file:///etc/passwd",
            '"file:///etc/passwd"',
            "a file of the package, or one address that begins with https://",
        ),
        (
            "s3://bucket/trees.csv",
            '"s3://bucket/trees.csv"',
            "a file of the package, or one address that begins with https://",
        ),
    ],
)
def test_unsafe_paths(folder: Path, path: str, found: str, expected: str) -> None:
    """A path that leads out of the package, or to no file, is told with what it is."""
    assert Problem("resources[3].path", found, expected, TODO) == path_problem({"path": path}, 3, folder, [])


def test_a_link_in_a_circle(folder: Path) -> None:
    """A link that leads to itself is unsafe and traps nothing."""
    problem = path_problem({"path": "loop.csv"}, 0, folder, [])

    assert problem
    assert "loop.csv" in problem.found


def test_control_characters(folder: Path) -> None:
    """A path with a zero byte, which no file can have, is refused."""
    expected = Problem("resources[0].path", '"a\0.csv"', "a path without control characters", "Rename the file.")

    assert expected == path_problem({"path": "a\0.csv"}, 0, folder, [])


@pytest.mark.parametrize(
    ("resource", "pointer"),
    [
        ({"path": ["trees.csv", "../police/calls.csv"]}, "resources[0].path[1]"),
        ({"path": ["https://example.org/1.csv", "https://example.org/2.csv"]}, "resources[0].path[0]"),
        ({"path": "trees.csv", "extrapaths": ["/etc/passwd"]}, "resources[0].extrapaths[0]"),
        ({"path": "trees.csv", "schema": "../police/schema.json"}, "resources[0].schema"),
        ({"path": "trees.csv", "schema": "https://example.org/schema.json"}, "resources[0].schema"),
        ({"path": "https://example.org/a.csv", "dialect": "/etc/passwd"}, "resources[0].dialect"),
        ({"path": "trees.csv", "profile": "https://example.org/p.json"}, "resources[0].profile"),
        ({"path": "trees.csv", "scheme": "aws"}, "resources[0].scheme"),
        ({"path": "trees", "scheme": "stdin"}, "resources[0].scheme"),
    ],
)
def test_every_way_to_name_a_file(folder: Path, resource: dict[str, Any], pointer: str) -> None:
    """A schema, a dialect, a profile and each part of a file are looked at as its path is."""
    problem = path_problem(resource, 0, folder, [])

    assert problem
    assert pointer == problem.pointer


@pytest.mark.parametrize("private", ["trees/parts", "trees"])
def test_files_of_a_private_package(folder: Path, private: str) -> None:
    """A package can't publish a file of one that is not public, nested in it or sharing its folder."""
    found = "a path into a package that is not public"

    problem = path_problem({"path": "parts/1.csv"}, 0, folder, [(folder.parent / private).resolve()])
    assert Problem("resources[0].path", found, "a file of this package", TODO) == problem


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("https://example.org/a.csv", True),
        (["http://example.org"], True),
        ("a.csv", False),
        (None, False),
        ([], False),
    ],
)
def test_is_remote(path: Any, expected: bool) -> None:
    """A resource lies elsewhere when its path is one web address."""
    assert expected == is_remote({"path": path})
