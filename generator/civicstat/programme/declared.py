"""The open data programme as its package says it. What is wrong is told and left out, and the rest is read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from civicstat.names import slug
from civicstat.private.persons import looks_like_person
from civicstat.programme.model import DISCLAIMERS, Coordinator, Entry, Law, Programme, Request, Review
from civicstat.progress.cells import is_address
from civicstat.progress.rows import Reading
from civicstat.shapes import shape_of
from civicstat.shapes.programme import PARTS
from civicstat.timeliness import parse_interval

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.model import Package
    from civicstat.programme.model import Class, State
    from civicstat.progress.cells import Row
    from civicstat.scan import Scan

_MAILBOX = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_DUE = re.compile(r"(\d\d)-(\d\d)")


def read_programme(package: Package, scan: Scan) -> tuple[Programme, tuple[Finding, ...]]:
    """What a package of that kind tells, and what is wrong with it. It is never None: gaps are shown."""
    reading = Reading(package, scan)
    own = reading.own()
    disclaimers = _texts(own.get("disclaimers"))
    # Every table is read, so that all that is wrong is told at once.
    entries = tuple(_entries(reading, own))
    coordinators = tuple(_coordinators(reading))
    reviews = sorted(_reviews(reading), key=lambda r: (r.day, r.row or 0))
    requests = sorted(_requests(reading), key=lambda r: (r.day, r.row or 0))
    read = Programme(
        package=package.name,
        title=package.title,
        purpose=package.description,
        simulated=package.simulated,
        officer=_officer(reading, own),
        law=_law(own.get("law")),
        disclaimers=disclaimers or DISCLAIMERS,
        own_disclaimers=bool(disclaimers),
        feedback=link if is_address(link := _text(own.get("feedback"))) else "",
        due=_due(own.get("reportDue")),
        entries=entries,
        coordinators=coordinators,
        reviews=tuple(reviews),
        requests=tuple(requests),
        withheld=reading.withheld,
        left_out=reading.left_out,
    )
    return read, reading.findings


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    found = (_text(one) for one in (value if isinstance(value, list) else ()))
    return tuple(dict.fromkeys(one for one in found if one))


def _law(said: object) -> Law | None:
    if not isinstance(said, dict) or not (title := _text(said.get("title"))):
        return None
    link = _text(said.get("url"))
    return Law(title, link if is_address(link) else "")


def _officer(reading: Reading, own: Mapping[str, Any]) -> str:
    officer = _text(own.get("officer"))
    if officer and looks_like_person(officer):
        reading.tell_person(officer, pointer="civicstat.programme.officer")
    return officer


def _due(said: object) -> tuple[int, int]:
    """The month and the day; June 30 where nothing is said, or no day of the calendar."""
    found = _DUE.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        return 6, 30
    month, day = int(found[1]), int(found[2])
    most = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    return (month, day) if 1 <= month <= 12 and 1 <= day <= most else (6, 30)


def _entries(reading: Reading, own: Mapping[str, Any]) -> Iterator[Entry]:
    said = own.get("defaults")
    defaults = said if isinstance(said, dict) else {}
    for row in reading.apart(reading.rows("inventory"), "inventory", "entry", keep_first=True):
        kind = cast("Class", _word(reading, row, "class", defaults))
        state = cast("State", _word(reading, row, "state", defaults))
        reason = reading.word(row, "inventory", shape_of("programme", "inventory").column("reason"))
        dataset = row.text("dataset")
        address = dataset if "://" in dataset else ""
        if address and not is_address(address):
            reading.tell(
                "PR004",
                resource="inventory",
                row=row.number,
                column="dataset",
                message="this is no address: it is left out",
                found=address,
                expected="the name of a package here, or an address that begins with https://",
            )
            address = dataset = ""
        entry = Entry(
            row.text("id"),
            row.text("title"),
            row.text("agency"),
            kind,
            state,
            dataset="" if address or not dataset else slug(dataset),
            reason=reason,
            row=row.number,
        )
        refresh = _refresh(reading, row)
        if kind == "publishable":
            yield _with(entry, row, address, refresh)
            continue
        # That it is public, and since when, is no secret where its own row says so.
        yield replace(entry, released=row.day("released")) if state == "published" else entry


def _with(entry: Entry, row: Row, address: str, refresh: str) -> Entry:
    """A publishable entry with all that its row tells."""
    return Entry(
        entry.id,
        entry.title,
        entry.agency,
        entry.kind,
        entry.state,
        entry.dataset,
        address,
        row.day("planned"),
        row.day("released"),
        entry.reason,
        refresh,
        row.text("note"),
        entry.row,
    )


def _word(reading: Reading, row: Row, name: str, defaults: Mapping[str, Any]) -> str:
    """The word of a cell; that of the descriptor for a blank one. A word that is not known counts as nothing."""
    column = shape_of("programme", "inventory").column(name)
    if row.text(name):
        return reading.word(row, "inventory", column)
    said = defaults.get(name)
    return said if isinstance(said, str) and said in (column.words or {}) else ""


def _refresh(reading: Reading, row: Row) -> str:
    refresh = row.text("refresh")
    if refresh and refresh != "irregular" and parse_interval(refresh) is None:
        reading.tell(
            "PR019",
            resource="inventory",
            row=row.number,
            column="refresh",
            message="the promise to bring it up to date can't be read: it is left out",
            found=refresh,
            expected="an interval such as R/P1W, or irregular",
        )
        return ""
    return refresh


def _coordinators(reading: Reading) -> Iterator[Coordinator]:
    seen: dict[str, int | None] = {}
    for row in reading.rows("coordinators"):
        agency, contact = row.text("agency"), row.text("contact")
        if slug(agency) in seen:
            reading.leave_out("coordinators", row)
            reading.tell(
                "PR061",
                resource="coordinators",
                row=row.number,
                column="agency",
                message="the agency has a coordinator already: this row is left out",
                found=agency,
                expected=f"an agency that differs from that of row {seen[slug(agency)]}",
                todo="Keep one row for each agency.",
            )
            continue
        seen[slug(agency)] = row.number
        if contact and not is_address(contact) and not _MAILBOX.fullmatch(contact):
            _tell_link(reading, row, "coordinators", "contact", contact)
            contact = ""
        yield Coordinator(agency, row.text("role"), contact, row.number)


def _reviews(reading: Reading) -> Iterator[Review]:
    shape, known = shape_of("programme", "reviews"), reading.ids.get("inventory")
    for row in reading.rows("reviews"):
        entry, day = row.text("entry"), row.day("date")
        outcome = reading.word(row, "reviews", shape.column("outcome"))
        parts = tuple((p, w) for p in PARTS if (w := reading.word(row, "reviews", shape.column(p))))
        if known is not None and entry not in known:
            reading.unknown(row, "reviews", "entry", known, "entry of the inventory")
        elif day and outcome:
            yield Review(entry, day, row.text("reviewer"), parts, outcome, row.text("note"), row.number)


def _requests(reading: Reading) -> Iterator[Request]:
    shape, known = shape_of("programme", "requests"), reading.ids.get("inventory")
    for row in reading.rows("requests"):
        day, answered = row.day("date"), row.day("answered")
        entry, link = row.text("entry"), row.text("link")
        state = reading.word(row, "requests", shape.column("state")) or "open"
        if day is None:
            continue  # the row's cells are all there, since it was read
        if entry and known is not None and entry not in known:
            reading.unknown(row, "requests", "entry", known, "entry of the inventory", left_out=False)
            entry = ""
        if link and not is_address(link):
            _tell_link(reading, row, "requests", "link", link)
            link = ""
        if answered and answered < day:
            _tell_order(reading, row.number, "answered", answered, day)
            answered = None
        agency, asked, outcome = row.text("agency"), row.text("asked"), row.text("outcome")
        yield Request(day, asked, agency, entry, state, answered, outcome, link, row.number)


def _tell_order(reading: Reading, row: int | None, column: str, found: date, least: date) -> None:
    reading.tell(
        "PR067",
        resource="requests",
        row=row,
        column=column,
        message="the answer is dated before the question: its day is left out",
        found=found,
        expected=f"{least} or later",
    )


def _tell_link(reading: Reading, row: Row, table: str, column: str, link: str) -> None:
    reading.tell(
        "PR004",
        resource=table,
        row=row.number,
        column=column,
        message="this leads nowhere: it is left out",
        found=link,
        expected="an address that begins with https://" + (", or an e-mail address" if column == "contact" else ""),
        todo="Open the page in a browser and copy its address from there.",
    )
