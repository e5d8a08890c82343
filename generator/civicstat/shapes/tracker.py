"""The tables of a package of the kind `tracker`."""

from __future__ import annotations

from civicstat.shapes.shape import Column, Shape, description_column, id_column, title_column

PROGRESS = {
    "complete": "Done",
    "in progress": "Being worked on",
    "not started": "Not begun yet",
    "blocked": "Can’t go on for now",
    "dropped": "Given up",
}
"""How far an action is, in the order in which pages count: the words that the column may have."""

SPELLINGS = {
    "complete": ("complete", "completed", "done", "finished", "achieved"),
    "in progress": ("in progress", "in-progress", "ongoing", "underway", "under way", "started"),
    "not started": ("not started", "not yet started", "not begun", "not yet begun", "to do", "planned"),
    "blocked": ("blocked", "on hold", "paused", "stalled"),
    "dropped": ("dropped", "cancelled", "canceled", "withdrawn", "abandoned"),
}
"""By word, the spellings that are read as it, whatever their case; any other is told and shown as it is written."""

_HOW_FAR = "How far it is, whatever the case of the word. These are read too: {}.".format(
    ", ".join(said for word, spellings in SPELLINGS.items() for said in spellings if said != word)
)

TRACKER = (
    Shape(
        "groups",
        "Groups",
        "The committees, themes or priorities under which actions stand.",
        (
            id_column("group", "public-trust"),
            title_column("group", "Building public trust"),
            description_column("group", "Accountable from the top down."),
        ),
        ("id",),
    ),
    Shape(
        "actions",
        "Actions",
        "What was announced, and how far each of it is.",
        (
            id_column("action", "12"),
            Column(
                "group",
                "Group",
                "The id of its group, or the group’s title.",
                "public-trust",
                refers="groups.id",
            ),
            Column("title", "Action", "What is to be done, in a sentence.", "Restore weekly recycling.", required=True),
            Column(
                "parties",
                "Parties responsible",
                "Who answers for it: ids or names of parties, with commas between them. Offices, not persons.",
                "Department of Public Works",
                role=True,
            ),
            Column("progress", "Progress", _HOW_FAR, "complete", words=PROGRESS),
            Column("due", "Due", "The day by which it should be done.", "2027-03-01", "date"),
            Column("done", "Done", "The day on which it was done; blank until then.", "2027-02-26", "date"),
            Column("note", "Note", "What residents should know of it.", "Trucks are back on all routes.", long=True),
            Column("link", "Link", "Where more can be read.", "https://example.org/recycling"),
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "parties",
        "Parties",
        "The offices that answer for actions.",
        (
            Column("id", "Id", "A short name or abbreviation, which the actions may use.", "DPW", required=True),
            Column(
                "title",
                "Name",
                "The full name, which the actions may use too.",
                "Department of Public Works",
                required=True,
                role=True,
            ),
            Column("link", "Website", "Its website, with or without https:// before it.", "publicworks.example.org"),
        ),
        ("id",),
    ),
    Shape(
        "milestones",
        "Milestones",
        "Days to measure the way by, each with its date or with the number of its day.",
        (
            title_column("milestone", "Half of the time is over"),
            Column("date", "Date", "The day.", "2027-02-20", "date"),
            Column(
                "day",
                "Number of the day",
                "Which of the tracker’s days it is, counted from `civicstat.tracker.start`. Needed only where the date "
                "is blank.",
                "50",
                "number",
            ),
            Column("note", "Note", "What residents should know of it.", "The first report comes out.", long=True),
        ),
    ),
)
"""The tables in the order in which staff fill them in."""
