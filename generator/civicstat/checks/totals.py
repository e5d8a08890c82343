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
        known = {resource.name for resource in (*package.resources, *package.refused)}
        if not tables and (rule.resource in known or not rule.resource) and (scan.withheld or package.refused):
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
        if conditions and not _meets(table, dict(conditions)).any():
            words = " and ".join(f'{name} "{value}"' for name, value in conditions)
            return f"no row with {words}"
    return ""


def _columns(rule: TotalRule, table: Table) -> pl.DataFrame:
    """The rows whose total is wrong: their place, the total and the sum."""
    parts = pl.DataFrame([_numbers(table, name).alias(str(number)) for number, name in enumerate(rule.parts)])
    # Where all parts are blank they are unknown, and their sum with them.
    known = pl.any_horizontal(pl.all().is_not_null())
    frame = parts.select(pl.when(known).then(pl.sum_horizontal(pl.all())).alias("sum"))
    return _wrong(frame.with_columns(_numbers(table, rule.total).alias("total")).with_row_index("row"), rule)


def _rows(rule: TotalRule, table: Table) -> pl.DataFrame:
    """The total rows that are wrong: their place, the total and the sum of the rows they stand for."""
    is_total = _meets(table, dict(rule.where))
    by = [str(number) for number in range(len(rule.by))]
    groups = [table.column(name).alias(number) for name, number in zip(rule.by, by, strict=True)]
    frame = pl.DataFrame([_numbers(table, rule.field).alias("total"), *groups]).with_row_index("row")
    totals = frame.filter(is_total)
    parts = frame.filter(~is_total & _meets(table, dict(rule.of))).drop_nulls("total")
    total = pl.col("total").sum().alias("sum")
    if by:
        both = totals.join(parts.group_by(by).agg(total), on=by, how="inner", nulls_equal=True)
    else:
        both = totals.join(parts.select(total), how="cross") if parts.height else totals.head(0)
    return _wrong(both, rule).sort("row") if both.height else pl.DataFrame()


def _numbers(table: Table, name: str) -> pl.Series:
    return table.column(name).cast(pl.Float64)


def _meets(table: Table, conditions: Mapping[str, str]) -> pl.Series:
    """The rows in which each named column says that value."""
    met = pl.repeat(value=True, n=table.rows, eager=True)
    for name, value in conditions.items():
        column = table.column(name)
        if column.dtype.is_numeric():
            try:
                same = column == float(value)
            except ValueError:
                same = pl.repeat(value=False, n=table.rows, eager=True)
        else:
            same = column.cast(pl.String) == value
        met &= same.fill_null(value=False)
    return met


def _wrong(rows: pl.DataFrame, rule: TotalRule) -> pl.DataFrame:
    """Those in which the total is further from the sum than it may be."""
    total, reckoned = pl.col("total"), pl.col("sum")
    near = pl.max_horizontal(total.abs(), reckoned.abs()) * RELATIVE
    return rows.filter((total - reckoned).abs() > near + rule.tolerance)


def _hit(subject: TableSubject, rule: TotalRule, wrong: pl.DataFrame) -> Hit:
    total, reckoned = wrong["total"][0], wrong["sum"][0]
    number = wrong.height
    parts = " + ".join(rule.parts) if rule.parts else "the other rows"
    return Hit(
        field=rule.total or rule.field,
        row=row_number(subject.resource, int(wrong["row"][0])),
        found=f"{total:,.15g}, while {parts} is {reckoned:,.15g}"
        + (f"; {counted(number, 'row')}" if number > 1 else ""),
        expected="the sum" + (f", or at most {rule.tolerance:g} more or less" if rule.tolerance else ""),
        todo="Correct the total or its parts; where parts are rounded, give the rule a tolerance.",
    )
