"""A series of Stat meetings on clean streets: it looks at the sprints' measures, decides, and follows up.

What the real CleanStat was begun for is a fact, told with its source in the description; meetings, decisions and
follow-ups are made up, as are the figures, which are those of the sprints on the days of the meetings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import progress_package, rows_of
from topics.services import UPDATED
from topics.sprints import ANALYST, ROADS, WORKS

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles

SPONSOR = "City Administrator"
INNOVATION = "Director, Office of Performance and Innovation"
CREWS = "Supervisor, graffiti crews"
WASTE = "Chief, Bureau of Solid Waste"
PAVING = "Chief, Street Paving"

CLEANING = {
    "title": "The Baltimore Sun, December 2019: the mayor on CleanStat and the cleaning of streets and alleys",
    "path": (
        "https://www.baltimoresun.com/opinion/op-ed/"
        "bs-ed-op-1222-trash-baltimore-20191219-nunn6madtfgozoasywhajrcg2y-story.html"
    ),
}

BEGIN, PAVED, HALF, WINTER, CARTS = "2026-09-24", "2026-10-22", "2026-11-19", "2026-12-03", "2026-12-17"
SKIPPED = "2026-11-05"

MEETINGS = rows_of(
    "id date title summary state",
    (
        BEGIN,
        BEGIN,
        "The autumn sprints begin",
        (
            "Both sprints had begun three days before, so there was little to see yet. The meeting settled **who "
            "brings which figure**, and asked for two things that the figures can't say: where graffiti waits longest, "
            "and which streets are opened again soon after they were paved."
        ),
        None,
    ),
    (
        PAVED,
        PAVED,
        "Short of asphalt",
        (
            "Graffiti is removed sooner than in summer. Paving fell behind when the asphalt plant stood still: the "
            "meeting could not promise the lane miles any more, and asked for **a new target with its reason** instead "
            "of a hope."
        ),
        None,
    ),
    (SKIPPED, SKIPPED, "Leaves and drains", "The offices were closed after a storm.", "cancelled"),
    (
        HALF,
        HALF,
        "Half of the sprints",
        (
            "Half as many graffiti requests wait as in September. What is left is on bridges, where a lane has to be "
            "closed for the work. Paving holds its new target. **One follow-up is late**: the list of murals is there, "
            "but not on the crews' phones, where it was to be."
        ),
        None,
    ),
    (WINTER, WINTER, "Before winter", None, None),
    (CARTS, CARTS, "Carts before the new year", None, None),
)

AGENDA = rows_of(
    "meeting title text ask lead",
    (
        BEGIN,
        "Where graffiti waits longest",
        "Averages hide the districts in which hardly anything is answered on time.",
        "Which three districts wait longest, and why these?",
        CREWS,
    ),
    (
        BEGIN,
        "Streets that are opened twice",
        "A street that is paved and dug up within a year is paid for twice.",
        "Who tells the utilities what will be paved, and how long before?",
        PAVING,
    ),
    (
        PAVED,
        "What the missing asphalt means",
        "The plant stood still from October 5 to 16, and one of two pavers waits for a part.",
        "How many lane miles are still possible this year?",
        PAVING,
    ),
    (
        HALF,
        "Graffiti on bridges",
        "Work on a bridge needs a closed lane, and so a night.",
        "How many nights would it take to clear what waits today?",
        CREWS,
    ),
    (
        WINTER,
        "Paint and cold nights",
        (
            "Paint holds down to 35 degrees Fahrenheit. What is not removed by the middle of December waits until "
            "March, and a wall that is painted over again after a week was not worth the night."
        ),
        "Which requests can't wait until March, and what do they need?",
        CREWS,
    ),
    (
        WINTER,
        "Closed should mean clean",
        "Residents report requests that were closed with the wall still painted.",
        "What did the look at one closed request in twenty find?",
        INNOVATION,
    ),
    (
        CARTS,
        "The waiting list for carts",
        "The sprint on recycling carts begins on January 4, with some 120 households waiting.",
        "Are 700 carts in the yard, and who drives on Saturdays?",
        WASTE,
    ),
)

MEASURES = rows_of(
    "package measure from until",
    ("graffiti-sprint", "on-time", None, None),
    ("graffiti-sprint", "median-days", None, None),
    ("graffiti-sprint", "open", None, None),
    ("resurfacing-sprint", "lane-miles", None, None),
    ("resurfacing-sprint", "ramps", PAVED, None),
    ("pothole-sprint", "open", BEGIN, BEGIN),
    ("recycling-cart-sprint", "waiting", CARTS, None),
)

DECISIONS = rows_of(
    "meeting title text who",
    (
        BEGIN,
        "Figures by council district at every meeting",
        "A measure that has rows is told by district too, so that nobody has to ask.",
        SPONSOR,
    ),
    (
        PAVED,
        "The target for lane miles is changed, with its reason",
        "From 19 to 14 lane miles by December 19. The five miles left out come first in spring.",
        "Deputy Mayor for Operations",
    ),
    (
        PAVED,
        "No street is paved unless the utilities have answered",
        "No answer within two weeks counts as no plan to dig.",
        ROADS,
    ),
    (
        HALF,
        "A lane is closed on Tuesday nights",
        "From December 1 on, for graffiti on bridges, as long as the paint holds.",
        WORKS,
    ),
)

FOLLOWUPS = rows_of(
    "id meeting title owner due deliverable started closed evidence link note",
    (
        "slow-districts",
        BEGIN,
        "Say which districts wait longest for graffiti to be removed",
        ANALYST,
        "2026-10-08",
        "analysis",
        "2026-09-25",
        "2026-10-07",
        "The sprint's page shows every measure by council district.",
        None,
        None,
    ),
    (
        "utility-letter",
        BEGIN,
        "Write to the utilities about every street to be paved",
        PAVING,
        "2026-10-16",
        "rule",
        "2026-10-02",
        "2026-10-20",
        "Letters about 41 segments went out on October 20.",
        None,
        "Four days late: the list of segments changed with the asphalt.",
    ),
    (
        "miles-possible",
        PAVED,
        "Say how many lane miles are still possible this year",
        PAVING,
        "2026-10-26",
        "plan",
        "2026-10-22",
        "2026-10-26",
        "The target was changed on October 26, with its reason.",
        None,
        None,
    ),
    (
        "mural-list",
        PAVED,
        "Give crews a list of murals that stay",
        CREWS,
        "2026-11-06",
        "system",
        "2026-10-23",
        None,
        None,
        None,
        "The list is there; it is not on the crews' phones yet.",
    ),
    (
        "ramp-crew",
        PAVED,
        "Find a second crew for curb ramps",
        ROADS,
        "2026-11-13",
        "plan",
        "2026-10-30",
        "2026-11-12",
        "Two people from sidewalk repair work on ramps until the sprint ends.",
        None,
        None,
    ),
    (
        "bridge-nights",
        HALF,
        "Count the nights with a closed lane that all bridges would take",
        CREWS,
        "2026-12-01",
        "analysis",
        "2026-11-20",
        None,
        None,
        None,
        None,
    ),
    (
        "closed-and-clean",
        HALF,
        "Look at one closed request in twenty, and tell what was found",
        INNOVATION,
        "2026-12-03",
        "report",
        "2026-11-20",
        None,
        None,
        None,
        "Residents had asked for it on November 12.",
    ),
    (
        "spring-list",
        HALF,
        "List the streets that come first in spring",
        PAVING,
        "2026-12-15",
        "plan",
        None,
        None,
        None,
        None,
        "The five lane miles that were left out lead the list.",
    ),
    (
        "paint-rule",
        HALF,
        "Write down how cold it may be for paint to hold",
        WORKS,
        "2026-11-20",
        "rule",
        None,
        None,
        None,
        None,
        None,
    ),
)


def series(_: VegaFiles) -> Package:
    """Meetings held and to come, with follow-ups of all four colours."""
    return progress_package(
        "stat",
        "cleanstat",
        "CleanStat",
        [
            "Every two weeks the city looks at how clean its streets are, at the work that makes them so, and at what",
            "was promised at the last meeting.",
            "Baltimore began a CleanStat of its own in 2019, to clean streets and alleys better, and as well in one",
            "part of the city as in another: so the mayor of that time wrote in The Baltimore Sun",
            "(December 2019, among the sources). All else here is made up.",
        ],
        {
            "meetings": MEETINGS,
            "agenda": AGENDA,
            "measures": MEASURES,
            "decisions": DECISIONS,
            "followups": FOLLOWUPS,
        },
        keywords=["stat meetings", "cleaning", "streets"],
        sources=[CLEANING],
        theme=["Public works"],
        said={
            "sponsor": SPONSOR,
            "facilitator": INNOVATION,
            "calendar": "R/P2W",
            "hour": "14:30",
            "minutes": 60,
            "place": "City Hall, and online",
            "open": True,
        },
        measures=[],
        modified=UPDATED,
        promise="R/P2W",
        temporal=f"{BEGIN}/{CARTS}",
    )
