"""The tables of packages of the kinds `sprint` and `strategy`, as data: what is read, checked, written and explained.

A column's `words` are the only values that it may have, `refers` the column that its values stand in. What a row means
is civicstat's to check, so that one wrong word leaves one row out; types and keys are the standard's, which withholds
the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from civicstat.reckoning.values import STATUSES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Kind = Literal["sprint", "strategy"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of packages that have such tables."""

EXAMPLE = "Example: "
"""Before the texts that `civicstat new` writes for a person to write over."""

MOST_ROWS = 5_000
"""Of a table whose rows all stand on a page."""
MOST_VALUES = 500_000
"""Of a table of observations."""

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


@dataclass(frozen=True)
class Column:
    """One column: what it holds in words for staff, Table Schema's `type`, and an example.

    `refers` names a table and its column (`measures.id`). `long` is true for running text, `role` where an office is
    asked for rather than a person.
    """

    name: str
    title: str
    description: str
    example: str
    type: Literal["string", "number", "date"] = "string"
    required: bool = False
    words: Mapping[str, str] | None = None
    refers: str = ""
    long: bool = False
    role: bool = False


@dataclass(frozen=True)
class Shape:
    """One table. A package without a `required` one can't be shown whole; `key` names what no two rows share.

    `most` is how many rows are read. `written` is false for a table that only a command writes.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    most: int = MOST_ROWS
    written: bool = True

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError where there is none."""
        found = next((c for c in self.columns if c.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def _id(what: str, example: str) -> Column:
    return Column(
        "id",
        "Id",
        f"A short name for the {what} that never changes: other tables and addresses use it.",
        example,
        required=True,
    )


def _title(what: str, example: str) -> Column:
    return Column("title", "Title", f"What the {what} is called on the page.", example, required=True)


def _description(what: str, example: str) -> Column:
    return Column("description", "Description", f"What the {what} is about, in a sentence or two.", example, long=True)


_LEAD = Column(
    "lead", "Lead", "Who answers for it: a role or an office, not a person.", "Director of Public Works", role=True
)
_MEASURE = Column("measure", "Measure", "The id of the measure.", "median-days", required=True, refers="measures.id")
_GOAL_OF_MEASURE = Column("goal", "Goal", "The id of the goal that it measures.", "faster-cleaning", refers="goals.id")

_MEASURE_COLUMNS = (
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

_TARGETS = Shape(
    "targets",
    "Targets",
    "What each measure is to reach and by when. A target that changes gets a new row with the day from which it holds; "
    "the old row stays.",
    (
        _MEASURE,
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
_INTERIM = Shape(
    "interim",
    "Interim targets",
    "Points on the way to the target, where progress is not expected to run straight.",
    (
        _MEASURE,
        Column("date", "Date", "The day of the point.", "2026-05-15", "date", required=True),
        Column("value", "Value", "The value expected on that day.", "9", "number", required=True),
    ),
)
_VALUES = Shape(
    "values",
    "Values",
    "The observations of measures that are not reckoned from rows of a dataset.",
    (
        _MEASURE,
        Column("date", "Date", "The last day that the value is for.", "2026-04-30", "date", required=True),
        Column("value", "Value", "The value.", "11.5", "number", required=True),
    ),
    most=MOST_VALUES,
)

SPRINT = (
    Shape(
        "goals",
        "Goals",
        "What the sprint is to reach.",
        (
            _id("goal", "faster-cleaning"),
            _title("goal", "Clean graffiti within a week"),
            _description("goal", "Requests to remove graffiti are closed sooner."),
            _LEAD,
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "measures",
        "Measures",
        "How the city tells whether a goal is reached.",
        (
            _id("measure", "median-days"),
            Column("goal", "Goal", _GOAL_OF_MEASURE.description, "faster-cleaning", required=True, refers="goals.id"),
            _title("measure", "Days until graffiti is removed"),
            *_MEASURE_COLUMNS,
        ),
        ("id",),
        required=True,
    ),
    _TARGETS,
    _INTERIM,
    _VALUES,
    Shape(
        "milestones",
        "Milestones",
        "The steps of the sprint.",
        (
            _title("milestone", "A second crew starts"),
            Column("due", "Due", "The day by which it should be done.", "2026-05-04", "date"),
            Column("done", "Done", "The day on which it was done; blank until then.", "2026-05-03", "date"),
            Column("note", "Note", "What residents should know of it.", "The crew works weekends.", long=True),
        ),
    ),
    Shape(
        "updates",
        "Updates",
        "A dated log of what happened.",
        (
            Column("date", "Date", "The day of the update.", "2026-05-04", "date", required=True),
            _title("update", "A second crew is out"),
            Column("text", "Text", "What happened, as Markdown.", "It works weekends.", long=True),
            Column(
                "measure",
                "Measure",
                "The id of the measure that it is about, if any.",
                "median-days",
                refers="measures.id",
            ),
        ),
    ),
    Shape(
        "heard",
        "What residents said",
        "What residents said of the sprint, and what came of it.",
        (
            Column("date", "Date", "The day on which it was said.", "2026-05-06", "date", required=True),
            Column(
                "said",
                "What was said",
                "In a sentence or two, without names.",
                "Alleys are forgotten.",
                required=True,
                long=True,
            ),
            Column("outcome", "What came of it", "What the city did.", "Alleys are on the route now.", long=True),
            Column("link", "Link", "Where it can be read.", "https://example.org/discussions/12"),
        ),
    ),
    Shape(
        "final",
        "Final state",
        "How each measure stood when the sprint ended. `civicstat close` writes it.",
        (
            _MEASURE,
            Column("recorded", "Recorded", "The day on which this was written.", "2026-07-01", "date", required=True),
            Column("date", "Date", "The day of the last value.", "2026-06-30", "date"),
            Column("value", "Value", "The last value.", "4.8", "number"),
            Column("expected", "Expected", "The value expected on that day.", "5", "number"),
            Column("attainment", "Attainment", "Progress made as a share of progress expected.", "1.03", "number"),
            Column(
                "status", "Status", "How it stood.", "met", required=True, words={s: s.capitalize() for s in STATUSES}
            ),
            Column("target", "Target", "The target that held.", "5", "number"),
            Column("due", "Due", "The day by which it was to be reached.", "2026-06-30", "date"),
        ),
        written=False,
    ),
)
"""The tables of a sprint, in the order in which staff fill them in."""

STRATEGY = (
    Shape(
        "pillars",
        "Pillars",
        "The parts of the strategy.",
        (
            _id("pillar", "clean-streets"),
            _title("pillar", "Clean and healthy streets"),
            _description("pillar", "Streets on which people like to walk."),
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "goals",
        "Goals",
        "What each pillar is to reach.",
        (
            _id("goal", "faster-cleaning"),
            Column("pillar", "Pillar", "The id of its pillar.", "clean-streets", required=True, refers="pillars.id"),
            _title("goal", "Clean graffiti within a week"),
            _description("goal", "Requests to remove graffiti are closed sooner."),
            _LEAD,
        ),
        ("id",),
        required=True,
    ),
    Shape(
        "initiatives",
        "Initiatives",
        "What the city does for each goal.",
        (
            _id("initiative", "second-crew"),
            Column("goal", "Goal", "The id of its goal.", "faster-cleaning", required=True, refers="goals.id"),
            _title("initiative", "A second crew"),
            _description("initiative", "Five more people, on weekends too."),
            _LEAD,
        ),
        ("id",),
    ),
    Shape(
        "measures",
        "Measures",
        "How the city tells whether a goal is reached or an initiative works. Each names one or the other.",
        (
            _id("measure", "median-days"),
            _GOAL_OF_MEASURE,
            Column(
                "initiative",
                "Initiative",
                "The id of the initiative that it measures.",
                "second-crew",
                refers="initiatives.id",
            ),
            _title("measure", "Days until graffiti is removed"),
            *_MEASURE_COLUMNS,
        ),
        ("id",),
    ),
    _TARGETS,
    _INTERIM,
    _VALUES,
    Shape(
        "sprints",
        "Sprints",
        "Which sprints work for which part of the strategy.",
        (
            Column("part", "Part", "The id of a goal or an initiative.", "second-crew", required=True),
            Column("sprint", "Sprint", "The name of the sprint's package.", "sprint-graffiti", required=True),
        ),
    ),
)
"""The tables of a strategy, from the whole to its parts."""

SHAPES: Mapping[Kind, tuple[Shape, ...]] = {"sprint": SPRINT, "strategy": STRATEGY}
TEXTS: Mapping[Kind, str] = {"sprint": "learnt", "strategy": "text"}
"""The resource of each kind that holds Markdown beside the tables."""


def is_progress_table(package_kind: str, table: str) -> bool:
    """True for one of the tables that make a package a sprint or a strategy, whose columns civicstat defines."""
    return any(shape.name == table for kind in KINDS if kind == package_kind for shape in SHAPES[kind])


def role_columns(package_kind: str, table: str) -> frozenset[str]:
    """The columns of a progress table that hold roles rather than persons; none of any other table."""
    shapes = [s for kind in KINDS if kind == package_kind for s in SHAPES[kind] if s.name == table]
    return frozenset(column.name for shape in shapes for column in shape.columns if column.role)


def shape_of(kind: Kind, table: str) -> Shape:
    """The shape of a kind's table. Raises KeyError where it has none of that name."""
    found = next((s for s in SHAPES[kind] if s.name == table), None)
    if found is None:
        raise KeyError(table)
    return found


def schema_of(kind: Kind, table: str, beside: Collection[str] | None = None) -> dict[str, Any]:
    """The Table Schema of a kind's table, as `civicstat new` writes it; a new object on every call.

    `beside` names the tables of the package, all of the kind's where it is None: only to these may foreign keys lead.
    Words are told as `categories`, which no tool takes for a rule. Raises KeyError for a table that the kind has not.
    """
    shape = shape_of(kind, table)
    there = {s.name for s in SHAPES[kind]} if beside is None else set(beside)
    schema: dict[str, Any] = {"fields": [_field(column) for column in shape.columns]}
    if shape.key:
        schema["primaryKey"] = list(shape.key)
    keys = []
    for column in shape.columns:
        owner, _, name = column.refers.partition(".")
        if owner in there:
            keys.append({"fields": [column.name], "reference": {"resource": owner, "fields": [name]}})
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "description": column.description,
        "example": column.example,
    }
    if column.words:
        field["categories"] = [{"value": value, "label": label} for value, label in column.words.items()]
    if column.required:
        field["constraints"] = {"required": True}
    return field
