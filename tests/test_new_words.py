"""The report of `civicstat new dataset`, as staff read it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from civicstat.model import Contact
from civicstat.new.dataset import draft_dataset, write_dataset
from civicstat.new.read import read_source
from civicstat.new.words import report
from civicstat.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ROWS = "".join(
    f"{n},{'Open' if n % 2 else 'Closed'},0{n % 9 + 1}/0{n % 8 + 1}/2026,{n}%,{n * 3}.5,call jane.roe@gmail.com,\n"
    for n in range(1, 21)
).replace(",3%,", ",N/A,")


def test_report(
    portal: Callable[[Mapping[str, Any]], Path], tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    """It says what was written, what is private, what was found, what to look at and what is still to write."""
    root = portal({"catalog/portal.yml": ""})
    file = tmp_path / "pothole_repairs.csv"
    file.write_text(f"CASE_ID,status,opened,done_pct,tons,note,extra\n{ROWS}", encoding="utf-8")
    settings = Settings(contact=Contact("Open data office"))
    draft = draft_dataset(read_source(file), settings)

    written = write_dataset(root / "catalog" / draft.name, draft, settings, date(2026, 11, 30))

    golden("new-dataset.txt", report(written, settings, "https://example.org/docs/checks/") + "\n")
