"""What may be wrong with a series of Stat meetings: each code with its message, why it is looked for, and examples."""

from __future__ import annotations

from civicstat.progress.troubles.trouble import Trouble

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        "PR040",
        "a follow-up is closed without evidence",
        "Only what somebody can look at shows that a follow-up is done. Without it the follow-up is not green: until "
        "its due date it counts as in progress, then as overdue, and pages say that it was closed without evidence.",
        "Say in `evidence` what shows that it is done, or give the address of it in `link`; or take the day of closing "
        "out.",
        "id,due,closed,evidence\nbridge-list,2026-10-29,2026-10-28,",
        "id,due,closed,evidence\nbridge-list,2026-10-29,2026-10-28,A list of eleven bridges went to the office.",
    ),
    Trouble(
        "PR041",
        "the owner is not one role",
        "A follow-up has one owner, who is asked about it at the next meeting: a role or an office, which outlasts "
        "whoever holds it. With several owners, or none, nobody is asked. It is shown as it is, but for addresses of "
        "mail, which are left out.",
        "Name the one role or office that answers for it; name the others in `note`.",
        "owner\nChief of Maintenance; Chief of Traffic",
        "owner\nChief of Maintenance",
    ),
    Trouble(
        "PR042",
        "a meeting has no date",
        "The figures and follow-ups of a meeting are those of its day. A meeting without one has no page: the series "
        "lists it as one whose day is not set.",
        "Fill in the day, if it is known.",
        "id,date,title\nbefore-winter,,Before winter",
        "id,date,title\nbefore-winter,2026-12-03,Before winter",
    ),
    Trouble(
        "PR043",
        "a follow-up has no due date",
        "What is due on no day is never overdue: it would stay open for good without anybody noticing.",
        "Fill in the day by which it is due.",
        "id,title,due\nbridge-list,List every bridge,",
        "id,title,due\nbridge-list,List every bridge,2026-10-29",
    ),
    Trouble(
        "PR044",
        "days of a follow-up or a measure are out of order",
        "Nothing is due, begun or closed before the meeting that assigned it, and nothing is closed before it was "
        "begun; no measure is looked at until a meeting before the first. Such a day is nearly always a slip in the "
        "year. A follow-up is shown with its days as they are; a measure's row is left out.",
        "Correct the day that is wrong: look at the year first.",
        "meetings.csv: 2026-10-15,2026-10-15,…\nfollowups.csv: bridge-list,2026-10-15,…,2025-10-29",
        "meetings.csv: 2026-10-15,2026-10-15,…\nfollowups.csv: bridge-list,2026-10-15,…,2026-10-29",
    ),
    Trouble(
        "PR045",
        "a meeting looks at a measure that is not there",
        "The row names a package that is not in the catalogue, one that has no measures of its own, or a measure that "
        "the package does not have. The row is left out, and the pages say how many are.",
        "Correct the name of the package or the id of the measure.",
        "package,measure\ngrafitti-sprint,median-days",
        "package,measure\ngraffiti-sprint,median-days",
    ),
    Trouble(
        "PR046",
        "the calendar or the hour of the meetings can't be read",
        "The calendar is an ISO 8601 repeating interval, so that residents read how often the meetings are; the hour "
        "is written as 14:30. What can't be read counts as not there.",
        "Write R/P1W (every week), R/P2W (every two weeks), R/P1M (every month) or R/P3M (every quarter).",
        '"stat": {"calendar": "every other Thursday"}',
        '"stat": {"calendar": "R/P2W"}',
    ),
    Trouble(
        "PR047",
        "two meetings of the series are on one day",
        "What was open and what changed since the last meeting is told from day to day, so nobody can tell which of "
        "the two came first. They are shown in the order of their rows.",
        "Correct the day of one, or make one meeting of both.",
        "id,date\nautumn,2026-10-15\nleaves,2026-10-15",
        "id,date\nautumn,2026-10-15\nleaves,2026-10-29",
    ),
    Trouble(
        "PR048",
        "a cancelled meeting has decisions or follow-ups",
        "What did not take place decides nothing. The meeting is shown as cancelled, with all that its rows say.",
        "Take the word out of `state`, or let the rows name the meeting that decided.",
        "meetings.csv: 2026-10-15,…,cancelled\ndecisions.csv: 2026-10-15,Crews close a lane on Tuesday nights",
        "meetings.csv: 2026-10-15,…,cancelled\ndecisions.csv: 2026-10-29,Crews close a lane on Tuesday nights",
    ),
    Trouble(
        "PR049",
        "the series names no sponsor",
        "A Stat meeting works because somebody with authority asks the questions and decides. Residents see who "
        "that is.",
        "Write under `civicstat.stat.sponsor` the role that holds the meetings.",
        '"stat": {"calendar": "R/P2W"}',
        '"stat": {"sponsor": "Deputy Mayor for Operations", "calendar": "R/P2W"}',
    ),
)
