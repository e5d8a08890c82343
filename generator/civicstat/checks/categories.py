"""Checks of categories: one thing that is written in several ways."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from civicstat.checks.check import Hit, TableSubject, check_table
from civicstat.checks.words import counted, first_row, listed
from civicstat.findings import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from civicstat.tables import Field, Table

MOST_CATEGORIES = 1000
"""A column of more different texts holds names or sentences rather than categories."""

FEWEST_EACH = 2
"""So often does a category stand in the mean; where texts hardly repeat, they are no categories."""

FEWEST_EACH_OF_FEW = 5
"""The same for slips of the keyboard, of which only a frequent neighbour tells."""

OUTNUMBERED = 20
"""So many times more often stands the right spelling than the slip of the keyboard."""

MOST_SLIPS = 3
"""The most letters that two spellings of one word may differ by."""

SHORTEST = 5
"""Shorter words have neighbours that are words: `road` and `roads` differ as much as `male` and `mall`."""

_APART = frozenset(
    """north south east west northern southern eastern western northeast northwest southeast southwest upper lower inner
    outer male female open opened close closed before after first second third fourth fifth sixth seventh eighth ninth
    tenth high higher low lower increase decrease import export internal external major minor approved unapproved valid
    invalid complete incomplete paid unpaid occupied unoccupied licensed unlicensed monday tuesday sunday""".split()  # noqa: SIM905
)
"""Words that look alike and are meant apart."""

_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_BETWEEN = re.compile(r"(?<!\d)[\s'’‘`\"“”_]+|[\s'’‘`\"“”_]+(?!\d)|[.,]+(?!\d)")
"""What may be left out of a spelling; between digits it is part of a number."""
_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])")
_WORD = re.compile(r"\w+")
_PREFIXES = ("un", "in", "im", "ir", "non", "dis", "re", "pre", "de", "sub", "co")


@check_table(
    "DT007",
    severity="warning",
    wrong='"Output "',
    right='"Output"',
)
def stray_spaces(subject: TableSubject) -> Iterator[Hit]:
    """Spaces stand where none can be seen.

    A space before or after a word, or two for one, can't be seen in a spreadsheet, but whoever filters or counts by
    the word misses those rows. Looked at are columns whose values repeat, and those that tie tables together; not
    sentences. In a spreadsheet the function TRIM takes such spaces out.
    """
    table = subject.table
    for field, values in _categories(table, FEWEST_EACH, keys=True):
        known = {value for value, _ in values}
        # Two spaces within a word of which there is no other form spoil no count.
        stray = [v for v, _ in values if v != _trimmed(v) and (v != v.strip() or _trimmed(v) in known)]
        if stray:
            mask = table.column(field.name).is_in(stray)
            also = [v for v in stray if _trimmed(v) in known]
            shown = also or stray
            yield Hit(
                field=field.name,
                row=first_row(subject.resource, mask),
                found=f"{listed([_marked(v) for v in shown])}; {counted(int(mask.sum()), 'row')}"
                + (f', beside "{shorten(_trimmed(also[0]), 40)}" without it' if also else ""),
                expected="no space before, after or twice between words",
                todo="Take the spaces out: search and replace, or TRIM in a spreadsheet.",
            )


@check_table(
    "DT008",
    severity="warning",
    wrong="Cumulative (680 rows), Cumalitve (10 rows)",
    right="Cumulative (690 rows)",
)
def look_alikes(subject: TableSubject) -> Iterator[Hit]:
    """One category is written in several ways.

    Whoever filters or counts by one spelling misses the others. Found are spellings that differ only in capitals,
    spaces, accents or punctuation, and a rare one that is a slip of the keyboard away from one that stands at least
    twenty times as often. Digits are never taken for a slip, nor are words such as *north* and *south*.
    """
    for field, values in _categories(subject.table, FEWEST_EACH):
        pairs = look_alikes_of(_counts(values))
        if not pairs:
            continue
        wrong = {spelling for spelling, _ in pairs}
        column = subject.table.column(field.name)
        mask = column.is_in([v for v, _ in values if _trimmed(v) in wrong])
        said = [f'"{shorten(spelling, 40)}" beside "{shorten(right, 40)}"' for spelling, right in pairs]
        more = f", and {len(said) - 3:,} more" if len(said) > 3 else ""
        yield Hit(
            field=field.name,
            row=first_row(subject.resource, mask),
            found=f"{', '.join(said[:3])}{more}; {counted(int(mask.sum()), 'row')}",
            expected="one spelling for one thing",
            todo="Write them alike. If they are two things, tell them apart in the description, and waive this.",
        )


def look_alikes_of(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(spelling, what it is likely meant for) of those in a column; `counts` says how often each stands in it."""
    pairs = _same(counts)
    if len(counts) * FEWEST_EACH_OF_FEW <= sum(counts.values()):
        known = {spelling for spelling, _ in pairs}
        pairs += [(spelling, right) for spelling, right in _slips(counts) if spelling not in known]
    return pairs


def _categories(table: Table, each: int, *, keys: bool = False) -> Iterator[tuple[Field, list[tuple[str, int]]]]:
    """Columns of texts that repeat, each with its different values and how often they stand.

    With `keys`, the columns that tie tables together too, however many values they have.
    """
    tied = {*table.primary_key, *(name for name, _ in table.references)} if keys else set()
    for field in table.fields:
        profile = field.profile
        if field.type != "string" or profile.distinct < 2:
            continue
        if field.name in tied or (profile.distinct <= MOST_CATEGORIES and profile.distinct * each <= profile.values):
            column = table.column(field.name).alias("value").drop_nulls()
            yield field, column.value_counts(name="count").sort(["count", "value"], descending=[True, False]).rows()


def _counts(values: Sequence[tuple[str, int]]) -> Mapping[str, int]:
    """How often each spelling stands, stray spaces apart, which are DT007's."""
    counts: Counter[str] = Counter()
    for value, count in values:
        counts[_trimmed(value)] += count
    return counts


def _same(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(spelling, the most frequent one) of those that differ in nothing but capitals, spaces and marks."""
    groups: dict[str, list[str]] = defaultdict(list)
    for spelling in counts:
        if key := _plain(spelling):
            groups[key].append(spelling)
    found = []
    for group in groups.values():
        right = max(group, key=lambda spelling: counts[spelling])
        found += [(spelling, right) for spelling in group if spelling != right]
    return found


def _slips(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(spelling, the frequent one that it is likely meant for) of slips of the keyboard."""
    rare = [s for s, n in counts.items() if len(s) >= SHORTEST and n * OUTNUMBERED <= max(counts.values())]
    frequent = [s for s, n in counts.items() if len(s) >= SHORTEST and n >= OUTNUMBERED]
    if not rare or not frequent:
        return []
    distances = process.cdist(
        [_plain(s) for s in rare], [_plain(s) for s in frequent], scorer=OSA.distance, score_cutoff=MOST_SLIPS
    )
    found = []
    for spelling, row in zip(rare, distances, strict=True):
        near = [
            (int(row[index]), -counts[frequent[index]], frequent[index])
            for index in (row <= MOST_SLIPS).nonzero()[0]
            if row[index] and counts[frequent[index]] >= OUTNUMBERED * counts[spelling]
        ]
        right = next((f for _, _, f in sorted(near) if _is_slip(spelling, f)), None)
        if right is not None:
            found.append((spelling, right))
    return found


def _is_slip(spelling: str, right: str) -> bool:
    """True where two spellings differ in one word or more, and each time by a slip of the keyboard."""
    ours, theirs = (_WORD.findall(_unaccented(text)) for text in (spelling, right))
    if len(ours) != len(theirs):
        return False
    return all(a == b or _is_slip_of_word(a, b) for a, b in zip(ours, theirs, strict=True))


def _is_slip_of_word(ours: str, theirs: str) -> bool:
    """True for words of some length that differ by so few letters that nobody means both.

    One letter in short words, two in longer ones; three only where nearly all letters are the same and have changed
    places, as in Cumalitve. The first letter is rarely the wrong one (Pollock and Zamora 1984, "Automatic spelling
    correction in scientific and scholarly text").
    """
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) < SHORTEST or ours[0] != theirs[0] or not (ours + theirs).isalpha():
        return False
    if {ours, theirs} & _APART or any(longer == prefix + shorter for prefix in _PREFIXES):
        return False
    distance = OSA.distance(ours, theirs)
    letters, others = Counter(ours), Counter(theirs)
    moved = sum(((letters - others) + (others - letters)).values())
    return distance <= (1 if len(longer) < 8 else 2) or (distance <= MOST_SLIPS and len(longer) >= 9 and moved <= 2)


def _plain(text: str) -> str:
    """A spelling without capitals, accents, spaces and marks."""
    return _HYPHEN.sub("", _BETWEEN.sub("", _unaccented(text).replace("&", "and")))


def _unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _DASHES.sub("-", text)).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))


def _trimmed(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _marked(text: str) -> str:
    """A text whose spaces at its ends, and those that are not plain, can be seen."""
    return re.sub(r"^\s+|\s+$|\s{2,}|[\xa0\u200b\ufeff]", lambda match: "␣" * len(match[0]), _middle_cut(text))


def _middle_cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:20]}…{text[-19:]}"
