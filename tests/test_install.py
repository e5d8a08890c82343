"""The package as others install it: one wheel, no checkout, no network."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

NOWHERE = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
"""Proxies where nobody listens, for machines on which a process can't be given a network of its own."""


def without_network(command: list[str]) -> list[str]:
    """The command in a network namespace that has nothing in it, where the machine allows that."""
    alone = ["unshare", "--map-root-user", "--net"]
    able = (
        shutil.which("unshare") and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    )
    return [*alone, *command] if able else command


@pytest.mark.network
def test_wheel(tmp_path: Path) -> None:
    """The wheel, installed beside its dependencies alone, begins a portal and builds it without a network."""
    wheels, target, away = (tmp_path / name for name in ("wheels", "target", "away"))
    away.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, REPOSITORY], check=True)
    [wheel] = wheels.iterdir()
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel], check=True)
    # Site-packages on PYTHONPATH are plain folders: their .pth files, and so the checkout, are passed over.
    paths = os.pathsep.join([str(target), *site.getsitepackages()])
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        **NOWHERE,
        "PYTHONPATH": paths,
    }

    def run(*words: str, folder: Path) -> str:
        command = without_network([sys.executable, "-S", "-P", *words])
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run("-c", "import civicstat; print(civicstat.__file__)", folder=away)
    run("-m", "civicstat", "init", "my-city", folder=away)
    run("-m", "civicstat", "build", folder=away / "my-city")

    built = away / "my-city/site"
    assert Path(where.strip()).is_relative_to(target)
    assert (built / "index.html").is_file()
    assert [path.suffix for path in (built / "assets/civicstat").glob("charts-*.js")] == [".js"]
