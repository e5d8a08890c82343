"""What `civicstat new dataset` asks on a terminal: only what a person knows and the file does not say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from civicstat.new.dataset import PROMISES, Draft, Wishes
from civicstat.private import mask_private

if TYPE_CHECKING:
    from civicstat.new.dataset import DraftTable
    from civicstat.settings import Settings

Ask = Callable[[str, str], str]
"""Puts a question, with the answer that Enter gives, and returns the answer."""


def ask_all(draft: Draft, settings: Settings, ask: Ask) -> Draft:
    """The draft with a person's answers; each may be left empty, and is told as missing afterwards."""
    title = ask("Title of the dataset", draft.wishes.title or draft.title).strip() or draft.title
    agency = draft.wishes.agency
    if not agency:
        agency = ask("Agency that answers for it", settings.publisher.name if settings.publisher else "").strip()
    description = ask("What is one row, what is left out, how was it counted?", "").strip()
    promise = _choice(ask, f"How often will it be brought up to date? ({', '.join(PROMISES)})")
    topics = ask("Topics, with commas between them, such as Environment, Public works", "")
    licence = "" if settings.license else ask("Licence, such as CC0-1.0 or CC-BY-4.0", "").strip()
    wishes = Wishes(
        title, agency, description, promise, tuple(filter(None, (t.strip() for t in topics.split(",")))), licence
    )
    return replace(draft, wishes=wishes, tables=tuple(_dates(table, ask) for table in draft.tables))


def _choice(ask: Ask, question: str) -> str:
    """One of the promises, or none; a word that is none of them is asked for again, twice."""
    for _ in range(3):
        answer = ask(question, "").strip().lower()
        found = [word for word in PROMISES if answer and word.startswith(answer)]
        if not answer or len(found) == 1:
            return found[0] if found else ""
    return ""


def _dates(table: DraftTable, ask: Ask) -> DraftTable:
    """The table with the order of day and month as a person knows it, where the values do not tell."""
    unsure = [column for column in table.columns if len({form.month_first for form in column.forms}) > 1]
    if not unsure:
        return table
    first = unsure[0]
    usual = "month" if "%m" in str(first.field.get("format", "")).partition("%d")[0] else "day"
    example = mask_private(first.example)
    answer = ask(f'What comes first in "{example}" (column {first.name}), the month or the day?', usual).strip().lower()
    month_first = answer.startswith("m") if answer[:1] in ("m", "d") else usual == "month"
    columns = []
    for column in table.columns:
        form = next((form for form in column.forms if form.month_first is month_first), None)
        said = column if column not in unsure or form is None else column.read_as(form)
        notes = tuple(n for n in said.notes if not n.startswith("No value tells day from month"))
        columns.append(replace(said, notes=notes) if column in unsure else column)
    return replace(table, columns=tuple(columns))
