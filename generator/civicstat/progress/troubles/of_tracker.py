"""What may be wrong with a tracker of actions: each code with its message, why it is looked for, and examples."""

from __future__ import annotations

from civicstat.progress.troubles.trouble import Trouble

TROUBLES = (
    Trouble(
        "PR050",
        "the progress of an action is blank, or a word that is not known",
        "An action is complete, in progress, not started, blocked or dropped; a few other spellings are read too "
        "(`Completed`, `Not Yet Started` …), whatever their case. What any other word means is not guessed: it is "
        "shown as it is written, and the action counts as not known, so that the counts add up to all actions.",
        "Use one of the words that the message names.",
        "id,title,progress\n12,Restore weekly recycling.,nearly there",
        "id,title,progress\n12,Restore weekly recycling.,in progress",
    ),
    Trouble(
        "PR051",
        "an action names a group that is not there",
        "Actions are counted by group, so each names one, by its id or its title. One that names none of the table, or "
        "nothing, is shown under a heading of its own, behind all groups.",
        "Correct the name, or add the group to the table of groups.",
        "groups.csv: id public-trust, title Building public trust\nactions.csv: group public-trsut",
        "groups.csv: id public-trust, title Building public trust\nactions.csv: group public-trust",
    ),
    Trouble(
        "PR052",
        "an action names a party that is not in the table of parties",
        "Residents can look for the actions of one office, so each is called by one name: an id or a name of the table "
        "of parties, with commas between several. `&` and `and` count alike. A party that the table does not have is "
        "shown as it is written.",
        "Correct the name, or add the party to the table of parties.",
        "parties.csv: DPW,Department of Public Works\nactions.csv: parties Dept. of Public Works",
        "parties.csv: DPW,Department of Public Works\nactions.csv: parties DPW",
    ),
    Trouble(
        "PR053",
        "days of a tracker are missing or out of order",
        "A tracker may do without days. One that has them needs both, the first before the last; its milestones lie "
        "between them, and the number of a milestone’s day is the number of its date. No action is due or done before "
        "the first day. Such a day is nearly always a slip in the year, and shown as it is.",
        "Correct the day that is wrong: look at the year first.",
        '"tracker": {"start": "2027-01-04", "end": "2027-04-13"}\nmilestones.csv: 2026-02-22,Half of the time is over',
        '"tracker": {"start": "2027-01-04", "end": "2027-04-13"}\nmilestones.csv: 2027-02-22,Half of the time is over',
    ),
    Trouble(
        "PR054",
        "an action has a day on which it was done, and is not complete",
        "One of both is wrong: the word or the day. The word counts, and the day is shown beside it.",
        "Write `complete`, or take the day out.",
        "id,title,progress,done\n12,Restore weekly recycling.,in progress,2027-02-26",
        "id,title,progress,done\n12,Restore weekly recycling.,complete,2027-02-26",
    ),
)
"""All codes, in the order of their numbers."""
