"""Which charts a table gets when none is declared."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from civicstat.charts.choose import MOST_CHARTS, choose_charts, is_moment, is_year
from civicstat.model import ChartDeclaration
from civicstat.profiles import profile_field
from civicstat.tables import Category, Field, Table

DAYS = [f"2026-01-{day:02}" for day in range(1, 31)]


def table(resource: str = "t", /, **columns: tuple[str, Sequence[Any]]) -> Table:
    """A table from (type, values) of each field."""
    series = [
        pl.Series(name, values).str.to_date() if kind == "date" else pl.Series(name, values)
        for name, (kind, values) in columns.items()
    ]
    fields = tuple(
        Field(s.name, kind, "default", "", "", "", {}, (), profile_field(s, kind))
        for s, (kind, _) in zip(series, columns.values(), strict=True)
    )
    return Table.of(resource, fields, pl.DataFrame(series))


def chart(kind: str, **parts: Any) -> ChartDeclaration:
    """A chosen chart of the table t."""
    return ChartDeclaration(title="", resource="t", type=kind, **parts)


def test_numbers_over_time() -> None:
    """A number beside days is a line."""
    chosen = choose_charts([table(day=("date", DAYS), calls=("integer", range(30)))])

    assert (chart("line", x="day", y="calls"),) == chosen


def test_a_line_for_each_category() -> None:
    """Where each day stands once for each category, there is a line for each."""
    chosen = choose_charts(
        [table(day=("date", DAYS[:4] * 2), kind=("string", [*"aaaabbbb"]), calls=("integer", range(8)))]
    )

    assert (chart("line", x="day", y="calls", series="kind"),) == chosen


def test_rows_over_time() -> None:
    """Many days without a number are counted."""
    assert (chart("bar", x="day", aggregate="count"),) == choose_charts([table(day=("date", DAYS))])


def test_events_are_counted() -> None:
    """Where days repeat and nothing tells the rows of a day apart, rows are counted and no number is averaged."""
    calls = table(day=("date", DAYS[:10] * 3), minutes=("integer", range(30)))

    assert (chart("bar", x="day", aggregate="count"),) == choose_charts([calls])


def test_numbers_by_name() -> None:
    """A number for each name is a bar for each, and a histogram."""
    names = table(id=("string", ["1", "2", "3"]), Name=("string", ["A", "B", "C"]), area=("number", [1.5, 2.5, 4.0]))

    assert (chart("bar", x="Name", y="area"), chart("histogram", x="area")) == choose_charts([names])


def test_categories_are_counted() -> None:
    """A field of few values is counted."""
    assert (chart("bar", x="kind", aggregate="count"),) == choose_charts([table(kind=("string", [*"aaabbb"]))])


def test_a_second_category() -> None:
    """Where nothing else is to be shown, a second field of few values is counted too."""
    words = table(team=("string", [*"aaabbb"]), progress=("string", [*"xxxyyy"]))

    assert choose_charts([words]) == (
        chart("bar", x="team", aggregate="count"),
        chart("bar", x="progress", aggregate="count"),
    )


def test_places() -> None:
    """Latitude and longitude are a map; beyond the globe they are only numbers."""
    globe = table(Latitude=("number", [39.1, 39.2, 39.3]), Longitude=("number", [-76.1, -76.2, -76.3]))
    plane = table(Latitude=("number", [500.0, 600.0]), Longitude=("number", [1.0, 2.0]))

    assert (chart("map", latitude="Latitude", longitude="Longitude"),) == choose_charts([globe])
    assert choose_charts([plane]) == ()


def test_shapes() -> None:
    """A GeoJSON resource is a map."""
    shapes = Table.of("t", (), pl.DataFrame(), geometries=(None,))

    assert (chart("map"),) == choose_charts([shapes])


@pytest.mark.parametrize(
    "name", ["id", "zip_code", "Phone", "objectid", "station-key", "x", "sort_order", "Action #", "councildistrict"]
)
def test_keys_are_not_measured(name: str) -> None:
    """A number that names something is no measure."""
    assert choose_charts([table(**{name: ("integer", [1, 2, 3]), "name": ("string", ["A", "B", "C"])})]) == ()


def test_the_latest_of_a_run_of_years() -> None:
    """Where there is a column for each year, the last is shown."""
    rates = {name: ("number", [1.5, 2.5, 4.0]) for name in ("rate09", "rate21", "rate20", "other")}

    assert choose_charts([table(name=("string", ["A", "B", "C"]), **rates)])[0].y == "rate21"


def test_keys_name_no_bars() -> None:
    """A text that is only a key is no name for a bar."""
    keyed = table(requestnum=("string", ["A", "B", "C"]), days=("integer", [4, 5, 6]))

    assert (chart("histogram", x="days"),) == choose_charts([keyed])


def test_declared_keys_are_not_measured() -> None:
    """A primary key and a foreign key are no measures, whatever their names."""
    plain = table(stop=("integer", [1, 2, 3]), route=("integer", [4, 5, 6]), name=("string", ["A", "B", "C"]))
    keyed = replace(plain, primary_key=("stop",), references=(("route", "routes"),))

    assert choose_charts([plain])[0].y == "stop"
    assert choose_charts([keyed]) == ()


def test_codes_with_words_are_categories() -> None:
    """A whole number with declared categories is counted, not measured."""
    plain = table(kind=("integer", [1, 1, 1, 2, 2, 2, 3, 3]))
    [kind] = plain.fields
    coded = Field("kind", "integer", "default", "", "", "", {}, (Category("1", "Ahorn"),), kind.profile)

    assert (chart("bar", x="kind", aggregate="count"),) == choose_charts([Table.of("t", (coded,), plain.columns)])


def test_one_chart_for_each_of_several_tables() -> None:
    """Several tables get one chart each, six in all."""
    names = [f"t{i}" for i in range(8)]
    chosen = choose_charts([table(name, kind=("string", [*"aabb"])) for name in names])

    assert names[:MOST_CHARTS] == [declaration.resource for declaration in chosen]


@pytest.mark.parametrize(
    ("name", "kind", "values", "expected"),
    [
        ("year", "integer", [2019, 2020], True),
        ("Fiscal Year", "integer", [2019, 2020], True),
        ("y", "year", [2019, 2020], True),
        ("year", "integer", [1, 2], False),
        ("years", "integer", [2019, 2020], False),
        ("year", "string", ["2019", "2020"], False),
        ("year", "integer", [None, None], False),
    ],
)
def test_years(name: str, kind: str, values: list[Any], expected: bool) -> None:
    """A field is of years by its type, or by a name and a size that are a year's."""
    [field] = table(**{name: (kind, values)}).fields

    assert (expected, expected) == (is_year(field), is_moment(field))


def test_nothing_to_show() -> None:
    """No table, an empty one, and one of mere texts get no chart."""
    empty = table(kind=("string", []))
    texts = table(note=("string", ["one", "two"]))

    assert tuple(map(choose_charts, ([], [empty], [texts]))) == ((), (), ())
