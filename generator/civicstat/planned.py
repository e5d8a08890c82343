"""What a build publishes, decided and not yet rendered: pages, files and redirects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Page:
    """A page to render: its Markdown file under `site_src/`, its template and what the template gets.

    `content` names everything that the context holds: pages of one path and content have one text.
    """

    path: str
    template: str
    title: str
    context: Mapping[str, Any]
    summary: str = ""
    content: str = ""

    @property
    def address(self) -> str:
        """Where it is published: `datasets/x/` for `datasets/x/index.md`; empty for the home page."""
        return self.path.removesuffix("index.md")


@dataclass(frozen=True)
class Download:
    """A file published as it is: `source` is copied, or `text` written."""

    path: str
    source: Path | None = None
    text: str = ""
    sha256: str = ""
    """The hash of the file at `source`."""


@dataclass(frozen=True)
class Redirect:
    """An old address that leads to a page."""

    path: str
    to: str


@dataclass(frozen=True)
class Plan:
    """Everything that a build publishes."""

    pages: tuple[Page, ...]
    downloads: tuple[Download, ...]
    redirects: tuple[Redirect, ...] = ()
