"""The dry run: every cell of every row is looked at, and everything that cannot be so is named."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.schemas.incoming import CaseReport, Location
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.dialect import among
from app.core.sheets import SheetRow
from app.exchange.case_sheet import (
    CATEGORY,
    DATUM,
    DATUMS,
    EXACT_DIGITS,
    LAT,
    LON,
    NUMBER,
    SEEN_AT,
    SEGMENT,
    STATUS,
    UNFINISHED,
    WORDS,
    as_moment,
)
from app.exchange.models import ImportedCase
from app.roads.models import RoadSegment

LONGEST_NUMBER = 60
LONGEST_WORDS = 1900
AHEAD = timedelta(days=1)
"""A clock of another system may be wrong by as much."""
KNOWN_AT_ONCE = 500
CHINA = (73.0, 18.0, 136.0, 54.0)

T = TypeVar("T")


class Bad(Exception):
    """A cell that cannot be so."""

    def __init__(self, column: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.column, self.code, self.detail = column, code, detail


@dataclass
class Checked:
    """A row as it was understood; with errors there is no report."""

    number: int
    external_number: str
    report: dict[str, Any] | None = None
    errors: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Names:
    """What names in cells may mean to this person."""

    categories: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    segments: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))


def look_up(session: Session, *, actor: Actor) -> Names:
    """Categories in use by code, name and alias, and segments of the person's district."""
    names = Names()
    in_use = select(Category.code, Category.name, Category.aliases).where(Category.is_active)
    for code, name, aliases in session.execute(in_use):
        for word in (code, name, *aliases):
            names.categories[word].add(code)
    on_map = select(RoadSegment.name, RoadSegment.id).where(
        among(RoadSegment.unit_id, actor.district_unit_ids), RoadSegment.retired_at.is_(None)
    )
    for name, segment_id in session.execute(on_map):
        names.segments[name].append(segment_id)
    return names


def check_rows(
    rows: Sequence[tuple[int, SheetRow]], names: Names, *, system: str, at: datetime
) -> Iterable[Checked]:
    """Each row as it was understood, in the order of the sheet."""
    first_seen: dict[str, int] = {}
    for number, row in rows:
        checked = _check(number, row, names, system, at)
        first = first_seen.setdefault(checked.external_number, number)
        if checked.external_number and first != number:
            _note(checked, row, Bad(NUMBER, "twice", f"与第 {first} 行的编号相同"))
        if checked.errors:
            checked.report = None
        yield checked


def find_known(session: Session, district_id: UUID, system: str, numbers: Sequence[str]) -> set[str]:
    """Those of the other system's numbers that were brought before."""
    found: set[str] = set()
    for start in range(0, len(numbers), KNOWN_AT_ONCE):
        some = numbers[start : start + KNOWN_AT_ONCE]
        known = select(ImportedCase.external_number).where(
            ImportedCase.district_id == district_id,
            ImportedCase.system == system,
            ImportedCase.external_number.in_(some),
        )
        found.update(session.scalars(known))
    return found


def _check(number: int, row: SheetRow, names: Names, system: str, at: datetime) -> Checked:
    checked = Checked(number, "")

    def tried(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Bad as bad:
            _note(checked, row, bad)
            return None

    checked.external_number = tried(lambda: _external_number(row)) or ""
    values = {
        "source": "import",
        "category_code": tried(lambda: _category(row, names)),
        "observed_at": tried(lambda: _moment(row, at)),
        "segment_id": tried(lambda: _segment(row, names)),
        "location": tried(lambda: _location(row)),
        "description": tried(lambda: _words(row, system, checked.external_number)),
    }
    tried(lambda: _is_unfinished(row))
    if not checked.errors:
        try:
            checked.report = CaseReport.model_validate(values).model_dump(mode="json")
        except ValidationError:
            _note(checked, row, Bad(SEGMENT, "no_place", "路段和经纬度至少填一样"))
    return checked


def _note(checked: Checked, row: SheetRow, bad: Bad) -> None:
    value = str(row.get(bad.column, ""))[:200]
    checked.errors.append({"column": bad.column, "value": value, "code": bad.code, "detail": bad.detail})


def _text(row: SheetRow, column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value).strip()


def _external_number(row: SheetRow) -> str:
    value, text = row.get(NUMBER), _text(row, NUMBER)
    if not text:
        raise Bad(NUMBER, "missing", "没有填编号")
    if isinstance(value, int | float) and abs(value) >= EXACT_DIGITS:
        raise Bad(NUMBER, "digits_lost", "编号太长，表格已改掉末几位；请把这一列设为文本再粘贴")
    if len(text) > LONGEST_NUMBER:
        raise Bad(NUMBER, "too_long", f"编号最多 {LONGEST_NUMBER} 个字")
    return text


def _category(row: SheetRow, names: Names) -> str:
    word = _text(row, CATEGORY)
    if not word:
        raise Bad(CATEGORY, "missing", "没有填类别")
    found = names.categories.get(word, set())
    if not found:
        raise Bad(CATEGORY, "unknown_category", "没有这个类别")
    if len(found) > 1:
        raise Bad(
            CATEGORY, "ambiguous_category", f"有多个类别叫这个名字，请填代码：{'、'.join(sorted(found))}"
        )
    return next(iter(found))


def _moment(row: SheetRow, at: datetime) -> datetime:
    if not _text(row, SEEN_AT):
        raise Bad(SEEN_AT, "missing", "没有填发现时间")
    try:
        moment = as_moment(row[SEEN_AT])
    except ValueError as error:
        raise Bad(SEEN_AT, "bad_time", "时间看不懂，例：2026-11-23 14:05") from error
    if moment.year < 2000:
        raise Bad(SEEN_AT, "bad_time", "时间看不懂，例：2026-11-23 14:05")
    if moment > at + AHEAD:
        raise Bad(SEEN_AT, "in_future", "发现时间在将来")
    return moment


def _segment(row: SheetRow, names: Names) -> UUID | None:
    """By a name that only one segment of the district bears."""
    name = _text(row, SEGMENT)
    found = names.segments.get(name, [])
    if not name or len(found) == 1:
        return found[0] if name else None
    if found:
        raise Bad(SEGMENT, "ambiguous_segment", "有多个同名路段，请改填经纬度")
    raise Bad(SEGMENT, "unknown_segment", "没有这个路段，请照路段页的全名填写")


def _location(row: SheetRow) -> Location | None:
    lon, lat = _text(row, LON), _text(row, LAT)
    if not lon and not lat:
        return None
    datum = DATUMS.get(_text(row, DATUM).lower())
    if datum is None:
        raise Bad(DATUM, "unknown_datum", "请填 WGS84、GCJ02、BD09 或 CGCS2000")
    position = _degrees(LON, lon), _degrees(LAT, lat)
    west, south, east, north = CHINA
    if not (west <= position[0] <= east and south <= position[1] <= north):
        swapped = west <= position[1] <= east and south <= position[0] <= north
        raise Bad(LON, "bad_place", "经度和纬度填反了" if swapped else "经纬度不在国内，例：113.612、34.748")
    return Location(lon=position[0], lat=position[1], datum=datum)


def _degrees(column: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise Bad(column, "bad_place", "经纬度要填数字，例：113.612、34.748") from error


def _words(row: SheetRow, system: str, external_number: str) -> str:
    """What was written, and the number by which the other system's people go on asking for it."""
    text = _text(row, WORDS)
    if len(text) > LONGEST_WORDS:
        raise Bad(WORDS, "too_long", f"描述最多 {LONGEST_WORDS} 字，现在 {len(text)} 字")
    return f"{text}〔{system} {external_number}〕"


def _is_unfinished(row: SheetRow) -> None:
    if _text(row, STATUS) not in UNFINISHED:
        raise Bad(STATUS, "already_closed", "只导入未办结的案件；没有办结的请填“待受理”或留空")
