"""The worker's part: follow the log, the lights and the notices; make summaries; let robots speak."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.models import OverdueNotice
from app.core import jobs
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.jobs import Sweeper
from app.messages.letters import Letter, Verdict
from app.messages.models import MessageCursor, Robot
from app.messages.queries.following import CURSOR, has_changes, list_turned_yellow
from app.messages.services.following import follow_lights, follow_log
from app.messages.services.noticing import tell_next_overdue
from app.messages.services.reading import forget_old
from app.messages.services.sending import Post, land, make_post, take_robot
from app.messages.services.summing import find_due, sum_up
from config import Config

DAY_S = 86_400.0
AT_ONCE = 4
"""Posts under way at a time: slow or dead robots hold up neither the others nor the rest of the worker."""


def make_sweepers(settings: Config) -> list[Sweeper]:
    """The sweepers of one worker."""
    speaker = Speaker(settings)
    return [
        Sweeper("tell what happened", tell_log, every=1.0),
        Sweeper("tell what is due soon", tell_lights, every=10.0),
        Sweeper("tell what is overdue", tell_notices, every=2.0),
        Sweeper("sum up the day", tell_summaries, every=30.0),
        Sweeper("let robots speak", speaker.sweep, every=1.0, finish=speaker.finish),
        Sweeper("forget old messages", lambda: _write(forget_old), every=DAY_S),
    ]


def _write(change: Callable[[Session, datetime], bool]) -> bool:
    with unit_of_work() as session:
        return change(session, now())


def tell_log() -> bool:
    """One batch of what happened to cases."""
    with reading() as session:
        if not has_changes(session):
            return False
    return _write(follow_log)


def tell_lights() -> bool:
    """One batch of what turned yellow."""
    moment = now()
    with reading() as session:
        cursor = session.get(MessageCursor, CURSOR)
        after, after_id = (cursor.yellow_at, cursor.yellow_id) if cursor else (None, None)
        if not list_turned_yellow(session, after or moment, after_id or UUID(int=0), moment):
            return False
    return _write(follow_lights)


def tell_notices() -> bool:
    """One notice of what is overdue."""
    with reading() as session:
        if not jobs.is_due(session, OverdueNotice):
            return False
    return _write(tell_next_overdue)


def tell_summaries() -> bool:
    """The summary of one robot whose hour has come."""
    with reading() as session:
        robot_id = find_due(session, now())
    if robot_id is None:
        return False
    with unit_of_work() as session:
        sum_up(session, robot_id, now())
    return True


def send(letter: Letter) -> Verdict:
    """Out to the network; the library is loaded by the first post."""
    from app.messages.posting import post

    return post(letter)


class Speaker:
    """Posts in threads of their own, which know no database; what became of them is written down here."""

    def __init__(self, settings: Config) -> None:
        self.settings = settings
        self.under_way: dict[Future[Verdict], Post] = {}
        self._threads: ThreadPoolExecutor | None = None

    def sweep(self) -> bool:
        """True while posts are under way, so that who drains the worker waits for them."""
        moved = self._land() or self._take_off()
        if not moved and self.under_way:
            wait(self.under_way, timeout=0.05, return_when=FIRST_COMPLETED)
        return moved or bool(self.under_way)

    def finish(self) -> None:
        """Hear out what is under way: it would be posted again by the next worker."""
        wait(self.under_way)
        self._land()

    def _take_off(self) -> bool:
        """Send the next robot off; whether there was one whose turn it was."""
        if len(self.under_way) >= AT_ONCE:
            return False
        with reading() as session:
            if not jobs.is_due(session, Robot):
                return False
        with unit_of_work() as session:
            robot = take_robot(session)
            post = make_post(session, robot, now(), self.settings) if robot else None
        if post is not None:
            self.under_way[self._pool().submit(send, post.letter)] = post
        return robot is not None

    def _land(self) -> bool:
        """Write down the posts that ended; whether there were any."""
        ended = [future for future in self.under_way if future.done()]
        for future in ended:
            verdict = _verdict(future)
            with unit_of_work() as session:
                land(session, self.under_way[future], verdict, now())
            del self.under_way[future]
        return bool(ended)

    def _pool(self) -> ThreadPoolExecutor:
        self._threads = self._threads or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="robots")
        return self._threads


def _verdict(future: Future[Verdict]) -> Verdict:
    """A mistake of ours is no reason to forget the post; its words might hold the key and stay out."""
    error = future.exception()
    return Verdict("failed", f"error: {type(error).__name__}") if error else future.result()
