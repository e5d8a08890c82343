"""Which rows were added, changed and removed: joins of columns, never a loop over rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from civicstat.review.changes import Cell, RowsChange, ShownRow
from civicstat.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.tables import Field, Table

SHOWN = 5
"""Rows of each kind that are shown."""

SHOWN_CELLS = 8
"""Cells of a row that are shown, beside its key."""

_TRIED = 8
"""Columns of which two together may be a key."""

_TRIAL = 10_000
"""Rows on which two columns are tried first."""

_LIKE_A_KEY = re.compile(r"(?i:(^|[_\W])(id|key|code|number|no|nr|uuid|guid|fips|ref)$)|[a-z](Id|ID|Key|Code)$")
_GEOMETRY = "geometry"


@dataclass(frozen=True)
class Pair:
    """A column in the base and the same one in the head; its values stay `hidden` where they may be private."""

    before: Field
    after: Field
    hidden: bool = False


def compare_rows(old: Table, new: Table, pairs: Sequence[Pair]) -> RowsChange:
    """How the rows of a table differ in the columns that both states have, named by `pairs`."""
    left, right = _comparable(old, new, pairs)
    key, declared = _key(old, new, pairs, left, right)
    if not key:
        return _as_whole_rows(old, new, pairs, left, right)
    left_ids, right_ids = (_numbered(_hashed(frame, key)) for frame in (left, right))
    both = right_ids.join(left_ids, on="id", how="inner", suffix="_old").sort("row")
    added = right_ids.join(left_ids, on="id", how="anti").sort("row")["row"]
    removed = left_ids.join(right_ids, on="id", how="anti").sort("row")["row"]
    named = [pairs[int(name)] for name in key]
    counts, changed, shown = _changed(_Frames(old, new, left, right), pairs, key, both)
    return RowsChange(
        before=old.rows,
        after=new.rows,
        added=len(added),
        removed=len(removed),
        changed=changed,
        key=tuple(pair.after.name for pair in named),
        declared=declared,
        cells=counts,
        shown_changed=shown,
        shown_added=_whole(new, pairs, named, added, after=True),
        shown_removed=_whole(old, pairs, named, removed, after=False),
    )


@dataclass(frozen=True)
class _Frames:
    """Both states of a table, with their columns in comparable form."""

    old: Table
    new: Table
    left: pl.DataFrame
    right: pl.DataFrame


def _changed(
    frames: _Frames, pairs: Sequence[Pair], key: Sequence[str], both: pl.DataFrame
) -> tuple[tuple[tuple[str, int], ...], int, tuple[ShownRow, ...]]:
    """What differs in rows that belong together, which `both` names by `row` of the head and `row_old` of the base.

    The changed cells of each column, how many rows changed, and the first few.
    """
    counts: list[tuple[str, int]] = []
    differs: dict[str, pl.Series] = {}
    changed = pl.repeat(False, both.height, dtype=pl.Boolean, eager=True)
    for name in frames.left.columns:
        if name in key:
            continue
        unlike = frames.left[name].gather(both["row_old"]).ne_missing(frames.right[name].gather(both["row"]))
        if count := int(unlike.sum()):
            counts.append((_shown_name(name, pairs), count))
            differs[name] = unlike
            changed = changed | unlike
    named = [pairs[int(name)] for name in key]
    shown = []
    for place in changed.arg_true().head(SHOWN):
        row, row_old = both["row"][place], both["row_old"][place]
        unlike_here = [name for name, unlike in differs.items() if unlike[place]][: SHOWN_CELLS + 1]
        cells = tuple(_cell(frames.old, frames.new, name, pairs, row_old, row) for name in unlike_here)
        shown.append(ShownRow(row + 2, _keys(frames.new, named, row, after=True), cells))
    return tuple(counts), int(changed.sum()), tuple(shown)


def _comparable(old: Table, new: Table, pairs: Sequence[Pair]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns of both states, each pair under its number and in a form in which equal values are equal.

    Values of one type are compared as they are and numbers as numbers; what was retyped is compared as text, so that
    another type by itself changes no row.
    """
    left, right = [], []
    old_exact, new_exact = old.exact, new.exact
    for number, pair in enumerate(pairs):
        a, b = old.column(pair.before.name), new.column(pair.after.name)
        if pair.before.name in old_exact or pair.after.name in new_exact:
            a = _exact(old_exact.get(pair.before.name, texts_of(pair.before, a)))
            b = _exact(new_exact.get(pair.after.name, texts_of(pair.after, b)))
        elif a.dtype != b.dtype and a.dtype.is_numeric() and b.dtype.is_numeric():
            a, b = a.cast(pl.Float64), b.cast(pl.Float64)
        elif a.dtype != b.dtype:
            numbers = a.dtype.is_numeric() or b.dtype.is_numeric()
            a, b = texts_of(pair.before, a), texts_of(pair.after, b)
            if numbers:
                a, b = _numbers(a), _numbers(b)
        left.append(a.alias(str(number)))
        right.append(b.alias(str(number)))
    if old.mapped and new.mapped:
        left.append(old.geometry_texts.alias(_GEOMETRY))
        right.append(new.geometry_texts.alias(_GEOMETRY))
    return pl.DataFrame(left), pl.DataFrame(right)


def _numbers(texts: pl.Series) -> pl.Series:
    """Texts of which those that are numbers are written alike: 2.0 is 2."""
    text = pl.col("")
    number = text.str.strip_chars().cast(pl.Float64, strict=False)
    return texts.to_frame().select(pl.coalesce(number.cast(pl.String), text)).to_series()


def _exact(texts: pl.Series) -> pl.Series:
    """Numbers as text, without noughts that say nothing: 1.50 is 1.5."""
    plain = pl.col("")
    number = plain.str.contains(r"^-?\d+\.\d+$")
    stripped = plain.str.strip_chars_end("0").str.strip_suffix(".")
    return texts.to_frame().select(pl.when(number).then(stripped).otherwise(plain)).to_series()


def _key(
    old: Table, new: Table, pairs: Sequence[Pair], left: pl.DataFrame, right: pl.DataFrame
) -> tuple[list[str], bool]:
    """The columns that tell rows apart in both states, and whether they were declared; none where nothing does."""
    after = {pair.after.name: str(n) for n, pair in enumerate(pairs)}
    before = {pair.before.name: str(n) for n, pair in enumerate(pairs)}
    for names, numbers in ((new.primary_key, after), (old.primary_key, before)):
        key = [numbers[name] for name in names if name in numbers]
        if key and len(key) == len(names) and _tells_apart(left, key) and _tells_apart(right, key):
            return key, True
    return _guess(pairs, left, right), False


def _guess(pairs: Sequence[Pair], left: pl.DataFrame, right: pl.DataFrame) -> list[str]:
    """The column, or else the two columns, that name each row once and are mostly the same in both states."""
    full = [
        str(n)
        for n, pair in enumerate(pairs)
        if left[str(n)].dtype != pl.Float64
        and left[str(n)].dtype != pl.Boolean
        and not pair.before.profile.blanks
        and not pair.after.profile.blanks
    ]
    names = {str(n): pair.after.name for n, pair in enumerate(pairs)}
    ranked = sorted(full, key=lambda n: not _LIKE_A_KEY.search(names[n]))
    single = [[n] for n in ranked if _tells_apart(left, [n]) and _tells_apart(right, [n])]
    found = _most_common(single, left, right)
    if found:
        return found
    tried = ranked[:_TRIED]
    double = [
        list(two)
        for two in combinations(tried, 2)
        if _tells_apart(right.head(_TRIAL), two) and _tells_apart(left, two) and _tells_apart(right, two)
    ]
    return _most_common(double, left, right)


def _most_common(keys: Sequence[list[str]], left: pl.DataFrame, right: pl.DataFrame) -> list[str]:
    """The key whose values both states share most, and at least half of; of equals the first."""
    least = max(1, min(left.height, right.height) / 2)
    shared = [_numbered(_hashed(right, key)).join(_numbered(_hashed(left, key)), on="id").height for key in keys]
    best = max(range(len(keys)), key=lambda n: shared[n], default=None)
    return keys[best] if best is not None and shared[best] >= least else []


def _tells_apart(frame: pl.DataFrame, key: Sequence[str]) -> bool:
    return frame.height > 0 and _hashed(frame, key).n_unique() == frame.height


def _hashed(frame: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    """A number for each row that is the same for the same key, blanks included."""
    return frame.select(key).hash_rows(seed=0).alias("id")


def _numbered(ids: pl.Series) -> pl.DataFrame:
    return ids.to_frame().with_row_index("row")


def _as_whole_rows(
    old: Table, new: Table, pairs: Sequence[Pair], left: pl.DataFrame, right: pl.DataFrame
) -> RowsChange:
    """Rows matched by all their cells; one that stands twice more than before was added twice.

    Where as many rows are new as are gone, all at the same places, they are the same rows with other cells.
    """
    if not left.width:
        return RowsChange(old.rows, new.rows, new.rows, old.rows, 0, (), declared=False)
    nth = pl.int_range(pl.len()).over("id").alias("nth")
    left_ids, right_ids = (_numbered(_hashed(frame, frame.columns)).with_columns(nth) for frame in (left, right))
    added = right_ids.join(left_ids, on=["id", "nth"], how="anti").sort("row")["row"]
    removed = left_ids.join(right_ids, on=["id", "nth"], how="anti").sort("row")["row"]
    if old.rows == new.rows and added.len() < new.rows and added.equals(removed):
        both = pl.DataFrame({"row": added, "row_old": removed})
        counts, changed, shown = _changed(_Frames(old, new, left, right), pairs, (), both)
        return RowsChange(
            old.rows, new.rows, 0, 0, changed, (), declared=False, placed=True, cells=counts, shown_changed=shown
        )
    return RowsChange(
        before=old.rows,
        after=new.rows,
        added=len(added),
        removed=len(removed),
        changed=0,
        key=(),
        declared=False,
        shown_added=_whole(new, pairs, (), added, after=True),
        shown_removed=_whole(old, pairs, (), removed, after=False),
    )


def _whole(
    table: Table, pairs: Sequence[Pair], key: Sequence[Pair], rows: pl.Series, *, after: bool
) -> tuple[ShownRow, ...]:
    """The first of such rows, with the first of their cells."""
    rest = [pair for pair in pairs if pair not in key][:SHOWN_CELLS]
    return tuple(
        ShownRow(row + 2, _keys(table, key, row, after=after), _keys(table, rest, row, after=after))
        for row in rows.head(SHOWN).to_list()
    )


def _keys(table: Table, pairs: Sequence[Pair], row: int, *, after: bool) -> tuple[Cell, ...]:
    """Cells of one row of one state, which stand on that state's side alone."""
    return tuple(_one_side(table, pair, row, after=after) for pair in pairs)


def _one_side(table: Table, pair: Pair, row: int, *, after: bool) -> Cell:
    if pair.hidden:
        return Cell(pair.after.name, None, None, hidden=True)
    text = _text(table, pair.after if after else pair.before, row)
    return Cell(pair.after.name, None if after else text, text if after else None)


def _cell(old: Table, new: Table, name: str, pairs: Sequence[Pair], row_old: int, row_new: int) -> Cell:
    """A cell in both states. Of a shape it is only said that it differs."""
    if name == _GEOMETRY:
        return Cell("(geometry)", "a shape", "another shape")
    pair = pairs[int(name)]
    if pair.hidden:
        return Cell(pair.after.name, None, None, hidden=True)
    return Cell(pair.after.name, _text(old, pair.before, row_old), _text(new, pair.after, row_new))


def _text(table: Table, field: Field, row: int) -> str | None:
    """One value as it stands in the file, or in the field's own format."""
    exact = table.exact.get(field.name)
    column = (table.column(field.name) if exact is None else exact).slice(row, 1)
    text: str | None = (texts_of(field, column) if exact is None else column)[0]
    return text


def _shown_name(name: str, pairs: Sequence[Pair]) -> str:
    return "(geometry)" if name == _GEOMETRY else pairs[int(name)].after.name
