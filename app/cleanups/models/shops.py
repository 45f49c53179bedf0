"""Tables of shops and of which took part."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, HasId
from app.core.dialect import Json


class Shop(HasId, Base):
    """A shop on a street: what it is and where. Nothing of who owns it."""

    __tablename__ = "shops"
    __table_args__ = (Index("ix_shops_unit_id_name", "unit_id", "name", "id"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40), default="")
    segment_id: Mapped[UUID | None] = mapped_column(ForeignKey("road_segments.id"), index=True)
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    location_sent: Mapped[dict[str, Any] | None] = mapped_column(Json)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]


class ShopTick(Base):
    """Somebody went along the street and ticked the shop, or took the tick away again."""

    __tablename__ = "cleanup_shop_ticks"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sessions.id"), primary_key=True)
    shop_id: Mapped[UUID] = mapped_column(ForeignKey("shops.id"), primary_key=True, index=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"))
    is_ticked: Mapped[bool]
    ticked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    ticked_at: Mapped[datetime]
