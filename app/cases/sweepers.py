"""The worker's part: count ends anew after rules changed, take steps when limits are over, forget answers."""

from app.cases.services.meaning import drop_old_answers, has_old_answers
from app.cases.services.overdue import has_overdue_step, take_overdue_steps
from app.cases.services.presence import forget_absent, has_absent
from app.cases.services.recounting import needs_recount, recount
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.jobs import Sweeper

LOOK_EVERY_S = 5.0
FORGET_EVERY_S = 30.0
FORGET_EVERY_S = 3600.0


def make_sweepers() -> list[Sweeper]:
    """The sweepers of one worker."""
    return [
        Sweeper("recount clocks", recount_clocks, every=LOOK_EVERY_S),
        Sweeper("overdue steps", take_steps, every=LOOK_EVERY_S),
        Sweeper("forget viewers", forget_viewers, every=FORGET_EVERY_S),
        Sweeper("old answers", forget_answers, every=FORGET_EVERY_S),
    ]


def recount_clocks() -> bool:
    """One batch, where calendar or rules are other than they were."""
    with reading() as session:
        if not needs_recount(session):
            return False
    with unit_of_work() as session:
        return recount(session, now())


def take_steps() -> bool:
    """One batch of the steps that have come."""
    with reading() as session:
        if not has_overdue_step(session, now()):
            return False
    with unit_of_work() as session:
        return take_overdue_steps(session, now())


def forget_answers() -> bool:
    """All that acts on many cases were answered longer ago than anybody asks for."""
    with reading() as session:
        if not has_old_answers(session, now()):
            return False
    with unit_of_work() as session:
        drop_old_answers(session, now())
    return True


def forget_viewers() -> bool:
    """Those who closed the window without a word; never more to do at once."""
    with reading() as session:
        if not has_absent(session, now()):
            return False
    with unit_of_work() as session:
        forget_absent(session, now())
    return False
