"""The sprint on resurfacing: it runs, is at risk, and one of its targets was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics.progress import BY_PLACE, progress_package, rows_of
from topics.services import AUTUMN_WORK, UPDATED
from topics.sprints import ANALYST, HEARD, MEASURES, MILESTONES, ROADS, TARGETS, UPDATES, dates, measured

if TYPE_CHECKING:
    from describe import Package
    from vega import VegaFiles


def sprint(_: VegaFiles) -> Package:
    """Runs, is at risk, and has a target that was changed."""
    start, end = dates(AUTUMN_WORK)
    before = "2026-09-20"
    short = (
        "The asphalt plant stood still from October 5 to 16, and one of two pavers waits for a part until December. "
        "The five miles left out come first in spring."
    )
    who = "Deputy Mayor for Operations, on the advice of the Department of Transportation"
    tables = {
        "goals": rows_of(
            "id title description lead",
            (
                "new-surface",
                "Put down new surface before winter",
                "City crews finish the season's blocks while asphalt can still be laid.",
                ROADS,
            ),
            (
                "dig-once",
                "Dig once",
                "Nobody opens a new street: the companies with pipes and cables under it are asked first.",
                "Chief, Right-of-Way Division",
            ),
        ),
        "measures": rows_of(
            MEASURES,
            (
                "lane-miles",
                "new-surface",
                "Lane miles resurfaced",
                "miles",
                "Lane miles of the segments that were open with a new surface, from the first day of the sprint on.",
                "output",
                "increase",
                "cumulative",
                "Chief, Maintenance Division",
                "R/P1W",
                "0",
                before,
                (
                    "Work by contractors is not in it. Baltimore's own crews resurfaced 15 lane miles in all of fiscal "
                    "year 2025 (performance measure 6832); the rows here are made up."
                ),
            ),
            (
                "days-of-work",
                "new-surface",
                "Days that a street is closed",
                "days",
                "Days from milling to the new surface, half of the segments finished in a month being faster.",
                "efficiency",
                "decrease",
                "period",
                ANALYST,
                "R/P1M",
                "5",
                "2026-08-31",
                "",
            ),
            (
                "ramps",
                "new-surface",
                "Curb ramps rebuilt beside new surface",
                "ramps",
                "Ramps for wheelchairs that were rebuilt at corners of finished segments since the sprint began.",
                "output",
                "increase",
                "cumulative",
                "Coordinator for accessible streets",
                "R/P2W",
                "0",
                before,
                "Counted by inspectors, every two weeks.",
            ),
            (
                "asked-first",
                "dig-once",
                "Streets whose utilities were asked first",
                "%",
                "Of the segments finished in a month, the share for which the companies had been asked before milling.",
                "effectiveness",
                "increase",
                "period",
                "Chief, Right-of-Way Division",
                "R/P1M",
                "80",
                "2026-08-31",
                "To be asked is not to agree: some answers are still out when work begins.",
            ),
            (
                "opened-again",
                "dig-once",
                "New streets opened again",
                "streets",
                "Streets resurfaced in the sprint and opened again for a pipe or cable.",
                "outcome",
                "decrease",
                "cumulative",
                "Chief, Right-of-Way Division",
                "R/P1M",
                "",
                "",
                "Emergencies count too.",
            ),
        ),
        "targets": rows_of(
            TARGETS,
            ("lane-miles", "19", end, start, "", ROADS),
            ("lane-miles", "14", end, "2026-10-26", short, who),
            ("days-of-work", "4", end, start, "", ROADS),
            ("ramps", "48", end, start, "", ROADS),
            ("asked-first", "95", end, start, "", ROADS),
            ("opened-again", "0", end, start, "", ROADS),
        ),
        "values": rows_of(
            "measure date value",
            ("ramps", "2026-10-04", "5"),
            ("ramps", "2026-10-18", "11"),
            ("ramps", "2026-11-01", "20"),
            ("ramps", "2026-11-15", "29"),
            ("opened-again", "2026-09-30", "0"),
            ("opened-again", "2026-10-31", "0"),
        ),
        "milestones": rows_of(
            MILESTONES,
            ("Every segment of the sprint is marked", "2026-09-30", "2026-09-29", ""),
            ("The asphalt plant runs again", "2026-10-19", "2026-10-17", "It stood still for two weeks."),
            ("The second paver works again", "2026-10-30", None, "Late: the part comes in December."),
            ("The list for spring is published", "2026-12-11", None, "It begins with the segments left out now."),
        ),
        "updates": rows_of(
            UPDATES,
            (
                "2026-09-29",
                "The first blocks are open",
                "Four blocks have a new surface. Signs go up two days before cars have to be moved.",
                "lane-miles",
            ),
            (
                "2026-10-07",
                "No asphalt",
                "The plant has broken down. Crews mill and rebuild ramps meanwhile, so that nothing waits later.",
                "lane-miles",
            ),
            (
                "2026-10-26",
                "The target is lowered from 19 lane miles to 14",
                (
                    "Two weeks without asphalt can't be made up before the cold. We say so now, not in December: "
                    "the target is **14 lane miles**, and the blocks left out are the first of spring. "
                    "The page keeps showing how we stand against 19."
                ),
                "lane-miles",
            ),
            (
                "2026-11-16",
                "Behind the new target too",
                (
                    "With one paver the crews finish about a mile a week, and a mile and a half is needed. "
                    "A paver is being rented from the county for three weeks."
                ),
                "lane-miles",
            ),
        ),
        "heard": rows_of(
            HEARD,
            (
                "2026-10-08",
                "Cars were towed though the work never came that day.",
                "Nobody has to pay for towing on a day without work. Signs now carry a number to call.",
            ),
            (
                "2026-10-27",
                "Why is the target lowered? Streets in our district wait since spring.",
                "The blocks left out are listed with their district, and come first in March.",
            ),
            ("2026-11-10", "The new ramps make it possible to reach the bus stop.", ""),
        ),
    }
    finished = {"reckon": "median", "days": ["started", "finished"], "date": "finished", "per": "month"}
    done = {"where": [{"field": "status", "equals": "finished"}]}
    asked = {"reckon": "share", "of": [{"field": "coordinated", "equals": "yes"}], "date": "finished", "per": "month"}
    return progress_package(
        "sprint",
        "resurfacing-sprint",
        "New surface before winter",
        [
            "A 90-day sprint to resurface as many lane miles as the weather allows with the city's own crews,",
            "and to dig up no street twice.",
        ],
        tables,
        text="learnt-resurfacing.md",
        text_title="What is being learnt",
        keywords=["sprint", "resurfacing", "streets"],
        theme=["Transportation"],
        said={"start": start, "end": end, "leads": [ROADS, "Deputy Mayor for Operations"]},
        measures=measured(
            "street-resurfacing",
            lane_miles={"reckon": "sum", "field": "lane_miles", "date": "finished", "per": "week"} | done | BY_PLACE,
            days_of_work=finished | done | BY_PLACE,
            asked_first=asked | done | BY_PLACE,
        ),
        modified=UPDATED,
    )
