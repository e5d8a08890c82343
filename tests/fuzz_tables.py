"""Tables for the fuzzer: fields with constraints and keys, and rows that mostly keep to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fuzz_cells import (
    ANYWHERE,
    BROKEN_PATTERNS,
    EDGES,
    LABELS,
    MISSING,
    ODD,
    PATTERNS,
    TYPES,
    in_format,
    make_field,
    plain,
    respelled,
    value_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fuzz_cells import Dice

BOUNDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
_ORDERED = {"integer", "number", "date", "datetime", "time", "year", "yearmonth"}
_TEXT_LIKE = {"string", "any", "list"}


@dataclass
class Column:
    """A field's descriptor and what its cells are drawn from: texts that Frictionless takes, and others."""

    field: dict[str, Any]
    read: Callable[[Any], tuple[Any, bool]]
    good: list[str]
    bad: list[str]
    distinct: bool = False
    optional: bool = True
    zone: str = ""
    made: int = 0
    seen: dict[Any, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The field's type."""
        return str(self.field.get("type", "string"))


@dataclass
class Made:
    """A table: its columns, what its schema says beside the fields, and its rows of texts."""

    columns: list[Column]
    schema: dict[str, Any]
    rows: list[list[str]]
    missing: list[str]

    @property
    def names(self) -> list[str]:
        """The names of the fields."""
        return [column.field["name"] for column in self.columns]


def make_table(dice: Dice, version: int, count: int, mood: str, others: dict[str, Made], name: str) -> Made:
    """A table of about `count` rows; `others` are those that its foreign keys may lead to, by their resource."""
    missing = [""]
    schema: dict[str, Any] = {}
    if dice.odds(0.2, "missingValues of a schema"):
        chosen = list(dice.pick(MISSING))
        missing = chosen
        labelled = version == 2 and chosen and dice.odds(0.3, "missingValues with labels")
        schema["missingValues"] = [{"value": v, "label": f"as {v}"} for v in chosen] if labelled else chosen
    width = dice.pick({1: 15, 2: 20, 3: 25, 4: 20, 5: 12, 6: 8, 11: 1})
    labels = dice.rng.sample(LABELS, width)
    if not dice.odds(0.35):
        labels = [f"{'abcdefghijkl'[i]}" for i in range(width)]
    columns = [_column(label, dice.pick(TYPES), dice, version, mood, missing) for label in labels]
    made = Made(columns, schema, [], missing)
    _keys(made, dice, mood)
    leading = _references(made, dice, others, name)
    for number in range(count):
        made.rows.append(_row(made, dice, number, mood, leading))
    if mood == "clean":
        _mend(made, dice)
    return made


def _mend(made: Made, dice: Dice) -> None:
    """Take out the rows that Frictionless is sure to refuse: wrong or blank cells, repeated keys."""
    keys = made.schema.get("primaryKey", [])
    unique = [[c.field["name"]] for c in made.columns if c.field.get("constraints", {}).get("unique")]
    places = [
        [made.names.index(name) for name in names]
        for names in [[keys] if isinstance(keys, str) else keys, *unique]
        if names
    ]
    kept, seen = [], set()
    for row in made.rows:
        read = [column.read(text) for column, text in zip(made.columns, row, strict=True)]
        values = [value for value, _ in read]
        try:
            held = {(n, *(values[i] for i in key)) for n, key in enumerate(places)}
            sound = all(taken for _, taken in read) and any(value is not None for value in values) and not held & seen
            sound = sound and all(set(h[1:]) != {None} for h in held)
        except (TypeError, ArithmeticError):  # a value that is no key
            continue
        if sound:
            seen |= held
            kept.append(row)
    made.rows[:] = kept


def _column(label: str, type_: str, dice: Dice, version: int, mood: str, missing: Sequence[str]) -> Column:
    made = make_field(label, type_, dice, version)
    read = value_of(made, missing)
    zone = ""
    if type_ in ("datetime", "time") and "%" not in made.get("format", "") and dice.odds(0.3, "time zones"):
        zone = dice.pick(["Z", "+00:00", "+05:30", "-04:00"])
    plainly = []
    for number in [*range(6), *(dice.rng.randrange(1, 2000) for _ in range(4))]:
        try:
            plainly.append(in_format(type_, made, plain(type_, dice, number), dice) + zone)
        except ValueError:  # a format that strftime does not know
            plainly.append("DD.MM.YYYY")
    good = [text for text in plainly if read(text)[1] and read(text)[0] is not None]
    odd = [*dice.rng.sample(ODD[type_], min(10, len(ODD[type_]))), *dice.rng.sample(ANYWHERE, 5)]
    odd_good = [text for text in odd if read(text)[1] and read(text)[0] is not None]
    bad = [text for text in odd if not read(text)[1]]
    if dice.odds({"clean": 0.35, "odd": 0.25, "wild": 0.9}[mood], "odd spellings") and odd_good:
        good += dice.rng.sample(odd_good, min(len(odd_good), 3))
    column = Column(made, read, good or plainly, bad)
    column.zone = zone
    column.optional = dice.odds(0.35)
    if dice.odds(0.4):
        _constrain(column, dice, version, mood, missing)
    return column


def _constrain(column: Column, dice: Dice, version: int, mood: str, missing: Sequence[str]) -> None:  # noqa: PLR0912
    type_, good = column.type, column.good
    limits: dict[str, Any] = {}
    if dice.odds(0.3, "required"):
        limits["required"] = not dice.odds(0.1)
        column.optional = column.optional and (mood == "wild" or not limits["required"])
    if type_ in _ORDERED and dice.odds(0.7):
        for name in dice.rng.sample(BOUNDS if version == 2 or dice.wrong(0.03) else BOUNDS[:2], dice.pick([1, 1, 2])):
            text = dice.pick(good)
            if type_ in ("integer", "year", "number") and dice.odds(0.4) and str(text).isdigit():
                text = int(text)
            limits[name] = text
            dice.note(name)
        if dice.wrong(0.03, "bound of another kind"):
            limits["minimum"] = dice.pick(["x", 1, "2020-01-01", "2020-01-01T00:00:00Z", None, [2020, 1], 1.5, "0.1"])
    if type_ in ("string", "array", "object", "list"):
        if dice.odds(0.3, "minLength"):
            limits["minLength"] = dice.pick([0, 1, 2, 3])
        if dice.odds(0.3, "maxLength"):
            limits["maxLength"] = dice.pick([1, 2, 3, 4, 6, 20])
    if type_ == "string" and dice.odds(0.6, "pattern"):
        limits["pattern"] = dice.pick(BROKEN_PATTERNS if dice.wrong(0.04, "broken pattern") else PATTERNS)
    if type_ != "list" and dice.odds(0.2, "enum"):
        chosen: list[Any] = dice.rng.sample(good, dice.rng.randint(1, len(good))) + dice.rng.sample(ANYWHERE, 1)
        if type_ in ("integer", "number") and dice.odds(0.5):
            chosen = [int(t) if t.isascii() and t.isdigit() and len(t) < 20 else t for t in chosen]
        limits["enum"] = chosen if dice.odds(0.5) else [*chosen, *missing]
    if dice.wrong(0.01, "constraint that its type has not"):
        limits[dice.pick(["pattern", "minLength", "minimum", "jsonSchema"])] = dice.pick(["x", 1])
    if not limits:
        return
    column.field["constraints"] = limits
    column.read = value_of(column.field, missing)
    edges = _edges(type_, limits, dice)
    kept = [text for text in good if column.read(text)[1]]
    column.bad = [text for text in [*column.bad, *good, *edges] if not column.read(text)[1]]
    sound = [text for text in edges if column.read(text)[1] and column.read(text)[0] is not None]
    kept += dice.rng.sample(sound, min(4, len(sound))) if dice.odds(0.6, "values at the edges of constraints") else []
    if not kept and mood != "wild" and dice.odds(0.9):
        del column.field["constraints"]
        column.read = value_of(column.field, missing)
        column.optional = True
        return
    column.good = kept or good


def _edges(type_: str, limits: dict[str, Any], dice: Dice) -> list[str]:
    """Texts just within and just beyond what a field's constraints allow."""
    edges: list[str] = []
    for name, limit in limits.items():
        text = str(limit)
        if name in BOUNDS:
            edges += [text, respelled(type_, text, dice), respelled(type_, text, dice)]
            if type_ == "number":
                small = "0000000000000000000001"
                edges += [f"{text}{small}" if "." in text else f"{text}.{small}", "nan", "inf", "-inf", "NaN"]
            if type_ == "integer" and text.lstrip("-").isdigit() and len(text) < 4000:
                edges += [str(int(text) + 1), str(int(text) - 1), str(int(text) + 2**64)]
        elif name == "enum":
            edges += [respelled(type_, str(value), dice) for value in limit]
    if type_ == "string":
        edges += dice.rng.sample(EDGES, 16)
    return edges


def _keys(made: Made, dice: Dice, mood: str) -> None:
    hashable = [c for c in made.columns if c.type not in ("object", "array", "geojson", "list")]
    many = made.columns if dice.wrong(0.05, "keys of any type") else [c for c in hashable if c.type != "boolean"]
    if many and dice.odds(0.2, "unique"):
        column = dice.pick(many)
        column.field.setdefault("constraints", {})["unique"] = not dice.odds(0.1)
        column.distinct = True
    if many and dice.odds(0.3):
        if len(made.columns) > 1 and dice.odds(0.35, "composite primaryKey"):
            columns = dice.rng.sample(many if len(many) > 1 else made.columns, 2)
            made.schema["primaryKey"] = [c.field["name"] for c in columns]
            columns[0].distinct = columns[0].distinct or dice.odds(0.8)
        else:
            column = dice.pick(many)
            column.distinct = True
            column.optional = column.optional and mood == "wild"
            name = column.field["name"]
            made.schema["primaryKey"] = name if dice.odds(0.3) else [name]
            dice.note("primaryKey")
    if dice.wrong(0.005, "primaryKey of no field"):
        made.schema["primaryKey"] = ["nowhere"]


def _references(made: Made, dice: Dice, others: dict[str, Made], name: str) -> dict[int, list[str]]:
    """Add foreign keys; the texts of their parents' columns, by the place of the column they lead from."""
    leading: dict[int, list[str]] = {}
    keys = []
    parents = {n: t for n, t in others.items() if t.columns}
    if parents and dice.odds(0.75):
        parent_name = dice.pick(list(parents))
        parent = parents[parent_name]
        size = 2 if min(len(parent.columns), len(made.columns)) > 1 and dice.odds(0.25) else 1
        theirs = dice.rng.sample(range(len(parent.columns)), size)
        ours = dice.rng.sample(range(len(made.columns)), size)
        for own, other in zip(ours, theirs, strict=True):
            if not dice.odds(0.2, "foreignKey of another type"):
                label, distinct = made.columns[own].field["name"], made.columns[own].distinct
                copied = {k: v for k, v in parent.columns[other].field.items() if k != "constraints"} | {"name": label}
                column = parent.columns[other]
                made.columns[own] = Column(copied, value_of(copied, made.missing), list(column.good), list(column.bad))
                made.columns[own].distinct = distinct and not dice.odds(0.8)
            leading[own] = [row[other] for row in parent.rows]
        fields = [made.columns[own].field["name"] for own in ours]
        pointed = [parent.names[other] for other in theirs]
        if dice.wrong(0.02, "foreignKey to no field"):
            pointed[0] = "nowhere"
        keys.append(_reference(fields, parent_name, pointed, dice))
        dice.note("composite foreignKey" if size == 2 else "foreignKey to another table")
    if len(made.columns) > 1 and dice.odds(0.06, "foreignKey within the table"):
        other, own = dice.rng.sample(range(len(made.columns)), 2)
        if not dice.odds(0.1):
            copied = {k: v for k, v in made.columns[other].field.items() if k != "constraints"}
            copied["name"] = made.columns[own].field["name"]
            source = made.columns[other]
            made.columns[own] = Column(copied, value_of(copied, made.missing), list(source.good), list(source.bad))
        leading[own] = []  # filled while the rows are made
        made.schema["_within"] = (own, other)
        fields, pointed = [made.columns[own].field["name"]], [made.names[other]]
        keys.append(_reference(fields, dice.pick(["", "", name]), pointed, dice))
    if dice.wrong(0.01, "foreignKey to no table"):
        keys.append(_reference([made.names[0]], "nowhere", ["x"], dice))
    if keys:
        made.schema["foreignKeys"] = keys
        used = {n for key in keys for n in ([key["fields"]] if isinstance(key["fields"], str) else key["fields"])}
        for column in made.columns:
            if column.field["name"] in used and not dice.wrong(0.05, "keys of any type"):
                _hashable(column, dice, made.missing)
    return leading


def _hashable(column: Column, dice: Dice, missing: Sequence[str]) -> None:
    if column.type in ("object", "array", "geojson", "list"):
        column.field = {"name": column.field["name"], "type": "string"}
        column.read = value_of(column.field, missing)


def _reference(fields: list[str], resource: str, pointed: list[str], dice: Dice) -> dict[str, Any]:
    single = len(fields) == 1 and dice.odds(0.3)
    reference: dict[str, Any] = {"resource": resource, "fields": pointed[0] if single else pointed}
    if resource == "" and dice.odds(0.5):
        del reference["resource"]
    return {"fields": fields[0] if single else fields, "reference": reference}


def _row(made: Made, dice: Dice, number: int, mood: str, leading: dict[int, list[str]]) -> list[str]:
    row = []
    within = made.schema.get("_within")
    for place, column in enumerate(made.columns):
        if place in leading:
            texts = [r[within[1]] for r in made.rows[-50:]] if within and place == within[0] else leading[place]
            text = dice.pick(texts) if texts else ""
        elif column.distinct:
            text = _distinct(column, dice, number)
        elif column.optional and dice.odds(0.15):
            text = dice.pick(made.missing or [""])
        elif mood == "wild" and dice.odds(0.1):
            text = dice.pick([*ODD[column.type], *ANYWHERE])
        else:
            text = dice.pick(column.good)
        row.append(text)
    if within and not made.rows:
        row[within[0]] = row[within[1]]
    if mood != "wild" and all(column.read(text)[0] is None for column, text in zip(made.columns, row, strict=True)):
        place = dice.rng.randrange(len(row))
        row[place] = dice.pick(made.columns[place].good)  # so that the row is not blank
    return row


def _distinct(column: Column, dice: Dice, number: int) -> str:
    """A text whose value the column has not had, if one is soon found."""
    text = ""
    for turn in range(4):
        column.made += 1
        try:
            text = in_format(column.type, column.field, plain(column.type, dice, column.made + 3 + turn * number), dice)
            text += column.zone
        except ValueError:
            text = "DD.MM.YYYY"
        if dice.odds(0.1):
            other = respelled(column.type, text, dice)
            text = other if column.read(other)[1] else text
        value, taken = column.read(text)
        try:
            if taken and value is not None and value not in column.seen:
                column.seen[value] = text
                return text
        except (TypeError, ArithmeticError):  # values that can't be told apart, as sNaN
            return text
    return text


def spoil_cells(made: Made, dice: Dice) -> None:
    """One cell wrong, or a few, mostly late; or a key repeated, or leading nowhere, in another spelling."""
    if not made.rows or not made.columns:
        return
    for _ in range(dice.pick({1: 55, 2: 15, 5: 15, 12: 15})):
        last = len(made.rows) - 1
        at = last if dice.odds(0.3) else dice.rng.randint(max(0, last - 5) if dice.odds(0.3) else 0, last)
        place = dice.rng.randrange(len(made.columns))
        limited = [i for i, c in enumerate(made.columns) if "constraints" in c.field]
        place = dice.pick(limited) if limited and dice.odds(0.4) else place
        column = made.columns[place]
        keys = [i for i, c in enumerate(made.columns) if c.distinct]
        if keys and dice.odds(0.5) and last:
            place = dice.pick(keys)
            earlier = made.rows[dice.rng.randint(0, last - 1)][place]
            text = respelled(made.columns[place].type, earlier, dice) if dice.odds(0.7) else earlier
            dice.note("repeated key")
        elif dice.odds(0.2):
            text = respelled(column.type, made.rows[at][place], dice)
            dice.note("respelled cell")
        else:
            text = (
                dice.pick(column.bad or ["", *ANYWHERE])
                if dice.odds(0.7)
                else dice.pick([*ODD[column.type], *ANYWHERE])
            )
            dice.note("odd cell")
        made.rows[at][place] = text


def spell_out(made: Made, dice: Dice) -> None:
    """Give the table every odd text for its types, one after the other, in place of its rows."""
    texts = [dice.rng.sample([*ODD[c.type], *ANYWHERE], len(ODD[c.type]) + len(ANYWHERE)) for c in made.columns]
    count = max(map(len, texts), default=0)
    made.rows[:] = [[own[number % len(own)] for own in texts] for number in range(count)]


def repeat(made: Made, dice: Dice) -> None:
    """Have every row twice, the second time in another spelling where that is still the same value, or nearly."""
    again = [[respelled(c.type, text, dice) for c, text in zip(made.columns, row, strict=True)] for row in made.rows]
    made.rows += again[:50]
