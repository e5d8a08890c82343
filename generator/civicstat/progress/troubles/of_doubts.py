"""The codes of what is doubtful in measures and sprints, though it can be read."""

from __future__ import annotations

from civicstat.progress.troubles.trouble import Trouble

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        "PR026",
        "a measure's condition asks for a value that no row has",
        "A category that was renamed in the dataset, or a slip in the declaration: no row has the value, and it is not "
        "among the field's categories either. Where a condition can't be met by any row, the measure is shown without "
        "data; where only one of several values is unknown, its figures stand and the page says that they may be "
        "wrong. Declared categories count as known, also before a row has them.",
        "Correct the value, or list it among the field's categories if rows will have it later.",
        '"where": [{"field": "status", "equals": "finished"}]\nstatus in the rows: done, planned',
        '"where": [{"field": "status", "equals": "done"}]',
    ),
    Trouble(
        "PR027",
        "an interim target lies beyond the target that it leads to",
        "On the way to a target more would be expected than at its end: mostly because the target was lowered and its "
        "interim targets were not. It counts as it stands until a newer one takes its place. An interim target moves "
        "like a target does: the old row stays, and a new one says from when it holds (`since`), why, and who decided.",
        "Correct the number, or add rows for the days still to come with the day of the change in `since`, and why.",
        "targets.csv: lane-miles,14,2026-12-19,2026-11-09\ninterim.csv: lane-miles,2026-11-20,16,,,",
        "targets.csv: lane-miles,14,2026-12-19,2026-11-09\ninterim.csv: lane-miles,2026-11-20,16,,,\n"
        "             lane-miles,2026-11-20,11,2026-11-09,Two weeks without asphalt.,Deputy Mayor for Operations",
    ),
    Trouble(
        "PR028",
        "a target lies on the wrong side of its baseline, or outside its band",
        "A measure that is to rise has a target below where it started, or one that is to fall a target above it: "
        "mostly two numbers are swapped, or the desired outcome is the other one. So too a target outside the band of "
        "a measure to maintain. It is shown as it is, like a limit that was kept already when the work began. A total "
        "that is to stay below its target begins below it, and is right so.",
        "Correct the number that is wrong, or `desired`. For a level to be kept, choose `maintain` with a band.",
        "desired,baseline: increase,50\ntargets.csv: answered,40,2026-06-30,2026-04-01",
        "desired,baseline: increase,50\ntargets.csv: answered,60,2026-06-30,2026-04-01",
    ),
    Trouble(
        "PR029",
        "something that has happened is dated after today",
        "A milestone can't have been reached tomorrow, and nothing can have been said, told or measured then: nearly "
        "always the year is wrong. Until its day an update, a value or what residents said is left out, and such a "
        "milestone counts as not done.",
        "Correct the date: look at the year first. What is only planned belongs under a milestone's `due`.",
        "title,due,done\nA second crew starts,2026-10-20,2027-10-17",
        "title,due,done\nA second crew starts,2026-10-20,2026-10-17",
    ),
)
"""The codes in the order of their numbers."""
