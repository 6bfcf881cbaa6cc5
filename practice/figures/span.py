"""What the page looks back on: whole weeks from Monday, and the months in which they lie."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
A_FEW, A_YEAR = 12, 52  # weeks, the present one included


@dataclass(frozen=True)
class Span:
    """So many weeks up to that of `today`. The days are those of the practice's zone."""

    today: date
    weeks_back: int = A_FEW

    @property
    def is_year(self) -> bool:
        return self.weeks_back == A_YEAR

    @property
    def weeks(self) -> list[date]:
        """Their Mondays, the oldest first."""
        this_week = self.today - DAY * self.today.weekday()
        return [this_week - WEEK * back for back in reversed(range(self.weeks_back))]

    @property
    def days(self) -> list[date]:
        first = self.weeks[0]
        return [first + DAY * ahead for ahead in range((self.today - first).days + 1)]

    @property
    def months(self) -> list[date]:
        """The first day of each month, from that in which the first week begins."""
        return list(dict.fromkeys(day.replace(day=1) for day in self.days))
