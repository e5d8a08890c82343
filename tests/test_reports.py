"""The report of `civicstat validate` in words and as GitHub's commands; what is never told in either."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package as FrictionlessPackage
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from civicstat import guide
from civicstat.cli import app
from civicstat.reports.display import shown, visible
from civicstat.reports.lines import Place

Portal = Callable[[Mapping[str, Any]], Path]

NUMBERS = [{"name": "n", "type": "integer", "description": "A number."}, {"name": "note", "description": "A word."}]


def package(*fields: Mapping[str, Any], path: Any = "rows.csv", **more: Any) -> dict[str, Any]:
    """A descriptor of one table of which no check has anything to say."""
    return {
        "name": "x",
        "description": "Each row is one visit to one office of the city, as counted at the door by the staff there.",
        "keywords": ["visits"],
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "resources": [{"name": "rows", "path": path, "schema": {"fields": list(fields or NUMBERS)}, **more}],
        "civicstat": {
            "publisher": {"name": "Public Library"},
            "contactPoint": {"fn": "Library statistics", "hasEmail": "mailto:statistics@example.org"},
            "theme": ["Libraries"],
            "accrualPeriodicity": "R/P1M",
        },
    }


@pytest.fixture
def validate(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Write files, go there, and run `civicstat validate .`."""

    def run(files: Mapping[str, Any], *words: str) -> Result:
        monkeypatch.chdir(portal(files))
        return CliRunner().invoke(app, ["validate", ".", *words])

    return run


def test_text(validate: Callable[..., Result]) -> None:
    """What is alike stands together, each row as it stands with its cell marked, and what is not shown is counted."""
    rows = ["n,note", '1,"two', 'lines"', "x,b", *(f"y{n},b" for n in range(12)), "2,c,d"]
    files = {"datapackage.json": package(), "rows.csv": "\n".join(rows) + "\n"}

    assert (
        validate(files).stdout
        == """\
datapackage.json: NOT VALID (14 errors)

  rows.csv: 14 errors

    ERROR TB001 in the column "n", 13 rows: The value does not fit the type of
      its column.
      Row 3, line 4:
        x,b
        ^
      Row 4, line 5:
        y0,b
        ^^
      Row 5, line 6:
        y1,b
        ^^
      … and 10 rows more, not shown: 6, 7, 8, 9, 10, 11, 12, 13, …
      Expected: a whole number, such as 1200.
      What to do: Correct the value, or the field's type in the descriptor.

    ERROR TB001: The row has more cells than there are columns.
      Row 16, line 17:
        2,c,d
            ^
      What to do: Delete the cells after the last column; look for a stray
        comma.

1 package checked: 1 not valid. In all 14 errors.
Next: correct the errors above, save, and run civicstat validate again.
"""
    )


def test_text_valid(validate: Callable[..., Result]) -> None:
    """A package without problems is one line."""
    done = validate({"datapackage.json": package(), "rows.csv": "n,note\n1,a\n2,b\n"})

    assert done.stdout == "datapackage.json: valid\n1 package checked: valid.\n"


def test_text_descriptor(validate: Callable[..., Result]) -> None:
    """A problem of a descriptor is shown at its line; a note on what is missing is one paragraph."""
    described = json.dumps(package(NUMBERS[1] | {"title": 7}), indent=2)

    said = validate({"datapackage.json": described, "rows.csv": "n,note\n"}).stdout

    line = 1 + described[: described.index('"title": 7')].count("\n")
    assert f"      At line {line}, resources[0].schema.fields[0].title:" in said.splitlines()
    assert " " * 20 + '"title": 7\n' + " " * 29 + "^\n" in said


def test_guide_example(validate: Callable[..., Result]) -> None:
    """The example in the guide for staff is what the command says today."""
    fields = (
        {"name": "month", "type": "yearmonth", "description": "The month that is counted."},
        {"name": "branch", "description": "The library.", "constraints": {"enum": ["Central", "Riverside"]}},
        {"name": "visits", "type": "integer", "description": "People counted at the door."},
    )
    rows = "month,branch,visits\n2026-01,Central,41250\n2026-01,Riverside,8730\n2026-02,central,39980\n"
    files = {
        "catalog/library-visits/datapackage.json": package(*fields, path="visits.csv"),
        "catalog/library-visits/visits.csv": f"{rows}2026-02,Riverside,9 105\n",
    }

    assert validate(files).stdout.rstrip("\n") == guide.REPORT


ANNA = "Anna.Kowalski@example.org"


@pytest.mark.parametrize("form", ["text", "github", "sarif"])
def test_private_rows_are_not_shown(validate: Callable[..., Result], form: str) -> None:
    """Of a row that tells of a person nothing is shown, whatever is wrong with it, and in which form it is told."""
    fields = (*NUMBERS, {"name": "owner_name", "description": "Who owns it."})
    rows = f"n,note,owner_name\nx,{ANNA},Kowalski\n{ANNA},b,Kowalski\n"

    said = validate({"datapackage.json": package(*fields), "rows.csv": rows}, "--format", form).stdout

    assert "TB001" in said
    assert "Kowalski" not in said


def test_privacy_finding_hides_its_rows(validate: Callable[..., Result]) -> None:
    """What a check of privacy finds is told by its row's number, never by the row."""
    rows = "n,note\n" + "".join(f"{n},{ANNA}\n" for n in range(3))

    said = validate({"datapackage.json": package(), "rows.csv": rows}).stdout

    assert "ERROR PV001" in said
    assert "valid, but WITHHELD" in said
    assert "Kowalski" not in said


def test_waived_is_one_line(validate: Callable[..., Result]) -> None:
    """What is let pass is told with its reason, and nothing more is asked for it."""
    described = package()
    waiver = {"check": "PV001", "reason": "Addresses of offices.", "role": "Privacy officer", "date": "2026-01-02"}
    described["civicstat"]["waivers"] = [waiver]
    files = {"datapackage.json": described, "rows.csv": f"n,note\n1,{ANNA}\n2,b\n"}

    said = validate(files).stdout

    assert 'Let pass PV001 in the column "note": Addresses of offices. (Privacy officer,' in said
    assert "ERROR" not in said
    assert "1 package checked: valid. In all 1 let pass." in said


def test_github(validate: Callable[..., Result]) -> None:
    """Each problem is a command with the physical line and the columns; the last line counts."""
    rows = 'n,note\n1,"two\nlines"\nx,b\n\n3,c,d\n'

    *commands, last = validate(
        {"datapackage.json": package(), "rows.csv": rows}, "--format", "github"
    ).stdout.splitlines()

    assert [command.split(",title=")[0] for command in commands] == [
        "::error file=rows.csv,line=4,endLine=4,col=1,endColumn=2",
        "::error file=rows.csv,line=5",
        "::error file=rows.csv,line=6,endLine=6,col=5,endColumn=6",
    ]
    assert last == "1 package checked: 3 errors in 1 file."


def test_github_worst_first(validate: Callable[..., Result]) -> None:
    """Errors come before notes, and one of each kind before the second of any, since GitHub shows ten of each."""
    rows = "n,note,when\n" + "".join(f"x{n},a,2026-01-01\n" for n in range(30)) + "1,b,soon\n2,c,2026-01-02\n"
    fields = (*NUMBERS, {"name": "when", "type": "date"})

    *commands, last = validate(
        {"datapackage.json": package(*fields), "rows.csv": rows}, "--format", "github"
    ).stdout.splitlines()

    assert [command.split(",")[1] for command in commands[:3]] == ["line=2", "line=32", "line=3"]
    assert commands[0].endswith("The same in 29 other places.")
    assert all(c.startswith("::error") for c in commands[:31])
    assert "GitHub notes the first 10 of each at their lines; this log has them all." in last


def test_github_escapes(validate: Callable[..., Result]) -> None:
    """Signs that GitHub's commands give a meaning to are written so that they have none."""
    files = {
        "catalog/a,b: 100%/datapackage.json": package(),
        "catalog/a,b: 100%/rows.csv": 'n,note\n"1\n::error::x",a\n',
    }

    [command, _] = validate(files, "--format", "github").stdout.splitlines()

    assert command.startswith("::error file=catalog/a%2Cb%3A 100%25/rows.csv,line=2,title=TB001%3A ")


def test_docs_address(validate: Callable[..., Result]) -> None:
    """Where the portal has an address that others can open, the report leads to the page on every check."""
    site = "site_name: Springfield\ndocs_dir: site_src\ntheme:\n  name: material\nsite_url: "
    files = {"datapackage.json": package(), "rows.csv": "n,note\nx,a\n", "site_src/about.md": "# About\n"}

    there = validate({**files, "mkdocs.yml": f"{site}https://data.example.org/\n"}).stdout
    here = validate({**files, "mkdocs.yml": f"{site}http://127.0.0.1:8000/\n"}).stdout

    assert there.endswith("Every check is explained, with examples, at https://data.example.org/docs/checks/\n")
    assert "http" not in here


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\tb", "a⇥b"),
        ("a\r\nb", "a↵b"),
        ("\x1b[31mred", "␛[31mred"),
        ("pay\u202eeur", "pay<U+202E>eur"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("\x85", "<U+0085>"),
        ("é漢", "é漢"),
    ],
)
def test_visible(text: str, seen: str) -> None:
    """No sign is hidden, and none commands the terminal."""
    assert visible(text) == seen


def test_shown_is_cut_around_the_cell() -> None:
    """A long row is cut to the width, with the marked part in it and `…` where the row goes on."""
    text = "a" * 200 + ",wrong," + "b" * 200

    row, marks = shown(Place("x.csv", 2, text=text, marked=(201, 206)), 40)

    assert row == "…" + "a" * 12 + ",wrong," + "b" * 19 + "…"
    assert marks == " " * 14 + "^^^^^"


def test_shown_counts_columns() -> None:
    """Signs of East Asia take two columns each, and the mark stands below them."""
    row, marks = shown(Place("x.csv", 2, text="漢字,誤り,b", marked=(3, 5)), 40)

    assert [row, marks] == ["漢字,誤り,b", "     ^^^^"]
    assert cell_len(row[: row.index("誤")]) == marks.index("^")


def test_shown_from_right_to_left() -> None:
    """A terminal may put such text in another order, so that the cell itself is marked."""
    assert shown(Place("x.csv", 2, text="a,שלום,b", marked=(2, 6)), 40) == ["a,>שלום<,b"]


def test_shown_empty_cell() -> None:
    """An empty cell is marked where it would stand."""
    assert shown(Place("x.csv", 2, text="a,,b", marked=(2, 2)), 40) == ["a,,b", "  ^"]


def test_text_tells_what_the_row_does_not_show(validate: Callable[..., Result]) -> None:
    """Below the row of a finding stands what it holds beyond that row: the last day, and in how many rows."""
    day = {"name": "day", "type": "date", "description": "The day of the visit."}
    rows = "n,note,day\n1,a,2026-01-02\n2,b,2099-12-31\n3,c,2098-01-01\n"

    said = validate({"datapackage.json": package(*NUMBERS, day), "rows.csv": rows}).stdout

    shown, _, found = said.partition("Row 3:\n        2,b,2099-12-31\n")[2].partition("\n      Found: ")
    assert shown.strip() == "^" * 10
    assert found.startswith("2099-12-31 at the latest, 2 rows after ")


def test_text_tells_a_value_once(validate: Callable[..., Result]) -> None:
    """What Frictionless found stands in the row that is shown, and is not told again."""
    said = validate({"datapackage.json": package(), "rows.csv": "n,note\nx,a\n"}).stdout

    assert "Found" not in said


def test_text_goes_by_the_part_that_a_row_stands_in(validate: Callable[..., Result]) -> None:
    """A row of a table in several files is told under the file that holds it, with its line there."""
    files = {
        "datapackage.json": package(path=["a.csv", "b.csv"]),
        "a.csv": "n,note\n1,a\ny,b\n",
        "b.csv": "n,note\nx,b\n",
    }

    said = validate(files).stdout

    first, second = said.split("\n  b.csv: 1 error\n")
    assert first.endswith("What to do: Correct the value, or the field's type in the descriptor.\n")
    assert "\n  a.csv: 1 error\n" in first
    assert "      Row 4, line 2:\n        x,b\n        ^\n" in second


def test_text_tells_every_problem_of_one_part(validate: Callable[..., Result]) -> None:
    """Two problems at one place of a descriptor are both told, though they are told alike."""
    described = {**package(), "contributors": [{"title": "A", "email": "nope"}], "created": "yesterday"}

    said = validate({"datapackage.json": described, "rows.csv": "n,note\n1,a\n"}).stdout

    assert 'Found: "nope".' in said
    assert 'Found: "yesterday".' in said


def test_text_counts_rows_not_cells(validate: Callable[..., Result]) -> None:
    """A row with several cells too many is one row, with all of them marked."""
    said = validate({"datapackage.json": package(), "rows.csv": "n,note\n1,a,,\n"}).stdout

    assert "      Row 2:\n        1,a,,\n            ^\n" in said
    assert said.count("Row 2") == 1


LINES = '{"n": 1, "note": "a"}\n{"n": "x", "note": "b"}\n'


@pytest.mark.parametrize(
    ("rows", "place", "shown"),
    [
        (LINES, "line=2,endLine=2,col=7,endColumn=10", '{"n": "x", "note": "b"}'),
        ('["n", "note"]\n[1, "a"]\n["x", "b"]\n', "line=3,endLine=3,col=2,endColumn=5", '["x", "b"]'),
    ],
    ids=["objects", "lists"],
)
def test_json_lines(validate: Callable[..., Result], rows: str, place: str, shown: str) -> None:
    """A row in a line of JSON is told with that line, and shown with its value marked."""
    files = {"datapackage.json": package(path="rows.ndjson", format="ndjson"), "rows.ndjson": rows}

    command = validate(files, "--format", "github").stdout.splitlines()[0]
    said = validate(files).stdout

    assert command.split(",title=")[0] == f"::error file=rows.ndjson,{place}"
    before = " " * (8 + shown.index('"x"'))
    assert f"        {shown}\n{before}^^^\n" in said


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("rows.ndjson", '{"n": "x", "note": "b", "owner_name": "Kowalski"}\n'),
        ("rows.ndjson", '["n", "note", "owner_name"]\n["x", "b", "Kowalski"]\n'),
        ("rows.json", '[{"n": "x", "note": "b", "owner_name": "Kowalski"}]\n'),
        ("rows.json", '[["n", "note", "owner_name"], ["x", "b", "Kowalski"]]\n'),
    ],
)
@pytest.mark.parametrize("form", ["text", "github"])
def test_private_values_in_json_are_not_shown(validate: Callable[..., Result], file: str, rows: str, form: str) -> None:
    """Of a row in JSON nothing is shown that tells of a person, even where no check has looked for it."""
    fields = (*NUMBERS, {"name": "owner_name", "description": "Who owns it."})
    files = {"datapackage.json": package(*fields, path=file, type="table"), file: rows}

    said = validate(files, "--format", form, "--no-checks").stdout

    assert "TB001" in said
    assert "Kowalski" not in said


def test_withheld_says_the_exit_code(validate: Callable[..., Result]) -> None:
    """What only civicstat withholds ends with 0, and the report says so; with --strict it ends with 1."""
    files = {"datapackage.json": package(), "rows.csv": "n,note\n" + "".join(f"{n},{ANNA}\n" for n in range(3))}

    done = validate(files)

    assert done.exit_code == 0
    assert "To Frictionless it is valid, so the exit code is 0; with --strict it is 1.\n" in done.stdout
    assert validate(files, "--strict").exit_code == 1


def test_json_counts_warnings_as_frictionless(validate: Callable[..., Result]) -> None:
    """A table's warning counts in its own task, not in the report."""
    files = {"datapackage.json": package(), "rows.csv": "n,note\n" + "x,a\n" * 5}

    report = json.loads(validate(files, "--format", "json", "--limit-errors", "2").stdout)
    theirs = FrictionlessPackage("datapackage.json").validate(limit_errors=2).to_descriptor()

    assert report["tasks"][0]["stats"]["warnings"] == theirs["tasks"][0]["stats"]["warnings"] == 1
    assert report["stats"]["warnings"] == theirs["stats"]["warnings"] == 0
