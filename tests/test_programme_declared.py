"""An open data programme as its package says it: what is read, what is left out, and what is told of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.programme.declared import read_programme
from civicstat.programme.model import DISCLAIMERS, Coordinator, Entry, Law, Request, Review
from programme_packages import INVENTORY, OWN, TABLES
from progress_packages import packed, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from civicstat.findings import Finding
    from civicstat.programme.model import Programme

    Portal = Callable[[Mapping[str, Any]], Path]


def read(portal: Portal, own: Mapping[str, Any] = OWN, **tables: str | None) -> tuple[Programme, tuple[Finding, ...]]:
    """A programme with some tables in place of others."""
    package, scan = packed(portal, {**TABLES, **tables}, own, name="programme")
    return read_programme(package, scan)


def test_what_is_read(portal: Portal) -> None:
    """All tables and what the descriptor says are read, and nothing is wrong with them."""
    programme, findings = read(portal)

    assert findings == ()
    assert programme.officer == "Chief Data Officer"
    assert programme.law == Law("Open Data Ordinance")
    assert (programme.disclaimers, programme.own_disclaimers, programme.due) == (DISCLAIMERS, False, (6, 30))
    assert programme.entries == (
        Entry(
            "trees",
            "Street trees",
            "Parks",
            "publishable",
            "published",
            "street-trees",
            "",
            date(2026, 3, 31),
            date(2026, 3, 26),
            "",
            "R/P1Y",
            "Counted by hand.",
        ),
        Entry(
            "potholes",
            "Potholes",
            "Roads",
            "publishable",
            "published",
            "",
            "https://example.org/potholes",
            date(2026, 6, 30),
            date(2026, 7, 14),
            "personal",
        ),
        Entry("pools", "Pools", "Parks", "publishable", "planned", planned=date(2027, 3, 31)),
        Entry("clinics", "Visits to clinics", "Health", "sensitive", "withheld", reason="personal"),
    )
    assert programme.coordinators[0] == Coordinator("Parks", "Open data coordinator", "https://example.org/parks")
    assert programme.reviews[0] == Review(
        "trees",
        date(2026, 3, 2),
        "Chief Data Officer",
        (("format", "passed"), ("quality", "failed"), ("timeliness", "passed"), ("privacy", "passed")),
        "to mend",
    )
    assert [r.passes for r in programme.reviews] == [False, True, True]
    assert programme.requests[1] == Request(
        date(2026, 8, 19), "When are pools open?", "Parks", "pools", "planned", date(2026, 9, 2), "In spring."
    )


def test_what_the_descriptor_says(portal: Portal) -> None:
    """Law, disclaimers, the address for questions and the day of the report are the city's own."""
    said = {
        "law": {"title": "City Code", "url": "https://example.org/code"},
        "disclaimers": ["As it is.", "As it is.", "No promise."],
        "feedback": "https://example.org/ask",
        "reportDue": "09-30",
    }

    programme, findings = read(portal, {"kind": "programme", "programme": said})

    assert told(findings) == [("PR013", "civicstat.programme.disclaimers", '["As it is.", "As it is.", "No promise."]')]
    assert programme.law == Law("City Code", "https://example.org/code")
    assert (programme.disclaimers, programme.own_disclaimers) == (("As it is.", "No promise."), True)
    assert (programme.feedback, programme.due) == ("https://example.org/ask", (9, 30))


def test_what_breaks_its_form(portal: Portal) -> None:
    """What the descriptor says in a wrong form is told and counts as not there."""
    said = {"officer": 7, "law": {"url": "ftp://x"}, "disclaimers": [], "feedback": "here", "reportDue": "02-30"}

    programme, findings = read(portal, {"kind": "programme", "programme": said})

    assert [(code, place) for code, place, _ in told(findings)] == [
        ("PR013", "civicstat.programme.disclaimers"),
        ("PR013", "civicstat.programme.feedback"),
        ("PR013", "civicstat.programme.law"),
        ("PR013", "civicstat.programme.law.url"),
        ("PR013", "civicstat.programme.officer"),
        ("PR013", "civicstat.programme.reportDue"),
    ]
    assert (programme.officer, programme.law, programme.feedback, programme.due) == ("", None, "", (6, 30))


def test_defaults_hold_for_blanks_alone(portal: Portal) -> None:
    """What holds unless a row says otherwise never takes the place of a word that can't be read."""
    own = {"kind": "programme", "programme": {"defaults": {"class": "publishable", "state": "published"}}}
    inventory = "id,title,agency,class\na,A,Parks,\nb,B,Parks,publishible\nc,C,Parks,sensitive\n"

    programme, findings = read(portal, own, inventory=inventory, reviews=None, requests=None)

    assert [(e.id, e.kind, e.state) for e in programme.entries] == [
        ("a", "publishable", "published"),
        ("b", "", "published"),
        ("c", "sensitive", "published"),
    ]
    assert told(findings) == [("PR007", 'inventory row 3, column "class"', "publishible")]


def test_columns_of_the_city(portal: Portal) -> None:
    """An old spreadsheet stays as it is: `civicstat.columns` says what its columns are called."""
    own = {
        "kind": "programme",
        "columns": {"inventory": {"title": "Name", "agency": "Dept", "class": "Level", "id": "No."}},
    }

    programme, findings = read(
        portal, own, inventory="No.,Name,Dept,Level\n17,Trees,Parks,publishable\n", reviews=None, requests=None
    )

    assert findings == ()
    assert [(e.id, e.title, e.agency, e.kind, e.state) for e in programme.entries] == [
        ("17", "Trees", "Parks", "publishable", "")
    ]


def test_nothing_of_protected_data_is_kept(portal: Portal) -> None:
    """Of data that may not be published only title, agency, class, state and reason are read.

    That the file says more is told before, by the check `PV013`.
    """
    row = "cases,Cases,Law,protected,withheld,case-files,2026-01-01,,confidential,R/P1D,Names and diagnoses\n"

    programme, findings = read(portal, inventory=INVENTORY + row)

    kept = programme.entries[-1]
    assert (kept.note, kept.refresh, kept.planned, kept.released, kept.address) == ("", "", None, None, "")
    assert findings == ()
    assert "diagnoses" not in repr((programme, findings))


def test_protected_data_that_is_published_keeps_its_day(portal: Portal) -> None:
    """Where a row says that protected data is published, the day of its release is read, and nothing else."""
    row = "cases,Cases,Law,protected,published,case-files,2026-01-01,2026-02-02,confidential,R/P1D,Names\n"

    programme, findings = read(portal, inventory=INVENTORY + row)

    assert findings == ()
    assert programme.entries[-1] == Entry(
        "cases", "Cases", "Law", "protected", "published", "case-files", "", None, date(2026, 2, 2), "confidential"
    )


def test_an_entry_without_a_class_is_kept_as_if_it_were_sensitive(portal: Portal) -> None:
    """As long as nobody has said whether data may be published, nothing but its title is read."""
    programme, _ = read(portal, inventory=INVENTORY + "x,Something,Law,,,,2026-01-01,,,,All about it\n")

    assert programme.entries[-1] == Entry("x", "Something", "Law", "", "")


def test_wrong_cells(portal: Portal) -> None:
    """A wrong cell leaves out one row or one value, with its place; the rest is read."""
    programme, findings = read(
        portal,
        inventory=INVENTORY + "trees,Again,Parks,publishable,published,,,,,,\nlamps,,Roads,publishable,,,,,,,\n"
        "signs,Signs,Roads,publishable,published,ftp://example.org/x y,,,,weekly,\n",
        coordinators="agency,role,contact\nParks,Jane Smith,call us\nparks,Other,\n",
        reviews="entry,date,outcome,privacy\nnone,2026-01-01,approved,\ntrees,2026-01-01,fine,\n"
        "trees,2026-01-02,approved,ok\ntrees,soon,approved,\n",
        requests="date,asked,entry,state,answered,link\n2026-02-02,Trees?,treees,done,2026-02-01,javascript:x\n",
    )

    assert told(findings) == [
        ("PR004", 'inventory row 7, column "title"', ""),
        ("PR005", 'inventory row 6, column "id"', "trees"),
        ("PR004", 'inventory row 8, column "dataset"', "ftp://example.org/x y"),
        ("PR019", 'inventory row 8, column "refresh"', "weekly"),
        ("PR017", 'coordinators row 2, column "role"', "J… S…"),
        ("PR004", 'coordinators row 2, column "contact"', "call us"),
        ("PR061", 'coordinators row 3, column "agency"', "parks"),
        ("PR004", 'reviews row 5, column "date"', "soon"),
        ("PR006", 'reviews row 2, column "entry"', "none"),
        ("PR007", 'reviews row 3, column "outcome"', "fine"),
        ("PR007", 'reviews row 4, column "privacy"', "ok"),
        ("PR007", 'requests row 2, column "state"', "done"),
        ("PR006", 'requests row 2, column "entry"', "treees"),
        ("PR004", 'requests row 2, column "link"', "javascript:x"),
        ("PR067", 'requests row 2, column "answered"', "2026-02-01"),
    ]
    assert [e.id for e in programme.entries] == ["trees", "potholes", "pools", "clinics", "signs"]
    assert programme.left_out == (("inventory", 2), ("coordinators", 1), ("reviews", 3))
    assert [(r.state, r.entry, r.link, r.answered) for r in programme.requests] == [("open", "", "", None)]


def test_without_an_inventory(portal: Portal) -> None:
    """A programme whose inventory is missing is there all the same, and says what is missing."""
    programme, findings = read(portal, inventory=None, reviews=None, requests=None)

    assert [f.code for f in findings] == ["PR002"]
    assert (programme.entries, programme.withheld) == ((), ("inventory",))
