"""The workflows on GitHub: this repository's, and those that a new portal gets."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from laid_down import LAID_DOWN, OWN, REPOSITORY, WORKFLOWS, all_workflows, read, steps

BAD = """
name: Bad
on: push
permissions: {}
jobs:
  bad:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: echo "${{ github.event.head_commit.message }}"
"""
PORTAL_FROM_NOWHERE = """
#!/bin/sh
echo "$SITE_URL $REPO_URL"
echo "catalog/trees/trees.csv, row 3: wrong" >&2
echo "::error::an order in a cell" >&2
if [ -n "$LEAVES" ]; then mkdir site && echo "$LEAVES" >site/index.html; fi
exit "$CODE"
"""
WARNING = (
    "::warning title=Published, and something is withheld::"
    "The summary of this run says what, and so do the portal's pages.\n"
)
ERROR = "::error title=Nothing is published::The build ended with exit code {}. The portal stays as it was.\n"


def check(*folders: Path) -> subprocess.CompletedProcess[str]:
    """Run actionlint and zizmor as `make check` does."""
    script = REPOSITORY / ".ci" / "check-workflows"
    return subprocess.run(["sh", script, *folders], capture_output=True, check=False, text=True)


def test_linters_find_nothing() -> None:
    """Actionlint and zizmor find nothing in this repository's workflows, and nothing in a new portal's."""
    done = check()

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("No findings to report.") == 2
    if shutil.which("node"):
        assert done.stdout.count("All workflow files passed lint checks") == 2


def test_linters_look(tmp_path: Path) -> None:
    """Both would find something: an action that is not pinned, and a message that becomes a part of a script."""
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "bad.yml").write_text(BAD, encoding="utf-8")

    done = check(tmp_path)

    assert done.returncode == 1
    assert "unpinned-uses" in done.stdout
    if shutil.which("node"):
        assert '"github.event.head_commit.message" is potentially untrusted' in done.stdout


@pytest.mark.parametrize("name", WORKFLOWS)
def test_same_but_for_the_installation(name: str) -> None:
    """This repository runs the workflows of a new portal, and installs civicstat from its own files instead."""
    from_a_version = "        run: python -m pip install --disable-pip-version-check -r requirements.txt\n"
    from_the_checkout = (
        '        run: |\n          sh .ci/setup runtime\n          echo "$PWD/.venv/bin" >>"$GITHUB_PATH"\n'
    )
    laid_down = (LAID_DOWN / "workflows" / name).read_text(encoding="utf-8")

    assert laid_down.count(from_a_version) == 1
    assert laid_down.replace(from_a_version, from_the_checkout) == (OWN / "workflows" / name).read_text(
        encoding="utf-8"
    )


def test_every_action_is_pinned_once() -> None:
    """Each action is pinned by a commit with its version beside it, and to the same one wherever it is used."""
    pins: dict[str, set[str]] = {}
    for path in all_workflows():
        for use in re.findall(r"uses: *(.+)", path.read_text(encoding="utf-8")):
            pin = re.fullmatch(r"([\w/-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", use)
            assert pin, f"{path}: {use}"
            action = "/".join(pin[1].split("/")[:2])  # actions/cache/restore is a part of actions/cache
            pins.setdefault(action, set()).add(pin[2])

    assert {action: len(found) for action, found in pins.items()} == {
        "actions/cache": 1,
        "actions/checkout": 1,
        "actions/configure-pages": 1,
        "actions/deploy-pages": 1,
        "actions/download-artifact": 1,
        "actions/setup-python": 1,
        "actions/upload-artifact": 1,
        "actions/upload-pages-artifact": 1,
    }


def test_least_permissions() -> None:
    """Only the jobs that deploy, commit the record and write a comment may write, and only what that needs."""
    given = {
        (name, job): (read(LAID_DOWN / "workflows" / name)["permissions"], value["permissions"])
        for name in WORKFLOWS
        for job, value in read(LAID_DOWN / "workflows" / name)["jobs"].items()
    }

    assert given == {
        ("check.yml", "check"): ({}, {"contents": "read"}),
        ("publish.yml", "build"): ({}, {"contents": "read", "pages": "read"}),
        ("publish.yml", "deploy"): ({}, {"pages": "write", "id-token": "write"}),
        ("record.yml", "reckon"): ({}, {"contents": "read"}),
        ("record.yml", "commit"): ({}, {"contents": "write"}),
        ("review.yml", "review"): ({}, {"contents": "read"}),
        ("review.yml", "comment"): ({}, {"pull-requests": "write"}),
    }


def test_when_they_run() -> None:
    """Pull requests are checked; main is published when it changes, every night, and by hand, one run at a time."""
    publish = read(LAID_DOWN / "workflows" / "publish.yml")

    assert read(LAID_DOWN / "workflows" / "check.yml")[True] == {"pull_request": None}
    assert read(LAID_DOWN / "workflows" / "review.yml")[True] == {"pull_request": None}
    assert publish[True] == {
        "push": {"branches": ["main"]},
        "schedule": [{"cron": "37 9 * * *"}],
        "workflow_dispatch": None,
    }
    assert publish["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    assert read(LAID_DOWN / "workflows" / "record.yml")[True] == {
        "schedule": [{"cron": "23 10 * * *"}],
        "workflow_dispatch": None,
    }


def test_checkouts_bring_the_history_and_no_credentials() -> None:
    """The history says when data changed; no token stays behind in the checkout."""
    for path in all_workflows():
        for step in steps(path):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}, path


def test_no_expression_in_a_script() -> None:
    """Scripts get values by environment variables, never by expressions that are pasted into them."""
    assert [step["run"] for path in all_workflows() for step in steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize(
    ("code", "leaves", "ends", "title", "command"),
    [
        (0, "home", 0, "Everything is published", ""),
        (1, "home", 0, "Published, and something is withheld", WARNING),
        (2, "", 2, "Nothing is published", ERROR.format(2)),
        (1, "", 2, "Nothing is published", ERROR.format(2)),
        (137, "", 137, "Nothing is published", ERROR.format(137)),
    ],
    ids=["all published", "something withheld", "nothing built", "crashed", "killed"],
)
def test_build_step(tmp_path: Path, code: int, leaves: str, ends: int, title: str, command: str) -> None:
    """The build's 0 and 1 go on to the deployment, anything else fails; staff read why, and data gives no commands."""
    [build] = [step for step in steps(LAID_DOWN / "workflows" / "publish.yml") if step["name"] == "Build the portal"]
    fake = tmp_path / "bin" / "civicstat"
    fake.parent.mkdir()
    fake.write_text(PORTAL_FROM_NOWHERE.lstrip(), encoding="utf-8")
    fake.chmod(0o755)

    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", build["run"]],  # as the runner calls bash
        cwd=tmp_path,
        env={
            "PATH": os.pathsep.join([str(fake.parent), str(Path(sys.executable).parent), os.environ["PATH"]]),
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "SITE_URL": "https://city.github.io/portal",
            "REPO_URL": "https://github.com/city/portal",
            "CODE": str(code),
            "LEAVES": leaves,
        },
        capture_output=True,
        check=False,
        text=True,
    )

    said = (
        "https://city.github.io/portal https://github.com/city/portal\n"
        "catalog/trees/trees.csv, row 3: wrong\n"
        "::error::an order in a cell\n"
    )
    token = done.stdout.partition("\n")[0].removeprefix("::stop-commands::")
    assert len(token) == 32
    assert (done.returncode, done.stderr) == (ends, "")
    assert done.stdout == f"::stop-commands::{token}\n{said}::{token}::\n{command}"
    indented = "".join(f"    {line}\n" for line in said.splitlines())
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == f"## {title}\n\n{indented}"


REVIEW_FROM_NOWHERE = """
#!/bin/sh
echo "civicstat $*" >&2
if [ -n "$LEAVES" ]; then printf '%s\\n' "$LEAVES" >"$5"; fi
exit "$CODE"
"""


@pytest.mark.parametrize(
    ("code", "leaves", "ends", "summary"),
    [(0, "## This can be merged", 0, "## This can be merged\n"), (1, "## Not yet", 1, "## Not yet\n"), (2, "", 2, "")],
    ids=["can be merged", "can't be merged", "nothing to compare"],
)
def test_review_step(tmp_path: Path, code: int, leaves: str, ends: int, summary: str) -> None:
    """The review is of the pull request's own base, stands in the summary, and its exit code is the step's."""
    [compare] = [step for step in steps(LAID_DOWN / "workflows" / "review.yml") if step.get("id") == "compare"]
    fake = tmp_path / "bin" / "civicstat"
    fake.parent.mkdir()
    fake.write_text(REVIEW_FROM_NOWHERE.lstrip(), encoding="utf-8")
    fake.chmod(0o755)

    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", compare["run"]],
        cwd=tmp_path,
        env={
            "PATH": os.pathsep.join([str(fake.parent), os.environ["PATH"]]),
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_BASE_REF": "release $(touch pwned)",
            "CODE": str(code),
            "LEAVES": leaves,
        },
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == ends
    assert done.stderr == f"civicstat review --base origin/release $(touch pwned) --out {tmp_path}/review.md\n"
    assert ("::error" in done.stdout) == (ends > 0)
    written = tmp_path / "summary.md"
    assert (written.read_text(encoding="utf-8") if written.exists() else "") == summary
    assert not (tmp_path / "pwned").exists()


GITHUB_FROM_NOWHERE = """
#!/bin/sh
case "$*" in
  *--paginate*) [ "$WRITTEN" = "no" ] || printf "$WRITTEN" ;;
  *) echo "$*" >>calls; [ -z "$REFUSES" ] ;;
esac
"""


@pytest.mark.parametrize(
    ("written", "refuses", "call"),
    [
        ("no", "", "api --silent --method POST repos/city/portal/issues/7/comments"),
        ("12\\n15\\n", "", "api --silent --method PATCH repos/city/portal/issues/comments/12"),
        ("no", "yes", "api --silent --method POST repos/city/portal/issues/7/comments"),
    ],
    ids=["first", "again", "not allowed"],
)
def test_comment_step(tmp_path: Path, written: str, refuses: str, call: str) -> None:
    """One comment is written and then written anew; where GitHub allows none, a notice says so and nothing fails."""
    steps_of_job = read(LAID_DOWN / "workflows" / "review.yml")["jobs"]["comment"]["steps"]
    fake = tmp_path / "bin" / "gh"
    fake.parent.mkdir()
    fake.write_text(GITHUB_FROM_NOWHERE.lstrip(), encoding="utf-8")
    fake.chmod(0o755)

    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps_of_job[-1]["run"]],
        cwd=tmp_path,
        env={
            "PATH": os.pathsep.join([str(fake.parent), os.environ["PATH"]]),
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_REPOSITORY": "city/portal",
            "NUMBER": "7",
            "WRITTEN": written,
            "REFUSES": refuses,
        },
        capture_output=True,
        check=False,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "calls").read_text(encoding="utf-8") == f"{call} --field body=@{tmp_path}/review/review.md\n"
    assert ("::notice" in done.stdout) == bool(refuses)


def test_the_comment_runs_nothing_of_the_pull_request() -> None:
    """The job that may write checks nothing out and installs nothing; it works for branches of the repository alone."""
    comment = read(LAID_DOWN / "workflows" / "review.yml")["jobs"]["comment"]

    assert [step.get("uses", "").partition("@")[0] for step in comment["steps"]] == ["actions/download-artifact", ""]
    assert "github.event.pull_request.head.repo.full_name == github.repository" in comment["if"]
    assert "pull_request_target" not in (LAID_DOWN / "workflows" / "review.yml").read_text(encoding="utf-8")


def test_build_step_says_where_the_portal_is() -> None:
    """The portal's address comes from Pages and its repository from the run, so a city edits neither."""
    [build] = [step for step in steps(LAID_DOWN / "workflows" / "publish.yml") if step["name"] == "Build the portal"]

    assert build["env"] == {
        "SITE_URL": "${{ steps.pages.outputs.base_url }}",
        "REPO_URL": "${{ github.server_url }}/${{ github.repository }}",
    }
