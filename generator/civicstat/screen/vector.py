"""The screen for large tables whose records are lines: whole columns at once, with Polars.

A rule says of a column's texts which are certainly sound; each accepts no text that the rules of single cells, or
Frictionless's own reader, would not. All others are asked about one by one, each once.
"""

from __future__ import annotations

import csv
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from civicstat.screen.gathered import Gathered
from civicstat.screen.opening import BOM, MOST_CELL
from civicstat.screen.rules import COMPARISONS, FORMS, Judge, Unscreenable, bounds_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from civicstat.screen.opening import Opened
    from civicstat.screen.plain import PlainField, PlainTable

BLOCK = 16_000_000
"""Bytes that are read and looked at together."""
_SAMPLE = 1000
"""Texts from which is told whether a column repeats itself, so that it pays to look at each different text once."""
_QUOTE, _LINE_END, _RETURN = b'"\n\r'
_LINE = "\x01"
"""A character that no line holds: a table that it parts has one column, the line."""


_SAFE_PATTERN = re.compile(
    r"(?:(?:[A-Za-z0-9 _:/@#%,;=<>!~&'-]|\\[.+*?()|/-]|\[(?![^]]*--)[A-Za-z0-9 _.:/-]+\])"
    r"(?:(?:\{[0-9]{1,3}(?:,[0-9]{1,3})?\}|[+*?])\??)?)*"
)
"""Patterns that mean the same to Python and to Polars: plain characters and plain classes, each with one count at most.

A `+` after a count takes nothing back in Python and repeats the count in Polars; `--` in a class takes characters away
in Polars.
"""

_KEYS: dict[str, Any] = {"integer": pl.Int64, "year": pl.Int64, "string": pl.String, "date": pl.Date}
"""The types whose values stand in key columns, and as what."""


def screen_columns(
    table: PlainTable,
    opened: Opened,
    judges: Sequence[Judge],
    wanted: Collection[tuple[str, ...]],
) -> Gathered:
    """Which rows may have an error of their own, and the values of the `wanted` groups of fields.

    Raises `Unscreenable` where a record may be more than a line, where keys are of types that have no column here, and
    for whatever Polars does not take: a number too large for its columns, a text that is no Unicode.
    """
    try:
        return _screened(table, opened, judges, wanted)
    except (OSError, ValueError, OverflowError, csv.Error, pl.exceptions.PolarsError) as error:
        raise Unscreenable from error


def _screened(
    table: PlainTable, opened: Opened, judges: Sequence[Judge], wanted: Collection[tuple[str, ...]]
) -> Gathered:
    columns = [_Column(judge) for judge in judges]
    keys = {name for fields in wanted for name in fields}
    if any(f.name in keys and (f.type not in _KEYS or f.format != "default") for f in table.fields):
        raise Unscreenable
    rows, chosen = 0, set[int]()
    parts: dict[str, list[pl.Series]] = {name: [] for name in keys}
    for frame, wrong in _frames(opened, len(columns)):
        if wrong and any("" not in judge.field.blanks for judge in judges):
            raise Unscreenable
        marked = [pl.Series(wrong, dtype=pl.UInt32)]
        blank: pl.Series | None = pl.repeat(value=True, n=frame.height, eager=True)
        for column, series in zip(columns, frame.get_columns(), strict=True):
            bad, blanks = column.look(series)
            marked += [bad] if bad is not None else []
            # A row without any value is an error; there is none where a column has no blank.
            blank = blank & blanks if blank is not None and blanks is not None else None
            if column.field.name in keys:
                parts[column.field.name].append(column.key(series))
        if blank is not None:
            marked.append(blank.arg_true())
        chosen.update(rows + index for series in marked for index in series)
        rows += frame.height
    if not rows:
        raise Unscreenable
    whole = {name: pl.concat(series) for name, series in parts.items()}
    # Under names of their own: Polars takes a field named `^a$` for a pattern of names.
    frames = {fields: pl.DataFrame({f"c{n}": whole[name] for n, name in enumerate(fields)}) for fields in wanted}
    return Gathered(rows, chosen, lines=True, frames=frames)


def text_frames(opened: Opened, width: int) -> Iterator[pl.DataFrame]:
    """The cells of a table that was screened so, as text, block by block."""
    for frame, _ in _frames(opened, width):
        yield frame


def _frames(opened: Opened, width: int) -> Iterator[tuple[pl.DataFrame, list[int]]]:
    """The records of all blocks; while one is looked at, the next is read."""
    with ThreadPoolExecutor(1) as beside:
        ahead = None
        for block in _blocks(opened):
            behind, ahead = ahead, beside.submit(_records, block, opened.delimiter, width)
            if behind:
                yield behind.result()
        if ahead:
            yield ahead.result()


def _blocks(opened: Opened) -> Iterator[bytes]:
    """The file's lines after the header, in blocks that end with one."""
    with opened.file.open("rb") as file:
        file.seek(opened.start)
        header = file.readline()
        if b'"' in header or header.count(b"\r") != header.count(b"\r\n"):
            # A header may be more than a line, or a line more than a header.
            raise Unscreenable
        left = b""
        while read := file.read(BLOCK):
            cut = read.rfind(b"\n") + 1
            if not cut:
                left += read
                if len(left) > 4 * BLOCK:
                    raise Unscreenable
                continue
            yield left + read[:cut] if left else read[:cut]
            left = read[cut:]
        if left:
            yield left


def _records(block: bytes, delimiter: str, width: int) -> tuple[pl.DataFrame, list[int]]:
    """A block's cells as text, and the rows that have not as many as there are columns.

    Frictionless's reader takes each of these lines for one record: none has a carriage return but at its end, and
    quotes stand only around whole cells, doubled within them, and closed in the same line.
    """
    if b"\x00" in block or b"\x01" in block or (b"\r" in block and block.count(b"\r") != block.count(b"\r\n")):
        raise Unscreenable
    if block.startswith(BOM):  # a text to Frictionless, which Polars would leave out
        raise Unscreenable
    quotes = _quotes(block, delimiter.encode()) if b'"' in block else 0
    frame = _even(block, delimiter, width, quotes)
    return (frame, []) if frame is not None else _ragged(block, delimiter, width)


def _even(block: bytes, delimiter: str, width: int, quotes: int) -> pl.DataFrame | None:
    """The cells of a block whose lines have as many as there are columns; None for any other."""
    if width == 1 and (block.startswith((b"\n", b"\r")) or b"\n\n" in block or b"\n\r" in block):
        return None  # a line without anything has no cell
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    frame = _cells(block, delimiter, width, quoted=quotes > 0)
    if frame is None or frame.height != lines:
        return None
    # No line has too many cells. What is neither text nor a quote nor the end of a line parts two cells.
    texts = sum(frame.select(pl.all().str.len_bytes().sum()).row(0)) if frame.height else 0
    if len(block) - _ends(block) - quotes - texts != (width - 1) * lines:
        return None
    if texts > MOST_CELL and max(frame.select(pl.all().str.len_bytes().max()).row(0)) > MOST_CELL:
        raise Unscreenable
    return frame


def _ends(block: bytes) -> int:
    """How many bytes end lines."""
    return block.count(b"\n") + (block.count(b"\r") if b"\r" in block else 0)


def _ragged(block: bytes, delimiter: str, width: int) -> tuple[pl.DataFrame, list[int]]:
    """A block's cells, where some lines have too many or too few: these read one by one, the others as before."""
    whole = _cells(block, _LINE, 1, quoted=False)
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if whole is None or whole.height != lines:
        raise Unscreenable
    texts = whole.to_series()
    if texts.str.len_bytes().sum() + _ends(block) != len(block):
        raise Unscreenable
    sound = (_counts_outside_quotes(texts, delimiter) == width - 1) & (texts != "")
    even = "".join(f"{line}\n" for line in texts.filter(sound)).encode()
    quotes = _quotes(even, delimiter.encode()) if b'"' in even else 0
    frame = _even(even, delimiter, width, quotes)
    if frame is None:
        raise Unscreenable
    # A cell that is not there is a blank, as one without text is; those too many are not read.
    odd = [[*cells, *[""] * width][:width] for cells in csv.reader(texts.filter(~sound), delimiter=delimiter)]
    wrong = (~sound).arg_true()
    places = pl.concat([sound.arg_true(), wrong])
    frame = pl.concat([frame, pl.DataFrame(odd, schema=frame.schema, orient="row")])
    return frame[places.arg_sort()], wrong.to_list()


def _quotes(block: bytes, delimiter: bytes) -> int:
    """How many quotes are no part of a text: those around a cell, and one of each two within.

    Raises `Unscreenable` where they stand elsewhere than around whole cells, doubled within, closed in their line.
    """
    import numpy  # noqa: PLC0415 - only for tables with quotes

    signs = numpy.frombuffer(block, dtype=numpy.uint8)
    quotes = numpy.flatnonzero(signs == _QUOTE)
    if len(quotes) % 2:
        raise Unscreenable
    # Each second one closes what the one before it opens. Two that follow each other are one quote within a cell.
    opening, closing = quotes[::2], quotes[1::2]
    before = signs[opening[1:] - 1] if opening[0] == 0 else signs[opening - 1]
    after = signs[closing[:-1] + 1] if closing[-1] == len(block) - 1 else signs[closing + 1]
    ends = numpy.flatnonzero(signs == _LINE_END)
    within_lines = (numpy.searchsorted(ends, opening) == numpy.searchsorted(ends, closing)).all()
    opens = numpy.isin(before, (_QUOTE, _LINE_END, ord(delimiter))).all()
    closes = numpy.isin(after, (_QUOTE, _LINE_END, _RETURN, ord(delimiter))).all()
    if not (opens and closes and within_lines):
        raise Unscreenable
    return len(quotes) - int((after == _QUOTE).sum())


def _counts_outside_quotes(lines: pl.Series, delimiter: str) -> pl.Series:
    """How many delimiters part the cells of each line, those within quotes left out."""
    return lines.str.replace_all(r'"[^"]*"', "").str.count_matches(delimiter, literal=True)


def _cells(block: bytes, delimiter: str, width: int, *, quoted: bool) -> pl.DataFrame | None:
    """A block's cells as text; None for one that Polars refuses, as it does where a line has too many."""
    try:
        return pl.read_csv(
            block,
            has_header=False,
            schema={f"c{number}": pl.String for number in range(width)},
            separator=delimiter,
            quote_char='"' if quoted else None,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None


class _Column:
    """One field's rules for whole columns."""

    def __init__(self, judge: Judge) -> None:
        self.field = judge.field
        self._judge = judge
        self._sound = _rule(judge.field)

    def look(self, texts: pl.Series) -> tuple[pl.Series | None, pl.Series | None]:
        """The rows whose cell is wrong, and which cells are blank; None for none."""
        field = self.field
        if texts.len() > 4 * _SAMPLE and texts.head(_SAMPLE).n_unique() < _SAMPLE // 2:
            different = texts.unique()
            if different.len() < texts.len() // 4 and not different.is_in(list(field.blanks)).any():
                bad, _ = self._look(different)
                return (None if bad is None else texts.is_in(different.gather(bad)).arg_true()), None
        return self._look(texts)

    def _look(self, texts: pl.Series) -> tuple[pl.Series | None, pl.Series | None]:
        field = self.field
        blanks: pl.Series | None = texts == "" if field.blanks == ("",) else texts.is_in(list(field.blanks))
        if blanks is not None and not blanks.any():
            blanks = None
        # What a cast can't read is null, and so is all that is said of it.
        sound = None if self._sound is None else _evaluated(self._sound.fill_null(value=False), texts)
        if sound is not None:
            if blanks is not None:
                sound = sound & ~blanks if field.required else sound | blanks
            if sound.all():
                return None, blanks
            odd = texts.filter(~sound).unique()
        else:
            odd = texts.unique()
        bad = [text for text in odd if not self._judge.read(text)[1]]
        return (texts.is_in(bad).arg_true() if bad else None), blanks

    def key(self, texts: pl.Series) -> pl.Series:
        """The values of the texts as parts of a key."""
        dtype = _KEYS[self.field.type]
        values = texts
        # A text that stands for no value may look like one.
        sound = texts != "" if self.field.blanks == ("",) else ~texts.is_in(list(self.field.blanks))
        if self.field.type == "date":
            values = _evaluated(_DAYS, texts)
            sound &= _evaluated(_formed("date"), texts)
        elif dtype == pl.Int64:
            values = texts.cast(pl.Int64, strict=False)
            sound &= values.is_not_null() if self.field.type == "integer" else _evaluated(_formed("year"), texts)
        if sound.all():
            return values
        odd = texts.filter(~sound).unique().to_list()
        known = [self._judge.key(text) for text in odd]
        if dtype == pl.Int64 and any(isinstance(v, int) and not -(2**63) <= v < 2**63 for v in known):
            raise Unscreenable
        found = texts.replace_strict(odd, known, default=None, return_dtype=dtype)
        return pl.select(pl.when(texts.is_in(odd)).then(found).otherwise(values)).to_series().alias(values.name)


def _evaluated(rule: pl.Expr, texts: pl.Series) -> pl.Series:
    return texts.to_frame("c").select(rule).to_series()


_TEXT = pl.col("c")
_DAYS = _TEXT.str.to_date("%Y-%m-%d", strict=False)


def _formed(kind: str) -> pl.Expr:
    """Texts of a type's usual form."""
    return _TEXT.str.contains(f"^(?:{FORMS[kind]})$")


def _rule(field: PlainField) -> pl.Expr | None:  # noqa: PLR0911 - one for each type
    """Which texts of the column `c` are certainly sound, as far as they are no blanks; None for no rule."""
    if field.format != "default":
        return None
    match field.type:
        case "string" | "any":
            return _texts(field)
        case "integer" | "year":
            # Polars reads a sign and digits, of which `int()` makes the same; it refuses all else.
            values = _TEXT.cast(pl.Int64, strict=False)
            sound = values.is_not_null() if field.type == "integer" else _formed("year")
            return _listed(_bounded(sound, values, field), values, field)
        case "number":
            return _numbers(field)
        case "date":
            # Days so written come in the order of their texts.
            return _bounded(_formed("date"), _TEXT, field)
        case "datetime":
            return _formed("datetime")
        case "time":
            return _formed("time")
        case "boolean":
            return _TEXT.is_in(sorted(field.words))
    return None


def _texts(field: PlainField) -> pl.Expr | None:
    """Any text, where no constraint speaks against it; lengths count characters, as Python's do."""
    rule = _TEXT.is_not_null()
    if (enum := field.constraints.get("enum")) is not None:
        rule = rule & _TEXT.is_in([entry for entry in enum if isinstance(entry, str)])
    if (pattern := field.constraints.get("pattern")) is not None:
        if not _SAFE_PATTERN.fullmatch(pattern):
            return None
        rule = rule & _TEXT.str.contains(f"^{pattern}$")
    if (least := field.constraints.get("minLength")) is not None:
        rule = rule & (_TEXT.str.len_chars() >= least)
    if (most := field.constraints.get("maxLength")) is not None:
        rule = rule & (_TEXT.str.len_chars() <= most)
    return rule


def _bounded(rule: pl.Expr, values: pl.Expr, field: PlainField) -> pl.Expr:
    for compare, bound in bounds_of(field):
        if isinstance(bound, int) and not -(2**63) <= bound < 2**63:
            raise Unscreenable
        rule = rule & compare(values, bound.isoformat() if isinstance(bound, date) else bound)
    return rule


def _listed(rule: pl.Expr, values: pl.Expr, field: PlainField) -> pl.Expr | None:
    enum = field.constraints.get("enum")
    if enum is None:
        return rule
    whole = [entry for entry in enum if isinstance(entry, int) and not isinstance(entry, bool)]
    return rule & values.is_in(whole) if len(whole) == len(enum) else None


def _numbers(field: PlainField) -> pl.Expr | None:
    """Texts of which Polars makes a float, and `Decimal()` a number.

    Rounding keeps the order: a float beyond the bound's comes from a number beyond the bound. Where both floats are
    one, the numbers may not be, and are looked at one by one.
    """
    if "enum" in field.constraints:
        return None
    values = _TEXT.cast(pl.Float64, strict=False)
    rule = values.is_finite()
    for name in COMPARISONS.keys() & field.constraints.keys():
        bound = field.constraints[name]
        if isinstance(bound, str):
            return None
        rule = rule & (values > bound if name.endswith("inimum") else values < bound)
    return rule


def repeated(values: pl.DataFrame, *, blanks: bool) -> set[int]:
    """The rows that share their values, and with `blanks` those that have none."""
    if values.width == 1:
        only = values.to_series()
        if only.dtype == pl.Int64 and not only.null_count() and (only.diff().drop_nulls() > 0).all():
            return set()  # each is larger than the one before
    empty = values.select(pl.all_horizontal(pl.all().is_null())).to_series()
    # Rows that differ in their hashes differ in their values.
    marks = values.hash_rows()
    if marks.n_unique() == marks.len() and not empty.any():
        return set()
    again = (marks.is_duplicated() & ~empty).arg_true().to_list()
    return {*again, *(empty.arg_true().to_list() if blanks else ())}


def lost(values: pl.DataFrame, known: pl.DataFrame) -> set[int]:
    """The rows whose values stand nowhere in `known`, those without any value left out."""
    if values.dtypes != known.dtypes:
        raise Unscreenable
    names = values.columns
    rest = values.with_row_index("\0row").filter(~pl.all_horizontal(pl.col(names).is_null()))
    among = known.rename(dict(zip(known.columns, names, strict=True))).unique()
    if values.width == 1:
        wanting = rest.filter(~pl.col(names[0]).is_in(among.to_series().implode()))
    else:
        wanting = rest.join(among, on=names, how="anti", nulls_equal=True)
    return set(wanting["\0row"].to_list())


def lost_in(values: pl.DataFrame, known: Collection[tuple[Any, ...]]) -> set[int]:
    """The same, where the values that are known come from a small table."""
    different = values.unique().rows()
    wanting = [row for row in different if row not in known and any(part is not None for part in row)]
    if not wanting:
        return set()
    names = values.columns
    missing = pl.DataFrame(wanting, schema=values.schema, orient="row")
    found = values.with_row_index("\0row").join(missing, on=names, how="semi", nulls_equal=True)
    return set(found["\0row"].to_list())
