"""What every command promises: a help text with an example, and a place in the README."""

from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from civicstat import __version__
from civicstat.cli import app

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
README = Path(__file__).parents[1] / "README.md"


def test_commands() -> None:
    """These are the commands; one that is added or taken away is told in the changelog."""
    assert COMMANDS == ["build", "init", "new", "record", "review", "serve", "validate"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str) -> None:
    """Every command explains itself with an example."""
    shown = CliRunner().invoke(app, [command, "--help"])

    assert shown.exit_code == 0
    assert f"Example: civicstat {command}" in " ".join(shown.output.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    """No command is missing from the README."""
    assert f"civicstat {command}" in README.read_text(encoding="utf-8")


def test_version() -> None:
    """The version is told."""
    assert CliRunner().invoke(app, ["--version"]).output == f"civicstat {__version__}\n"


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow"])
def test_a_day_that_is_none(tmp_path: Path, day: str) -> None:
    """A day that does not exist is wrong use, in words."""
    result = CliRunner().invoke(app, ["build", "--root", str(tmp_path), "--today", day])

    assert result.exit_code == 2
    assert f'--today: found "{day}"' in result.output
