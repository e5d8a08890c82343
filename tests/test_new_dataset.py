"""`civicstat new dataset`: from a file to a package in the catalogue."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from typer.testing import CliRunner

from civicstat.cli import app
from civicstat.errors import WrongUse
from civicstat.new.dataset import Wishes, check_place, describe, draft_dataset, write_dataset
from civicstat.new.read import read_source
from civicstat.settings import Settings
from realdata import REALDATA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.new.dataset import Draft

TODAY = date(2026, 11, 30)
REQUESTS = "request_id,opened,cost,zip\nR1,01/31/2026,$12.50,02134\nR2,02/01/2026,$3,02135\n"
PORTAL = {"catalog/portal.yml": "place: Springfield\n"}


def drafted(file: Path, settings: Settings | None = None) -> Draft:
    """The draft of a file's tables."""
    return draft_dataset(read_source(file), settings or Settings())


def files(root: Path) -> dict[str, bytes]:
    """Everything in the catalogue, hidden files too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "catalog").rglob("*") if path.is_file()
    }


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A CSV file of requests."""
    file = tmp_path / "svc_requests_fy26.csv"
    file.write_text(REQUESTS, encoding="utf-8")
    return file


def test_package(portal: Callable[[Mapping[str, Any]], Path], source: Path) -> None:
    """The file is copied byte for byte, and the descriptor says what was found and nothing that nobody knows."""
    root = portal(PORTAL)

    result = CliRunner().invoke(app, ["new", "dataset", str(source), "--root", str(root)])

    assert result.exit_code == 0, result.output
    assert files(root)["catalog/svc-requests-fy26/svc_requests_fy26.csv"] == source.read_bytes()
    assert json.loads(files(root)["catalog/svc-requests-fy26/datapackage.json"]) == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "svc-requests-fy26",
        "title": "Service requests, fiscal year 2026",
        "resources": [
            {
                "name": "svc_requests_fy26",
                "type": "table",
                "title": "Service requests, fiscal year 2026",
                "path": "svc_requests_fy26.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": "request_id", "title": "Request ID", "type": "string"},
                        {"name": "opened", "title": "Opened", "type": "date", "format": "%m/%d/%Y"},
                        {"name": "cost", "title": "Cost", "type": "number", "bareNumber": False, "unit": "$"},
                        {"name": "zip", "title": "ZIP", "type": "string"},
                    ],
                    "primaryKey": ["request_id"],
                },
            }
        ],
    }
    assert sorted(files(root)) == [
        "catalog/portal.yml",
        "catalog/svc-requests-fy26/datapackage.json",
        "catalog/svc-requests-fy26/svc_requests_fy26.csv",
    ]


def test_nothing_is_asked_without_a_terminal(portal: Callable[[Mapping[str, Any]], Path], source: Path) -> None:
    """Where input is no terminal nothing is asked, and what a person has to write is told."""
    result = CliRunner().invoke(app, ["new", "dataset", str(source), "--root", str(portal(PORTAL))], input="no\n" * 9)

    assert "Title of the dataset" not in result.output
    assert "Still to write, in catalog/svc-requests-fy26/datapackage.json" in result.output
    assert "the dataset has no description" in result.output


def test_terminal(portal: Callable[[Mapping[str, Any]], Path], source: Path) -> None:
    """On a terminal, questions are asked; their answers stand in the descriptor."""
    root = portal(PORTAL)
    answers = ["", "Public Works", "Each row is one request.", "monthly", "Environment, Roads", "CC0-1.0"]
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "civicstat", "new", "dataset", str(source), "--root", str(root)]

    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux says so when the other end is closed
            pass
    os.close(ours)

    assert process.returncode == 0, shown.decode()
    descriptor = json.loads(files(root)["catalog/svc-requests-fy26/datapackage.json"])
    assert {k: descriptor[k] for k in ("title", "description", "licenses", "civicstat")} == {
        "title": "Service requests, fiscal year 2026",
        "description": "Each row is one request.",
        "licenses": [{"name": "CC0-1.0"}],
        "civicstat": {
            "publisher": {"name": "Public Works"},
            "theme": ["Environment", "Roads"],
            "accrualPeriodicity": "R/P1M",
        },
    }


def test_nothing_is_overwritten(portal: Callable[[Mapping[str, Any]], Path], source: Path) -> None:
    """A package of that name, or in that folder, is left as it is."""
    root = portal({**PORTAL, "catalog/old/datapackage.json": {"name": "svc-requests-fy26", "resources": []}})
    before = files(root)

    taken = CliRunner().invoke(app, ["new", "dataset", str(source), "--root", str(root)])
    there = CliRunner().invoke(app, ["new", "dataset", str(source), "--root", str(root), "--name", "old"])

    assert (taken.exit_code, there.exit_code) == (2, 2)
    assert (
        'catalog/old/datapackage.json: has the name "svc-requests-fy26" already. Choose another --name.' in taken.output
    )
    assert "catalog/old: is there already, and nothing is overwritten." in there.output
    assert files(root) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n1,2,3\n", "t.csv, row 3: the row has more cells than there are columns"),
        ("a,b\n1,2\n\n3,4\n", "t.csv, row 3: the row is blank"),
        ("a,b\n1\n", 't.csv, row 2, column "b": the row has fewer cells'),
    ],
)
def test_broken_table(portal: Callable[[Mapping[str, Any]], Path], tmp_path: Path, content: str, message: str) -> None:
    """A table that Frictionless refuses is told with its rows, by the file's own name, and nothing is written."""
    root = portal(PORTAL)
    file = tmp_path / "t.csv"
    file.write_text(content, encoding="utf-8")

    result = CliRunner().invoke(app, ["new", "dataset", str(file), "--root", str(root)])

    assert result.exit_code == 2
    assert message in result.output
    assert ".new-" not in result.output
    assert list(files(root)) == ["catalog/portal.yml"]


def test_private_data_comes_first(portal: Callable[[Mapping[str, Any]], Path], tmp_path: Path) -> None:
    """Private data is told before anything else, and masked."""
    file = tmp_path / "contacts.csv"
    file.write_text("id,email\n1,jane.roe@gmail.com\n2,john.doe@yahoo.com\n", encoding="utf-8")

    result = CliRunner().invoke(app, ["new", "dataset", str(file), "--root", str(portal(PORTAL))])

    assert result.exit_code == 0
    assert result.output.index("Private data: DON'T propose this") < result.output.index("Columns")
    assert "jane.roe" not in result.output


def test_what_does_not_fit_becomes_text(portal: Callable[[Mapping[str, Any]], Path], source: Path) -> None:
    """Where the check finds a type or a key that not all rows have, the column becomes text and the key goes."""
    root = portal(PORTAL)
    draft = drafted(source)
    [table] = draft.tables
    columns = tuple(replace(c, field={**c.field, "type": "integer"}) if c.name == "zip" else c for c in table.columns)
    wrong = tuple(replace(c, field={"name": "cost", "type": "boolean"}) if c.name == "cost" else c for c in columns)
    draft = replace(draft, tables=(replace(table, columns=wrong),))

    written = write_dataset(root / "catalog" / "x", draft, Settings(), TODAY)

    found = {column.name: column for column in written.draft.tables[0].columns}
    assert (found["zip"].type, found["cost"].type) == ("integer", "string")
    assert found["cost"].notes[-1] == 'Some of its values are not of the type "boolean", so it is described as text.'


def test_broken_off(portal: Callable[[Mapping[str, Any]], Path], source: Path) -> None:
    """A command that is broken off leaves nothing behind."""
    root = portal(PORTAL)

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_dataset(root / "catalog" / "x", drafted(source), Settings(), TODAY, interrupt)

    assert list(files(root)) == ["catalog/portal.yml"]


def test_any_words(source: Path) -> None:
    """Half a character in an answer, as a terminal may hand on, is marked rather than written."""
    draft = replace(drafted(source), wishes=Wishes(title="Caf\udce9", topics=("a\udce9",)))

    described = describe(draft, Settings())

    assert (described["title"], described["civicstat"]["theme"]) == ("Caf\ufffd", ["a\ufffd"])


def test_settings_supply(source: Path) -> None:
    """What the portal's settings say of every dataset is not said again."""
    from civicstat.model import License, Publisher  # noqa: PLC0415 - only here

    settings = Settings(publisher=Publisher("City of Springfield"), license=License("CC0-1.0"))
    draft = drafted(source, settings)

    same = describe(replace(draft, wishes=Wishes(agency="City of Springfield")), settings)
    other = describe(
        replace(draft, wishes=Wishes(agency="Public Works", licence="https://example.org/terms")), settings
    )

    assert "civicstat" not in same
    assert "licenses" not in same
    assert other["civicstat"] == {"publisher": {"name": "Public Works"}}
    assert other["licenses"] == [{"path": "https://example.org/terms"}]


def test_file_in_the_catalogue(portal: Callable[[Mapping[str, Any]], Path]) -> None:
    """A file that lies in the catalogue already is not copied beside itself."""
    root = portal({**PORTAL, "catalog/trees/trees.csv": "a\n1\n"})

    with pytest.raises(WrongUse, match="lies in catalog/ already"):
        check_place(root, "trees", root / "catalog/trees/trees.csv")


def test_no_catalogue(tmp_path: Path, source: Path) -> None:
    """Outside a portal, the command says where it could go."""
    result = CliRunner().invoke(app, ["new", "dataset", str(source), "--root", str(tmp_path)])

    assert result.exit_code == 2
    assert "begin one with civicstat init" in result.output


def test_sheets(portal: Callable[[Mapping[str, Any]], Path], tmp_path: Path) -> None:
    """Several sheets become several tables of one package."""
    root = portal(PORTAL)
    book = openpyxl.Workbook()
    book.active.title = "Streets"
    book.active.append(["street_id", "name"])
    book.active.append([1, "Main"])
    book.create_sheet("Trees").append(["tree_id", "street_id"])
    book["Trees"].append(["007", 1])
    book.save(tmp_path / "city trees.xlsx")
    command = ["new", "dataset", str(tmp_path / "city trees.xlsx"), "--root", str(root), "--name", "city-trees"]

    result = CliRunner().invoke(app, [*command, "--sheet", "Streets", "--sheet", "Trees"])

    assert result.exit_code == 0, result.output
    assert files(root)["catalog/city-trees/trees.csv"] == b"tree_id,street_id\n007,1\n"
    resources = json.loads(files(root)["catalog/city-trees/datapackage.json"])["resources"]
    assert [(r["name"], r["title"], r["path"]) for r in resources] == [
        ("streets", "Streets", "streets.csv"),
        ("trees", "Trees", "trees.csv"),
    ]


@pytest.mark.skipif(not REALDATA.is_dir(), reason="shared/realdata is not beside the repository")
@pytest.mark.parametrize("name", ["requests.csv", "public_art.geojson", "recycling-cart-requests-2015.csv"])
def test_real_tables(portal: Callable[[Mapping[str, Any]], Path], name: str) -> None:
    """Cities' own files, as they publish them, become packages that are valid."""
    root = portal(PORTAL)
    [file] = REALDATA.rglob(name)

    result = CliRunner().invoke(app, ["new", "dataset", str(file), "--root", str(root)])

    assert result.exit_code == 0, result.output
