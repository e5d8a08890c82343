"""The live preview: built beside the published portal, served, and open pages reloaded after a change."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import secrets
import socket
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import uvicorn
from rich.console import Console
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from watchfiles import watch

from civicstat.errors import CivicstatError, WrongUse
from civicstat.reports.words import in_lines
from civicstat.site import is_generated, read_site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from types import FrameType

    from starlette.requests import Request
    from starlette.types import Scope

    from civicstat.findings import Finding

PREVIEW = ".cache/preview"
"""Where the preview is built: never `site/`, which holds what is published."""

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".gz": "application/gzip",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What a portal is made of, named here so that the machine's own list of types makes no difference."""

RELOAD_SCRIPT = """\
// Reloads this page when a newer preview is up than the one it came from.
// It listens only while the page can be seen: browsers open few connections to one address at a time.
const events = new URL("events" + new URL(import.meta.url).search, import.meta.url);
let stream;
function follow() {
  stream?.close();
  if (document.visibilityState !== "visible") return;
  stream = new EventSource(events);
  stream.onmessage = () => location.reload();
}
document.addEventListener("visibilitychange", follow);
follow();
"""

_HEARTBEAT_SECONDS = 15.0
_LOOK_SECONDS = 0.1

_console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def serve(root: Path, host: str, port: int, build: Callable[..., Any]) -> None:
    """Build the portal under `root` as a preview, serve it on `host:port`, and follow its files until Ctrl+C.

    `build(root, out=…, site_url=…)` makes the preview: `civicstat.build.build_portal` or a stand-in for it.
    Raises `WrongUse` when the address can't be had.
    """
    with listen(host, port) as listener:
        address = _address(host, listener.getsockname()[1])
        preview = Preview(root, f"{address}{portal_path(root)}", build)
        # Graceful shutdown would wait for browsers that keep a connection open.
        config = uvicorn.Config(app(preview), log_level="warning", timeout_graceful_shutdown=1)
        with preview.followed(), contextlib.suppress(KeyboardInterrupt):
            _console.print(f"Preview: {preview.site_url} (stop with Ctrl+C)")
            _Server(config, preview).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is built, so that a port in use is told at once and in words."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, _port(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, ValueError) as error:
        raise WrongUse(
            f"The preview can't be served on host {host!r}, port {port}: expected an address of this "
            "machine and a port from 1 to 65535. Leave out --host and --port to use 127.0.0.1 and 8000."
        ) from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise WrongUse(
                f"Port {port} on {host} is taken, perhaps by another preview. Stop that one, or choose "
                f"another port: civicstat serve --port {port + 1 if port < 65535 else 8001}"
            ) from error
        raise WrongUse(
            f"The preview can't be served on {host}, port {port}: {error.strerror or error}. Choose another "
            "address with --host and --port."
        ) from error
    return listener


def portal_path(root: Path) -> str:
    """The path of the portal's own `site_url`: links then work in the preview as when published.

    It begins and ends with a slash. Where `mkdocs.yml` can't be used it is `/`: the build tells what is wrong.
    """
    try:
        path = urlsplit(read_site(root).url).path.strip("/")
    except CivicstatError:
        path = ""
    return f"/{path}/" if path else "/"


@dataclass
class Preview:
    """One portal's preview: where it lies, which build of it is up, and how the next one is made."""

    root: Path
    site_url: str
    build: Callable[..., Any]
    failed: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)
    _session: str = field(default_factory=lambda: secrets.token_hex(4))
    _builds: int = 0

    @property
    def folder(self) -> Path:
        """Where the preview lies."""
        return self.root / PREVIEW

    @property
    def base(self) -> str:
        """The path that all its pages are under, without the last slash."""
        return urlsplit(self.site_url).path.rstrip("/")

    @property
    def version(self) -> str:
        """Names the build that is up; a later one, or another server's, is never named the same."""
        return f"{self._session}.{self._builds}"

    def rebuild(self) -> None:
        """Build once. A build that fails is told in words, and the last good preview stays up."""
        started = time.monotonic()
        try:
            result = self.build(self.root, out=self.folder, site_url=self.site_url)
        except CivicstatError as error:
            self._fail(str(error))
        except (Exception, SystemExit):  # noqa: BLE001 - whatever goes wrong in a build, the preview goes on
            self._fail(f"civicstat itself made a mistake:\n{traceback.format_exc()}")
        else:
            if result.exit_code > 1:
                self._fail("\n".join(_in_words(result.findings)))
                return
            self.failed = False
            self._builds += 1
            for line in _in_words(result.findings):
                _console.print(line)
            withheld = "; something is withheld, see above" if result.exit_code else ""
            _console.print(f"Built in {time.monotonic() - started:.1f} s{withheld}: {self.site_url}")

    def _fail(self, problem: str) -> None:
        self.failed = True
        _console.print(f"{problem}\nThe build failed; the last good preview stays up until this is right.")

    @contextlib.contextmanager
    def followed(self) -> Iterator[None]:
        """Build now, and again after every change to the portal's files, for as long as the context lasts."""
        woken = threading.Event()
        woken.set()
        folders = [self.root / name for name in ("catalog", "site_src") if (self.root / name).is_dir()]
        # mkdocs.yml is watched through its folder: a watch on the file ends when an editor replaces it.
        watches = [(folders, True), ([self.root], False)]
        for paths, recursive in watches:
            _start(self._watch, woken, paths, recursive)
        _start(self._build_when, woken)
        try:
            yield
        finally:
            self.stopped.set()
            woken.set()

    def _watch(self, woken: threading.Event, paths: list[Path], recursive: bool) -> None:
        if paths:
            for _ in watch(*paths, step=200, recursive=recursive, stop_event=self.stopped, raise_interrupt=False):
                woken.set()

    def _build_when(self, woken: threading.Event) -> None:
        """Build when woken, if anything differs; changes during a build are all met by the next."""
        built = None
        while True:
            woken.wait()
            woken.clear()
            if self.stopped.is_set():
                return
            if (found := fingerprint(self.root)) != built:
                built = found
                self.rebuild()


def fingerprint(root: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file that staff write and a build reads: a difference calls for a build.

    Pages that the build itself writes into `site_src/` are left out, or each build would call for the next.
    """
    files = [root / "mkdocs.yml", *_files(root / "catalog"), *_files(root / "site_src")]
    found = {}
    for file in files:
        # A file may go while we look: its being gone is then the difference.
        with contextlib.suppress(OSError):
            if not is_generated(file):
                state = file.stat()
                found[file.relative_to(root).as_posix()] = (state.st_size, state.st_mtime_ns)
    return found


def app(preview: Preview) -> Starlette:
    """Return the preview as a web application: its files, the reload script and the events it waits for."""

    async def script(_: Request) -> Response:
        return Response(RELOAD_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    async def events(request: Request) -> Response:
        stream = _events(preview, request.url.query)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})

    async def home(_: Request) -> Response:
        return RedirectResponse(f"{preview.base}/")

    own = [
        Route(f"{preview.base}/__civicstat/reload.js", script),
        Route(f"{preview.base}/__civicstat/events", events),
    ]
    if preview.base:
        own.append(Route("/", home))
    return Starlette(routes=[*own, Mount(preview.base, _Files(preview))])


async def _events(preview: Preview, seen: str) -> AsyncIterator[str]:
    """Send an event whenever another build is up than the one the page has; else a sign of life at times."""
    yield "retry: 1000\n\n"
    quiet = 0.0
    while not preview.stopped.is_set():
        if preview.version != seen:
            seen = preview.version
            yield "data: reload\n\n"
        await asyncio.sleep(_LOOK_SECONDS)
        quiet += _LOOK_SECONDS
        if quiet >= _HEARTBEAT_SECONDS:
            quiet = 0.0
            yield ": still here\n\n"


class _Files(StaticFiles):
    """The preview's files; HTML gets the reload script, in memory only."""

    def __init__(self, preview: Preview) -> None:
        # The folder is there only after the first build.
        super().__init__(directory=preview.folder, html=True, check_dir=False)
        self.config_checked = True
        self.preview = preview

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            response = self._without_page()
        if isinstance(response, FileResponse):
            file = Path(response.path)
            if file.suffix == ".html":
                # No ETag: an old copy from the browser's cache would ask for the build it came from.
                response = await self._page(file, response.status_code)
            elif file.suffix in MEDIA_TYPES:
                response.media_type = MEDIA_TYPES[file.suffix]
                response.headers["Content-Type"] = MEDIA_TYPES[file.suffix]
        response.headers["Cache-Control"] = "no-cache"
        return response

    async def _page(self, file: Path, status: int) -> Response:
        try:
            html = await asyncio.to_thread(file.read_text, encoding="utf-8")
        except FileNotFoundError:
            return self._without_page()
        return HTMLResponse(self._with_script(html), status)

    def _without_page(self) -> Response:
        """Say in words why there is nothing to serve."""
        if self.preview.folder.is_dir():
            status, title, text = 404, "No such page", "The preview has nothing at this address."
        elif self.preview.failed:
            # Only the terminal says why: what is found may be about a package that is not public.
            status, title, text = 503, "The build failed", "The terminal says why."
        else:
            status, title, text = 503, "The preview is being built", "This page reloads by itself."
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><h1>{title}</h1><p>{text}</p></body></html>"
        )
        return HTMLResponse(self._with_script(page), status)

    def _with_script(self, html: str) -> str:
        source = f"{self.preview.base}/__civicstat/reload.js?{self.preview.version}"
        at = html.lower().rfind("</body>")
        at = len(html) if at < 0 else at
        return f'{html[:at]}<script type="module" src="{source}"></script>{html[at:]}'


class _Server(uvicorn.Server):
    """Ends the event streams as soon as Ctrl+C is pressed, so that stopping is quick and quiet."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self.preview = preview

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.preview.stopped.set()
        super().handle_exit(sig, frame)


def _start(target: Callable[..., None], *args: object) -> None:
    threading.Thread(target=target, args=args, daemon=True, name=target.__name__).start()


def _port(number: int) -> int:
    # Some systems silently take another port for a number that is none.
    if not 0 <= number <= 65535:
        raise ValueError(number)
    return number


def _address(host: str, port: int) -> str:
    # Browsers can't open the addresses that stand for every address of the machine.
    name = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _files(folder: Path) -> Iterator[Path]:
    """Every file at any depth, without hidden ones and the backups of editors."""
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in inside)
        if not hidden and not path.name.endswith("~") and path.is_file():
            yield path


def _in_words(findings: Iterable[Finding]) -> list[str]:
    """The errors among the findings, and how to see the rest."""
    findings = list(findings)
    errors = [found for found in findings if found.severity == "error"][:20]
    lines = [line for found in errors for line in in_lines(found)]
    if rest := len(findings) - len(errors):
        lines.append(f"… and {rest} more; civicstat validate tells them all.")
    return lines
