"""Air travel: airports, the flights between them, and collisions with wildlife."""

from __future__ import annotations

from typing import TYPE_CHECKING

from describe import (
    BY_NPM,
    BY_PYPI,
    PUBLIC_DOMAIN,
    Package,
    agency,
    columns,
    field,
    package,
    reference,
    table,
)
from files import delimited

if TYPE_CHECKING:
    from vega import VegaFiles

DOT = agency("U.S. Department of Transportation", "https://www.transportation.gov/")
BTS = agency("U.S. Bureau of Transportation Statistics", "https://www.bts.gov/", DOT)
FAA = agency("Federal Aviation Administration", "https://www.faa.gov/", DOT)

# Column at the source: column here.
STRIKE = {
    "Airport Name": "airport",
    "Origin State": "state",
    "Flight Date": "date",
    "Time of day": "time_of_day",
    "Phase of flight": "phase",
    "Wildlife Species": "species",
    "Wildlife Size": "size",
    "Aircraft Airline Operator": "operator",
    "Aircraft Make Model": "aircraft",
    "Effect Amount of damage": "damage",
    "Speed IAS in knots": "speed",
    "Cost Repair": "cost_repair",
    "Cost Other": "cost_other",
    "Cost Total $": "cost_total",
}


def airports(vega: VegaFiles) -> Package:
    """Airports and the flights between them: two tables tied by two keys."""
    places = table(
        "airports",
        "airports.csv",
        "Airports",
        "One row for each airport.",
        [
            field(
                "iata",
                "string",
                "Airport code",
                "The airport's code of three or four letters and digits.",
                required=True,
                unique=True,
                pattern="[0-9A-Z]{3,4}",
            ),
            field("name", "string", "Airport", "The airport's name.", required=True),
            field("city", "string", "City", "The city it serves; NA where the source does not say."),
            field("state", "string", "State", "The two-letter code of state or territory.", pattern="[A-Z]{2}"),
            field("country", "string", "Country", "The country.", required=True),
            field(
                "latitude",
                "number",
                "Latitude",
                "Degrees north.",
                unit="°",
                required=True,
                minimum=-90,
                maximum=90,
            ),
            field(
                "longitude",
                "number",
                "Longitude",
                "Degrees east (below zero: west).",
                unit="°",
                required=True,
                minimum=-180,
                maximum=180,
            ),
        ],
        key=["iata"],
        missing=["", "NA"],
    )
    routes = table(
        "routes",
        "routes.csv",
        "Flights by route in 2008",
        "One row for each pair of airports that had flights in 2008, each direction for itself.",
        [
            field("origin", "string", "From", "The code of the airport of departure.", required=True),
            field("destination", "string", "To", "The code of the airport of arrival.", required=True),
            field("flights", "integer", "Flights", "Flights in 2008.", unit="flights", required=True, minimum=1),
        ],
        key=["origin", "destination"],
        references=[
            reference(["origin"], "airports", ["iata"]),
            reference(["destination"], "airports", ["iata"]),
        ],
    )
    descriptor = package(
        "airports-and-flights",
        "Airports and the flights between them, 2008",
        [
            "One table lists airports in the United States and its territories with their place on the map;",
            "each row of the other is a route between two of them with the flights of 2008. Use them to see",
            "how a city is connected. Only airlines that had to report to the bureau are counted, so small",
            "airports have no flights here. The list of airports is an old one: some have closed, and a few",
            "lie abroad.",
        ],
        keywords=["airports", "flights", "airlines", "travel", "BTS"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {"title": "Airports (Data.gov)", "path": "https://catalog.data.gov/dataset/airports-5e97a"},
            {
                "title": "U.S. Bureau of Transportation Statistics, airline on-time performance",
                "path": "https://www.transtats.bts.gov/",
            },
            BY_PYPI,
            BY_NPM,
        ],
        homepage="https://www.transtats.bts.gov/",
        resources=[routes, places],
        civicstat={
            "publisher": BTS,
            "theme": ["Transportation", "Neighborhoods & places"],
            "accrualPeriodicity": "irregular",
            "temporal": "2008-01-01/2008-12-31",
            "spatial": "United States and its territories",
            "charts": [
                {
                    "title": "The airports of the list on the map",
                    "type": "map",
                    "resource": "airports",
                    "latitude": "latitude",
                    "longitude": "longitude",
                },
                {
                    "title": "Atlanta (ATL) had the most departures in 2008",
                    "type": "bar",
                    "resource": "routes",
                    "x": "origin",
                    "y": "flights",
                    "aggregate": "sum",
                    "limit": 12,
                    "unit": "flights",
                },
            ],
        },
    )
    flights = [
        {"origin": row["origin"], "destination": row["destination"], "flights": row["count"]}
        for row in vega.rows("flights-airport.csv")
    ]
    return Package(
        descriptor,
        {
            "airports.csv": delimited(vega.rows("airports.csv"), columns(places)),
            "routes.csv": delimited(flights, columns(routes)),
        },
    )


def wildlife_strikes(vega: VegaFiles) -> Package:
    """Collisions of aircraft with wildlife: missing values, ordered categories, and no charts declared."""
    strikes = table(
        "strikes",
        "strikes.csv",
        "Reported strikes",
        "One row for each reported collision, in the order of the source.",
        [
            field("airport", "string", "Airport", "The airport where it happened.", required=True),
            field("state", "string", "State", "The airport's state, or DC.", required=True),
            field(
                "date",
                "date",
                "Day",
                "The day of the flight.",
                required=True,
                minimum="1990-01-01",
                maximum="2002-12-31",
            ),
            field(
                "time_of_day",
                "string",
                "Time of day",
                "Light at the time.",
                categories={"Dawn": "Dawn", "Day": "Day", "Dusk": "Dusk", "Night": "Night"},
                ordered=True,
            ),
            field(
                "phase",
                "string",
                "Phase of flight",
                "What the aircraft was doing.",
                categories={
                    "Parked": "Parked",
                    "Taxi": "Taxiing",
                    "Take-off run": "Taking off",
                    "Climb": "Climbing",
                    "Descent": "Descending",
                    "Approach": "Approaching",
                    "Landing Roll": "Landing",
                },
                ordered=True,
            ),
            field("species", "string", "Animal", "The kind of animal, as far as it is known."),
            field(
                "size",
                "string",
                "Size of the animal",
                "The animal's size, as reported.",
                categories={"Small": "Small", "Medium": "Medium", "Large": "Large"},
                ordered=True,
            ),
            field("operator", "string", "Operator", "The airline or kind of operator."),
            field("aircraft", "string", "Aircraft", "The aircraft's make and model."),
            field(
                "damage",
                "string",
                "Damage",
                "The damage to the aircraft. The source does not explain the codes B and C.",
                enum=["None", "Minor", "Medium", "Substantial", "B", "C"],
            ),
            field(
                "speed",
                "integer",
                "Speed",
                "Indicated airspeed; often not reported.",
                unit="knots",
                minimum=0,
            ),
            field("cost_repair", "integer", "Cost of repair", "Cost of repair.", unit="US dollars", minimum=0),
            field("cost_other", "integer", "Other costs", "Other costs.", unit="US dollars", minimum=0),
            field("cost_total", "integer", "Total cost", "Both costs together.", unit="US dollars", minimum=0),
        ],
        missing=[""],
    )
    descriptor = package(
        "wildlife-strikes",
        "Aircraft collisions with birds and other wildlife, 1990–2002",
        [
            "Each row is one collision between an aircraft and an animal that was reported to the Federal",
            "Aviation Administration. Use it to see when and where flying is most at risk from wildlife. It",
            "covers fifty airports and stops at 10,000 rows, so it is a sample and not a full count. A cost",
            "of zero may mean that none was reported. A few rows repeat another in every column; no report",
            "number tells them apart here.",
        ],
        keywords=["aviation", "safety", "birds", "wildlife", "airports", "FAA"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {"title": "FAA Wildlife Strike Database", "path": "https://wildlife.faa.gov/"},
            BY_NPM,
        ],
        homepage="https://wildlife.faa.gov/",
        resources=[strikes],
        civicstat={
            "publisher": FAA,
            "theme": ["Public safety", "Transportation"],
            "accrualPeriodicity": "irregular",
            "temporal": "1990-01-08/2002-07-25",
            "spatial": "Fifty airports in the United States",
            "totals": [{"total": "cost_total", "parts": ["cost_repair", "cost_other"]}],
            "waivers": [
                {
                    "check": "DT009",
                    "resource": "strikes",
                    "reason": "Two strikes may be alike in every column; this copy lacks the reports' numbers.",
                    "role": "Keeper of the demonstration",
                    "date": "2026-11-22",
                }
            ],
        },
    )
    rows = [{here: row[there] for there, here in STRIKE.items()} for row in vega.rows("birdstrikes.csv")]
    return Package(descriptor, {"strikes.csv": delimited(rows, columns(strikes))})
