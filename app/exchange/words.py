"""What codes are called in the files an office reads, and telephone numbers that are not for them."""

import re

from app.cases.deadlines import Light
from app.cases.workflow import Status

STATUSES: dict[Status, str] = {
    "reported": "待受理",
    "rejected": "不予受理",
    "filed": "已立案",
    "assigned": "待处置",
    "handling": "处置中",
    "handled": "待核查",
    "closed": "已结案",
    "suspended": "挂账",
    "merged": "并案",
    "withdrawn": "已撤回",
}
LIGHTS: dict[Light, str] = {"green": "正常", "yellow": "将超期", "red": "超期", "paused": "暂停计时"}
SOURCES = {
    "patrol": "巡查",
    "public": "群众",
    "hotline": "热线",
    "video": "视频",
    "leader": "领导交办",
    "department": "部门",
    "media": "媒体",
    "import": "导入",
}
SIDES = {"east": "东侧", "west": "西侧", "south": "南侧", "north": "北侧"}

# A mobile number in one piece or in the groups people write it in, and a fixed one with its area code.
PHONE = re.compile(
    r"(?<![\d-])(?:(?:\+?86[ -]?)?(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})"
    r"|(0\d{2,3})[ -]?\d{3,4}[ -]?(\d{4}))(?![\d-])"
)


def hide_phones(text: str) -> str:
    """Telephone numbers in what people wrote, less the digits in their middle."""
    return PHONE.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    beginning, end = found[1] or found[3], found[2] or found[4]
    return f"{beginning}****{end}"
