"""What the page on the tables of all other kinds of packages shows staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civicstat.shapes import KINDS, MEASURED, SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.shapes import Kind
    from civicstat.shapes.shape import Shape


@dataclass(frozen=True)
class Tabled:
    """A kind of package with its tables: `lead` says what it is for, `begin` is the command that writes one."""

    kind: Kind
    title: str
    lead: str
    begin: str
    shapes: tuple[Shape, ...]


_SAID: Mapping[str, tuple[str, str, str]] = {
    "performance": (
        "Agency measures",
        "What each agency and its services measure, with actuals and targets for each fiscal year and quarter.",
        "agency-measures",
    ),
    "stat": (
        "Stat meetings",
        "A series of meetings, with agenda, the measures looked at, decisions and follow-ups.",
        "cleanstat",
    ),
    "tracker": (
        "Trackers of actions",
        "Actions that were announced, such as those of the first hundred days, by group and with their progress.",
        "first-hundred-days",
    ),
    "academy": (
        "The Data Academy",
        "Courses and their modules, enrolment against goals, and how far each agency is with its data.",
        "data-academy",
    ),
    "programme": (
        "The open data programme",
        "The inventory of the city’s data, who coordinates it, and the review before each publication.",
        "open-data-programme",
    ),
}


def tabled() -> dict[str, Any]:
    """What the template of `docs/tables/` gets: every kind that the page on measures does not explain."""
    return {
        "kinds": tuple(
            Tabled(kind, *_SAID[kind][:2], f"civicstat new {kind} {_SAID[kind][2]}", SHAPES[kind])
            for kind in KINDS
            if kind not in MEASURED
        )
    }
