"""What a descriptor promises about small numbers of people: counts to be suppressed, and people to be alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.tables import Field, Table

DEFAULT_MINIMUM = 5
DEFAULT_K = 5


@dataclass(frozen=True)
class Rule:
    """One rule of `civicstat.privacy`: the columns of a table, and the least number that may be shown or be alike.

    `resource` is empty where the descriptor names none, as it may of a package with one table; `pointer` is the rule's
    place in it.
    """

    resource: str
    fields: tuple[str, ...]
    least: int
    pointer: str


def rules_of(descriptor: Mapping[str, Any], name: str, number: str, default: int) -> tuple[Rule, ...]:
    """The rules under `civicstat.privacy.<name>`, whose least number stands under `number`.

    The catalogue has checked them against their schema; what is none all the same is passed over.
    """
    own = descriptor.get("civicstat")
    privacy = own.get("privacy") if isinstance(own, dict) else None
    listed = privacy.get(name) if isinstance(privacy, dict) else None
    return tuple(
        Rule(
            str(raw.get("resource") or ""),
            tuple(str(field) for field in raw.get("fields", ())),
            int(raw.get(number, default)),
            f"civicstat.privacy.{name}[{index}]",
        )
        for index, raw in enumerate(listed if isinstance(listed, list) else [])
        if isinstance(raw, dict)
    )


@dataclass(frozen=True)
class Small:
    """How many cells or rows are too few, in how many groups, and the first row of them, counted from 0."""

    rows: int
    groups: int
    smallest: int
    index: int


def small_counts(table: Table, field: Field, least: int) -> Small | None:
    """The cells of a column with a number from 1 to below `least`.

    0 tells of nobody. Text that is no number, such as `<5`, is suppressed already.
    """
    values = table.column(field.name)
    numbers = values.str.strip_chars().cast(pl.Float64, strict=False) if values.dtype == pl.String else values
    if not numbers.dtype.is_numeric():
        return None
    small = ((numbers > 0) & (numbers < least)).fill_null(value=False)
    rows = int(small.sum())
    return Small(rows, rows, 0, int(small.arg_max() or 0)) if rows else None


def small_groups(table: Table, fields: tuple[str, ...], k: int) -> Small | None:
    """The rows whose values in `fields`, taken together, are shared by fewer than `k` rows.

    k-anonymity (L. Sweeney, *k-anonymity: a model for protecting privacy*, 2002): each row is like at least `k - 1`
    others in everything that could be known of a person from elsewhere. A blank counts as a value.
    """
    frame = pl.DataFrame([table.column(name).alias(str(number)) for number, name in enumerate(fields)])
    sizes = (
        frame.with_row_index("row")
        .group_by([str(number) for number in range(len(fields))])
        .agg(pl.len().alias("size"), pl.col("row").min())
    )
    small = sizes.filter(pl.col("size") < k)
    if not small.height:
        return None
    rows, smallest, index = small.select(
        pl.col("size").sum(), pl.col("size").min().alias("min"), pl.col("row").min()
    ).row(0)
    return Small(rows, small.height, smallest, index)
