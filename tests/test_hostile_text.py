"""Texts that would be markup, templates, scripts or addresses that run: shown as written, everywhere, and never run."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from hostile_portal import GOOD, MKDOCS, Built, Page, build

Portal = Callable[[Mapping[str, Any]], Path]

TEXTS = {
    "html": "<b>bold</b> & <!-- gone --> &amp; <img src=x onerror=alert(1)>",
    "script": "</title></h1></p></td></svg></style><script>alert('x')</script>",
    "quotes": "\" onmouseover=\"alert(1)\" x='y' ' autofocus onfocus='alert(1)",
    "jinja": "{{ 7*7 }} {% raw %} {# gone #} {{ config.site_name }} {%",
    "heading": "# A heading ## {: #id } ======= -------",
    "backticks": "``` python x = 1 ``` `code`",
    "tildes": "~~~ html <script>alert(1)</script> ~~~ ~~struck~~",
    "include": '--8<-- "mkdocs.yml" --8<-- ; mkdocs.yml',
    "attributes": '{: onclick="alert(1)" style="x" } *a*{: onclick=alert(1) } [b](c){: onclick=x }',
    "links": "[a](javascript:alert(1)) <javascript:alert(1)> [b](data:text/html,x) ![c](x) [d][e]",
    "front matter": "--- title: taken template: x.html hide: all ---",
    "control": "a\x00b\x01\x02wzxhzdk:0\x03\x0bc\x7f\u202e\ufeffd klzzwxh:0001",
    "signs": "*a* _b_ **c** __d__ | e | f | !!! note ??? x [^1] [TOC] :smile: *[HTML]: x \\ \\\\ \\n %s $x",
    "cdata": "<![CDATA[ x ]]> <?php echo 1 ?> <!DOCTYPE html> ]]>",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &Tab;",
    "svg": "<svg/onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "yaml": "!!python/object:os.system [x] {y: z} : - > | & * @",
}


def as_shown(text: str) -> str:
    """The text on one line, as a page shows it: what can't be printed is a mark."""
    return " ".join(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]", "\N{REPLACEMENT CHARACTER}", text).split())


def hostile_package(name: str, text: str) -> dict[str, Any]:
    """Everywhere in a package where a text may stand, the same text."""
    line = "".join(c for c in text if c >= " ")
    bad_address = f"javascript:alert({name!r})"
    fields = [
        {"name": "id", "type": "integer", "title": text, "description": text, "unit": text},
        {"name": line, "type": "string", "description": text, "constraints": {"enum": [line, "b"], "pattern": ".*"}},
        {
            "name": "code",
            "type": "string",
            "categories": [{"value": line, "label": text}, {"value": "b", "label": "b"}],
        },
        {"name": "day", "type": "date", "title": text},
    ]
    quoted = '"' + line.replace('"', '""') + '"'
    head = f"id,{quoted},code,day\n"
    rows = "".join(f"{i},{quoted if i % 2 else 'b'},{quoted if i % 3 else 'b'},2026-01-{i:02}\n" for i in range(1, 25))
    shapes = [
        {
            "type": "Feature",
            "properties": {line: text, "name": f"{text} {i}", "n": i},
            "geometry": {"type": "Polygon", "coordinates": [[[i, 0], [i + 1, 0], [i, 1], [i, 0]]]},
        }
        for i in range(5)
    ]
    charts = [
        {"title": text, "description": text, "resource": "rows", "type": "line", "x": "day", "y": "id", "unit": text},
        {"title": text, "resource": "rows", "type": "bar", "x": "code", "aggregate": "count", "series": line},
        {"title": text, "resource": "rows", "type": "histogram", "x": "id"},
        {"title": text, "resource": "shapes", "type": "map", "y": "n"},
        {
            "title": text,
            "resource": "rows",
            "spec": {
                "title": text,
                "mark": "point",
                "encoding": {
                    "x": {"field": "id", "type": "quantitative", "title": text},
                    "color": {"field": "code", "type": "nominal", "title": text},
                },
            },
        },
    ]
    descriptor = {
        "name": f"hostile-{name}",
        "title": text,
        "description": f"{text}\n\n{text}",
        "keywords": [text],
        "version": text,
        "homepage": bad_address,
        "licenses": [{"name": "x", "title": text, "path": bad_address}],
        "sources": [{"title": text, "path": bad_address}, {"title": text}],
        "contributors": [{"title": text, "path": bad_address, "role": text}],
        "resources": [
            {
                "name": "rows",
                "path": "rows.csv",
                "title": text,
                "description": text,
                "schema": {"fields": fields},
            },
            {"name": "shapes", "path": "shapes.geojson", "title": text, "description": text},
        ],
        "civicstat": {
            "publisher": {"name": text, "subOrganizationOf": {"name": text}},
            "contactPoint": {"fn": text, "hasEmail": "mailto:a@example.org"},
            "theme": [text],
            "spatial": text,
            "charts": charts,
        },
    }
    folder = f"catalog/hostile-{name}"
    return {
        f"{folder}/datapackage.json": json.dumps(descriptor),
        f"{folder}/rows.csv": head + rows,
        f"{folder}/shapes.geojson": {"type": "FeatureCollection", "features": shapes},
    }


@pytest.fixture(scope="module")
def hostile(portal: Portal) -> Built:
    """A portal with the good package, and one for each hostile text."""
    files = {**GOOD, "mkdocs.yml": f"{MKDOCS}site_url: https://data.example.org/portal/\n"}
    for name, text in TEXTS.items():
        files |= hostile_package(name.replace(" ", "-"), text)
    return build(portal(files))


def test_hostile_texts_are_published(hostile: Built) -> None:
    """A text is no fault: every package is published."""
    assert hostile.code == 0, hostile.said
    assert (hostile.root / "site/datasets/good/files/calls.csv").is_file()


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_shown_as_written(hostile: Built, name: str) -> None:
    """A title is shown as written, in the heading and in the catalogue, and so is every chart's."""
    text = as_shown(TEXTS[name])
    page = hostile.page(f"datasets/hostile-{name.replace(' ', '-')}")

    assert text in page.text
    assert text in hostile.page("datasets").text
    assert page.text.count(text) > 15


def test_nothing_hostile_runs(hostile: Built) -> None:
    """No page of the portal holds a script, a handler, a frame or an address that runs, but the theme's own."""
    good = hostile.page("datasets/good")
    pages = sorted((hostile.root / "site").rglob("*.html"))

    found = {
        path.relative_to(hostile.root).as_posix(): dangers
        for path in pages
        if (dangers := Page(path.read_text(encoding="utf-8")).dangers(good))
    }

    assert found == {}
    assert len(pages) > len(TEXTS)


def test_nothing_hostile_is_included(hostile: Built) -> None:
    """No page includes another file, works out a template, or leaves a mark of the Markdown parser behind."""
    for name in TEXTS:
        page = hostile.page(f"datasets/hostile-{name.replace(' ', '-')}")
        assert "49" not in page.text.split("Columns")[0].split("Charts")[0] or name != "jinja"
        assert "docs_dir" not in page.text
        assert "\x02" not in page.text


def test_files_for_programs(hostile: Built) -> None:
    """Every feed, catalogue and API file can be read, and gives no program an address that runs."""
    site = hostile.root / "site"
    files = [path for path in site.rglob("*") if path.suffix in (".json", ".jsonld", ".xml")]
    published = [path for path in files if path.name != "datapackage.json" and "files" not in path.parts]

    for path in files:
        text = path.read_text(encoding="utf-8")
        assert json.loads(text) if path.suffix != ".xml" else ElementTree.fromstring(text).tag  # noqa: S314 - our own
    assert len(files) > 5 * len(TEXTS)
    assert not [path for path in published if '"javascript:' in path.read_text(encoding="utf-8").lower()]


class Files(SimpleHTTPRequestHandler):
    """The portal's files, without a word on the terminal."""

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


WATCH = """
window.__ran = [];
for (const name of ["alert", "confirm", "prompt", "open", "print"])
  window[name] = (...words) => window.__ran.push([name, ...words]);
addEventListener("securitypolicyviolation", (e) => window.__ran.push([e.violatedDirective, e.blockedURI, e.sample]));
"""

PROVOKE = """
for (const details of document.querySelectorAll("details")) details.open = true;
for (const element of document.querySelectorAll("main *, dialog *")) {
  for (const kind of ["mouseover", "mouseenter", "focus", "pointerover"]) element.dispatchEvent(new Event(kind));
}
"""


@pytest.mark.browser
def test_nothing_runs_in_a_browser(hostile: Built) -> None:
    """Opened, unfolded and touched in a browser, no page runs anything, asks another host, or breaks its own policy."""
    site = hostile.root / "site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    names = [path.parent.relative_to(site).as_posix() for path in sorted(site.rglob("index.html"))]
    found: list[Any] = []
    try:
        with sync_playwright() as playwright:
            chosen = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
            browser = playwright.chromium.launch(executable_path=chosen, args=["--no-sandbox", "--disable-gpu"])
            tab = browser.new_context(reduced_motion="reduce").new_page()
            tab.add_init_script(WATCH)
            tab.on("dialog", lambda dialog: found.append(dialog.message))
            tab.on("pageerror", lambda error: found.append(str(error)))
            tab.on("request", lambda r: None if r.url.startswith((address, "data:")) else found.append(r.url))
            for name in names:
                tab.goto(address + ("" if name == "." else f"{name}/"), wait_until="load")
                tab.evaluate(PROVOKE)
                found += [(name, ran) for ran in tab.evaluate("window.__ran || []")]
            search(tab, address)
            found += tab.evaluate("window.__ran || []")
            browser.close()
    finally:
        server.shutdown()

    assert found == []
    assert len(names) > len(TEXTS)


def search(tab: Tab, address: str) -> None:
    """Look for the hostile words, and see them among what is found, as text."""
    tab.goto(address)
    tab.keyboard.press("/")
    tab.locator(".cs-search__words").fill("alert onerror")
    tab.locator(".cs-search__results li").first.wait_for(timeout=20_000)
    tab.evaluate(PROVOKE)

    assert "alert" in tab.locator(".cs-search__results").inner_text()
    assert tab.locator(".cs-search__results :is(img, script, iframe, svg)").count() == 0
