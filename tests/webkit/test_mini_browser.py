"""The library's own browser: what holds there holds without anything of ours around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webkit.driving import MINI_BROWSER, Phone
from tests.webkit.running import Display, Server
from tests.webkit.test_offline import Desk, Shoot, all_sent, arrived_once


@pytest.fixture
def mini_browser(server: Server, display: Display, tmp_path: Path) -> Iterator[Phone]:
    """MiniBrowser under automation: nothing outlives it, and a question about the position stays open."""
    phone = Phone(server, display, tmp_path / "mini")
    phone.binary = [str(MINI_BROWSER), "--automation", "--features=-UsesBackForwardCache"]
    phone.start()
    yield phone
    phone.kill()


def test_a_report_without_a_position_or_a_server(
    mini_browser: Phone, person: Desk, server: Server, shoot: Shoot
) -> None:
    chief = person("chief")
    before = set(chief.reported())
    mini_browser.open()
    mini_browser.log_in("chief")
    mini_browser.settle()
    server.kill()
    picture = shoot()
    mini_browser.open()
    mini_browser.hand_over(picture, ".shutter input[type=file]")
    mini_browser.choose("店外经营")
    mini_browser.press("改")
    mini_browser.press("棉纺路", within="//dialog")
    mini_browser.press("上报：")
    mini_browser.sees("1 未上传")
    mini_browser.driver.refresh()
    mini_browser.sees("1 未上传")
    server.start()
    all_sent(mini_browser)
    arrived_once(mini_browser, chief, server, before, [picture])
