"""Names of persons, by lists of given names and surnames."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from civicstat.private.kinds import words_in

ORGANISATION = words_in(
    """
    inc incorporated llc llp lp ltd pllc pc plc corp corporation company co dba dept department office bureau
    division agency administration authority board commission committee council association assoc society foundation
    fund institute university college school academy elementary high middle charter hospital clinic medical health
    center centre church ministry ministries temple mosque synagogue cathedral bank trust properties property realty
    estate estates homes group partners partnership holdings investments services service systems solutions
    construction contracting enterprises industries products international national american city county state
    federal government municipal public union club league team store market shop restaurant cafe grill bar hotel
    motel inn apartments apts condo condominium plaza tower towers mall museum library theatre theater airport
    station stadium arena street avenue ave road rd blvd boulevard lane ln drive court terrace parkway pkwy highway
    hwy route alley bridge tunnel building bldg floor suite room unit zone district ward precinct region area
    neighborhood neighbourhood community village township borough cemetery marina pier project program plan action
    report request repair removal general other unknown none various vacant mayor deputy director the of for at in
    on to by with from new old upper lower
    """
)
"""Words that no person's name has: where one stands, the whole is an organisation, a place or a thing."""

PLACE = words_in(
    """
    park hill hills hall north south east west lake lakes oak oaks wood woods forest brook brooks field fields green
    grove groves glen heights height point bay beach ridge valley creek river rivers mill mills house garden gardens
    square mount mountain springs spring island crossing manor view run landing farm farms harbor harbour port shore
    shores meadow meadows terrace gate cross town place circle crest dale end chase commons junction corner
    """
)
"""Words that are surnames, and parts of the names of places: no sign of a person unless the column tells."""

_HONORIFIC = words_in(
    "mr mrs ms miss mx dr rev reverend hon honorable judge prof professor sgt sergeant capt captain lt lieutenant "
    "officer det detective sir madam pastor rabbi imam father sister councilman councilwoman councilmember senator "
    "delegate president commissioner"
)
_SUFFIX = words_in("jr sr ii iii iv v md phd dds esq cpa rn pe aia jd do dvm")
_PARTICLE = words_in("de del de la las los da dos di du van von der den bin ibn al el st san mac mc ben abu")
_SHAPE = re.compile(r"[^\W\d_][\w.'’`-]*(?:,? [^\W\d_][\w.'’`-]*){0,5}\.?")


_AND = re.compile(r"\s*(?:&|;|/|\+|\band\b)\s*", re.IGNORECASE)


@cache
def _names(file: str) -> frozenset[str]:
    text = files("civicstat.private").joinpath(file).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def is_given_name(word: str) -> bool:
    """True for a given name of the list, whatever its case and accents; of two joined by a hyphen one will do."""
    return _listed(word, "given-names.txt")


def is_surname(word: str) -> bool:
    """True for a surname of the list, whatever its case and accents; of two joined by a hyphen one will do."""
    return _listed(word, "surnames.txt")


def _listed(word: str, file: str) -> bool:
    known = _names(file)
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).upper()
    plain = plain.replace("’", "'").replace("`", "'").strip(".'")
    return any(part.replace("'", "") in known for part in (plain, *plain.split("-")) if len(part) > 1)


def looks_like_person(text: str, *, told: bool = False) -> bool:
    """True for what looks like the whole name of a person: `Jane Doe`, `DOE, JANE Q.`, `Dr. Jane and John Doe`.

    A given name and a surname of the lists have to stand together. Where the column's name tells of persons (`told`),
    one of the two will do beside another word or an initial, and surnames that are words for places count.
    """
    text = " ".join(text.split())
    if not 3 <= len(text) <= 60:
        return False
    one, *others = _AND.split(text, maxsplit=1)
    if not others:
        return _is_one_person(text, told=told)
    family = others[0].split()[-1:]  # of `Jane and John Doe`
    first = one if " " in one or "," in one else " ".join([one, *family])
    return any(_is_one_person(name, told=told) for name in (first, others[0]))


def _is_one_person(text: str, *, told: bool) -> bool:
    if not _SHAPE.fullmatch(text):
        return False
    capitals = text == text.upper() or all(part[0].isupper() or part in _PARTICLE for part in text.split())
    last, _, rest = text.partition(",")
    given = _words(rest)
    by_surname = bool(given) and given[0].lower() not in _SUFFIX
    words = _words(text.replace(",", " "))
    if not (capitals or told) or _tells_of_other(words, told=told):
        return False
    return _surname_first(_words(last), given, told=told) if by_surname else _given_name_first(words, told=told)


def _given_name_first(words: list[str], *, told: bool) -> bool:
    """True for the words of `Jane Q. Doe`."""
    if not 2 <= len(words) <= 5 or len(words[-1]) == 1:
        return False
    first, final = words[0], words[-1]
    given = is_given_name(first)
    if given and first.lower() not in PLACE and any(is_surname(word) for word in words[1:]):
        return True
    return told and (given or (is_surname(final) and (len(first) == 1 or len(words) == 2)))


def looks_like_one_name(text: str) -> bool:
    """True for a single given name or surname, as in a column `first_name`."""
    words = _words(text)
    return 0 < len(words) <= 3 and any(is_given_name(word) or is_surname(word) for word in words)


def initials(text: str) -> str:
    """A name as it stands in a message: `J… D…`."""
    words = [word for word in re.split(r"[\s,]+", text.strip()) if word]
    return " ".join(f"{word[0]}…" for word in words[:4])


def _surname_first(last: list[str], rest: list[str], *, told: bool) -> bool:
    """True for the parts of `Doe, Jane Q.`."""
    if not 1 <= len(last) <= 3 or len(rest) > 3:
        return False
    given, surname = is_given_name(rest[0]), any(is_surname(word) for word in last)
    return (given and surname) or (told and (given or (surname and len(rest[0]) == 1)))


def _words(text: str) -> list[str]:
    """The words of a name, without titles before it and suffixes behind it."""
    words = [word.strip(".,'’`-") for word in text.split()]
    words = [word for word in words if word]
    while words and words[0].lower() in _HONORIFIC:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().replace(".", "") in _SUFFIX:
        words = words[:-1]
    return words


def _tells_of_other(words: list[str], *, told: bool) -> bool:
    plain = [word.lower() for word in words]
    if any(word in ORGANISATION for word in plain):
        return True
    return not told and any(word in PLACE for word in plain)
