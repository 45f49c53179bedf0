"""Cases of another system as a spreadsheet: its layout, and cells as people write them."""

import re
from datetime import date, datetime, time
from typing import Any

from app.core import sheets
from app.core.clock import LOCAL_ZONE
from app.core.geo import Datum
from app.core.sheets import Sheet, SheetRow

NUMBER, CATEGORY, SEEN_AT, SEGMENT = "原系统编号", "类别", "发现时间", "路段"
LON, LAT, DATUM, WORDS, STATUS = "经度", "纬度", "坐标系", "问题描述", "状态"
WIDTHS = {
    NUMBER: 24,
    CATEGORY: 18,
    SEEN_AT: 18,
    SEGMENT: 36,
    LON: 12,
    LAT: 12,
    DATUM: 12,
    WORDS: 48,
    STATUS: 10,
}
NEEDED = (NUMBER, CATEGORY, SEEN_AT)
DATUMS: dict[str, Datum] = {
    "": "wgs84",
    "wgs84": "wgs84",
    "wgs-84": "wgs84",
    "gps": "wgs84",
    "gcj02": "gcj02",
    "gcj-02": "gcj02",
    "高德": "gcj02",
    "腾讯": "gcj02",
    "bd09": "bd09",
    "bd-09": "bd09",
    "百度": "bd09",
    "cgcs2000": "cgcs2000",
    "天地图": "cgcs2000",
}
UNFINISHED = ("", "待受理", "受理", "未结案", "在办", "处理中", "处置中", "待处置")
EXACT_DIGITS = 10**15
"""A spreadsheet forgets what stands behind the fifteenth digit of a number."""

MOMENT = re.compile(
    r"(20\d\d|21\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:：时]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2}))?\s*[分秒]?)?"
)
HELP = (
    (NUMBER, "必填。原系统里的编号，每件不同；同一编号只导入一次。请把这一列设为文本。"),
    (CATEGORY, "必填。类别的名称、俗称或代码，如 占道经营、04-06。"),
    (SEEN_AT, "必填。如 2026-11-23 14:05；只写日期时按当天 0 时。"),
    (SEGMENT, "路段的全名，如 桐柏路：建设路—棉纺路。路段和经纬度至少填一样。"),
    (LON, "如 113.612"),
    (LAT, "如 34.748"),
    (DATUM, "经纬度的坐标系：WGS84、GCJ02（高德、腾讯）、BD09（百度）、CGCS2000（天地图）；空着按 WGS84。"),
    (WORDS, "最多 1900 字。不要写电话和身份证号。"),
    (STATUS, "可不填。只导入未办结的案件；填“已结案”的行会被指出来。"),
)


def template() -> bytes:
    """An empty table to fill in, and a page that says how."""
    page = Sheet("案件", tuple(WIDTHS), tuple(WIDTHS.values()), [])
    return sheets.write(page, Sheet("填写说明", ("列", "怎么填"), (14, 90), HELP))


def read(content: bytes) -> list[tuple[int, SheetRow]]:
    """(number as the spreadsheet shows it, heading → number, moment or words); empty rows are left out."""
    return sheets.read(content, NEEDED, _as_value)


def _as_value(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int | float | date) else str(value if value is not None else "").strip()


def as_moment(value: Any) -> datetime:
    """2026-11-23 14:05, 2026/11/23, 2026年11月23日14时05分 or a real moment, by the office's clock.

    Raises ValueError for everything else.
    """
    if isinstance(value, datetime):
        return value.replace(tzinfo=LOCAL_ZONE)
    if isinstance(value, date):
        return datetime.combine(value, time(), LOCAL_ZONE)
    parts = MOMENT.fullmatch(str(value))
    if parts is None:
        raise ValueError("no moment")
    year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
    return datetime(year, month, day, hour, minute, second, tzinfo=LOCAL_ZONE)
