"""Checks of privacy: what may tie a row to a person, before anything is public.

What is found is never quoted: a message masks it, counts it, and names the row of the first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from civicstat.checks.check import Check, Hit, TableSubject, check_table
from civicstat.checks.private_cells import private_cells
from civicstat.checks.private_entries import telling_cells
from civicstat.checks.private_persons import Column, days_of_birth, home_addresses, home_coordinates, person_columns
from civicstat.checks.private_rows import DEFAULT_K, DEFAULT_MINIMUM, Rule, rules_of, small_counts, small_groups
from civicstat.checks.words import counted, listed, row_number
from civicstat.findings import shorten
from civicstat.private.words import ANIMAL, told_kinds, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAKE_OUT = (
    "Take the column out of the file and out of its history; or, where it may be public, waive it with a reason."
)


@check_table(
    "PV001",
    severity="error",
    wrong="office,contact\nPermits,jane.doe@example.org",
    right="office,contact\nPermits,https://example.org/permits/contact",
)
def email_addresses(subject: TableSubject) -> Iterator[Hit]:
    """The column holds e-mail addresses.

    An address leads to a person, and lists of them are harvested within hours. Also found: `jane (at) example (dot)
    org`. Addresses of offices, published so that residents can write to them, are waived with that reason.

    For this and every other kind: all cells are looked through; of a column with more than 20,000 different cells of
    the form in question, 20,000 spread evenly are read closely, and four times as many more until one is found. The
    message then says "at least".

    A table that breaks the standard is looked at all the same, as far as it can be opened: what lies in a public
    repository is public, valid or not.
    """
    yield from _alone(subject, "email", "no e-mail addresses")


@check_table(
    "PV002",
    severity="error",
    wrong="request,phone\n18-00332461,410-555-0123",
    right="request,district\n18-00332461,4",
)
def phone_numbers(subject: TableSubject) -> Iterator[Hit]:
    """The column holds telephone numbers.

    A number has to be valid for its country; the portal's own (`country` in `catalog/portal.yml`) needs no prefix.
    Toll-free numbers belong to organisations and are not reported. Bare digits count where the column's name says
    phone, telephone, mobile or fax, or where nearly all of a column is such numbers.

    False alarms: codes of the form 3-3-4 that happen to be valid numbers. Not found: bare digits in a column of other
    things whose name says nothing, numbers without their area code in running text.
    """
    yield from _alone(subject, "phone", "no telephone numbers")


@check_table(
    "PV003",
    severity="error",
    wrong="case,ssn\n17,219-09-1234",
    right="case\n17",
)
def social_security_numbers(subject: TableSubject) -> Iterator[Hit]:
    """The column holds social security numbers.

    Those of the United States and taxpayers' numbers (ITIN), by the rules of the Social Security Administration and
    the Internal Revenue Service. Nine digits without dashes count only where the column's name says so, or the words
    before them. Take them out at once: the file's history in the repository keeps them, and has to be cleaned too.

    False alarms: codes of the form 3-2-4. Columns called parcel, case, docket or permit are passed over.
    """
    yield from _alone(subject, "ssn", "no social security numbers")


@check_table(
    "PV004",
    severity="error",
    wrong="payment,card\n1,4111 1111 1111 1111",
    right="payment,method\n1,card",
)
def payment_cards(subject: TableSubject) -> Iterator[Hit]:
    """The column holds payment card numbers.

    A number counts that has an issuer's first digits and length (Visa, Mastercard, American Express, Discover, JCB,
    Diners Club, UnionPay) and the right check digit (Luhn). Where more than half of the long numbers in a column are
    none, the rest are so by chance and are not reported.
    """
    yield from _alone(subject, "card", "no payment card numbers")


@check_table(
    "PV005",
    severity="error",
    wrong="visit,address\n1,203.0.113.7",
    right="visit,country\n1,US",
)
def ip_addresses(subject: TableSubject) -> Iterator[Hit]:
    """The column holds IP addresses.

    They lead to a household's connection. Numbers of versions and chapters are passed over: those behind such a word,
    and those with no part above 31 where the column's name does not say IP.
    """
    yield from _alone(subject, "ip", "no IP addresses")


@check_table(
    "PV006",
    severity="error",
    wrong="permit,date_of_birth\n1,1985-04-07",
    right="permit,age_group\n1,40 to 49",
)
def birth_dates(subject: TableSubject) -> Iterator[Hit]:
    """The column holds dates of birth.

    With a postal code and a sex, a date of birth singles out most people. Publish an age group or a year. Found by the
    column's name (dob, birth date, born …), where its values are days; years alone, days before 1900 and births of
    animals are not reported. Not found: dates of birth in a column with another name.
    """
    if any(set(words_of(field.name)) & ANIMAL for field in subject.table.fields):
        return
    for field in subject.table.fields:
        if "birth" not in told_kinds(field.name) | told_kinds(field.title):
            continue
        days = days_of_birth(subject.table.column(field.name), field.type)
        cells = int(days.sum())
        if cells and 2 * cells >= field.profile.values:
            yield Hit(
                field=field.name,
                row=row_number(subject.resource, index := int(days.arg_max() or 0)),
                pointer=_feature(subject, index),
                found=_share(cells, field.profile.values, "…-…-…"),
                cells=cells,
                expected="no dates of birth",
                todo="Publish an age group or a year of birth instead, and clean the file's history.",
            )


@check_table(
    "PV007",
    severity="error",
    wrong="permit,applicant\n1,Jane Doe",
    right="permit,kind_of_applicant\n1,private person",
)
def names_of_persons(subject: TableSubject) -> Iterator[Hit]:
    """The column holds names of persons.

    Found by lists of given names and surnames (United States Census, with more from other countries). How many of the
    values have to look like names depends on the column's own name: three in twenty where it says owner, applicant,
    inspector or artist; three in ten for `first_name` or `surname`; half for a plain `name` or one that says nothing.
    Columns called after things (`airport_name`, `school`, `street`) are passed over. Names of artists, or of
    officials in office, are waived with that reason.

    False alarms: columns of things that are called after persons and whose name doesn't say what they are. Not found:
    names in other scripts than Latin, names that neither list knows, a few persons among many firms.
    """
    for column in person_columns(subject):
        yield _hit(subject, column, "no names of persons", _TAKE_OUT)


@check_table(
    "PV008",
    severity="error",
    wrong="patient_id,address\n17,12 Elm St",
    right="patient_id,neighborhood\n17,Hampden",
)
def addresses_of_homes(subject: TableSubject) -> Iterator[Hit]:
    """The column holds home addresses.

    An address is a home's where the column says so (home, residence, mailing, applicant's …), or where the rows are
    about persons: by a column such as `patient_id`, by a column of names, or by the descriptor's words (`each row is
    one household`). Block addresses (`1200 BLK W. North Ave`) name no house and are not reported, nor are addresses
    of incidents in rows that nothing ties to a person.
    """
    for column, why in home_addresses(subject):
        hit = _hit(subject, column, "no address of a home", "Publish the block or the neighbourhood instead.")
        yield _because(hit, why)


@check_table(
    "PV009",
    severity="error",
    wrong="patient_id,latitude,longitude\n17,39.28511,-76.64485",
    right="patient_id,latitude,longitude\n17,39.29,-76.64",
)
def places_of_homes(subject: TableSubject) -> Iterator[Hit]:
    """The coordinates are precise enough to find a person's home.

    Four decimals are about 11 metres. Rows are tied to persons as for PV008; the points of a map count as well. Publish
    two decimals (a kilometre), or the neighbourhood.
    """
    for column, why in home_coordinates(subject):
        hit = _hit(
            subject, column, "at most three decimals", "Round them to two decimals, or publish the neighbourhood."
        )
        yield _because(hit, why)


@check_table(
    "PV010",
    severity="error",
    wrong="request,note\n1,Call Mrs. Doe at 410-555-0123 after six",
    right="request,note\n1,Call the resident after six",
)
def private_text(subject: TableSubject) -> Iterator[Hit]:
    """The text holds private data.

    E-mail addresses, telephone, social security and card numbers and IP addresses within longer text; dates behind
    `DOB` or `born`; names behind a title or a word for a person (`Mrs. Doe`, `resident Jane Doe`); addresses behind
    `lives at` and the like. Free text is where most private data slips through: names without such a word before them
    are not found, so somebody has to read it, or it stays out.

    False alarms: things that are called like persons. On the real tables of two cities that the checks were tried on,
    one remains: the titles of two murals, `Mr. Sun and Mr. Moon` and `"Mr. Ed the Cat" mural`.
    """
    for cells in private_cells(subject):
        if not cells.alone or cells.kind.running:
            yield Hit(
                message=f"the text holds {cells.kind.one if cells.cells == 1 else cells.kind.many}",
                field=cells.field.name,
                row=row_number(subject.resource, cells.index),
                pointer=_feature(subject, cells.index),
                found=_share(cells.cells, cells.of, cells.mask, more=cells.more),
                cells=cells.cells,
                expected="text that tells nothing of a person",
                todo="Take it out of those cells, or leave out the column; then clean the file's history.",
            )


@check_table(
    "PV011",
    severity="error",
    wrong='"privacy": {"suppressBelow": [{"fields": ["cases"], "minimum": 5}]}\n\nzip,cases\n21201,3',
    right="zip,cases\n21201,",
)
def unsuppressed_counts(subject: TableSubject) -> Iterator[Hit]:
    """The column shows counts that the descriptor says are to be suppressed.

    Three cases in a small area may be three known people. `civicstat.privacy.suppressBelow` names the columns and the
    least number that may be shown (5 unless it says otherwise). Leave smaller ones blank, or write `<5`; a zero tells
    of nobody and may stand. Mind that totals beside a single suppressed cell give it away.
    """
    for rule in rules_of(subject.package.descriptor, "suppressBelow", "minimum", DEFAULT_MINIMUM):
        if wrong := _misdirected(subject, rule):
            yield wrong
        for name in rule.fields if _is_about(subject, rule) else ():
            field = subject.table.field(name)
            small = small_counts(subject.table, field, rule.least) if field else None
            if small and field:
                yield Hit(
                    field=name,
                    row=row_number(subject.resource, small.index),
                    pointer=_feature(subject, small.index),
                    found=f"{counted(small.rows, 'cell')} of {field.profile.values:,} from 1 to {rule.least - 1}",
                    cells=small.rows,
                    expected=f"no number from 1 to {rule.least - 1}, as {rule.pointer} says",
                    todo=f"Leave those cells blank, or write <{rule.least}.",
                )


@check_table(
    "PV012",
    severity="error",
    wrong='"privacy": {"quasiIdentifiers": [{"fields": ["age", "zip"], "k": 5}]}\n\nage,zip\n93,21201',
    right="age,zip\n85 and over,212",
)
def singled_out(subject: TableSubject) -> Iterator[Hit]:
    """Rows can be singled out by what may be known of a person from elsewhere.

    `civicstat.privacy.quasiIdentifiers` names columns that neighbours or other lists may know (age, sex, postal code
    …), and how many rows have to share each combination of their values (k-anonymity; 5 unless it says otherwise).
    Where fewer do, make the values coarser, or leave those rows out. It says nothing about values that all rows of a
    combination share: if all five have the same illness, everybody knows it of each.
    """
    for rule in rules_of(subject.package.descriptor, "quasiIdentifiers", "k", DEFAULT_K):
        if wrong := _misdirected(subject, rule):
            yield wrong
        if not rule.fields or not _is_about(subject, rule) or any(not subject.table.field(f) for f in rule.fields):
            continue
        small = small_groups(subject.table, rule.fields, rule.least)
        if small:
            groups = counted(small.groups, "combination")
            yield Hit(
                field=rule.fields[0] if len(rule.fields) == 1 else "",
                row=row_number(subject.resource, small.index),
                pointer=_feature(subject, small.index),
                found=f"{counted(small.rows, 'row')} of {subject.table.rows:,} in {groups} of {listed(rule.fields)}; "
                f"the rarest is shared by {counted(small.smallest, 'row')}",
                cells=small.rows,
                expected=f"at least {rule.least} rows for each combination, as {rule.pointer} says",
                todo="Make the values coarser (age groups, fewer digits of the postal code), or leave those rows out.",
            )


@check_table(
    "PV013",
    severity="error",
    wrong="id,class,dataset,note\nclinic-visits,sensitive,clinic-visits,Has a column with the diagnosis.",
    right="id,class,dataset,note\nclinic-visits,sensitive,,",
)
def inventory_of_closed_data(subject: TableSubject) -> Iterator[Hit]:
    """The inventory tells more of data that is not publishable than the public may see.

    Of protected and sensitive data the public sees the title, the agency, the class, the state and the class of the
    reason. The open data programme's pages show no more; but the inventory itself is looked at and downloaded with all
    that stands in it, so it is withheld until `dataset`, `planned`, `released`, `refresh` and `note` are blank in the
    rows of such data. Where a row says that the data is published, its `dataset` and `released` may stand. A class
    that is spelled nearly like one of these two counts as that.
    """
    for found in telling_cells(subject):
        yield Hit(
            field=found.name,
            row=row_number(subject.resource, found.index),
            pointer=_feature(subject, found.index),
            found=f"{counted(found.cells, 'cell')} of protected or sensitive entries",
            cells=found.cells,
            expected="a blank in the rows of protected and sensitive data",
            todo="Empty those cells, and clean the file's history; or correct the class, if it is wrong.",
        )


def _alone(subject: TableSubject, kind: str, expected: str) -> Iterator[Hit]:
    """A hit for each column most of whose cells of that kind hold nothing else."""
    for cells in private_cells(subject):
        if cells.kind.name == kind and cells.alone:
            yield Hit(
                field=cells.field.name,
                row=row_number(subject.resource, cells.index),
                pointer=_feature(subject, cells.index),
                found=_share(cells.cells, cells.of, cells.mask, more=cells.more),
                cells=cells.cells,
                expected=expected,
                todo=_TAKE_OUT,
            )


def _hit(subject: TableSubject, column: Column, expected: str, todo: str) -> Hit:
    return Hit(
        field=column.field.name if column.field else "",
        row=row_number(subject.resource, column.index),
        pointer=_feature(subject, column.index),
        found=_share(column.cells, column.of, column.mask, more=column.more),
        cells=column.cells,
        expected=expected,
        todo=todo,
    )


def _because(hit: Hit, why: str) -> Hit:
    return replace(hit, found=f"{hit.found}; tied to persons by {why}")


def _share(cells: int, of: int, mask: str, *, more: bool = False) -> str:
    """How many cells of how many, and the first of them, masked."""
    at_least = "at least " if more else ""
    first = ":" if cells == 1 else ", the first"
    return f"{at_least}{cells:,} of {counted(of, 'value')}{first} {mask}"


def _feature(subject: TableSubject, index: int) -> str:
    """The place in a file of map features, which have no row numbers."""
    return f"features[{index}]" if subject.resource.kind == "geojson" else ""


def _is_about(subject: TableSubject, rule: Rule) -> bool:
    return rule.resource in ("", subject.resource.name)


def _misdirected(subject: TableSubject, rule: Rule) -> Hit | None:
    """An error where a rule names a table or a column that isn't there: nobody can tell whether it is kept.

    A table that the package doesn't have may be meant to be any of its tables, so that each of them is held back.
    """
    expected = "a table and columns of the package, letter by letter"
    todo = "Correct the names; until then nobody can tell whether the rule is kept."
    if rule.resource and subject.package.resource(rule.resource) is None:
        found = f'the table "{shorten(rule.resource)}"'
        message = "a rule of privacy names a table that the package doesn't have"
    elif _is_about(subject, rule) and (unknown := [name for name in rule.fields if not subject.table.field(name)]):
        found = listed([shorten(name) for name in unknown])
        message = "a rule of privacy names a column that the table doesn't have"
    else:
        return None
    return Hit(message=message, pointer=rule.pointer, found=found, expected=expected, todo=todo)


CHECKS: tuple[Check[TableSubject], ...] = (
    email_addresses,
    phone_numbers,
    social_security_numbers,
    payment_cards,
    ip_addresses,
    birth_dates,
    names_of_persons,
    addresses_of_homes,
    places_of_homes,
    private_text,
    unsuppressed_counts,
    singled_out,
    inventory_of_closed_data,
)
