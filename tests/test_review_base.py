"""What a review compares with: the base in git, however the repository lies and whatever is wrong with it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from civicstat.errors import WrongUse
from review_example import AFTER, BEFORE, TREES, as_csv, review, simple

if TYPE_CHECKING:
    from pathlib import Path

    from review_example import Commit, Git


def test_the_work_tree_is_the_head(proposal: Path, git: Git) -> None:
    """What lies in the work tree counts, committed or not; and neither it nor the index is touched."""
    file = proposal / "catalog/faster-repairs/measures.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",days,", ",days_open,"), encoding="utf-8")
    before = git(proposal, "status", "--porcelain"), git(proposal, "worktree", "list")

    found = review(proposal)

    assert [use.kind for use in found.broken] == ["chart"]
    assert [p.name for p in found.packages] == ["faster-repairs", "service-requests"]
    assert (git(proposal, "status", "--porcelain"), git(proposal, "worktree", "list")) == before


def test_from_where_it_left(proposal: Path, git: Git, commit: Commit) -> None:
    """What the base has gained since is no change of this branch, as GitHub shows it."""
    git(proposal, "checkout", "--quiet", "main")
    commit(proposal, AFTER, {"catalog/faster-repairs/measures.csv": "measure,package,resource,field,aggregate\n"})
    git(proposal, "checkout", "--quiet", "update")

    assert [p.name for p in review(proposal).packages] == ["service-requests"]


def test_no_repository(tmp_path: Path) -> None:
    """A folder outside of git has no base, and the message says so."""
    (tmp_path / "catalog").mkdir()

    with pytest.raises(WrongUse, match="is no folder of a git repository"):
        review(tmp_path)


def test_no_git(proposal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git the message says what to install."""
    monkeypatch.setenv("PATH", str(proposal))

    with pytest.raises(WrongUse, match="git is not installed here"):
        review(proposal)


@pytest.mark.parametrize("ref", ["nowhere", "--upload-pack=x", "", "main..update", "main^{tree}"])
def test_no_such_base(proposal: Path, ref: str) -> None:
    """A base that names no commit is refused by its name."""
    with pytest.raises(WrongUse, match="--base: found"):
        review(proposal, ref)


def test_shallow_clone(proposal: Path, tmp_path_factory: pytest.TempPathFactory, git: Git) -> None:
    """Where only a part of the history is here, the message says how to fetch the rest."""
    clone = tmp_path_factory.mktemp("clone") / "portal"
    git(proposal.parent, "clone", "--quiet", "--depth=1", "--branch=update", proposal.as_uri(), str(clone))

    for ref in ("origin/main", "main"):
        with pytest.raises(WrongUse, match="fetch-depth: 0"):
            review(clone, ref)


def test_a_branch_of_the_other_end(proposal: Path, tmp_path_factory: pytest.TempPathFactory, git: Git) -> None:
    """In a clone without a branch of its own for the base, the message names the remote's."""
    clone = tmp_path_factory.mktemp("clone") / "portal"
    git(proposal.parent, "clone", "--quiet", "--branch=update", proposal.as_uri(), str(clone))

    with pytest.raises(WrongUse, match="Did you mean origin/main"):
        review(clone)
    assert [p.name for p in review(clone, "origin/main").packages] == ["service-requests"]


def test_as_a_hook(proposal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Called by a hook of git in another repository, it reads the one that it is asked about."""
    subprocess.run(["git", "init", "--quiet", str(proposal / "other")], check=True)
    monkeypatch.setenv("GIT_DIR", str(proposal / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.devnull)

    assert [p.name for p in review(proposal).packages] == ["service-requests"]


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
