"""The meetings of a series as an iCalendar file (RFC 5545), for the calendar on a phone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from civicstat.names import printable
from civicstat.prose import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from civicstat.stat.model import MeetingFacts, StatFacts

_OCTETS = 75
"""Of a line without its end, at most (RFC 5545, 3.1)."""


def calendar_text(facts: StatFacts, zone: str, url: str, address: Callable[[MeetingFacts], str]) -> str:
    """Every meeting with a day as an event: at the series' hour, or all day where it has none.

    `zone` is the city's time zone, `url` that of the portal (empty where it is not known), `address` gives the path of
    a meeting's page. Hours are written in UTC, so that no time zone has to be described.
    """
    stat = facts.stat
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//civicstat//Stat meetings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(stat.title)}",
    ]
    for meeting in facts.meetings:
        lines += _event(facts, meeting, ZoneInfo(zone), f"{url}{address(meeting)}" if url else "")
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(facts: StatFacts, meeting: MeetingFacts, zone: ZoneInfo, link: str) -> Iterator[str]:
    stat, own = facts.stat, meeting.meeting
    yield "BEGIN:VEVENT"
    host = link.partition("://")[2].partition("/")[0] or "civicstat"
    yield f"UID:{_text(f'{stat.package}-{own.id}@{host}')}"
    # When the event was made is not known: the day of the build says how fresh the file is.
    yield f"DTSTAMP:{_day(facts.today)}T000000Z"
    if stat.hour and 1 < meeting.date.year < 9999:
        begins = datetime.combine(meeting.date, stat.hour, zone).astimezone(UTC)
        yield f"DTSTART:{_day(begins.date())}T{begins:%H%M%S}Z"
        yield f"DURATION:PT{stat.minutes}M"
    else:
        yield f"DTSTART;VALUE=DATE:{_day(meeting.date)}"
    yield f"SUMMARY:{_text(f'{stat.title}: {own.title}')}"
    if own.cancelled:
        yield "STATUS:CANCELLED"
    if own.summary:
        yield f"DESCRIPTION:{_text(plain(own.summary))}"
    if stat.place:
        yield f"LOCATION:{_text(stat.place)}"
    if link:
        yield f"URL:{link}"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A text as a value: separators and ends of lines are marked with a backslash (RFC 5545, 3.3.11)."""
    plain = printable(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(plain.splitlines())


def _folded(line: str) -> Iterator[str]:
    """A long line in parts, each next one after a space; no character is cut in two."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
