"""Where residents ask and answer back: addresses that open a new discussion, or a letter, about one page.

Nothing here reads or opens a discussion. What ties one to its page is the page's key, and `page_key` alone makes it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from civicstat.model import Contact
    from civicstat.settings import Site

MOST_SUBJECT = 200
"""GitHub takes titles of up to 256 characters; every sign may become nine of an address."""

_REPOSITORY = re.compile(
    r"https://(?P<host>github\.com|[a-z0-9-]+\.ghe\.com|(?:[a-z0-9-]+\.)*github\.(?!io)[a-z0-9.-]+)"
    r"/(?P<owner>[A-Za-z0-9_-]+)/(?P<name>[A-Za-z0-9._-]+?)(?:\.git)?/?"
)
_ORDERING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def page_key(address: str) -> str:
    """What a discussion names its page by for good: `datasets/street-trees` for the page at that address.

    >>> page_key("datasets/street-trees/")
    'datasets/street-trees'
    """
    return address.strip("/")


def subject(title: str, key: str) -> str:
    """The title of a discussion or letter about a page, on one line and not too long; its key always stands whole.

    >>> subject("Street trees", "datasets/street-trees")
    'Street trees [datasets/street-trees]'
    """
    mark = f" [{key}]" if key else ""
    words = " ".join("".join(map(_harmless, title)).split())
    most = MOST_SUBJECT - len(mark)
    if len(words) > most:
        words = words[: most - 1].rstrip() + "…"
    return (words + mark).strip()


def _harmless(sign: str) -> str:
    """The sign itself; nothing for what turns writing around, a space for what is no writing at all."""
    if sign in _ORDERING:
        return ""
    return " " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign


def discussion_link(site: Site, category: str, title: str = "", key: str = "") -> str:
    """The address that opens a new discussion in a category, with title and key filled in.

    The title carries the key whatever the category's form; GitHub also fills in a form's field by its id. Empty
    where the portal names no repository on GitHub, or the city no category.
    """
    repository = _REPOSITORY.fullmatch(site.repo_url)
    if repository is None or not category:
        return ""
    filled = {"category": category, "title": subject(title, key), "key": key}
    query = urlencode({name: value for name, value in filled.items() if value}, quote_via=quote, safe="")
    return f"https://{repository['host']}/{repository['owner']}/{repository['name']}/discussions/new?{query}"


def contact_link(contact: Contact | None, title: str, text: str = "") -> str:
    """The address to write to an office at, with subject and text filled in; a contact without mail gives its page.

    Empty where there is neither.
    """
    if contact is None:
        return ""
    if not contact.email:
        return contact.url
    filled = {"subject": title, "body": "\r\n".join(text.splitlines())}
    query = urlencode({name: value for name, value in filled.items() if value}, quote_via=quote, safe="")
    return f"mailto:{quote(contact.email, safe='@+')}?{query}".rstrip("?")
