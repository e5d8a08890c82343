"""Pages and files of a plan that can't stand beside each other."""

from __future__ import annotations

import pytest

from civicstat.clashes import without_clashes
from civicstat.planned import Download, Page, Plan, Redirect


def page(path: str) -> Page:
    """A page of which only the path matters."""
    return Page(path, "stat.md", "", {})


def plan(pages: list[str], files: list[str], redirects: list[str]) -> Plan:
    """A plan of these paths."""
    return Plan(
        tuple(map(page, pages)),
        tuple(Download(path, text="x") for path in files),
        tuple(Redirect(path, "stats/") for path in redirects),
    )


@pytest.mark.parametrize(
    ("pages", "files", "redirects", "left_out"),
    [
        (["stats/a/index.md", "stats/a/may/index.md"], ["stats/a/calendar.ics"], ["datasets/old/index.html"], []),
        (["stats/a/index.md", "stats/a/calendar.ics/brief/index.md"], ["stats/a/calendar.ics"], [],
         ["stats/a/calendar.ics/brief/index.html"]),
        (["academy/index.html/index.md", "academy/index.md"], [], [], ["academy/index.html/index.html"]),
        (["stats/a/index.md"], ["files/a.csv", "files/A.csv"], [], []),
        (["stats/index.md"], ["stats/index.html", "a/b", "a/b"], [], ["stats/index.html", "a/b"]),
        (["stats/index.md"], ["a/x.csv", "a", "b/y"], ["b"], ["a/x.csv", "b/y"]),
    ],
)  # fmt: skip
def test_what_has_no_place_is_left_out(
    pages: list[str], files: list[str], redirects: list[str], left_out: list[str]
) -> None:
    """What would need a file to be a folder, or has another's path, is left out and told; all else stays."""
    given = plan(pages, files, redirects)

    kept, findings = without_clashes(given)

    def size(one: Plan) -> int:
        return len(one.pages) + len(one.downloads) + len(one.redirects)

    assert [(f.code, f.found) for f in findings] == [("PG002", path) for path in left_out]
    assert size(given) - size(kept) == len(left_out)


def test_a_folder_is_told_once() -> None:
    """Of a folder that has the path of a file nothing stays, and its first page or file tells of it."""
    kept, findings = without_clashes(plan(["a/x/index.md", "a/x/b/index.md"], ["a/x", "a/x/c.csv"], []))

    assert (kept.pages, [file.path for file in kept.downloads]) == ((), ["a/x"])
    assert [f.found for f in findings] == ["a/x/index.html"]
