"""The tables of a package of the kind `programme`."""

from __future__ import annotations

from civicstat.shapes.shape import Column, Shape, id_column

CLASSES = {
    "publishable": "Anybody may have it",
    "protected": "The law protects it, or part of it",
    "sensitive": "Publishing it could harm people, or the city's work",
}
"""The classes of a city's data."""

STATES = {
    "published": "Anybody can get it",
    "planned": "It will be published",
    "withheld": "It is not published, for a reason",
}

REASONS = {
    "personal": "It tells of persons, who could be recognised",
    "safety": "It could put people, buildings or systems in danger",
    "investigation": "It belongs to an investigation or a case in court",
    "confidential": "A law or a court forbids to pass it on",
    "commercial": "It holds business secrets of others",
    "third party": "It belongs to others, who do not allow it to be passed on",
    "draft": "It is not final",
    "quality": "It is not good enough yet to be relied on",
}
"""Why data, or a part of it, is withheld. The reasons are classes: none of them tells what the data holds."""

CHECKED = {
    "passed": "Nothing was found",
    "mended": "What was found has been put right",
    "failed": "What was found is still there",
}
PARTS = {
    "format": "Format",
    "quality": "Quality",
    "timeliness": "Timeliness",
    "privacy": "Nothing protected or sensitive",
}
"""What a review before publication looks at, by the name of its column."""

OUTCOMES = {
    "approved": "It may be published",
    "to mend": "Something has to be put right first",
    "refused": "It may not be published",
}

REQUEST_STATES = {
    "open": "Not decided yet",
    "published": "It is published",
    "planned": "It will be published",
    "answered": "The question was answered",
    "refused": "It can't be published",
}

_AGENCY = Column(
    "agency", "Agency", "The agency that holds the data, always spelled alike.", "Department of Transportation",
    required=True,
)  # fmt: skip


def _part(name: str, title: str, description: str, example: str = "passed") -> Column:
    return Column(name, title, description, example, words=CHECKED)


PROGRAMME: tuple[Shape, ...] = (
    Shape(
        "inventory",
        "Inventory",
        "The data that the city's agencies hold, published or not.",
        (
            id_column("entry", "pothole-repairs"),
            Column(
                "title",
                "Title",
                "What the data is called. Of data that is protected or sensitive too, this is public.",
                "Pothole repairs",
                required=True,
            ),
            _AGENCY,
            Column("class", "Class", "Whether the city may publish it.", "publishable", words=CLASSES),
            Column("state", "State", "What has become of it. Blank: not decided yet.", "published", words=STATES),
            Column(
                "dataset",
                "Dataset",
                "Where it is published: the name of its package here, or an address elsewhere.",
                "https://example.org/pothole-repairs",
            ),
            Column("planned", "Planned release", "The day by which it is to be published.", "2026-03-31", "date"),
            Column("released", "Released", "The day on which it was first published.", "2026-03-26", "date"),
            Column(
                "reason",
                "Why it is withheld",
                "The class of the reason, where all of it is withheld, or a part is left out. Never the content.",
                "personal",
                words=REASONS,
            ),
            Column(
                "refresh",
                "Refresh",
                "How often it is to be brought up to date: R/P1D daily, R/P1W weekly, R/P1M monthly.",
                "R/P1W",
            ),
            Column(
                "note",
                "Note",
                "What residents should know of it. Only for publishable data: of protected or sensitive data it is on "
                "no page, and withholds the table.",
                "Street addresses are left out.",
                long=True,
            ),
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "coordinators",
        "Coordinators",
        "Each agency's open data coordinator.",
        (
            _AGENCY,
            Column(
                "role",
                "Coordinator",
                "A role or an office, not a person.",
                "Open data coordinator, asset management",
                required=True,
                role=True,
            ),
            Column(
                "contact",
                "Contact",
                "Where to write to: a page, or the mailbox of the office rather than of a person.",
                "https://example.org/transportation/open-data",
            ),
        ),
        ("agency",),
    ),
    Shape(
        "reviews",
        "Reviews",
        "The review of data before it is published. A later one of the same entry gets a new row.",
        (
            Column("entry", "Entry", "The id of the entry.", "pothole-repairs", required=True, refers="inventory.id"),
            Column("date", "Date", "The day of the review.", "2026-03-24", "date", required=True),
            Column(
                "reviewer", "Reviewer", "Who reviewed it: a role or an office, not a person.", "Chief Data Officer",
                role=True,
            ),
            _part("format", "Format", "Whether programs can read it, and its columns are explained."),
            _part("quality", "Quality", "Whether it is right and whole.", "mended"),
            _part("timeliness", "Timeliness", "Whether it is recent, and will be kept so."),
            _part("privacy", "Privacy", "Whether nothing in it is protected or sensitive."),
            Column("outcome", "Outcome", "What was decided.", "approved", required=True, words=OUTCOMES),
            Column("note", "Note", "What residents should know of it.", "Two columns got a unit.", long=True),
        ),
    ),
    Shape(
        "requests",
        "Requests",
        "Which data the public asked for, and what came of it.",
        (
            Column("date", "Date", "The day on which it was asked for.", "2026-01-12", "date", required=True),
            Column(
                "asked",
                "What was asked for",
                "In a sentence or two, without names.",
                "Where potholes were filled, and how soon.",
                required=True,
                long=True,
            ),
            Column("agency", "Agency", "The agency that it is asked of.", "Department of Transportation"),
            Column("entry", "Entry", "The id of its entry, if it has one.", "pothole-repairs", refers="inventory.id"),
            Column("state", "State", "What has come of it. Blank: open.", "published", words=REQUEST_STATES),
            Column("answered", "Answered", "The day of the answer.", "2026-03-26", "date"),
            Column("outcome", "Answer", "What came of it, in words.", "It is published.", long=True),
            Column("link", "Link", "Where it can be read.", "https://example.org/discussions/31"),
        ),
    ),
)  # fmt: skip
"""The tables in the order in which staff fill them in."""
