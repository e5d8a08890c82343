"""What git knows, from real repositories."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from civicstat.history import History, read_history

UTC = ZoneInfo("UTC")
Commit = Callable[..., None]


def days(root: Path, *paths: str) -> list[date | None]:
    """The day of the last change of each file."""
    history = read_history(root, "catalog")
    assert history.known
    return [history.last_change([path], UTC) for path in paths]


def test_last_change(tmp_path: Path, commit: Commit) -> None:
    """A file changed on the day of the last commit that changed it, whatever its own timestamp."""
    commit(tmp_path, "2026-01-01T12:00:00Z", {"catalog/a.csv": "1", "catalog/b.csv": "1"})
    commit(tmp_path, "2026-02-02T12:00:00Z", {"catalog/a.csv": "2"})
    commit(tmp_path, "2026-03-03T12:00:00Z", {"README.md": "words"})

    assert [date(2026, 2, 2), date(2026, 1, 1)] == days(tmp_path, "catalog/a.csv", "catalog/b.csv")


def test_several_files_and_none(tmp_path: Path, commit: Commit) -> None:
    """Several files changed when the latest of them did; a file that git does not know has no day."""
    commit(tmp_path, "2026-01-01T12:00:00Z", {"catalog/a.csv": "1"})
    commit(tmp_path, "2026-02-02T12:00:00Z", {"catalog/b.csv": "1"})

    history = read_history(tmp_path, "catalog")
    assert date(2026, 2, 2) == history.last_change(["catalog/a.csv", "catalog/b.csv", "catalog/c.csv"], UTC)
    assert history.last_change(["catalog/c.csv"], UTC) is None


def test_the_day_is_the_citys(tmp_path: Path, commit: Commit) -> None:
    """A late evening in Baltimore is that day there, though it is the next one in UTC."""
    commit(tmp_path, "2026-01-02T03:00:00Z", {"catalog/a.csv": "1"})

    history = read_history(tmp_path, "catalog")
    assert date(2026, 1, 1) == history.last_change(["catalog/a.csv"], ZoneInfo("America/New_York"))
    assert date(2026, 1, 2) == history.last_change(["catalog/a.csv"], UTC)


def test_a_rename_is_no_change(tmp_path: Path, commit: Commit) -> None:
    """A file that was only renamed, even twice, changed when its content last did."""
    commit(tmp_path, "2026-01-01T12:00:00Z", {"catalog/a.csv": "rows"})
    commit(tmp_path, "2026-02-02T12:00:00Z", {"catalog/a.csv": None, "catalog/b.csv": "rows"})
    commit(tmp_path, "2026-03-03T12:00:00Z", {"catalog/b.csv": None, "catalog/c/d.csv": "rows"})

    assert [date(2026, 1, 1)] == days(tmp_path, "catalog/c/d.csv")


def test_a_rename_with_a_change_is_one(tmp_path: Path, commit: Commit) -> None:
    """A file that was renamed and changed in one commit changed then."""
    lines = [f"line {i}" for i in range(20)]
    commit(tmp_path, "2026-01-01T12:00:00Z", {"catalog/a.csv": "\n".join(lines)})
    commit(
        tmp_path,
        "2026-02-02T12:00:00Z",
        {"catalog/a.csv": None, "catalog/b.csv": "\n".join([*lines, "more"])},
    )

    assert [date(2026, 2, 2)] == days(tmp_path, "catalog/b.csv")


def test_a_name_taken_again(tmp_path: Path, commit: Commit) -> None:
    """A new file under an old name has its own day, and so has the file that bore the name before."""
    commit(tmp_path, "2026-01-01T12:00:00Z", {"catalog/a.csv": "the old rows"})
    commit(tmp_path, "2026-02-02T12:00:00Z", {"catalog/a.csv": None, "catalog/b.csv": "the old rows"})
    commit(tmp_path, "2026-03-03T12:00:00Z", {"catalog/a.csv": "something else entirely"})

    assert [date(2026, 3, 3), date(2026, 1, 1)] == days(tmp_path, "catalog/a.csv", "catalog/b.csv")


def test_a_file_that_came_back(tmp_path: Path, commit: Commit) -> None:
    """A file that was deleted and came back changed on the day it came back."""
    commit(tmp_path, "2026-01-01T12:00:00Z", {"catalog/a.csv": "1", "catalog/b.csv": "2"})
    commit(tmp_path, "2026-02-02T12:00:00Z", {"catalog/a.csv": None})
    commit(tmp_path, "2026-03-03T12:00:00Z", {"catalog/a.csv": "1"})

    assert [date(2026, 3, 3)] == days(tmp_path, "catalog/a.csv")


def test_names_beyond_ascii(tmp_path: Path, commit: Commit) -> None:
    """A name with accents, blanks or quotes is known as it is."""
    name = 'catalog/Bäume "und" Straßen.csv'
    commit(tmp_path, "2026-01-01T12:00:00Z", {name: "1"})

    assert [date(2026, 1, 1)] == days(tmp_path, name)


def test_a_portal_within_a_repository(tmp_path: Path, git: Callable[..., str], commit: Commit) -> None:
    """A portal in a folder of a larger repository knows its files by their path from the portal."""
    commit(tmp_path, "2026-01-01T12:00:00Z", {"portals/city/catalog/a.csv": "1", "catalog/a.csv": "1"})
    commit(tmp_path, "2026-02-02T12:00:00Z", {"catalog/a.csv": "2"})

    assert [date(2026, 1, 1)] == days(tmp_path / "portals/city", "catalog/a.csv")


def test_a_shallow_clone_knows_nothing(tmp_path: Path, git: Callable[..., str], commit: Commit) -> None:
    """With only part of the history, no day is known: the oldest commit would stand for every file."""
    commit(tmp_path / "city", "2026-01-01T12:00:00Z", {"catalog/a.csv": "1"})
    commit(tmp_path / "city", "2026-02-02T12:00:00Z", {"catalog/b.csv": "1"})
    git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "city").as_uri(), "clone")

    assert History() == read_history(tmp_path / "clone", "catalog")


def test_no_repository_and_no_commit(tmp_path: Path, git: Callable[..., str]) -> None:
    """Without a repository, or before its first commit, nothing is known and nothing fails."""
    assert History() == read_history(tmp_path, "catalog")
    git(tmp_path, "init", "--quiet")
    assert History() == read_history(tmp_path, "catalog")
