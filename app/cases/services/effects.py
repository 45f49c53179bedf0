"""What each move changes in the case beside its status."""

from collections.abc import Callable

from app.cases.deadlines import drop_clock, extend_clock, pause_clock, rearm_clock, resume_clock, start_clock
from app.cases.queries.photos import list_missing_after
from app.cases.search import set_search
from app.cases.services.act import Act, Step
from app.cases.services.assignees import choose_assignee
from app.cases.services.limits import choose_limit, limit_of
from app.cases.services.merging import merge, unmerge
from app.cases.services.moving import move
from app.cases.services.numbers import next_number
from app.cases.workflow import Action
from app.core.errors import Conflict

Effect = Callable[[Act], None]


def _file(act: Act) -> None:
    """The number is given once; a case that comes back keeps it."""
    case = act.case
    case.filed_at = act.at
    case.confirm_asked = False
    choose_limit(act)
    if case.number is None:
        case.number = next_number(act.session, case.unit_id, act.at, actor=act.actor)
        set_search(case, case.number, case.search_text)
    act.data["number"] = case.number


def _assign(act: Act) -> None:
    """From `reported` it files as well: two rows in the log, one act. The new hands get the whole limit."""
    case = act.case
    case.department_id, case.assignee_id = choose_assignee(act)
    if act.order.assignee_id:
        act.data["assignee_id"] = str(act.order.assignee_id)
    if case.status == "reported":
        _file(act)
        act.steps.append(Step("file", "reported", "filed"))
    else:
        choose_limit(act)
    start_clock(case, limit_of(act), act.clocks, act.at)


def _take(act: Act) -> None:
    act.case.assignee_id = act.actor.id


def _handle(act: Act) -> None:
    act.case.handler_id = act.actor.id
    act.case.handled_at = act.at
    act.case.extension_asked_until = None


def _give_back(act: Act) -> None:
    """Nobody has it any more; its photos and number stay."""
    act.case.department_id = act.case.assignee_id = None
    drop_clock(act.case)


def _verify_pass(act: Act) -> None:
    missing = list_missing_after(act.session, act.case)
    if missing:
        detail = "The after photo has not arrived yet"
        raise Conflict(detail, code="photos_missing", missing_photos=missing)
    act.case.closed_at = act.at


def _verify_fail(act: Act) -> None:
    """Back to the same hands on the same clock: rework earns no new time. A self-handler's starts now."""
    case = act.case
    case.assignee_id = case.handler_id
    case.handled_at = None
    case.rework_count += 1
    if case.assigned_at is None:
        start_clock(case, limit_of(act), act.clocks, act.at)
    else:
        rearm_clock(case, act.clocks, act.at)


def _reopen(act: Act) -> None:
    case = act.case
    case.handler_id = case.handled_at = case.closed_at = case.confirmed = case.limit = None
    _give_back(act)


def _suspend(act: Act) -> None:
    act.case.suspended_from = act.case.status
    pause_clock(act.case, act.at)


def _resume(act: Act) -> None:
    resume_clock(act.case, act.clocks, act.at)


def _ask_extension(act: Act) -> None:
    act.case.extension_asked_until = act.order.due_at
    act.data["due_at"] = act.order.due_at and act.order.due_at.isoformat()


def _extend(act: Act) -> None:
    due_at = act.order.due_at or act.case.extension_asked_until
    if due_at is not None:
        extend_clock(act.case, due_at, act.clocks, act.at)
        act.data["due_at"] = due_at.isoformat()


def _refuse_extension(act: Act) -> None:
    act.case.extension_asked_until = None


def _ask_confirm(act: Act) -> None:
    act.case.confirm_asked, act.case.confirmed = True, None


def _confirm(act: Act) -> None:
    act.case.confirm_asked, act.case.confirmed = False, True


def _deny(act: Act) -> None:
    act.case.confirm_asked, act.case.confirmed = False, False


def nothing_more(_act: Act) -> None:
    """The move is a change of status or a word in the log."""


EFFECTS: dict[Action, Effect] = {
    "file": _file,
    "assign": _assign,
    "take": _take,
    "handle": _handle,
    "return": _give_back,
    "verify_pass": _verify_pass,
    "verify_fail": _verify_fail,
    "reject": _give_back,
    "reopen": _reopen,
    "suspend": _suspend,
    "resume": _resume,
    "ask_extension": _ask_extension,
    "extend": _extend,
    "refuse_extension": _refuse_extension,
    "remind": nothing_more,
    "ask_confirm": _ask_confirm,
    "confirm": _confirm,
    "deny": _deny,
    "merge": merge,
    "unmerge": unmerge,
    "move": move,
    "comment": nothing_more,
    "sight": nothing_more,
    "withdraw": nothing_more,
}
