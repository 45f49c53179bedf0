"""What a request needs to know of the seeded rows, asked of the running program."""

import json
import time
from collections.abc import Callable
from dataclasses import replace

from measures import API, BODY, NEWS, Measure, has_news, is_whole_case
from server import Caller

CROSSING_LON, CROSSING_LAT = 113.601, 34.743
"""Of the fourth road south to north with the fifth west to east."""
FEWEST_POINTS, MOST_POINTS = 3900, 4100
"""The box of a map holds so many, whatever the size of the city: a smaller box, as on a larger zoom."""
NOT_SAID = ("road_name", "segment_name")
"""Of a rule, told but not taken."""
LOOKED_THROUGH = 100
"""Changes behind such a place, most of which are none of this person's business."""
PATIENCE_S = 60


def filled(measure: Measure, caller: Caller) -> Measure:
    """The measure with each word in braces replaced by what it stands for."""
    for word, find in WORDS.items():
        if word in measure.path + measure.body:
            found = find(caller)
            path, body = measure.path.replace(word, found), measure.body.replace(word, found)
            measure = replace(measure, path=path, body=body)
    return measure


def _now(caller: Caller) -> str:
    """The end of the feed as a desk asks for it."""
    return str(caller.ask("/changes?after=now&limit=1")["next_cursor"])


def _behind(caller: Caller) -> str:
    """A place in the feed behind which the caller's phone has a few reports of their own to hear of."""
    place = str(caller.ask("/changes?concerns=me&after=now")["next_cursor"])
    report = Measure("news", "", f"{API}/cases/ID", is_whole_case, None, "create", BODY)
    stranger = Caller.log_in("chief8")
    for number in range(LOOKED_THROUGH):
        (caller if number < NEWS else stranger).send(report)
    # Nothing is told before every older transaction has ended, one of the database's own included.
    until = time.monotonic() + PATIENCE_S
    while not has_news(caller.ask(f"/changes?concerns=me&after={place}")) and time.monotonic() < until:
        time.sleep(0.5)
    return place


def _first(caller: Caller) -> str:
    """Where a phone stands that holds nothing yet and has been told whose it is."""
    return str(caller.ask("/changes?concerns=me")["next_cursor"])


def _box(caller: Caller) -> str:
    """A box about a crossing with some 4,000 cases in it, found by halving."""
    least, most = 0.0, 0.05
    while most - least > 1e-7:
        half = (least + most) / 2
        box = _about_crossing(half)
        answer = caller.ask(f"/cases/map?zoom=17&bbox={box}")
        count = len(answer["features"])
        if FEWEST_POINTS <= count <= MOST_POINTS and not answer["truncated"]:
            return box
        least, most = (half, most) if count < FEWEST_POINTS else (least, half)
    raise SystemExit("No box about the crossing holds some 4,000 cases")


def _about_crossing(half: float) -> str:
    corners = CROSSING_LON - half, CROSSING_LAT - half, CROSSING_LON + half, CROSSING_LAT + half
    return ",".join(f"{corner:.6f}" for corner in corners)


def _rules(caller: Caller) -> str:
    """The rules that stand, in the opposite order."""
    stands = caller.ask("/suggestion-rules")["items"]
    items = [{name: rule[name] for name in rule if name not in NOT_SAID} for rule in reversed(stands)]
    return json.dumps({"items": items})


WORDS: dict[str, Callable[[Caller], str]] = {
    "{now}": _now,
    "{behind}": _behind,
    "{first}": _first,
    "{box}": _box,
    "{rules}": _rules,
}
