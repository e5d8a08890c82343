"""The record of scores: what a build reads of it, what it makes of a broken one, and the chart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from civicstat import jsonschemas
from civicstat.catalog import parse_catalog
from civicstat.profiles import FieldProfile
from civicstat.record import COLUMNS, FOLDER, Record, Scored, read_record, read_rows, trend
from civicstat.recording import descriptor
from civicstat.settings import Settings
from civicstat.sources import read_sources
from civicstat.tables import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from civicstat.model import Package
    from civicstat.study import Study

    Portal = Callable[[Mapping[str, Any]], Path]
    Studies = Callable[[Sequence[Package]], dict[str, Study]]

PORTAL = """\
date,score,validity,completeness,timeliness,documentation,openness,datasets,withheld,overdue,rows,findings,waived
2026-01-01,80.0,100,90,,70,80,2,0,0,20,1,0
2026-01-02,82.5,100,90,,75,80,2,0,0,20,1,0
2026-01-03,85.0,100,90,,80,80,2,0,0,20,1,0
"""
DATASETS = """\
date,package,score,validity,completeness,timeliness,documentation,openness,findings,waived
2026-01-01,trees,80,100,90,,70,80,1,0
2026-01-03,trees,85,100,90,,80,80,1,0
"""
TABLES = """\
date,package,table,rows
2026-01-01,trees,all,10
2026-01-01,trees,"felled, 2025",10
2026-01-02,trees,all,12
2026-01-03,trees,all,3
"""
FILES: dict[str, Any] = {
    f"{FOLDER}/datapackage.json": descriptor(),
    f"{FOLDER}/portal.csv": PORTAL,
    f"{FOLDER}/datasets.csv": DATASETS,
    f"{FOLDER}/tables.csv": TABLES,
}


def recorded(root: Path, study: Studies, today: date) -> Record:
    """The record as a build reads it."""
    catalog = parse_catalog(read_sources(root), Settings())
    studies = study(catalog.packages)
    return read_record(((p, studies[p.name].scan) for p in catalog.packages), today)


def test_what_lies_before_the_day(portal: Portal, study: Studies) -> None:
    """A build reads the days before its own: the portal's scores, the datasets' and the last rows of each table."""
    found = recorded(portal(FILES), study, date(2026, 1, 3))

    assert found.package == "portal-quality"
    assert found.days == ((date(2026, 1, 1), 80.0), (date(2026, 1, 2), 82.5))
    assert found.scores == {"trees": (Scored(date(2026, 1, 1), 80),)}
    assert found.rows == {"trees": {"all": 12, "felled, 2025": 10}}
    assert found.fields is not None
    assert [field.label for field in found.fields] == ["Day", "Quality score"]


@pytest.mark.parametrize(
    ("changed", "days", "rows"),
    [
        ({"portal.csv": "date,score\nyesterday,80\n"}, 0, 1),
        ({"tables.csv": "date,rows\n2026-01-01,5\n"}, 3, 0),
        ({"datapackage.json": {"resources": []}}, 0, 0),
        ({"datapackage.json": "{"}, 0, 0),
        ({"portal.csv": b"\xff\xfe\x00"}, 0, 1),
        ({"portal.csv": ""}, 0, 1),
    ],
    ids=["a word for a day", "other columns", "another package", "no JSON", "no text", "an empty file"],
)
def test_a_broken_record(portal: Portal, study: Studies, changed: Mapping[str, Any], days: int, rows: int) -> None:
    """What can't be read of a record is not there; the rest is, and no build fails for it."""
    root = portal({**FILES, **{f"{FOLDER}/{name}": content for name, content in changed.items()}})

    found = recorded(root, study, date(2026, 2, 1))

    assert (len(found.days), len(found.rows)) == (days, rows)


def test_no_record(portal: Portal, study: Studies) -> None:
    """A portal without a record has an empty one."""
    trees = {"resources": [{"name": "all", "data": [{"n": 1}]}]}

    assert recorded(portal({"catalog/trees/datapackage.json": trees}), study, date(2026, 1, 1)) == Record()


def test_rows_without_a_build(portal: Portal) -> None:
    """`civicstat validate` reads the last rows straight from the file."""
    assert read_rows(portal(FILES), date(2026, 1, 3)) == {"trees": {"all": 12, "felled, 2025": 10}}


@pytest.mark.parametrize(
    "changed",
    [
        {"tables.csv": "date,package,table,rows\nyesterday,trees,all,1\n"},
        {"tables.csv": "date,package,table,rows\n2026-01-01,trees,all\n"},
        {"tables.csv": b"\xff\xfe\x00"},
        {"tables.csv": "date\n2026-01-01\n"},
        {"datapackage.json": "[]"},
        {"datapackage.json": {"civicstat": {"kind": "dataset"}}},
        {"datapackage.json": {"civicstat": []}},
    ],
)
def test_rows_of_a_broken_file(portal: Portal, changed: Mapping[str, Any]) -> None:
    """A file that can't be read, or that is no record's, has no rows to compare with."""
    root = portal({**FILES, **{f"{FOLDER}/{name}": content for name, content in changed.items()}})

    assert read_rows(root, date(2026, 2, 1)) == {}
    assert read_rows(root / "nowhere", date(2026, 2, 1)) == {}


def field(name: str, title: str) -> Field:
    """A field by its name and title."""
    return Field(name, "number", "default", title, "", "", {}, (), FieldProfile(0, 0, 0))


FIELDS = (field("date", "Day"), field("score", "Quality score"))


def test_trend() -> None:
    """The chart shows the recorded days and today's score at their end, on the whole scale."""
    chart = trend(Record("r", ((date(2026, 1, 1), 80.0),), fields=FIELDS), date(2026, 1, 2), 82.5)

    assert chart is not None
    assert chart.data is not None
    assert [(p.x.date(), p.y) for p in chart.data.points] == [(date(2026, 1, 1), 80.0), (date(2026, 1, 2), 82.5)]
    assert chart.data.domain == (0, 100)


@pytest.mark.parametrize(
    ("record", "score"),
    [(Record(), 80.0), (Record("r", ((date(2026, 1, 1), 80.0),), fields=FIELDS), None)],
    ids=["nothing recorded", "one day alone"],
)
def test_no_trend(record: Record, score: float | None) -> None:
    """One day is no history."""
    assert trend(record, date(2026, 1, 2), score) is None


def test_a_long_trend() -> None:
    """Of a record of years the chart shows the last day of each month, today's at the end."""
    days = tuple((date(2024, 1, 1) + timedelta(days=n), 80.0) for n in range(730))

    chart = trend(Record("r", days, fields=FIELDS), date(2025, 12, 31), 81.0)

    assert chart is not None
    assert chart.data is not None
    shown = [p.x.date() for p in chart.data.points]
    assert (len(shown), shown[:2], shown[-1]) == (
        24, [date(2024, 1, 31), date(2024, 2, 29)], date(2025, 12, 31),
    )  # fmt: skip


def test_descriptor() -> None:
    """A new record's descriptor declares every column that is written, and nothing that civicstat would object to."""
    found = descriptor()

    declared = {r["name"]: tuple(f["name"] for f in r["schema"]["fields"]) for r in found["resources"]}
    assert declared == dict(COLUMNS)
    assert list(Draft202012Validator(jsonschemas.load("civicstat")).iter_errors(found["civicstat"])) == []
    assert all(f["title"] and f["description"] for r in found["resources"] for f in r["schema"]["fields"])
