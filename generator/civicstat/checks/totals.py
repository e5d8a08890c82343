"""Checks of totals that the descriptor says are the sum of their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from civicstat.checks.check import Hit, PackageSubject, TableSubject, check_package, check_table
from civicstat.checks.words import counted, row_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from civicstat.model import TotalRule
    from civicstat.tables import Table

RELATIVE = 1e-9
"""How far two sums of the same numbers may lie apart for the order in which a machine adds them up."""


@check_table(
    "DT012",
    severity="error",
    wrong='"totals": [{"total": "all", "parts": ["repair", "other"]}]\n\nrepair,other,all\n10,5,16',
    right="repair,other,all\n10,5,15",
)
def wrong_totals(subject: TableSubject) -> Iterator[Hit]:
    """A total is not the sum of its parts.

    The descriptor says under `civicstat.totals` which totals have to add up: a column that is the sum of others
    (`total`, `parts`), or rows that hold the sum of the other rows (`field`, `where`, and `by` for one total each).
    Blank parts count as nothing, and a blank total is not looked at. Where parts are rounded, `tolerance` says how far
    the total may be from their sum. Since the city itself says that they add up, the table is withheld until they do.
    """
    for rule in subject.package.totals:
        if rule.resource in ("", subject.resource.name) and not _unknown(rule, subject.table):
            wrong = _columns(rule, subject.table) if rule.total else _rows(rule, subject.table)
            if wrong.height:
                yield _hit(subject, rule, wrong)


@check_package(
    "MD017",
    wrong='"totals": [{"resource": "costs", "total": "all", "parts": ["repairs"]}], and the column is "repair"',
    right='"parts": ["repair", "other"]',
)
def unknown_parts(subject: PackageSubject) -> Iterator[Hit]:
    """A rule for totals names what is not there.

    So it can't be looked at. Each rule under `civicstat.totals` names a table of the package and columns of numbers in
    it; `where` and `of` name columns and values that at least one row has.
    """
    scan, package = subject.scan, subject.package
    for index, rule in enumerate(package.totals):
        tables = [t for name, t in scan.tables.items() if rule.resource in ("", name)]
        if not tables and (package.resource(rule.resource) or not rule.resource) and scan.withheld:
            continue  # withheld, for what other findings say
        unknown = [name for name in (_unknown(rule, table) for table in tables) if name]
        if not tables or len(unknown) == len(tables):
            yield Hit(
                pointer=f"civicstat.totals[{index}]",
                found=unknown[0] if unknown else f'no table "{rule.resource}"',
                expected="the names of a table and of its columns of numbers",
                todo="Correct the names.",
            )


def _unknown(rule: TotalRule, table: Table) -> str:
    """The first thing that a rule names and a table lacks, in words; empty where it has all."""
    for name in (rule.total, rule.field, *rule.parts):
        field = table.field(name) if name else None
        if name and field is None:
            return f'no column "{name}"'
        if field and field.type not in ("number", "integer"):
            return f'column "{name}" holds no numbers'
    for name in (*rule.by, *dict(rule.where), *dict(rule.of)):
        if table.field(name) is None:
            return f'no column "{name}"'
    for conditions in (rule.where, rule.of):
        if conditions and not _meets(table.columns, dict(conditions)).any():
            words = " and ".join(f'{name} "{value}"' for name, value in conditions)
            return f"no row with {words}"
    return ""


def _columns(rule: TotalRule, table: Table) -> pl.DataFrame:
    """The rows whose total is wrong: their place, the total and the sum."""
    parts = [pl.col(name).cast(pl.Float64) for name in rule.parts]
    frame = table.columns.with_row_index("\0row").select(
        pl.col("\0row"),
        pl.col(rule.total).cast(pl.Float64).alias("total"),
        # Where all parts are blank they are unknown, and their sum with them.
        pl.when(pl.any_horizontal(part.is_not_null() for part in parts)).then(pl.sum_horizontal(parts)).alias("sum"),
    )
    return frame.filter(_differs(rule.tolerance))


def _rows(rule: TotalRule, table: Table) -> pl.DataFrame:
    """The total rows that are wrong: their place, the total and the sum of the rows they stand for."""
    names = dict.fromkeys((rule.field, *rule.by))
    columns = table.columns
    is_total = _meets(columns, dict(rule.where))
    frame = columns.select(*names).with_columns(pl.col(rule.field).cast(pl.Float64)).with_row_index("\0row")
    totals = frame.filter(is_total).rename({rule.field: "total"})
    is_part = ~is_total & _meets(columns, dict(rule.of))
    parts = frame.filter(is_part).drop_nulls(rule.field)
    total = pl.col(rule.field).sum().alias("sum")
    if not rule.by:
        sums = parts.select(total)
        both = totals.with_columns(pl.lit(sums["sum"][0]).alias("sum")) if parts.height else totals.head(0)
    else:
        both = totals.join(parts.group_by(rule.by).agg(total), on=list(rule.by), how="inner", nulls_equal=True)
    return both.filter(_differs(rule.tolerance)).sort("\0row") if both.height else pl.DataFrame()


def _meets(columns: pl.DataFrame, conditions: Mapping[str, str]) -> pl.Series:
    """The rows in which each named column says that value."""
    met = pl.repeat(value=True, n=columns.height, eager=True)
    for name, value in conditions.items():
        column = columns[name]
        if column.dtype.is_numeric():
            try:
                same = column == float(value)
            except ValueError:
                same = pl.repeat(value=False, n=columns.height, eager=True)
        else:
            same = column.cast(pl.String) == value
        met &= same.fill_null(value=False)
    return met


def _differs(tolerance: float) -> pl.Expr:
    """True where the total is further from the sum than it may be."""
    total, reckoned = pl.col("total"), pl.col("sum")
    near = pl.max_horizontal(total.abs(), reckoned.abs()) * RELATIVE
    return (total - reckoned).abs() > near + tolerance


def _hit(subject: TableSubject, rule: TotalRule, wrong: pl.DataFrame) -> Hit:
    total, reckoned = wrong["total"][0], wrong["sum"][0]
    number = wrong.height
    parts = " + ".join(rule.parts) if rule.parts else "the other rows"
    return Hit(
        field=rule.total or rule.field,
        row=row_number(subject.resource, int(wrong["\0row"][0])),
        found=f"{total:,.15g}, while {parts} is {reckoned:,.15g}"
        + (f"; {counted(number, 'row')}" if number > 1 else ""),
        expected="the sum" + (f", or at most {rule.tolerance:g} more or less" if rule.tolerance else ""),
        todo="Correct the total or its parts; where parts are rounded, give the rule a tolerance.",
    )
