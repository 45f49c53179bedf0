"""What is sent to each service, and how its answer is understood: 200 means nothing."""

import logging
from datetime import timedelta
from time import monotonic

import pytest

from app.messages import posting
from app.messages.kinds import KINDS, key_of
from app.messages.letters import Letter
from app.messages.models import SERVICES, Service
from app.messages.posting import post
from app.messages.wording import MARK, MOST_LINES, compose, cut
from tests.messages.robots import KEY, SECRET, Robots


def letter(robots: Robots, service: Service, **given: str) -> Letter:
    values = {"key": KEY, "secret": "", "text": f"{MARK}新上报：占道经营"} | given
    return Letter(service=service, base_url=robots.url, **values)


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_hears_the_text(robots: Robots, service: Service) -> None:
    assert post(letter(robots, service)).outcome == "sent"
    assert [(one.service, one.text) for one in robots.heard] == [(service, f"{MARK}新上报：占道经营")]


@pytest.mark.parametrize("service", ["dingtalk", "feishu"])
def test_a_signature_is_made_as_the_service_checks_it(robots: Robots, service: Service) -> None:
    robots.secret = SECRET
    assert post(letter(robots, service, secret=SECRET)).outcome == "sent"
    for wrong in ("", "SECfedcba"):
        verdict = post(letter(robots, service, secret=wrong))
        assert verdict.outcome == "refused"
        assert verdict.words
    assert len(robots.heard) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_too_often_is_told_from_refused(robots: Robots, service: Service) -> None:
    robots.per_minute = 0
    verdict = post(letter(robots, service))
    assert (verdict.outcome, verdict.pause) == ("limited", KINDS[service].pause)
    robots.keys.clear()
    assert post(letter(robots, service)).outcome == "refused"


def test_http_429_says_when_to_come_again(robots: Robots) -> None:
    robots.status, robots.body, robots.headers = 429, b"{}", {"Retry-After": "17"}
    assert post(letter(robots, "wecom")).pause == timedelta(seconds=17)
    robots.headers = {"Retry-After": "9" * 30}
    assert post(letter(robots, "wecom")).pause == timedelta(hours=1)
    robots.headers = {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert post(letter(robots, "wecom")).pause == KINDS["wecom"].pause


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (500, b"oops", "HTTP 500"),
        (200, b"<html>a portal</html>", "HTTP 200"),
        (200, b"[]", "HTTP 200"),
        (200, b'{"data": 1}', "HTTP 200"),
        (200, b'{"errcode": "0"}', "HTTP 200"),
        (200, b'{"errcode": -1, "errmsg": "system busy"}', "-1 system busy"),
        (502, b'{"errcode": 0, "errmsg": "ok"}', "0 ok"),
    ],
)
def test_what_makes_no_sense_has_failed(robots: Robots, status: int, body: bytes, words: str) -> None:
    robots.status, robots.body = status, body
    verdict = post(letter(robots, "wecom"))
    assert (verdict.outcome, verdict.words) == ("failed", words)


def test_a_redirect_is_not_followed(robots: Robots) -> None:
    """It would carry the key to whoever is named there."""
    robots.status, robots.headers, robots.body = 302, {"Location": f"{robots.url}/elsewhere"}, b""
    assert post(letter(robots, "wecom")).outcome == "failed"
    assert robots.knocked == 1


def test_a_robot_that_hangs_or_is_away_is_left_soon(robots: Robots, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "READ_S", 0.3)
    robots.hangs = True
    begun = monotonic()
    assert post(letter(robots, "wecom")).words == "timeout"
    assert monotonic() - begun < 3
    away = Letter("wecom", "http://127.0.0.1:9", KEY, "", "…")
    assert post(away).words == "unreachable: ConnectionError"


@pytest.mark.parametrize("service", SERVICES)
def test_secrets_stand_in_no_word_and_no_log(
    robots: Robots, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    robots.status, robots.body = 200, f'{{"errcode": 7, "errmsg": "{KEY} and {SECRET}"}}'.encode()
    with caplog.at_level(logging.INFO):
        said = post(letter(robots, service, secret=SECRET)).words
        said += post(Letter(service, "http://127.0.0.1:9", KEY, SECRET, "…")).words
    for secret in (KEY, SECRET):
        assert secret not in said + caplog.text


ADDRESSES = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={KEY}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{KEY}",
}
BASES = {name: address.split("/", 3)[:3] for name, address in ADDRESSES.items()}


@pytest.mark.parametrize("service", SERVICES)
def test_an_address_is_taken_as_copied_or_by_its_key(service: Service) -> None:
    kind, base_url = KINDS[service], "/".join(BASES[service])
    for address in (ADDRESSES[service], KEY):
        assert key_of(kind, base_url, address) == KEY
    for other in SERVICES:
        if other != service:
            assert key_of(kind, base_url, ADDRESSES[other]) is None
    for wrong in (
        "",
        "short",
        "https://evil.example/robot",
        ADDRESSES[service] + "/../x",
        "中文的地址不行啊",
    ):
        assert key_of(kind, base_url, wrong) is None


def test_many_lines_go_into_one_post_as_far_as_they_fit() -> None:
    lines = [f"新上报：占道经营，路段{number}" for number in range(50)]
    post = compose(lines, 2000)
    assert post.taken == MOST_LINES
    assert post.text.splitlines()[0] == MARK + lines[0]
    small = compose(lines, 120)
    assert 1 < small.taken < MOST_LINES
    assert len(small.text.encode()) <= 120


def test_a_line_that_is_too_long_is_cut_between_characters() -> None:
    post = compose(["长" * 2000, "短"], 2000)
    assert post.taken == 1
    assert 1990 < len(post.text.encode()) <= 2000
    assert cut("长短", 4) == "长"
