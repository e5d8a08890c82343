"""A portal of one good package to put something hostile beside, built as a city builds it; and eyes for its pages."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from typer.testing import CliRunner

from civicstat.cli import app

Portal = Callable[[Mapping[str, Any]], Path]

MKDOCS = "site_name: Springfield\ndocs_dir: site_src\ntheme:\n  name: material\n"
GOOD = {
    "mkdocs.yml": MKDOCS,
    "site_src/about.md": "# About\n",
    "catalog/good/datapackage.json": {
        "name": "good",
        "title": "Good data",
        "resources": [{"name": "calls", "path": "calls.csv"}],
    },
    "catalog/good/calls.csv": "day,calls\n2026-01-01,4\n2026-01-02,6\n2026-01-03,5\n",
}
"""A portal of one good package, to put something bad beside."""

ROWS = "id,kind\n1,a\n2,b\n"


@dataclass(frozen=True)
class Built:
    """A portal after `civicstat build`: its folder, the exit code and what was said."""

    root: Path
    code: int
    said: str

    def page(self, address: str) -> Page:
        """A page of the built portal."""
        return Page((self.root / "site" / address / "index.html").read_text(encoding="utf-8"))


def build(root: Path) -> Built:
    """Run `civicstat build`; whatever goes wrong has to be said in words."""
    done = CliRunner().invoke(app, ["build", "--root", str(root), "--today", "2026-02-01", "--workers", "1"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.stderr
    return Built(root, done.exit_code, done.stderr)


class Page(HTMLParser):
    """What a browser would find in a page: tags with their attributes, scripts, and the text that is shown."""

    def __init__(self, html: str) -> None:  # noqa: D107 - the class says it
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.data: list[str] = []
        self.texts: list[str] = []
        self._in: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; scripts without a source are noted by their text."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in ("script", "style"):
            self._in.append(tag)
        if ("type", "application/ld+json") in attrs:
            self.data.append("")
            self._in.append("data")

    def handle_endtag(self, tag: str) -> None:
        """Note that a script ends."""
        if self._in[-1:] == ["data"] and tag == "script":
            self._in.pop()
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        """Note text, a script's apart from a reader's, and data for programs apart from both."""
        if self._in[-1:] == ["data"]:
            self.data[-1] += data
            return
        (self.scripts if self._in else self.texts).append(data)

    @property
    def text(self) -> str:
        """All text in one line."""
        return " ".join("".join(self.texts).split())

    def links(self) -> list[str]:
        """Every address that a reader can follow or a browser will load."""
        names = ("href", "src", "action", "formaction", "xlink:href", "poster", "data", "srcset")
        return [value for _, attributes in self.tags for name, value in attributes.items() if name in names]

    def dangers(self, allowed: Page) -> list[str]:
        """What would run or load something, other than the scripts of a page that is known to be good.

        Raises `ValueError` where data for programs is not JSON.
        """
        assert all(json.loads(data) for data in self.data)
        known = {json.dumps(tag) for tag in allowed.tags if tag[0] in ("script", "meta")}
        sources = {tag["src"].rsplit("/", 1)[-1] for name, tag in allowed.tags if name == "script" and "src" in tag}
        found = [script for script in self.scripts if script not in allowed.scripts and '"base":' not in script]
        for name, attributes in self.tags:
            found += [f"<{name} {key}>" for key in attributes if key.startswith("on")]
            if name in ("iframe", "object", "embed", "base", "applet", "foreignobject"):
                found.append(f"<{name}>")
            if attributes.get("type") == "application/ld+json":
                continue
            if name == "script" and json.dumps((name, attributes)) not in known:
                found += [f"<script {attributes}>"] * (attributes.get("src", "").rsplit("/", 1)[-1] not in sources)
            if name == "meta" and "http-equiv" in attributes and json.dumps((name, attributes)) not in known:
                found.append(f"<meta {attributes}>")
        schemes = [re.sub(r"[\s\x00-\x20]", "", unquote(link)).lower() for link in self.links()]
        return found + [link for link in schemes if re.match(r"(javascript|data|vbscript|file):", link)]


MOST_SECONDS = float(os.environ.get("MOST_SECONDS", "300"))
"""After so long a build counts as one that never ends.

`make bench` asks for the contract's 60 seconds; a test beside others on a busy machine can't.
"""
MOST_BYTES = 3 << 30
"""The memory that one build may take whatever it is given: the contract."""


def snapshot(root: Path) -> dict[str, tuple[int, int, int]]:
    """The kind, size and moment of everything in a portal's folder but what a build may write."""
    found = {}
    for place, folders, names in os.walk(root):
        here = Path(place)
        if here == root:
            folders[:] = [name for name in folders if name not in ("site", ".cache")]
        for name in (*folders, *names):
            at = (here / name).lstat()
            plain = stat.S_ISREG(at.st_mode)
            kept = (stat.S_IFMT(at.st_mode), at.st_size if plain else 0, at.st_mtime_ns if plain else 0)
            path = (here / name).relative_to(root).as_posix()
            generated = path.startswith("site_src/") and path != "site_src/about.md"
            if not generated:
                found[path] = kept
    return found


def build_within_limits(root: Path, *words: str) -> Built:
    """Run `civicstat build` as its own program, within the contract's memory, and see that it ends and what it writes.

    Memory is that of the program and all processes beside it, looked at ten times a second.
    """
    before = snapshot(root)
    command = [sys.executable, "-m", "civicstat", *(words or ("build", "--today", "2026-02-01", "--workers", "2"))]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as run:
        ended = threading.Event()
        most = [0]

        def watch() -> None:
            while not ended.wait(0.1):
                most[0] = max(most[0], sum(map(_memory, _family(run.pid))))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            said, _ = run.communicate(timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            raise
        finally:
            ended.set()
            watcher.join()
    assert most[0] < MOST_BYTES
    assert snapshot(root) == before
    assert "Traceback" not in said
    return Built(root, run.returncode, said)


def _family(pid: int) -> list[int]:
    """A process and all that came from it."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, children.read_text().split())
    return found


def _memory(pid: int) -> int:
    """The bytes of a process, with its share of what several use."""
    with suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        return 1024 * int(text.partition("\nPss:")[2].split()[0])
    return 0
