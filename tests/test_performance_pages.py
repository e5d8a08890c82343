"""The pages of agency measures: which there are, what they show, and what they never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.performance.declared import read_performance
from civicstat.performance.publish import plan_performance
from civicstat.performance.standing import reckon_performance
from civicstat.progress.whole import Progress
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from progress_packages import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.performance.model import PerformanceFacts
    from civicstat.planned import Page

    Portal = Callable[[Mapping[str, Any]], Path]
    Golden = Callable[[str, str], None]

TODAY = date(2026, 4, 15)
SETTINGS = Settings(fiscal_year_start=7)
SHARED = {"settings": SETTINGS, "site": Site("Data"), "today": TODAY}
TABLES = {
    "agencies": "id,title,description,lead\ndpw,Public Works,Keeps streets clean.,Director\nfire,Fire,,\n",
    "services": "id,title,agency\nclean,Cleaning,dpw\nwater,Water,dpw\n",
    "measures": (
        "id,title,agency,service,edition,type,desired,interval,unit,definition,formula,retired,"
        "FY 24 Actual,FY 25 Target,FY 25 Actual,FY 26 Target,FY 26 Q1,FY 26 Q2,FY 26 Q3\n"
        "A1,Alleys cleaned in time,dpw,clean,FY25,output,increase,period,percent,Closed in time.,in time ÷ all,,"
        "0.81,0.9,0.885,,,,\n"
        "A1,Alleys cleaned in time,dpw,clean,FY26,output,increase,period,percent,Closed in time.,in time ÷ all,,"
        ",0.9,0.88,0.9,0.87,0.91,0.92\n"
        "A2,Trees <b>planted</b>,dpw,,FY26,output,increase,cumulative,trees,,,,No Data,400,410,500,100,150,90\n"
        "A3,Days to answer,dpw,clean,FY26,Ouput,decrease,period,percent,,,,0.5,12,13,11,9,,\n"
        "A4,Old measure,dpw,clean,FY26,,,,count,,,yes,5,,,,,,\n"
    ),
}


def facts(portal: Portal, *, name: str = "measures", simulated: bool = False) -> PerformanceFacts:
    """The package of these tables on the day."""
    performance, _ = read_performance(*packed(portal, TABLES, {"kind": "performance"}, name=name))
    return reckon_performance(replace(performance, simulated=simulated), SETTINGS, TODAY)


def pages(*found: PerformanceFacts) -> dict[str, Page]:
    """The pages by their address."""
    planned, downloads = plan_performance(Progress(performance=found), SHARED)
    assert downloads == []
    return {page.address: page for page in planned}


def test_addresses(portal: Portal) -> None:
    """There is a page for all, for each agency, each service and each measure."""
    assert list(pages(facts(portal))) == [
        "performance/",
        "performance/agencies/dpw/",
        "performance/agencies/fire/",
        "performance/services/clean/",
        "performance/services/water/",
        "performance/measures/a1/",
        "performance/measures/a2/",
        "performance/measures/a3/",
        "performance/measures/a4/",
    ]


def test_several_packages(portal: Portal) -> None:
    """Of several packages each has addresses of its own, below a page that lists them."""
    found = pages(facts(portal, name="one"), facts(portal, name="two"))

    index = render_page(found["performance/"])
    assert 'href="one/"' in index
    assert 'href="two/"' in index
    assert "performance/one/measures/a1/" in found
    assert "performance/two/agencies/dpw/" in found


def test_none_yet() -> None:
    """Without a package the index says so, and how staff begin one."""
    text = render_page(pages()["performance/"])

    assert "civicstat new performance FOLDER" in text


def test_overview(portal: Portal, golden: Golden) -> None:
    """The overview counts by status and by agency, and lists every measure in one table to filter."""
    golden("performance-overview.md", render_page(pages(facts(portal))["performance/"]))


def test_agency(portal: Portal, golden: Golden) -> None:
    """An agency's page shows its measures by service, retired ones last."""
    golden("performance-agency.md", render_page(pages(facts(portal))["performance/agencies/dpw/"]))


def test_measure(portal: Portal, golden: Golden) -> None:
    """A measure's page says how it stands, every figure, how it was read, and what other editions said."""
    golden("performance-measure.md", render_page(pages(facts(portal))["performance/measures/a1/"]))


def test_two_units(portal: Portal) -> None:
    """A measure in two units is shown as published, without a drawing and without a status."""
    text = render_page(pages(facts(portal))["performance/measures/a3/"])

    assert "Its figures are in two units" in text
    assert "“Ouput”, as published" in text
    assert ">0.5<" in text
    assert '<svg class="cs-bars' not in text


def test_words_of_packages_are_escaped(portal: Portal) -> None:
    """A title is text, whatever stands in it, and a word in place of a figure stands in quotation marks."""
    text = render_page(pages(facts(portal))["performance/measures/a2/"])

    assert "<b>planted" not in text.partition("---\n")[2].partition("---\n")[2]
    assert "“No Data”" in text


def test_simulated(portal: Portal) -> None:
    """Every page of made-up figures says so, and no other does."""
    notice = "<strong>Simulated figures.</strong>"

    assert all(notice in render_page(page) for page in pages(facts(portal, simulated=True)).values())
    assert not any(notice in render_page(page) for page in pages(facts(portal)).values())


def test_key_of_a_page(portal: Portal) -> None:
    """A page is made anew where its own measure changes, and kept where another's does."""
    before = facts(portal)
    first, *others = before.measures
    after = replace(before, measures=(replace(first, measure=replace(first.measure, title="Another")), *others))

    changed = {address for address, page in pages(after).items() if page.content != pages(before)[address].content}

    assert changed == {
        "performance/",
        "performance/agencies/dpw/",
        "performance/services/clean/",
        "performance/measures/a1/",
    }


def test_a_number_too_large_and_a_target_in_words_stand_as_published(portal: Portal) -> None:
    """Neither is judged, drawn or written out in hundreds of digits; the slip is told."""
    measures = (
        "id,title,agency,service,edition,desired,interval,unit,FY 25 Actual,FY 26 Target,FY 26 Q1\n"
        "B1,Budget spent,dpw,,FY26,increase,period,currency,$5,$1e300,$4\n"
        "B2,Days to answer,dpw,,FY26,decrease,period,days,15,12-14,13\n"
    )
    package = packed(portal, TABLES | {"measures": measures}, {"kind": "performance"}, name="measures")
    performance, findings = read_performance(*package)

    found = pages(reckon_performance(performance, SETTINGS, TODAY))

    large, words = (render_page(found[f"performance/measures/{key}/"]) for key in ("b1", "b2"))
    assert ("$1e300" in large, "12-14" in words) == (True, True)
    for text in (large, words):
        assert "Not judged" in text
        assert "Its target is no number, so its figures can’t be held against it." in text
        assert "000,000" not in text
        assert "No target" not in text
    assert [(f.code, f.found, f.expected) for f in findings if f.code == "PR030"] == [
        ("PR030", "$1e300", "a number up to 1,000,000,000,000,000, or nothing"),
        ("PR030", "12-14", "a number, or nothing"),
    ]
