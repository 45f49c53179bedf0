"""Shops from a spreadsheet: every row is tried, every bad one named; all rows or none."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.services import record
from app.accounts.units import unit_tree
from app.cases.schemas.incoming import Location
from app.cleanups import policy
from app.cleanups.models import Shop
from app.cleanups.schemas.shops import ShopIn
from app.cleanups.services.shops import COMPARED, change_shop, columns_of
from app.cleanups.shop_sheet import NO, YES
from app.core.actor import Actor
from app.core.dialect import among
from app.core.errors import Invalid
from app.core.sheets import SheetRow
from app.roads.models import RoadSegment
from app.roads.schemas import BadCell, SheetOutcome


class Bad(Exception):
    """A cell that cannot be so."""

    def __init__(self, column: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.column, self.code, self.detail = column, code, detail


@dataclass
class _Known:
    """What names in cells may mean, and the shops that stand."""

    unit_id: UUID
    segments: dict[str, list[tuple[UUID, UUID]]] = field(default_factory=lambda: defaultdict(list))
    shops: dict[UUID, Shop] = field(default_factory=dict)
    by_name: dict[tuple[str, UUID | None], list[Shop]] = field(default_factory=lambda: defaultdict(list))
    seen: set[UUID] = field(default_factory=set)


def import_shops(
    session: Session,
    rows: Sequence[tuple[int, SheetRow]],
    unit_id: UUID,
    *,
    dry_run: bool,
    actor: Actor,
) -> SheetOutcome:
    """Tries everything; the caller takes it back when `errors` is not empty or it was only a trial."""
    if not policy.organises(actor, unit_id):
        raise Invalid(fields={"unit_id": ["There is no such unit among those you plan for"]})
    known = _look_up(session, unit_id, actor)
    counted: Counter[str] = Counter()
    errors = []
    for number, row in rows:
        try:
            counted[_take(session, row, known)] += 1
        except Bad as bad:
            value = str(row.get(bad.column, ""))[:200]
            errors.append(
                BadCell(row=number, column=bad.column, value=value, code=bad.code, detail=bad.detail)
            )
    done = {name: counted[name] for name in ("made", "changed", "unchanged")}
    session.flush()
    record(session, "shops_imported", "unit", unit_id, actor=actor, unit_id=unit_id, **done)
    return SheetOutcome(dry_run=dry_run, rows=len(rows), errors=errors, **done)


def _look_up(session: Session, unit_id: UUID, actor: Actor) -> _Known:
    known = _Known(unit_id)
    units = unit_tree(session, actor.units_stamp).subtree(unit_id)
    on_map = select(RoadSegment.id, RoadSegment.name, RoadSegment.unit_id).where(
        among(RoadSegment.unit_id, units), RoadSegment.retired_at.is_(None)
    )
    for row in session.execute(on_map):
        known.segments[row.name].append((row.id, row.unit_id))
    for shop in session.scalars(select(Shop).where(among(Shop.unit_id, units)).order_by(Shop.id)):
        known.shops[shop.id] = shop
        known.by_name[shop.name, shop.segment_id].append(shop)
    return known


def _take(session: Session, row: SheetRow, known: _Known) -> str:
    segment_id, unit_id = _segment(row, known)
    wanted = _wanted(row, segment_id, unit_id)
    standing = _standing(row, known, wanted)
    if standing is not None and standing.id in known.seen:
        raise Bad("店名", "twice", "表中重复")
    values = columns_of(wanted)
    if standing is None:
        shop = Shop(id=uuid4(), version=1, **values)
        session.add(shop)
        known.by_name[shop.name, shop.segment_id].append(shop)
        known.seen.add(shop.id)
        return "made"
    known.seen.add(standing.id)
    if all(getattr(standing, name) == values[name] for name in COMPARED if name != "location_sent") and (
        standing.lon,
        standing.lat,
    ) == (values["lon"], values["lat"]):
        return "unchanged"
    change_shop(session, standing, values)
    return "changed"


def _wanted(row: SheetRow, segment_id: UUID | None, unit_id: UUID) -> ShopIn:
    if not row["店名"]:
        raise Bad("店名", "missing", "缺少店名")
    try:
        return ShopIn(
            unit_id=unit_id,
            name=row["店名"],
            kind=str(row.get("类别") or ""),
            segment_id=segment_id,
            location=_location(row),
            is_active=_is_active(row),
        )
    except ValidationError as error:
        column = "类别" if error.errors()[0]["loc"][0] == "kind" else "店名"
        raise Bad(column, "too_long", "太长") from error


def _is_active(row: SheetRow) -> bool:
    words = str(row.get("在营") or YES)
    if words not in (YES, NO):
        raise Bad("在营", "not_yes_or_no", f"请填{YES}或{NO}")
    return words == YES


def _location(row: SheetRow) -> Location | None:
    lon, lat = row.get("经度") or None, row.get("纬度") or None
    if lon is None and lat is None:
        return None
    try:
        return Location(lon=lon, lat=lat)  # words from cells, to be judged here
    except ValidationError as error:
        column = "经度" if error.errors()[0]["loc"][0] == "lon" else "纬度"
        raise Bad(column, "bad_place", "经纬度不对，例：113.612、34.748") from error


def _segment(row: SheetRow, known: _Known) -> tuple[UUID | None, UUID]:
    """By a name only one segment of the unit bears; a shop without one belongs to the unit asked for."""
    name = str(row.get("路段") or "")
    if not name:
        return None, known.unit_id
    found = known.segments.get(name, [])
    if len(found) != 1:
        code, words = (
            ("ambiguous_segment", "有多个同名路段") if found else ("unknown_segment", "没有这个路段")
        )
        raise Bad("路段", code, words)
    return found[0]


def _standing(row: SheetRow, known: _Known, wanted: ShopIn) -> Shop | None:
    """The shop of the row's id, else the only one of this name on this segment."""
    if row.get("门店编号"):
        try:
            shop = known.shops.get(UUID(str(row["门店编号"])))
        except ValueError as error:
            raise Bad("门店编号", "bad_id", "编号不完整，请留空或从导出表复制") from error
        if shop is None:
            raise Bad("门店编号", "unknown_shop", "本单位没有这个门店")
        return shop
    same: list[Any] = known.by_name.get((wanted.name, wanted.segment_id), [])
    if len(same) > 1:
        raise Bad("店名", "ambiguous_shop", "有多个同名门店，请填门店编号")
    return same[0] if same else None
