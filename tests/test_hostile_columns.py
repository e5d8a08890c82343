"""Columns whose names a library takes for patterns or paths: everything is found as under plain names."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import checking
from civicstat.charts.plan import plan_charts
from civicstat.cli import app
from civicstat.review import review_portal
from civicstat.review.report import as_markdown
from civicstat.scan import scan_package
from exports_example import publish

if TYPE_CHECKING:
    from pathlib import Path

Portal = Callable[[Mapping[str, Any]], "Path"]

NAMES = ("^a$", "^.*$", "*", "a.b", "a[0]", "__index", "^[$", "^$", "a", "$a", "row", "sum", "text")
"""Patterns, columns that they would match, paths, and a name that is in use inside."""

PLAIN = tuple(f"plain{number:02}" for number in range(len(NAMES)))
PLACES, PLAIN_PLACES = ("^lat$", "^lng$"), ("lat", "lng")

ROLES: tuple[dict[str, Any], ...] = (
    {"type": "integer"},
    {"type": "integer"},
    {"type": "integer"},
    {"type": "string"},
    {"type": "string"},
    {"type": "string", "title": "Percent done"},
    {"type": "date"},
    {"type": "string"},
    {"type": "string"},
    {"type": "date", "format": "%m/%d/%Y", "title": "Date of birth"},
    {"type": "number", "title": "Telephone"},
    {"type": "string", "title": "Name of the owner"},
    {"type": "string", "title": "Home address"},
)
GIVEN, SURNAMES = ("Mary", "James", "Linda", "Robert", "Susan"), ("Smith", "Johnson", "Williams", "Brown")


def rows(*, private: bool, changed: bool = False) -> list[list[Any]]:
    """Forty rows that give the checks something to find, in the order of the roles, with two coordinates behind.

    With `private`, private data and wrong totals, for which the table is withheld; else what is only told.
    """
    found: list[list[Any]] = []
    for number in range(40):
        part, other = number, 100 + number % 7
        total = number % 10 == 9
        found.append(
            [
                part,
                other,
                part + other + (private and number == 17),
                "Total" if total else "Repiar" if number == 12 else "Repair",
                ("North", "South")[number % 2] + (" " if number == 4 else ""),
                "0.969" if number % 4 == 0 else f"{80 + number / 10}",
                "1900-01-01" if number == 2 else date(2020, 1, 1) + timedelta(days=number if number < 39 else 9999),
                f"person{number}@example.org" if private else f"street {number % 3}",
                f"Please call 410-555-{1000 + number} in the evening" if private else f"a note {number % 5}",
                f"04/{number % 28 + 1:02}/{1985 if private else 1815}",
                4105551000 + number if private else number % 4,
                f"{GIVEN[number % 5]} {SURNAMES[number % 4]}" if private else "",
                f"{number + 1} Elm Street" if private else "",
                *(
                    (-76.6, 39.3)
                    if number == 3
                    else (0, 0)
                    if number == 5
                    else (51.5, 0.1)
                    if number == 8
                    else (39.3, -76.6)
                ),
            ]
        )
    if not private:
        found.append(list(found[-1]))
    if changed:
        found[6][1], found[7][3], found[8][6] = 55, "Sweep", date(2020, 3, 30)
        found = [*found[1:], [41, *found[0][1:]]]
    return found


def as_csv(names: tuple[str, ...], cells: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, *cells])
    return text.getvalue()


def package(
    names: tuple[str, ...], places: tuple[str, ...], folder: str, *, private: bool, changed: bool = False
) -> dict[str, str]:
    """The files of a package whose roles have these names, with rules that use them."""
    said = {"description": "Some words."}
    fields = [{"name": n, **role, **said} for n, role in zip(names, ROLES, strict=True)]
    fields += [{"name": n, "type": "number", **said} for n in places]
    part, other, whole, kind, group = names[:5]
    own = {
        **checking.OWN,
        "totals": [
            {"total": whole, "parts": [part, other]},
            *([{"field": part, "where": {kind: "Total"}}] if private else []),
            *([{"field": whole, "where": {kind: "Total"}, "of": {kind: "Repair"}, "by": [group]}] if private else []),
        ],
        "privacy": {
            "suppressBelow": [{"fields": [part], "minimum": 5}],
            "quasiIdentifiers": [{"fields": [kind, group], "k": 5}],
        }
        if private
        else {},
        "charts": [
            {"title": "Parts", "resource": "table", "type": "bar", "x": kind, "y": part, "series": group},
            {"title": "Steps", "resource": "table", "type": "histogram", "x": other},
        ],
        "bbox": [-77, 39, -76, 40],
    }
    schema = {"fields": fields} | ({"primaryKey": part} if private else {})
    descriptor = {
        **checking.DESCRIPTOR,
        "name": folder,
        "resources": [{"name": "table", "path": "table.csv", "schema": schema}],
        "civicstat": own,
    }
    return {
        f"catalog/{folder}/datapackage.json": json.dumps(descriptor, ensure_ascii=False),
        f"catalog/{folder}/table.csv": as_csv((*names, *places), rows(private=private, changed=changed)),
    }


def turned(names: tuple[str, ...], by: int) -> tuple[str, ...]:
    return (*names[by:], *names[:by])


def renamed(text: str) -> str:
    """A text about plain names as it has to be about the others."""
    for plain, name in zip((*PLAIN, *PLAIN_PLACES), (*NAMES, *PLACES), strict=True):
        text = re.sub(rf"\b{plain}\b", lambda _, name=name: name, text)  # type: ignore[misc]
    return text


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run a command in a portal's folder; its output."""

    def run(root: Path, *words: str) -> str:
        monkeypatch.chdir(root)
        done = CliRunner().invoke(app, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.output

    return run


def portal_of(
    names: tuple[str, ...], places: tuple[str, ...], *, changed: bool = False, step: int = 1
) -> dict[str, str]:
    """Two packages for each name, or each third one; with all of them each name has each role in both."""
    files: dict[str, str] = {}
    for by in range(0, len(names), step):
        files |= package(turned(names, by), places, f"p{by:02}", private=True, changed=changed)
        files |= package(turned(names, by), places, f"q{by:02}", private=False, changed=changed)
    return files


def test_checks(portal: Portal, call: Callable[..., str]) -> None:
    """Every check finds the same, whichever of its columns has which name."""
    plain, odd = (
        re.sub(
            # Whether a column wants a unit is told by its name.
            r"col=\d+,endColumn=\d+,|.*\[MD013\].*\n|\d+ notes in \d+ files",
            "",
            call(portal(portal_of(*names)), "validate", "--format", "github"),
        )
        for names in ((PLAIN, PLAIN_PLACES), (NAMES, PLACES))
    )

    assert odd == renamed(plain)
    times = Counter(re.findall(r"\[([A-Z]{2}\d{3})\]", plain))
    assert sorted(times) == [
        *(f"DT{number:03}" for number in (*range(1, 11), 12)),
        *(f"PV{number:03}" for number in (1, 2, 6, 7, 8, 10, 11, 12)),
    ]
    assert min(times.values()) >= len(NAMES)


def test_review(tmp_path: Path, commit: Callable[..., None], git: Callable[..., str]) -> None:
    """A review finds the same rows, by the same keys, and the same figures."""
    found = {}
    for words, names in {"plain": (PLAIN, PLAIN_PLACES), "odd": (NAMES, PLACES)}.items():
        root = tmp_path / words
        commit(root, "2026-01-01T12:00:00Z", {".gitignore": ".cache/\n"} | portal_of(*names, step=3))
        git(root, "checkout", "--quiet", "-b", "update")
        commit(root, "2026-02-01T12:00:00Z", portal_of(*names, changed=True, step=3))
        found[words] = review_portal(root, "main", lambda _settings: date(2026, 3, 1), workers=2)
    plain, odd = found["plain"], found["odd"]

    assert [repr(p.tables) for p in odd.packages] == [renamed(repr(p.tables)) for p in plain.packages]
    # Findings stand in the order of their fields' names.
    of_plain, of_odd = ([repr(f) for p in review.packages for f in p.findings] for review in (plain, odd))
    assert sorted(of_odd) == sorted(map(renamed, of_plain))
    by_key = [p.tables[0].rows for p in odd.packages if p.name == "p00"]
    assert [(r.key, r.added, r.changed, r.removed, dict(r.cells)) for r in by_key if r] == [
        (("^a$",), 1, 3, 1, {"^.*$": 1, "a.b": 1, "^[$": 1})
    ]
    assert "`^a$`" in as_markdown(odd)


def test_new_dataset(tmp_path: Path, portal: Portal, call: Callable[..., str]) -> None:
    """A package from a file with such headers is described as one with plain ones, its key of several columns too."""
    cells = [[f"2026-01-{n // 4 + 1:02}", "NSEW"[n % 4], n % 3, "" if n == 5 else n / 8, n == 7] for n in range(40)]
    described = []
    for names in (("day", "b", "c", "d", "e"), ("^day$", "^.*$", "*", "^[$", "a.b")):
        root, file = portal({"catalog/portal.yml": "place: Springfield\n"}), tmp_path / "counts.csv"
        file.write_text(as_csv(names, cells), encoding="utf-8")
        said = call(root, "new", "dataset", str(file))
        assert (root / "catalog/counts/counts.csv").read_bytes() == file.read_bytes(), said
        schema = json.loads((root / "catalog/counts/datapackage.json").read_text(encoding="utf-8"))["resources"][0][
            "schema"
        ]
        fields = [{k: v for k, v in f.items() if k not in ("name", "title")} for f in schema["fields"]]
        described.append(([f["name"] for f in schema["fields"]], fields, schema["primaryKey"]))
    plain, odd = described

    assert odd[1] == plain[1]
    assert odd[0] == ["^day$", "^.*$", "*", "^[$", "a.b"]
    assert (plain[2], odd[2]) == (["day", "b"], ["^day$", "^.*$"])


@pytest.mark.parametrize("by", range(len(NAMES)))
def test_downloads_and_charts(portal: Portal, by: int) -> None:
    """Every form gives each column back under its own name, and the charts show the same."""
    made, drawn = [], []
    for names in (PLAIN, NAMES):
        made.append(publish(portal(package(turned(names, by), PLAIN_PLACES, "p", private=False))))
        charts, findings = plan_charts(made[-1].package, scan_package(made[-1].package))
        drawn.append(([chart.data.points for chart in charts if chart.data], findings))
    plain, odd = made

    assert odd.problems() == []
    assert odd.forms == plain.forms
    assert repr(odd.told) == renamed(repr(plain.told))
    assert drawn[0] == drawn[1]
    assert [len(points) for points in drawn[1][0]] != []


def test_names_in_use_inside(portal: Portal) -> None:
    """A column may be called what the program's own columns are called."""
    names = ("n", "\0exact n", "\0column n", "\0geometry")
    row = ["0.12345678901234567890", "a", "b", "c"]
    fields = [{"name": name, "type": "string" if name.startswith("\0") else "number"} for name in names]
    resource = {"name": "table", "path": "table.csv", "schema": {"fields": fields}}
    root = portal(
        {
            "catalog/p/datapackage.json": {**checking.DESCRIPTOR, "name": "p", "resources": [resource]},
            "catalog/p/table.csv": as_csv(names, [row, row]),
        }
    )

    made = publish(root)

    table = scan_package(made.package).table("table")
    assert table is not None
    assert table.columns.rows() == [(0.12345678901234568, "a", "b", "c")] * 2
    assert {name: texts.to_list() for name, texts in table.exact.items()} == {"n": [row[0]] * 2}
    assert made.problems() == []
