"""What tests share: a portal's folder from its files, a git repository with fixed dates, golden texts."""

from __future__ import annotations

import difflib
import fcntl
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from browsing import address, browser, faults, visit  # noqa: F401 - fixtures for every test
from civicstat.build import build_portal
from civicstat.executors import Workers
from civicstat.settings import Settings
from civicstat.site import is_generated
from civicstat.store import Store
from civicstat.study import study_packages
from review_example import proposal  # noqa: F401 - a fixture too

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from civicstat.model import Package
    from civicstat.study import Study

settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("wild", deadline=None, max_examples=2000)
settings.load_profile("same")
"""Every run tries the same examples, so that a pull request fails for its own faults only.
To look for new ones: pytest --hypothesis-profile=wild
"""

GOLDEN = Path(__file__).parent / "golden"
REPOSITORY = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write tests/golden anew, to be read in the diff")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, Any]], Path]:
    """Write a new portal's files, by their path: text and bytes as they are, anything else as JSON."""

    def write(files: Mapping[str, Any]) -> Path:
        root = tmp_path_factory.mktemp("portal")
        for path, content in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                file.write_bytes(content)
            else:
                text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
                file.write_text(text, encoding="utf-8", newline="")
        return root

    return write


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Sequence[Package]], dict[str, Study]]]:
    """Study packages as a build does, with a store and one worker."""
    store = Store(tmp_path_factory.mktemp("store"))
    with Workers() as workers:
        yield lambda packages: study_packages(
            packages, Settings(check_seconds=60), store, workers, lambda _done, _total: None
        )


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the repository's own portal once, from a copy, for a host of which its pages must not ask anything.

    Where several workers run the tests, the first that asks builds it for all.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    out = shared / "demonstration" / "published" / "portal"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            _build_demonstration(shared / "demonstration", out)
    return out


def _build_demonstration(root: Path, out: Path) -> None:
    shutil.copytree(REPOSITORY / "catalog", root / "catalog")
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    for page in (REPOSITORY / "site_src").glob("*.md"):
        if not is_generated(page):
            (root / "site_src").mkdir(exist_ok=True)
            shutil.copy(page, root / "site_src")
    build_portal(root, today=date(2026, 11, 23), out=out, site_url="https://data.example.org/portal/")


@pytest.fixture(scope="session")
def git() -> Callable[..., str]:
    """Run git in a folder, as one person at one moment, whatever the machine's own settings."""

    def run(folder: Path, *words: str, at: str = "2026-01-01T12:00:00+00:00") -> str:
        identity = ["-c", "user.name=City", "-c", "user.email=city@example.org", "-c", "commit.gpgsign=false"]
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", "-C", folder, *identity, "-c", "init.defaultBranch=main", *words],
            env={**os.environ, **nothing, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at},
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout

    return run


@pytest.fixture
def commit(git: Callable[..., str]) -> Callable[..., None]:
    """Write files (None deletes one) and commit everything at a moment."""

    def write(root: Path, at: str, files: Mapping[str, str | None]) -> None:
        root.mkdir(parents=True, exist_ok=True)
        if not (root / ".git").exists():
            git(root, "init", "--quiet")
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text, encoding="utf-8")
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--allow-empty", "--message", "A change", at=at)

    return write


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/golden/<name>`; `--refresh-golden` writes it anew instead."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--refresh-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
            return
        kept = file.read_text(encoding="utf-8") if file.exists() else ""
        if text != kept:
            lines = difflib.unified_diff(
                kept.splitlines(), text.splitlines(), f"tests/golden/{name}", "now", lineterm=""
            )
            pytest.fail("\n".join([*lines, "If the new text is right: pytest --refresh-golden"]), pytrace=False)

    return compare
