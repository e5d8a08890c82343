"""A hundred days for cleaner blocks: a tracker of actions, in words of its own.

Its form is that of the tracker that Baltimore kept of its mayor's first hundred days (committees, actions with the
offices that answer for them, a word for progress, days to measure by). Actions, days and progress are made up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import progress_package, rows_of

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles

START, END = "2026-09-28", "2027-01-05"
FORM = {"title": "City of Baltimore, transition-agenda: the tracker of the first hundred days, for its form"}

GROUPS = rows_of(
    "id title description",
    ("streets", "Streets and alleys", "What residents see first when they step outside."),
    ("parks", "Parks and trees", "Places to sit, to play and to cool down."),
    ("reporting", "Saying what is wrong", "A report should be easy to make, and its answer easy to find."),
    ("money", "Paying for it", "What the hundred days cost, and who carries on after them."),
)
PARTIES = rows_of(
    "id title",
    ("PW", "Department of Public Works"),
    ("TR", "Department of Transportation"),
    ("RP", "Department of Recreation and Parks"),
    ("PI", "Office of Performance and Innovation"),
    ("FI", "Department of Finance"),
    ("CA", "Office of the City Administrator"),
)
ACTIONS = rows_of(
    "id group title parties progress due done note",
    ("1", "streets", "Walk every commercial block with its merchants, and list what is broken.", "PW, TR",
     "complete", "2026-10-16", "2026-10-14", "Forty-one blocks, each with a list that merchants have signed."),
    ("2", "streets", "Empty street cans on commercial blocks on Sundays too.", "PW", "complete", "2026-11-01",
     "2026-11-01", ""),
    ("3", "streets", "Clear the alleys that were reported three times or more since spring.", "PW", "in progress",
     "2026-12-11", None, "About two thirds are done."),
    ("4", "streets", "Mark every crossing in front of a school anew before it freezes.", "TR", "in progress",
     "2026-11-13", None, "Rain took nine working days. The last six schools follow in the first dry week."),
    ("5", "streets", "Try carts with sensors that say when they are full.", "PW, PI", "dropped", None, None,
     "The offers came to more than a second Sunday crew costs."),
    ("6", "parks", "Plant 300 street trees where there is least shade.", "RP", "in progress", "2026-12-18", None, ""),
    ("7", "parks", "Repair the drinking fountains that are dry.", "RP, PW", "blocked", "2026-12-04", None,
     "A part is back-ordered until January."),
    ("8", "parks", "Name a contact for every friends-of-the-park group.", "RP", "complete", "2026-10-30",
     "2026-10-27", ""),
    ("9", "reporting", "Answer every report with a day by which it will be looked at.", "PI, PW, TR", "in progress",
     "2026-12-18", None, ""),
    ("10", "reporting", "Offer the reporting line in five languages.", "PI", "complete", "2026-11-20", "2026-11-18",
     ""),
    ("11", "reporting", "Publish where reports come from, block by block, without addresses.", "PI", "complete",
     "2026-11-06", "2026-11-05", ""),
    ("12", "reporting", "Ask residents who reported twice what went wrong the first time.", "PI, CA", "not started",
     "2026-12-31", None, ""),
    ("13", "money", "Tell what each action costs, to the nearest thousand dollars.", "FI", "in progress",
     "2026-12-18", None, ""),
    ("14", "money", "Decide which crews stay when the hundred days are over.", "CA, FI", "not started", "2027-01-05",
     None, ""),
)  # fmt: skip
MILESTONES = rows_of(
    "title date day note",
    ("The hundred days begin", START, "1", ""),
    ("A quarter of the time is over", "2026-10-22", "25", "First report to the council."),
    ("Half of the time is over", "2026-11-16", "50", "Second report, with a walk open to all."),
    ("Three quarters are over", "2026-12-11", "75", ""),
    ("The hundred days end", END, "100", "What stays is decided, and said."),
)


def tracker(_: VegaFiles) -> Package:
    """Fourteen actions in four groups: the hundred days run, one action is late, one blocked, one dropped."""
    return progress_package(
        "tracker",
        "cleaner-blocks",
        "A hundred days for cleaner blocks",
        [
            "What city offices said they would do for cleaner blocks by January 5, 2027, action by action,",
            "and how far each of it is.",
        ],
        {"groups": GROUPS, "actions": ACTIONS, "parties": PARTIES, "milestones": MILESTONES},
        keywords=["hundred days", "actions", "cleaning"],
        theme=["Public works"],
        said={"start": START, "end": END},
        measures=[],
        modified="2026-11-20",
        sources=(FORM,),
    )
