"""What is asked on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.model import License, Publisher
from civicstat.new.dataset import Wishes, draft_dataset
from civicstat.new.questions import ask_all
from civicstat.new.read import read_source
from civicstat.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from civicstat.new.dataset import Draft


def drafted(tmp_path: Path) -> Draft:
    """A draft whose days leave a doubt."""
    file = tmp_path / "trees.csv"
    file.write_text("id,planted\n1,03/04/2024\n", encoding="utf-8")
    return draft_dataset(read_source(file), Settings())


def test_every_question(tmp_path: Path) -> None:
    """Each question offers what is known already, and an answer that is left empty is left out."""
    answers = iter(["Street trees", "Parks", "", "q", "Trees , ,Environment", "", "day"])
    asked: list[tuple[str, str]] = []

    def ask(question: str, default: str) -> str:
        asked.append((question, default))
        return next(answers)

    draft = ask_all(drafted(tmp_path), Settings(), ask)

    assert draft.wishes == Wishes("Street trees", "Parks", "", "quarterly", ("Trees", "Environment"), "")
    assert draft.tables[0].columns[1].field["format"] == "%d/%m/%Y"
    assert draft.tables[0].columns[1].notes == ()
    assert asked == [
        ("Title of the dataset", "Trees"),
        ("Agency that answers for it", ""),
        ("What is one row, what is left out, how was it counted?", ""),
        ("How often will it be brought up to date? (daily, weekly, monthly, quarterly, yearly, irregular)", ""),
        ("Topics, with commas between them, such as Environment, Public works", ""),
        ("Licence, such as CC0-1.0 or CC-BY-4.0", ""),
        ('What comes first in "03/04/2024" (column planted), the month or the day?', "month"),
    ]


def test_what_the_settings_say_is_offered(tmp_path: Path) -> None:
    """The portal's agency is the default, and its licence is not asked for."""
    asked: dict[str, str] = {}

    def ask(question: str, default: str) -> str:
        asked[question] = default
        return default

    ask_all(drafted(tmp_path), Settings(publisher=Publisher("City"), license=License("CC0-1.0")), ask)

    assert asked["Agency that answers for it"] == "City"
    assert not any(question.startswith("Licence") for question in asked)


def test_unknown_promise_is_asked_again(tmp_path: Path) -> None:
    """A word that is no promise is asked for three times, then left out."""
    promises = iter(["often", "sometimes", "d"])

    draft = ask_all(drafted(tmp_path), Settings(), lambda q, d: next(promises) if q.startswith("How often") else d)

    assert draft.wishes.promise == "daily"
