"""How a case may go: each plot writes its moves on a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from app.demo.stories.draft import Draft

NEIGHBOUR = {
    "zhifa": "shizheng",
    "huanwei": "zhifa",
    "shizheng": "zhifa",
    "jiaojing": "zhifa",
    "shichang": "zhifa",
}


def closed(draft: Draft) -> None:
    accepted(draft)
    worked(draft)
    draft.check()


def cleared_on_spot(draft: Draft) -> None:
    draft.is_cleared_on_spot = True
    draft.check()


def reworked(draft: Draft) -> None:
    reworking(draft)
    draft.handle()
    draft.check()


def returned(draft: Draft) -> None:
    sent_back(draft)
    draft.give_to(NEIGHBOUR[draft.department])
    draft.assign()
    draft.handle()
    draft.check()


def extended(draft: Draft) -> None:
    asking_extension(draft)
    due = draft.assigned_at + timedelta(hours=draft.limit_hours + 24)
    draft.supervise("extend", 5, 40, due_at=due.replace(microsecond=0))
    draft.handle()
    draft.check()


def extension_refused(draft: Draft) -> None:
    asking_extension(draft)
    draft.supervise("refuse_extension", 5, 30)
    draft.handle()
    draft.check()


def reminded(draft: Draft) -> None:
    accepted(draft)
    draft.take()
    draft.supervise("remind", draft.limit_hours * 55, draft.limit_hours * 70)
    draft.handle(is_late=True)
    draft.check()


def confirmed_first(draft: Draft) -> None:
    to_confirm(draft)
    draft.wait(15, 90)
    draft.act("confirm", draft.chiefs[0])
    closed(draft)


def denied(draft: Draft) -> None:
    to_confirm(draft)
    draft.wait(15, 90)
    draft.act("deny", draft.chiefs[0])
    rejected(draft)


def rejected(draft: Draft) -> None:
    draft.supervise("reject", 5, 60)


def reopened(draft: Draft) -> None:
    rejected(draft)
    draft.supervise("reopen", 30, 200)
    closed(draft)


def withdrawn(draft: Draft) -> None:
    draft.wait(1, 9)
    draft.act("withdraw", draft.reporter)


def suspended(draft: Draft) -> None:
    accepted(draft)
    draft.supervise("suspend", 30, 120)


def resumed(draft: Draft) -> None:
    suspended(draft)
    draft.supervise("resume", 2 * 24 * 60, 9 * 24 * 60)
    draft.handle()
    draft.check()


def placed_by_hand(draft: Draft) -> None:
    draft.supervise("move", 5, 40, segment=draft.segment.name)
    closed(draft)


def waiting(draft: Draft) -> None:
    """Nobody has looked at it yet."""


def to_confirm(draft: Draft) -> None:
    draft.supervise("ask_confirm", 5, 30)


def filed(draft: Draft) -> None:
    draft.file()


def assigned(draft: Draft) -> None:
    accepted(draft)


def handling(draft: Draft) -> None:
    accepted(draft)
    draft.take()


def asking_extension(draft: Draft) -> None:
    handling(draft)
    draft.wait(20, 60)
    due = draft.assigned_at + timedelta(hours=draft.limit_hours + 24)
    draft.act("ask_extension", draft.handler, due_at=due.replace(microsecond=0))


def sent_back(draft: Draft) -> None:
    accepted(draft)
    draft.wait(15, 60)
    draft.act("return", draft.handler)


def reworking(draft: Draft) -> None:
    accepted(draft)
    draft.handle(is_cleared=False)
    draft.check(is_good=False)


def handled(draft: Draft) -> None:
    accepted(draft)
    worked(draft)


def cleared_waiting(draft: Draft) -> None:
    draft.is_cleared_on_spot = True


def accepted(draft: Draft) -> None:
    """Filed and assigned, as often as not in one act."""
    if draft.random.random() < 0.4:
        draft.file()
    draft.assign()


def worked(draft: Draft) -> None:
    if draft.random.random() < 0.8:
        draft.take()
    if draft.random.random() < 0.12:
        draft.wait(10, 40)
        draft.act("comment", draft.chiefs[0])
    draft.handle(is_late=draft.random.random() < 0.13)


@dataclass(frozen=True)
class Plot:
    """`share` of three hundred. `hours_ago` (from, to) tells a story that is still running."""

    tell: Callable[[Draft], None]
    share: int
    hours_ago: tuple[float, float] | None = None
    is_unplaced: bool = False
    is_slow: bool = False
    """Wants a category with more than a few hours."""
    follows_limit: bool = False
    """Begins so that the light is green, yellow and red in turn."""
    at_home: bool = False
    """Half of them in the street office of the demonstration's chief."""

    @property
    def name(self) -> str:
        """As the function that tells it."""
        return self.tell.__name__


# The first dozen has every status, so that a small demonstration has them too.
PLOTS: tuple[Plot, ...] = (
    Plot(closed, 109),
    Plot(waiting, 15, (0.1, 5), at_home=True),
    Plot(assigned, 13, follows_limit=True),
    Plot(handled, 9, (3, 8), at_home=True),
    Plot(handling, 9, follows_limit=True),
    Plot(cleared_on_spot, 26),
    Plot(rejected, 9),
    Plot(filed, 6, (0.3, 3)),
    Plot(suspended, 7, is_slow=True),
    Plot(withdrawn, 6),
    Plot(reworked, 12),
    Plot(closed, 5, (20, 40), at_home=True),
    Plot(rejected, 2, (4, 28), at_home=True),
    Plot(cleared_waiting, 3, (0.5, 5), at_home=True),
    Plot(waiting, 3, (0.2, 4), is_unplaced=True),
    Plot(returned, 9),
    Plot(reminded, 8),
    Plot(confirmed_first, 8),
    Plot(extended, 6, is_slow=True),
    Plot(placed_by_hand, 5, is_unplaced=True),
    Plot(denied, 4),
    Plot(resumed, 4, is_slow=True),
    Plot(reopened, 3),
    Plot(extension_refused, 3, is_slow=True),
    Plot(to_confirm, 3, (0.5, 3), at_home=True),
    Plot(asking_extension, 2, (4, 9), is_slow=True),
    Plot(sent_back, 2, (2, 6)),
    Plot(reworking, 2, (5, 9)),
)
MERGED_SHARE = 7
