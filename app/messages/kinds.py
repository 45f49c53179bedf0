"""The three services whose robots are spoken to: where they are, what they take, how often."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from app.messages.models import Service
from config import Config


@dataclass(frozen=True)
class Kind:
    """`path` follows the base address of the settings; `{key}` stands for the robot's own secret key.

    `per_minute` is what the service lets one robot post, `pause` how long it wants peace once that was more,
    `max_bytes` what one post may hold.
    """

    setting: str
    path: str
    key: re.Pattern[str]
    per_minute: int
    pause: timedelta
    max_bytes: int
    limited_codes: frozenset[int]
    refused_codes: frozenset[int]
    """The robot itself is set up wrongly: unknown key, bad signature, keyword or address not allowed."""

    def base_url(self, settings: Config) -> str:
        """Where this deployment reaches the service; 政务微信 and a private 钉钉 have places of their own."""
        url: str = getattr(settings, self.setting)
        return url


KINDS: dict[Service, Kind] = {
    "wecom": Kind(
        "wecom_url",
        "/cgi-bin/webhook/send?key={key}",
        re.compile(r"[A-Za-z0-9_-]{8,200}"),
        20,
        timedelta(minutes=1),
        2000,
        frozenset({45009, 45033}),
        frozenset({93000, 93008, 40001, 40008, 40058}),
    ),
    "dingtalk": Kind(
        "dingtalk_url",
        "/robot/send?access_token={key}",
        re.compile(r"[A-Za-z0-9]{8,200}"),
        20,
        timedelta(minutes=10),
        4000,
        frozenset({130101, 130102, 410100, 90018}),
        frozenset({310000, 300001, 300005, 400013, 400101, 400102, 40035}),
    ),
    "feishu": Kind(
        "feishu_url",
        "/open-apis/bot/v2/hook/{key}",
        re.compile(r"[A-Za-z0-9_-]{8,200}"),
        100,
        timedelta(minutes=1),
        4000,
        frozenset({11232}),
        frozenset({19001, 19021, 19022, 19024}),
    ),
}


def key_of(kind: Kind, base_url: str, address: str) -> str | None:
    """The key from a robot's address as copied, or from the key alone; None where it is neither."""
    if kind.key.fullmatch(address):
        return address
    path, _, query = kind.path.partition("?")
    if not address.startswith(base_url + path.removesuffix("{key}")):
        return None
    parts = urlsplit(address)
    given = parts.path.rpartition("/")[2]
    if query:
        given = parse_qs(parts.query).get(query.split("=")[0], [""])[0]
    return given if kind.key.fullmatch(given) else None
