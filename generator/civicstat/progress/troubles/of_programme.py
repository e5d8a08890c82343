"""What may be wrong with the open data programme: each code with its message, why it is looked for, and examples."""

from __future__ import annotations

from civicstat.progress.troubles.trouble import Trouble

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        "PR060",
        "the day of its planned release is past, and it is not published",
        "The release timeline is a promise to the public. What is late stands on it as late, with the day that was "
        "promised, until it is published or a new day is set.",
        "Publish it, and write the day into `released`; or set a new day, and say why in `note`.",
        "id,state,planned,released\ntrees,planned,2026-06-30,",
        "id,state,planned,released\ntrees,published,2026-06-30,2026-07-14",
    ),
    Trouble(
        "PR061",
        "the agency has no open data coordinator",
        "Each agency has one coordinator whom residents and the programme can ask. Agencies are told apart by their "
        "names, so that one spelled in two ways counts as two.",
        "Add the agency to `coordinators` with a role or an office; or spell it as it is spelled there.",
        "inventory.csv: Dept. of Health\ncoordinators.csv: Department of Health,Open data coordinator",
        "inventory.csv: Department of Health\ncoordinators.csv: Department of Health,Open data coordinator",
    ),
    Trouble(
        "PR062",
        "it is published by its own word, and its dataset is not on the portal",
        "Residents would look for it in vain. The other way round, a dataset that is on the portal is published, "
        "whatever its entry says. Data that is published elsewhere has its address in `dataset`.",
        "Correct the name of the package in `dataset`, or the entry’s state.",
        "id,state,dataset\ntrees,published,street-tress",
        "id,state,dataset\ntrees,published,street-trees",
    ),
    Trouble(
        "PR063",
        "the inventory lacks datasets that are on the portal",
        "The inventory has all data that agencies hold. Packages that are not public (`accessLevel`) belong in it too, "
        "by their names as ids; of those, pages tell only how many are missing, and only the terminal names them.",
        "Add a row for each, with the name of its package in `dataset`.",
        "catalog/street-trees/datapackage.json\ninventory.csv: no row with the dataset street-trees",
        "catalog/street-trees/datapackage.json\ninventory.csv: trees,Street trees,…,published,street-trees",
    ),
    Trouble(
        "PR064",
        "it is withheld, and nobody has said why",
        "Data is withheld for a reason, and the public may know of what class the reason is, though never what the "
        "data holds. Data without a class might be anything, so its page tells no more than its title.",
        "Fill in `reason` with one of its words, or `class`.",
        "id,class,state,reason\nclinic-visits,sensitive,withheld,",
        "id,class,state,reason\nclinic-visits,sensitive,withheld,personal",
    ),
    Trouble(
        "PR065",
        "it may be published, and is neither published nor planned",
        "What is publishable is published, or there is a day by which it will be. An entry that is withheld although "
        "it is publishable contradicts itself: data that is not good enough yet has a day by which it will be.",
        "Set `state` to planned and `planned` to a day; or correct its class.",
        "id,class,state,planned\ntrees,publishable,,",
        "id,class,state,planned\ntrees,publishable,planned,2027-03-31",
    ),
    Trouble(
        "PR066",
        "it is published, and was not reviewed",
        "Before data is published somebody looks at its format, its quality, its timeliness, and for anything "
        "protected or sensitive in it. A review that came too late, or that did not let it pass, is told of too.",
        "Review it, and add a row to `reviews`.",
        "inventory.csv: trees,…,published\nreviews.csv: no row of trees",
        "inventory.csv: trees,…,published\nreviews.csv: trees,2026-06-22,…,approved",
    ),
    Trouble(
        "PR067",
        "days are missing or out of order",
        "Reports go by days: data is published in the year of its release. A release that is to come, of data that is "
        "published, is nearly always a slip in the year. Days of entries are shown as they are.",
        "Correct the day that is wrong: look at the year first.",
        "id,state,released\ntrees,published,2062-06-24",
        "id,state,released\ntrees,published,2026-06-24",
    ),
    Trouble(
        "PR068",
        "it is not publishable, and its dataset is on the portal",
        "Of protected and sensitive data the public sees the title, the agency, the class and the class of the reason. "
        "What else the inventory itself tells of it withholds the table: `PV013`.",
        "Take the dataset down at once, or correct its class.",
        "id,class,state,dataset\nclinic-visits,sensitive,published,clinic-visits",
        "id,class,state,dataset\nclinic-visits,sensitive,withheld,",
    ),
    Trouble(
        "PR069",
        "another entry has the same dataset",
        "Each dataset is one entry, so that counts add up. Both are shown.",
        "Delete one of them, or correct the name of its dataset.",
        "id,dataset\ntrees,street-trees\nelms,street-trees",
        "id,dataset\ntrees,street-trees\nelms,street-elms",
    ),
)
"""All codes, in the order of their numbers."""
