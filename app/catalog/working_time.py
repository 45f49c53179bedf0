"""Working time as pure arithmetic: how much of it lies between two moments, and when so much of it is over.

Days are numbered as `date.toordinal` does; spans are whole microseconds, so that adding up
loses nothing.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate

from app.core.clock import LOCAL_ZONE

Period = tuple[int, int]
"""From and until, in minutes of the local day."""

TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1) // TICK
LAST_DAY = date.max.toordinal() - 366


def is_plain_working_day(day: date) -> bool:
    """Monday to Friday; what holds where no calendar says otherwise."""
    return day.weekday() < 5


@dataclass(frozen=True)
class WorkingTime:
    """Periods of a working day, in order and apart, and the days that are not as their weekday says."""

    periods: tuple[Period, ...]
    exceptions: Mapping[date, bool]
    """True: worked on (调休 or as ever), False: off."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        return self.exceptions.get(day, is_plain_working_day(day))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from one moment to a later one; none where the second is earlier."""
        return max(0, self._position(end) - self._position(start)) * TICK

    def after(self, start: datetime, span: timedelta) -> datetime:
        """The first moment by which so much working time has passed since `start`.

        A span that ends with a period ends at its end, not where the next one begins. Beyond the end of the
        calendar of Python it stops there.
        """
        if span <= timedelta(0):
            return start
        wanted = self._position(start) + span // TICK
        number = self._day_of(wanted)
        return self._moment(number, wanted - self._days_before(number) * self._day_length)

    @cached_property
    def _day_length(self) -> int:
        return sum(until - start for start, until in self.periods) * MINUTE

    @cached_property
    def _odd_days(self) -> tuple[list[int], list[int]]:
        """Days that differ from their weekday, and how many working days they bring up to each."""
        odd = sorted(day for day, works in self.exceptions.items() if works != is_plain_working_day(day))
        gains = accumulate((1 if self.exceptions[day] else -1 for day in odd), initial=0)
        return [day.toordinal() for day in odd], list(gains)

    def _days_before(self, number: int) -> int:
        """Working days before this one since the first Monday of all, which is day 1."""
        weeks, rest = divmod(number - 1, 7)
        odd, gains = self._odd_days
        return weeks * 5 + min(rest, 5) + gains[bisect_left(odd, number)]

    def _position(self, moment: datetime) -> int:
        """Working time before this moment, since the first Monday of all."""
        local = moment.astimezone(LOCAL_ZONE)
        day = local.date()
        within = self._within(local) if self.is_working_day(day) else 0
        return self._days_before(day.toordinal()) * self._day_length + within

    def _within(self, local: datetime) -> int:
        passed = (local - datetime.combine(local, time(0), LOCAL_ZONE)) // TICK
        periods = ((start * MINUTE, until * MINUTE) for start, until in self.periods)
        return sum(max(0, min(passed, until) - start) for start, until in periods)

    def _day_of(self, position: int) -> int:
        """The first day at whose end so much working time has passed."""
        low, high = 1, LAST_DAY
        while low < high:
            middle = (low + high) // 2
            if self._days_before(middle + 1) * self._day_length >= position:
                high = middle
            else:
                low = middle + 1
        return low

    def _moment(self, number: int, rest: int) -> datetime:
        midnight = datetime.combine(date.fromordinal(number), time(0), LOCAL_ZONE)
        for start, until in self.periods:
            length = (until - start) * MINUTE
            if rest <= length:
                return midnight + (start * MINUTE + rest) * TICK
            rest -= length
        return midnight + self.periods[-1][1] * MINUTE * TICK
