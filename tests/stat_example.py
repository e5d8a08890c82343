"""A series of Stat meetings about which nothing is to be said, the sprint that it looks at, and rows behind that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from progress_packages import SPRINT, SPRINT_OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

STAT = {
    "meetings": (
        "id,date,title,summary,state\n"
        "may,2026-05-07,A beginning,Two follow-ups were assigned.,\n"
        "june,2026-06-04,Half-way,The second crew works.,\n"
        "july,2026-07-02,The end,,\n"
    ),
    "agenda": "meeting,title,text,ask,lead\njune,Alleys,Alleys are *forgotten*.,Which ones?,Chief of Maintenance\n",
    "measures": "package,measure,from,until\ngraffiti,days,,\n",
    "decisions": "meeting,title,text,who\nmay,A second crew,From June on.,Deputy Mayor\n",
    "followups": (
        "id,meeting,title,owner,due,deliverable,started,closed,evidence,link,note\n"
        "bridges,may,List the bridges,Chief of Maintenance,2026-05-20,analysis,2026-05-08,2026-05-19,"
        "Eleven are listed.,,\n"
        "crew,may,Find a second crew,Director of Public Works,2026-05-28,plan,2026-05-11,2026-06-10,,"
        "https://example.org/crew,Two weeks late.\n"
        "alleys,june,Put alleys on the routes,Chief of Maintenance,2026-06-25,work,2026-06-15,,,,\n"
        "paint,june,Order paint for the cold,Director of Public Works,2026-08-31,work,,,,,\n"
    ),
}
STAT_OWN = {"kind": "stat", "stat": {"sponsor": "Deputy Mayor for Operations", "calendar": "R/P4W", "hour": "14:30"}}


def package_files(
    name: str, tables: Mapping[str, str], own: Mapping[str, Any], title: str = "CleanStat"
) -> dict[str, Any]:
    """The files of a package by their path in a portal."""
    descriptor = {
        "name": name,
        "title": title,
        "description": "Every four weeks the city looks at how clean its streets are.",
        "resources": [{"name": table, "path": f"{table}.csv"} for table in tables],
        "civicstat": own,
    }
    folder = f"catalog/{name}"
    files = {f"{folder}/{table}.csv": text for table, text in tables.items()}
    return {f"{folder}/datapackage.json": json.dumps(descriptor), **files}


def portal_files(tables: Mapping[str, str] = STAT, own: Mapping[str, Any] = STAT_OWN) -> dict[str, Any]:
    """A portal of a series and the sprint that it looks at; its day is in the middle of June 2026."""
    return {
        "mkdocs.yml": "site_name: Test\nsite_url: https://data.example.org/\ntheme:\n  name: material\n",
        "site_src/about.md": "# About\n",
        "catalog/portal.yml": 'today: "2026-06-20"\ntimeZone: America/New_York\n',
        **package_files("cleanstat", tables, own),
        **package_files("graffiti", SPRINT, SPRINT_OWN, "Graffiti gone"),
    }
