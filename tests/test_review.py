"""`civicstat review` on real git repositories: what a branch changes, and whether it can be merged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from civicstat.cli import app
from civicstat.review.changes import PackageChange, Review
from civicstat.review.markdown import LIMIT, length
from civicstat.review.report import MARK, as_markdown
from review_example import AFTER, BEFORE, SETTINGS, TREES, field, package, requests, review, simple, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from review_example import Commit, Git

    Golden = Callable[[str, str], None]


def test_the_whole_report(proposal: Path, golden: Golden) -> None:
    """The report on a renamed column, a retyped one, fifty changed rows and a new e-mail address, as staff read it."""
    found = review(proposal)

    text = as_markdown(found)
    golden("review.md", text.replace(found.commit[:10], "0123456789"))
    assert "jane" not in text
    assert "doe@" not in text
    assert not found.mergeable


def test_same_text_again(proposal: Path) -> None:
    """The same change gives the same report to the byte."""
    assert as_markdown(review(proposal)) == as_markdown(review(proposal))


def test_counts(proposal: Path) -> None:
    """Rows are counted by the key: fifty-one changed (the address among them), one added, one removed."""
    [change] = review(proposal).packages
    [table] = change.tables
    rows = table.rows

    assert rows is not None
    assert (rows.before, rows.after, rows.changed, rows.added, rows.removed) == (300, 300, 51, 1, 1)
    assert (rows.key, rows.declared) == (("id",), True)
    assert dict(rows.cells) == {"status": 50, "days_open": 50, "note": 1}
    assert [(f.before, f.after, f.kind) for f in table.fields] == [
        ("days", "days_open", "renamed"),
        ("district", "district", "retyped"),
    ]
    assert table.hidden == ("note",)


def test_what_breaks(proposal: Path) -> None:
    """The chart that draws the renamed column breaks, and so does the row of another package that measures it."""
    assert [(use.kind, use.package, use.place) for use in review(proposal).broken] == [
        ("chart", "service-requests", "civicstat.charts[0]"),
        ("sprint", "faster-repairs", "row 2"),
    ]


def test_nothing_changes(tmp_path: Path, commit: Commit) -> None:
    """Where nothing changes the report says just that."""
    commit(tmp_path, BEFORE, requests(changed=False))

    found = review(tmp_path)

    assert found.mergeable
    assert as_markdown(found).startswith(f"{MARK}\n\n## This can be merged\n\nNothing in the catalogue changes.\n")


def test_packages_added_removed_renamed(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Packages come, go, and change their names, with or without a way from the old page to the new one."""
    first = simple("old-trees", TREES) | simple("parks", TREES[:2]) | simple("gone", TREES[:3])
    commit(tmp_path, BEFORE, first)
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    removed = dict.fromkeys(first, None)
    fresh = (
        simple("trees", TREES, own={"formerNames": ["old-trees"]})
        | simple("green-parks", TREES[:2])
        | simple("new", [["a"], ["x"]])
    )
    commit(tmp_path, AFTER, removed | fresh)

    found = review(tmp_path)

    assert [(p.status, p.before, p.name, p.led) for p in found.packages] == [
        ("removed", "gone", "gone", True),
        ("renamed", "parks", "green-parks", False),
        ("added", "", "new", True),
        ("renamed", "old-trees", "trees", True),
    ]


def test_not_public(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Of a package that is not public, or was not, nothing is shown but that it changed."""
    secret = {"accessLevel": "non-public"}
    entry = {"name": "secret-list", "title": "Secret list", "resources": [{"name": "x"}], "civicstat": secret}
    rows = [["who", "why"], ["Ann Example", "unseen reason"], ["Bob Example", "another one"]]
    opened = {"name": "opened", "title": "Opened", "resources": [{"name": "rows"}], "civicstat": secret}
    commit(
        tmp_path,
        BEFORE,
        simple("closed", rows)
        | {
            "catalog/opened/datapackage.json": json.dumps(opened),
            "catalog/secret-list/datapackage.json": json.dumps(entry),
        },
    )
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    hidden = {"name": "closed", "title": "Closed", "resources": [{"name": "rows"}], "civicstat": secret}
    commit(
        tmp_path,
        AFTER,
        {"catalog/closed/datapackage.json": json.dumps(hidden), "catalog/closed/rows.csv": None}
        | simple("opened", TREES)
        | {"catalog/secret-list/datapackage.json": json.dumps(entry | {"title": "Secret words"})},
    )

    found = review(tmp_path)
    text = as_markdown(found)

    assert [(p.name, p.status) for p in found.packages] == [("closed", "hidden"), ("opened", "shown")]
    assert found.private == 2
    assert not any(word in text for word in ("unseen", "Ann", "Secret", "secret-list"))
    assert "2 packages that changed are not public; nothing of them is shown here." in text


def test_rows_in_what_is_not_public(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Rows in a package that is not public speak against merging, without a word of what they are."""
    commit(tmp_path, BEFORE, {"catalog/portal.yml": SETTINGS})
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, simple("hush", TREES, own={"accessLevel": "non-public"}))

    found = review(tmp_path)

    assert not found.mergeable
    assert found.packages == ()
    text = as_markdown(found)
    assert "**Not public**: 1 error in a package that is not public." in text
    assert "hush" not in text


def test_broken_descriptor(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A descriptor that can't be read any more is told with its line; one that could not be read before is new."""
    commit(tmp_path, BEFORE, simple("fine", TREES) | {"catalog/mended/datapackage.json": "{"})
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, {"catalog/fine/datapackage.json": '{"name": "fine",'} | simple("mended", TREES))

    found = review(tmp_path)

    assert [(p.name, p.status) for p in found.packages] == [("fine", "broken"), ("mended", "added")]
    assert [f.finding.code for f in found.blocking] == ["DP001"]
    assert "Its state before can't be read, so that everything in it counts as new." in as_markdown(found)


def test_broken_settings(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Settings that can't be used speak against merging; the packages are compared all the same."""
    commit(tmp_path, BEFORE, {"catalog/portal.yml": SETTINGS} | simple("trees", TREES))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, {"catalog/portal.yml": "place: [1]\n"} | simple("trees", TREES[:3]))

    found = review(tmp_path)

    assert not found.mergeable
    assert "catalog/portal.yml" in found.portal[0]
    assert [p.name for p in found.packages] == ["trees"]


def test_findings_over_time(tmp_path: Path, commit: Commit, git: Git) -> None:
    """An error that is mended is fixed, one that stays stands in its new row, and one that comes is new."""
    schema = {"rows": [field("name", "string"), field("age", "integer")]}

    def state(*rows: tuple[str, str]) -> dict[str, str]:
        return written(package("ages", schema), rows=[["name", "age"], *map(list, rows)])

    commit(tmp_path, BEFORE, state(("Oak", "1"), ("Elm", "old"), ("Ash", "x")))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, state(("Fir", "2"), ("Oak", "1"), ("Elm", "old"), ("Ash", "3"), ("Yew", "y")))

    [change] = review(tmp_path).packages

    found = [(f.state, f.finding.row, f.finding.found) for f in change.findings if f.finding.code == "TB001"]
    assert found == [("new", 6, "y"), ("standing", 4, "old"), ("fixed", 4, "x")]
    assert change.tables[0].unread.startswith("The rows aren't compared: the new file can't be read")


def test_a_waiver_is_seen(proposal: Path) -> None:
    """A waiver that comes with the change lets the finding pass, and the report shows its reason at the top."""
    file = proposal / "catalog/service-requests/datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    [private] = [f.finding for p in review(proposal).packages for f in p.findings if f.private]
    waiver = {"check": private.code, "reason": "An office.", "role": "Data coordinator", "date": "2026-02-01"}
    descriptor["civicstat"]["waivers"] = [waiver]
    file.write_text(json.dumps(descriptor), encoding="utf-8")

    found = review(proposal)

    assert [f for f in found.blocking if f.private] == []
    assert "Reason: An office. (Data coordinator, 2026-02-01)." in as_markdown(found)


def test_a_file_that_no_package_lists(tmp_path: Path, commit: Commit, git: Git) -> None:
    """A table that was put into a package's folder but not into its descriptor is told: nobody would see it."""
    commit(tmp_path, BEFORE, simple("trees", TREES))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, {"catalog/trees/rows-2026.csv": "tree,height\n", "catalog/trees/notes.md": "Notes"})

    found = review(tmp_path)

    assert found.strays == ("catalog/trees/rows-2026.csv",)
    assert "`catalog/trees/rows-2026.csv`" in as_markdown(found)


def test_rows_without_a_key(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Rows that nothing tells apart are matched by their place where they keep it, and as a whole where they don't."""
    rows = [["kind", "state"], ["lamp", "on"], ["lamp", "on"], ["lamp", "off"], ["bench", "off"]]
    first = simple("placed", rows) | simple("whole", rows)
    commit(tmp_path, BEFORE, first)
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    edited = [*rows[:2], ["lamp", "broken"], *rows[3:]]
    commit(tmp_path, AFTER, simple("placed", edited) | simple("whole", [*edited, ["lamp", "on"], ["lamp", "on"]]))

    placed, whole = (p.tables[0].rows for p in review(tmp_path).packages)

    assert placed is not None
    assert whole is not None
    assert (placed.placed, placed.changed, placed.added, placed.removed) == (True, 1, 0, 0)
    assert [(c.field, c.old, c.new) for c in placed.shown_changed[0].cells] == [("state", "on", "broken")]
    assert (whole.placed, whole.changed, whole.added, whole.removed) == (False, 0, 2, 0)


def test_a_guessed_key(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Without a declared key, a column that names each row once does, or two columns together; the report says so."""
    one = [["code", "state"], *([f"L{n}", "on"] for n in range(9))]
    two = [["year", "area", "state"], *([str(2020 + n // 3), f"A{n % 3}", "on"] for n in range(9))]
    commit(tmp_path, BEFORE, simple("one", one) | simple("two", two))
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    one[4][1] = two[4][2] = "off"
    commit(tmp_path, AFTER, simple("one", [one[0], *reversed(one[1:])]) | simple("two", [two[0], *two[2:]]))

    found = review(tmp_path)

    rows = [p.tables[0].rows for p in found.packages]
    assert [(r.key, r.declared, r.changed, r.removed) for r in rows if r] == [
        (("code",), False, 1, 0),
        (("year", "area"), False, 1, 1),
    ]
    assert "Rows are matched by `year` and `area`, which tell them apart; no key is declared." in as_markdown(found)


def hostile(number: int) -> str:
    """Text that would do harm in a comment, none like the other."""
    return (
        f"@octocat #{number} <img src=x onerror=alert(1)> | `x` \u202e ![a](https://example.org/{number}) " + "😀" * 40
    )


def test_a_huge_change(tmp_path: Path, commit: Commit, git: Git) -> None:
    """Whatever and however much changes, the report fits, with the verdict and privacy first."""
    wide = [[f"{hostile(n)[:40]} {n}" for n in range(400)], [hostile(n) for n in range(400)]]
    long = [["key", "text"], *([str(n), hostile(n)] for n in range(5_000))]

    def small(number: int, word: str) -> dict[str, str]:
        descriptor = package(f"set-{number:04}", {"rows": [field("a", "string")]})
        descriptor["title"] = hostile(number)
        return written(descriptor, rows=[["a"], *([f"{word} {hostile(row)}"] for row in range(3))])

    first = simple("wide", wide) | simple("long", long)
    second = simple("wide", [[f"x{name}" for name in wide[0]], [f"x{text}" for text in wide[1]]])
    second |= simple("long", [long[0], *([key, f"x{text}"] for key, text in long[1:])])
    second |= simple("private", [["email"], *([f"jane{n}@example.com"] for n in range(50))])
    for number in range(60):
        first |= small(number, "old")
        second |= small(number, "new")
    commit(tmp_path, BEFORE, first)
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, second)

    found = review(tmp_path)
    text = as_markdown(found)

    assert len(found.packages) == 63
    assert length(text) <= LIMIT
    assert length(text) > LIMIT * 0.8
    assert text.index("## This can't be merged yet") < text.index("**Privacy**") < text.index("### Privacy")
    assert "*and 43 more*" in text
    assert "jane1@" not in text
    assert "\u202e" not in text
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")


def test_thousands_of_packages() -> None:
    """A report on thousands of packages says how many it doesn't show."""
    packages = tuple(PackageChange("added", f"set-{n:05}", "Title " * 20) for n in range(5000))

    text = as_markdown(Review("main", "0" * 40, packages))

    assert length(text) <= LIMIT
    assert "5,000 packages added." in text
    shown = text.count("<details>")
    assert f"*{5000 - shown:,} more packages change; they are not shown for want of room.*" in text


def test_exit_codes_and_file(proposal: Path, git: Git) -> None:
    """0: it can be merged; 1: it can't; the report is printed, or written whole to a file."""
    run = CliRunner()

    refused = run.invoke(app, ["review", "--base", "main", "--root", str(proposal)])
    out = proposal / "review.md"
    written_too = run.invoke(app, ["review", "--base", "main", "--root", str(proposal), "--out", str(out)])
    git(proposal, "checkout", "--quiet", "main")
    fine = run.invoke(app, ["review", "--base", "main", "--root", str(proposal)])

    assert (refused.exit_code, written_too.exit_code, fine.exit_code) == (1, 1, 0)
    assert refused.stdout == out.read_text(encoding="utf-8")
    assert refused.stdout.startswith(MARK)
    assert "Nothing in the catalogue changes." in fine.stdout


def test_out_nowhere(proposal: Path) -> None:
    """A file that can't be written is wrong use, in words."""
    out = proposal / "none" / "review.md"

    done = CliRunner().invoke(app, ["review", "--base", "main", "--root", str(proposal), "--out", str(out)])

    assert done.exit_code == 2
    assert "can't be written" in done.output
