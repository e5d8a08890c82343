"""A strategy for the city, in words of its own.

Its structure (pillars, goals with a lead, initiatives) is that of Baltimore's Mayor's Action Plan; its sentences are
not. Three measures state facts from the city's published performance measures, each with its number there, and say so
in their caveats; the rest stand on the made-up rows of `services.py` or on made-up values. Some goals have no measure
yet, so that it can be seen what a page makes of a gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import BY_PLACE, progress_package, rows_of
from topics.services import UPDATED
from topics.sprints import ANALYST, DAYS, ON_TIME, ROADS, TARGETS, WORKS

if TYPE_CHECKING:
    from describe import Json, Package
    from vega import VegaFiles

START, END = "2025-07-01", "2028-06-30"
HOUSING = "Commissioner, Department of Housing and Community Development"
JOBS = "Director, Mayor's Office of Employment Development"
INNOVATION = "Executive Director, Office of Performance and Innovation"

# Notices of vacant buildings (performance measure 7513), by the last day of the quarter that each number is for.
VACANTS = (
    ("2024-06-30", "13366"),
    ("2024-09-30", "13157"),
    ("2024-12-31", "12914"),
    ("2025-03-31", "12880"),
    ("2025-06-30", "12599"),
    ("2025-09-30", "12385"),
    ("2025-12-31", "12187"),
)
# Youth aged 14 to 21 who were offered paid summer work (performance measure 7981), by whole fiscal year: the number for
# nine months of 2026 (8,604) is left out, since it can't be held against years.
YOUTH = (
    ("2021-06-30", "5017"),
    ("2022-06-30", "6382"),
    ("2023-06-30", "6761"),
    ("2024-06-30", "7913"),
    ("2025-06-30", "10212"),
)

PILLARS = rows_of(
    "id title description",
    (
        "safe",
        "Safe on every block",
        "Fewer people come to harm, and whoever calls for help gets the kind that they need.",
    ),
    ("growing", "Growing up and growing old here", "From the first job to the last years at home."),
    ("clean", "Clean and healthy places", "Streets that people like to walk on, and less that is thrown away."),
    ("thriving", "Homes and work within reach", "Empty houses become homes, and small firms find room."),
    ("working", "A city that works", "Streets, offices and accounts that do what residents expect of them."),
)

GOALS = rows_of(
    "id pillar title description lead",
    (
        "fewer-shot",
        "safe",
        "Fewer people are shot",
        "Those most at risk are offered a way out, and each offer is followed up.",
        "Director, Mayor's Office of Neighborhood Safety and Engagement",
    ),
    (
        "right-help",
        "safe",
        "The right help comes",
        "A call about a crisis of the mind is answered by people trained for it.",
        "Deputy Mayor for Public Safety",
    ),
    (
        "first-jobs",
        "growing",
        "A first job for whoever wants one",
        "Summer work with pay for the young, in trades that hire afterwards.",
        JOBS,
    ),
    (
        "home-longer",
        "growing",
        "Grow old at home",
        "Help with repairs, meals and rides, before a home becomes too much.",
        "Health Commissioner",
    ),
    (
        "clean-streets",
        "clean",
        "Streets are clean",
        "What residents report is gone within the days that are promised.",
        WORKS,
    ),
    (
        "less-waste",
        "clean",
        "Less is thrown away",
        "More of what is collected is recycled; less is collected.",
        WORKS,
    ),
    (
        "fewer-vacants",
        "thriving",
        "Empty houses become homes",
        "Whole blocks at a time, so that one repaired house does not stand alone.",
        HOUSING,
    ),
    (
        "room-for-firms",
        "thriving",
        "Room for small firms",
        "Permits that come when they are promised, and shops in empty storefronts.",
        "Director, Department of Planning",
    ),
    (
        "good-streets",
        "working",
        "Streets in good repair",
        "Potholes are filled in two days; worn streets get a new surface in their turn.",
        ROADS,
    ),
    (
        "plain-answers",
        "working",
        "Plain answers in many languages",
        "Whoever asks the city something understands the answer.",
        "Director, Office of Community Affairs",
    ),
)

INITIATIVES = rows_of(
    "id goal title description lead",
    ("way-out", "fewer-shot", "Offer a way out", "Case workers stay with a person for a year.", ""),
    ("night-teams", "right-help", "Crisis teams at night", "A nurse and a counselor drive out in place of police.", ""),
    (
        "summer-work",
        "first-jobs",
        "Summer work for six weeks",
        "Paid, five days a week, with an adult as guide.",
        JOBS,
    ),
    (
        "trades",
        "first-jobs",
        "From summer work to a trade",
        "A place for training follows where it is wanted.",
        JOBS,
    ),
    ("home-repairs", "home-longer", "Repairs that keep people at home", "Roofs, rails and ramps, in that order.", ""),
    ("paint-out", "clean-streets", "Graffiti gone within a week", "Two crews, and routes by neighborhood.", WORKS),
    ("sweeping", "clean-streets", "Sweep by need", "Streets with more litter are swept more often.", WORKS),
    ("carts", "less-waste", "A recycling cart for every home", "Asked for today, there within two weeks.", WORKS),
    ("food-scraps", "less-waste", "Food scraps apart", "Drop-off places at markets first.", "Office of Sustainability"),
    ("whole-blocks", "fewer-vacants", "Repair whole blocks", "Buy, repair and sell a block in one go.", HOUSING),
    ("one-desk", "room-for-firms", "One desk for permits", "One person stays with an application to its end.", ""),
    ("two-days", "good-streets", "Potholes filled in two days", "All year, and not only after winter.", ROADS),
    ("new-surface", "good-streets", "New surface for worn streets", "The worst first, and nobody digs it up.", ROADS),
    ("translated", "plain-answers", "Forms in the city's languages", "The twenty most used forms first.", ""),
    ("say-back", "plain-answers", "Say what came of it", "Every question to a portal page gets an answer.", INNOVATION),
)

MEASURES = rows_of(
    "id goal initiative title unit definition type desired interval owner refresh baseline baseline_date low high "
    "caveats",
    (
        "youth-jobs",
        "first-jobs",
        "",
        "Young people offered summer work",
        "people",
        "People aged 14 to 21 who were offered paid summer work in a fiscal year.",
        "output",
        "increase",
        "period",
        JOBS,
        "R/P1Y",
        "7913",
        "2024-06-30",
        "",
        "",
        (
            "A fact: City of Baltimore, performance measure 7981. An offer is not yet a job done. "
            "The file used here has no figure for the whole of fiscal year 2026."
        ),
    ),
    (
        "graffiti-on-time",
        "clean-streets",
        "",
        "Graffiti removed on time",
        "%",
        "Of the requests that were promised for a month, the share closed by the day promised.",
        "effectiveness",
        "increase",
        "period",
        ANALYST,
        "R/P1M",
        "56.4",
        "2026-07-31",
        "",
        "",
        "From made-up rows.",
    ),
    (
        "recycled",
        "less-waste",
        "",
        "Share of waste that is recycled",
        "%",
        "Tons of recycling as a share of all tons collected, by quarter of the fiscal year.",
        "outcome",
        "increase",
        "period",
        WORKS,
        "R/P1Y",
        "15.9",
        "2025-06-30",
        "",
        "",
        "A fact: City of Baltimore, performance measure 6641. It is read from a dataset of this portal.",
    ),
    (
        "cart-days",
        "",
        "carts",
        "Days until a recycling cart comes",
        "days",
        "Half of the carts delivered in a month had been waited for no longer than this.",
        "efficiency",
        "decrease",
        "period",
        ANALYST,
        "R/P1M",
        "11",
        "2026-09-30",
        "",
        "",
        "From made-up rows.",
    ),
    (
        "vacants",
        "fewer-vacants",
        "",
        "Notices of vacant buildings",
        "notices",
        "Notices that are open on the last day of a quarter.",
        "outcome",
        "decrease",
        "snapshot",
        HOUSING,
        "R/P3M",
        "12599",
        "2025-06-30",
        "",
        "",
        "A fact: City of Baltimore, performance measure 7513. No figure after December 2025 is in the file used here.",
    ),
    (
        "potholes-on-time",
        "",
        "two-days",
        "Potholes filled on time",
        "%",
        "Of the requests that were promised for a quarter, the share closed by the day promised.",
        "effectiveness",
        "increase",
        "period",
        ANALYST,
        "R/P3M",
        "22.9",
        "2026-03-31",
        "",
        "",
        "From made-up rows.",
    ),
    (
        "lane-miles",
        "",
        "new-surface",
        "Lane miles resurfaced by city crews",
        "miles",
        "Lane miles open with a new surface since the season of 2026 began.",
        "output",
        "increase",
        "cumulative",
        ROADS,
        "R/P1M",
        "0",
        "2026-04-05",
        "",
        "",
        "From made-up rows.",
    ),
    (
        "languages",
        "",
        "translated",
        "Forms in all of five languages",
        "forms",
        "Of the twenty most used forms, those that can be had in all of five languages.",
        "output",
        "increase",
        "snapshot",
        "Coordinator for language access",
        "R/P3M",
        "3",
        "2026-03-31",
        "",
        "",
        "Made up.",
    ),
    (
        "answer-days",
        "plain-answers",
        "",
        "Days until a question is answered",
        "days",
        "Mean of the days from a question on the portal to the city's first answer, by quarter.",
        "efficiency",
        "maintain",
        "period",
        INNOVATION,
        "R/P3M",
        "",
        "",
        "0",
        "5",
        "Made up.",
    ),
    (
        "storefronts",
        "room-for-firms",
        "",
        "Empty storefronts on main streets",
        "storefronts",
        "Storefronts without a tenant on the last day of a quarter.",
        "outcome",
        "decrease",
        "snapshot",
        "Director, Department of Planning",
        "R/P3M",
        "412",
        "2026-03-31",
        "",
        "",
        "Made up. A target is set when a whole year has been counted.",
    ),
)

VALUES = rows_of(
    "measure date value",
    *(("vacants", day, value) for day, value in VACANTS),
    *(("youth-jobs", day, value) for day, value in YOUTH),
    ("languages", "2026-06-30", "5"),
    ("languages", "2026-09-30", "8"),
    ("answer-days", "2026-06-30", "4.2"),
    ("answer-days", "2026-09-30", "3.6"),
    ("storefronts", "2026-03-31", "412"),
    ("storefronts", "2026-06-30", "405"),
    ("storefronts", "2026-09-30", "398"),
)

TARGET_ROWS = rows_of(
    TARGETS,
    # The city's own targets for fiscal years 2026 and 2027, held to begin with the fiscal year.
    ("youth-jobs", "8000", "2026-06-30", "2025-07-01", "", JOBS),
    ("youth-jobs", "8000", "2027-06-30", "2026-07-01", "", JOBS),
    ("recycled", "15", "2026-06-30", "2025-07-01", "", WORKS),
    ("recycled", "17", "2027-06-30", "2026-07-01", "", WORKS),
    ("vacants", "11800", "2026-06-30", "2025-07-01", "", HOUSING),
    ("vacants", "10800", "2027-06-30", "2026-07-01", "", HOUSING),
    # Made up.
    ("graffiti-on-time", "90", "2027-06-30", "2026-08-01", "", WORKS),
    ("cart-days", "7", "2027-06-30", "2026-10-01", "", WORKS),
    ("potholes-on-time", "90", "2027-06-30", "2026-04-01", "", ROADS),
    ("lane-miles", "55", "2027-06-30", "2026-04-06", "", ROADS),
    (
        "lane-miles",
        "50",
        "2027-06-30",
        "2026-10-26",
        "Two weeks without asphalt and a paver in repair: five miles move past next summer.",
        "Deputy Mayor for Operations, on the advice of the Department of Transportation",
    ),
    ("languages", "20", "2027-06-30", "2026-04-01", "", "Director, Office of Community Affairs"),
    ("answer-days", "4", "2027-06-30", "2026-04-01", "", INNOVATION),
)

TIES = rows_of(
    "part sprint",
    ("paint-out", "graffiti-sprint"),
    ("carts", "recycling-cart-sprint"),
    ("two-days", "pothole-sprint"),
    ("new-surface", "resurfacing-sprint"),
)


def strategy(_: VegaFiles) -> Package:
    """The package: five pillars, ten goals, fifteen initiatives."""
    reckoned: list[Json] = [
        {"measure": "graffiti-on-time", "dataset": "graffiti-removal-requests"} | ON_TIME | {"per": "month"},
        {
            "measure": "recycled",
            "dataset": "baltimore-recycling",
            "resource": "by-quarter",
            "reckon": "mean",
            "field": "recycled_percent",
            "date": "ends",
            "per": "quarter",
        },
        {"measure": "cart-days", "dataset": "recycling-cart-deliveries"} | DAYS | {"per": "month"},
        {"measure": "potholes-on-time", "dataset": "pothole-repairs"} | ON_TIME | {"per": "quarter"},
        {
            "measure": "lane-miles",
            "dataset": "street-resurfacing",
            "reckon": "sum",
            "field": "lane_miles",
            "date": "finished",
            "per": "month",
            "where": [{"field": "status", "equals": "finished"}],
        }
        | BY_PLACE,
    ]
    return progress_package(
        "strategy",
        "city-strategy",
        "What the city wants to reach by 2028",
        [
            "Five pillars, ten goals and what is done for each, with the measures by which it can be told.",
            "It is written for this demonstration and is no plan of any city.",
        ],
        {
            "pillars": PILLARS,
            "goals": GOALS,
            "initiatives": INITIATIVES,
            "measures": MEASURES,
            "targets": TARGET_ROWS,
            "values": VALUES,
            "sprints": TIES,
        },
        text="strategy.md",
        text_title="The strategy",
        keywords=["strategy", "goals", "plan"],
        theme=["Government"],
        said={"end": END},
        temporal=f"{START}/{END}",
        measures=reckoned,
        modified=UPDATED,
    )
