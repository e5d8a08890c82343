"""A portal of Baltimore's real agency measures, agencies and services, whose files stay as the city published them.

By hand: python tests/agency_measures.py FOLDER [DAY], and then civicstat build --root FOLDER.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from realdata import REALDATA, waiver

FILES = {
    "agencies": REALDATA / "baltimore" / "reference" / "agencies.csv",
    "services": REALDATA / "baltimore" / "reference" / "services.csv",
    "measures": REALDATA / "baltimore" / "performance-measures" / "measures.csv",
}
TODAY = "2026-04-15"
"""A day on which the third quarter of fiscal year 2026 is over, as it is in the table."""

COLUMNS = {
    "agencies": {"id": "agency_id", "title": "agency_name", "description": "public_name"},
    "services": {"id": "service_id", "title": "service_name", "agency": "agency_id"},
    "measures": {
        "id": "Measure ID",
        "title": "Performance Measure",
        "agency": "Agency",
        "service": "Service",
        "edition": "Fiscal Year",
        "type": "Performance Measure Type",
        "desired": "Desired Outcome",
        "interval": "Interval",
        "unit": "Percent or Count",
        "formula": "Measure Formula",
        "source": "Data Source",
        "equity": "Equity Measure",
        "retired": "Deprecated",
        "note": "Status",
    },
}
"""What the city's own headers are, by what civicstat calls them."""


def descriptor() -> dict[str, Any]:
    """The package of the three files. Words stand among the figures, so every column of measures is text."""
    with FILES["measures"].open(encoding="utf-8-sig", newline="") as file:
        headers = next(csv.reader(file))
    schemas = {"measures": {"fields": [{"name": header, "type": "string"} for header in headers]}}
    office = waiver("PV010", "Measure Formula", "The mailbox of an office, as the city published it.")
    return {
        "name": "agency-measures",
        "title": "Agency measures",
        "description": "What Baltimore’s agencies measure of their services, as the city publishes it.",
        "licenses": [{"name": "MIT"}],
        "resources": [
            {"name": name, "path": f"{name}.csv", **({"schema": schemas[name]} if name in schemas else {})}
            for name in FILES
        ],
        "civicstat": {"kind": "performance", "columns": COLUMNS, "waivers": [office]},
    }


def write_portal(root: Path, today: str = TODAY) -> None:
    """Write a portal with nothing but that package."""
    folder = root / "catalog" / "agency-measures"
    folder.mkdir(parents=True)
    for name, file in FILES.items():
        shutil.copyfile(file, folder / f"{name}.csv")
    (folder / "datapackage.json").write_text(json.dumps(descriptor(), indent=2), encoding="utf-8")
    (root / "catalog" / "portal.yml").write_text(
        f'place: Baltimore\ntimeZone: America/New_York\nfiscalYearStart: 7\ntoday: "{today}"\n', encoding="utf-8"
    )
    (root / "site_src").mkdir()
    (root / "mkdocs.yml").write_text(
        "site_name: Agency measures, a trial\nsite_url: http://127.0.0.1:8000/\ndocs_dir: site_src\n"
        "theme:\n  name: material\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    write_portal(Path(sys.argv[1]), *sys.argv[2:])
