"""Text that somebody else wrote, made safe for a page."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

from civicstat import lazily
from civicstat.names import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import markdown_it
else:
    markdown_it = lazily.load("markdown_it")

GENERATED = "generated: civicstat"
"""The line of a page's front matter that says that a build wrote it."""

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}


@cache
def _parser() -> markdown_it.MarkdownIt:
    return markdown_it.MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def markdown(text: str) -> Markup:
    """A package's Markdown as HTML: raw HTML shown as text, unsafe addresses dropped, headings below the page's own.

    CommonMark with tables, as the Data Package standard says of `description`; then everything but a short list of
    plain elements is taken out, so that no fault of the parser reaches a reader.
    """
    tokens = _parser().parse(printable(text))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = _parser().renderer.render(tokens, _parser().options, {})
    attributes: Mapping[str, set[str]] = {"a": {"href", "title"}}
    clean = nh3.clean(html, tags=_TAGS, attributes=dict(attributes), url_schemes=_SCHEMES, link_rel="noopener nofollow")
    return Markup(clean.strip())  # noqa: S704 - cleaned in the line above


def plain(text: str, limit: int = 300) -> str:
    """The first paragraph of a Markdown text without its marks, for lists: whole sentences, or cut at a word."""
    first = markdown(text).split("</p>", 1)[0]
    words = " ".join(Markup(first).striptags().split())  # noqa: S704 - a cut of clean text, and then only text
    if len(words) <= limit:
        return words
    sentences = re.match(rf"(.{{{limit // 3},{limit - 1}}}[.!?])\s", words)
    if sentences:
        return sentences.group(1)
    return words[:limit].rsplit(" ", 1)[0].rstrip(",;:–—-") + "…"


def sentence(text: str) -> str:
    """A text as a sentence: with a capital at its beginning and a full stop at its end."""
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith((".", "!", "?", "…")) else f"{begun}."


def inline_markdown(text: str) -> Markup:
    """One paragraph of Markdown as the HTML within it, to stand in a paragraph or a cell of a table."""
    return Markup(markdown(text).strip().removeprefix("<p>").removesuffix("</p>"))  # noqa: S704 - clean already


def for_markdown(html: str) -> str:
    """Rendered HTML as it may stand in a Markdown file: what Markdown would read into it is written as entities.

    Fences are found before HTML is, so no backtick and no tilde may be left; nor may control characters, which
    Python-Markdown uses for its own marks.
    """
    return printable(html).replace("`", "&#96;").replace("~", "&#126;")


def front_matter(title: str, summary: str, **more: object) -> str:
    """A page's front matter. Titles are escaped here, since the theme writes them as they are."""
    lines = ["---", GENERATED, f"title: {_quoted(escape(title))}"]
    if summary:
        lines.append(f"description: {_quoted(escape(summary))}")
    lines += [f"{key}: {value}" for key, value in more.items()]
    return "\n".join([*lines, "---", ""])


def _quoted(text: str) -> str:
    """One line of text as a YAML string in double quotes, whatever stands in it."""
    inner = " ".join(printable(text).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
