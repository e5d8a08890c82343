"""Search: an index over the finished pages, of which a reader's browser fetches only the pieces that a query needs.

The only module that knows Pagefind. What the index holds is decided here and in the templates: `data-pagefind-body`
marks what is searched of a page, `NOISE` and `data-pagefind-ignore` what is left out of that, `data-pagefind-meta`
what a result says of its page. There are no `data-pagefind-filter`s: with them, Pagefind writes other bytes every time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pagefind_bin import get_executable  # type: ignore[import-untyped]

from civicstat.errors import BrokenPortal

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pagefind"

NOISE = (
    "h1",  # searched as the page's title, and would only open every excerpt
    # numbers, code and pictures
    ".cs-table--rows",
    ".cs-table--status",
    ".cs-chart__image",
    ".cs-chart__caption",
    ".cs-chart__foot",
    ".cs-field__type",
    ".cs-field__facts",
    ".cs-field summary",
    ".cs-code",
    ".cs-categories dt",
    ".cs-quiet",
    # the reader's way round, and what stands on its own page, or in the same words on every page
    ".cs-actions",
    ".cs-hero__actions",
    ".cs-notice",
    ".cs-facts dt",
    ".cs-cards",
    ".cs-topics",
    ".cs-new",
    ".cs-tiles",
    ".cs-statuses",
    ".cs-count",
    ".cs-downloads",
    ".cs-cite",
    ".cs-findings",
    "h2#charts",
    "h2#rows",
    "h2#columns",
    "h2#downloads",
    "h2#use",
    "h2#cite",
    "h2#sources",
    "h2#feedback",
    "h2#checks",
    "h2#uses",
    "h2#related",
)
"""Parts of pages, as CSS selectors, that nobody searches for: left in, they would bury what people do."""


def index_pages(built: Path, language: str) -> None:
    """Index the pages under `built`, which are in `language`, into `built/pagefind/`. Raises `BrokenPortal`.

    The same pages give the same bytes. Pages without `data-pagefind-body` are left out: redirects, and the one that
    says that a page is missing.
    """
    out = built / FOLDER
    if out.exists():
        raise BrokenPortal(f"site_src/{FOLDER}/: stands at the address of the search index. Rename or move it.")
    out.mkdir()
    spoken = language.partition("-")[0].lower()
    noise = [option for selector in NOISE for option in ("--exclude-selectors", selector)]
    _run("--site", "..", "--output-path", ".", "--force-language", spoken, *noise, folder=out)
    _keep_what_readers_need(out)
    licence = files("civicstat").joinpath("licences/pagefind.txt").read_text(encoding="utf-8")
    (out / "LICENSE.txt").write_text(licence, encoding="utf-8", newline="\n")


def _run(*options: str, folder: Path) -> None:
    # Pagefind also obeys its environment and a file in the folder that it runs in; an empty folder has none.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(  # noqa: S603 - the program that the package brings, and options from this module
            [get_executable(), "--silent", *options],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise BrokenPortal(
            f"Pagefind, which makes the search index, can't run: {error}. It comes with civicstat: install it again."
        ) from error
    if done.returncode != 0:
        said = done.stderr.strip() or f"it ended with exit code {done.returncode} and said nothing"
        raise BrokenPortal(f"Pagefind could not make the search index: {said}")


def _keep_what_readers_need(out: Path) -> None:
    """Take out Pagefind's own search boxes and the parts for other languages; the portal has its own search box."""
    languages: dict[str, Any] = json.loads((out / "pagefind-entry.json").read_text(encoding="utf-8"))["languages"]
    needed = {"pagefind.js", "pagefind-entry.json", "fragment", "index"}
    for index in languages.values():
        needed |= {f"pagefind.{index['hash']}.pf_meta", f"wasm.{index['wasm'] or 'unknown'}.pagefind"}
    for path in sorted(out.iterdir()):
        if path.name in needed:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
