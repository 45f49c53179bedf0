"""Whole days without a network in WebKit: moves, an ended log-in, lists, browsers that lack things."""

import re
from collections.abc import Callable
from functools import partial

import pytest

from tests.webkit.conftest import Start
from tests.webkit.driving import Phone
from tests.webkit.running import Server, wait_until
from tests.webkit.test_offline import Desk, Shoot, all_sent, arrived_once, report

pytestmark = pytest.mark.soak

CREW = "综合执法队"
OLD = ("--off", "OffscreenCanvas", "OffscreenCanvasInWorkers", "WebLocksAPI")
"""What an iPhone of 2022 lacks."""

STORAGE = ("--on", "StorageAPI", "StorageAPIEstimate")
"""What Debian's build leaves out and every iPhone has."""

Task = Callable[[], str]


@pytest.fixture
def task(person: Desk, shoot: Shoot) -> Task:
    """A case that has just been given to the handler's crew; its id."""
    chief, supervisor = person("chief"), person("supervisor")

    def give() -> str:
        case_id = chief.report(shoot().read_bytes())
        supervisor.assign(case_id, CREW)
        return case_id

    return give


@pytest.mark.parametrize("switches", [(), OLD, STORAGE], ids=["as Debian builds it", "old", "with storage"])
def test_a_morning_of_reports(
    phone: Start, person: Desk, server: Server, shoot: Shoot, switches: tuple[str, ...]
) -> None:
    chief = person("chief")
    before = set(chief.reported())
    pictures = [shoot() for _ in range(6)]
    mine = phone("chief", *switches)
    server.kill()
    for number, picture in enumerate(pictures):
        report(mine, picture, "店外经营")
        if number % 2:
            mine.kill()
            mine.start()
    mine.open()
    mine.sees("6 未上传")
    server.start()
    mine.open("/outbox")
    mine.press("现在上传")
    wait_until(lambda: len(mine.unsent()) < 5, mine.told("the first two are sent"))
    mine.kill()
    mine.start()
    all_sent(mine)
    arrived_once(mine, chief, server, before, pictures)


def test_moves_wait_on_the_phone(
    phone: Start, person: Desk, server: Server, shoot: Shoot, task: Task
) -> None:
    taken, handled, returned = task(), task(), task()
    mine = phone("handler")
    for case_id in (taken, handled, returned):
        mine.open(f"/cases/{case_id}")
        mine.sees("接单")
    server.kill()

    mine.open(f"/cases/{taken}")
    mine.press("接单")
    wait_until(lambda: len(mine.unsent()) == 1, mine.told("one move waits"))
    mine.open(f"/cases/{handled}")
    mine.press("处置完成")
    mine.hand_over(shoot(), "dialog input[type=file]")
    wait_until(lambda: len(mine.kept("photos")) == 1, "the photo is stored")
    mine.press("处置完成", within="//dialog")
    wait_until(lambda: len(mine.unsent()) == 2, mine.told("two moves wait"))
    mine.open(f"/cases/{returned}")
    mine.press("退回")
    mine.press("不属于本部门职责")
    mine.press("退回", within="//dialog")
    wait_until(lambda: len(mine.unsent()) == 3, mine.told("three moves wait"))

    mine.kill()
    mine.start()
    server.start()
    all_sent(mine)
    supervisor = person("supervisor")
    for case_id, status, action in (
        (taken, "handling", "take"),
        (handled, "handled", "handle"),
        (returned, "filed", "return"),
    ):
        case = supervisor.ask("GET", f"/cases/{case_id}")
        assert case["status"] == status
        assert [event["action"] for event in case["events"]].count(action) == 1
        assert case["missing_photos"] == []


def test_a_log_in_that_ends_meanwhile(phone: Start, person: Desk, server: Server, shoot: Shoot) -> None:
    chief = person("chief")
    before = set(chief.reported())
    pictures = [shoot(), shoot()]
    mine = phone("chief")
    server.kill()
    report(mine, pictures[0], "店外经营")
    mine.kill()
    server.start()
    chief.ask("DELETE", "/sessions")

    mine.start()
    mine.open("/outbox")
    mine.sees("登录已过期")
    report(mine, pictures[1], "占道经营")
    assert len(mine.unsent()) == 2
    mine.open("/outbox")
    mine.press("去登录")
    mine.log_in("chief")
    all_sent(mine)
    arrived_once(mine, person("chief"), server, before, pictures)


def test_what_was_read_once_can_be_read_again(phone: Start, server: Server, task: Task) -> None:
    case_id = task()
    mine = phone("chief")
    # The case first: what has been looked at is no news any more.
    paths = (f"/cases/{case_id}", "/", "/tasks", "/reports", "/segments")
    told = {path: lines(mine, path) for path in paths}
    server.kill()
    mine.kill()
    mine.start()
    for path, before in told.items():
        assert len(before) > 3, path
        wait_until(partial(reads, mine, path, before), mine.told(before))


def reads(phone: Phone, path: str, before: set[str]) -> bool:
    return before <= lines(phone, path)


def lines(phone: Phone, path: str) -> set[str]:
    """What stands on the screen once it has come to rest, but for the hours left."""
    phone.open(path)
    seen = ""
    while seen != (seen := phone.words()) or not seen.strip():
        phone.ask("await new Promise((done) => setTimeout(done, 700))")
    return {line for line in seen.splitlines() if line.strip() and not re.search("剩|超期", line)}
