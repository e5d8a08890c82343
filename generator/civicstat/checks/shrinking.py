"""A check of whether rows have been lost since the portal last recorded how many there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.checks.check import Hit, PackageSubject, check_package

if TYPE_CHECKING:
    from collections.abc import Iterator

FAR_FEWER = 2 / 3
"""The share of the last rows below which a table counts as cut short."""

FEW = 10
"""Rows that may go without a word: a table of a dozen rows changes by itself."""


@check_package(
    "DT050",
    wrong="300 rows today, where 1,200 were recorded yesterday",
    right="1,210 rows today, where 1,200 were recorded yesterday",
)
def far_fewer_rows(subject: PackageSubject) -> Iterator[Hit]:
    """The table has far fewer rows than last time.

    An export that breaks off, or a filter that was left on, leaves a file that is valid and too short. A table is
    compared with the rows that the portal's own record (`catalog/portal-quality/`) knows of it from before today: the
    check speaks where more than a third of them are gone, and more than ten. Where no night has been recorded yet
    there is nothing to compare with.

    Where fewer rows are meant, as at the beginning of a year, nothing need be done: the next nightly record takes the
    new number for the right one.
    """
    for resource in subject.package.resources:
        table, last = subject.scan.table(resource.name), subject.last_rows.get(resource.name)
        if table and last and table.rows < FAR_FEWER * last and last - table.rows > FEW:
            yield Hit(
                resource=resource.name,
                found=f"{table.rows:,} {'row' if table.rows == 1 else 'rows'}, {1 - table.rows / last:.0%} fewer",
                expected=f"about {last:,} rows, as last time",
                todo="Compare the file with the one before it; look for an export that broke off, or a filter left on.",
            )
