"""The codes of tables and their rows. TB001 is what Frictionless finds, explained for each of its types of error."""

from __future__ import annotations

from civicstat.codes.code import Code, Kind

CODES = (
    Code(
        code="TB001",
        severity="error",
        message="the file is not what the descriptor says",
        explanation="Every cell of every table is checked against the descriptor, by the rules of the Data Package "
        "standard. [Frictionless](https://framework.frictionlessdata.io/), which the standard's own "
        "authors keep, decides what is right. Either the file is wrong, or the descriptor is: correct "
        "the one that is. What can be wrong, by the name that Frictionless gives it:",
        todo="Correct the file, or the descriptor if the file is right.",
    ),
    Code(
        code="TB002",
        severity="warning",
        message="only the first problems of a table are listed",
        explanation="After 1,000 problems in one table the check of that table ends, and there may be more. So many "
        "mostly have one cause: a column of the wrong type, a wrong delimiter, a shifted column.",
        todo="Correct what is listed and check again.",
        wrong="1,000 times: the value does not fit the type of its column",
        right='{"name": "tons", "type": "number"} in place of "integer"',
    ),
    Code(
        code="TB003",
        severity="warning",
        message="a column has cells that a spreadsheet may run as formulas when it opens the CSV file",
        explanation="A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula. A formula can "
        "fetch and send data. The file is published as it is, with a word of warning; in the Excel file "
        "such cells are plain text.",
        todo="Look at those cells. Where nothing speaks for the sign, take it away.",
        wrong='note\n=HYPERLINK("https://…")',
        right="note\nsee https://…",
    ),
    Code(
        code="TB004",
        severity="error",
        message="a table can't be read within reason",
        explanation="The file is past the [limits](../#limits), unpacks to far more than it should, or keeps the "
        "check busy without an end. A quote that is never closed does this too: the rest of the file is "
        "then one cell.",
        todo="Look for a damaged file or an open quote; split large tables into several.",
        wrong='id,note\n1,"Called twice\n2,Fixed',
        right='id,note\n1,"Called twice"\n2,Fixed',
    ),
)

KINDS = (
    Kind(
        type="type-error",
        explanation="The descriptor says what a column holds: whole numbers, days, yes and no. Letters, units, "
        "spaces and thousands separators make a number into text.",
        wrong="month,tons\n2026-01,1 240 t",
        right="month,tons\n2026-01,1240",
    ),
    Kind(
        type="constraint-error",
        explanation="The descriptor sets a rule for the column (a smallest value, a list of words, a pattern, "
        "*required*), and the cell breaks it. A new category is no mistake: add it to the list in the "
        "descriptor.",
        wrong='status\nOpen\nopen   (allowed: "Open", "Closed")',
        right="status\nOpen\nOpen",
    ),
    Kind(
        type="unique-error",
        explanation="The descriptor says that each value of the column stands only once, and this one stands twice.",
        wrong="request_id\n18-0042\n18-0042",
        right="request_id\n18-0042\n18-0043",
    ),
    Kind(
        type="primary-key",
        explanation="The key tells rows apart, so that a row can be pointed to and compared with last month's. It "
        "may be neither blank nor repeated. Often a row was pasted twice.",
        wrong="area,year,value\nCanton,2025,41.2\nCanton,2025,41.2",
        right="area,year,value\nCanton,2025,41.2\nCanton,2026,42.0",
    ),
    Kind(
        type="foreign-key",
        explanation="The column points to rows of another table, and there is no such row. The two may differ in "
        "spelling, in capital letters or by a space at the end.",
        wrong="service\nStreet lights   (in services.csv: Street lighting)",
        right="service\nStreet lighting",
    ),
    Kind(
        type="missing-cell",
        explanation="The row has fewer cells than the table has columns: a comma is missing, or a line break splits "
        "the row.",
        wrong="area,year,value\nCanton,2026",
        right="area,year,value\nCanton,2026,",
    ),
    Kind(
        type="extra-cell",
        explanation="The row has more cells than the table has columns. A comma within a text splits it, unless the "
        "text stands in quotes. A spreadsheet writes the quotes by itself.",
        wrong="area,value\nGreenmount, East,41.2",
        right='area,value\n"Greenmount, East",41.2',
    ),
    Kind(
        type="blank-row",
        explanation="A row without anything in it, often the last one, left by a spreadsheet.",
        wrong="area,value\nCanton,41.2\n,\nHampden,39.8",
        right="area,value\nCanton,41.2\nHampden,39.8",
    ),
    Kind(
        type="blank-header",
        explanation="The first row has to name the columns, and it is blank. Often there is an empty row, or a "
        "title, above the table.",
        wrong=",\nCanton,41.2",
        right="area,value\nCanton,41.2",
    ),
    Kind(
        type="blank-label",
        explanation="A column has no name. Often a stray cell far to the right has made a column of its own.",
        wrong="area,value,\nCanton,41.2,",
        right="area,value\nCanton,41.2",
    ),
    Kind(
        type="duplicate-label",
        explanation="Two columns have one name, so that nobody can tell which is meant.",
        wrong="area,value,value",
        right="area,value_2025,value_2026",
    ),
    Kind(
        type="missing-label",
        explanation="The descriptor names a column that the file does not have. Was it renamed or deleted? Charts "
        "and other pages may rely on it.",
        wrong="area   (the descriptor names area and value)",
        right="area,value",
    ),
    Kind(
        type="extra-label",
        explanation="The file has a column that the descriptor does not name, so nobody has said what it means, nor "
        "looked whether it may be public.",
        wrong="area,value,inspector   (the descriptor names area and value)",
        right="area,value",
    ),
    Kind(
        type="incorrect-label",
        explanation="A column is not called what the descriptor calls it, or the columns stand in another order.",
        wrong="Area,Value   (the descriptor names area and value)",
        right="area,value",
    ),
    Kind(
        type="unmatched-header",
        said="the file has none of the columns that the descriptor names",
        explanation="None of the columns that the descriptor names is in the file. It may be another file, or its "
        "cells may be parted by another sign than the descriptor says.",
        wrong="area;value   (parted by semicolons, described as commas)",
        right="area,value",
    ),
    Kind(
        type="field-count",
        explanation="The descriptor states how many columns the file has, and it has another number.",
        wrong='"stats": {"fields": 3}   (the file has 2)',
        right='"stats": {"fields": 2}',
    ),
    Kind(
        type="row-count",
        explanation="The descriptor states how many rows the file has, and it has another number. Such numbers go "
        "stale with every update.",
        wrong='"stats": {"rows": 1200}   (the file has 1,260)',
        right="no `stats` in the descriptor",
    ),
    Kind(
        type="byte-count",
        explanation="The descriptor states the file's size, and the file has another. The file has changed since, or "
        "it was damaged on its way.",
        wrong='"bytes": 18204   (the file has 18,390)',
        right="no `bytes` in the descriptor",
    ),
    Kind(
        type="hash-count",
        explanation="The descriptor states a fingerprint of the file's content, and the content has another. The "
        "file has changed since, or it was damaged on its way.",
        wrong='"hash": "md5:…"   of an older file',
        right="no `hash` in the descriptor",
    ),
    Kind(
        type="encoding-error",
        explanation="Letters such as é and ñ are written in the file otherwise than the descriptor says. Save it as "
        "*CSV UTF-8*.",
        wrong="saved as: CSV (Macintosh), CSV (MS-DOS)",
        right="saved as: CSV UTF-8",
    ),
    Kind(
        type="format-error",
        said="the file's format can't be read as a table",
        explanation="Nothing here reads this kind of file as a table.",
        wrong='"path": "budget.numbers"',
        right='"path": "budget.csv"',
    ),
    Kind(
        type="scheme-error",
        said="the file is not there, or can't be opened",
        explanation="The file is not where the descriptor says, or it can't be opened. Capital and small letters "
        "differ.",
        wrong='"path": "Recycling.csv"   (the file is called recycling.csv)',
        right='"path": "recycling.csv"',
    ),
    Kind(
        type="compression-error",
        said="the file can't be unpacked",
        explanation="The file is packed (`.zip`, `.gz`) and can't be unpacked: it may have been cut short.",
        wrong="recycling.csv.gz, cut short by a broken upload",
        right="recycling.csv",
    ),
    Kind(
        type="source-error",
        said="the file can't be read as what it should be",
        explanation="The file can't be read as what it should be: it is empty, broken, or another kind of file under "
        "that name.",
        wrong="recycling.csv, which is an Excel file renamed",
        right="recycling.csv, saved as CSV UTF-8 from Excel",
    ),
)
"""Frictionless's types of error that a package without checks of its own can meet, the most frequent first."""
