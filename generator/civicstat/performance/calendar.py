"""The days of a fiscal year, which is called after the calendar year in which it ends, and of its quarters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Calendar:
    """Fiscal years that begin on the first day of a month, from 1 to 12."""

    first_month: int = 1

    def begins(self, year: int) -> date:
        """The first day of a fiscal year.

        >>> Calendar(7).begins(2026), Calendar(1).begins(2026)
        (datetime.date(2025, 7, 1), datetime.date(2026, 1, 1))
        """
        return date(year if self.first_month == 1 else year - 1, self.first_month, 1)

    def ends(self, year: int) -> date:
        """Its last day."""
        return self.begins(year + 1) - timedelta(days=1)

    def ends_part(self, year: int, part: str) -> date:
        """The last day of a quarter (`q1`), and that of the year for anything else.

        >>> Calendar(7).ends_part(2026, "q1")
        datetime.date(2025, 9, 30)
        """
        if part[0] != "q":
            return self.ends(year)
        month = self.first_month - 1 + 3 * int(part[1])
        begins = self.begins(year)
        return date(begins.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def year_of(self, day: date) -> int:
        """The fiscal year in which a day falls."""
        return day.year + (self.first_month > 1 and day.month >= self.first_month)
