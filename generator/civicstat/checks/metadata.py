"""Checks of what a descriptor says about its data: who, under which licence, how often, since when."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from civicstat.checks import dictionary, links, periods
from civicstat.checks.check import Check, Hit, PackageSubject, check_package
from civicstat.checks.licences import likely, standing_of
from civicstat.checks.words import counted
from civicstat.findings import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_WORDS = 10
"""A description of fewer words can't tell what a row is, whom it is for and what it leaves out."""

_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|\w+")
"""A word; of Thai, Lao, Japanese and Chinese, which put no space between words, each sign counts as one."""

_PLACEHOLDER = re.compile(
    r"^\W*(tbd|tba|todo|n/?a|none|null|test|description|no description|coming soon|placeholder|\.{3}|x{3,})\W*$"
    r"|\blorem ipsum\b|\bto ?do:|\btbd\b|\{\{.*?\}\}|<[^<>]*\bdescription\b[^<>]*>|\bdescribe (the|this|your) ",
    re.IGNORECASE,
)


@check_package(
    "MD001",
    wrong='"civicstat": {}',
    right='"civicstat": {"publisher": {"name": "Department of Public Works"}}',
)
def no_publisher(subject: PackageSubject) -> Iterator[Hit]:
    """The dataset names no agency that answers for it.

    Residents want to know whose figures they read, and whom to hold to them. Name the agency under
    `civicstat.publisher`, or name one for the whole portal in `catalog/portal.yml`.
    """
    if subject.package.publisher is None:
        yield Hit(
            pointer="civicstat.publisher",
            expected="the name of an agency",
            todo='Add "publisher": {"name": "…"} under civicstat.',
        )


@check_package(
    "MD002",
    wrong='"contactPoint": {"fn": "Open data coordinator"}',
    right='"contactPoint": {"fn": "Open data coordinator", "hasEmail": "mailto:opendata@example.org"}',
)
def no_contact(subject: PackageSubject) -> Iterator[Hit]:
    """The dataset names nobody to ask.

    Whoever finds a mistake should be able to tell somebody. Name an office rather than a person, with an e-mail
    address or a web page, under `civicstat.contactPoint`, or name one for the whole portal in `catalog/portal.yml`.
    """
    contact = subject.package.contact
    if contact is None:
        yield Hit(
            pointer="civicstat.contactPoint",
            expected="an office, with an e-mail address or a web page",
            todo='Add "contactPoint": {"fn": "…", "hasEmail": "mailto:…"} under civicstat, or once in portal.yml.',
        )
    elif not contact.email and not contact.url:
        yield Hit(
            message="the dataset names whom to ask, but not how",
            pointer="civicstat.contactPoint",
            found=shorten(contact.name),
            expected="an e-mail address or a web page beside the name",
            todo='Add "hasEmail": "mailto:…" or "url": "https://…" to the contact.',
        )


@check_package(
    "MD003",
    wrong='no "licenses", neither here nor in portal.yml',
    right='"licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]',
)
def no_licence(subject: PackageSubject) -> Iterator[Hit]:
    """The dataset has no licence.

    Without a licence nobody may lawfully use the data, however public it is. Cities usually choose `CC0-1.0` (no
    conditions), `CC-BY-4.0` (name the source) or `ODbL-1.0` (share what you make of it alike).
    """
    if not subject.package.licenses:
        yield Hit(
            pointer="licenses",
            expected="a licence, such as CC-BY-4.0",
            todo='Add "licenses": [{"name": "CC-BY-4.0"}], or a licence for the whole portal in portal.yml.',
        )


@check_package(
    "MD004",
    wrong='"licenses": [{"name": "Creative Commons"}]',
    right='"licenses": [{"name": "CC-BY-4.0"}]',
)
def unknown_licence(subject: PackageSubject) -> Iterator[Hit]:
    """The licence is none that is known.

    Programs read a licence by its identifier, so `name` is one of [SPDX](https://spdx.org/licenses/) or of the
    [Open Definition](https://licenses.opendefinition.org/), letter by letter. For a licence of the city's own write
    `other-open`, `other-at` (attribution) or `other-pd` (public domain), with its words in `title` and its address in
    `path`.
    """
    for index, licence in enumerate(subject.package.licenses):
        pointer = f"licenses[{index}].name"
        if standing_of(licence) == "unknown":
            meant = likely(licence.name) or likely(licence.title)
            yield Hit(
                pointer=pointer,
                found=shorten(licence.name or licence.path or licence.title),
                expected="an identifier of SPDX or the Open Definition, such as CC-BY-4.0",
                todo=f'Write "name": "{meant}", if that is the one.' if meant else "Look it up at spdx.org/licenses.",
            )
        elif licence.name.lower().startswith("other-") and not licence.path and not licence.title:
            yield Hit(
                message="the licence is of a kind that says nothing by itself",
                pointer=pointer,
                found=licence.name,
                expected="the licence's own name in `title`, and the address of its text in `path`",
                todo='Add "title" and "path" beside it.',
            )


@check_package(
    "MD005",
    wrong='"licenses": [{"name": "CC-BY-NC-4.0"}]',
    right='"licenses": [{"name": "CC-BY-4.0"}]',
)
def closed_licence(subject: PackageSubject) -> Iterator[Hit]:
    """The licence is not an open one.

    Open data may be used and changed by anyone for any purpose
    ([Open Definition](https://opendefinition.org/od/2.1/en/)). A licence that forbids commercial use or changes keeps
    out newspapers, app makers and other cities. Where the city has no right to give more, waive this with the reason.

    Open are licences that the Open Definition, the Open Source Initiative or the Free Software Foundation has found to
    be so. Of others nobody has shown it, and the note says no more than that.
    """
    for index, licence in enumerate(subject.package.licenses):
        standing = standing_of(licence)
        if standing in ("closed", "unshown"):
            shown = standing == "closed"
            yield Hit(
                message="" if shown else "nobody has shown that the licence is an open one",
                pointer=f"licenses[{index}].name",
                found=shorten(licence.name or licence.path),
                expected="an open licence, such as CC0-1.0, CC-BY-4.0 or ODbL-1.0",
                todo="Ask whoever owns the rights for an open licence."
                if shown
                else "Choose one that is known to be open; or waive this, if its text lets everyone use and change it.",
            )


@check_package(
    "MD006",
    wrong='"title": "Street trees", "description": "Street trees."',
    right='"description": "Each row is one tree on a city street, with its kind, its girth and when it was planted."',
)
def thin_description(subject: PackageSubject) -> Iterator[Hit]:
    """The description says too little.

    It is what residents read first. Say in two or three sentences what one row is, what the data is good for, and
    what it leaves out. A description that repeats the title, or that still holds a template's words, says nothing.
    """
    package = subject.package
    text, words = package.description, _WORD.findall(package.description)
    beyond_title = [w for w in words if w.casefold() not in _WORD.findall(package.title.casefold())]
    filler = _PLACEHOLDER.search(text)
    expected = "two or three sentences: what one row is, what it is good for, what it leaves out"
    if not text:
        yield Hit(message="the dataset has no description", pointer="description", expected=expected, todo="Write it.")
    elif filler:
        yield Hit(
            message="the description still holds a placeholder",
            pointer="description",
            found=shorten(filler[0]),
            expected=expected,
            todo="Write it.",
        )
    elif len(beyond_title) < 3:
        yield Hit(
            message="the description says no more than the title",
            pointer="description",
            found=shorten(text),
            expected=expected,
            todo="Write it.",
        )
    elif len(words) < FEWEST_WORDS:
        yield Hit(
            pointer="description",
            found=f"{counted(len(words), 'word')}: {shorten(text)}",
            expected=expected,
            todo="Say more.",
        )


@check_package(
    "MD007",
    wrong='"civicstat": {}',
    right='"civicstat": {"accrualPeriodicity": "R/P1M"}',
)
def no_promise(subject: PackageSubject) -> Iterator[Hit]:
    """The dataset does not say how often it is updated.

    Readers can't tell whether an old date is neglect or the plan. `R/P1D` promises an update every day, `R/P1W` every
    week, `R/P1M` every month, `R/P3M` every quarter, `R/P1Y` every year. `irregular` promises nothing, and says so.
    """
    if not subject.package.promise:
        yield Hit(
            pointer="civicstat.accrualPeriodicity",
            expected="an interval such as R/P1M, or irregular",
            todo='Add "accrualPeriodicity" under civicstat.',
        )


@check_package("MD008", wrong='"civicstat": {}', right='"civicstat": {"theme": ["Environment"]}')
def no_topics(subject: PackageSubject) -> Iterator[Hit]:
    """The dataset stands under no topic.

    Topics are how residents who don't search find data. Use those that the portal has already.
    """
    if not subject.package.topics:
        yield Hit(
            pointer="civicstat.theme",
            expected="one topic or more",
            todo='Add "theme": ["…"] under civicstat.',
        )


@check_package("MD009", wrong='"keywords": []', right='"keywords": ["trees", "forestry", "parks"]')
def no_keywords(subject: PackageSubject) -> Iterator[Hit]:
    """The dataset has no keywords.

    Search finds a dataset by its keywords too: write what residents would type, above all where the title uses the
    agency's own words. Catalogues that harvest the portal ask for at least one.
    """
    if not any(subject.package.keywords):
        yield Hit(pointer="keywords", expected="a few words that residents would type", todo='Add "keywords": ["…"].')


@check_package(
    "MD020",
    wrong='"waivers": [{"check": "PV001", "field": "email", …}] although the table has no column "email"',
    right="no such waiver",
)
def unused_waiver(subject: PackageSubject) -> Iterator[Hit]:
    """A waiver lets pass what no check finds.

    The data has changed, or the waiver names another check, table or column than the one it was meant for. A
    waiver that stays would let the next mistake pass unseen.
    """
    used = {finding.waiver for finding in subject.found}
    # One whose count is passed lets nothing pass any more, which the findings tell.
    used |= {w for w in subject.package.waivers if w.count is not None and any(map(w.covers, subject.found))}
    for index, waiver in enumerate(subject.package.waivers):
        # What nobody could look at may still hold what the waiver is for.
        unseen = waiver.resource in subject.scan.withheld if waiver.resource else bool(subject.scan.withheld)
        if waiver not in used and (waiver.check.startswith("MD") or not unseen):
            place = " ".join(filter(None, (waiver.check, waiver.resource, waiver.field)))
            yield Hit(
                pointer=f"civicstat.waivers[{index}]",
                found=place,
                expected="a check that finds something there",
                todo="Correct the waiver, or take it out.",
            )


@check_package(
    "MD021",
    wrong='"waivers": [{"check": "DT009", "date": "2062-03-01", …}], read in 2026',
    right='"date": "2026-03-01"',
)
def waiver_date(subject: PackageSubject) -> Iterator[Hit]:
    """A waiver was decided on a day that does not exist, or is still to come.

    The page tells residents when the city decided to publish the data as it is.
    """
    for index, waiver in enumerate(subject.package.waivers):
        try:
            decided = date.fromisoformat(waiver.date)
        except ValueError:
            decided = date.max
        if decided > subject.today:
            yield Hit(
                pointer=f"civicstat.waivers[{index}].date",
                found=waiver.date,
                expected=f"a day up to {subject.today.isoformat()}",
                todo="Correct the date.",
            )


CHECKS: tuple[Check[PackageSubject], ...] = (
    no_publisher,
    no_contact,
    no_licence,
    unknown_licence,
    closed_licence,
    thin_description,
    no_promise,
    no_topics,
    no_keywords,
    *periods.CHECKS,
    *dictionary.CHECKS,
    *links.CHECKS,
    waiver_date,
)
