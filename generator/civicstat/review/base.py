"""The state that a pull request starts from, read through git into a folder of its own.

The work tree, the index and the repository stay as they are: git writes its index and the files somewhere else.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civicstat.errors import WrongUse
from civicstat.findings import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_ANOTHER_CALL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE")
"""What git sets for a hook that it runs: it would lead git away from the folder that is asked about."""

_WHOLE_HISTORY = (
    "Only a part of the history is here. Fetch all of it with `git fetch --unshallow`; in a workflow, check out with "
    "`fetch-depth: 0`."
)


@dataclass(frozen=True)
class Base:
    """The state to compare with: its `root`, the `commit` it is of, and the words `ref` that named it."""

    root: Path
    commit: str
    ref: str


@contextmanager
def base_state(root: Path, ref: str, folder: str) -> Iterator[Base]:
    """The portal under `root` as it stood where the work in hand left `ref`; of its files only those in `folder`.

    That is the last commit which `ref` and HEAD have in common, as GitHub reckons it. The files lie in a folder that
    is gone with the context. Raises `WrongUse` where git can't say.
    """
    if not ref or ref.startswith("-"):
        raise WrongUse(f'--base: found "{shorten(ref)}", expected a branch, a tag or a commit such as origin/main.')
    top = _top(root)
    commit = _fork_point(root, ref)
    prefix = _answer(_git(root, "rev-parse", "--show-prefix"), "the portal's place in the repository").rstrip("\n")
    with tempfile.TemporaryDirectory(prefix="civicstat-review-") as place:
        tree, index = Path(place, "tree"), {"GIT_INDEX_FILE": str(Path(place, "index"))}
        tree.mkdir()
        _answer(_git(top, "read-tree", commit, **index), f"the files of {commit[:10]}")
        files = _answer(_git(top, "ls-files", "-z", "--", prefix + folder, **index), "the list of files")
        words = ("checkout-index", "-z", "--stdin", "--quiet", f"--prefix={tree}/")
        _answer(_git(top, *words, given=files, **index), f"the files of {commit[:10]}")
        (tree / prefix / folder).mkdir(parents=True, exist_ok=True)
        yield Base((tree / prefix).resolve(), commit, ref)


def _top(root: Path) -> Path:
    """The folder of the work tree that `root` lies in."""
    try:
        done = _git(root, "rev-parse", "--show-toplevel")
    except FileNotFoundError:
        raise WrongUse("git is not installed here, and the base is read through it. Install git.") from None
    if done.returncode:
        raise WrongUse(
            f"{root}: is no folder of a git repository with its files checked out, so that there is no base to "
            f"compare with. git says: {_said(done)}"
        )
    return Path(done.stdout.rstrip("\n"))


def _fork_point(root: Path, ref: str) -> str:
    """The last commit that `ref` and HEAD have in common."""
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").returncode:
        raise WrongUse(f"{root}: the repository has no commit yet, so that there is no base to compare with.")
    shallow = _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == "true"
    if _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").returncode:
        todo = _WHOLE_HISTORY if shallow else _other_name(root, ref)
        raise WrongUse(f'--base: found "{shorten(ref)}", which names no branch, tag or commit here. {todo}')
    found = _git(root, "merge-base", ref, "HEAD")
    if found.returncode:
        todo = _WHOLE_HISTORY if shallow else "Name the branch that this work was begun from."
        raise WrongUse(f'--base: found "{shorten(ref)}", which has no commit in common with what lies here. {todo}')
    return found.stdout.strip()


def _other_name(root: Path, ref: str) -> str:
    there = _git(root, "rev-parse", "--verify", "--quiet", f"origin/{ref}^{{commit}}").returncode == 0
    return (
        f"Did you mean origin/{ref}?" if there else "Look at `git branch --all`, or fetch it with `git fetch origin`."
    )


def _answer(done: subprocess.CompletedProcess[str], what: str) -> str:
    if done.returncode:
        raise WrongUse(f"git can't give {what}: {_said(done)}")
    return done.stdout


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return shorten(done.stderr.strip() or f"nothing, and ends with {done.returncode}", 300)


def _git(place: Path, *words: str, given: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run git in `place`, without hooks and without what another call of git has left in the environment."""
    environment = {key: value for key, value in os.environ.items() if key not in _OF_ANOTHER_CALL}
    quiet = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
    return subprocess.run(  # noqa: S603
        ["git", "-C", str(place), *quiet, *words],  # noqa: S607
        input=given,
        env={**environment, "LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0", **more},
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="surrogateescape",
    )
