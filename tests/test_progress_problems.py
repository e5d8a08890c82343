"""What is wrong between packages: rows that can't be reckoned, and sprints that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civicstat.catalog import parse_catalog
from civicstat.progress.declared import read_sprint, read_strategy
from civicstat.progress.problems import dataset_of, datasets_named, problems, resource_of, table_of
from civicstat.progress.readers import check_progress
from civicstat.scan import scan_package
from civicstat.settings import Settings
from civicstat.sources import read_sources
from progress_packages import SPRINT, SPRINT_OWN, STRATEGY, STRATEGY_OWN, packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.progress.around import Known
    from civicstat.progress.model import Origin, Sprint

    Portal = Callable[[Mapping[str, Any]], Path]

REQUESTS = (
    "type,opened,closed,took,district\nGraffiti,2026-04-01,2026-04-05,4,North\nPothole,2026-04-02,2026-04-03,1,East\n"
)
ENTRY = {
    "measure": "days",
    "dataset": "requests",
    "reckon": "median",
    "field": "took",
    "date": "closed",
    "per": "week",
    "where": [{"field": "type", "equals": "Graffiti"}],
    "by": ["district"],
}


def dataset(portal: Portal, tables: Mapping[str, str], name: str = "requests") -> Known:
    """A dataset with these tables, scanned, by its name."""
    resources = [{"name": table, "path": f"{table}.csv"} for table in tables]
    files = {f"catalog/{name}/{table}.csv": text for table, text in tables.items()}
    root = portal({f"catalog/{name}/datapackage.json": {"name": name, "title": "311", "resources": resources}, **files})
    [package] = parse_catalog(read_sources(root), Settings()).packages
    return {package.name: (package, scan_package(package))}


def sprint_of(portal: Portal, entry: Mapping[str, Any], **tables: str) -> tuple[Sprint, Known]:
    """The sprint whose one measure is reckoned so, and its package."""
    package, scan = packed(portal, {**SPRINT, "values": None, **tables}, {**SPRINT_OWN, "measures": [entry]})
    sprint, findings = read_sprint(package, scan)
    assert sprint
    assert findings == ()
    return sprint, {package.name: (package, scan)}


def found(portal: Portal, entry: Mapping[str, Any], others: Known) -> tuple[Finding, ...]:
    """What is wrong between a sprint with this declaration and the other packages."""
    sprint, own = sprint_of(portal, entry)
    return problems({"sprint": [sprint]}, {**others, **own}, broken=["trees"])


def test_nothing_wrong(portal: Portal) -> None:
    """A measure whose rows are all there has nothing wrong with it."""
    assert found(portal, ENTRY, dataset(portal, {"requests": REQUESTS})) == ()


@pytest.mark.parametrize(
    ("changes", "place", "wrong", "todo"),
    [
        ({"dataset": "request"}, "dataset", "request", 'Write "requests", if that is meant.'),
        ({"dataset": "trees"}, "dataset", "trees", "Mend the dataset's descriptor."),
        ({"resource": "request"}, "resource", "request", 'Write "requests", if that is meant.'),
        ({"field": "days"}, "field", "days", "Name a field that the table has, or restore the field."),
        (
            {"field": "type"},
            "field",
            "string",
            "Name another field, or give this one its type and format in the table's schema.",
        ),
        (
            {"date": "district"},
            "date",
            "string",
            "Name another field, or give this one its type and format in the table's schema.",
        ),
        ({"by": ["ward"]}, "by[0]", "ward", "Name a field that the table has, or restore the field."),
        (
            {"where": [{"field": "took", "least": "soon"}]},
            "where[0].least",
            "soon",
            "Correct the value, or the field's type in the schema.",
        ),
    ],
)
def test_rows_that_cannot_be_reckoned(
    portal: Portal, changes: Mapping[str, Any], place: str, wrong: str, todo: str
) -> None:
    """A dataset, table or field that is gone or retyped is told of by its place in the declaration."""
    findings = found(portal, {**ENTRY, **changes}, dataset(portal, {"requests": REQUESTS}))

    [finding] = findings
    assert (finding.code, finding.file) == ("PR011", "catalog/graffiti/datapackage.json")
    assert (finding.pointer, finding.found, finding.todo) == (f"civicstat.measures[0].{place}", wrong, todo)
    assert finding.message.startswith('the measure "days" can\'t be reckoned: ')


def test_which_table(portal: Portal) -> None:
    """Where a dataset has several tables, the declaration names one."""
    two = dataset(portal, {"requests": REQUESTS, "crews": "id,size\n1,4\n"})

    assert told(found(portal, ENTRY, two)) == [("PR011", "civicstat.measures[0].resource", "")]
    assert found(portal, {**ENTRY, "resource": "requests"}, two) == ()


def test_withheld_table_is_told_elsewhere(portal: Portal) -> None:
    """A dataset whose table did not pass its checks has findings of its own; none is added."""
    others = dataset(portal, {"requests": REQUESTS + "one cell too many,,,,,,,\n"})
    [(_, scan)] = others.values()

    assert scan
    assert scan.withheld == {"requests"}
    assert found(portal, ENTRY, others) == ()


def test_package_that_was_not_scanned(portal: Portal) -> None:
    """Of a package without a scan only whether it is there is checked."""
    [(name, (package, _))] = dataset(portal, {"requests": REQUESTS}).items()

    assert found(portal, {**ENTRY, "field": "gone"}, {name: (package, None)}) == ()


def test_origin_in_the_sprint_s_own_package(portal: Portal) -> None:
    """A sprint's own table of rows is found beside those that make it a sprint, and by the package's plain name."""
    sprint, own = sprint_of(portal, {**ENTRY, "dataset": "Graffiti"}, requests=REQUESTS)
    [(name, (package, scan))] = own.items()
    origin: Origin | None = sprint.measures[0].origin

    assert problems({"sprint": [sprint]}, own) == ()
    assert origin
    assert scan
    assert dataset_of(origin, own) == name
    assert resource_of(origin, package) == "requests"
    assert table_of(origin, package, scan) is scan.table("requests")


def test_sprints_of_a_strategy(portal: Portal) -> None:
    """A strategy names sprints that are there, and no package of another kind."""
    ties = "part,sprint\nsweeping,graffiti-2026\nlitter,graffitti\nlitter,requests\nlitter,Graffiti\n"
    package, scan = packed(portal, STRATEGY | {"sprints": ties}, STRATEGY_OWN, name="plan")
    strategy, none = read_strategy(package, scan)
    sprint = packed(portal, SPRINT, SPRINT_OWN)
    assert strategy
    assert none == ()

    others = {"plan": (package, scan), "graffiti": sprint, **dataset(portal, {"requests": REQUESTS})}
    findings = problems({"strategy": [strategy]}, others)

    assert told(findings) == [
        ("PR006", 'sprints row 3, column "sprint"', "graffitti"),
        ("PR006", 'sprints row 4, column "sprint"', "requests, of the kind dataset"),
        ("PR006", 'sprints row 2, column "sprint"', "graffiti-2026"),
    ]
    assert findings[0].file == "catalog/plan/sprints.csv"
    assert findings[0].todo == 'Write "graffiti", if that is meant.'


def test_one_package(portal: Portal) -> None:
    """A package is checked by itself, and against others where these are given; a dataset is none of its concern."""
    others = dataset(portal, {"requests": REQUESTS})
    own = {**SPRINT_OWN, "measures": [{**ENTRY, "field": "gone"}, {"dataset": 7}, "x"]}
    package, scan = packed(portal, SPRINT | {"values": None}, own)

    assert datasets_named(package) == {"requests"}
    alone = check_progress(package, scan)
    assert {f.code for f in alone} == {"PR013"}
    assert told(check_progress(package, scan, others)) == [
        *told(alone),
        ("PR011", "civicstat.measures[0].field", "gone"),
    ]
    [(plain, rows)] = others.values()
    assert rows
    assert datasets_named(plain) == frozenset()
    assert check_progress(plain, rows, others) == ()


def test_strategy_alone(portal: Portal) -> None:
    """A strategy is checked against the sprints of the catalogue."""
    package, scan = packed(portal, STRATEGY, STRATEGY_OWN, name="plan")

    assert check_progress(package, scan) == ()
    assert told(check_progress(package, scan, {})) == [("PR006", 'sprints row 2, column "sprint"', "graffiti")]
