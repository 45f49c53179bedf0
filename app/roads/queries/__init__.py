"""Reading roads, segments and appointments."""

from app.roads.queries.chiefs import APPOINTMENTS_STAMP, first_chief, holds_on
from app.roads.queries.segments import STAMP, WKB, find_nearest_segment, lines_of, stored_lines

__all__ = [
    "APPOINTMENTS_STAMP",
    "STAMP",
    "WKB",
    "find_nearest_segment",
    "first_chief",
    "holds_on",
    "lines_of",
    "stored_lines",
]
