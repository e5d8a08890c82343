"""The mayor's hundred days as the city published them, unchanged, as a package of the kind `tracker`.

By hand: python tests/hundred_days.py FOLDER, and then civicstat build --root FOLDER.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from realdata import REALDATA

FOLDER = REALDATA / "baltimore" / "hundred-days"
TABLES = {
    "groups": "committees.csv",
    "actions": "actions.csv",
    "parties": "parties.csv",
    "milestones": "milestones.csv",
}
"""The kind's tables, by the city's own files."""

COLUMNS = {
    "groups": {"id": "Number", "title": "Name", "description": "Priority"},
    "actions": {
        "id": "Action #",
        "group": "Committee",
        "title": "Action",
        "parties": "Parties Responsible",
        "progress": "Progress",
    },
    "parties": {"id": "Organization", "title": "Organization Full Name", "link": "Organization Website"},
    "milestones": {"day": "Mayoral First 100 Days Number", "date": "Date", "title": "Milestone"},
}
"""The kind's columns, by the city's own headers."""

DAYS = {"start": "2020-12-08", "end": "2021-03-18", "firstDay": 0}
"""The first day counts as day 0, as the city's own milestones count."""


def write_package(catalog: Path) -> None:
    """Write the package; the city's files are copied byte for byte."""
    folder = catalog / "hundred-days"
    folder.mkdir(parents=True)
    for file in TABLES.values():
        shutil.copyfile(FOLDER / file, folder / file)
    descriptor: dict[str, Any] = {
        "name": "hundred-days",
        "title": "The mayor’s first hundred days",
        "description": "What the mayor’s transition announced for the first hundred days, by committee, and how far "
        "each action was when they were over.",
        "licenses": [{"name": "MIT"}],
        "resources": [{"name": table, "path": file} for table, file in TABLES.items()],
        "civicstat": {"kind": "tracker", "tracker": DAYS, "columns": COLUMNS},
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2) + "\n", encoding="utf-8")


def write_portal(root: Path) -> None:
    """Write a portal that holds nothing else."""
    (root / "site_src").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "site_name: The hundred days, a trial\nsite_url: http://127.0.0.1:8000/\ndocs_dir: site_src\n"
        "theme:\n  name: material\n",
        encoding="utf-8",
    )
    write_package(root / "catalog")


if __name__ == "__main__":
    write_portal(Path(sys.argv[1]))
