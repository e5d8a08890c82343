"""What the open data programme says in its package, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from civicstat.names import slug

if TYPE_CHECKING:
    from datetime import date

Class = Literal["publishable", "protected", "sensitive", ""]
State = Literal["published", "planned", "withheld", ""]

DISCLAIMERS = (
    "The data is offered as it is. The city does not promise that it is free of errors, whole, or fit for a purpose.",
    "Who uses the data answers for what they make of it. The city does not stand behind what others publish from it.",
    "Data may be corrected, changed or taken back at any time.",
    "What is published here takes nothing away from anybody’s right to ask for public records.",
)
"""What stands in a report where the package has no disclaimers of its own: usual ones, in no law's words."""


@dataclass(frozen=True)
class Law:
    """What asks for the programme: `url` may be empty."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """Something in the inventory.

    `kind` is its class and `state` what has become of it; both are empty where nobody has said. `dataset` is the page
    name of a package, `address` where it is published elsewhere. Of what may not be published, all but title, agency,
    class, state and `reason` is left out by whoever reads the table, and but the day of its release where it is
    published all the same. `row` is its row in the file.
    """

    id: str
    title: str
    agency: str
    kind: Class
    state: State
    dataset: str = ""
    address: str = ""
    planned: date | None = None
    released: date | None = None
    reason: str = ""
    refresh: str = ""
    note: str = ""
    row: int | None = field(default=None, compare=False)

    @property
    def anchor(self) -> str:
        """The id of its part of a page."""
        return f"entry-{slug(self.id)}"


@dataclass(frozen=True)
class Coordinator:
    """Who coordinates an agency's open data: a role. `contact` is an address or a mailbox, or empty."""

    agency: str
    role: str
    contact: str = ""
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Review:
    """A review before publication. `parts` has a word for each part that was looked at."""

    entry: str
    day: date
    reviewer: str
    parts: tuple[tuple[str, str], ...]
    outcome: str
    note: str = ""
    row: int | None = field(default=None, compare=False)

    @property
    def failed(self) -> tuple[str, ...]:
        """The parts in which something is still wrong."""
        return tuple(part for part, word in self.parts if word == "failed")

    @property
    def passes(self) -> bool:
        """Whether the data may be published by it."""
        return self.outcome == "approved" and not self.failed


@dataclass(frozen=True)
class Request:
    """Something that the public asked for. `state` is one of the words for requests, `entry` the id of its entry."""

    day: date
    asked: str
    agency: str = ""
    entry: str = ""
    state: str = "open"
    answered: date | None = None
    outcome: str = ""
    link: str = ""
    row: int | None = field(default=None, compare=False)

    def state_on(self, until: date) -> str:
        """What had come of it by a day: open until it was answered. An answer without a day was there at once."""
        return "open" if self.answered and self.answered > until else self.state


@dataclass(frozen=True)
class Programme:
    """As its package says it. `package` is the package's page name.

    Entries and coordinators stand in the order of their rows, reviews and requests in that of their days. `due` is the
    month and the day by which the annual report is due. `own_disclaimers` is false where they are civicstat's.
    `withheld` names tables that can't be used, `left_out` how many rows of which others are left out.
    """

    package: str
    title: str
    purpose: str
    simulated: bool = False
    officer: str = ""
    law: Law | None = None
    disclaimers: tuple[str, ...] = DISCLAIMERS
    own_disclaimers: bool = False
    feedback: str = ""
    due: tuple[int, int] = (6, 30)
    entries: tuple[Entry, ...] = ()
    coordinators: tuple[Coordinator, ...] = ()
    reviews: tuple[Review, ...] = ()
    requests: tuple[Request, ...] = ()
    withheld: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


def address_of(programme: Programme, all_: tuple[Programme, ...]) -> str:
    """Where a programme's pages begin: `programme/`, and the package's name below it where there are several."""
    return "programme/" if len(all_) < 2 else f"programme/{programme.package}/"


def reviews_by_entry(programme: Programme) -> dict[str, tuple[Review, ...]]:
    """The reviews of each entry by its id, in the order of their days."""
    found: dict[str, tuple[Review, ...]] = {}
    for review in programme.reviews:
        found[review.entry] = (*found.get(review.entry, ()), review)
    return found
