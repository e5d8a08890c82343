"""Which columns were added, removed, renamed or described differently."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.findings import shorten
from civicstat.review.changes import Aspect, FieldChange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.model import Resource
    from civicstat.tables import Table

MOST_PAIRS = 2_500
"""Pairs of a column that is gone and one that is new, up to which each is looked at."""

_SAMPLE = 2_000
"""Values of a column that tell whether another holds the same."""

_WORDS = ("type", "format", "title", "description", "unit", "constraints", "categories", "missingValues", "rdfType")


@dataclass(frozen=True)
class Column:
    """A column as a descriptor, or else the data, describes it; its place; and a sample of its values as text."""

    name: str
    type: str
    place: int
    words: Mapping[str, Any] = field(default_factory=dict)
    sample: tuple[str, ...] | None = None


def columns_of(resource: Resource, table: Table | None) -> tuple[Column, ...]:
    """The columns of a table; of one that can't be read, as far as the descriptor declares them."""
    if table is not None:
        return tuple(
            Column(f.name, f.type, place, {**f.descriptor, "type": f.type}, _sample(table.column(f.name).head(_SAMPLE)))
            for place, f in enumerate(table.fields)
        )
    schema = resource.descriptor.get("schema")
    declared = schema.get("fields") if isinstance(schema, dict) else None
    return tuple(
        Column(str(raw["name"]), str(raw.get("type", "any")), place, raw)
        for place, raw in enumerate(declared if isinstance(declared, list) else [])
        if isinstance(raw, dict) and "name" in raw
    )


def _sample(column: pl.Series) -> tuple[str, ...]:
    if column.dtype == pl.Float64:
        # Whole numbers read alike whether the column holds others or not.
        return tuple("" if v is None else f"{v:.12g}" for v in column)
    return tuple("" if v is None else str(v) for v in column)


def compare_fields(old: Sequence[Column], new: Sequence[Column]) -> tuple[FieldChange, ...]:
    """Every column that differs, in the order of the head's columns and then of those that are gone."""
    named = {column.name: column for column in old}
    gone = [column for column in old if column.name not in {c.name for c in new}]
    fresh = [column for column in new if column.name not in named]
    renamed = _renames(gone, fresh)
    found = []
    for column in new:
        if column.name in named:
            if aspects := _aspects(named[column.name], column):
                found.append(FieldChange(column.name, column.name, column.type, aspects))
        elif column.name in renamed:
            before, sign = renamed[column.name]
            found.append(FieldChange(before.name, column.name, column.type, _aspects(before, column), sign))
        else:
            found.append(FieldChange("", column.name, column.type))
    kept = {before.name for before, _ in renamed.values()}
    found += [FieldChange(column.name, "", column.type) for column in gone if column.name not in kept]
    return tuple(found)


def _aspects(old: Column, new: Column) -> tuple[Aspect, ...]:
    """What is said of a column differently. A format, unit or the like that is not given is empty."""
    found = []
    for word in _WORDS:
        before, after = old.words.get(word), new.words.get(word)
        if before == after or (word == "format" and {before, after} <= {None, "default"}):
            continue
        if word == "constraints" and isinstance(before or {}, dict) and isinstance(after or {}, dict):
            rules_before, rules_after = before or {}, after or {}
            for rule in dict.fromkeys([*rules_before, *rules_after]):
                pair = rules_before.get(rule), rules_after.get(rule)
                if pair[0] != pair[1]:
                    found.append(Aspect(str(rule), said(pair[0]), said(pair[1])))
            continue
        found.append(Aspect(word, said(before), said(after)))
    return tuple(found)


def said(value: Any) -> str:
    """A value of a descriptor in a few words; empty where there is none."""
    if value is None:
        return ""
    return shorten(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str), 400)


def _renames(gone: Sequence[Column], fresh: Sequence[Column]) -> dict[str, tuple[Column, str]]:
    """For new columns that are old ones under another name: the old one, and what tells so. Best likeness first."""
    likely = []
    for before, after in _pairs(gone, fresh):
        likeness, sign = _likeness(before, after)
        if sign:
            likely.append((-likeness, before.place, after.place, before, after, sign))
    found: dict[str, tuple[Column, str]] = {}
    taken: set[str] = set()
    for _, _, _, before, after, sign in sorted(likely, key=lambda pair: pair[:3]):
        if after.name not in found and before.name not in taken:
            found[after.name] = (before, sign)
            taken.add(before.name)
    return found


def _pairs(gone: Sequence[Column], fresh: Sequence[Column]) -> list[tuple[Column, Column]]:
    """Pairs worth a look: all of them, or of very many those at one place, with equal values or with like names."""
    if len(gone) * len(fresh) <= MOST_PAIRS:
        return [(before, after) for before in gone for after in fresh]
    found: dict[tuple[str, str], tuple[Column, Column]] = {}
    for mark in (lambda c: c.place, lambda c: c.sample, lambda c: _plain(c.name)):
        known = {mark(column): column for column in reversed(gone)}
        for after in fresh:
            if (before := known.get(mark(after))) is not None:
                found[before.name, after.name] = (before, after)
    return list(found.values())


def _likeness(before: Column, after: Column) -> tuple[float, str]:
    """How much a new column is like one that is gone, and what tells that it is the same; empty where nothing does.

    The same values in the same rows tell it by themselves, unless they hardly vary. Else it takes two of: mostly the
    same values, much the same name, the same place. Where no values are known, much the same name is enough, or the
    same place and type.
    """
    name = SequenceMatcher(None, _plain(before.name), _plain(after.name), autojunk=False).ratio()
    place = before.place == after.place
    if not before.sample or not after.sample:
        if name >= 0.7:
            return name, "much the same name"
        return (0.5, "the same place and type") if place and before.type == after.type else (0.0, "")
    share = _share(before.sample, after.sample)
    varied = len(set(before.sample)) > 3
    score = 2 * share + name + place / 2
    if share >= 0.9 and (varied or place or name >= 0.6):
        return score, "the same values"
    if share >= 0.5 and (name >= 0.6 or (place and varied)):
        return score, "mostly the same values"
    if name >= 0.75 and place:
        return score, "much the same name, in the same place"
    return score, ""


def _share(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """The share of values that two columns have in common: row by row, or as sets where rows have come or gone."""
    same = sum(a == b for a, b in zip(old, new, strict=False)) / max(len(old), len(new))
    if same >= 0.9:
        return same
    a, b = set(old) - {""}, set(new) - {""}
    sets = len(a & b) / min(len(a), len(b)) if len(a) > 3 and len(b) > 3 else 0.0
    return max(same, min(sets, 0.9))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
