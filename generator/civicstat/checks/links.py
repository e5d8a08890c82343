"""Checks of the addresses that a descriptor names: only how they are written, never whether they answer."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from civicstat.checks.check import Check, Hit, PackageSubject, check_package
from civicstat.findings import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from civicstat.model import Package

_LABEL = re.compile(r"^(?!-)[^\W_](?:[\w-]*[^\W_])?$")
_UNSAFE = re.compile(r"[\s<>\"{}|\\^`]")
"""Characters that no address may hold as they are (RFC 3986, appendix A)."""


@check_package(
    "MD014",
    wrong='"homepage": "htps:/data.example.org"',
    right='"homepage": "https://data.example.org/"',
)
def broken_links(subject: PackageSubject) -> Iterator[Hit]:
    """A link is not well formed.

    It would lead nowhere. Looked at are the addresses of the dataset's home page, sources, licences, contributors,
    agency and contact, and the links in descriptions. Whether the other side answers is not asked.
    """
    for pointer, link, remote in _links(subject.package):
        if problem := _problem(link, remote=remote):
            yield Hit(
                pointer=pointer,
                found=f"the address {shorten(link)}",
                expected=problem,
                todo="Open the page in a browser and copy its address from there.",
            )


def _links(package: Package) -> Iterator[tuple[str, str, bool]]:
    """(place, link, whether it must be a whole address) of every link in a descriptor."""
    data = package.descriptor
    own = data.get("civicstat", {})
    if "homepage" in data:
        yield "homepage", str(data["homepage"]), True
    owners = [("", data), *((f"resources[{r.index}].", r.descriptor) for r in package.resources)]
    for place, owner in owners:
        for key in ("sources", "licenses", "contributors"):
            entries = owner.get(key)
            for index, entry in enumerate(entries if isinstance(entries, list) else []):
                if isinstance(entry, dict) and isinstance(entry.get("path"), str):
                    # A licence or a source may also lie beside the data, or elsewhere on the portal.
                    yield f"{place}{key}[{index}].path", entry["path"], key == "contributors"
        if isinstance(owner.get("description"), str):
            for link in _in_markdown(owner["description"]):
                yield f"{place}description", link, False
    for key, part in (("publisher", "homepage"), ("contactPoint", "url")):
        value = own.get(key)
        place = f"civicstat.{key}"
        while isinstance(value, dict):
            if isinstance(value.get(part), str):
                yield f"{place}.{part}", value[part], True
            value, place = value.get("subOrganizationOf"), f"{place}.subOrganizationOf"


def _in_markdown(text: str) -> Iterator[str]:
    """The targets of the links and images in a description."""
    for block in MarkdownIt("commonmark").parse(text):
        for token in block.children or ():
            link = token.attrGet("href") or token.attrGet("src")
            if isinstance(link, str):
                yield link


def _problem(link: str, *, remote: bool) -> str:
    """What was expected of a link that is not well formed; empty for one that is."""
    link = link.strip()
    if not link:
        return "an address, or none at all"
    if _UNSAFE.search(link):
        return "an address without spaces, quotes and brackets"
    try:
        parts = urlsplit(link)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return "an address such as https://www.example.org/page"
    if parts.scheme in ("http", "https"):
        known = _is_host(parts.hostname or "")
        return "" if known else "an address with the name of a site, such as https://example.org/"
    # `www.example.org` without its beginning would be looked for beside the page.
    beside = not parts.scheme and not remote and not link.startswith(("//", "www."))
    return (
        "" if beside or (parts.scheme in ("mailto", "tel") and parts.path) else "an address that begins with https://"
    )


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.removesuffix(".").split(".")
        whole = len(labels) > 1 or host == "localhost"
        return whole and all(_LABEL.match(label) for label in labels)
    return True


CHECKS: tuple[Check[PackageSubject], ...] = (broken_links,)
