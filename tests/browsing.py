"""A browser for tests: the demonstration served under a path, and a watch for what no page may do."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    Visit = Callable[..., Page]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class Files(SimpleHTTPRequestHandler):
    """The portal's files, with its page for addresses that lead nowhere; a missing file is an error."""

    def translate_path(self, path: str) -> str:
        """Find a page's file, or the page that says there is none."""
        file = super().translate_path(path)
        missing = path.endswith("/") and not Path(file).exists()
        return super().translate_path("/portal/404.html") if missing else file

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(demonstration: Path) -> Iterator[str]:
    """Serve the demonstration under a sub-path."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(demonstration.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/portal/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the first browser on the path, or else Playwright's own; two of its kind can't run at once."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def faults() -> list[str]:
    """What no page may do: call another host, break its own policy, or report an error."""
    return []


@pytest.fixture
def visit(browser: Browser, address: str, faults: list[str]) -> Iterator[Visit]:
    """Open a page with everything unfolded; a test that leaves faults behind fails."""
    contexts = []

    def open_page(path: str = "", **reader: Any) -> Page:
        context = browser.new_context(**reader)
        contexts.append(context)
        context.on("request", lambda r: r.url.startswith((address, "data:")) or faults.append(r.url))
        context.on("console", lambda m: m.type == "error" and faults.append(m.text))
        context.on("weberror", lambda e: faults.append(str(e.error)))
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective, e.blockedURI))"
        )
        page = context.new_page()
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
