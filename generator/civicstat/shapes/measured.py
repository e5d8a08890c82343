"""The columns and tables that every kind of package with measures shares: definition, targets, values."""

from __future__ import annotations

from civicstat.shapes.shape import MOST_VALUES, Column, Shape

DESIRED = {
    "increase": "More is better",
    "decrease": "Less is better",
    "maintain": "Stay within the band",
}
INTERVALS = {
    "cumulative": "A total since the beginning",
    "period": "One period alone, such as a week",
    "snapshot": "The level on a day",
}
TYPES = {
    "output": "What was done",
    "efficiency": "At what cost in time or money",
    "effectiveness": "How well it was done",
    "outcome": "What came of it for residents",
}


MEASURE = Column("measure", "Measure", "The id of the measure.", "median-days", required=True, refers="measures.id")
GOAL_OF_MEASURE = Column("goal", "Goal", "The id of the goal that it measures.", "faster-cleaning", refers="goals.id")

MEASURE_COLUMNS = (
    Column("unit", "Unit", "What the number counts.", "days"),
    Column(
        "definition",
        "Definition",
        "What exactly is counted, and how, so that anybody would come to the same number.",
        "Days from a request to its close, half of the requests being faster.",
        long=True,
    ),
    Column("type", "Type", "What kind of measure it is.", "effectiveness", words=TYPES),
    Column("desired", "Desired outcome", "Which way the number should go.", "decrease", required=True, words=DESIRED),
    Column("interval", "Interval", "What one value stands for.", "period", required=True, words=INTERVALS),
    Column("owner", "Owner", "Who keeps the measure: a role or an office, not a person.", "311 analyst", role=True),
    Column(
        "refresh", "Refresh", "How often a new value is promised: R/P1D daily, R/P1W weekly, R/P1M monthly.", "R/P1W"
    ),
    Column("baseline", "Baseline", "The value from which the measure starts.", "12", "number"),
    Column(
        "baseline_date",
        "Date of the baseline",
        "The day of that value. Where it is blank, the first day counts.",
        "2026-04-01",
        "date",
    ),
    Column("low", "Lowest", "For `maintain`: the lowest value within the band.", "90", "number"),
    Column("high", "Highest", "For `maintain`: the highest value within the band.", "100", "number"),
    Column("caveats", "Caveats", "What the number does not tell.", "Duplicates are counted.", long=True),
)

TARGETS = Shape(
    "targets",
    "Targets",
    "What each measure is to reach and by when. A target that changes gets a new row with the day from which it holds; "
    "the old row stays.",
    (
        MEASURE,
        Column("value", "Target", "The value to reach.", "5", "number", required=True),
        Column("due", "Due", "The last day for it.", "2026-06-30", "date", required=True),
        Column("since", "Since", "The day from which this target holds.", "2026-04-01", "date", required=True),
        Column(
            "why",
            "Why it was changed",
            "The reason, in words for residents; blank for the first target.",
            "Two crews were sent to storm damage.",
            long=True,
        ),
        Column("who", "Who decided", "A role or an office, not a person.", "Deputy Mayor for Operations", role=True),
    ),
)
INTERIM = Shape(
    "interim",
    "Interim targets",
    "Points on the way to the target, where progress is not expected to run straight. A point that changes gets a new "
    "row with the day from which it holds; the old row stays.",
    (
        MEASURE,
        Column("date", "Date", "The day of the point.", "2026-05-15", "date", required=True),
        Column("value", "Value", "The value expected on that day.", "9", "number", required=True),
        Column(
            "since",
            "Since",
            "The day from which this point holds, in place of all older ones that are still ahead; blank for the first "
            "points.",
            "2026-05-01",
            "date",
        ),
        Column(
            "why",
            "Why it was changed",
            "The reason, in words for residents; blank for the first points.",
            "Two crews were sent to storm damage.",
            long=True,
        ),
        Column("who", "Who decided", "A role or an office, not a person.", "Deputy Mayor for Operations", role=True),
    ),
)
VALUES = Shape(
    "values",
    "Values",
    "The observations of measures that are not reckoned from rows of a dataset.",
    (
        MEASURE,
        Column("date", "Date", "The last day that the value is for.", "2026-04-30", "date", required=True),
        Column("value", "Value", "The value.", "11.5", "number", required=True),
    ),
    most=MOST_VALUES,
)
