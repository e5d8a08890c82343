"""What Open Baltimore listed in 2024, unchanged, as the inventory of an open data programme."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING, Any

from realdata import REALDATA, TRUE_FINDS

if TYPE_CHECKING:
    from pathlib import Path

LIST = REALDATA / "baltimore" / "open-baltimore-inventory" / "datasets.csv"
MOMENT = "%Y-%m-%d %H:%M:%S"
MOMENTS = ("issued", "modified")
COLUMNS = {
    "id": "layer_id",
    "title": "title",
    "agency": "publisher.name",
    "dataset": "landingPage",
    "released": "issued",
}
"""The kind's columns, by the list's own headers."""


def descriptor() -> dict[str, Any]:
    """The package of the list. It says of no entry how it is classed: all of them were published."""
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        headers = next(csv.reader(file))
    moment = {"type": "datetime", "format": MOMENT}
    fields = [{"name": name, **(moment if name in MOMENTS else {"type": "string"})} for name in headers]
    return {
        "name": "open-baltimore",
        "title": "Open Baltimore",
        "resources": [{"name": "inventory", "path": "datasets.csv", "schema": {"fields": fields}}],
        "civicstat": {
            "kind": "programme",
            "programme": {"defaults": {"class": "publishable", "state": "published"}},
            "columns": {"inventory": COLUMNS},
            "waivers": TRUE_FINDS["open-baltimore-inventory-datasets"],
        },
    }


def write_package(catalog: Path) -> None:
    """Write the package; the list is copied byte for byte."""
    folder = catalog / "open-baltimore"
    folder.mkdir(parents=True)
    shutil.copyfile(LIST, folder / "datasets.csv")
    (folder / "datapackage.json").write_text(json.dumps(descriptor(), indent=2) + "\n", encoding="utf-8")
