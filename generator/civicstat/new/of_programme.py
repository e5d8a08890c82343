"""The examples with which a package of the kind `programme` begins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from civicstat.new.begun import Examples, example
from civicstat.shapes.shape import EXAMPLE

if TYPE_CHECKING:
    from civicstat.new.begun import Begun, Row


def _before(begun: Begun, days: int) -> str:
    """A day so long before today."""
    return (begun.today - timedelta(days=min(days, (begun.today - date.min).days))).isoformat()


def _entry(**own: str) -> Row:
    """An entry with what it has of its own: where it can't be published yet, nothing else is known of it."""
    blank = dict.fromkeys(("dataset", "planned", "released", "reason", "refresh", "note"), "")
    return example("programme", "inventory", **blank | own)


def _programme_rows(begun: Begun) -> dict[str, list[Row]]:
    published = example("programme", "inventory", planned=_before(begun, 40), released=_before(begun, 45))
    agency = published["agency"]
    return {
        "inventory": [
            published,
            _entry(id="street-trees", title="Street trees", state="planned", planned=begun.end.isoformat()),
            _entry(
                id="clinic-visits",
                title="Visits to clinics",
                agency="Health Department",
                state="withheld",
                reason="personal",
                **{"class": "sensitive"},
            ),
        ],
        "coordinators": [
            example("programme", "coordinators", agency=agency),
            example(
                "programme",
                "coordinators",
                agency="Health Department",
                role="Open data coordinator, office of epidemiology",
                contact="https://example.org/health/open-data",
            ),
        ],
        "reviews": [example("programme", "reviews", entry=published["id"], date=_before(begun, 50))],
        "requests": [
            example(
                "programme",
                "requests",
                date=_before(begun, 120),
                asked=EXAMPLE + "Where potholes were filled, and how soon.",
                entry=published["id"],
                answered=_before(begun, 45),
                link="",
            )
        ],
    }


def _said(_: Begun) -> dict[str, Any]:
    return {"officer": "Chief Data Officer"}


PROGRAMME = Examples(
    rows=_programme_rows,
    said=_said,
    page=lambda _: "programme/",
    still=(
        "who answers for the programme, as a role: civicstat.programme.officer",
        "the law or the policy that it stands on: civicstat.programme.law",
        "the disclaimers that it asks for, word by word: civicstat.programme.disclaimers",
    ),
    hints=(
        "An inventory that you keep already can stay as it is. Put its file in place of inventory.csv, and say under",
        'civicstat how its columns are called, such as "columns": {"inventory": {"title": "Dataset Name"}}.',
    ),
)
