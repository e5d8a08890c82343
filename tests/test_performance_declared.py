"""Agency measures as their package says them, and what is told of each wart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicstat.performance.declared import read_performance
from civicstat.performance.model import Figure
from progress_packages import packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.performance.model import AgencyMeasure, Performance

    Portal = Callable[[Mapping[str, Any]], Path]

OWN = {"kind": "performance"}
AGENCIES = "id,title\ndpw,Public Works\n"
SERVICES = "id,title,agency\nclean,Cleaning,dpw\n"
HEAD = "id,title,agency,service,edition,type,desired,interval,unit"
TEXTS = "alleys,Alleys cleaned in time,Public Works,clean,FY26,output,increase,period,percent"


def read(
    portal: Portal, measures: str, agencies: str | None = AGENCIES, services: str | None = SERVICES, **own: Any
) -> tuple[Performance, tuple[Finding, ...]]:
    """What is read of a package with these tables."""
    tables = {"agencies": agencies, "services": services, "measures": measures}
    return read_performance(*packed(portal, tables, {**OWN, **own}))


def one(portal: Portal, columns: str, *cells: str) -> tuple[AgencyMeasure, list[tuple[str, str, str]]]:
    """The measure of a table with these columns beside the usual ones, and what is told; rows of later editions too."""
    rows = [f"{TEXTS.replace('FY26', f'FY{26 + n}')},{row}" for n, row in enumerate(cells)]
    performance, findings = read(portal, "\n".join([f"{HEAD},{columns}", *rows, ""]))
    [measure] = performance.measures
    return measure, told(findings)


def test_a_whole_measure(portal: Portal) -> None:
    """A measure has its words, its place by title or by id, and a figure for each cell that is filled in."""
    performance, findings = read(portal, f"{HEAD},FY 25 Actual,fy26_target,FY 26 Q1\n{TEXTS},88,90,87.5\n")

    [measure] = performance.measures
    assert findings == ()
    assert (measure.key, measure.agency, measure.service) == ("alleys", "dpw", "clean")
    assert (measure.type, measure.desired, measure.interval, measure.unit) == ("output", "increase", "period", "%")
    assert measure.figures == (
        Figure(2025, "actual", "88", 88.0, "FY26", 2),
        Figure(2026, "q1", "87.5", 87.5, "FY26", 2),
        Figure(2026, "target", "90", 90.0, "FY26", 2),
    )
    assert (performance.rows, performance.editions, measure.troubles) == (1, ("FY26",), ())


def test_columns_of_the_city(portal: Portal) -> None:
    """Columns keep the city's own names, where the package says which is which."""
    measures = "Measure ID,Performance Measure,Agency,FY 25 Actual\nA-1,Alleys cleaned,dpw,88\n"
    columns = {"measures": {"id": "Measure ID", "title": "Performance Measure", "agency": "Agency"}}

    performance, findings = read(portal, measures, columns=columns)

    [measure] = performance.measures
    assert told(findings) == []
    assert (measure.id, measure.title, measure.agency, measure.value(2025, "actual")) == (
        "A-1",
        "Alleys cleaned",
        "dpw",
        88.0,
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("No Data", "the cell says in words that there is no figure"),
        ("*after December*", "a cell of a fiscal year holds no number"),
    ],
)
def test_words_among_figures(portal: Portal, cell: str, message: str) -> None:
    """Words in place of a figure are told with row and column, kept as published, and are no number."""
    performance, findings = read(portal, f"{HEAD},FY 25 Actual\n{TEXTS},{cell}\n")

    [finding] = findings
    [measure] = performance.measures
    assert told(findings) == [("PR030", 'measures row 2, column "FY 25 Actual"', cell)]
    assert finding.message == message
    assert measure.figures == (Figure(2025, "actual", cell, None, "FY26", 2),)
    assert measure.troubles == (f"Where figures are expected, the published table says: “{cell}”.",)


def test_two_units(portal: Portal) -> None:
    """A fraction beside percentages: the odd cell is named, and no number of the measure is believed."""
    measure, found = one(portal, "FY 24 Actual,FY 25 Actual,FY 26 Target", "87.9,0.969,90")

    assert found == [("PR031", 'measures row 2, column "FY 25 Actual"', "87.9 and 0.969, of the unit percent")]
    assert measure.form == "two units"
    assert [(f.text, f.value) for f in measure.figures] == [("87.9", None), ("0.969", None), ("90", None)]
    assert measure.troubles[0].startswith("Its figures are in two units, such as 87.9 and 0.969,")


def test_two_units_in_two_editions(portal: Portal) -> None:
    """Editions count together: one with fractions and one with percentages are in two units."""
    measure, found = one(portal, "FY 25 Actual,FY 26 Actual", "0.88,", ",91")

    assert [code for code, _, _ in found] == ["PR031"]
    assert measure.form == "two units"


def test_fractions(portal: Portal) -> None:
    """Percentages that all stand as fractions are read as percentages, beside those with a sign; both is told."""
    measure, found = one(portal, "FY 24 Actual,FY 25 Actual,FY 26 Target", "98%,0.97,1")

    assert found == [("PR032", 'measures row 2, column "unit"', "0.97 and 98%")]
    assert [f.value for f in measure.figures] == [98.0, 97.0, 100.0]
    assert measure.form == "fractions"


@pytest.mark.parametrize(("agency", "found"), [("", "Cleaning, of none"), ("dbw", "Cleaning, of dbw")])
def test_service_without_an_agency(portal: Portal, agency: str, found: str) -> None:
    """A service that names no agency, or one that is not there, is told and stays."""
    services = f"id,title,agency\nclean,Cleaning,{agency}\nsweep,Sweeping,dpw\n"

    performance, findings = read(portal, f"{HEAD},FY 25 Actual\n{TEXTS},88\n", services=services)

    assert told(findings) == [("PR033", 'services row 2, column "agency"', found)]
    assert [(s.title, s.agency) for s in performance.services] == [("Cleaning", ""), ("Sweeping", "dpw")]


def test_names_that_lead_nowhere(portal: Portal) -> None:
    """An agency or a service that is in no table is told once, and stands under the name as written."""
    rows = [f"{HEAD},FY 25 Actual"]
    rows += [f"m{n},Title {n},Dept. of  Works,Litter,FY26,output,increase,period,count,5" for n in (1, 2)]

    performance, findings = read(portal, "\n".join(rows) + "\n")

    assert [t for t in told(findings) if t[0] == "PR034"] == [
        ("PR034", 'measures row 2, column "agency"', "Dept. of Works"),
        ("PR034", 'measures row 2, column "service"', "Litter"),
    ]
    assert [(a.key, a.title, a.listed) for a in performance.agencies] == [
        ("dept.-of-works", "Dept. of Works", False),
        ("dpw", "Public Works", True),
    ]
    assert {(m.agency, m.service) for m in performance.measures} == {("dept.-of-works", "litter")}


def test_agencies_need_no_table(portal: Portal) -> None:
    """Without tables of agencies and services, those that measures name are enough, and nothing is told."""
    performance, findings = read(portal, f"{HEAD},FY 25 Actual\n{TEXTS},88\n", agencies=None, services=None)

    assert findings == ()
    assert [a.title for a in performance.agencies] == ["Public Works"]
    assert [(s.title, s.agency) for s in performance.services] == [("clean", "public-works")]


def test_agency_of_the_service(portal: Portal) -> None:
    """A measure that names no agency has that of its service."""
    performance, findings = read(portal, "id,title,service,FY 25 Actual\nm,A title,Cleaning,5\n")

    assert findings == ()
    assert [(m.agency, m.service) for m in performance.measures] == [("dpw", "clean")]


@pytest.mark.parametrize(
    ("column", "word", "message"),
    [
        ("type", "Ouput", "a word that civicstat does not know: it is shown as it was published"),
        ("interval", "Cumalitve", "a word that civicstat does not know: it is shown as it was published"),
        ("interval", "yearly", "the word says how often the figure is made new, not what a figure stands for"),
        ("desired", "up", "a word that civicstat does not know: it is shown as it was published"),
    ],
)
def test_unknown_words(portal: Portal, column: str, word: str, message: str) -> None:
    """An unknown word is told and kept, never corrected."""
    performance, findings = read(portal, f"id,title,{column},FY 25 Actual\nm,A title,{word},5\n")

    [finding], [measure] = findings, performance.measures
    assert (finding.code, finding.row, finding.field, finding.found, finding.message) == (
        "PR035",
        2,
        column,
        word,
        message,
    )
    assert getattr(measure, column) == ""
    assert measure.words == ((column, word),)


def test_case_does_not_matter(portal: Portal) -> None:
    """`Increase` and `increase` are one word, and that a column has both is told once."""
    rows = [f"{HEAD},FY 25 Actual"]
    rows += [
        f"m{n},Title {n},dpw,clean,FY26,output,{w},period,count,5"
        for n, w in enumerate(("Increase", "Increase", "increase"))
    ]

    performance, findings = read(portal, "\n".join(rows) + "\n")

    assert told(findings) == [("PR039", 'measures row 4, column "desired"', '"increase"')]
    assert {m.desired for m in performance.measures} == {"increase"}


def test_stray_blanks(portal: Portal) -> None:
    """Blanks around or doubled within a cell are told with a sign for each, once for a column."""
    performance, findings = read(
        portal, f"{HEAD},FY 25 Actual\n{TEXTS.replace('Alleys cleaned', ' Alleys  cleaned')},88\n"
    )

    assert told(findings) == [("PR039", 'measures row 2, column "title"', "·Alleys··cleaned·in·time")]
    assert len(performance.measures) == 1


def test_a_row_twice(portal: Portal) -> None:
    """A row that stands twice in one edition is left out, and the first one holds."""
    performance, findings = read(portal, f"{HEAD},FY 25 Actual\n{TEXTS},88\n{TEXTS},77\n")

    assert told(findings) == [("PR036", 'measures row 3, column "id"', "alleys")]
    assert [m.value(2025, "actual") for m in performance.measures] == [88.0]
    assert performance.left_out == (("measures", 1),)


def test_two_measures_of_one_id(portal: Portal) -> None:
    """Two measures that share an id are both shown, apart, each with its own rows of later editions."""
    rows = [
        f"{HEAD},FY 25 Actual",
        "1172,Visits,dpw,clean,FY26,output,increase,period,count,5",
        "1172,Days to a hearing,dpw,clean,FY26,output,decrease,period,count,90",
        "1172,Days to a hearing,dpw,clean,FY27,output,decrease,period,count,91",
        "1172,Visits,dpw,clean,FY27,output,increase,period,count,6",
    ]

    performance, findings = read(portal, "\n".join(rows) + "\n")

    assert [(m.key, m.title, m.value(2025, "actual")) for m in performance.measures] == [
        ("1172", "Visits", 6.0),
        ("1172-2", "Days to a hearing", 91.0),
    ]
    assert [t for t in told(findings) if t[0] == "PR036"] == [
        ("PR036", 'measures row 3, column "id"', "1172"),
        ("PR036", 'measures row 5, column "id"', "1172"),
    ]


def test_editions_that_differ(portal: Portal) -> None:
    """The later edition holds, whatever the order of rows; the other figure stays beside it, and both are told."""
    measure, found = one(portal, "FY 25 Actual,FY 26 Q1", "71.25,35", "71,")

    assert found == [("PR037", 'measures row 3, column "FY 25 Actual"', "71; in row 2 71.25")]
    assert [(f.part, f.value) for f in measure.figures] == [("actual", 71.0), ("q1", 35.0)]
    assert [(f.edition, f.text) for f in measure.others] == [("FY26", "71.25")]


def test_the_same_figure_in_two_forms(portal: Portal) -> None:
    """`377,000` and `377000` are one figure, about which nothing is told."""
    measure, found = one(portal, "FY 25 Actual", '"377,000"', "377000")

    assert found == []
    assert measure.others == ()


def test_retired_with_a_target(portal: Portal) -> None:
    """A retired measure that still has a target contradicts itself; it counts as retired."""
    measures = "id,title,edition,retired,unit,FY 26 Target\nm,A title,FY26,Yes,count,5\nn,Another,FY26,yes,count,\n"

    performance, findings = read(portal, measures)

    assert [t for t in told(findings) if t[0] == "PR037"] == [("PR037", 'measures row 2, column "FY 26 Target"', "5")]
    assert [m.retired for m in performance.measures] == [True, True]


def test_quarters_that_do_not_add_up(portal: Portal) -> None:
    """Running totals in place of quarters are told, with what they add up to."""
    head = "id,title,interval,unit,FY 25 Q1,FY 25 Q2,FY 25 Q3,FY 25 Q4,FY 25 Actual"

    performance, findings = read(portal, f"{head}\nm,Trees,cumulative,trees,10,25,40,60,60\n")

    assert [m.uneven for m in performance.measures] == [True]
    assert told(findings) == [("PR038", 'measures row 2, column "FY 25 Actual"', "60; the quarters add up to 135")]
    assert findings[0].todo == "These look like running totals: write what each quarter added."


def test_levels_that_are_parts_of_a_total(portal: Portal) -> None:
    """A year's figure far above all of its quarters is told of, where these are said to be levels."""
    head = "id,title,interval,unit,FY 25 Q1,FY 25 Q2,FY 25 Q3,FY 25 Q4,FY 25 Actual"

    performance, findings = read(
        portal, f"{head}\nm,Trees,snapshot,trees,10,15,15,20,60\nn,Days,period,days,5,7,6,6,6\n"
    )

    assert [m.uneven for m in performance.measures] == [True, False]
    assert told(findings) == [("PR038", 'measures row 2, column "FY 25 Actual"', "60; the quarters add up to 60")]
    assert findings[0].todo == 'These look like parts of a total: write "cumulative" as interval, if that is meant.'


def test_headers_that_look_like_years(portal: Portal) -> None:
    """A header that is nearly one of a fiscal year is told, and so are two headers for one."""
    performance, findings = read(portal, f"{HEAD},FY 25 Actual,fy25_actual,FY26 Goal\n{TEXTS},88,87,90\n")

    assert told(findings) == [
        ("PR037", 'measures column "fy25_actual"', '"FY 25 Actual" and "fy25_actual"'),
        ("PR003", 'measures column "FY26 Goal"', ""),
    ]
    assert [f.text for f in performance.measures[0].figures] == ["88"]


def test_no_measures(portal: Portal) -> None:
    """Without its table of measures a package is told of, and shows nothing."""
    tables = {"agencies": AGENCIES}

    performance, findings = read_performance(*packed(portal, tables, OWN))

    assert [(f.code, f.message) for f in findings] == [("PR002", 'the table "measures" is missing')]
    assert (performance.measures, performance.withheld) == ((), ("measures",))


def test_a_person_is_masked(portal: Portal) -> None:
    """What stands among figures is quoted without what may tell of a person."""
    _, findings = read(portal, f"{HEAD},FY 25 Actual\n{TEXTS},ask jane.doe@example.org\n")

    [finding] = findings
    assert "jane.doe" not in finding.found


CELL = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='",\n\r\x85\u2028\u2029'), max_size=12
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[CELL] * 8), min_size=1, max_size=4))
def test_no_table_is_too_wild(portal: Portal, rows: list[tuple[str, ...]]) -> None:
    """Whatever stands in the cells, nothing raises, and no row is both shown and left out."""
    head = "id,title,agency,edition,desired,interval,FY 25 Actual,FY 26 Target"
    text = "\n".join(
        [head, *(",".join(f'"x{cell}"' if n < 2 else f'"{cell}"' for n, cell in enumerate(row)) for row in rows)]
    )

    performance, _ = read(portal, text + "\n")

    assert len(performance.measures) <= len(rows)
