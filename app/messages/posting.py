"""One post to a robot, through Apprise's plugins, judged by what the robot answers and not by HTTP's 200.

A plugin brings what its service wants to be sent, and the signature of 钉钉. Added here: a base address of
our own, the signature of 飞书, no redirects, and reading the answer, which the plugins throw away.
"""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import orjson
import requests
from apprise import AppriseAsset
from apprise.plugins.base import NotifyBase
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from app.messages.kinds import KINDS
from app.messages.letters import Letter, Verdict

ASSET = AppriseAsset(app_id="Luzhang", http_redirects=False)
CONNECT_S, READ_S = 3, 5
"""Together less than a worker has left once it is told to stop."""
MOST_ANSWER = 10_000
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Answer:
    """`code` of the body, None where it is not the service's JSON."""

    status: int
    code: int | None
    words: str
    retry_after: str | None


class _Listening(NotifyBase):  # type: ignore[misc]  # Apprise types half of itself
    """A plugin that keeps what it was answered. `letter` is set right after it is made."""

    letter: Letter
    answer: Answer

    def payload(self, body: str) -> dict[str, Any]:
        """The body of the post."""
        return {"msgtype": "text", "text": {"content": body}}

    def params(self) -> dict[str, str]:
        """What the address carries beside the key."""
        return {}

    def send(self, body: str, title: str = "", **_given: Any) -> bool:
        """What Apprise calls. Raises requests' errors."""
        with requests.post(
            self.letter.address,
            data=orjson.dumps(self.payload(body)),
            params=self.params(),
            headers={"User-Agent": self.app_id, "Content-Type": "application/json; charset=utf-8"},
            verify=self.verify_certificate,
            timeout=self.request_timeout,
            allow_redirects=self.redirects,
            stream=True,
        ) as response:
            body_back = next(response.iter_content(MOST_ANSWER), b"")
            self.answer = _read(response.status_code, body_back, response.headers.get("Retry-After"))
        return self.answer.code == 0


class WeCom(_Listening, NotifyWeComBot):  # type: ignore[misc]
    """企业微信: the key alone is the right to post."""


class DingTalk(_Listening, NotifyDingTalk):  # type: ignore[misc]
    """钉钉: signed in the address."""

    def params(self) -> dict[str, str]:
        if not self.secret:
            return {}
        timestamp, sign = self.get_signature()
        # The plugin hands it over quoted already, and requests would quote it again.
        return {"timestamp": timestamp, "sign": unquote(sign)}


class Feishu(_Listening, NotifyFeishu):  # type: ignore[misc]
    """飞书: signed in the body, which the plugin does not do."""

    def payload(self, body: str) -> dict[str, Any]:
        return self._signed({"msg_type": "text", "content": {"text": body}})

    def _signed(self, payload: dict[str, Any]) -> dict[str, Any]:
        if not self.letter.secret:
            return payload
        timestamp = str(int(time.time()))
        # The time and the secret are the key here, and what is signed is nothing.
        mac = hmac.new(f"{timestamp}\n{self.letter.secret}".encode(), b"", hashlib.sha256)
        return {"timestamp": timestamp, "sign": base64.b64encode(mac.digest()).decode(), **payload}


def _plugin(letter: Letter) -> _Listening:
    waits = {"cto": CONNECT_S, "rto": READ_S}
    plugin: _Listening
    if letter.service == "wecom":
        plugin = WeCom(key=letter.key, asset=ASSET, **waits)
    elif letter.service == "dingtalk":
        plugin = DingTalk(token=letter.key, secret=letter.secret or None, asset=ASSET, **waits)
    else:
        plugin = Feishu(token=letter.key, asset=ASSET, **waits)
    plugin.letter = letter
    return plugin


def post(letter: Letter) -> Verdict:
    """Send it and say how that went; raises nothing that a network can cause."""
    plugin = _plugin(letter)
    try:
        plugin.notify(body=letter.text)
    except requests.Timeout:
        return Verdict("failed", "timeout")
    except requests.RequestException as error:
        # Its words would repeat the address, and with it the key.
        return Verdict("failed", f"unreachable: {type(error).__name__}")
    return _judge(letter, plugin.answer)


def _judge(letter: Letter, answer: Answer) -> Verdict:
    kind, words = KINDS[letter.service], _without_secrets(letter, answer.words)
    if answer.status == 429 or answer.code in kind.limited_codes:
        return Verdict("limited", words, _pause(answer.retry_after) or kind.pause)
    if answer.code in kind.refused_codes:
        return Verdict("refused", words)
    if answer.status == 200 and answer.code == 0:
        return Verdict("sent")
    return Verdict("failed", words)


def _without_secrets(letter: Letter, words: str) -> str:
    for secret in filter(None, (letter.key, letter.secret)):
        words = words.replace(secret, "…")
    return words[:200]


def _pause(retry_after: str | None) -> timedelta | None:
    if retry_after is None or not retry_after.isdecimal():
        return None
    return min(timedelta(seconds=int(retry_after[:6])), LONGEST_PAUSE)


def _read(status: int, body: bytes, retry_after: str | None) -> Answer:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        return Answer(status, None, f"HTTP {status}", retry_after)
    names = ("errcode", "code", "StatusCode")
    code = next((found[name] for name in names if isinstance(found.get(name), int)), None)
    said = next((str(found[name]) for name in ("errmsg", "msg") if found.get(name)), "")
    words = f"HTTP {status} {said}" if code is None else f"{code} {said}"
    return Answer(status, code, words.strip(), retry_after)
