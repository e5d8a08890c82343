"""Names of persons, and what a column's name tells."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.private.persons import initials, looks_like_one_name, looks_like_person
from civicstat.private.words import names_one_part, told_kinds, words_of


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe",
        "JANE Q. DOE",
        "Doe, Jane",
        "DELGADO, ROSA M.",
        "Dr. María José Castillo",
        "Samuel Turner Jr.",
        "Jane and John Doe",
        "Lakeisha Brown-Carter",
        "Siobhan O'Leary",
    ],
)
def test_a_person(name: str) -> None:
    """A given name beside a surname makes a person, in any of the forms that people write."""
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Madison Park",
        "Charles Village",
        "Glen Oaks",
        "Allendale/Irvington/S. Hilton",
        "Martin Marietta Inc.",
        "Johns Hopkins Hospital",
        "Deputy Mayor, Public Safety",
        "Howard & Lexington",
        "ford torino",
        "Request for Recycling Cart",
        "Jane",
        "17 Jane Doe",
        "",
    ],
)
def test_no_person(name: str) -> None:
    """Places, firms, offices and things are no persons, though they are called after some."""
    assert not looks_like_person(name)


def test_where_the_column_tells() -> None:
    """In a column called `owner`, a name of which the lists know one half will do, and surnames that are places."""
    assert [looks_like_person(n, told=True) for n in ("Oluwaseun Adebayo-Cole", "J. Smith", "Anna Park")] == [True] * 3
    assert not looks_like_person("Harbor Bank Trust", told=True)


def test_one_name() -> None:
    """A column of surnames holds single words."""
    assert looks_like_one_name("García")
    assert looks_like_one_name("DOE")
    assert not looks_like_one_name("Pothole")


def test_initials() -> None:
    """In a message a name is its initials."""
    assert initials("Doe, Jane Q.") == "D… J… Q…"


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever the text, there is an answer."""
    assert looks_like_person(text) in (True, False)
    assert looks_like_person(text, told=True) in (True, False)
    assert looks_like_one_name(text) in (True, False)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("OwnerFirstName", ("owner", "first", "name")),
        ("applicant_DOB2", ("applicant", "dob")),
        ("Parties Responsible", ("parties", "responsible")),
    ],
)
def test_words_of(name: str, words: tuple[str, ...]) -> None:
    """A column's name falls into words, however it is written."""
    assert words == words_of(name)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Home Phone", {"phone"}),
        ("cell_number", {"phone"}),
        ("SocialSecurityNumber", {"ssn"}),
        ("client_ip", {"ip"}),
        ("card_number", {"card"}),
        ("DateOfBirth", {"birth"}),
        ("born", {"birth"}),
        ("patient birth", {"birth"}),
        ("birth_rate", set()),
        ("birth_weight", set()),
        ("dog_birth_date", set()),
        ("grid_cell", set()),
        ("zip", set()),
        ("tel_aviv_flights", {"phone"}),
    ],
)
def test_told_kinds(name: str, kinds: set[str]) -> None:
    """A column's name tells of the kinds that it may hold in bare digits; the values decide whether it does."""
    assert kinds == told_kinds(name)


def test_parts_of_names() -> None:
    """`first_name` and `lname` hold parts of names, `first_day` does not."""
    assert names_one_part(("first", "name"))
    assert names_one_part(("lname",))
    assert not names_one_part(("first", "day"))


def test_nothing_heavy_is_loaded() -> None:
    """The libraries and lists are loaded only where there is something to judge."""
    code = "import sys, civicstat.checks.privacy; print([m for m in ('phonenumbers', 'stdnum') if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
