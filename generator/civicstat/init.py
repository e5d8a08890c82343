"""Lay down a new, empty portal: the files in `starter/`, in a folder where nothing is in their way."""

from __future__ import annotations

import json
from pathlib import Path

from civicstat import __version__
from civicstat.errors import WrongUse

STARTER = Path(__file__).parent / "starter"
STARTER_NAME = "Open data portal"
"""What the starter's own files call the portal."""

HIDDEN = ("github", "gitignore")
"""Files and folders without their dot in the package, so that neither git, GitHub nor build tools obey them there."""


def init_portal(folder: Path, name: str | None = None) -> list[Path]:
    """Lay down a portal in `folder`, called `name`, and return the files it now holds.

    The folder is made where it is not there. One that holds anything but a `.git` is refused with `WrongUse`
    and left as it was: nothing is ever overwritten.
    """
    try:
        in_the_way = sorted(path.name for path in folder.iterdir() if path.name != ".git")
    except FileNotFoundError:
        in_the_way = []
    except OSError as error:
        raise WrongUse(
            f"{folder}: no portal can be laid down here: {error.strerror}. Name a new or empty folder."
        ) from error
    if in_the_way:
        listed = ", ".join(in_the_way[:10]) + (" …" if len(in_the_way) > 10 else "")
        raise WrongUse(
            f"{folder}: the folder is not empty; it holds {listed}. Name a new or empty folder: "
            "nothing is overwritten here."
        )
    title = " ".join((name or "").split()) or STARTER_NAME
    try:
        return [_lay_down(source, folder, title) for source in _starter_files()]
    except OSError as error:
        raise WrongUse(
            f"{folder}: the portal can't be written: {error.strerror}. Check the folder's permissions."
        ) from error


def _starter_files() -> list[Path]:
    return sorted(path for path in STARTER.rglob("*") if path.is_file())


def _lay_down(source: Path, folder: Path, title: str) -> Path:
    parts = source.relative_to(STARTER).parts
    target = folder.joinpath(*(f".{part}" if part in HIDDEN else part for part in parts))
    text = source.read_text(encoding="utf-8")
    if target == folder / "mkdocs.yml":
        # A JSON string is a YAML string, whatever the name holds.
        text = text.replace(f"site_name: {STARTER_NAME}", f"site_name: {json.dumps(title, ensure_ascii=False)}")
    elif target == folder / "README.md":
        text = text.replace(f"# {STARTER_NAME}\n", f"# {title}\n", 1)
    elif target == folder / "requirements.txt":
        text = text.replace("\ncivicstat\n", f"\ncivicstat=={__version__}\n")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target
