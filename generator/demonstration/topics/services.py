"""Four city services whose rows are made up: graffiti, potholes, resurfacing and recycling carts.

`simulated.py` says how rows come about; here stand the numbers and the seed of each service. The rhythm (a promise in
days, crews that fall behind, a 90-day sprint that catches up) is modelled on Baltimore's services; no figure is
Baltimore's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from describe import MIT, Json, Package, columns, field, package, table
from files import Value, delimited

from topics.areas import AREAS, SOURCE
from topics.simulated import LAST, Dice, Request, days, requests, season, works

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vega import VegaFiles

Row = dict[str, Value]

PUBLISHER = {"name": "civicstat demonstration"}
MADE_UP = "Every row is made up by a script with a fixed seed: none is a record of any city."
SIMULATED = {
    "title": "Rows simulated for this demonstration by generator/demonstration/topics/simulated.py",
}
UPDATED = (LAST + timedelta(days=1)).isoformat()

WINTER_WORK = (date(2026, 3, 2), date(2026, 5, 30))
"""First and last day of the finished sprint on potholes."""
AUTUMN_WORK = (date(2026, 9, 21), date(2026, 12, 19))
"""First and last day of the sprints that run."""
CORRECTED = date(2026, 7, 8)
"""The day on which the contractor's dates of pothole repairs were corrected."""


@dataclass(frozen=True)
class Service:
    """What a dataset of requests says of itself: `what` one row is, `done` what closes it."""

    name: str
    title: str
    prefix: str
    what: str
    done: str
    promise: str


def graffiti(_: VegaFiles) -> Package:
    """Requests to remove graffiti; a second crew works during the sprint."""
    service = Service(
        "graffiti-removal-requests",
        "Graffiti removal requests (simulated)",
        "GR",
        "a request to remove graffiti",
        "the graffiti was removed",
        "seven days",
    )
    first = date(2026, 5, 4)
    found = requests(
        Dice(311),
        first,
        arrive=lambda day: 13 * season(day, date(2026, 7, 15), 0.2),
        crews=lambda day: 17.2 if day < AUTUMN_WORK[0] else 18.4 if day < date(2026, 10, 19) else 17.0,
        due=7,
    )
    surfaces = {"wall": 0.46, "sign or pole": 0.24, "bridge or wall of a road": 0.16, "park": 0.09, "other": 0.05}
    extra = field(
        "surface",
        "string",
        "Surface",
        "What the graffiti is on.",
        categories={name: name.capitalize() for name in surfaces},
        required=True,
    )
    dice = Dice(312)
    rows = [row | {"surface": _one_of(dice, surfaces)} for row in _rows(found, service.prefix)]
    return _requests_package(service, rows, first, ["graffiti", "cleaning"], "Public works", extra)


def potholes(_: VegaFiles) -> Package:
    """Requests to repair potholes, with the dates that a contractor corrected."""
    service = Service(
        "pothole-repairs",
        "Pothole repairs (simulated)",
        "PH",
        "a request to repair a pothole",
        "the pothole was filled",
        "two days",
    )
    extra = field(
        "corrected",
        "date",
        "Corrected",
        "The day on which the date of the repair was corrected; blank where it never was.",
    )
    rows = pothole_rows()
    return _requests_package(
        service,
        rows,
        date(2025, 11, 3),
        ["potholes", "roads"],
        "Transportation",
        extra,
        note=f"On {CORRECTED:%B} {CORRECTED.day} a contractor's dates were corrected: "
        "bills had been entered in place of repairs.",
    )


def pothole_rows(*, corrected: bool = True) -> list[Row]:
    """The rows as they stand, or as they stood before `CORRECTED`."""
    found = requests(
        Dice(48),
        date(2025, 11, 3),
        arrive=lambda day: 8 * season(day, date(2026, 2, 25), 0.75),
        crews=lambda day: 14.5 if day < WINTER_WORK[0] else 17.5 if day <= WINTER_WORK[1] else 8.5,
        due=2,
    )
    billed = {
        at
        for at, one in enumerate(found)
        if one.closed and date(2026, 5, 4) <= one.closed <= date(2026, 5, 29) and one.area.district in (2, 3, 13)
    }
    if corrected:
        rows = _rows(found, "PH")
    else:
        bill = timedelta(days=4)
        rows = _rows(
            [replace(r, closed=(r.closed or LAST) + bill) if at in billed else r for at, r in enumerate(found)], "PH"
        )
    mark = CORRECTED.isoformat() if corrected else None
    return [row | {"corrected": mark if at in billed else None} for at, row in enumerate(rows)]


def carts(_: VegaFiles) -> Package:
    """Requests for recycling carts, which wait longer than promised."""
    service = Service(
        "recycling-cart-deliveries",
        "Recycling cart deliveries (simulated)",
        "RC",
        "a household's request for a recycling cart",
        "the cart was delivered",
        "14 days",
    )
    first = date(2026, 1, 5)
    found = requests(
        Dice(95),
        first,
        arrive=lambda day: 8 * season(day, date(2026, 8, 1), 0.3),
        crews=lambda _day: 11.0,
        due=14,
    )
    reasons = {"new": 0.58, "replacement": 0.31, "second cart": 0.11}
    labels = {"new": "First cart", "replacement": "Lost or broken cart", "second cart": "Second cart"}
    extra = field("reason", "string", "Reason", "Why a cart is asked for.", categories=labels, required=True)
    dice = Dice(96)
    rows = [row | {"reason": _one_of(dice, reasons)} for row in _rows(found, service.prefix)]
    # A cart goes to somebody's home: real rows would have no finer places either.
    rows = [row | {name: round(float(str(row[name])), 3) for name in ("latitude", "longitude")} for row in rows]
    return _requests_package(service, rows, first, ["recycling", "waste"], "Environment", extra)


def resurfacing(_: VegaFiles) -> Package:
    """Street segments to resurface in 2026; in October asphalt is short."""
    fields = [
        field("id", "string", "Segment", "The segment's number.", required=True, unique=True),
        field("lane_miles", "number", "Lane miles", "Length times lanes.", unit="miles", required=True, minimum=0),
        field("planned", "date", "Planned", "The day on which work was planned to begin.", required=True),
        field("started", "date", "Started", "The day on which the old surface was milled; blank before."),
        field("finished", "date", "Finished", "The day on which the new surface was open; blank before."),
        *_places(),
        field(
            "status",
            "string",
            "Status",
            f"How far the segment was on {LAST:%B} {LAST.day}, {LAST.year}.",
            categories={"planned": "Planned", "under way": "Under way", "finished": "Finished"},
            required=True,
        ),
        field(
            "coordinated",
            "string",
            "Utilities asked",
            "Whether the water, gas and power companies were asked first about work under the street.",
            categories={"yes": "Asked before milling", "no": "Not asked"},
            required=True,
        ),
    ]
    segments = table(
        "street-resurfacing",
        "street-resurfacing.csv",
        "Street segments",
        "One row for each street segment of the 2026 season.",
        fields,
        key=["id"],
    )
    descriptor = _describe(
        "street-resurfacing",
        "Street resurfacing, 2026 season (simulated)",
        [
            "Each row is a street segment that city crews were to resurface between April and December 2026,",
            f"with the days on which work was planned, begun and finished. {MADE_UP} A segment of 0.2 lane miles is",
            "a block of about 500 feet with two lanes. No street is named, since no work is real.",
        ],
        ["streets", "resurfacing", "roads", "simulated"],
        "Transportation",
        segments,
        temporal="2026-04-06/2026-12-18",
    )
    rows = segment_rows()
    return Package(descriptor, {"street-resurfacing.csv": delimited(rows, columns(segments))})


def segment_rows() -> list[Row]:
    """The segments in the order in which they are planned: crews follow as fast as they can."""
    dice = Dice(617)
    rows: list[Row] = []
    planned = [day for day in days(date(2026, 4, 6), date(2026, 12, 18)) if works(day)]
    crew = date(2026, 4, 6)
    at = 0.0
    while int(at) < len(planned):
        day = planned[int(at)]
        autumn = day >= AUTUMN_WORK[0]
        at += dice.between(0.5, 1.0) if autumn else dice.between(0.9, 1.9)
        area, latitude, longitude = dice.place()
        miles = round(dice.between(0.08, 0.36), 2)
        short = date(2026, 10, 5) <= crew <= date(2026, 10, 16)
        crew = max(crew, day) + timedelta(days=_days_of_work(dice, autumn=autumn, short=short))
        while not works(crew):
            crew += timedelta(days=1)
        started = crew - timedelta(days=3 + int(4 * dice.part()))
        status = "finished" if crew <= LAST else "under way" if started <= LAST else "planned"
        asked = dice.part() < (0.93 if autumn else 0.78)
        rows.append(
            {
                "id": f"RS-2026-{len(rows) + 1:03}",
                "lane_miles": miles,
                "planned": day.isoformat(),
                "started": max(started, day).isoformat() if status != "planned" else None,
                "finished": crew.isoformat() if status == "finished" else None,
                "neighborhood": area.name,
                "council_district": area.district,
                "latitude": latitude,
                "longitude": longitude,
                "status": status,
                "coordinated": "yes" if asked else "no",
            }
        )
    return rows


def _days_of_work(dice: Dice, *, autumn: bool, short: bool) -> int:
    """Days from one finished segment to the next; more of them while asphalt is short."""
    if short:
        return 2 + int(3 * dice.part())
    return int(0.95 + 1.3 * dice.part()) if autumn else int(1.4 + dice.part())


def _one_of(dice: Dice, shares: dict[str, float]) -> str:
    """A word, each as often as its share says."""
    part = dice.part()
    for word, share in shares.items():
        part -= share
        if part < 0:
            return word
    return list(shares)[-1]


def _rows(found: Iterable[Request], prefix: str) -> list[Row]:
    rows: list[Row] = []
    for number, one in enumerate(found, 1):
        late = one.closed > one.due if one.closed else one.due <= LAST
        known = one.closed or one.due <= LAST
        rows.append(
            {
                "id": f"{prefix}-{number:05}",
                "opened": one.opened.isoformat(),
                "due": one.due.isoformat(),
                "closed": one.closed.isoformat() if one.closed else None,
                "neighborhood": one.area.name,
                "council_district": one.area.district,
                "latitude": one.latitude,
                "longitude": one.longitude,
                "status": "closed" if one.closed else "open",
                "on_time": ("late" if late else "on time") if known else None,
            }
        )
    return rows


def _places() -> list[Json]:
    names = sorted({area.name for area in AREAS})
    return [
        field(
            "neighborhood",
            "string",
            "Neighborhood",
            "One of Baltimore's community statistical areas, each of which joins a few neighborhoods.",
            required=True,
            enum=names,
        ),
        field("council_district", "integer", "Council district", "From 1 to 14.", required=True, minimum=1, maximum=14),
        field("latitude", "number", "Latitude", "In degrees, of a made-up place in the area.", unit="degrees"),
        field("longitude", "number", "Longitude", "In degrees, of a made-up place in the area.", unit="degrees"),
    ]


def _requests_package(
    service: Service, rows: list[Row], first: date, keywords: list[str], theme: str, extra: Json, note: str = ""
) -> Package:
    fields = [
        field("id", "string", "Request", "The request's number.", required=True, unique=True),
        field("opened", "date", "Opened", "The day on which it came in.", required=True),
        field("due", "date", "Due", f"The day promised, {service.promise} later.", required=True),
        field("closed", "date", "Closed", f"The day on which {service.done}; blank while it is open."),
        *_places(),
        field(
            "status",
            "string",
            "Status",
            f"How it stood on {LAST:%B} {LAST.day}, {LAST.year}.",
            categories={"open": "Open", "closed": "Closed"},
            required=True,
        ),
        field(
            "on_time",
            "string",
            "On time",
            "Whether it was closed by the day promised; blank while that day is to come.",
            categories={"on time": "Closed by the day promised", "late": "Closed later, or still open after it"},
        ),
        extra,
    ]
    listed = table(service.name, f"{service.name}.csv", "Requests", f"One row for {service.what}.", fields, key=["id"])
    descriptor = _describe(
        service.name,
        service.title,
        [
            f"Each row is {service.what}: when it came in, by when it was to be done ({service.promise}),",
            f"when {service.done}, and where. {MADE_UP}",
            f"Requests that came in before {first:%B} {first.day}, {first.year} are not in it. Places",
            "are drawn within a neighborhood and lead to nobody's door.",
            *([note] if note else []),
        ],
        [*keywords, "311", "service requests", "simulated"],
        theme,
        listed,
        temporal=f"{first.isoformat()}/{LAST.isoformat()}",
    )
    return Package(descriptor, {f"{service.name}.csv": delimited(rows, columns(listed))})


def _describe(
    name: str, title: str, description: list[str], keywords: list[str], theme: str, listed: Json, *, temporal: str
) -> Json:
    described = package(
        name,
        title,
        description,
        keywords=keywords,
        licenses=[MIT],
        sources=[SIMULATED, SOURCE],
        homepage="",
        resources=[listed],
        civicstat={
            "simulated": True,
            "publisher": PUBLISHER,
            "theme": [theme],
            "accrualPeriodicity": "R/P1W",
            "modified": UPDATED,
            "temporal": temporal,
            "spatial": "Baltimore, Maryland",
        },
    )
    del described["homepage"]
    return described
