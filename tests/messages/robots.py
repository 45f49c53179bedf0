"""A server that behaves like the robots of 企业微信, 钉钉 and 飞书: their signatures, limits and errors.

Written down from what each service says of its own robots. All three answer 200 whatever is wrong.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0a1b2c3d4e5f6071"
SECRET = "SEC0123456789abcdef"
Reply = dict[str, Any]


@dataclass
class Heard:
    """One post that arrived and was taken."""

    service: str
    key: str
    text: str
    at: float


@dataclass
class Robots:
    """What the server knows: its keys, who must sign, how many posts it takes, and what it has heard."""

    url: str = ""
    keys: set[str] = field(default_factory=lambda: {KEY})
    secret: str = ""
    per_minute: int = 20
    heard: list[Heard] = field(default_factory=list)
    knocked: int = 0
    """Posts that came, taken or not."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Answered instead of the service's own word."""
    hangs: bool = False
    delay_s: float = 0
    awaits: Event = field(default_factory=Event)
    """Released at the end, so that hanging answers end with the test."""
    lock: Lock = field(default_factory=Lock)

    def texts(self) -> list[str]:
        """What was heard, in its order."""
        return [one.text for one in self.heard]

    def take(self, service: str, key: str, text: str, *, is_signed: bool) -> str | None:
        """Why it is not taken, or None where it is."""
        with self.lock:
            if key not in self.keys:
                return "unknown"
            if self.secret and not is_signed:
                return "unsigned"
            recent = [one for one in self.heard if one.key == key and one.at > time.time() - 60]
            if len(recent) >= self.per_minute:
                return "often"
            self.heard.append(Heard(service, key, text, time.time()))
            return None


WORDS: dict[str, dict[str | None, Reply]] = {
    "wecom": {
        None: {"errcode": 0, "errmsg": "ok"},
        "unknown": {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1], from ip: 1.2.3.4"},
        "unsigned": {"errcode": 0, "errmsg": "ok"},
        "often": {"errcode": 45009, "errmsg": "api freq out of limit, hint: [1]"},
    },
    "dingtalk": {
        None: {"errcode": 0, "errmsg": "ok"},
        "unknown": {"errcode": 300005, "errmsg": "token is not exist"},
        "unsigned": {"errcode": 310000, "errmsg": "sign not match"},
        "often": {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
    },
    "feishu": {
        None: {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
        "unknown": {"code": 19001, "data": {}, "msg": "param invalid: incoming webhook access token invalid"},
        "unsigned": {"code": 19021, "data": {}, "msg": "sign match fail or timestamp is not within one hour"},
        "often": {"code": 11232, "data": {}, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]"},
    },
}


class Handler(BaseHTTPRequestHandler):
    """One post."""

    robots: Robots

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        robots = self.robots
        with robots.lock:
            robots.knocked += 1
        if robots.hangs:
            robots.awaits.wait(20)
            return
        time.sleep(robots.delay_s)
        if robots.body is not None or robots.status != 200:
            self._answer(robots.status, robots.body or b"")
            return
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._answer(200, json.dumps(self._judge(parts.path, query, json.loads(body))).encode())

    def _judge(self, path: str, query: dict[str, str], body: Any) -> Reply:
        robots = self.robots
        if path == "/cgi-bin/webhook/send":
            text = body["text"]["content"]
            if body["msgtype"] != "text" or len(text.encode()) > 2048:
                return {"errcode": 45002, "errmsg": "content size out of limit"}
            return WORDS["wecom"][robots.take("wecom", query["key"], text, is_signed=True)]
        if path == "/robot/send":
            is_signed = _fits_dingtalk(robots.secret, query)
            text = body["text"]["content"]
            taken = robots.take("dingtalk", query["access_token"], text, is_signed=is_signed)
            return WORDS["dingtalk"][taken]
        if path.startswith("/open-apis/bot/v2/hook/"):
            is_signed = _fits_feishu(robots.secret, body)
            text, key = body["content"]["text"], path.rpartition("/")[2]
            return WORDS["feishu"][robots.take("feishu", key, text, is_signed=is_signed)]
        return {"code": 9499, "msg": "Bad Request", "data": {}}

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        for name, value in self.robots.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not on the screen of the tests."""


def _fits_dingtalk(secret: str, query: dict[str, str]) -> bool:
    timestamp = query.get("timestamp", "0")
    mac = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256)
    is_recent = abs(time.time() * 1000 - int(timestamp)) < 3_600_000
    return is_recent and query.get("sign") == base64.b64encode(mac.digest()).decode()


def _fits_feishu(secret: str, body: Any) -> bool:
    timestamp = body.get("timestamp", "0")
    mac = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256)
    is_recent = abs(time.time() - int(timestamp)) < 3600
    return is_recent and body.get("sign") == base64.b64encode(mac.digest()).decode()


@contextmanager
def serving() -> Iterator[Robots]:
    """The server on a free port of this machine, as long as this lasts."""
    robots = Robots()
    handler = type("Bound", (Handler,), {"robots": robots})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    robots.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield robots
    finally:
        robots.awaits.set()
        server.shutdown()
        thread.join()
        server.server_close()
