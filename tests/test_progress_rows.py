"""Rows of progress tables with typed cells: what is blank, in the wrong form, or not there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from civicstat import sizes
from civicstat.progress.rows import MOST_ALIKE, Reading
from civicstat.reports.words import masked
from progress_packages import SPRINT, SPRINT_OWN, packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]


def reading(portal: Portal, tables: Mapping[str, str | None], *, schemas: bool = False, **texts: Any) -> Reading:
    """The sprint with these tables in place of its own, ready to be read."""
    return Reading(*packed(portal, {**SPRINT, **tables}, SPRINT_OWN, schemas=schemas, **texts))


def test_cells(portal: Portal) -> None:
    """Cells have their column's type, however the file's were inferred; columns that are not there are blank."""
    one = reading(portal, {"targets": "measure,value,due,since,note\n 7 ,5,2026-06-30,2026-04-01T08:00:00,x\n"})

    [row] = one.rows("targets")

    assert one.findings == ()
    assert row.number == 2
    assert row.cells == {
        "measure": "7",
        "value": 5.0,
        "due": date(2026, 6, 30),
        "since": date(2026, 4, 1),
        "why": "",
        "who": "",
    }


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("5/3/2026", "the value can't be read: the row is left out"),
        ("2026-02-30", "the value can't be read: the row is left out"),
        ("٢٠٢٦-٠٥-٠٣", "the value can't be read: the row is left out"),
        ("2026", "the value can't be read: the row is left out"),
        ("", "the cell is blank: the row is left out"),
    ],
)
def test_days(portal: Portal, cell: str, problem: str) -> None:
    """A day is written as year-month-day; a row that needs one and has none is left out."""
    one = reading(portal, {"updates": f"date,title\n{cell},Begun\n"})

    assert one.rows("updates") == ()
    assert [(f.code, f.row, f.field, f.message) for f in one.findings] == [("PR004", 2, "date", problem)]


@pytest.mark.parametrize("cell", ["about 12", "12%", "1 200", "inf", "NaN", "true"])
def test_numbers(portal: Portal, cell: str) -> None:
    """A number has nothing beside it; a cell that may be blank counts as blank."""
    measures = f"id,goal,title,desired,interval,baseline\na,fast,A,increase,period,{cell}\nb,fast,B,increase,period,x\n"
    one = reading(portal, {"measures": measures})

    rows = one.rows("measures")

    assert [row.cells["baseline"] for row in rows] == [None, None]
    assert told(one.findings) == [
        ("PR004", 'measures row 2, column "baseline"', cell),
        ("PR004", 'measures row 3, column "baseline"', "x"),
    ]


def test_long_texts(portal: Portal) -> None:
    """A title fits on a line and a text on some pages; a longer one is left out, and never quoted."""
    title, text = "t" * (sizes.MOST_IN_A_LINE + 1), "t" * (sizes.MOST_CHARACTERS + 1)
    one = reading(portal, {"updates": f"date,title,text\n2026-05-01,Begun,{text}\n2026-05-02,{title},\n"})

    [row] = one.rows("updates")

    assert row.cells["text"] == ""
    assert sorted(told(one.findings)) == [
        ("PR021", 'updates row 2, column "text"', ""),
        ("PR021", 'updates row 3, column "title"', ""),
    ]


def test_column_that_is_needed(portal: Portal) -> None:
    """Without a column that it needs none of a table is read, and a column that may be meant is named."""
    one = reading(portal, {"targets": "measure,Values,due,since\ndays,5,2026-06-30,2026-04-01\n"})

    assert one.rows("targets") == ()
    [finding] = one.findings
    assert (finding.code, finding.field, finding.found) == ("PR002", "value", '"Values"')
    assert finding.todo == 'Rename the column "Values" to "value".'


def test_column_with_a_slip(portal: Portal) -> None:
    """A column with nearly a known name is told of; one with another name is nobody's concern."""
    head = "id,goal,title,desired,interval,base line,ward\n"
    one = reading(portal, {"measures": head + "days,fast,Days,decrease,period,12,5\n"})

    [row] = one.rows("measures")

    assert row.cells["baseline"] is None
    assert told(one.findings) == [("PR003", 'measures column "base line"', "")]
    assert one.findings[0].todo == 'Rename it to "baseline", if it is meant to be read.'


def test_table_under_another_name(portal: Portal) -> None:
    """A table that is needed and not there is told of, with the one that may be meant."""
    one = reading(portal, {"goals": None, "goal": SPRINT["goals"]})

    assert one.rows("goals") == ()
    assert told(one.findings) == [("PR002", "resources", '"goal"')]
    assert one.findings[0].todo == 'Rename "goal" to "goals", if that is the one.'


def test_withheld_table(portal: Portal) -> None:
    """A table with errors is not read, and a finding says that its rows are missing from the page."""
    one = reading(portal, {"goals": "id,title\nfast,Fast\nfast,Faster\n"}, schemas=True)

    assert one.scan.withheld == {"goals"}
    assert one.rows("goals") == ()
    assert [f.message for f in one.findings] == ["the table is withheld: none of its rows are on the progress page"]
    assert "goals" not in one.ids


def test_many_alike(portal: Portal) -> None:
    """Of many findings alike in one column the first are told, and how many more there are."""
    rows = "".join("yesterday,Begun\n" for _ in range(MOST_ALIKE + 5))
    one = reading(portal, {"updates": f"date,title\n{rows}"})

    one.rows("updates")

    assert len(one.findings) == MOST_ALIKE + 1
    assert told(one.findings)[-1] == ("PR004", 'updates column "date"', "5 more rows like these")


def test_too_many_rows(portal: Portal) -> None:
    """A table with more rows than a page can show is not read."""
    one = reading(portal, {"milestones": "title\n" + "Step\n" * 5_001})

    assert one.rows("milestones") == ()
    assert told(one.findings) == [("PR002", "milestones", "5,001 rows")]


@pytest.mark.parametrize(
    ("content", "text", "found"),
    [
        ("\ufeffWe learnt.\r\nMuch.\n", "We learnt.\nMuch.", ""),
        (b"", "", ""),
        ("We learnt.".encode("utf-16"), "", "a text that is not UTF-8"),
        ("x" * 50_001, "", "a text that has 50,001 characters"),
        ("x" * 200_100, "", "a text that has more than 50,000 characters"),
    ],
)
def test_text(portal: Portal, content: str | bytes, text: str, found: str) -> None:
    """A text is UTF-8, with or without its mark, of a length that fits a page."""
    one = reading(portal, {}, learnt=content)

    assert one.text_of("learnt") == text
    assert told(one.findings) == ([("PR021", "learnt", found)] if found else [])


def test_text_that_is_not_there(portal: Portal) -> None:
    """A text without a resource is blank; one whose file is gone is told of."""
    without, gone = reading(portal, {}), reading(portal, {}, learnt="Much.")
    (gone.package.folder / "learnt.md").unlink()

    assert (without.text_of("learnt"), without.findings) == ("", ())
    assert gone.text_of("learnt") == ""
    assert told(gone.findings) == [("PR021", "learnt", "a text that is not there, or can't be opened")]


def test_names_are_masked(portal: Portal) -> None:
    """No message quotes a person's name, whatever the column."""
    one = reading(portal, {"updates": "date,title\nJane Smith,Begun\n", "goals": "id,title,lead\na,A,Jane Smith\n"})

    one.rows("updates")
    one.rows("goals")

    assert told(one.findings) == [
        ("PR004", 'updates row 2, column "date"', "J… S…"),
        ("PR017", 'goals row 2, column "lead"', "J… S…"),
    ]


def test_days_of_a_spreadsheet(portal: Portal) -> None:
    """Where most days of a column are as a spreadsheet writes them, the column is told of once, and how to keep it."""
    rows = "".join(f"{month}/3/2026,Done\n" for month in range(1, 9))
    one = reading(portal, {"updates": f"date,title\n{rows}2026-05-03,Begun\n,Open\n"})

    assert [row.text("title") for row in one.rows("updates")] == ["Begun"]
    assert told(one.findings) == [
        ("PR004", 'updates row 2, column "date"', "1/3/2026, and 7 more like it"),
        ("PR004", 'updates row 11, column "date"', ""),
    ]
    assert one.findings[0].message == (
        "a spreadsheet has written the days of this column in its own way: the rows are left out"
    )
    assert "yyyy-mm-dd" in one.findings[0].todo


def test_examples(portal: Portal) -> None:
    """A text that still begins as the example that it came as is told of; guidance in comments is no text."""
    goals = "id,title\nfast,Example: Clean graffiti within a week\nslow,An example: none\n"
    one = reading(portal, {"goals": goals}, learnt="<!--\nWrite below.\n\n## So\n-->\n")
    two = reading(portal, {}, learnt="<!-- a -->\nexample: Crews, *not* <!-- numbers -->\n")

    assert [row.text("id") for row in one.rows("goals")] == ["fast", "slow"]
    assert one.text_of("learnt") == ""
    assert told(one.findings) == [
        ("PR023", 'goals row 2, column "title"', "Example: Clean graffiti within a week"),
    ]
    assert two.text_of("learnt") == "example: Crews, *not* <!-- numbers -->"
    assert [(f.code, f.resource) for f in two.findings] == [("PR023", "learnt")]


def test_roles_in_reports(portal: Portal) -> None:
    """A column of roles is no secret for its name: what looks like a person in it is masked as ever."""
    measures = SPRINT["measures"].replace("311 analyst", "Example: Jane Smith")
    one = reading(portal, {"measures": measures.replace("Example: Jane Smith", "Jane Smith")})
    other = reading(portal, {"measures": measures.replace("Jane Smith", "Chief inspector")})

    one.rows("measures")
    other.rows("measures")

    assert [(masked(f).code, masked(f).field, masked(f).found) for f in (*one.findings, *other.findings)] == [
        ("PR017", "owner", "J… S…"),
        ("PR023", "owner", "Example: Chief inspector"),
    ]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"goals": {"title": "Titel"}}, ("PR002", "civicstat.columns.goals.title", '"Titel"', 'Write "title" there')),
        ({"goals": {"title": "Kurs"}}, ("PR002", "civicstat.columns.goals.title", '"Kurs"', 'Write "title" there')),
        ({"goals": {"lead": "Office"}}, ("PR003", "civicstat.columns.goals.lead", '"Office"', 'Write "lead" there')),
        ({"goals": {"description": "Words"}},
         ("PR003", "civicstat.columns.goals.description", '"Words"', "Correct the descriptor")),
        ({"gaols": {"id": "No."}}, ("PR013", "civicstat.columns", '"gaols"', 'Write "goals", if that is meant.')),
        (
            {"goals": {"Kurs": "title"}},
            ("PR013", "civicstat.columns.goals", '"Kurs"', "Correct the name, or take the entry out."),
        ),
    ],
)  # fmt: skip
def test_names_of_columns_that_are_not_there(
    portal: Portal, columns: dict[str, Any], expected: tuple[str, str, str, str]
) -> None:
    """Where the descriptor names a column that the file lacks, or a table that the kind lacks, it is told."""
    one = Reading(*packed(portal, SPRINT, {**SPRINT_OWN, "columns": columns}))

    one.own()
    one.rows("goals")

    assert [(f.code, f.pointer, f.found) for f in one.findings] == [expected[:3]]
    assert one.findings[0].todo.startswith(expected[3])
    assert {f.file for f in one.findings} == {"catalog/graffiti/datapackage.json"}
