"""What may be wrong with a Data Academy: each code with its message, why it is looked for, and examples."""

from __future__ import annotations

from civicstat.progress.troubles.trouble import Trouble

TROUBLES = (
    Trouble(
        "PR055",
        "a module, an enrolment or a target names a course that is not there",
        "Modules, enrolment and targets find their course by its id. A row that names none of the table of courses is "
        "left out; only a target may leave the course blank, and then stands for all courses together.",
        "Correct the id, or add the course to the table of courses.",
        "courses.csv: id reading-data\nenrolment.csv: course read-data",
        "courses.csv: id reading-data\nenrolment.csv: course reading-data",
    ),
    Trouble(
        "PR056",
        "the enrolment is of a day before the course opened",
        "Nobody can have enrolled before a course opened; nor has anybody in one that has no opening day. The row "
        "counts as it is.",
        "Correct the day that is wrong: the enrolment’s, or the one on which the course opened.",
        "courses.csv: opened 2026-01-12\nenrolment.csv: date 2025-03-31",
        "courses.csv: opened 2026-01-12\nenrolment.csv: date 2026-03-31",
    ),
    Trouble(
        "PR057",
        "these can’t be numbers of enrolments",
        "Enrolments are whole numbers, and in all no more can have completed a course than enrolled in it. A number "
        "below nought or with a fraction is left out with its row, and so are two rows for one course and day that "
        "differ; more completed than enrolled is shown as it is.",
        "Correct the number. `enrolled` and `completed` are those of the period, not totals.",
        "course,date,enrolled,completed\nreading-data,2026-03-31,12,45",
        "course,date,enrolled,completed\nreading-data,2026-03-31,45,12",
    ),
    Trouble(
        "PR058",
        "the level is outside the scale",
        "Data capacity is assessed on a scale of whole numbers from 0 to 4. What lies outside has no word and no "
        "place in the table of agencies, and is left out; so are two levels of one agency in one area on one day.",
        "Write a whole number from 0 to 4.",
        "agency,area,level,date\nDepartment of Public Works,Data quality,5,2026-02-27",
        "agency,area,level,date\nDepartment of Public Works,Data quality,4,2026-02-27",
    ),
    Trouble(
        "PR059",
        "a fact has no source",
        "Facts from elsewhere stand beside the portal’s own figures, and whoever doubts one has to find out where it "
        "comes from. A fact without a source is left out.",
        "Fill in `source`: the title and the publisher. A link alone is not enough, since pages move.",
        "text,source,link\nFive courses were open in the first year.,,",
        'text,source,link\nFive courses were open in the first year.,"Annual report, Office of Innovation",',
    ),
)
"""All codes, in the order of their numbers."""
