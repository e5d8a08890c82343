"""Real city data as a portal: a package of every table in `shared/realdata`, described by no more than it must be.

By hand: python tests/realdata.py FOLDER, and then civicstat build --root FOLDER.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

REALDATA = Path(__file__).parents[2] / "shared" / "realdata"
"""Beside the repository, and not part of it."""


def tables() -> list[Path]:
    """Every CSV and GeoJSON file of the real data."""
    return sorted(file for file in REALDATA.rglob("*") if file.suffix in (".csv", ".geojson"))


def page_name(file: Path) -> str:
    """The folder's name and the file's: `boston-pothole-repair-2015`."""
    return f"{file.parent.name}-{file.stem}".replace("_", "-").lower()


def write_portal(root: Path) -> None:
    """Write a portal with a package of each table; types are left to be inferred."""
    for file in tables():
        folder = root / "catalog" / page_name(file)
        folder.mkdir(parents=True)
        shutil.copyfile(file, folder / file.name)
        descriptor = {
            "name": page_name(file),
            "title": file.stem.replace("_", " ").replace("-", " ").capitalize(),
            "resources": [{"name": file.stem.lower(), "path": file.name}],
        }
        (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    (root / "site_src").mkdir()
    (root / "mkdocs.yml").write_text(
        "site_name: Real data\nsite_url: http://127.0.0.1:8000/\ndocs_dir: site_src\ntheme:\n  name: material\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    write_portal(Path(sys.argv[1]))
