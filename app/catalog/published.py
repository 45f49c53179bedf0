"""Holidays and make-up days (调休) as the State Council has published them, from `chinese-calendar`."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache

from chinese_calendar import constants

FEWEST = 7
"""Every year has more days off by decree; a year with fewer is named only by a neighbour's New Year."""


@cache
def published_days() -> Mapping[int, Mapping[date, tuple[bool, str]]]:
    """By year: day, whether it is worked on, and its festival. Years not published are missing."""
    known = Counter(day.year for day in constants.holidays)
    years: dict[int, dict[date, tuple[bool, str]]] = {
        year: {} for year, days in known.items() if days >= FEWEST
    }
    for is_working, days in ((False, constants.holidays), (True, constants.workdays)):
        for day, name in days.items():
            if day.year in years:
                years[day.year][day] = (is_working, str(name))
    return years


@cache
def published_mark() -> str:
    """Changes when a newer release of the package knows something else."""
    words = repr(sorted((day, fact) for days in published_days().values() for day, fact in days.items()))
    return hashlib.sha256(words.encode()).hexdigest()[:16]
