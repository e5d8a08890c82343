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


def waiver(check: str, field: str, reason: str) -> dict[str, str]:
    """A waiver as it stands in a descriptor."""
    return {"check": check, "field": field, "reason": reason, "role": "Open data coordinator", "date": "2026-11-22"}


TRUE_FINDS = {
    "boundaries-public-art": [
        waiver("PV007", "primary_artist", "Artists sign their works in public, and are named with them."),
    ],
    "open-baltimore-inventory-datasets": [
        waiver("PV010", "description", "Numbers and addresses of city offices, for residents to call and write to."),
    ],
}
"""Private data in the tables, published for a reason."""

FALSE_ALARMS = {
    "boundaries-public-art": [
        waiver("PV010", "title", 'No persons, but the titles of murals: "Mr. Ed the Cat" and "Mr. Sun and Mr. Moon".'),
    ],
}
"""What the checks of privacy are mistaken in; the docs of PV010 list it."""


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
        waivers = [*TRUE_FINDS.get(page_name(file), []), *FALSE_ALARMS.get(page_name(file), [])]
        descriptor = {
            "name": page_name(file),
            "title": file.stem.replace("_", " ").replace("-", " ").capitalize(),
            "resources": [{"name": file.stem.lower(), "path": file.name}],
            **({"civicstat": {"waivers": waivers}} if waivers else {}),
        }
        (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2), encoding="utf-8")
    (root / "site_src").mkdir()
    (root / "mkdocs.yml").write_text(
        "site_name: Real data\nsite_url: http://127.0.0.1:8000/\ndocs_dir: site_src\ntheme:\n  name: material\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    write_portal(Path(sys.argv[1]))
