"""`civicstat review` on real git repositories: what a branch changes, and whether it can be merged."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from civicstat.cli import app
from civicstat.errors import WrongUse
from civicstat.review import review_portal
from civicstat.review.changes import PackageChange, Review
from civicstat.review.markdown import LIMIT, length
from civicstat.review.report import MARK, as_markdown

if TYPE_CHECKING:
    from pathlib import Path

Git = Callable[..., str]
Commit = Callable[..., None]
Golden = Callable[[str, str], None]
BEFORE, AFTER = "2026-01-01T12:00:00Z", "2026-02-01T12:00:00Z"
SETTINGS = "place: Springfield\npublisher: {name: Public Works}\n"


def review(root: Path, ref: str = "main") -> Review:
    """Review a portal on a fixed day."""
    return review_portal(root, ref, lambda _settings: date(2026, 3, 1), workers=2)


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "description": f"What {name} means, in some words.", **more}


def package(name: str, tables: dict[str, list[dict[str, Any]]], **more: Any) -> dict[str, Any]:
    """A package whose tables are CSV files, with `own` under `civicstat` and `keys` for their primary keys."""
    own, keys = more.pop("own", {}), more.pop("keys", {})
    return {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "description": "Each row is one request that residents have sent in, with the day it came and how it ended.",
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "schema": {"fields": fields} | ({"primaryKey": keys[table]} if table in keys else {}),
            }
            for table, fields in tables.items()
        ],
        "civicstat": own,
        **more,
    }


def as_csv(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def written(descriptor: dict[str, Any], **tables: list[list[Any]]) -> dict[str, str]:
    """The files of a package, by their path in the portal."""
    folder = f"catalog/{descriptor['name']}"
    files = {f"{folder}/datapackage.json": json.dumps(descriptor, indent=1)}
    return files | {f"{folder}/{name}.csv": as_csv(rows) for name, rows in tables.items()}


STATES = ["Open", "Closed", "Closed", "Waiting"]


def requests(changed: bool) -> dict[str, str]:
    """The example: requests with a key, two charts and another table that points to them."""
    days = "days_open" if changed else "days"
    fields = [
        field("id", "integer"),
        field("received", "date"),
        field("status", "string"),
        field(days, "integer", constraints={"minimum": 0}),
        field("district", "string" if changed else "integer"),
        field("note", "string"),
    ]
    visits = [field("request", "integer"), field("visited", "date")]
    charts = [
        {"title": "Days until a request is closed", "resource": "requests", "type": "histogram", "x": "days"},
        {"title": "Requests by status", "resource": "requests", "type": "bar", "x": "status", "aggregate": "count"},
    ]
    descriptor = package(
        "service-requests",
        {"requests": fields, "visits": visits},
        own={"charts": charts},
        keys={"requests": "id", "visits": ["request", "visited"]},
    )
    descriptor["resources"][1]["schema"]["foreignKeys"] = [
        {"fields": "request", "reference": {"resource": "requests", "fields": "id"}}
    ]
    rows: list[list[Any]] = [["id", "received", "status", days, "district", "note"]]
    for number in range(1, 301):
        status, more = STATES[number % 4], number % 31
        if changed and 100 < number <= 150:
            status, more = "Closed, checked", more + 2
        note = "Please write to jane.doe@example.com" if changed and number == 42 else f"Street light {number % 7}"
        rows.append([number, f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}", status, more, number % 9, note])
    if changed:
        rows = [rows[0], *rows[2:], [301, "2026-01-31", "Open", 4, 3, "A row with a | and <b>@octocat</b>"]]
    seen: list[list[Any]] = [["request", "visited"], *[[n, f"2026-01-{n % 28 + 1:02}"] for n in range(2, 40)]]
    return written(descriptor, requests=rows, visits=seen)


def measures() -> dict[str, str]:
    """Another package that names a column of the first one, in a row of a list."""
    fields = [field(name, "string") for name in ("measure", "package", "resource", "field", "aggregate")]
    rows = [
        ["measure", "package", "resource", "field", "aggregate"],
        ["Days open", "service-requests", "requests", "days", "mean"],
        ["Visits", "service-requests", "visits", "visited", "count"],
    ]
    return written(package("faster-repairs", {"measures": fields}, own={"kind": "sprint"}), measures=rows)


@pytest.fixture
def portal(tmp_path: Path, git: Git, commit: Commit) -> Path:
    """A portal on a branch that renames a column, retypes one, changes fifty rows and lets an address slip in."""
    base = {"catalog/portal.yml": SETTINGS, ".gitignore": ".cache/\n"} | requests(changed=False) | measures()
    commit(tmp_path, BEFORE, base)
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, requests(changed=True))
    return tmp_path


def test_the_whole_report(portal: Path, golden: Golden) -> None:
    """The report on a renamed column, a retyped one, fifty changed rows and a new e-mail address, as staff read it."""
    found = review(portal)

    text = as_markdown(found)
    golden("review.md", text.replace(found.commit[:10], "0123456789"))
    assert "jane" not in text
    assert "doe@" not in text
    assert not found.mergeable


def test_same_text_again(portal: Path) -> None:
    """The same change gives the same report to the byte."""
    assert as_markdown(review(portal)) == as_markdown(review(portal))


def test_counts(portal: Path) -> None:
    """Rows are counted by the key: fifty-one changed (the address among them), one added, one removed."""
    [change] = review(portal).packages
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


def test_what_breaks(portal: Path) -> None:
    """The chart that draws the renamed column breaks, and so does the row of another package that measures it."""
    assert [(use.kind, use.package, use.place) for use in review(portal).broken] == [
        ("chart", "service-requests", "civicstat.charts[0]"),
        ("sprint", "faster-repairs", "row 2"),
    ]


def test_nothing_changes(tmp_path: Path, commit: Commit) -> None:
    """Where nothing changes the report says just that."""
    commit(tmp_path, BEFORE, requests(changed=False))

    found = review(tmp_path)

    assert found.mergeable
    assert as_markdown(found).startswith(f"{MARK}\n\n## This can be merged\n\nNothing in the catalogue changes.\n")


def test_the_work_tree_is_the_head(portal: Path, git: Git) -> None:
    """What lies in the work tree counts, committed or not; and neither it nor the index is touched."""
    file = portal / "catalog/faster-repairs/measures.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",days,", ",days_open,"), encoding="utf-8")
    before = git(portal, "status", "--porcelain"), git(portal, "worktree", "list")

    found = review(portal)

    assert [use.kind for use in found.broken] == ["chart"]
    assert [p.name for p in found.packages] == ["faster-repairs", "service-requests"]
    assert (git(portal, "status", "--porcelain"), git(portal, "worktree", "list")) == before


def test_from_where_it_left(portal: Path, git: Git, commit: Commit) -> None:
    """What the base has gained since is no change of this branch, as GitHub shows it."""
    git(portal, "checkout", "--quiet", "main")
    commit(portal, AFTER, {"catalog/faster-repairs/measures.csv": "measure,package,resource,field,aggregate\n"})
    git(portal, "checkout", "--quiet", "update")

    assert [p.name for p in review(portal).packages] == ["service-requests"]


def simple(name: str, rows: list[list[Any]], **more: Any) -> dict[str, str]:
    """A package of one table, all of whose columns are text."""
    return written(package(name, {"rows": [field(str(n), "string") for n in rows[0]]}, **more), rows=rows)


TREES = [["tree", "height"], ["Oak at the mill", "tall"], ["Elm by the gate", "low"], ["Ash in the yard", "low"]]


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


def test_a_waiver_is_seen(portal: Path) -> None:
    """A waiver that comes with the change lets the finding pass, and the report shows its reason at the top."""
    file = portal / "catalog/service-requests/datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    [private] = [f.finding for p in review(portal).packages for f in p.findings if f.private]
    waiver = {"check": private.code, "reason": "An office.", "role": "Data coordinator", "date": "2026-02-01"}
    descriptor["civicstat"]["waivers"] = [waiver]
    file.write_text(json.dumps(descriptor), encoding="utf-8")

    found = review(portal)

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


def test_exit_codes_and_file(portal: Path, git: Git) -> None:
    """0: it can be merged; 1: it can't; the report is printed, or written whole to a file."""
    run = CliRunner()

    refused = run.invoke(app, ["review", "--base", "main", "--root", str(portal)])
    out = portal / "review.md"
    written_too = run.invoke(app, ["review", "--base", "main", "--root", str(portal), "--out", str(out)])
    git(portal, "checkout", "--quiet", "main")
    fine = run.invoke(app, ["review", "--base", "main", "--root", str(portal)])

    assert (refused.exit_code, written_too.exit_code, fine.exit_code) == (1, 1, 0)
    assert refused.stdout == out.read_text(encoding="utf-8")
    assert refused.stdout.startswith(MARK)
    assert "Nothing in the catalogue changes." in fine.stdout


def test_out_nowhere(portal: Path) -> None:
    """A file that can't be written is wrong use, in words."""
    out = portal / "none" / "review.md"

    done = CliRunner().invoke(app, ["review", "--base", "main", "--root", str(portal), "--out", str(out)])

    assert done.exit_code == 2
    assert "can't be written" in done.output


def test_no_repository(tmp_path: Path) -> None:
    """A folder outside of git has no base, and the message says so."""
    (tmp_path / "catalog").mkdir()

    with pytest.raises(WrongUse, match="is no folder of a git repository"):
        review(tmp_path)


def test_no_git(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git the message says what to install."""
    monkeypatch.setenv("PATH", str(portal))

    with pytest.raises(WrongUse, match="git is not installed here"):
        review(portal)


@pytest.mark.parametrize("ref", ["nowhere", "--upload-pack=x", "", "main..update", "main^{tree}"])
def test_no_such_base(portal: Path, ref: str) -> None:
    """A base that names no commit is refused by its name."""
    with pytest.raises(WrongUse, match="--base: found"):
        review(portal, ref)


def test_shallow_clone(portal: Path, tmp_path_factory: pytest.TempPathFactory, git: Git) -> None:
    """Where only a part of the history is here, the message says how to fetch the rest."""
    clone = tmp_path_factory.mktemp("clone") / "portal"
    git(portal.parent, "clone", "--quiet", "--depth=1", "--branch=update", portal.as_uri(), str(clone))

    for ref in ("origin/main", "main"):
        with pytest.raises(WrongUse, match="fetch-depth: 0"):
            review(clone, ref)


def test_a_branch_of_the_other_end(portal: Path, tmp_path_factory: pytest.TempPathFactory, git: Git) -> None:
    """In a clone without a branch of its own for the base, the message names the remote's."""
    clone = tmp_path_factory.mktemp("clone") / "portal"
    git(portal.parent, "clone", "--quiet", "--branch=update", portal.as_uri(), str(clone))

    with pytest.raises(WrongUse, match="Did you mean origin/main"):
        review(clone)
    assert [p.name for p in review(clone, "origin/main").packages] == ["service-requests"]


def test_as_a_hook(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Called by a hook of git in another repository, it reads the one that it is asked about."""
    subprocess.run(["git", "init", "--quiet", str(portal / "other")], check=True)
    monkeypatch.setenv("GIT_DIR", str(portal / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.devnull)

    assert [p.name for p in review(portal).packages] == ["service-requests"]


def test_a_portal_within_a_repository(tmp_path: Path, git: Git, commit: Commit) -> None:
    """A portal in a folder of a larger repository is compared with that folder of the base."""
    inside = {f"portals/city/{path}": text for path, text in simple("trees", TREES).items()}
    commit(tmp_path, BEFORE, inside | {"catalog/x.csv": "1"})
    git(tmp_path, "checkout", "--quiet", "-b", "update")
    commit(tmp_path, AFTER, {"portals/city/catalog/trees/rows.csv": as_csv(TREES[:3]), "catalog/x.csv": "2"})

    [change] = review(tmp_path / "portals" / "city").packages

    assert change.tables[0].rows is not None
    assert change.tables[0].rows.removed == 1


def test_line_endings_of_the_checkout(tmp_path: Path, git: Git, commit: Commit) -> None:
    """The base is read as git would check it out: line endings that git itself changes are no change."""
    commit(tmp_path, BEFORE, simple("trees", TREES) | {".gitattributes": "*.csv text eol=crlf\n"})
    git(tmp_path, "rm", "--quiet", "--cached", "-r", ".")
    git(tmp_path, "reset", "--quiet", "--hard")
    assert b"\r\n" in (tmp_path / "catalog/trees/rows.csv").read_bytes()

    assert review(tmp_path).packages == ()
