"""Render planned pages: Jinja2 and charts to Markdown, SVG and JSON. All words stand in the templates."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from civicstat.charts.choose import is_year
from civicstat.charts.figures import ChartFigure, draw_figure
from civicstat.charts.reckon import CannotDraw
from civicstat.executors import Beside
from civicstat.facts import chart_finding, parse_interval
from civicstat.jsonschemas import resolved
from civicstat.names import slug
from civicstat.pages import Download, column_words, formats_of, spec_path, status_counts
from civicstat.prose import for_markdown, front_matter, markdown, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from civicstat.findings import Finding
    from civicstat.pages import Page, Plan


@dataclass(frozen=True)
class Rendered:
    """What the site stage writes: Markdown by its path under `site_src/`, files by their path under `site/`."""

    markdown: dict[str, str]
    downloads: tuple[Download, ...]
    html: dict[str, str]
    """Finished pages outside MkDocs: redirects."""

    findings: tuple[Finding, ...]
    switches: tuple[str, str] = ("", "")
    """The names of the switches to dark and to light."""


def render_plan(plan: Plan, progress: Callable[[int, int], None] = lambda _done, _total: None) -> Rendered:
    """Render every page of a plan, with its charts. A chart that can't be drawn becomes a finding, and stays out."""
    rendered: dict[str, str] = {}
    downloads = list(plan.downloads)
    findings: list[Finding] = []
    with Beside(seconds=30, most_bytes=3_000_000_000) as beside:
        for done, page in enumerate(plan.pages):
            progress(done, len(plan.pages))
            figures: list[ChartFigure] = []
            if page.template == "dataset.md":
                figures, files, found = _figures(page, beside)
                downloads += files
                findings += found
                facts = page.context["facts"]
                shown = replace(facts, findings=(*facts.findings, *found))
                page = replace(page, context={**page.context, "facts": shown})  # noqa: PLW2901 - knowing more
            rendered[page.path] = render_page(page, figures)
    progress(len(plan.pages), len(plan.pages))
    redirect = environment().get_template("redirect.html")
    html = {
        f"{r.path}index.html": redirect.render(to=relative(r.path, r.to), title=r.to.rstrip("/").rsplit("/", 1)[-1])
        for r in plan.redirects
    }
    words: Any = environment().get_template("words.txt").module
    switches = (str(words.to_dark()), str(words.to_light()))
    return Rendered(rendered, tuple(downloads), html, tuple(findings), switches)


def render_page(page: Page, figures: list[ChartFigure] | None = None) -> str:
    """One page as the Markdown file that MkDocs reads.

    A template may name its `TITLE` and `SUMMARY` (the page's own win), what to `HIDE` of the theme, and under `NAV`
    what the navigation calls it; pages without stay out of the navigation.
    """
    context = {"page": page, "figures": figures or [], "url": partial(relative, page.address)}
    module = environment().get_template(page.template).make_module({**page.context, **context})
    title = page.title or str(getattr(module, "TITLE", ""))
    summary = page.summary or str(getattr(module, "SUMMARY", ""))
    more = {"hide": getattr(module, "HIDE", "[navigation]")}
    if nav := getattr(module, "NAV", ""):
        more["nav_title"] = nav
    head = front_matter(title, plain(summary, 160) if summary else "", **more)
    return head + for_markdown(str(module)).strip() + "\n"


def _figures(page: Page, beside: Beside) -> tuple[list[ChartFigure], list[Download], list[Finding]]:
    figures: list[ChartFigure] = []
    files: list[Download] = []
    findings: list[Finding] = []
    facts = page.context["facts"]
    words = environment().get_template("words.txt").module
    for number, chart in enumerate(page.context["charts"]):
        try:
            figure = draw_figure(chart, facts.scan.tables, words, f"chart-{number + 1}", beside)
        except CannotDraw as error:
            if not chart.chosen:
                findings.append(chart_finding(facts.package, chart.declaration, str(error)))
            continue
        paths = {size: spec_path(page, chart, number, size) for size in figure.specs}
        files += [Download(path, text=figure.specs[size]) for size, path in paths.items()]
        addresses = {size: relative(page.address, path) for size, path in paths.items()}
        resource = facts.package.resource(chart.declaration.resource)
        figures.append(figure.at(addresses, resource.label if resource and len(facts.scan.tables) > 1 else ""))
    return figures, files, findings


def relative(here: str, there: str) -> str:
    """The address of `there` as seen from the page at `here`; both are paths under the site's root, signs and all."""
    start = posixpath.dirname("/" + here) if not here.endswith("/") and here else "/" + here
    way = posixpath.relpath("/" + there, start)
    if there.endswith("/") or not there:
        way = "./" if way == "." else way + "/"
    return quote(way, safe="/.-_~")


@cache
def environment() -> Environment:
    """The templates, with missing names as errors and everything escaped, but for the plain words of charts."""
    env = Environment(
        loader=PackageLoader("civicstat", "templates"),
        undefined=StrictUndefined,
        autoescape=lambda name: name is None or not name.endswith(".txt"),  # noqa: S701 - the plain words of charts
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    env.filters |= {
        "day": day,
        "number": number,
        "size": size,
        "slug": slug,
        "markdown": markdown,
        "plain": plain,
        "percent": percent,
        "indent_pre": lambda text: Markup("\n").join(Markup.escape(text).split("\n")),
    }
    env.globals |= {
        "formats_of": formats_of,
        "status_counts": status_counts,
        "column_words": column_words,
        "parse_interval": parse_interval,
        "is_year": is_year,
        "resolved": resolved,
        "searchable": searchable,
        "Markup": Markup,
        "dict": dict,
        "max": max,
    }
    env.tests["address"] = lambda text: str(text).lower().startswith(("https://", "http://"))
    return env


def day(value: date | datetime | str | None) -> str:
    """A day as residents read it: `March 5, 2026`; a text that is no day stays as it is."""
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return value.strftime("%B %-d, %Y") if value else ""


def number(value: Any) -> str:
    """A number with thousands separators, and no more digits than say something."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100_000 else f"{value:,.6g}"


def size(count: int) -> str:
    """A file's size: `840 bytes`, `12 kB`, `3.4 MB` (thousands, as file managers show)."""
    if count < 1000:
        return f"{count} bytes"
    for unit in ("kB", "MB", "GB"):
        count_in = count / 1000
        if count_in < 1000 or unit == "GB":
            return f"{count_in:.0f} {unit}" if count_in >= 10 else f"{count_in:.1f} {unit}"
        count = round(count_in)
    return str(count)


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage that never rounds something to nothing or all."""
    if 0 < share < 0.001:
        return "under 0.1%"
    if 0.999 < share < 1:
        return "over 99.9%"
    return f"{100 * share:.3g}%"


def searchable(*texts: str) -> str:
    """Words to search, in lower case and each once."""
    return " ".join(dict.fromkeys(" ".join(texts).casefold().split()))
