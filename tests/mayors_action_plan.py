"""A portal from real data: the Mayor's Action Plan as its strategy, and three sprints on 311 requests of another city.

The plan's pillars, goals and initiatives are Baltimore's, the requests Boston's of 2015: a trial of the real thing, and
no statement about either city. What the sprints promise, and when, is made up. Nothing of it is kept in the repository.

By hand: python tests/mayors_action_plan.py FOLDER, and then civicstat build --root FOLDER.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from realdata import REALDATA

TODAY = "2015-11-10"
"""The portal's day: one sprint has ended by then, and two are running."""

MOMENT = "%m/%d/%Y %I:%M:%S %p"
FIELDS: list[dict[str, Any]] = [
    {"name": "CASE_ENQUIRY_ID", "type": "integer", "title": "Case"},
    {"name": "OPEN_DT", "type": "datetime", "format": MOMENT, "title": "Opened"},
    {"name": "TARGET_DT", "type": "datetime", "format": MOMENT, "title": "Promised"},
    {"name": "CLOSED_DT", "type": "datetime", "format": MOMENT, "title": "Closed"},
    {"name": "OnTime_Status", "type": "string", "title": "On time"},
    {"name": "CASE_STATUS", "type": "string", "title": "Status"},
    *(
        {"name": name, "type": "string"}
        for name in ("SUBJECT", "REASON", "TYPE", "QUEUE", "Department", "pwd_district")
    ),
    {"name": "city_council_district", "type": "number", "title": "Council district"},
    {"name": "neighborhood", "type": "string", "title": "Neighborhood"},
    {"name": "ward", "type": "string", "title": "Ward"},
    {"name": "LOCATION_ZIPCODE", "type": "number", "title": "ZIP code"},
    {"name": "LATITUDE", "type": "number", "title": "Latitude"},
    {"name": "LONGITUDE", "type": "number", "title": "Longitude"},
    {"name": "Source", "type": "string", "title": "Source"},
]

REQUESTS = {
    "graffiti": (
        "graffiti-removal-2015.csv",
        "Requests to remove graffiti",
        "Each row is a request to remove graffiti.",
    ),
    "potholes": (
        "pothole-repair-2015.csv",
        "Potholes repaired",
        "Each row is a pothole that a crew found and repaired.",
    ),
    "carts": ("recycling-cart-requests-2015.csv", "Recycling carts asked for", "Each row is a request for a cart."),
}
"""The datasets by the name of what they are about: file, title, description."""

DATES = {
    "graffiti": ("2015-09-01", "2015-11-29"),
    "potholes": ("2015-03-02", "2015-05-30"),
    "carts": ("2015-09-15", "2015-12-13"),
}
"""The first and the last day of each sprint: 90 days, both included."""

TITLES = {
    "graffiti": "Graffiti gone in two weeks",
    "potholes": "Two hundred potholes filled a week",
    "carts": "A recycling cart within ten days",
}
LEADS = {
    "graffiti": "Director, Department of Public Works",
    "potholes": "Director, Department of Transportation",
    "carts": "Director, Department of Public Works",
}
PARTS = {"graffiti": "3.3.2", "potholes": "6.2.1", "carts": "3.4.1"}
"""The initiative that each sprint works for."""

MEASURES: dict[str, dict[str, tuple[str, str, float, float]]] = {
    "graffiti": {
        "on-time": ("Requests closed on time", "increase", 85, 95),
        "median-days": ("Days until half of the requests are closed", "decrease", 24, 14),
        "open": ("Requests still open", "decrease", 780, 460),
    },
    "potholes": {
        "repaired": ("Potholes filled in a week", "increase", 77, 200),
        "on-time": ("Potholes filled on time", "maintain", 95, 100),
    },
    "carts": {
        "on-time": ("Carts delivered on time", "increase", 74, 95),
        "median-days": ("Days until half of the carts are delivered", "decrease", 12, 7),
        "open": ("Requests still open", "decrease", 150, 20),
    },
}
"""Each sprint's measures by their ids: title, which way is better, baseline and target; or the band to keep."""

HOW: dict[str, dict[str, Any]] = {
    "on-time": {
        "reckon": "share",
        "where": [{"field": "CASE_STATUS", "equals": "Closed"}],
        "of": [{"field": "OnTime_Status", "equals": "ONTIME"}],
        "date": "CLOSED_DT",
    },
    "median-days": {
        "reckon": "median",
        "days": ["OPEN_DT", "CLOSED_DT"],
        "where": [{"field": "CASE_STATUS", "equals": "Closed"}],
        "date": "CLOSED_DT",
    },
    "open": {"reckon": "open", "date": "OPEN_DT", "until": "CLOSED_DT"},
    "repaired": {"reckon": "count", "date": "CLOSED_DT"},
}
UNITS = {"on-time": "%", "median-days": "days", "open": "requests", "repaired": "potholes"}
CAVEATS = {
    "potholes": (
        "This city opens a pothole's request when a crew fills it, and closes it at once. So all are on time, and "
        "neither days until they are closed nor a backlog would say anything."
    ),
}
"""What has to be minded of every measure of a sprint."""


def origin(measure: str, about: str, per: str, how: str) -> dict[str, Any]:
    """How a measure is reckoned from the rows of a dataset, told by council district and neighbourhood too."""
    return {
        "measure": measure,
        "dataset": f"{about}-requests",
        **HOW[how],
        "per": per,
        "by": ["city_council_district", "neighborhood"],
        "latitude": "LATITUDE",
        "longitude": "LONGITUDE",
    }


def write_portal(root: Path) -> None:
    """Write the portal: settings, three datasets, three sprints, and the strategy."""
    (root / "site_src").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "site_name: Mayor's Action Plan, a trial\nsite_url: http://127.0.0.1:8000/\ndocs_dir: site_src\n"
        "theme:\n  name: material\n",
        encoding="utf-8",
    )
    (root / "catalog").mkdir()
    (root / "catalog" / "portal.yml").write_text(
        f'place: Baltimore\ntimeZone: America/New_York\nfiscalYearStart: 7\ntoday: "{TODAY}"\n'
        "notice: A trial on real rows of another city. No statement about any city.\n",
        encoding="utf-8",
    )
    for about in REQUESTS:
        _write_requests(root / "catalog", about)
        _write_sprint(root / "catalog", about)
    _write_strategy(root / "catalog")


def _write_requests(catalog: Path, about: str) -> None:
    file, title, description = REQUESTS[about]
    _write(
        catalog / f"{about}-requests",
        {
            "name": f"{about}-requests",
            "title": title,
            "description": f"{description} Requests of 2015, as the city publishes them; addresses are removed.",
            "licenses": [{"name": "ODC-PDDL-1.0"}],
            "resources": [{"name": "requests", "path": "requests.csv", "schema": {"fields": FIELDS}}],
        },
    )
    shutil.copyfile(REALDATA / "boston" / file, catalog / f"{about}-requests" / "requests.csv")


def _write_sprint(catalog: Path, about: str) -> None:
    begins, ends = DATES[about]
    eve = {"graffiti": "2015-08-31", "potholes": "2015-03-01", "carts": "2015-09-14"}[about]
    tables: dict[str, list[dict[str, Any]]] = {
        "goals": [{"id": about, "title": TITLES[about], "lead": LEADS[about]}],
        "measures": [
            {
                "id": measure,
                "goal": about,
                "title": title,
                "unit": UNITS[measure],
                "type": "effectiveness",
                "desired": desired,
                "interval": "snapshot" if measure == "open" else "period",
                "owner": "311 analyst",
                "refresh": "R/P1W",
                **({"low": baseline, "high": target} if desired == "maintain" else {"baseline": baseline}),
                "baseline_date": eve if desired != "maintain" else "",
                "caveats": CAVEATS.get(about, ""),
            }
            for measure, (title, desired, baseline, target) in MEASURES[about].items()
        ],
        "targets": [
            {"measure": measure, "value": target, "due": ends, "since": begins}
            for measure, (_, _, _, target) in MEASURES[about].items()
        ],
        "updates": [{"date": begins, "title": "The sprint begins", "text": "Crews meet every Monday."}],
    }
    _write(
        catalog / f"sprint-{about}",
        {
            "name": f"sprint-{about}",
            "title": TITLES[about],
            "description": f"For 90 days the city works to keep one promise: {TITLES[about].lower()}.",
            "licenses": [{"name": "CC0-1.0"}],
            "civicstat": {
                "kind": "sprint",
                "sprint": {"start": begins, "end": ends, "leads": [LEADS[about]]},
                "measures": [origin(measure, about, "week", measure) for measure in MEASURES[about]],
            },
        },
        tables,
    )


def plan() -> dict[str, list[dict[str, str]]]:
    """The Mayor's Action Plan's own rows: `pillars`, `goals` and `initiatives`."""
    folder = REALDATA / "baltimore" / "action-plan"
    return {
        name: list(csv.DictReader((folder / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()))
        for name in ("pillars", "goals", "initiatives")
    }


def _write_strategy(catalog: Path) -> None:
    rows = plan()
    quarterly = {
        "desired": "increase",
        "interval": "period",
        "refresh": "R/P1M",
        "owner": "Office of Performance and Innovation",
        "baseline_date": "2015-06-30",
    }
    tables: dict[str, list[dict[str, Any]]] = {
        "pillars": [
            {"id": r["pillar_id"], "title": r["pillar_name"], "description": r["summary"]} for r in rows["pillars"]
        ],
        "goals": [
            {"id": r["goal_code"], "pillar": r["pillar_id"], "title": r["goal_title"], "lead": r["goal_lead"]}
            for r in rows["goals"]
        ],
        "initiatives": [
            {"id": f"{r['goal_code']}.{r['sort_order']}", "goal": r["goal_code"], "title": r["initiative_title"]}
            for r in rows["initiatives"]
        ],
        "measures": [
            {
                "id": "graffiti-on-time",
                "initiative": "5.3.2",
                "title": "Graffiti requests closed on time",
                "unit": "%",
                "baseline": 92.7,
                **quarterly,
            },
            {
                "id": "carts-on-time",
                "initiative": "5.3.2",
                "title": "Recycling carts delivered on time",
                "unit": "%",
                "baseline": 51.6,
                **quarterly,
            },
            {
                "id": "potholes-filled",
                "goal": "6.2",
                "title": "Potholes filled since July",
                "unit": "potholes",
                "baseline": 0,
                **quarterly,
                "interval": "cumulative",
            },
            {
                "id": "employees-satisfied",
                "goal": "5.2",
                "title": "Employees who would recommend the city as an employer",
                "unit": "%",
                "baseline": 60,
                **quarterly,
                "interval": "snapshot",
                "refresh": "R/P1Y",
            },
        ],
        "targets": [
            {"measure": "graffiti-on-time", "value": 95, "due": "2016-06-30", "since": "2015-07-01"},
            {"measure": "carts-on-time", "value": 95, "due": "2016-06-30", "since": "2015-07-01"},
            {
                "measure": "carts-on-time",
                "value": 90,
                "due": "2016-06-30",
                "since": "2015-10-15",
                "why": "The maker delivers carts later than agreed.",
                "who": "Deputy Mayor, Operations",
            },
            {"measure": "potholes-filled", "value": 4000, "due": "2016-06-30", "since": "2015-07-01"},
            {"measure": "employees-satisfied", "value": 70, "due": "2016-06-30", "since": "2015-07-01"},
        ],
        "sprints": [{"part": PARTS[about], "sprint": f"sprint-{about}"} for about in REQUESTS],
    }
    descriptor: dict[str, Any] = {
        "name": "mayors-action-plan",
        "title": "Mayor's Action Plan",
        "description": "What the city wants to reach: pillars, each with its goals, each goal with its initiatives.",
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [{"name": "text", "path": "strategy.md"}],
        "civicstat": {
            "kind": "strategy",
            "strategy": {"start": "2015-07-01", "end": "2016-06-30"},
            "measures": [
                origin("graffiti-on-time", "graffiti", "month", "on-time"),
                origin("carts-on-time", "carts", "month", "on-time"),
                {
                    "measure": "potholes-filled",
                    "dataset": "potholes-requests",
                    "reckon": "count",
                    "date": "CLOSED_DT",
                    "per": "month",
                },
            ],
        },
    }
    _write(catalog / "mayors-action-plan", descriptor, tables)
    (catalog / "mayors-action-plan" / "strategy.md").write_text(
        "Six pillars hold up the plan. Residents feel it first on their own block: [clean streets and green "
        "spaces](#3.3), and [roads that last](#6.2).\n",
        encoding="utf-8",
    )


def _write(folder: Path, descriptor: dict[str, Any], tables: dict[str, list[dict[str, Any]]] | None = None) -> None:
    """Write a package, with the columns that its rows have."""
    folder.mkdir()
    resources = descriptor.setdefault("resources", [])
    for name, rows in (tables or {}).items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
        (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
        schema = {"fields": [{"name": c, "type": TYPES.get(c, "string")} for c in columns]}
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    (folder / "datapackage.json").write_text(json.dumps(descriptor, indent=2) + "\n", encoding="utf-8")


TYPES = {
    "baseline": "number",
    "low": "number",
    "high": "number",
    "value": "number",
    "baseline_date": "date",
    "due": "date",
    "since": "date",
    "date": "date",
}
"""What columns of progress hold, where it is not text. The ids are text too: `1.1` is no number."""


if __name__ == "__main__":
    write_portal(Path(sys.argv[1]))
