"""The demonstration's packages, topic by topic: each is a function from the source files to a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topics import (
    academy,
    agency_measures,
    baltimore,
    budget,
    carts_sprint,
    cleanstat,
    climate,
    economy,
    graffiti_sprint,
    hundred_days,
    places,
    potholes_sprint,
    programme,
    resurfacing_sprint,
    services,
    strategy,
    transport,
    weather,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from describe import Package
    from vega import VegaFiles

PACKAGES: list[Callable[[VegaFiles], Package]] = [
    baltimore.recycling,
    weather.seattle,
    weather.two_cities,
    weather.hourly_normals,
    climate.global_temperature,
    climate.carbon_dioxide,
    climate.iowa_electricity,
    climate.wildlife_habitat,
    economy.employment,
    economy.unemployment_by_industry,
    economy.unemployment_by_county,
    budget.receipts,
    budget.forecasts,
    transport.airports,
    transport.wildlife_strikes,
    places.earthquakes,
    places.obesity,
    places.capitals,
    places.zip_codes,
    services.graffiti,
    services.potholes,
    services.resurfacing,
    services.carts,
    graffiti_sprint.sprint,
    resurfacing_sprint.sprint,
    potholes_sprint.sprint,
    carts_sprint.sprint,
    strategy.strategy,
    agency_measures.measures,
    cleanstat.series,
    hundred_days.tracker,
    academy.academy,
    programme.programme,
]
