"""Everything of a span as spreadsheets: what was counted and by which way, shops, results, cases."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Unit
from app.cases.models import Case
from app.catalog.models import Category
from app.cleanups.models import (
    CleanupCase,
    CleanupResult,
    CleanupSession,
    CleanupSignIn,
    CleanupSite,
    ResultKind,
    Shop,
    StationedUnit,
)
from app.cleanups.queries.counted import SOURCES, counted
from app.cleanups.queries.listing import as_rows, conditions, select_sessions
from app.cleanups.queries.site_counts import list_counters, list_entries
from app.cleanups.queries.taking_part import taking_part
from app.cleanups.queries.terms import list_categories
from app.cleanups.schemas.plan import SessionFilter
from app.core.actor import Actor
from app.core.clock import LOCAL_ZONE, local_date
from app.core.dialect import among
from app.core.sheets import Sheet
from app.roads.models import RoadSegment

STATES = {
    "planned": "未开始",
    "under_way": "进行中",
    "unfinished": "未收尾",
    "finished": "已完成",
    "cancelled": "已取消",
}
WHERE = ("日期", "单位", "点位")
WAYS = {"tally": "计数器", "sign_in": "扫码签到", "announced": "单位报数"}
KINDS = {"announced": "单位报数", "correction": "更正"}
SiteUnit = aliased(Unit)


def list_sheets(session: Session, wanted: SessionFilter, *, actor: Actor, at: datetime) -> list[Sheet]:
    """The pages of the workbook. No names of those who took part: nobody has them."""
    rows = session.execute(select_sessions(*conditions(session, wanted, actor))).all()
    ids = [row.CleanupSession.id for row in rows]
    book = _Book(session, ids, local_date(at))
    return [
        book.sessions(as_rows(session, rows, local_date(at))),
        book.persons(),
        book.counters(),
        book.sign_ins(),
        book.entries(),
        book.shops(),
        book.results(),
        book.cases(),
    ]


class _Book:
    """The sites of the sessions, looked up once for every page."""

    def __init__(self, session: Session, session_ids: Sequence[UUID], today: date) -> None:
        self.session, self.today = session, today
        self.categories = {row.code: row.name for row in list_categories(session)}
        self.these = select(CleanupSession.id).where(among(CleanupSession.id, session_ids))
        self.of_sites = CleanupSite.session_id.in_(self.these)
        self.sites = {row.id: tuple(row)[1:] for row in session.execute(self._sites())}
        self.order = {site_id: place for place, site_id in enumerate(self.sites)}

    def _sites(self) -> Select[*tuple[Any, ...]]:
        return (
            select(CleanupSite.id, CleanupSession.held_on, SiteUnit.name, CleanupSite.name)
            .join(CleanupSession, CleanupSession.id == CleanupSite.session_id)
            .join(SiteUnit, SiteUnit.id == CleanupSite.unit_id)
            .where(self.of_sites)
            .order_by(CleanupSession.held_on, CleanupSession.id, CleanupSite.position)
        )

    def sessions(self, rows: Sequence[dict[str, Any]]) -> Sheet:
        names = [name for code, name in self.categories.items() if any(code in row["totals"] for row in rows)]
        codes = [code for code in self.categories if any(code in row["totals"] for row in rows)]
        heads = ("日期", "周次", "计划日期", "单位", "系列", "状态", "原因", "点位", "人次合计", "参与门店")
        cells = (
            (
                row["held_on"],
                row["week"],
                row["planned_on"],
                row["unit_name"],
                row["series_name"],
                STATES[row["state"]],
                row["reason"],
                row["sites"],
                row["total"],
                row["shops_taking_part"],
                *(row["totals"].get(code, 0) for code in codes),
            )
            for row in rows
        )
        widths = (12, 10, 12, 16, 18, 10, 24, 8, 10, 10, *(12 for _ in names))
        return Sheet("场次", (*heads, *names), widths, cells)

    def persons(self) -> Sheet:
        """Each site and category with every way side by side, and which of them counts."""
        sums = self.session.execute(select(counted(select(CleanupSite.id).where(self.of_sites)))).all()
        rows = sorted(sums, key=lambda row: (self.order[row.site_id], row.category_code))
        heads = (*WHERE, "类别", "计入人次", "计入来源", *WAYS.values(), "更正")
        cells = (
            (
                *self.sites[row.site_id],
                self.categories[row.category_code],
                row.total,
                "、".join(WAYS[name] for name in SOURCES if getattr(row, f"use_{name}")),
                *(getattr(row, name) for name in SOURCES),
                row.correction,
            )
            for row in rows
        )
        return Sheet("人次", heads, (12, 16, 24, 14, 10, 18, 10, 10, 10, 10), cells)

    def counters(self) -> Sheet:
        rows = list_counters(self.session, self.of_sites)
        heads = (
            "日期",
            "单位",
            "点位",
            "计数来自",
            "链接",
            "首次收到",
            "序号",
            "作废原因",
            *self.categories.values(),
        )
        cells = (
            (
                *self.sites[row["site_id"]],
                row["sent_by"],
                "是" if row["is_by_link"] else "否",
                _local(row["received_at"]),
                row["seq"],
                _struck(row),
                *(row["counts"].get(code, 0) for code in self.categories),
            )
            for row in rows
        )
        return Sheet("计数器", heads, (12, 16, 24, 14, 8, 18, 8, 18, *(12 for _ in self.categories)), cells)

    def sign_ins(self) -> Sheet:
        """Without the phone: even its hash is nobody's business."""
        rows = self.session.execute(
            select(CleanupSignIn, Shop.name, StationedUnit.name)
            .outerjoin(Shop, Shop.id == CleanupSignIn.shop_id)
            .outerjoin(StationedUnit, StationedUnit.id == CleanupSignIn.stationed_unit_id)
            .where(CleanupSignIn.session_id.in_(self.these))
            .order_by(CleanupSignIn.signed_at, CleanupSignIn.id)
        )
        cells = (
            (
                *self.sites[row.site_id],
                self.categories[row.category_code],
                shop,
                unit,
                _local(row.signed_at),
                (row.strike_reason or "作废") if row.struck_at else None,
            )
            for row, shop, unit in rows
        )
        heads = (*WHERE, "类别", "门店", "驻辖区单位", "签到时间", "作废原因")
        return Sheet("扫码签到", heads, (12, 16, 24, 14, 24, 24, 18, 18), cells)

    def entries(self) -> Sheet:
        rows = list_entries(self.session, self.of_sites)
        more = ("种类", "类别", "数量", "驻辖区单位", "说明", "填写人", "填写时间", "作废原因")
        cells = (
            (
                *self.sites[row["site_id"]],
                KINDS[row["kind"]],
                self.categories[row["category_code"]],
                row["count"],
                row["stationed_unit_name"],
                row["reason"],
                row["written_by_name"],
                _local(row["written_at"]),
                _struck(row),
            )
            for row in rows
        )
        return Sheet("报数与更正", (*WHERE, *more), (12, 16, 24, 10, 14, 8, 24, 24, 12, 18, 18), cells)

    def shops(self) -> Sheet:
        """Each shop once a session, whichever way it took part."""
        part = taking_part(self.these)
        once = select(part.c.session_id, part.c.shop_id, func.count().label("ways"))
        distinct = once.group_by(part.c.session_id, part.c.shop_id).subquery()
        rows = self.session.execute(
            select(CleanupSession.held_on, Shop.name, Shop.kind, RoadSegment.name)
            .select_from(distinct)
            .join(CleanupSession, CleanupSession.id == distinct.c.session_id)
            .join(Shop, Shop.id == distinct.c.shop_id)
            .outerjoin(RoadSegment, RoadSegment.id == Shop.segment_id)
            .order_by(CleanupSession.held_on, Shop.name, Shop.id)
        )
        return Sheet("参与门店", ("日期", "门店", "类别", "路段"), (12, 32, 14, 44), rows)

    def results(self) -> Sheet:
        rows = self.session.execute(
            select(CleanupResult.site_id, ResultKind.name, ResultKind.measure, CleanupResult.hundredths)
            .join(ResultKind, ResultKind.code == CleanupResult.kind_code)
            .join(CleanupSite, CleanupSite.id == CleanupResult.site_id)
            .where(self.of_sites)
            .order_by(ResultKind.rank, ResultKind.code)
        ).all()
        by_site = sorted(rows, key=lambda row: self.order[row.site_id])
        cells = ((*self.sites[row.site_id], row.name, row.hundredths / 100, row.measure) for row in by_site)
        heads = (*WHERE, "成果", "数量", "计量单位")
        return Sheet("成果", heads, (12, 16, 24, 16, 12, 10), cells)

    def cases(self) -> Sheet:
        rows = self.session.execute(
            select(CleanupCase.site_id, Case.number, Category.name, Case.description, Case.status)
            .join(Case, Case.id == CleanupCase.case_id)
            .join(Category, Category.id == Case.category_id)
            .join(CleanupSite, CleanupSite.id == CleanupCase.site_id)
            .where(self.of_sites)
            .order_by(CleanupCase.linked_at, CleanupCase.case_id)
        )
        cells = (
            (*self.sites[row.site_id], *row[1:4], "是" if row.status == "closed" else "否") for row in rows
        )
        heads = (*WHERE, "案卷号", "问题类别", "描述", "已办结")
        return Sheet("问题", heads, (12, 16, 24, 24, 18, 40, 8), cells)


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"


def _struck(row: dict[str, Any]) -> str | None:
    return (row["strike_reason"] or "作废") if row["is_struck"] else None
