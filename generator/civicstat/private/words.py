"""What the name of a column tells: of whom, and of what kind of private data."""

from __future__ import annotations

import re
from itertools import pairwise

from civicstat.private.kinds import words_in

PRIVATE_PERSON = words_in(
    """
    resident patient applicant owner homeowner household householder tenant renter client student pupil child minor
    juvenile victim complainant caller requester requestor occupant beneficiary recipient claimant taxpayer voter
    inmate defendant suspect arrestee offender survivor parent guardian spouse customer consumer citizen individual
    person participant enrollee respondent borrower debtor payer payee decedent deceased witness donor visitor guest
    subscriber landlord purchaser buyer seller grantor grantee licensee permittee registrant appellant petitioner
    plaintiff employee worker volunteer member relative emergency driver pedestrian passenger
    """
)
"""Words for people whom a row may be about, in the singular: plurals count them."""

PUBLIC_PERSON = words_in(
    """
    artist officer inspector director manager lead leader author contact agent contractor attorney lawyer judge
    doctor physician nurse teacher principal coach supervisor commissioner mayor councilmember councilman senator
    representative deputy chief signatory signer operator technician assignee creator editor investigator analyst
    coordinator administrator reporter submitter approver reviewer responsible assigned staff official candidate
    winner
    """
)
"""Words for people in an office or a trade: their names are names of persons, and the row is about something else."""

ADDRESS = words_in("address addresses addr residence domicile homeaddress streetaddress mailing")
"""Words for where somebody may live."""

THING = words_in(
    """
    airport car vehicle street road neighborhood neighbourhood agency department dept division bureau office park
    school station stop company business org organization organisation firm employer vendor supplier product model
    make species animal dog cat pet breed city town county state country district ward region place location site
    facility building project program programme event service file dataset layer field column committee pillar
    measure plan goal action subject topic category type class group team league route line bridge river lake church
    hospital clinic library museum restaurant hotel store shop brand title movie film book song album game ship
    vessel boat plane aircraft zone area community village parish precinct court account fund bank industry crop
    plant tree variety medium drug disease organisations organizations parties csa nsa quarter intersection landmark
    cemetery college university monument
    """
)
"""Words for what is no person: a column `airport_name` holds no persons, whatever airports are called after."""

ATTRIBUTE = words_in(
    "id ids number num no nr key mrn initials name age sex gender race ethnicity phone email dob ssn birthdate"
)
STATISTIC = words_in(
    "count counts total mean average avg median percent pct rate share ratio per sum estimate population index "
    "density served occupied"
)
ANIMAL = words_in("animal dog cat pet breed species bird horse livestock")
PERSONS_NAME = words_in(
    """
    firstname lastname surname forename givenname familyname fname lname mname middlename maidenname maiden nickname
    """
)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name in small letters: `OwnerFirstName` and `owner_first-name` alike."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return tuple(word.lower() for word in re.split(r"[^A-Za-z]+", spaced) if word)


def names_one_part(words: tuple[str, ...]) -> bool:
    """True for a column of given names or of surnames: `first_name`, `surname`."""
    pairs = {f"{a}{b}" for a, b in pairwise(words)}
    return bool((pairs | set(words)) & PERSONS_NAME)


def told_kinds(name: str) -> frozenset[str]:
    """The kinds of private data that a column's name tells of: `phone`, `ssn`, `card`, `ip`, `birth`."""
    words = words_of(name)
    plain, joined = set(words), "".join(words)
    found = set()
    if plain & {
        "phone",
        "telephone",
        "tel",
        "mobile",
        "cellphone",
        "fax",
        "telefon",
        "phones",
        "homephone",
        "workphone",
    }:
        found.add("phone")
    if plain & {"cell", "callback", "contact"} and plain & {"number", "no", "num", "nr"}:
        found.add("phone")
    if plain & {"ssn", "itin", "ssns"} or "socialsecurity" in joined or "socsec" in joined or words == ("ss",):
        found.add("ssn")
    if "cardnumber" in joined or "cardno" in joined or plain & {"pan", "creditcard", "ccnum", "ccn"}:
        found.add("card")
    if plain & {"ip", "ipaddress", "ipv4", "ipv6", "ipaddr"} or "ipaddress" in joined:
        found.add("ip")
    if _tells_of_birth(words) and not plain & ANIMAL:
        found.add("birth")
    return frozenset(found)


def _tells_of_birth(words: tuple[str, ...]) -> bool:
    plain, joined = set(words), "".join(words)
    if plain & {"dob", "birthdate", "birthday", "bdate", "dateofbirth", "birthdt", "born"} or "dateofbirth" in joined:
        return True
    return "birth" in plain and (
        bool(plain & {"date", "day", "dt"}) or words == ("birth",) or plain <= PRIVATE_PERSON | {"birth"}
    )
