"""The page that explains the tables of agency measures, Stat meetings, trackers, the Academy and the programme."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from civicstat.cli import app
from civicstat.planned import Page
from civicstat.progress.tabled import tabled
from civicstat.render import render_page
from civicstat.settings import Settings, Site
from civicstat.shapes import KINDS, MEASURED, SHAPES, Kind

OTHERS = [kind for kind in KINDS if kind not in MEASURED]


@pytest.mark.parametrize("kind", OTHERS)
def test_all_tables_are_explained(kind: Kind) -> None:
    """Every table of a kind, every column and every word that it may hold stands on the page, with the command."""
    shared = {"settings": Settings(), "site": Site("Springfield"), "today": date(2026, 5, 20)}
    page = render_page(Page("docs/tables/index.md", "tables.md", "", {**shared, **tabled()}))

    assert SHAPES[kind]
    assert [s.name for s in SHAPES[kind] if f'id="table-{kind}-{s.name}"' not in page] == []
    columns = [column for shape in SHAPES[kind] for column in shape.columns]
    assert [c.name for c in columns if f"<code>{c.name}</code>" not in page] == []
    assert [word for c in columns for word in c.words or () if f"<code>{word}</code>" not in page] == []
    assert f"civicstat new {kind} " in page


@pytest.mark.parametrize("kind", OTHERS)
def test_the_command_is_there(kind: Kind) -> None:
    """The command that the page names knows how to begin a package of the kind."""
    [command] = [k.begin for k in tabled()["kinds"] if k.kind == kind]

    assert CliRunner().invoke(app, [*command.split()[1:3], "--help"]).exit_code == 0
