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
from civicstat.charts.compose import in_digits
from civicstat.charts.figures import ChartFigure, draw_figure
from civicstat.charts.plan import chart_finding
from civicstat.charts.reckon import CannotDraw
from civicstat.feedback import contact_link, discussion_link, page_key, subject
from civicstat.findings import Finding
from civicstat.jsonschemas import resolved
from civicstat.model import BrokenPackage
from civicstat.names import slug
from civicstat.pages import column_words, exemptions, formats_of, kinds_of, spec_path, status_counts
from civicstat.planned import Download
from civicstat.prose import for_markdown, front_matter, inline_markdown, markdown, plain, sentence
from civicstat.reckoning.words import amount
from civicstat.store import digest
from civicstat.timeliness import parse_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from civicstat.charts.plan import PlannedChart
    from civicstat.executors import Workers
    from civicstat.planned import Page, Plan
    from civicstat.store import Store

    Progress = Callable[[str, int, int], None]

CHART_SECONDS = 10.0
PAGE_SECONDS = 60.0


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


def render_plan(plan: Plan, store: Store, workers: Workers, progress: Progress) -> Rendered:
    """Render every page of a plan, with its charts. A chart that can't be drawn becomes a finding, and stays out.

    A dataset's page that comes to no end becomes a finding too, and says so in its place.

    Charts and pages that the store has are taken from there; the workers make the rest.
    """
    drawn = _draw_charts(plan.pages, store, workers, partial(progress, "Drawing charts"))
    pages, downloads, findings = [], list(plan.downloads), []
    for page in plan.pages:
        figures, files, found = _shown(page, drawn)
        pages.append((_knowing(page, found), figures))
        downloads += files
        findings += found
    texts, lost = _render_pages(pages, store, workers, partial(progress, "Writing pages"))
    findings += lost
    redirect = environment().get_template("redirect.html")
    html = {
        f"{r.path}index.html": redirect.render(to=relative(r.path, r.to), title=r.to.rstrip("/").rsplit("/", 1)[-1])
        for r in plan.redirects
    }
    words: Any = environment().get_template("words.txt").module
    switches = (str(words.to_dark()), str(words.to_light()))
    return Rendered(texts, tuple(downloads), html, tuple(findings), switches)


@dataclass(frozen=True)
class _Drawing:
    """A chart to draw: where it stands on which page, and the key of what it becomes."""

    page: str
    number: int
    chart: PlannedChart
    key: str


@dataclass(frozen=True)
class Drawn:
    """A chart as it came out: its figure, or in words why there is none."""

    figure: ChartFigure | None
    reason: str = ""


def _draw_charts(
    pages: Sequence[Page], store: Store, workers: Workers, progress: Callable[[int, int], None]
) -> dict[tuple[str, int], tuple[PlannedChart, Drawn]]:
    tasks = [
        _Drawing(page.path, number, chart, store.key("chart", content, number))
        for page in pages
        for content, charts in (_charts_of(page),)
        for number, chart in enumerate(charts)
    ]
    found = {task.key: drawn for task in tasks if (drawn := store.get(task.key)) is not None}
    missing = [task for task in tasks if task.key not in found]
    if missing:
        made = workers.run(_draw, missing, lambda _: CHART_SECONDS, lambda _, why: Drawn(None, why), progress)
        for task, drawn in zip(missing, made, strict=True):
            # What took too long here may not do so on a better day.
            found[task.key] = drawn if drawn.reason and not drawn.figure else store.put(task.key, drawn)
    return {(task.page, task.number): (task.chart, found[task.key]) for task in tasks}


def _charts_of(page: Page) -> tuple[str, Sequence[PlannedChart]]:
    """The charts that a page shows, and the key of what they were made from."""
    if page.template == "dataset.md":
        return page.context["facts"].content, page.context["facts"].charts
    charts = page.context.get("charts", ())
    return digest(repr(charts)), charts


def _draw(task: _Drawing) -> Drawn:
    words = environment().get_template("words.txt").module
    try:
        return Drawn(draw_figure(task.chart, words, f"chart-{task.number + 1}"))
    except CannotDraw as error:
        return Drawn(None, str(error))


def _shown(
    page: Page, drawn: Mapping[tuple[str, int], tuple[PlannedChart, Drawn]]
) -> tuple[tuple[ChartFigure, ...], list[Download], list[Finding]]:
    """A page's figures, the files of their live forms, and what is wrong with the charts that are none."""
    figures: list[ChartFigure] = []
    files: list[Download] = []
    findings: list[Finding] = []
    number = 0
    while (page.path, number) in drawn:
        chart, made = drawn[page.path, number]
        if made.figure is not None:
            paths = {size: spec_path(page, chart, number, size) for size in made.figure.specs}
            files += [Download(path, text=made.figure.specs[size]) for size, path in paths.items()]
            figures.append(made.figure.at({size: relative(page.address, path) for size, path in paths.items()}))
        elif not chart.chosen:
            findings.append(chart_finding(page.context["package"], chart.declaration, made.reason))
        number += 1
    return tuple(figures), files, findings


def _knowing(page: Page, found: Sequence[Finding]) -> Page:
    """The page with findings that came after it was planned."""
    if not found:
        return page
    facts = page.context["facts"]
    shown = replace(facts, findings=(*facts.findings, *found))
    return replace(page, context={**page.context, "facts": shown}, content=digest(page.content, repr(found)))


def _render_pages(
    pages: Sequence[tuple[Page, tuple[ChartFigure, ...]]],
    store: Store,
    workers: Workers,
    progress: Callable[[int, int], None],
) -> tuple[dict[str, str], list[Finding]]:
    keys = [store.key("page", page.path, page.content) for page, _ in pages]
    texts = [store.get(key) for key in keys]
    missing = [number for number, text in enumerate(texts) if text is None]
    # Pages of many datasets carry them all: to hand those to another process takes longer than to write the page.
    here = [number for number in missing if pages[number][0].template != "dataset.md"]
    beside = [number for number in missing if number not in set(here)]
    made = workers.run(_render, [pages[n] for n in beside], lambda _: PAGE_SECONDS, _too_much, progress)
    findings = []
    for number, text in [*((n, _render(pages[n])) for n in here), *zip(beside, made, strict=True)]:
        if isinstance(text, Finding):
            findings.append(text)
            texts[number] = render_page(_without_content(pages[number][0], text))
        else:
            texts[number] = store.put(keys[number], text)
    return {page.path: text for (page, _), text in zip(pages, texts, strict=True)}, findings


def _render(task: tuple[Page, tuple[ChartFigure, ...]]) -> str | Finding:
    return render_page(*task)


def _too_much(task: tuple[Page, Any], reason: str) -> str | Finding:
    package = task[0].context["package"]
    return Finding(
        code="PG001",
        severity="error",
        file=package.file,
        package=package.name,
        message=f"its page can't be written: {reason}",
        expected=f"a page that is written within {PAGE_SECONDS:.0f} seconds",
        todo="Make the descriptions shorter and plainer.",
    )


def _without_content(page: Page, finding: Finding) -> Page:
    """What stands at the address of a page that can't be written."""
    package = page.context["package"]
    broken = BrokenPackage(package.name, (package.file,))
    return replace(page, template="broken.md", context={**page.context, "broken": broken, "findings": (finding,)})


def render_page(page: Page, figures: Sequence[ChartFigure] = ()) -> str:
    """One page as the Markdown file that MkDocs reads.

    A template may name its `TITLE` and `SUMMARY` (the page's own win), what to `HIDE` of the theme, and under `NAV`
    what the navigation calls it; pages without stay out of the navigation. `UPDATED` is the day of its data.
    """
    context = {"page": page, "figures": figures, "url": partial(relative, page.address)}
    module = environment().get_template(page.template).make_module({**page.context, **context})
    title = page.title or str(getattr(module, "TITLE", ""))
    summary = page.summary or str(getattr(module, "SUMMARY", ""))
    more = {"hide": getattr(module, "HIDE", "[navigation]")}
    if nav := getattr(module, "NAV", ""):
        more["nav_title"] = nav
    if updated := getattr(module, "UPDATED", ""):
        more["updated"] = updated
    head = front_matter(title, plain(summary, 160) if summary else "", **more)
    return head + for_markdown(str(module)).strip() + "\n"


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
        "inline_markdown": inline_markdown,
        "sentence": sentence,
        "plain": plain,
        "percent": percent,
        "short": in_digits,
        "amount": amount,
        "indent_pre": lambda text: Markup("\n").join(Markup.escape(text).split("\n")),
    }
    env.globals |= {
        "exemptions": exemptions,
        "formats_of": formats_of,
        "kinds_of": kinds_of,
        "status_counts": status_counts,
        "column_words": column_words,
        "parse_interval": parse_interval,
        "is_year": is_year,
        "resolved": resolved,
        "searchable": searchable,
        "page_key": page_key,
        "subject": subject,
        "discussion_link": discussion_link,
        "contact_link": contact_link,
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
