"""The step that commits the record of a night, run as GitHub runs it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from laid_down import LAID_DOWN, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SSH_FROM_NOWHERE = """
#!/bin/sh
case "$*" in *-G*) exit 0 ;; esac
echo "$*" >>{folder}/calls
for words; do :; done
exec ${{words%% *}} {folder}/origin.git
"""


@pytest.fixture
def checkout(tmp_path: Path, commit: Callable[..., None], git: Callable[..., str]) -> Path:
    """A clone of a portal whose main has gone on since, and beside it the record that the first job hands over."""
    main, record = tmp_path / "city", tmp_path / "record"
    commit(main, "2026-01-01T12:00:00+00:00", {"README.md": "A portal\n"})
    git(tmp_path, "clone", "--quiet", "--bare", "city", "origin.git")
    git(tmp_path, "clone", "--quiet", "origin.git", "clone")
    commit(main, "2026-01-02T12:00:00+00:00", {"catalog/portal.yml": "place: Springfield\n"})
    git(main, "push", "--quiet", str(tmp_path / "origin.git"), "main")
    record.mkdir()
    for name in ("portal.csv", "datasets.csv", "tables.csv"):
        (record / name).write_text("date,score\n2026-01-02,90\n", encoding="utf-8")
    (record / "datapackage.json").write_text("{}\n", encoding="utf-8")
    return tmp_path / "clone"


def commit_record(clone: Path, key: str = "") -> subprocess.CompletedProcess[str]:
    """Run the step that commits the record, in a clone, as the runner does."""
    step = read(LAID_DOWN / "workflows" / "record.yml")["jobs"]["commit"]["steps"][-1]
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=clone,
        env={
            "PATH": os.pathsep.join([str(clone.parent / "bin"), os.environ["PATH"]]),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "RUNNER_TEMP": str(clone.parent),
            "TOKEN": "secret",
            "KEY": key,
            "HOST": "github.com ssh-ed25519 AAAA",
            "GITHUB_REPOSITORY": "city/portal",
        },
        capture_output=True,
        check=False,
        text=True,
    )


def test_record_is_committed(checkout: Path, git: Callable[..., str]) -> None:
    """The record becomes one commit on top of what main holds by then; the same record again becomes none."""
    first = commit_record(checkout)
    second = commit_record(checkout)

    origin = checkout.parent / "origin.git"
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
    assert (second.returncode, second.stdout) == (0, "The record has this day already.\n")
    assert git(origin, "log", "--format=%an: %s", "main").splitlines() == [
        "github-actions[bot]: Record the quality of 2026-01-02 [skip ci]",
        "City: A change",
        "City: A change",
    ]
    assert git(origin, "ls-tree", "-r", "--name-only", "main").split() == [
        "README.md",
        "catalog/portal-quality/datapackage.json",
        "catalog/portal-quality/datasets.csv",
        "catalog/portal-quality/portal.csv",
        "catalog/portal-quality/tables.csv",
        "catalog/portal.yml",
    ]


def test_record_keeps_the_citys_own_description(checkout: Path, git: Callable[..., str]) -> None:
    """A record that is there already keeps its descriptor, which the city may have worded anew."""
    commit_record(checkout)
    (checkout.parent / "record" / "datapackage.json").write_text('{"title": "Ours"}\n', encoding="utf-8")
    (checkout.parent / "record" / "portal.csv").write_text("date,score\n2026-01-03,91\n", encoding="utf-8")

    commit_record(checkout)

    origin = checkout.parent / "origin.git"
    assert git(origin, "show", "main:catalog/portal-quality/datapackage.json") == "{}\n"
    assert git(origin, "show", "main:catalog/portal-quality/portal.csv") == "date,score\n2026-01-03,91\n"


def test_record_by_a_deploy_key(checkout: Path, git: Callable[..., str]) -> None:
    """With a deploy key, main is fetched and pushed over SSH, with that key and GitHub's own host key alone."""
    ssh = checkout.parent / "bin" / "ssh"
    ssh.parent.mkdir()
    ssh.write_text(SSH_FROM_NOWHERE.lstrip().format(folder=checkout.parent), encoding="utf-8")
    ssh.chmod(0o755)

    done = commit_record(checkout, key="a key")

    calls = (checkout.parent / "calls").read_text(encoding="utf-8").splitlines()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert git(checkout.parent / "origin.git", "log", "--format=%an", "main").split()[0] == "github-actions[bot]"
    assert [call.rpartition("git@github.com ")[2] for call in calls] == [
        "git-upload-pack 'city/portal.git'",
        "git-receive-pack 'city/portal.git'",
    ]
    assert f"-i {checkout.parent}/key -o IdentitiesOnly=yes -o UserKnownHostsFile={checkout.parent}/hosts" in calls[0]
    assert (checkout.parent / "key").read_text(encoding="utf-8") == "a key\n"
    assert (checkout.parent / "key").stat().st_mode & 0o077 == 0


def test_record_where_main_is_protected(checkout: Path) -> None:
    """Where main takes no commit, the run fails, and says what to do."""
    hook = checkout.parent / "origin.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)

    done = commit_record(checkout)

    assert done.returncode == 1
    assert done.stdout == (
        "::error title=The record is not kept::main did not take the commit. "
        "Is main protected? README.md says how to let the record in, and how to do without it.\n"
    )


def test_the_record_is_committed_by_a_job_that_runs_nothing_else() -> None:
    """The job that may push installs nothing and runs no program of the repository."""
    job = read(LAID_DOWN / "workflows" / "record.yml")["jobs"]["commit"]

    assert [step.get("uses", "").partition("@")[0] for step in job["steps"]] == [
        "actions/checkout",
        "actions/download-artifact",
        "",
    ]
