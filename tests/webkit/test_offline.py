"""A chief's morning in WebKit while the server is dead: nothing is lost, nothing comes twice."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.webkit.conftest import Start
from tests.webkit.driving import Phone
from tests.webkit.office import Person
from tests.webkit.running import DEADLINE_S, Server, wait_until

LEASE_S = 90
"""Without Web Locks, a sender that was killed keeps others from sending for so long."""

Desk = Callable[[str], Person]
Shoot = Callable[[], Path]


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def report(phone: Phone, picture: Path, category: str) -> None:
    phone.open()
    phone.hand_over(picture, ".shutter input[type=file]")
    phone.choose(category)
    phone.press("上报：")
    phone.sees("今日待办")


def all_sent(phone: Phone) -> None:
    """The person asks for it; nobody wants to wait out the back-off here."""
    phone.open("/outbox")
    if phone.unsent():
        phone.press("现在上传")
    wait_until(lambda: not phone.unsent(), phone.unsent, LEASE_S + DEADLINE_S)


def arrived_once(phone: Phone, chief: Person, server: Server, before: set[str], pictures: list[Path]) -> None:
    """As many cases as reports, each with its photos as the phone had kept them."""
    reports = [entry for entry in phone.kept("outbox") if entry["kind"] == "report"]
    cases = {name: case for name, case in chief.reported().items() if name not in before}
    assert sorted(cases) == sorted(entry["case_id"] for entry in reports)
    assert len(cases) == len(pictures)
    stored = server.stored()
    for entry in reports:
        case = cases[entry["case_id"]]
        assert case["missing_photos"] == []
        assert [event["action"] for event in case["events"]] == ["report"]
        assert {photo["sha256"] for photo in case["photos"]} == set(entry["photos"])
        for name in entry["photos"]:
            assert sha(stored[name]) == name
            assert max(Image.open(BytesIO(stored[name])).size) in {1600, 4000}
    assert {original_of(photo) for entry in reports for photo in entry["body"]["photos"]} == {
        sha(picture.read_bytes()) for picture in pictures
    }


def original_of(photo: dict[str, Any]) -> str:
    """The hash of what the camera made, of which a smaller picture may have been sent."""
    return str(photo.get("original_sha256") or photo["sha256"])


def test_a_dead_server_and_a_killed_browser(phone: Start, person: Desk, server: Server, shoot: Shoot) -> None:
    chief = person("chief")
    before = set(chief.reported())
    pictures = [shoot(), shoot()]
    mine = phone("chief")

    server.kill()
    mine.open()
    mine.sees("今日待办")
    report(mine, pictures[0], "店外经营")
    assert [entry["state"] for entry in mine.unsent()] == ["waiting"]
    mine.hand_over(pictures[1], ".shutter input[type=file]")
    wait_until(lambda: mine.kept("drafts"), "the draft is stored")

    mine.kill()
    mine.start()
    mine.open()
    mine.sees("1 未上传")
    mine.press("继续")
    mine.choose("占道经营")
    mine.press("上报：")
    mine.sees("2 未上传")

    server.start()
    all_sent(mine)
    arrived_once(mine, chief, server, before, pictures)
