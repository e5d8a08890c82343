"""The agencies and services of a package, found by their ids or their titles, and those that only measures name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from civicstat.checks.words import counted
from civicstat.names import slug
from civicstat.performance.model import Agency, Service
from civicstat.progress.rows import quoted, todo_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from civicstat.progress.cells import Row
    from civicstat.progress.rows import Reading


def plain(text: str) -> str:
    """A name as it is compared: whatever its case, and however many blanks stand in it."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Place:
    """The keys of a measure's agency and service, empty where it has none, and what is wrong, for residents."""

    agency: str
    service: str
    troubles: tuple[str, ...] = ()


@dataclass
class Places:
    """All agencies and services of a package while it is read: tables first, then what each measure names."""

    reading: Reading
    agencies: list[Agency] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    _agency: dict[str, Agency] = field(default_factory=dict)
    _service: dict[str, list[Service]] = field(default_factory=dict)
    _missing: dict[tuple[str, str], list[tuple[Row, str]]] = field(default_factory=dict)
    """By column and name, the rows of measures that name what is in no table, each with what may be meant."""

    def read_agencies(self, rows: Sequence[Row]) -> None:
        """Take the table of agencies."""
        for row in rows:
            key, title = slug(row.text("id")), row.text("title")
            self._add_agency(Agency(key, row.text("id"), title, row.text("description"), row.text("lead")))

    def read_services(self, rows: Sequence[Row]) -> None:
        """Take the table of services, and tell of each that has no agency."""
        for row in rows:
            named = row.text("agency")
            agency = self._agency.get(plain(named)) if named else None
            if agency is None:
                names = [a.title for a in self.agencies]
                self.reading.tell(
                    "PR033",
                    resource="services",
                    row=row.number,
                    column="agency",
                    message="the service names no agency"
                    if not named
                    else "the service names an agency that is not in the table of agencies",
                    found=f"{row.text('title')}, of {named or 'none'}",
                    expected="the id or the title of an agency",
                    todo=todo_of(named, names) if named else "",
                )
            key = agency.key if agency else ""
            texts = (row.text("id"), row.text("title"), key, row.text("description"))
            self._add_service(Service(slug(row.text("id")), *texts))

    def _add_agency(self, agency: Agency) -> None:
        self.agencies.append(agency)
        for name in (agency.id, agency.title):
            if name:
                self._agency.setdefault(plain(name), agency)

    def _add_service(self, service: Service) -> None:
        self.services.append(service)
        for name in dict.fromkeys((plain(service.id), plain(service.title))):
            if name:
                self._service.setdefault(name, []).append(service)

    def of(self, row: Row) -> Place:
        """Where a measure belongs; what it names and no table has is taken over under that name."""
        named, serves = row.text("agency"), row.text("service")
        agency = self._agency.get(plain(named)) if named else None
        service = self._serving(serves, agency)
        troubles = []
        if named and (agency is None or not agency.listed):
            meant = next((a.title for a in self.agencies if service and a.key == service.agency and a.listed), "")
            agency = agency or self._unlisted_agency(named)
            if self._listed(self.agencies):
                self._missing.setdefault(("agency", agency.title), []).append((row, meant))
                troubles.append(
                    f"The agency “{agency.title}” is not in the table of agencies: the name is as published."
                )
        if not named and service:
            agency = next((a for a in self.agencies if a.key == service.agency), None)
        key = agency.key if agency else ""
        if serves and (service is None or not service.listed):
            service = service if service and service.agency == key else self._unlisted_service(serves, key)
            if self._listed(self.services):
                self._missing.setdefault(("service", service.title), []).append((row, ""))
                troubles.append(
                    f"The service “{service.title}” is not in the table of services: the name is as published."
                )
        return Place(key, service.key if service else "", tuple(troubles))

    @staticmethod
    def _listed(places: Sequence[Agency] | Sequence[Service]) -> bool:
        return any(place.listed for place in places)

    def _serving(self, name: str, agency: Agency | None) -> Service | None:
        """The service of that name: that of the agency, where several have it."""
        found = self._service.get(plain(name), []) if name else []
        return next((s for s in found if agency and s.agency == agency.key), found[0] if found else None)

    def _unlisted_agency(self, name: str) -> Agency:
        title = " ".join(name.split())
        agency = Agency(_free(title, {a.key for a in self.agencies}), "", title, listed=False)
        self._add_agency(agency)
        return agency

    def _unlisted_service(self, name: str, agency: str) -> Service:
        title = " ".join(name.split())
        same = next((s for s in self._service.get(plain(title), []) if not s.listed and s.agency == agency), None)
        if same:
            return same
        service = Service(_free(title, {s.key for s in self.services}), "", title, agency, listed=False)
        self._add_service(service)
        return service

    def tell(self) -> None:
        """Tell of every name that leads nowhere, once, with the first row that has it."""
        known = {"agency": [a.title for a in self.agencies if a.listed]}
        known["service"] = [s.title for s in self.services if s.listed]
        for (column, name), rows in self._missing.items():
            row, _ = rows[0]
            meant = next((meant for _, meant in rows if meant), "")
            more = f", in {counted(len(rows), 'row')}" if len(rows) > 1 else ""
            self.reading.tell(
                "PR034",
                resource="measures",
                row=row.number,
                column=column,
                message=f"the {column} is in no table, so it stands under this name{more}",
                found=name,
                expected=f"the id or the title of {'an agency' if column == 'agency' else 'a service'} in the table"
                + (f', such as "{quoted(meant)}", to which its service belongs' if meant else ""),
                todo=todo_of(name, known[column]),
            )


def _free(title: str, taken: Container[str]) -> str:
    """A part of an address that no other has."""
    own, number = slug(title), 2
    key = own
    while key in taken:
        key, number = f"{own}-{number}", number + 1
    return key
