"""The live preview: what it answers, and what it does when files change or a build fails."""

from __future__ import annotations

import contextlib
import http.client
import re
import signal
import subprocess
import sys
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from civicstat.errors import BrokenPortal, WrongUse
from civicstat.serve import Preview, app, fingerprint, listen, portal_path
from civicstat.site import is_generated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGE = "<!doctype html><html><head><title>{}</title></head><body><p>Hello</p></body></html>"


def build(root: Path, *, out: Path, site_url: str) -> Any:
    """Stand in for the real build: one page that shows the catalogue's only file."""
    (out / "datasets").mkdir(parents=True, exist_ok=True)
    (out / "index.html").write_text(PAGE.format(site_url), encoding="utf-8")
    (out / "404.html").write_text(PAGE.format("Not here"), encoding="utf-8")
    (out / "datasets" / "index.html").write_text(
        PAGE.format((root / "catalog" / "rows.csv").read_text(encoding="utf-8")), encoding="utf-8"
    )
    (out / "rows.parquet").write_bytes(bytes(range(256)))
    for name in ("rows.csv", "places.geojson", "font.woff2", "portal.js", "rows.csv.gz"):
        (out / name).write_bytes(b"x")
    return SimpleNamespace(exit_code=0, findings=())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Lay down a portal with one file in its catalogue."""
    for folder in ("catalog", "site_src"):
        (tmp_path / folder).mkdir()
    (tmp_path / "catalog" / "rows.csv").write_text("first", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\n", encoding="utf-8")
    return tmp_path


@contextlib.contextmanager
def served(
    root: Path, path: str = "/", build: Callable[..., Any] = build
) -> Iterator[tuple[Preview, Callable[..., Any]]]:
    """Serve a preview on a free port; gives it and a function that asks for a page."""
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        preview = Preview(root, f"http://127.0.0.1:{port}{path}", build)
        server = uvicorn.Server(uvicorn.Config(app(preview), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()

        def get(address: str, **headers: str) -> Any:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", address, headers=headers)
            response: Any = connection.getresponse()
            if response.headers.get("Content-Type", "").split(";")[0] != "text/event-stream":
                response.text = response.read()
            return response

        try:
            yield preview, get
        finally:
            preview.stopped.set()
            server.should_exit = True
            thread.join(10)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something comes true, for at most 20 seconds."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it did not happen within 20 seconds"
        time.sleep(0.02)


def script(preview: Preview) -> bytes:
    """Return the script tag that pages of the build that is up carry."""
    return f'<script type="module" src="{preview.base}/__civicstat/reload.js?{preview.version}">'.encode()


def test_range_request(root: Path) -> None:
    """A request for a range of bytes is answered with 206 and exactly these bytes."""
    with served(root) as (preview, get):
        preview.rebuild()

        answer = get("/rows.parquet", Range="bytes=10-19")

        assert (answer.status, answer.text) == (206, bytes(range(10, 20)))
        assert answer.headers["Content-Range"] == "bytes 10-19/256"


def test_range_from_the_end(root: Path) -> None:
    """The last bytes can be asked for without knowing the length, as readers of Parquet do."""
    with served(root) as (preview, get):
        preview.rebuild()

        assert get("/rows.parquet", Range="bytes=-8").text == bytes(range(248, 256))


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        ("rows.parquet", "application/vnd.apache.parquet"),
        ("places.geojson", "application/geo+json"),
        ("rows.csv", "text/csv; charset=utf-8"),
        ("rows.csv.gz", "application/gzip"),
        ("font.woff2", "font/woff2"),
        ("portal.js", "text/javascript; charset=utf-8"),
    ],
)
def test_media_types(root: Path, file: str, media_type: str) -> None:
    """Each file is served with its own media type, whatever the machine knows, and is never kept unasked."""
    with served(root) as (preview, get):
        preview.rebuild()

        headers = get(f"/{file}").headers

        assert (headers["Content-Type"], headers["Cache-Control"]) == (media_type, "no-cache")


def test_index_of_a_folder(root: Path) -> None:
    """A folder's address gives its index page."""
    with served(root) as (preview, get):
        preview.rebuild()

        answer = get("/datasets/")

        assert answer.status == 200
        assert b"<title>first</title>" in answer.text


def test_folder_without_slash(root: Path) -> None:
    """A folder's address without its last slash leads to the one with it."""
    with served(root, "/portal/") as (preview, get):
        preview.rebuild()

        answer = get("/portal/datasets")

        assert answer.status == 307
        assert answer.headers["Location"].endswith("/portal/datasets/")


def test_page_not_found(root: Path) -> None:
    """An address that leads nowhere gives the portal's own page, with status 404."""
    with served(root) as (preview, get):
        preview.rebuild()

        answer = get("/nothing/here/")

        assert answer.status == 404
        assert b"<title>Not here</title>" in answer.text
        assert script(preview) in answer.text


def test_no_way_out(root: Path) -> None:
    """Files outside the preview can't be had."""
    with served(root) as (preview, get):
        preview.rebuild()

        assert get("/../../mkdocs.yml").status == 404
        assert get("/%2e%2e/%2e%2e/mkdocs.yml").status == 404


def test_reload_script_in_pages(root: Path) -> None:
    """A served page carries the reload script before the end of its body; the file on disk does not."""
    with served(root) as (preview, get):
        preview.rebuild()

        page = get("/").text

        assert script(preview) + b"</script></body>" in page
        assert "reload.js" not in (preview.folder / "index.html").read_text(encoding="utf-8")
        assert b"EventSource" in get("/__civicstat/reload.js").text


def test_event_after_rebuild(root: Path) -> None:
    """A page that is open is told of the next build, and not before."""
    with served(root) as (preview, get):
        preview.rebuild()
        events = get(f"/__civicstat/events?{preview.version}")
        assert events.readline() + events.readline() == b"retry: 1000\n\n"

        preview.rebuild()

        assert events.readline() == b"data: reload\n"


def test_event_for_a_page_that_comes_late(root: Path) -> None:
    """A page made from an earlier build is told at once, though the newer one was up before it asked."""
    with served(root) as (preview, get):
        preview.rebuild()
        old = preview.version
        preview.rebuild()

        events = get(f"/__civicstat/events?{old}")

        assert [events.readline() for _ in range(3)][2] == b"data: reload\n"


def test_failing_build_keeps_the_last_good_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When a build fails the last good preview stays up, no page reloads, and the terminal says why."""
    broken = False

    def build_or_fail(*args: Any, **options: Any) -> Any:
        if broken:
            raise BrokenPortal("catalog/portal.yml: place: found 7, expected text")
        return build(*args, **options)

    with served(root, build=build_or_fail) as (preview, get):
        preview.rebuild()
        before = preview.version
        broken = True

        preview.rebuild()

        assert b"<title>first</title>" in get("/datasets/").text
        assert preview.version == before
        assert "catalog/portal.yml: place: found 7, expected text" in capsys.readouterr().err


def test_mistake_in_the_build(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Any other exception in a build is told too, and the preview goes on."""

    def fail(*_: Any, **__: Any) -> Any:
        raise SystemExit("MkDocs gave up")

    preview = Preview(root, "http://127.0.0.1:8000/", fail)
    preview.rebuild()

    assert preview.failed
    assert "MkDocs gave up" in capsys.readouterr().err


def test_before_the_first_build(root: Path) -> None:
    """While there is nothing to serve yet, every page says so and reloads when there is."""
    with served(root) as (preview, get):
        answer = get("/datasets/")

        assert answer.status == 503
        assert b"being built" in answer.text
        assert script(preview) in answer.text


def test_path_of_the_published_portal(root: Path) -> None:
    """The preview lies under the same path as the published portal, and its root leads there."""
    (root / "mkdocs.yml").write_text("site_name: Test\nsite_url: https://city.example/open/data\n", encoding="utf-8")
    with served(root, portal_path(root)) as (preview, get):
        preview.rebuild()

        assert preview.base == "/open/data"
        assert script(preview) in get("/open/data/").text
        assert get("/open/data/rows.csv").text == b"x"
        assert get("/rows.csv").status == 404
        assert get("/").headers["Location"] == "/open/data/"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("site_name: Test\nsite_url: https://city.example/\n", "/"),
        ("site_name: Test\nsite_url: https://city.example/portal/\n", "/portal/"),
        ("site_name: Test\nsite_url: !ENV [NO_SUCH_VARIABLE, 'http://127.0.0.1:8000/demo/']\n", "/demo/"),
        ("site_name: Test\n", "/"),
        ("site_url: [", "/"),
    ],
)
def test_portal_path(root: Path, text: str, path: str) -> None:
    """The path is read from `mkdocs.yml`, variables filled in; one that can't be read gives the root."""
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")

    assert portal_path(root) == path


def test_change_is_followed(root: Path) -> None:
    """A change in the catalogue, a page or `mkdocs.yml` makes a new build, however the file is saved."""
    with served(root) as (preview, get), preview.followed():
        wait_for(lambda: preview.version.endswith(".1"))

        (root / "catalog" / "rows.csv").write_text("second version", encoding="utf-8")
        wait_for(lambda: b"second version" in get("/datasets/").text)

        (root / "mkdocs.yml.new").write_text("site_name: Another\n", encoding="utf-8")
        (root / "mkdocs.yml.new").replace(root / "mkdocs.yml")
        wait_for(lambda: preview.version.endswith(".3"))

        (root / "site_src" / "about.md").write_text("# About\n", encoding="utf-8")
        wait_for(lambda: preview.version.endswith(".4"))


def test_generated_pages_are_not_followed(root: Path) -> None:
    """A build that writes and removes pages in `site_src/` does not call for the next one."""

    def build_pages(root: Path, **options: Any) -> Any:
        page = root / "site_src" / "datasets" / f"page-{time.monotonic_ns()}.md"
        page.parent.mkdir(exist_ok=True)
        for old in page.parent.glob("*.md"):
            old.unlink()
        page.write_text("---\ntitle: Page\ngenerated: civicstat\n---\n# Page\n", encoding="utf-8")
        return build(root, **options)

    with served(root, build=build_pages) as (preview, _), preview.followed():
        wait_for(lambda: preview.version.endswith(".1"))
        time.sleep(1)

        assert preview.version.endswith(".1")


@pytest.mark.parametrize(
    ("text", "generated"),
    [
        ("---\ntitle: A\ngenerated: civicstat\n---\n# A\n", True),
        ("---\ntitle: A\n---\n# A\n\ngenerated: civicstat\n", False),
        ("generated: civicstat\n", False),
        ("", False),
    ],
)
def test_generated_mark(tmp_path: Path, text: str, generated: bool) -> None:
    """A page is known as generated by a line in its front matter, not in its text."""
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")

    assert is_generated(page) is generated


def test_fingerprint_passes_over_hidden_files(root: Path) -> None:
    """Hidden files and editors' backups call for no build."""
    before = fingerprint(root)

    for name in (".rows.csv.swp", "rows.csv~"):
        (root / "catalog" / name).write_text("x", encoding="utf-8")

    assert fingerprint(root) == before


def test_port_taken() -> None:
    """A port in use is told in words, with the next step to take."""
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(WrongUse, match=rf"Port {port} on 127\.0\.0\.1 is taken.*--port {port + 1}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("no-such-host.invalid", 8000), ("127.0.0.1", 99999)])
def test_no_such_address(host: str, port: int) -> None:
    """A host or port that can't be is told in words."""
    with pytest.raises(WrongUse, match="expected an address of this machine and a port from 1 to 65535"):
        listen(host, port)


def test_stops_at_once(root: Path) -> None:
    """Ctrl+C ends the server quickly and quietly, even while a page listens for the next build."""
    program = (
        "import pathlib, types\n"
        "from civicstat.serve import serve\n"
        "done = types.SimpleNamespace(exit_code=0, findings=())\n"
        f"serve(pathlib.Path({str(root)!r}), '127.0.0.1', 0, lambda *_, **__: done)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        port = int(re.search(r":(\d+)/", server.stderr.readline())[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/__civicstat/events?old")
        assert connection.getresponse().readline() == b"retry: 1000\n"

        server.send_signal(signal.SIGINT)

        assert server.wait(timeout=10) == 0
        assert "Traceback" not in server.stderr.read()
