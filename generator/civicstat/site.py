"""The site stage: write the pages into `site_src/`, run MkDocs, add the files, swap the result in.

The only module that knows MkDocs. What it writes: generated pages in `site_src/`, its own folder in `.cache/`, and
the built portal, which appears whole or not at all.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from mkdocs.commands.build import build as build_mkdocs
from mkdocs.config import load_config
from mkdocs.config.base import LegacyConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin

from civicstat.errors import BrokenPortal
from civicstat.facts import Use
from civicstat.portal import CACHE, Portal, exchange, look_at
from civicstat.prose import GENERATED
from civicstat.search import index_pages
from civicstat.settings import Site
from civicstat.store import digest, hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from mkdocs.structure.pages import Page

    from civicstat.render import Rendered
    from civicstat.settings import Settings
    from civicstat.store import Store

STEPS = 4
"""What building the site takes: pages, search index, files, exchange."""

CONFIG = "mkdocs.yml"
SOURCE = "site_src"
POLICY_PLACE = "civicstat-policy"
ASSETS = "assets/civicstat"
THEME_SEARCH = ("assets/javascripts/lunr", "assets/javascripts/workers")
"""What Material brings for a search of its own, of which the portal has no use."""

FEATURES = ["navigation.tabs", "navigation.top", "content.code.copy", "toc.follow"]
EXTENSIONS: list[Any] = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    {"tables": {"use_align_attribute": True}},
    {"toc": {"permalink": False}},
    "pymdownx.details",
    "pymdownx.superfences",
]


def read_site(root: Path, site_url: str | None = None) -> Site:
    """What `mkdocs.yml` says of the site; `site_url` stands in for its own. Raises `BrokenPortal`."""
    config = _load(root, None)
    url = config["site_url"] if site_url is None else site_url
    language = getattr(config["theme"], "language", None) or "en"
    return Site(config["site_name"], f"{url.rstrip('/')}/" if url else "", config["repo_url"] or "", str(language))


def links_to_datasets(root: Path) -> dict[str, list[Use]]:
    """Which hand-written pages lead to which dataset, by the dataset's page name."""
    found: dict[str, list[Use]] = {}
    for path in _hand_written(root / SOURCE):
        if path.suffix != ".md":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        use = Use(_address(path.relative_to(root / SOURCE)), _title(text) or path.stem)
        for dataset in sorted(set(re.findall(r"[(\"'/]datasets/([a-z0-9._-]+)/", text))):
            found.setdefault(dataset, []).append(use)
    return found


@dataclass(frozen=True)
class Contents:
    """All that a portal is made from: its pages and files, what the city decides, and the day."""

    rendered: Rendered
    settings: Settings
    site: Site
    today: date


def write_site(root: Path, out: Path, contents: Contents, store: Store, progress: Callable[[int, int], None]) -> Portal:
    """Build the portal and put it at `out`; one that stands there already, whole and made from the same, is left.

    `progress` is told how many of the `STEPS` are done. Raises `BrokenPortal` and leaves `out` as it was.
    """
    progress(0, STEPS)
    rendered, site = contents.rendered, contents.site
    _refuse_clashes(root, rendered)
    _write_pages(root / SOURCE, rendered.markdown)
    key = _key(root, contents, store)
    if key and (kept := store.get(key)) is not None and look_at(out) == kept:
        return kept  # type: ignore[no-any-return]
    cache = root / CACHE
    cache.mkdir(exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f"build-{out.name}-", dir=cache))
    try:
        built = staging / "site"
        _run_mkdocs(root, built, contents)
        progress(1, STEPS)
        for folder in THEME_SEARCH:
            shutil.rmtree(built / folder, ignore_errors=True)
        index_pages(built, site.language)
        progress(2, STEPS)
        _set_policy(built)  # before the originals come in: they are published byte for byte
        _add_files(built, rendered, contents.settings)
        progress(3, STEPS)
        portal = look_at(built)
        assert portal is not None  # noqa: S101 - for the type checker: it has just been built
        exchange(root, built, out)
        progress(4, STEPS)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    if key:
        store.put(key, portal)
    return portal


def _key(root: Path, contents: Contents, store: Store) -> str:
    """The key of everything that the portal is made from; empty where `mkdocs.yml` brings in code or another file.

    Such code may do whatever it likes, so that nobody knows whether it would do the same again.
    """
    text = (root / CONFIG).read_text(encoding="utf-8", errors="replace")
    if re.search(r"^\s*(hooks|INHERIT)\s*:", text, re.MULTILINE):
        return ""
    asked = [(name, os.environ.get(name)) for name in sorted(set(re.findall(r"[A-Za-z_]\w*", text)))]
    theme = _load(root, None)["theme"].custom_dir
    own = [root / SOURCE, *([Path(theme)] if theme else [])]
    files = [(str(path), hash_file(path)) for folder in own for path in _hand_written(folder, hidden=True)]
    rendered = contents.rendered
    published = [(d.path, d.sha256 or digest(d.text)) for d in rendered.downloads]
    pages = [(path, digest(text)) for path, text in (*rendered.markdown.items(), *rendered.html.items())]
    others = (rendered.switches, contents.settings, contents.site, contents.today)
    return store.key("site", text, asked, files, published, pages, *others)


def _load(root: Path, out: Path | None, **more: Any) -> Any:
    path = root / CONFIG
    if not path.is_file():
        raise BrokenPortal(
            f"{CONFIG}: no such file in {root.resolve()}. Run the command in a portal's folder, name the folder with "
            "--root, or begin a portal with `civicstat init`."
        )
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_config(
                str(path), docs_dir=str(root / SOURCE), **({"site_dir": str(out)} if out else {}), **more
            )
    except (MkDocsException, OSError, yaml.YAMLError) as error:
        raise BrokenPortal(f"{CONFIG}: can't be used: {error}. Correct it; the docs show what it needs.") from error


def _run_mkdocs(root: Path, out: Path, contents: Contents) -> None:
    rendered, settings, site, today = contents.rendered, contents.settings, contents.site, contents.today
    # The theme is left to `mkdocs.yml`; what the portal itself needs of it is set here, so that file stays small.
    with as_file(files("civicstat").joinpath("theme")) as layer, _as_of(today):
        config = _load(
            root,
            out,
            site_url=site.url or None,
            plugins=[],  # not even the search that MkDocs has by default: the portal has its own
            markdown_extensions=deepcopy(EXTENSIONS),
            extra_css=[f"{ASSETS}/portal.css", f"{ASSETS}/city.css"],
            repo_url="",
            use_directory_urls=True,
        )
        theme = config["theme"]
        theme.dirs.insert(1 if theme.custom_dir else 0, str(layer))
        theme["font"] = False
        theme["features"] = sorted({*FEATURES, *(theme.get("features") or [])} - {"navigation.instant"})
        theme["palette"] = _palettes(*rendered.switches)
        theme.static_templates.add("404.html")
        config.plugins["civicstat"] = _Pages()
        if not config["nav"]:
            config["nav"] = _nav(root, rendered)
        config["extra"] = {
            **config["extra"],
            "scope": "/" + site.url.split("://", 1)[-1].partition("/")[2] if site.url else "/",
            "notice": settings.notice,
            "repository": site.repo_url,
            "today": f"{today:%B} {today.day}, {today.year}",
            "contact_name": settings.contact.name if settings.contact else "",
            "contact_url": _contact_address(settings),
            "generator": False,
        }
        try:
            with _only_errors() as said:
                build_mkdocs(config)
        except (MkDocsException, SystemExit, OSError) as error:
            raise BrokenPortal(f"MkDocs could not build the pages: {error}. {' '.join(said)}") from error
        except Exception as error:
            raise BrokenPortal(
                f"MkDocs could not build the pages: {type(error).__name__}: {error}. "
                "Look at the pages written by hand and the theme's overrides in site_src/."
            ) from error


class _Pages(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """What MkDocs is told of the generated pages: the day of their data, and which parts it need not read.

    Markdown's reading of drawings and tables, where it has nothing to do, takes longer than all else of a page.
    """

    def __init__(self) -> None:
        """Begin without a page."""
        super().__init__()
        self._aside: list[str] = []

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Take the day from the front matter, and put drawings and tables aside.

        The sitemap says when a page's data changed; a page without a day changes every day, as its footer does.
        """
        page.update_date = str(page.meta.get("updated", page.update_date))
        self._aside = []
        if f"generated: {page.meta.get('generated')}" != GENERATED:
            return markdown
        return _ASIDE.sub(self._put_aside, markdown)

    def on_page_content(self, html: str, **_: Any) -> str:
        """Put back what was put aside."""
        return _MARK.sub(lambda mark: self._aside[int(mark[2])], html)

    def _put_aside(self, part: re.Match[str]) -> str:
        self._aside.append(part[0])
        tag = "i" if part[1] == "svg" else "div"
        return f'<{tag} data-aside="{len(self._aside) - 1}"></{tag}>'


_ASIDE = re.compile(r"<(svg|table|dl)\b.*?</\1>", re.DOTALL)
"""Parts that hold no other of their kind, and no Markdown."""
_MARK = re.compile(r'<(i|div) data-aside="(\d+)"></\1>')


def _palettes(to_dark: str, to_light: str) -> list[dict[str, Any]]:
    """The reader's own choice of light or dark, and a switch."""
    return [
        {
            "media": "(prefers-color-scheme: light)",
            "scheme": "default",
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": "material/weather-night", "name": to_dark},
        },
        {
            "media": "(prefers-color-scheme: dark)",
            "scheme": "slate",
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": "material/weather-sunny", "name": to_light},
        },
    ]


def _contact_address(settings: Settings) -> str:
    if settings.contact is None:
        return ""
    return settings.contact.url or (f"mailto:{settings.contact.email}" if settings.contact.email else "")


def _nav(root: Path, rendered: Rendered) -> list[dict[str, str]]:
    """The generated pages that have a name for it, then the city's own; datasets are reached through the catalogue."""
    main = [{name: path} for path, text in rendered.markdown.items() if (name := _nav_title(text))]
    own = [
        path for path in sorted(_hand_written(root / SOURCE)) if path.suffix == ".md" and path.parent == root / SOURCE
    ]
    texts = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in own}
    return main + [{_nav_title(text) or _title(text) or name: name} for name, text in texts.items()]


def _nav_title(text: str) -> str:
    """What the navigation calls a page, as its front matter says."""
    match = re.match(r"---\n(?:(?!---).*\n)*?nav_title: *(.+)\n", text)
    return match.group(1).strip().strip("\"'") if match else ""


def _title(text: str) -> str:
    """The title of a page written by hand: its front matter's, else its first heading."""
    match = re.search(r"^(?:title:|#)\s+(.+?)\s*$", text, re.MULTILINE)
    return match.group(1).strip("\"'") if match else ""


def is_generated(path: Path) -> bool:
    """True for a page that a build has written: its front matter says so, not its text."""
    if path.suffix != ".md":
        return False
    with path.open(encoding="utf-8", errors="replace") as lines:
        if lines.readline().rstrip() != "---":
            return False
        for line in lines:
            if line.rstrip() in (GENERATED, "---"):
                return line.rstrip() == GENERATED
    return False


def _hand_written(source: Path, *, hidden: bool = False) -> Iterator[Path]:
    """Every file in `site_src/` that no build has written, hidden ones only where asked for."""
    for place, folders, names in os.walk(source):
        folders[:] = sorted(f for f in folders if hidden or not f.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if (hidden or not name.startswith(".")) and path.is_file() and not is_generated(path):
                yield path


def _address(path: Path) -> str:
    """Where MkDocs publishes a file of `site_src/`."""
    if path.suffix != ".md":
        return path.as_posix()
    inner = path.with_suffix("")
    if inner.name in ("index", "README"):
        inner = inner.parent
    return "" if inner == Path() else f"{inner.as_posix()}/"


def _refuse_clashes(root: Path, rendered: Rendered) -> None:
    """A page written by hand at the address of a generated one stops the build: one would hide the other."""
    taken = {_address(Path(path)): f"the generated page {SOURCE}/{path}" for path in rendered.markdown}
    taken |= {download.path: f"the generated file {download.path}" for download in rendered.downloads}
    taken |= {path.removesuffix("index.html"): f"the redirect at {path}" for path in rendered.html}
    clashes = [
        f"{SOURCE}/{path.relative_to(root / SOURCE).as_posix()}: stands at the address of {taken[address]}. "
        "Rename or move the page written by hand."
        for path in _hand_written(root / SOURCE)
        if (address := _address(path.relative_to(root / SOURCE))) in taken
    ]
    if clashes:
        raise BrokenPortal("\n".join(clashes))


def _write_pages(source: Path, pages: Mapping[str, str]) -> None:
    """Leave exactly these generated pages in `site_src/`; an unchanged one is not touched."""
    wanted = {source / path for path in pages}
    for place, _, names in os.walk(source, topdown=False):
        for name in names:
            path = Path(place, name)
            if path not in wanted and not path.is_symlink() and path.is_file() and is_generated(path):
                path.unlink()
        if Path(place) != source and not any(Path(place).iterdir()):
            Path(place).rmdir()
    for name, text in pages.items():
        target = source / name
        if not target.exists() or target.read_bytes() != text.encode():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")


def _add_files(built: Path, rendered: Rendered, settings: Settings) -> None:
    for download in rendered.downloads:
        target = built / download.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if download.source is not None:
            shutil.copyfile(download.source, target)
        else:
            target.write_text(download.text, encoding="utf-8", newline="\n")
    for path, html in rendered.html.items():
        target = built / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8", newline="\n")
    with as_file(files("civicstat").joinpath("assets")) as assets:
        if not (assets / "portal.js").is_file():
            raise BrokenPortal(
                "The browser code is missing from this installation of civicstat. Install it again with "
                "`pip install .`, or run `make site` in a checkout."
            )
        shutil.copytree(
            assets,
            built / ASSETS,
            ignore=shutil.ignore_patterns(".stamp", "ttf"),
            copy_function=shutil.copyfile,
        )
    city = f":root{{--cs-primary:{settings.primary}}}\n"
    (built / ASSETS / "city.css").write_text(city, encoding="utf-8")


def _set_policy(built: Path) -> None:
    """Write the content security policy into every page.

    The theme's own inline scripts are allowed by their hashes, taken from the page that holds nothing but the theme:
    a script in a package's text would not be among them.
    """
    scripts = re.findall(r"<script>(.*?)</script>", (built / "404.html").read_text(encoding="utf-8"), re.DOTALL)
    hashes = sorted({f"'sha256-{_sha256(script)}'" for script in scripts})
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {' '.join(hashes)}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "object-src 'none'",
        )
    )
    place = f'content="{POLICY_PLACE}"'.encode()
    for path in sorted(built.rglob("*.html")):
        page = path.read_bytes()
        if place in page:
            path.write_bytes(page.replace(place, f'content="{policy}"'.encode(), 1))


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@contextmanager
def _as_of(today: date) -> Iterator[None]:
    """MkDocs and Material date what they write by this variable and have no other way to be told."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(today, time(), UTC).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def _only_errors() -> Iterator[list[str]]:
    """What MkDocs has to say when it fails; its warnings are about pages that are not in the navigation."""
    said: list[str] = []
    logger = logging.getLogger("mkdocs")
    listener, propagate = _Listener(said), logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate
