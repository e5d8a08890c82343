"""What is wrong between a package of the kind `programme` and others that it names; and what is overdue in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.access import restricted_key
from civicstat.checks.words import counted, listed
from civicstat.findings import Finding
from civicstat.names import slug
from civicstat.programme.model import reviews_by_entry
from civicstat.progress.rows import Reading, expected_of, todo_of
from civicstat.progress.troubles import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from civicstat.model import Restricted
    from civicstat.programme.model import Entry, Programme, Review
    from civicstat.progress.around import Known


def programme_problems(
    programme: Programme,
    packages: Known,
    today: date | None = None,
    broken: Collection[str] = (),
    beside: Iterable[Programme] = (),
) -> tuple[Finding, ...]:
    """Everything that is wrong between packages; the programme's own is among them.

    Without `today` nothing is said of what is late. `broken` names packages whose descriptor can't be published,
    `beside` the portal's other programmes, whose inventories count for datasets that this one does not have.
    """
    package, scan = packages[programme.package]
    if scan is None or "inventory" in programme.withheld:
        return ()
    reading = Reading(package, scan)
    _coordinators(reading, programme)
    _entries(reading, programme, packages, broken)
    _reasons(reading, programme)
    _reviews(reading, programme)
    _days(reading, programme, today)
    _to_come(reading, programme, today)
    _missing(reading, programme, packages, tuple(beside))
    return reading.findings


def _coordinators(reading: Reading, programme: Programme) -> None:
    """Agencies without a coordinator, and coordinators of agencies that hold nothing."""
    if "coordinators" in programme.withheld:
        return
    first: dict[str, Entry] = {}
    for entry in programme.entries:
        first.setdefault(slug(entry.agency), entry)
    if reading.package.resource("coordinators") is None:
        if first:
            reading.tell(
                "PR061",
                pointer="resources",
                message='the table "coordinators" is missing, so no agency has an open data coordinator',
                found=counted(len(first), "agency", "agencies"),
                expected="a coordinator for each",
                todo="Add the table.",
            )
        return
    there = {slug(c.agency): c for c in programme.coordinators}
    names = [entry.agency for entry in first.values()]
    for key, entry in first.items():
        if key not in there:
            reading.tell("PR061", resource="inventory", row=entry.row, column="agency", found=entry.agency)
    for key, coordinator in there.items():
        near = todo_of(coordinator.agency, names)
        if key not in first and near:
            reading.tell(
                "PR061",
                resource="coordinators",
                row=coordinator.row,
                column="agency",
                message="no entry of the inventory is of this agency, and one is of another that looks like it",
                found=coordinator.agency,
                expected=expected_of(names),
                todo=near,
            )


def _entries(reading: Reading, programme: Programme, packages: Known, broken: Collection[str]) -> None:
    """Where entries say that their data is, and where it is."""
    told: dict[str, Entry] = {}
    for entry in programme.entries:
        here = entry.dataset in packages
        if entry.dataset and entry.dataset in told:
            reading.tell(
                "PR069",
                resource="inventory",
                row=entry.row,
                column="dataset",
                found=entry.dataset,
                expected=f"a dataset that differs from that of row {told[entry.dataset].row}",
            )
        told.setdefault(entry.dataset, entry)
        if entry.state == "published" and not entry.address and not here and entry.kind in ("publishable", ""):
            _unpublished(reading, entry, packages, broken)
        elif here and entry.kind in ("protected", "sensitive"):
            reading.tell(
                "PR068",
                resource="inventory",
                row=entry.row,
                column="dataset",
                message=f"the entry is {entry.kind}, and its dataset is published here",
                found=entry.dataset,
                expected="no such dataset on the portal",
                todo="Take the dataset down at once, or correct its class.",
            )
        elif here and entry.state in ("withheld", "planned", ""):
            reading.tell(
                "PR062",
                resource="inventory",
                row=entry.row,
                column="state",
                message="its dataset is on the portal, and the entry does not say that it is published",
                found=entry.state or "a blank",
                expected="published",
                todo="Write “published” and the day of its release, or correct the name of the dataset.",
            )


def _unpublished(reading: Reading, entry: Entry, packages: Known, broken: Collection[str]) -> None:
    if not entry.dataset:
        message, todo = "it is published by its own word, and does not say where", ""
    elif entry.dataset in broken:
        message, todo = "its dataset is not on the portal: the descriptor has errors", "Mend the dataset's descriptor."
    else:
        message, todo = BY_CODE["PR062"].message, todo_of(entry.dataset, packages)
    reading.tell(
        "PR062",
        resource="inventory",
        row=entry.row,
        column="dataset",
        message=message,
        found=entry.dataset,
        expected="the name of a package here, or an address elsewhere",
        todo=todo,
    )


def _reasons(reading: Reading, programme: Programme) -> None:
    """Entries of which nobody can tell why they are not published."""
    for entry in programme.entries:
        if not entry.kind:
            reading.tell(
                "PR064",
                resource="inventory",
                row=entry.row,
                column="class",
                message="nobody has said whether it may be published, so the page shows no more than its title",
                expected="publishable, protected or sensitive",
                todo="Let its agency say what it is.",
            )
        elif entry.state == "withheld" and not entry.reason:
            reading.tell("PR064", resource="inventory", row=entry.row, column="reason", expected="one of the reasons")
        if entry.kind == "publishable" and entry.state in ("withheld", ""):
            reading.tell(
                "PR065",
                resource="inventory",
                row=entry.row,
                column="state",
                found=entry.state or "a blank",
                expected="published or planned",
            )


def _reviews(reading: Reading, programme: Programme) -> None:
    """Published data that was not reviewed, too late, or did not pass."""
    published = [e for e in programme.entries if e.state == "published"]
    if not published or "reviews" in programme.withheld:
        return
    if reading.package.resource("reviews") is None:
        reading.tell(
            "PR066",
            pointer="resources",
            message='the table "reviews" is missing, so nobody can tell what was reviewed before it was published',
            found=f"{counted(len(published), 'published entry', 'published entries')} without a review",
            expected="a review of each",
            todo="Add the table.",
        )
        return
    by_entry = reviews_by_entry(programme)
    for entry in published:
        _reviewed(reading, entry, by_entry.get(entry.id, ()))


def _reviewed(reading: Reading, entry: Entry, reviews: Sequence[Review]) -> None:
    if not reviews:
        reading.tell("PR066", resource="inventory", row=entry.row, column="id", found=entry.id, expected="a review")
        return
    last, first = reviews[-1], reviews[0]
    if not last.passes:
        what = f"{listed(last.failed, 4)} failed" if last.failed else last.outcome
        reading.tell(
            "PR066",
            resource="reviews",
            row=last.row,
            column="outcome" if not last.failed else last.failed[0],
            message="the data is published, and its last review did not let it pass",
            found=what,
            expected="approved, with nothing failed",
            todo="Mend what was found and review it again, or take the data down.",
        )
    elif entry.released and first.day > entry.released:
        reading.tell(
            "PR066",
            resource="reviews",
            row=first.row,
            column="date",
            message="the data was reviewed only after it had been published",
            found=first.day,
            expected=f"{entry.released} or before",
            todo="Correct the day, if it is wrong. If it is right, it stays: the report says so.",
        )


def _days(reading: Reading, programme: Programme, today: date | None) -> None:
    """Releases that are late, and days that can't be."""
    for entry in programme.entries:
        if entry.kind != "publishable" and entry.state != "published":
            continue  # nothing more is read of it
        where = {"resource": "inventory", "row": entry.row}
        if entry.state in ("planned", "") and entry.planned and today and entry.planned < today:
            reading.tell("PR060", **where, column="planned", found=entry.planned, expected=f"{today} or later")  # type: ignore[arg-type]
        if entry.state == "planned" and not entry.planned:
            reading.tell(
                "PR065",
                **where,  # type: ignore[arg-type]
                column="planned",
                message="it is planned, and nobody has said for when",
                expected="a day such as 2026-03-31",
                todo="Write the day by which it is to be published.",
            )
        if entry.state in ("planned", "withheld") and entry.released:
            reading.tell(
                "PR067",
                **where,  # type: ignore[arg-type]
                column="released",
                message=f"it has a day of release, and is {entry.state} all the same",
                found=entry.released,
                expected="a blank, or “published” as its state",
            )
        elif entry.state == "published" and entry.released and today and entry.released > today:
            reading.tell(
                "PR067",
                **where,  # type: ignore[arg-type]
                column="released",
                message="it is published by its own word, and the day of its release is to come",
                found=entry.released,
                expected=f"{today} or before",
            )
        elif entry.state == "published" and not entry.released:
            reading.tell(
                "PR067",
                **where,  # type: ignore[arg-type]
                column="released",
                message="the day of its release is not known, so it is in no year’s report",
                expected="the day on which it was first published",
                todo="Write it down, or the earliest day that is certain.",
            )


def _to_come(reading: Reading, programme: Programme, today: date | None) -> None:
    """Requests and reviews of a day that is to come: pages leave them out until then."""
    for table, rows in (("requests", programme.requests), ("reviews", programme.reviews)):
        for row in rows:
            if today and row.day > today:
                reading.tell(
                    "PR067",
                    resource=table,
                    row=row.row,
                    column="date",
                    message=f"the day of the {table[:-1]} is to come",
                    found=row.day,
                    expected=f"{today} or before",
                )


def _missing(reading: Reading, programme: Programme, packages: Known, beside: Sequence[Programme]) -> None:
    """Datasets of the portal that no inventory has."""
    if any("inventory" in p.withheld for p in beside):
        return  # nobody can tell what that one has
    listed_ = {e.dataset for p in (programme, *beside) for e in p.entries}
    missing = sorted(name for name, (other, _) in packages.items() if other.kind == "dataset" and name not in listed_)
    if missing:
        reading.tell("PR063", resource="inventory", column="dataset", found=listed(missing, 5), expected="each of them")


def unlisted(programmes: Iterable[Programme], restricted: Iterable[Restricted]) -> tuple[Restricted, ...]:
    """The packages of the catalogue that are not public, and that no inventory names by id or by dataset."""
    named = {restricted_key(name) for p in programmes for e in p.entries for name in (e.id, e.dataset) if name}
    return tuple(one for one in restricted if one.key not in named)


def restricted_problems(programmes: Sequence[Programme], restricted: Iterable[Restricted]) -> Iterator[Finding]:
    """What to tell staff, in the terminal alone, of packages that are not public and that no inventory names."""
    readable = programmes and not any("inventory" in p.withheld for p in programmes)
    for one in unlisted(programmes, restricted) if readable else ():
        yield Finding(
            code="PR063",
            severity="warning",
            file=one.file,
            message="the package is not public, and no inventory has it; only its number is on the programme’s page",
            expected="an entry whose id is the name of that package",
            todo="Add it to the inventory, with a title that may be public.",
            confidential=True,
        )
