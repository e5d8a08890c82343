"""What is wrong between an open data programme and the rest of the portal, and what is overdue in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civicstat.model import Restricted
from civicstat.programme.declared import read_programme
from civicstat.programme.problems import programme_problems, restricted_problems
from civicstat.progress.troubles.of_programme import TROUBLES
from programme_packages import DAY, INVENTORY, OWN, TABLES, TREES, facts_of, programme_files
from progress_packages import packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from programme_packages import Studied

    Portal = Callable[[Mapping[str, Any]], Path]

HEADER = INVENTORY.split("\n", 1)[0] + "\n"


@pytest.fixture
def found(portal: Portal) -> Callable[..., list[tuple[str, str, str]]]:
    """What is told of a programme beside a dataset of street trees, on a day."""

    def tell(
        today: date | None = DAY, broken: tuple[str, ...] = (), **tables: str | None
    ) -> list[tuple[str, str, str]]:
        package, scan = packed(portal, {**TABLES, **tables}, OWN, name="programme")
        trees, of_trees = packed(portal, {"trees": "id\n1\n"}, {"kind": "dataset"}, name="street-trees")
        programme, _ = read_programme(package, scan)
        around = {"programme": (package, scan), "street-trees": (trees, of_trees)}
        return told(programme_problems(programme, around, today, broken))

    return tell


def test_nothing_is_wrong(found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """A programme that is as it should be is told nothing."""
    assert found() == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("x,X,Parks,publishable,planned,,2026-11-22,,,,", [("PR060", "planned", "2026-11-22")]),
        ("x,X,Parks,publishable,planned,,2026-11-23,,,,", []),
        ("x,X,Zoo,publishable,planned,,2027-01-01,,,,", [("PR061", "agency", "Zoo")]),
        ("x,X,Parks,publishable,planned,,,,,,", [("PR065", "planned", "")]),
        ("x,X,Parks,publishable,,,,,,,", [("PR065", "state", "a blank")]),
        ("x,X,Parks,publishable,withheld,,,,draft,,", [("PR065", "state", "withheld")]),
        ("x,X,Parks,protected,withheld,,,,,,", [("PR064", "reason", "")]),
        ("x,X,Parks,,planned,,2027-01-01,,,,", [("PR064", "class", "")]),
        (
            "x,X,Parks,publishable,published,,,2026-01-01,,,",
            [("PR062", "dataset", ""), ("PR066", "id", "x")],
        ),
        (
            "x,X,Parks,publishable,published,street-tres,,2026-01-01,,,",
            [("PR062", "dataset", "street-tres"), ("PR066", "id", "x")],
        ),
        (
            "x,X,Parks,publishable,planned,street-trees,2027-01-01,,,,",
            [("PR069", "dataset", "street-trees"), ("PR062", "state", "planned")],
        ),
        (
            "x,X,Parks,sensitive,withheld,street-trees,,,personal,,",
            [("PR069", "dataset", "street-trees"), ("PR068", "dataset", "street-trees")],
        ),
        (
            "x,X,Parks,publishable,planned,,2027-01-01,2026-01-01,,,",
            [("PR067", "released", "2026-01-01")],
        ),
        (
            "x,X,Parks,publishable,published,https://example.org/x,,2062-01-01,,,",
            [("PR066", "id", "x"), ("PR067", "released", "2062-01-01")],
        ),
        (
            "x,X,Health,protected,published,https://example.org/x,,2062-01-01,personal,,",
            [("PR066", "id", "x"), ("PR067", "released", "2062-01-01")],
        ),
        (
            "x,X,Parks,publishable,published,https://example.org/x,,,,,",
            [("PR066", "id", "x"), ("PR067", "released", "")],
        ),
    ],
)
def test_an_entry(
    found: Callable[..., list[tuple[str, str, str]]], row: str, expected: list[tuple[str, str, str]]
) -> None:
    """Each thing that may be wrong with an entry is told at its row and column."""
    assert found(inventory=f"{INVENTORY}{row}\n") == [
        (code, f'inventory row 6, column "{column}"', value) for code, column, value in expected
    ]


def test_a_day_is_late_only_on_a_day(found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """Without knowing what day it is, nothing is said to be late or to come."""
    row = "x,X,Parks,publishable,planned,,1999-01-01,,,,\n"

    assert found(None, inventory=INVENTORY + row) == []


def test_a_broken_dataset(found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """A dataset whose descriptor can't be published is not on the portal either."""
    row = "x,X,Parks,publishable,planned,street-elms,2027-01-01,,,,\n".replace("planned", "published")
    row = row.replace("2027-01-01,", ",2026-01-01")

    assert ("PR062", 'inventory row 6, column "dataset"', "street-elms") in found(
        broken=("street-elms",), inventory=INVENTORY + row
    )


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        (None, [("PR066", "resources", "2 published entries without a review")]),
        ("trees,2026-03-27,approved,\n", [("PR066", 'reviews row 2, column "date"', "2026-03-27")]),
        ("trees,2026-03-02,refused,\n", [("PR066", 'reviews row 2, column "outcome"', "refused")]),
        ("trees,2026-03-02,approved,failed\n", [("PR066", 'reviews row 2, column "privacy"', '"privacy" failed')]),
        ("trees,2026-03-02,refused,failed\ntrees,2026-03-03,approved,mended\n", []),
    ],
)
def test_reviews(
    found: Callable[..., list[tuple[str, str, str]]], reviews: str | None, expected: list[tuple[str, str, str]]
) -> None:
    """Published data has a review before its release, and the last one let it pass."""
    potholes = "potholes,2026-07-07,approved,\n"
    text = None if reviews is None else f"entry,date,outcome,privacy\n{reviews}{potholes}"

    assert found(reviews=text) == expected


def test_requests_and_reviews_to_come(found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """A request or a review of a day that is to come is told of."""
    requests = "date,asked\n2026-11-23,Trees?\n2062-11-23,Pools?\n"
    reviews = TABLES["reviews"] + "pools,2062-01-01,,,,,,approved,\n"

    assert found(requests=requests, reviews=reviews) == [
        ("PR067", 'requests row 3, column "date"', "2062-11-23"),
        ("PR067", 'reviews row 5, column "date"', "2062-01-01"),
    ]


def test_coordinators(found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """Agencies without a coordinator are told once each; a coordinator of an agency spelled otherwise too."""
    assert found(coordinators="agency,role\nParks,Forester\nRoad,Engineer\n") == [
        ("PR061", 'inventory row 3, column "agency"', "Roads"),
        ("PR061", 'inventory row 5, column "agency"', "Health"),
        ("PR061", 'coordinators row 3, column "agency"', "Road"),
    ]
    assert found(coordinators=None) == [("PR061", "resources", "3 agencies")]


def test_a_dataset_that_no_inventory_has(found: Callable[..., list[tuple[str, str, str]]]) -> None:
    """A dataset of the portal belongs into the inventory; packages of the programme's own kind do not."""
    inventory = INVENTORY.replace("street-trees", "https://example.org/trees")

    assert found(inventory=inventory) == [("PR063", 'inventory column "dataset"', '"street-trees"')]


def test_another_inventory_may_have_it(portal: Portal, study: Studied) -> None:
    """Of several programmes any one may have a dataset in its inventory."""
    other = programme_files(
        {
            "inventory": f"{HEADER}bins,Bins,Parks,publishable,planned,,2027-03-31,,,,\n",
            "coordinators": "agency,role\nParks,Forester\n",
            "reviews": None,
            "requests": None,
        },
        name="waste",
    )

    facts = facts_of(portal({**programme_files(), **other, **TREES}), study)

    assert [f for f in facts.findings if f.code.startswith("PR")] == []


def test_packages_that_are_not_public(portal: Portal, study: Studied) -> None:
    """A package that is not public and in no inventory is told to staff alone, by its file."""
    hidden = {
        f"catalog/{name}/datapackage.json": {"name": name, "title": "Secret", "civicstat": {"accessLevel": level}}
        for name, level in (("clinics", "non-public"), ("informants", "restricted public"))
    }

    facts = facts_of(portal({**programme_files(), **TREES, **hidden}), study)

    assert [r.level for r in facts.restricted] == ["non-public", "restricted public"]
    assert [(f.code, f.file, f.confidential, f.package) for f in facts.findings if f.code.startswith("PR")] == [
        ("PR063", "catalog/informants/datapackage.json", True, "")
    ]
    assert not any("informants" in repr(p) for p in (facts.restricted, *(p.findings for p in facts.packages)))


def test_without_a_programme_nothing_is_asked_for() -> None:
    """A portal without a programme is not asked to list what is not public."""
    assert list(restricted_problems((), [Restricted("x", "non-public", "catalog/x/datapackage.json")])) == []


def test_every_code_is_told_by_something() -> None:
    """The codes of the programme are PR060 to PR069."""
    assert [t.code for t in TROUBLES] == [f"PR06{n}" for n in range(10)]
