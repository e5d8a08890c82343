"""The tables of a package of the kind `stat`."""

from __future__ import annotations

from civicstat.shapes.shape import Column, Shape, id_column, title_column

DELIVERABLES = {
    "analysis": "Figures, or what they mean",
    "plan": "A plan with days and roles",
    "report": "A report or a memo",
    "rule": "A rule, an order or a procedure",
    "work": "Work done on the ground",
    "system": "A tool, a form or a system",
    "answer": "An answer to a question",
}
"""What a follow-up ends with."""


def _meeting(what: str, *, required: bool = True) -> Column:
    return Column("meeting", "Meeting", what, "2026-10-15", required=required, refers="meetings.id")


STAT: tuple[Shape, ...] = (
    Shape(
        "meetings",
        "Meetings",
        "The meetings of the series, one a row: those held and those to come.",
        (
            id_column("meeting", "2026-10-15"),
            # A meeting to come may not have its day yet: civicstat tells of it, and keeps the row.
            Column("date", "Date", "The day of the meeting.", "2026-10-15", "date"),
            title_column("meeting", "Before the leaves fall"),
            Column(
                "summary",
                "Summary",
                "What came of the meeting, as Markdown; blank until it was held. It leads the memo.",
                "Requests are answered on time in nine districts of fourteen.",
                long=True,
            ),
            Column(
                "state",
                "State",
                "Whether it takes place; blank counts as so. Why it does not goes into the summary.",
                "as planned",
                words={"as planned": "Takes place", "cancelled": "Does not take place"},
            ),
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "agenda",
        "Agenda",
        "The priority topics of each meeting, in their order. Follow-ups and measures come first, and need no row.",
        (
            _meeting("The id of the meeting."),
            title_column("topic", "Requests on bridges"),
            Column(
                "text",
                "Text",
                "What the topic is about, as Markdown.",
                "Work on a bridge needs a closed lane.",
                long=True,
            ),
            Column(
                "ask",
                "Question",
                "What is to be asked about it; it stands in the brief.",
                "How many nights with a closed lane would it take?",
                long=True,
            ),
            Column(
                "lead",
                "Lead",
                "Who presents it: a role or an office, not a person.",
                "Chief of Maintenance",
                role=True,
            ),
        ),
    ),
    Shape(
        "measures",
        "Measures",
        "The measures that the meetings look at. They stand in other packages of the catalogue: sprints, strategies "
        "and agency measures.",
        (
            Column("package", "Package", "The name of the measure's package.", "sprint-graffiti", required=True),
            Column("measure", "Measure", "The id of the measure in it.", "median-days", required=True),
            Column(
                "from",
                "From",
                "The id of the first meeting that looks at it; blank for the very first.",
                "2026-10-15",
                refers="meetings.id",
            ),
            Column(
                "until",
                "Until",
                "The id of the last meeting that looks at it; blank as long as meetings do.",
                "2026-10-15",
                refers="meetings.id",
            ),
        ),
    ),
    Shape(
        "decisions",
        "Decisions",
        "What was decided at each meeting.",
        (
            _meeting("The id of the meeting."),
            title_column("decision", "Crews close a lane on Tuesday nights"),
            Column("text", "Text", "What exactly, as Markdown.", "From November on, two bridges a night.", long=True),
            Column(
                "who", "Who decided", "A role or an office, not a person.", "Deputy Mayor for Operations", role=True
            ),
        ),
    ),
    Shape(
        "followups",
        "Follow-ups",
        "What somebody undertook to bring, each with one owner and a day. Its colour is worked out from the days.",
        (
            id_column("follow-up", "bridge-list"),
            _meeting("The id of the meeting at which it was assigned."),
            title_column("follow-up", "List every bridge with open requests"),
            Column(
                "owner",
                "Owner",
                "Who answers for it: one role or office, not a person.",
                "Chief of Maintenance",
                role=True,
            ),
            Column("due", "Due", "The day by which it is due.", "2026-10-29", "date"),
            Column("deliverable", "Deliverable", "What it ends with.", "analysis", words=DELIVERABLES),
            Column("started", "Started", "The day on which work on it began; blank until then.", "2026-10-16", "date"),
            Column("closed", "Closed", "The day on which it was closed; blank until then.", "2026-10-28", "date"),
            Column(
                "evidence",
                "Evidence",
                "What shows that it is done, in a sentence.",
                "A list of eleven bridges went to the office.",
                long=True,
            ),
            Column(
                "link",
                "Link",
                "Where the evidence can be seen: the address of a page.",
                "https://example.org/bridges",
            ),
            Column("note", "Note", "What residents should know of it.", "Two belong to the state.", long=True),
        ),
        ("id",),
    ),
)
"""The tables in the order in which staff fill them in."""
