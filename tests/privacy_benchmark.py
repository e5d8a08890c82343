"""How well private data is found: precision and recall per kind, on invented rows that are labelled by hand.

By hand: python tests/privacy_benchmark.py

`privacy_benchmark/tables/` holds tables, `tables.json` their titles and descriptions, `columns.csv` the checks that
each column of them should set off; `cells.csv` holds texts with the kinds of private data in each. Rows that are known
to be missed, or mistaken, are among them: they are what the figures below 1 are made of.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civicstat.catalog import parse_catalog
from civicstat.checks.check import TableSubject
from civicstat.checks.privacy import CHECKS
from civicstat.history import History
from civicstat.private import FINDERS, find_private
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import Sources, read_descriptor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = Path(__file__).parent / "privacy_benchmark"


@dataclass(frozen=True)
class Score:
    """What was found of one kind: rightly, wrongly, and not at all; with the places of the last two."""

    kind: str
    right: int = 0
    false: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """How much of what was found is right."""
        found = self.right + len(self.false)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """How much of what is there was found."""
        there = self.right + len(self.missed)
        return self.right / there if there else 1.0


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of the benchmark."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_titles() -> dict[str, dict[str, str]]:
    """The title of each table, and the description of some."""
    titles: dict[str, dict[str, str]] = json.loads((FOLDER / "tables.json").read_text(encoding="utf-8"))
    return titles


def score(kinds: Iterable[str], places: Iterable[tuple[str, Mapping[str, int], Mapping[str, int]]]) -> list[Score]:
    """A score for each kind; `places` gives each place with how often each kind is expected and was found in it."""
    listed = list(places)
    return [
        Score(
            kind,
            sum(min(expected.get(kind, 0), found.get(kind, 0)) for _, expected, found in listed),
            tuple(place for place, expected, found in listed if found.get(kind, 0) > expected.get(kind, 0)),
            tuple(place for place, expected, found in listed if found.get(kind, 0) < expected.get(kind, 0)),
        )
        for kind in kinds
    ]


def score_cells() -> list[Score]:
    """How well each kind is found within texts."""
    return score(
        FINDERS,
        (
            (row["text"], Counter(row["expected"].split()), Counter(m.kind for m in find_private(row["text"])))
            for row in rows("cells.csv")
        ),
    )


def score_columns(folder: Path) -> list[Score]:
    """How well each check finds columns, in packages that are written to `folder`."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for name, words in read_titles().items():
        file = folder / "catalog" / name / "datapackage.json"
        file.parent.mkdir(parents=True)
        (file.parent / "rows.csv").write_bytes((FOLDER / "tables" / f"{name}.csv").read_bytes())
        resource = {"name": "rows", "path": "rows.csv", "encoding": "utf-8"}
        file.write_text(json.dumps({"name": name, **words, "resources": [resource]}), encoding="utf-8")
        (package,) = parse_catalog(Sources((read_descriptor(file, folder),), History()), Settings()).packages
        table = scan_package(package).tables["rows"]
        subject = TableSubject(package, package.resources[0], table, Settings())
        for check in CHECKS:
            for hit in check.look(subject):
                found.setdefault((name, hit.field), Counter())[check.code] = 1
    labels = rows("columns.csv")
    places = [
        (
            f"{row['table']}.{row['column']}",
            Counter(row["expected"].split()),
            found.get((row["table"], row["column"]), Counter()),
        )
        for row in labels
    ]
    return score([check.code for check in CHECKS if check.code <= "PV010"], places)


def as_table(scores: Iterable[Score]) -> str:
    """Scores as a table, and below it what was found wrongly and what was missed."""
    lines = ["kind      there  found  right  precision  recall"]
    notes = []
    for s in scores:
        there, found = s.right + len(s.missed), s.right + len(s.false)
        lines.append(f"{s.kind:<9}{there:>6}{found:>7}{s.right:>7}{s.precision:>11.2f}{s.recall:>8.2f}")
        notes += [f"  {s.kind} wrongly: {place}" for place in s.false]
        notes += [f"  {s.kind} missed:  {place}" for place in s.missed]
    return "\n".join([*lines, *notes])


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        print("Columns, by check", as_table(score_columns(Path(made))), sep="\n")
    print("\nTexts, by kind", as_table(score_cells()), sep="\n")
