"""What may be wrong with agency measures: each code with its message, why it is looked for, and examples."""

from __future__ import annotations

from civicstat.progress.troubles.trouble import Trouble

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        "PR030",
        "a cell of a fiscal year holds no number",
        "Figures are numbers, with `%`, `$` and thousands separators where you like. A cell with anything else "
        "counts as without a figure; the measure's page shows its words as they were published.",
        "Write the number alone, and what is to be said of it in the note.",
        "id,FY 25 Actual\nalleys-cleaned,about 80 (new method)",
        "id,FY 25 Actual,note\nalleys-cleaned,80,Counted in a new way since July 2024.",
    ),
    Trouble(
        "PR031",
        "a measure in two units",
        "Where one figure is 0.98 and the next 92.9, nobody can tell whether 0.8 means 80% or less than one "
        "percent; where one is a percentage and the next a count, they can't be compared. So such a measure is "
        "shown as it was published, but neither drawn nor judged. Percentages with their sign are never in doubt.",
        "Write all figures of the measure in one unit, in every edition.",
        "id,unit,FY 25 Q1,FY 25 Q2\nanswered,percent,0.98,92.9",
        "id,unit,FY 25 Q1,FY 25 Q2\nanswered,percent,98,92.9",
    ),
    Trouble(
        "PR032",
        "percentages stand as fractions, and are read as percentages",
        "All figures without a sign are between 0 and 1, so 0.97 is read as 97%. The page says so, and shows what"
        " was published. As soon as one figure is written as 97, the measure is in two units (PR031).",
        "Write percentages as they are read aloud: 97 or 97%.",
        "id,unit,FY 25 Actual\nanswered,percent,0.97",
        "id,unit,FY 25 Actual\nanswered,percent,97",
    ),
    Trouble(
        "PR033",
        "a service without an agency",
        "Residents look for a service under the agency that provides it. One that names no agency, or one that "
        "the table of agencies does not have, stands in the list of services alone.",
        "Write the id or the title of its agency, or add the agency.",
        "id,title,agency\ncleaning,Street cleaning,",
        "id,title,agency\ncleaning,Street cleaning,public-works",
    ),
    Trouble(
        "PR034",
        "a measure names an agency or a service that is in no table",
        "Agencies and services are found by their ids or their titles, letter by letter but for case and blanks. "
        "One that is not found has a page under the name as written, beside that of the one that may have been "
        "meant. Each name is told once, with the first row that has it.",
        "Write the name as its table has it, or add it there.",
        "agencies.csv: title Public Works\nmeasures.csv: agency Department of Public Works",
        "agencies.csv: title Public Works\nmeasures.csv: agency Public Works",
    ),
    Trouble(
        "PR035",
        "a word that civicstat does not know: it is shown as it was published",
        "What a figure stands for and which way it should go decide how a measure is judged, and a word is never "
        "guessed at: a measure whose desired outcome is not known is not judged, nor are its quarters where the "
        "interval is not. Case does not matter.",
        "Use one of the words that the message names.",
        "interval\nCumalitve",
        "interval\nCumulative",
    ),
    Trouble(
        "PR036",
        "an id stands twice in one edition",
        "A measure has one row in each edition of the plan. Where agency and title are the same, the first row "
        "holds and the other is left out; where they differ, two measures share the id, and each has a page.",
        "Give one of the measures another id, in every edition.",
        "id,title,edition\n1172,Visits,FY26\n1172,Days to a hearing,FY26",
        "id,title,edition\n1172,Visits,FY26\n1173,Days to a hearing,FY26",
    ),
    Trouble(
        "PR037",
        "two cells contradict each other",
        "Two editions give different figures for one year, two columns tell of the same, a retired measure has a "
        "target, or a band is upside down. What holds is said; the measure's page shows both.",
        "Correct the one that is wrong, or leave it blank.",
        "id,edition,FY 25 Actual\n1851,FY26,71.25\n1851,FY27,71",
        "id,edition,FY 25 Actual\n1851,FY26,71.25\n1851,FY27,71.25",
    ),
    Trouble(
        "PR038",
        "the quarters don't fit the year's figure",
        "The quarters of a cumulative measure each stand for themselves, and add up to the year; those of any other "
        "are levels, and the year's figure lies among them. Where the four quarters of the latest full year do "
        "neither, within two percent, nobody can tell what they stand for: the running year is not judged by its "
        "quarters. Percentages are not looked at, since a year's share need not be the mean of its quarters.",
        "Write what each quarter added; or choose another interval.",
        "id,interval,FY 25 Q1,FY 25 Q2,FY 25 Q3,FY 25 Q4,FY 25 Actual\ntrees,cumulative,10,25,40,60,60",
        "id,interval,FY 25 Q1,FY 25 Q2,FY 25 Q3,FY 25 Q4,FY 25 Actual\ntrees,cumulative,10,15,15,20,60",
    ),
    Trouble(
        "PR039",
        "one word is written in several ways",
        "`Count` and `count`, or a name with a blank behind it, are one word to a person and two to a program: "
        "filters and sums that others make of the table come out wrong. civicstat reads them as one.",
        "Write it in one way in the whole column.",
        "unit\ncount\nCount",
        "unit\ncount\ncount",
    ),
)
