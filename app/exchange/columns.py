"""Cases as rows of a file: what is read for them, and what each column shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from app.accounts.models import Department, User
from app.accounts.units import UnitTree
from app.cases.deadlines import light
from app.cases.models import Case
from app.catalog.models import Category
from app.core.long_sheets import Layout
from app.exchange.words import LIGHTS, SIDES, SOURCES, STATUSES, hide_phones
from app.roads.models import Road, RoadSegment

AnyRow = Row[*tuple[Any, ...]]
Reporter, Assignee = aliased(User), aliased(User)


@dataclass(frozen=True)
class Column:
    """A heading, its width in characters, and what stands below it."""

    heading: str
    width: int
    read: Callable[[AnyRow, UnitTree], Any]


def _plain(name: str) -> Callable[[AnyRow, UnitTree], Any]:
    return lambda row, _: getattr(row, name)


def _word(name: str, words: dict[Any, str]) -> Callable[[AnyRow, UnitTree], Any]:
    return lambda row, _: words.get(getattr(row, name))


def _unit(row: AnyRow, tree: UnitTree) -> str | None:
    node = tree.nodes.get(row.unit_id)
    return node.name if node else None


COLUMNS = (
    Column("案卷编号", 22, _plain("number")),
    Column("状态", 10, _word("status", STATUSES)),
    Column("时限", 10, _word("light", LIGHTS)),
    # In one cell: alone, a code such as 04-06 becomes the sixth of April in a spreadsheet.
    Column("类别", 22, lambda row, _: f"{row.category_name} {row.category_code}"),
    Column("大类", 12, _plain("class_name")),
    Column("问题描述", 40, lambda row, _: hide_phones(row.description)),
    Column("道路", 16, _plain("road_name")),
    Column("路段", 30, _plain("segment_name")),
    Column("路侧", 8, _word("side", SIDES)),
    Column("单位", 14, _unit),
    Column("来源", 10, _word("source", SOURCES)),
    Column("上报人", 12, _plain("reporter_name")),
    Column("处置部门", 16, _plain("department_name")),
    Column("处置人", 12, _plain("assignee_name")),
    Column("发现时间", 17, _plain("observed_at")),
    Column("收到时间", 17, _plain("received_at")),
    Column("立案时间", 17, _plain("filed_at")),
    Column("派遣时间", 17, _plain("assigned_at")),
    Column("处置截止", 17, _plain("due_at")),
    Column("处置完成", 17, _plain("handled_at")),
    Column("结案时间", 17, _plain("closed_at")),
    Column("返工次数", 10, _plain("rework_count")),
    Column("自行处置", 10, lambda row, _: "是" if row.self_handled else "否"),
    Column("最近说明", 30, lambda row, _: hide_phones(row.last_note)),
    Column("经度", 12, _plain("lon")),
    Column("纬度", 12, _plain("lat")),
    Column("系统编号", 38, lambda row, _: str(row.id)),
)
LAYOUT = Layout("案卷", [column.heading for column in COLUMNS], [column.width for column in COLUMNS])


def select_columns(at: datetime) -> Select[*tuple[Any, ...]]:
    """Rows for `cells_of`."""
    return (
        select(
            Case.id,
            Case.number,
            Case.status,
            light(at).label("light"),
            Case.category_code,
            Category.name.label("category_name"),
            Category.class_name,
            Case.description,
            Road.name.label("road_name"),
            RoadSegment.name.label("segment_name"),
            Case.side,
            Case.unit_id,
            Case.source,
            Reporter.name.label("reporter_name"),
            Department.name.label("department_name"),
            Assignee.name.label("assignee_name"),
            Case.observed_at,
            Case.received_at,
            Case.filed_at,
            Case.assigned_at,
            Case.due_at,
            Case.handled_at,
            Case.closed_at,
            Case.rework_count,
            Case.self_handled,
            Case.last_note,
            Case.lon,
            Case.lat,
        )
        .join(Category, Category.id == Case.category_id)
        .join(Reporter, Reporter.id == Case.reporter_id)
        .outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
        .outerjoin(Road, Road.id == RoadSegment.road_id)
        .outerjoin(Department, Department.id == Case.department_id)
        .outerjoin(Assignee, Assignee.id == Case.assignee_id)
    )


def cells_of(row: AnyRow, tree: UnitTree) -> list[Any]:
    """One row of the file."""
    return [column.read(row, tree) for column in COLUMNS]
