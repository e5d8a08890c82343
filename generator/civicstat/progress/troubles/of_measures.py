"""What may be wrong with a sprint or the strategy: each code with its message, why it is looked for, and examples."""

from __future__ import annotations

from civicstat.progress.troubles.trouble import Trouble

TROUBLES = (
    Trouble(
        "PR001",
        "the first and the last day are missing or out of order",
        "A sprint's page shows how many of its days are gone, so it can't be written without them: the sprint is left "
        "out. A strategy may do without both.",
        "Write both days under `civicstat.sprint`, the earlier one as `start`.",
        '"sprint": {"start": "2026-06-30", "end": "2026-04-01"}',
        '"sprint": {"start": "2026-04-01", "end": "2026-06-30"}',
    ),
    Trouble(
        "PR002",
        "a table that the progress page needs can't be used",
        "A sprint stands on its tables `goals` and `measures`, the strategy on `pillars` and `goals`. A table that is "
        "not there, that is withheld, or that lacks a column counts as blank: the page is written with what is left.",
        "Add the table or the column that the message names; mend the errors in it first, if it is withheld.",
        "measure,target,due,since\nmedian-days,5,2026-06-30,2026-04-01",
        "measure,value,due,since\nmedian-days,5,2026-06-30,2026-04-01",
    ),
    Trouble(
        "PR003",
        "a column is not read, though its name is close to one that is",
        "Only columns with exactly the expected name are read; any others may stand beside them. This one looks like a "
        "slip.",
        "Rename the column, if it is meant to be read.",
        "id,goal,title,desired,interval,base line",
        "id,goal,title,desired,interval,baseline",
    ),
    Trouble(
        "PR004",
        "a cell is blank, or does not hold what its column should",
        "Days are written as 2026-05-03, numbers with digits and a full stop. A row without something that it needs is "
        "left out; any other cell counts as blank.",
        "Correct the cell.",
        "measure,date,value\nmedian-days,5/3/2026,about 12",
        "measure,date,value\nmedian-days,2026-05-03,12",
    ),
    Trouble(
        "PR005",
        "two have one id",
        "Targets, values and addresses find a measure by its id. Where two measures share one, nobody can tell "
        "which is meant, so both are left out; of goals, pillars and initiatives the first is kept. Ids that "
        "differ only in case or signs would get one address, and count as one.",
        "Give one of them another id, in every table that names it.",
        "id,title\ndays,Days to close\ndays,Days to inspect",
        "id,title\ndays-to-close,Days to close\ndays-to-inspect,Days to inspect",
    ),
    Trouble(
        "PR006",
        "an id leads nowhere",
        "A row names a goal, a measure, a part of the strategy or a sprint that is not there. Where the row can't do "
        "without it, the row is left out.",
        "Correct the id, or add what it names.",
        "goals.csv: id potholes\nmeasures.csv: goal pot-holes",
        "goals.csv: id potholes\nmeasures.csv: goal potholes",
    ),
    Trouble(
        "PR007",
        "an unknown word",
        "Some columns may hold only a few words, such as `increase`, `decrease` and `maintain`. Without knowing "
        "which way a number should go, nothing can be said of it: the measure is left out.",
        "Use one of the words that the message names.",
        "desired\nup",
        "desired\nincrease",
    ),
    Trouble(
        "PR008",
        "days are out of order",
        "A target can't be due before it holds, nor before the measure's baseline: such a target is left out. No "
        "milestone is done before its sprint begins, no target is due long after the sprint has ended, and no end is "
        "recorded before it: such a day is nearly always a slip in the year, and shown as it is.",
        "Correct the day that is wrong: look at the year first.",
        "measure,value,due,since\nmedian-days,5,2025-06-30,2026-04-01",
        "measure,value,due,since\nmedian-days,5,2026-06-30,2026-04-01",
    ),
    Trouble(
        "PR009",
        "a target has no baseline to start from",
        "Without a baseline nothing can be said of the way to the target: from its first day the measure is held "
        "against the target itself. A `cumulative` measure starts from nought, and one to `maintain` needs none.",
        "Fill in `baseline`: the last value known before the work began.",
        "id,desired,interval,baseline\nmedian-days,decrease,period,",
        "id,desired,interval,baseline\nmedian-days,decrease,period,12",
    ),
    Trouble(
        "PR010",
        "the band of a measure to maintain is missing, or upside down",
        "A measure that is to stay where it is needs a lowest and a highest value. Without either it is held to "
        "exactly its target; with half a band, or one upside down, it is left out.",
        "Fill in `low` and `high`, the smaller number under `low`.",
        "desired,low,high\nmaintain,100,90",
        "desired,low,high\nmaintain,90,100",
    ),
    Trouble(
        "PR011",
        "the rows of a measure can't be reckoned",
        "The measure names a dataset, a table or a column that is gone, or a column of another type than the reckoning "
        "needs. It is shown without data until that is mended.",
        "Correct the name under `civicstat.measures`, or the column's type in the dataset.",
        '{"measure": "median-days", "dataset": "311-requests", "reckon": "median", "field": "status", …}',
        '{"measure": "median-days", "dataset": "311-requests", "reckon": "median", "field": "days_open", …}',
    ),
    Trouble(
        "PR012",
        "a measure's values come from nowhere, or from two places",
        "The values of a measure are reckoned from rows of a dataset (`civicstat.measures`) or stand in the table "
        "`values`. One with neither is shown without data; of one with both, the rows count.",
        "Declare under `civicstat.measures` how it is reckoned, or write its values into the table.",
        "a measure that neither `civicstat.measures` nor the table `values` names",
        "measure,date,value\nmedian-days,2026-04-30,11.5",
    ),
    Trouble(
        "PR013",
        "what the descriptor says of progress breaks its form",
        "`civicstat.sprint`, `civicstat.strategy` and each entry of `civicstat.measures` have a form of their "
        "own, described [here](../#the-civicstat-property). What breaks it counts as not there.",
        "Correct the part that the message names.",
        '{"measure": "median-days", "dataset": "311-requests", "reckon": "average", "date": "closed", "per": "week"}',
        '{"measure": "median-days", "dataset": "311-requests", "reckon": "mean", "date": "closed", "per": "week", …}',
    ),
    Trouble(
        "PR014",
        "an update is dated outside its sprint",
        "An update from before the first day, or long after the last one, is nearly always a slip in the year. It is "
        "shown as it is.",
        "Correct the date, if it is wrong.",
        '"sprint": {"start": "2026-04-01", …}\nupdates.csv: 2025-05-04,A second crew is out',
        '"sprint": {"start": "2026-04-01", …}\nupdates.csv: 2026-05-04,A second crew is out',
    ),
    Trouble(
        "PR015",
        "two different values for one day",
        "Nobody can tell which of them is right, so neither counts. A correction takes the old row's place: what the "
        "value was before stays in the file's history.",
        "Keep the right row, and delete the other one.",
        "measure,date,value\nmedian-days,2026-04-30,11.5\nmedian-days,2026-04-30,12",
        "measure,date,value\nmedian-days,2026-04-30,12",
    ),
    Trouble(
        "PR016",
        "two different targets for one day, set on one day",
        "Nobody can tell which of them is meant, so neither counts. A target that was changed has its own "
        "`since`: the day from which it holds.",
        "Write the day of the change into `since` of the newer row, or delete one of them.",
        "measure,value,due,since\nmedian-days,5,2026-06-30,2026-04-01\nmedian-days,7,2026-06-30,2026-04-01",
        "measure,value,due,since\nmedian-days,5,2026-06-30,2026-04-01\nmedian-days,7,2026-06-30,2026-05-15",
    ),
    Trouble(
        "PR017",
        "this looks like the name of a person, where a role is asked for",
        "A promise is an office's: it outlasts whoever holds it, and nobody's name belongs on a list of missed "
        "targets. It is shown as it is.",
        "Name the role or the office.",
        "lead\nJane Smith",
        "lead\nDirector of Public Works",
    ),
    Trouble(
        "PR018",
        "a target was changed without saying why, or who decided",
        "Residents see every change of a target, with its reason and the role that decided it. A target that "
        "moves without a word looks like one that is hidden.",
        "Fill in `why` and `who` of the newer row.",
        "measure,value,due,since,why,who\nmedian-days,7,2026-06-30,2026-05-15,,",
        "measure,value,due,since,why,who\n"
        "median-days,7,2026-06-30,2026-05-15,Two crews were sent to storm damage.,Deputy Mayor for Operations",
    ),
    Trouble(
        "PR019",
        "the refresh promise can't be read",
        "A measure whose values are older than its promise is called stale. The promise is an ISO 8601 repeating "
        "interval; without one the measure never grows stale.",
        "Write R/P1D (daily), R/P1W (weekly), R/P1M (monthly), R/P3M (quarterly) or R/P1Y (yearly).",
        "refresh\nweekly",
        "refresh\nR/P1W",
    ),
    Trouble(
        "PR020",
        "a link in the strategy's text leads to no part of it",
        "In the text, `#id` leads to the page of the pillar, the goal or the initiative with that id, or to a "
        "heading of the text itself.",
        "Correct the id, or add what it names to the tables.",
        "[less litter](#les-litter)",
        "[less litter](#less-litter)",
    ),
    Trouble(
        "PR021",
        "a text can't be read",
        "Longer texts are Markdown, saved as UTF-8, of some 25 pages at most; titles and names fit on a line. "
        "What can't be read is left out.",
        "Save the text as UTF-8; move long parts to a page under site_src/ and link to it.",
        "learnt.md: saved as UTF-16",
        "learnt.md: saved as UTF-8",
    ),
    Trouble(
        "PR022",
        "the end of a measure was not recorded",
        "The table `final` keeps how each measure stood when its sprint ended. Where there is such a table and it has "
        "no row for a measure, a row was lost or never written: nobody can tell how the measure ended, and its page "
        "says that it is not known.",
        "Put its row back; the file's history has it. If it never had one, run civicstat close: it adds the rows that "
        "are missing and leaves the others as they are.",
        "measures.csv: median-days and answered\nfinal.csv: median-days,2026-07-01,…,met",
        "measures.csv: median-days and answered\nfinal.csv: median-days,2026-07-01,…,met\n"
        "           answered,2026-07-01,…,missed",
    ),
    Trouble(
        "PR023",
        "this is still the example that came with the package",
        "`civicstat new` writes a package with worked examples, so that nobody begins with an empty table. On the "
        "portal they would look like the city's own promises. A row counts as an example while its texts and numbers "
        "are all as they came, also without the word; a target or a value, while its measure or its days are.",
        "Write your own over it, in the other columns of the row too, or delete the row.",
        "id,title\nfaster-cleaning,Example: Clean graffiti within a week",
        "id,title\nfewer-potholes,Fill potholes within two days",
    ),
    Trouble(
        "PR024",
        "a promise was changed in place",
        "`civicstat review` holds what a city has promised against the state before a pull request: targets and "
        "interim targets, baselines and what else a measure stands on, the days of a sprint, from which rows a measure "
        "is reckoned, and recorded ends; so too where the package was renamed, or is gone. A target that moves is "
        "never hidden: the old row stays, and a new one says from when the new target holds, why, and who decided. A "
        "slip may be corrected in place; that is for whoever merges to judge, so this does not keep a pull request "
        "from being merged.",
        "Put the old row back, and add one with the day of the change in `since`, the new value, and why.",
        "measure,value,due,since,why,who\nlane-miles,9,2026-06-30,2026-04-01,,",
        "measure,value,due,since,why,who\nlane-miles,19,2026-06-30,2026-04-01,,\n"
        "lane-miles,9,2026-06-30,2026-05-15,Two weeks without asphalt.,Deputy Mayor for Operations",
    ),
    Trouble(
        "PR025",
        "the end of a measure is recorded twice",
        "How a measure ended is recorded once. A second row in the table `final` would take the place of the first "
        "without a word, so the row recorded first counts, and any other is left out.",
        "Delete the second row. Where the first one is wrong, run civicstat close with --again, which says what "
        "becomes another, and say in the pull request why.",
        "measure,recorded,value,status\nanswered,2026-07-01,71.9,missed\nanswered,2026-07-20,80.4,met",
        "measure,recorded,value,status\nanswered,2026-07-01,71.9,missed",
    ),
)
"""All codes, in the order of their numbers."""
