"""How much one report looks like a repetition of another: pure arithmetic."""

from datetime import datetime, timedelta


def apart(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> timedelta:
    """Between two reports, each `(observed_at, received_at)`: the smaller of the two differences.

    A phone's clock may be wrong by a day, and a report may wait for a network as long; seldom both at once.
    """
    return min(abs(one[0] - other[0]), abs(one[1] - other[1]))


def score(
    distance_m: float | None, radius_m: float, between: timedelta, hours: float, likeness: float | None
) -> float:
    """From 0 to 1, in thousandths: half for the photos, a quarter each for nearness in place and in time.

    Photos only ever add: two people seldom photograph one thing alike, so unlike photos speak for nothing. An
    unknown distance counts as the greatest.
    """
    nearness = 0.0 if distance_m is None else _left(distance_m, radius_m)
    soonness = _left(between / timedelta(hours=1), hours)
    return round((nearness + soonness) / 4 + (likeness or 0.0) / 2, 3)


def _left(part: float, whole: float) -> float:
    return max(0.0, 1.0 - part / whole) if whole > 0 else 0.0
