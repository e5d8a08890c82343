"""What every command promises: a help text with an example, and a place in the README."""

import subprocess
import sys
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
    assert COMMANDS == ["brief", "build", "close", "init", "new", "record", "review", "serve", "validate"]


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


ONE = """{"name": "p", "resources": [{"name": "t", "path": "t.csv"}]}"""


@pytest.mark.parametrize(("rows", "code", "end"), [("a\n1\n", 0, "valid."), ("a,a\n1\n", 1, ""), (None, 2, "")])
def test_the_process_ends_with_the_commands_code(tmp_path: Path, rows: str | None, code: int, end: str) -> None:
    """As a process of its own, a command writes all of its report and ends with its exit code, also into a pipe."""
    if rows is not None:
        (tmp_path / "datapackage.json").write_text(ONE, encoding="utf-8")
        (tmp_path / "t.csv").write_text(rows, encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-m", "civicstat", "validate", "--no-checks", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == code
    assert ran.stdout.rstrip().endswith(end)
    assert bool(ran.stdout) is (code < 2)
    assert "Traceback" not in ran.stderr


def test_nobody_reads_on(tmp_path: Path) -> None:
    """A report that nobody reads to its end gives no traceback."""
    (tmp_path / "datapackage.json").write_text(ONE, encoding="utf-8")
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    command = [sys.executable, "-m", "civicstat", "validate", "--no-checks", "."]

    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.close()
        said = run.stderr.read()

    assert run.returncode != 0
    assert "Traceback" not in said
