"""Pages and files of a plan that can't stand beside each other, since one would need the other's path for a folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from civicstat.findings import Finding, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from civicstat.planned import Plan


def without_clashes(plan: Plan) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan without what would stop the site from being written, and a finding for each path that clashes.

    What lies in a folder that has the path of a file is left out, and so is the second of two that share a path: the
    first page stays, else the first file.
    """
    published = [f"{page.address}index.html" for page in plan.pages]
    files = [download.path for download in plan.downloads]
    redirects = [redirect.path for redirect in plan.redirects]
    taken = {*published, *files, *redirects}
    seen: set[str] = set()
    pages, others, ways = (_in_the_way(paths, taken, seen) for paths in (published, files, redirects))
    kept = replace(
        plan,
        pages=tuple(page for page, other in zip(plan.pages, pages, strict=True) if not other),
        downloads=tuple(file for file, other in zip(plan.downloads, others, strict=True) if not other),
        redirects=tuple(redirect for redirect, other in zip(plan.redirects, ways, strict=True) if not other),
    )
    all_ = zip((*published, *files, *redirects), (*pages, *others, *ways), strict=True)
    # Of a folder that has no place the first page or file tells.
    first: dict[str, str] = {}
    for path, other in all_:
        if other:
            first.setdefault(other, path)
    return kept, tuple(_told(path) for path in first.values())


def _in_the_way(paths: Iterable[str], taken: set[str], seen: set[str]) -> list[str]:
    """What keeps each path from being written, empty for nothing."""
    found = []
    for own in paths:
        parts = own.split("/")
        above = next((at for n in range(1, len(parts)) if (at := "/".join(parts[:n])) in taken), "")
        found.append(above or (own if own in seen else ""))
        seen.add(own)
    return found


def _told(path: str) -> Finding:
    return Finding(
        code="PG002",
        severity="error",
        file=f"site/{path}",
        message="a page or a file has no place on the portal, since another has its path",
        found=shorten(path, 200),
        expected="a path that is no other file's, and no other's folder",
        todo="Change the name or the id that the path is made of.",
    )
