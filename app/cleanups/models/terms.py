"""Tables of the words that are data: categories of participants, kinds of results, stationed units."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import one_of
from app.core.db import Base, HasId

ASKS_FOR = ("nothing", "stationed_unit", "shop")


class ParticipantCategory(Base):
    """Whom people are counted as, such as 志愿者; all districts of a deployment share them."""

    __tablename__ = "participant_categories"
    __table_args__ = (CheckConstraint(one_of("asks_for", ASKS_FOR), name="asks_for"),)

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    asks_for: Mapped[str] = mapped_column(String(20), default="nothing")
    """What somebody who signs in as one is asked: which stationed unit, which shop."""
    rank: Mapped[int] = mapped_column(default=100)
    is_active: Mapped[bool] = mapped_column(default=True)


class ResultKind(Base):
    """What a cleanup leaves behind in numbers, such as bags or square metres washed."""

    __tablename__ = "cleanup_result_kinds"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    measure: Mapped[str] = mapped_column(String(20))
    """What the number counts: 袋, 立方米, 平方米 …"""
    rank: Mapped[int] = mapped_column(default=100)
    is_active: Mapped[bool] = mapped_column(default=True)


class StationedUnit(HasId, Base):
    """An organisation with its seat in a unit's area that sends people (驻辖区单位)."""

    __tablename__ = "stationed_units"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(120))
    is_active: Mapped[bool] = mapped_column(default=True)
