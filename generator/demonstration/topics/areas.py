"""Where things happen in the simulated rows: circles that lie within one statistical area and one council district.

Facts of Baltimore, reckoned once from two maps and rounded: the 55 community statistical areas of the Baltimore
Neighborhood Indicators Alliance, and the 14 council districts, both as the R package `mapbaltimore` (MIT) publishes
them. Each circle is the largest one that lies in both shapes, less ten metres; where an area and a district share too
little ground for one of 270 metres, there is none. So a place drawn from a circle is never in the wrong area or
district, and two areas have no row.
"""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = {
    "title": "mapbaltimore: community statistical areas and council districts of Baltimore",
    "path": "https://github.com/elipousson/mapbaltimore",
}
"""Where the names and shapes are from, as a descriptor's source."""


@dataclass(frozen=True)
class Area:
    """A circle: its statistical area, its council district, the centre in degrees, the radius in metres."""

    name: str
    district: int
    latitude: float
    longitude: float
    radius: int


AREAS = (
    Area("Allendale/Irvington/S. Hilton", 8, 39.2855, -76.6829, 900),
    Area("Allendale/Irvington/S. Hilton", 9, 39.2843, -76.6668, 440),
    Area("Beechfield/Ten Hills/West Hills", 8, 39.2831, -76.7024, 740),
    Area("Belair-Edison", 3, 39.3286, -76.5774, 340),
    Area("Belair-Edison", 13, 39.3193, -76.5675, 620),
    Area("Belair-Edison", 14, 39.3198, -76.5839, 510),
    Area("Canton", 1, 39.2809, -76.5754, 350),
    Area("Cedonia/Frankford", 2, 39.3277, -76.549, 990),
    Area("Cherry Hill", 10, 39.2486, -76.6218, 750),
    Area("Chinquapin Park/Belvedere", 4, 39.3625, -76.6041, 490),
    Area("Claremont/Armistead", 13, 39.3102, -76.5593, 470),
    Area("Claremont/Armistead", 2, 39.3125, -76.5398, 750),
    Area("Clifton-Berea", 13, 39.3079, -76.58, 590),
    Area("Cross-Country/Cheswolde", 5, 39.3646, -76.6883, 800),
    Area("Dickeyville/Franklintown", 8, 39.3088, -76.7017, 750),
    Area("Dorchester/Ashburton", 6, 39.3336, -76.6809, 710),
    Area("Downtown/Seton Hill", 11, 39.2907, -76.6217, 480),
    Area("Edmondson Village", 8, 39.2997, -76.6827, 650),
    Area("Fells Point", 1, 39.2868, -76.5901, 270),
    Area("Forest Park/Walbrook", 8, 39.3187, -76.6927, 320),
    Area("Forest Park/Walbrook", 7, 39.3094, -76.6847, 360),
    Area("Forest Park/Walbrook", 6, 39.3184, -76.6821, 440),
    Area("Glen-Fallstaff", 5, 39.3581, -76.7042, 590),
    Area("Greater Charles Village/Barclay", 14, 39.3276, -76.6166, 410),
    Area("Greater Charles Village/Barclay", 12, 39.318, -76.6146, 430),
    Area("Greater Govans", 4, 39.3507, -76.6043, 450),
    Area("Greater Mondawmin", 7, 39.3174, -76.6677, 580),
    Area("Greater Roland Park/Poplar Hill", 6, 39.3545, -76.6387, 750),
    Area("Greater Roland Park/Poplar Hill", 5, 39.3672, -76.6413, 520),
    Area("Greater Roland Park/Poplar Hill", 14, 39.3421, -76.6295, 280),
    Area("Greater Rosemont", 7, 39.3086, -76.6656, 280),
    Area("Greater Rosemont", 9, 39.2996, -76.6609, 680),
    Area("Hamilton", 3, 39.3511, -76.5559, 460),
    Area("Hamilton", 2, 39.3538, -76.5402, 520),
    Area("Harford/Echodale", 3, 39.3642, -76.5633, 850),
    Area("Harford/Echodale", 2, 39.365, -76.5349, 440),
    Area("Highlandtown", 1, 39.2827, -76.5667, 380),
    Area("Howard Park/West Arlington", 8, 39.3266, -76.7001, 620),
    Area("Howard Park/West Arlington", 5, 39.3414, -76.7016, 820),
    Area("Inner Harbor/Federal Hill", 11, 39.2774, -76.6132, 510),
    Area("Lauraville", 3, 39.3448, -76.5702, 810),
    Area("Loch Raven", 4, 39.3653, -76.5829, 730),
    Area("Madison/East End", 13, 39.2996, -76.5817, 300),
    Area("Medfield/Hampden/Woodberry/Remington", 7, 39.3355, -76.6429, 520),
    Area("Medfield/Hampden/Woodberry/Remington", 6, 39.3399, -76.652, 310),
    Area("Medfield/Hampden/Woodberry/Remington", 14, 39.3345, -76.6285, 370),
    Area("Medfield/Hampden/Woodberry/Remington", 12, 39.318, -76.6232, 280),
    Area("Midway/Coldstream", 12, 39.315, -76.6047, 350),
    Area("Morrell Park/Violetville", 8, 39.2724, -76.6853, 300),
    Area("Morrell Park/Violetville", 10, 39.267, -76.6642, 910),
    Area("Mount Washington/Coldspring", 6, 39.3499, -76.6528, 540),
    Area("Mount Washington/Coldspring", 5, 39.3643, -76.6608, 840),
    Area("North Baltimore/Guilford/Homeland", 14, 39.3365, -76.6146, 410),
    Area("North Baltimore/Guilford/Homeland", 4, 39.366, -76.6177, 650),
    Area("Northwood", 3, 39.3444, -76.5868, 470),
    Area("Northwood", 14, 39.334, -76.5873, 640),
    Area("Northwood", 4, 39.3508, -76.5949, 320),
    Area("Orangeville/East Highlandtown", 13, 39.3038, -76.5672, 470),
    Area("Orangeville/East Highlandtown", 1, 39.2892, -76.5475, 860),
    Area("Orangeville/East Highlandtown", 2, 39.296, -76.5604, 400),
    Area("Patterson Park North & East", 1, 39.292, -76.5728, 280),
    Area("Penn North/Reservoir Hill", 7, 39.319, -76.6403, 810),
    Area("Pimlico/Arlington/Hilltop", 6, 39.35, -76.6641, 350),
    Area("Pimlico/Arlington/Hilltop", 5, 39.3475, -76.6841, 330),
    Area("Poppleton/The Terraces/Hollins Market", 9, 39.2892, -76.6338, 360),
    Area("Sandtown-Winchester/Harlem Park", 7, 39.3066, -76.6446, 360),
    Area("Sandtown-Winchester/Harlem Park", 9, 39.2986, -76.6434, 500),
    Area("Southeastern", 1, 39.271, -76.5517, 1110),
    Area("Southern Park Heights", 6, 39.3405, -76.666, 640),
    Area("Southwest Baltimore", 9, 39.2863, -76.6494, 810),
    Area("The Waverlies", 14, 39.327, -76.6022, 600),
    Area("Washington Village/Pigtown", 10, 39.2784, -76.6318, 680),
    Area("Westport/Mount Winans/Lakeland", 10, 39.2559, -76.6434, 730),
    Area("Oldtown/Middle East", 12, 39.2971, -76.6004, 490),
    Area("Harbor East/Little Italy", 12, 39.2905, -76.5971, 270),
    Area("Upton/Druid Heights", 11, 39.3003, -76.6292, 460),
    Area("Midtown", 11, 39.3074, -76.6241, 360),
    Area("Midtown", 12, 39.3079, -76.6128, 310),
    Area("Greenmount East", 12, 39.3074, -76.603, 470),
)
