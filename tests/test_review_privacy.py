"""What a review says of privacy over time: what can't be looked at again, and what waivers let pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from civicstat.review.report import as_markdown
from review_example import AFTER, BEFORE, TREES, field, package, review, simple, written

if TYPE_CHECKING:
    from pathlib import Path

    from review_example import Commit, Git

FIELDS = [field("age", "integer"), field("note", "string")]
OFFICE = ["40", "Residents may write to trees@springfield.example.org at any time"]
PLAIN = [[str(n), f"Lamp {n} mended"] for n in range(30)]
WAIVER = {"check": "PV010", "resource": "rows", "reason": "The office's own.", "role": "Clerk", "date": "2025-12-01"}


def state(*rows: list[str], **own: Any) -> dict[str, str]:
    return written(package("lamps", {"rows": FIELDS}, own=own), rows=[["age", "note"], *PLAIN, *rows])


def private(root: Path) -> list[tuple[str, str, bool]]:
    """The state, what was found and whether a second look is due, of each finding of privacy."""
    return [(f.state, f.finding.found, f.second_look) for p in review(root).packages for f in p.findings if f.private]


def test_one_wrong_cell_fixes_nothing(tmp_path: Path, commit: Commit, git: Git) -> None:
    """An address is still there, and the first thing that is told, where a wrong cell makes its table invalid."""
    commit(tmp_path, BEFORE, state(OFFICE))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, state(OFFICE, ["old", "nothing"]))

    assert private(tmp_path) == [("standing", "1 of 32 values: t…@…", False)]
    text = as_markdown(review(tmp_path))
    assert text.index("**Privacy**: 1 finding") < text.index("**Not valid**: 1 error")


def test_not_looked_at_again(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A finding of a table that nobody can open any more is not fixed; one of a table that is gone is."""
    commit(tmp_path, BEFORE, state(OFFICE) | simple("gone", [["mail"], ["jane.doe@example.org"]]))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    dropped = {**package("gone", {}), "resources": [{"name": "else", "path": "else.csv"}]}
    commit(
        tmp_path,
        AFTER,
        {"catalog/lamps/rows.csv": None, "catalog/gone/rows.csv": None} | written(dropped, **{"else": TREES}),
    )

    found = {p.name: [(f.state, f.finding.code) for f in p.findings if f.private] for p in review(tmp_path).packages}
    assert found == {"gone": [("fixed", "PV001")], "lamps": [("unseen", "PV010")]}
    text = as_markdown(review(tmp_path))
    assert "There before, and **could not be looked at again**, in `lamps`, table `rows`" in text
    assert "1 not looked at again" in text


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([OFFICE, ["41", "Lamp 7 mended"]], [("standing", "1 of 32 values: t…@…", False)]),
        ([OFFICE, OFFICE], [("new", "2 of 32 values, the first t…@…", True)]),
        ([["40", "Residents may write to jane.doe@example.org at any time"]], [("new", "1 of 31 value: j…@…", True)]),
        ([], [("fixed", "1 of 31 values: t…@…", False)]),
    ],
    ids=["as it was", "one more", "another", "none left"],
)
def test_what_a_waiver_lets_pass(
    tmp_path: Path, commit: Commit, git: Git, rows: list[list[str]], expected: list[tuple[str, str, bool]]
) -> None:
    """What a waiver lets pass needs a second look where more or another is found, not where only other rows come."""
    commit(tmp_path, BEFORE, state(OFFICE, waivers=[WAIVER]))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, state(*rows, waivers=[WAIVER]))

    assert [(s, f.replace("31 value:", "31 values:"), look) for s, f, look in private(tmp_path)] == [
        (s, f.replace("31 value:", "31 values:"), look) for s, f, look in expected
    ]


def test_a_second_look_at_the_top(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A name and a number that a wide waiver lets pass are counted as waived, and told near the top one by one."""
    commit(tmp_path, BEFORE, state(OFFICE, waivers=[WAIVER]))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, state(OFFICE, ["41", "Resident Jane Doe, SSN 219-09-1234"], waivers=[WAIVER]))

    found = review(tmp_path)
    text = as_markdown(found)

    assert found.mergeable
    assert "**Privacy**: 2 findings that waivers let pass have come or grown and need a second look" in text
    assert text.count("- Waived, and **needs a second look**, in `lamps`") == 2
    assert "2 new, waived" in text
    assert "new warning" not in text
    assert "219-09" not in text


def test_count_of_a_waiver(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A waiver with a count lets nothing pass once there is more than it counts, so that it can't be merged."""
    waivers = [{**WAIVER, "count": 1}]
    commit(tmp_path, BEFORE, state(OFFICE, waivers=waivers))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, state(OFFICE, ["41", "Resident Jane Doe, SSN 219-09-1234"], waivers=waivers))

    found = review(tmp_path)

    assert not found.mergeable
    assert len([f for f in found.blocking if f.private]) == 3
    assert "The waiver of 2025-12-01 lets 1 pass, and there are 3 now: look at what has come" in as_markdown(found)


def test_a_home_address_in_a_wrong_cell(tmp_path: Path, commit: Commit, git: Git) -> None:
    """The wrong cell of a column of addresses is not quoted."""
    fields = [field("id", "integer"), field("address", "string", constraints={"pattern": "[0-9]+"})]

    def rows(*addresses: str) -> dict[str, str]:
        listed = [[str(n), text] for n, text in enumerate(addresses)]
        return written(package("visits", {"rows": fields}), rows=[["id", "address"], *listed])

    commit(tmp_path, BEFORE, rows("12"))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, rows("12", "12 Elm Street"))

    assert "Elm" not in as_markdown(review(tmp_path))


def test_a_constraint_left_behind(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A column that becomes text and keeps its least number is told as retyped; the table is still there."""
    limit = {"constraints": {"minimum": 0}}
    chart = {"title": "Ages", "resource": "rows", "type": "histogram", "x": "age"}
    own = {"charts": [chart], "totals": [{"resource": "rows", "total": "age", "parts": ["young", "old"]}]}

    def kind(name: str) -> dict[str, str]:
        fields = [
            field("age", name, **limit),
            *(field(n, "integer") for n in ("young", "old")),
            field("mail", "string"),
        ]
        rows = [["age", "young", "old", "mail"], *[["1", "1", "0", f"jane{n}@example.org"] for n in range(120)]]
        return written(package("lamps", {"rows": fields}, own=own), rows=rows)

    commit(tmp_path, BEFORE, kind("integer"))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, kind("string"))

    [change] = review(tmp_path).packages
    [table] = change.tables
    codes = {(f.state, f.finding.code) for f in change.findings if not f.finding.code.startswith("MD0")}
    text = as_markdown(review(tmp_path))

    assert [(f.after, f.kind) for f in table.fields] == [("age", "retyped")]
    assert (table.kind, table.size) == ("changed", None)
    assert table.unread.startswith("The rows aren't compared: the table can't be read now")
    assert {code for _, code in codes} & {"CH001", "DP002", "PV001"} == {"DP002", "PV001"}
    assert ("standing", "PV001") in codes
    assert not [f for f in change.findings if f.finding.code == "MD017" and f.state == "new"]
    assert "120 removed" not in text


def test_a_package_that_goes(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A package that is taken away mends nothing, and what a record says of its past days holds nobody back."""
    record = written(
        package(
            "portal-quality",
            {"tables": [field(n, "string") for n in ("date", "dataset", "table")]},
            own={"kind": "quality"},
        ),
        tables=[["date", "dataset", "table"], ["2026-01-01", "lamps", "rows"], ["2026-01-02", "lamps", "rows"]],
    )
    commit(tmp_path, BEFORE, state(OFFICE) | record)
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, dict.fromkeys(state(OFFICE)))

    found = review(tmp_path)

    assert [(p.status, p.findings) for p in found.packages] == [("removed", ())]
    assert (found.broken, found.mergeable) == ((), True)


def test_kinds_of_uses_in_words(tmp_path: Path, commit: Commit, git: Git) -> None:
    """What still uses a package is counted in nouns that are some, each package once however often it does."""

    def list_of(kind: str, name: str) -> dict[str, str]:
        fields = [field(n, "string") for n in ("package", "resource")]
        rows = [["package", "resource"], *[["lamps", "rows"]] * 2]
        return written(package(name, {"goals": fields}, own={"kind": kind}), goals=rows)

    commit(
        tmp_path,
        BEFORE,
        state() | list_of("strategy", "plan") | list_of("strategy", "other") | list_of("performance", "figures"),
    )
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, dict.fromkeys(state()))

    text = as_markdown(review(tmp_path))

    assert "**Broken**: 1 performance package and 2 strategies can't do without" in text
    assert json.dumps("performances") not in text
