"""Observations reckoned from rows: the numbers of a measure by period and by place, and the rows behind them.

| what is reckoned | interval | observations |
| --- | --- | --- |
| count, sum, distinct | period | one for each whole period, nought for one without rows |
| count, sum, distinct | snapshot | of the rows of the last day with rows in each period, on that day |
| count, sum, distinct, mean, share | cumulative | of all rows so far, at the end of each period and on the last day |
| mean, median, percentile, share | period, snapshot | one for each whole period that has rows |
| open | period, snapshot | on the last day of each period and on the last day |

A period that still runs is left out where it would look like a fall. What is not known is not nought: numbers end with
the period of the table's last row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from civicstat.progress.amounts import amounts, so_far
from civicstat.progress.behind import COUNTED, DAYS, FIRST, LAST, PERIOD, points, redoing, rows_csv
from civicstat.progress.conditions import OriginProblem, mask, values_of
from civicstat.progress.model import Place, Places
from civicstat.progress.moments import DATED, days_of, lasted
from civicstat.progress.origins import STOCKS, problems, sentence
from civicstat.progress.periods import day_in_words, period_ends, period_of, periods_between
from civicstat.reckoning.values import Observation
from civicstat.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.progress.model import Condition, Origin
    from civicstat.progress.periods import Period
    from civicstat.reckoning.values import Interval
    from civicstat.tables import Field, Table

YEAR = 365
"""Days told of by place where there is no window."""

MOST_PERIODS = 1_500
"""Four years of days, a mayor's term: the longest series that a page can show and a reader take in."""

MOST_PLACES = 500
"""More are no neighbourhoods but addresses."""

NOT_STATED = "not stated"
"""The name of the place of rows whose field of places is blank."""

Span = tuple[date, date]
"""The first and the last day of a time."""


@dataclass(frozen=True)
class Observed:
    """What a table's rows say of a measure.

    `rows` is how many rows the observations rest on, `csv` these rows, each with the date of the observation that
    counts it, `redo` says how the numbers come from them. `places` and `points` are of the rows in `span`,
    `Place.before` of those in `before`, a time of equal length right before it; None where the table does not reach
    back so far. `conditions` says in a sentence what was counted, `notes` in one each what was left out.
    """

    observations: tuple[Observation, ...]
    rows: int
    conditions: str
    csv: str = ""
    redo: str = ""
    places: tuple[Places, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    span: Span | None = None
    before: Span | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Past:
    """Looking back from `now`, the day to which the table is known, to an earlier day, `then`.

    Of a date after `then` nobody knew on that day, unless it was planned: on a request's due date, say. What happens is
    written down once it has happened, so a field with a date after `now` is taken for one of plans.
    """

    then: date
    now: date

    def known(self, column: pl.Series) -> pl.Series:
        """A column of days or moments without what had not happened yet."""
        days = column.dt.date() if column.dtype == pl.Datetime else column
        latest = _latest(days)
        if latest is None or latest <= self.then or latest > self.now:
            return column
        return column.zip_with(days <= self.then, pl.Series([None], dtype=column.dtype))


@dataclass(frozen=True)
class _Asked:
    """What is to be reckoned, from which table, by which calendar."""

    origin: Origin
    table: Table
    interval: Interval
    fiscal_year_start: int
    time_zone: str
    kept: dict[Any, pl.Series]
    past: _Past | None = None

    @property
    def level(self) -> bool:
        """Whether the number is one of a day, read off the rows of that day."""
        return self.interval == "snapshot" and self.origin.reckon in STOCKS

    def field(self, name: str) -> Field:
        """A field that the table is known to have."""
        found = self.table.field(name)
        assert found is not None  # noqa: S101 - for the type checker: `problems` has looked
        return found

    def days(self, name: str) -> pl.Series:
        """The days of a field of dates."""
        key = (id(self.table), name)
        if key not in self.kept:
            self.kept[key] = days_of(self.table, self.field(name), self.fiscal_year_start, self.time_zone)
        return self.kept[key]

    def met(self, conditions: Sequence[Condition]) -> pl.Series:
        """Whether each row meets all of some conditions."""
        every = pl.repeat(True, self.table.rows, dtype=pl.Boolean, eager=True)
        for condition in conditions:
            every &= self._meets(condition)
        return every

    def _meets(self, condition: Condition) -> pl.Series:
        field = self.table.field(condition.field)
        if self.past and field and field.type in DATED:
            return mask(condition, self.table, self.time_zone, self.past.known)
        key = (id(self.table), condition)
        if key not in self.kept:
            self.kept[key] = mask(condition, self.table, self.time_zone)
        return self.kept[key]

    def period(self, day: date) -> Period:
        """The period of a day."""
        return period_of(day, self.origin.per, self.fiscal_year_start)

    def ends(self, days: pl.Series) -> pl.Series:
        """The last day of each day's period."""
        return period_ends(days, self.origin.per, self.fiscal_year_start)


@dataclass(frozen=True)
class _Known:
    """The rows that count, with `row` (place in the table), `day`, for `open` also `ended`, and `n` (what is reckoned).

    `days` are the days of all of the table's rows, whether they meet the conditions or not; `last` is the day to which
    the table tells, None where it tells nothing.
    """

    rows: pl.DataFrame
    days: pl.Series
    last: date | None


@dataclass(frozen=True)
class _Told:
    """Observations, and the rows that they rest on: `row`, and the days of the observations that count it.

    They are one `period`; or the `first_period` and, where it ends, the `last_period`: None where the last observation
    counts the row too.
    """

    observations: Sequence[Observation]
    rows: pl.DataFrame


def observe(  # noqa: PLR0913 - each is another fact of the measure or of the portal
    origin: Origin,
    table: Table,
    *,
    until: date,
    fiscal_year_start: int = 1,
    window: Span | None = None,
    interval: Interval = "period",
    title: str = "",
    known_until: date | None = None,
    time_zone: str = "UTC",
    behind: bool = True,
    now: date | None = None,
    kept: dict[Any, pl.Series] | None = None,
) -> Observed:
    """Reckon a measure from a table's rows.

    Rows after `until` (that day belongs to it) or after the end of `window`, a sprint's first and last day, don't
    count; a cumulative measure begins with the window. `known_until` is the day to which the table is known to be
    complete, where something other than its rows tells. Without it the table is known to the end of the period of its
    last row, whether that row meets the conditions or not. `title` is the dataset's, for the sentence; `time_zone` the
    city's, for moments with a zone. Without `behind` only the observations are reckoned, and how many rows there are.
    Where `until` is looked back to from a later day, `now`, what happened after it is not known yet either: the date on
    which a row that counts was closed, say. Values of other fields are those of today. `kept` holds columns that do
    not depend on the day, for the next time that the same table is asked. Raises `OriginProblem` where the table can't
    answer.
    """
    for problem in problems(origin, table, interval):
        raise problem
    asked = _Asked(origin, table, interval, fiscal_year_start, time_zone, {} if kept is None else kept)
    if now and now > until:
        asked = replace(asked, past=_Past(until, _told_to(asked, now, known_until)))
    begins = window[0] if window else None
    known = _known(asked, min(until, window[1]) if window else until, known_until)
    last = known.last
    said = sentence(origin, table, title, interval)
    if last is None or (begins and interval == "cumulative" and begins > last):
        return Observed((), 0, said)
    try:
        periods, notes = _periods(asked, known, begins, last)
        told = _told(asked, known, periods, begins, last)
        seen = Observed(tuple(told.observations), told.rows.height, said, notes=notes)
        return _with_rows(asked, known, told, seen, (begins or _before(last, YEAR - 1), last)) if behind else seen
    except OverflowError:
        raise OriginProblem(
            "the numbers are too large to add up", place="field", found=origin.field, expected="smaller numbers"
        ) from None


def _told_to(asked: _Asked, now: date, known_until: date | None) -> date:
    """The last day that the table may tell of: the one to which it is known, unless its own rows say otherwise."""
    days = asked.days(asked.origin.date)
    latest = _latest(days.filter(_past(days, now)))
    return known_until if known_until and known_until <= now and (latest is None or latest <= known_until) else now


def _known(asked: _Asked, until: date, known_until: date | None) -> _Known:
    origin = asked.origin
    days = asked.days(origin.date)
    met = _past(days, until) & asked.met(origin.where)
    columns = {"row": pl.int_range(asked.table.rows, eager=True), "day": days}
    dates = [days]
    if origin.reckon == "open":
        columns["ended"] = asked.days(origin.until)
        dates.append(columns["ended"])
    elif origin.days:
        dates += [asked.days(name) for name in origin.days]
    numbers = _numbers(asked)
    if numbers is not None:
        met &= numbers.is_not_null()
        columns["n"] = numbers
    latest = max((day for column in dates if (day := _latest(column.filter(_past(column, until))))), default=None)
    if known_until:
        latest = max(known_until, latest or known_until)
    elif latest:
        latest = asked.period(latest).ends
    last = min(until, latest) if latest else None
    return _Known(pl.DataFrame(columns).filter(met), days.filter(_past(days, until)), last)


def _past(days: pl.Series, until: date) -> pl.Series:
    return (days <= until).fill_null(value=False)


def _numbers(asked: _Asked) -> pl.Series | None:
    """What is reckoned of each row, blank where there is nothing; None where rows are counted."""
    origin, table = asked.origin, asked.table
    if origin.reckon in ("count", "open"):
        return None
    if origin.reckon == "share":
        return asked.met(origin.of)
    if origin.days:
        since, until = origin.days
        known = asked.past.known if asked.past else None
        return lasted(table, asked.field(since), asked.field(until), asked.time_zone, known)
    if origin.reckon == "distinct":
        column = values_of(table, asked.field(origin.field), asked.time_zone)
        return column.fill_nan(None) if column.dtype == pl.Float64 else column
    column = table.column(origin.field).cast(pl.Float64)
    return pl.select(pl.when(column.is_finite()).then(column)).to_series().alias("")


def _periods(asked: _Asked, known: _Known, begins: date | None, last: date) -> tuple[list[Period], tuple[str, ...]]:
    """The periods to tell of, and a note where these are not all. Without a row that counts, those of the table."""
    if begins and asked.interval == "cumulative":
        first: date | None = begins
    else:
        starts = [day for day in (_earliest(known.rows["day"]), begins) if day and day <= last]
        first = min(starts, default=_earliest(known.days))
    if first is None:
        return [], ()
    periods = periods_between(first, last, asked.origin.per, asked.fiscal_year_start, MOST_PERIODS)
    shown = periods[0].begins
    if shown <= first:
        return periods, ()
    left = "Earlier ones stand in the total." if asked.interval == "cumulative" else "Earlier rows are left out."
    return periods, (f"The {MOST_PERIODS:,} periods from {day_in_words(shown)} are shown. {left}",)


def _told(asked: _Asked, known: _Known, periods: Sequence[Period], begins: date | None, last: date) -> _Told:
    """The observations of some periods, the last of which may still run."""
    if not periods:
        return _Told((), known.rows.select("row").clear())
    origin, rows = asked.origin, known.rows
    ends = [p.ends for p in periods if p.ends <= last]
    and_now = ends if ends and ends[-1] == last else [*ends, last]
    if origin.reckon == "open":
        return _backlog(rows, and_now)
    if asked.interval == "cumulative":
        rows = rows.filter(pl.col("day") >= begins) if begins else rows
        rows = rows.with_columns(key=asked.ends(rows["day"]).clip(and_now[0], last))
        return _of(so_far(origin, rows, and_now), and_now, rows, FIRST)
    if asked.level:
        table_days = pl.DataFrame({"end": asked.ends(known.days), "day": known.days})
        read = table_days.group_by("end").agg(pl.col("day").max())["day"].sort()
        days, key = [day for day in read if day >= periods[0].begins], rows["day"]
    else:
        days, key = ends, asked.ends(rows["day"])
    rows = rows.with_columns(key=key).filter(pl.col("key").is_in(days))
    nought = dict.fromkeys(days, 0.0) if origin.reckon in STOCKS else {}
    return _of(nought | amounts(origin, rows), days, rows, PERIOD)


def _of(numbers: Mapping[date, float], days: Sequence[date], rows: pl.DataFrame, name: str) -> _Told:
    observations = [Observation(day, numbers[day]) for day in days if day in numbers]
    return _Told(observations, rows.select("row", pl.col("key").alias(name)))


def _backlog(rows: pl.DataFrame, days: Sequence[date]) -> _Told:
    """How many rows are open at the end of each day: begun on it or before, and ended later or not at all."""
    on = pl.Series(days, dtype=pl.Date)
    # A row that ended before it began was never open.
    ended = rows.select(pl.max_horizontal("day", "ended").filter(pl.col("ended").is_not_null())).to_series()
    begun, gone = (column.sort().search_sorted(on, side="right") for column in (rows["day"], ended))
    observations = [Observation(day, float(a - b)) for day, a, b in zip(days, begun, gone, strict=True)]
    # Places among the days told: of the first one on or after a row's begin, and of the last one before its end.
    first = pl.Series(on.search_sorted(rows["day"], side="left"))
    last = pl.Series(on.search_sorted(rows["ended"].fill_null(date.max), side="left")).cast(pl.Int64) - 1
    told = rows.select("row", first=first, last=last).filter(pl.col("first") <= pl.col("last"))
    until = pl.when(told["last"] < len(days) - 1).then(on.gather(told["last"]))
    return _Told(observations, told.select("row", on.gather(told["first"]).alias(FIRST), until.alias(LAST)))


def _with_rows(asked: _Asked, known: _Known, told: _Told, seen: Observed, span: Span) -> Observed:
    """The same, with the rows behind: as CSV, by place, on the map."""
    origin, table = asked.origin, asked.table
    names = [name for name in told.rows.columns if name != "row"]
    rows = told.rows.sort(*names[:1], "row")
    beside = {name: rows[name] for name in names}
    if "n" in known.rows.columns and (origin.reckon == "share" or origin.days):
        numbers = rows.join(known.rows.select("row", "n"), on="row", how="left", maintain_order="left")["n"]
        beside |= {DAYS: numbers.round(6)} if origin.days else {COUNTED: numbers.cast(pl.Int64)}
    csv, note = rows_csv(table, rows["row"], beside)
    notes = [*seen.notes, *([note] if note else [])]
    seen = replace(seen, csv=csv, redo=redoing(origin, table, asked.interval) if csv else "")
    if span[0] > span[1]:
        return replace(seen, notes=tuple(notes))
    before = _span_before(asked, known, span)
    now, then = _within(asked, known, span), _within(asked, known, before) if before else None
    places = []
    for name in origin.by:
        found = _places(asked, name, now, then)
        if len(found.places) > MOST_PLACES:
            notes.append(
                f"{found.label} has {len(found.places):,} different values; at most {MOST_PLACES} can be told."
            )
        else:
            places.append(found)
    return replace(
        seen,
        notes=tuple(notes),
        places=tuple(places),
        points=points(origin, table, now["row"]),
        span=span,
        before=before,
    )


def _within(asked: _Asked, known: _Known, span: Span) -> pl.DataFrame:
    """The rows that the number of a whole time is made of."""
    if asked.origin.reckon == "open":
        begun = pl.col("day") <= span[1]
        return known.rows.filter(begun & (pl.col("ended").is_null() | (pl.col("ended") > span[1])))
    if asked.level:
        day = _latest(known.days.filter(known.days.is_between(*span)))
        return known.rows.filter(pl.col("day") == day) if day else known.rows.clear()
    return known.rows.filter(pl.col("day").is_between(*span))


def _span_before(asked: _Asked, known: _Known, span: Span) -> Span | None:
    """The time of equal length right before; None where the table does not reach back to its first period."""
    length = (span[1] - span[0]).days + 1
    first = _earliest(known.days)
    if first is None or span[0].toordinal() <= length:
        return None
    before = (_before(span[0], length), _before(span[0], 1))
    needed = before[1] if asked.origin.reckon == "open" else before[0]
    return before if asked.period(first).begins <= needed else None


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))


def _places(asked: _Asked, name: str, now: pl.DataFrame, then: pl.DataFrame | None) -> Places:
    """The number of each place in a time, and in the one before."""
    origin, table, field = asked.origin, asked.table, asked.field(name)
    now = now.with_columns(key=_names(table, field, now["row"]))
    values, rows = amounts(origin, now), dict(now.group_by("key").agg(pl.len()).iter_rows())
    before = {} if then is None else amounts(origin, then.with_columns(key=_names(table, field, then["row"])))
    none = 0.0 if origin.reckon in (*STOCKS, "open") else None
    places = [
        Place(place, values.get(place, none), rows.get(place, 0), None if then is None else before.get(place, none))
        for place in sorted({*values, *before}, key=_in_order)
    ]
    return Places(field.label, tuple(places))


def _names(table: Table, field: Field, rows: pl.Series) -> pl.Series:
    """The name of each row's place: the label of its category, else the text of the value."""
    texts = texts_of(field, table.column(field.name).gather(rows))
    labels = {text: field.label_of(text).strip() or NOT_STATED for text in texts.unique().drop_nulls()}
    return texts.replace_strict(labels, default=NOT_STATED, return_dtype=pl.String)


def _in_order(name: str) -> tuple[bool, list[Any], str]:
    """The order of names: numbers within them by size, and those that are not stated last."""
    parts: list[Any] = re.split(r"([0-9]+)", name.casefold())
    return name == NOT_STATED, [int(p) if i % 2 else p for i, p in enumerate(parts)], name


def _earliest(days: pl.Series) -> date | None:
    return cast("date | None", days.min())


def _latest(days: pl.Series) -> date | None:
    return cast("date | None", days.max())
