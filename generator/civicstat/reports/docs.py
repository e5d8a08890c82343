"""Where the portal explains its checks, for a report to lead to."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civicstat.errors import CivicstatError
from civicstat.site import read_site

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "docs/checks/"
_ONLY_HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - an address to leave out


def docs_address(root: Path) -> str:
    """The address of the page on every check; empty where the portal has none that others can open."""
    if not (root / "mkdocs.yml").is_file():
        return ""
    with suppress(CivicstatError):
        url = read_site(root).url
        if url and urlsplit(url).hostname not in _ONLY_HERE:
            return f"{url}{PAGE}"
    return ""
