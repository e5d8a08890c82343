"""The examples with which a package of the kind `academy` begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.new.begun import Examples, example
from civicstat.shapes.academy import LEVELS
from civicstat.shapes.shape import EXAMPLE

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _academy_rows(begun: Begun) -> dict[str, list[Row]]:
    first, today = begun.on(0), begun.today.isoformat()
    course = example("academy", "courses", opened=first, link="")
    agency = EXAMPLE + example("academy", "capacity")["agency"]
    return {
        "courses": [course],
        "modules": [
            example("academy", "modules"),
            example("academy", "modules", title="Where numbers come from", minutes="25", description=""),
        ],
        # Nobody can have enrolled before the first day.
        "enrolment": [example("academy", "enrolment", date=today)] if begun.start <= begun.today else [],
        "targets": [
            example("academy", "targets", course=own, value=value, due=begun.on(1), since=first, why="")
            for own, value in ((course["id"], "200"), ("", "500"))
        ],
        "capacity": [
            example("academy", "capacity", agency=agency, area=area, level=level, date=today, note="")
            for area, level in (("Data quality", "2"), ("Documentation", "1"))
        ],
        "facts": [example("academy", "facts", text=EXAMPLE + example("academy", "facts")["text"], link="", date="")],
    }


ACADEMY = Examples(
    rows=_academy_rows,
    said=lambda _: {"levels": list(LEVELS)},
    page=lambda _: "academy/",
    still=("the words for the levels of data capacity, if yours are others: civicstat.academy.levels",),
    hints=("Facts from elsewhere need their source; delete facts.csv and its resource if you tell none.",),
)
