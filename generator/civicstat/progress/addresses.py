"""Addresses of pages, as staff write them in the cells of progress tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from civicstat.progress.cells import is_address

if TYPE_CHECKING:
    from civicstat.progress.cells import Row
    from civicstat.progress.rows import Reading

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::[0-9]{1,5})?(?:/|\Z)", re.IGNORECASE)


def address_of(reading: Reading, row: Row, table: str, *, bare: bool = False) -> str:
    """The address in a row's column `link`; empty, and told (PR004), for what is none.

    With `bare`, a host without a scheme (`publicworks.example.org`) is an address too, and gets `https://`.
    """
    link = row.text("link")
    if not link or is_address(link):
        return link
    if bare and _HOST.match(link) and is_address(f"https://{link}"):
        return f"https://{link}"
    reading.tell(
        "PR004",
        resource=table,
        row=row.number,
        column="link",
        message="the link is no address: it is left out",
        found=link,
        expected="an address that begins with https://",
        todo="Open the page in a browser and copy its address from there.",
    )
    return ""
