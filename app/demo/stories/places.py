"""Where in the street something stands."""

from math import hypot
from random import Random

from app.core.geo import measure, metres_per_degree
from app.demo.district import District, Position, Segment

FAR_M = 60


def beside(segment: Segment, random: Random) -> Position:
    """On the pavement, five to eleven metres off the middle of the road, away from both crossings."""
    part, off = random.uniform(0.2, 0.8), random.uniform(5, 11) * random.choice((-1, 1))
    (west, south), (east, north) = segment.points[0], segment.points[-1]
    lon, lat = _along(segment, part)
    per_lon, per_lat = metres_per_degree(lat)
    run, rise = (east - west) * per_lon, (north - south) * per_lat
    length = hypot(run, rise)
    return round(lon - rise / length * off / per_lon, 6), round(lat + run / length * off / per_lat, 6)


def far_from_every_road(district: District, segment: Segment, random: Random) -> Position:
    """In a courtyard behind the segment, where no road is near enough."""
    lines = [other.points for other in district.segments]
    while True:
        lon, lat = _along(segment, random.uniform(0.2, 0.8))
        spot = (round(lon + random.uniform(-0.002, 0.002), 6), round(lat + random.uniform(-0.002, 0.002), 6))
        if measure(spot, lines).distance_m > FAR_M:
            return spot


def near(spot: Position, random: Random, metres: float) -> Position:
    """The same spot as another phone would tell it."""
    per_lon, per_lat = metres_per_degree(spot[1])
    return (
        round(spot[0] + random.uniform(-metres, metres) / per_lon, 6),
        round(spot[1] + random.uniform(-metres, metres) / per_lat, 6),
    )


def _along(segment: Segment, part: float) -> Position:
    """The point that far along, 0 to 1, measured in degrees: near enough for a made-up spot."""
    lengths = [
        hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(segment.points, segment.points[1:], strict=False)
    ]
    left = part * sum(lengths)
    for (a, b), length in zip(zip(segment.points, segment.points[1:], strict=False), lengths, strict=True):
        if left <= length:
            return a[0] + (b[0] - a[0]) * left / length, a[1] + (b[1] - a[1]) * left / length
        left -= length
    return segment.points[-1]
