"""Version stamps of reference data: one small number tells whether a cache or an ETag still holds."""

from sqlalchemy import ScalarSelect, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base
from app.core.dialect import upsert


class Stamp(Base):
    """How often the reference data called `name` has changed."""

    __tablename__ = "stamps"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


def bump(session: Session, *names: str) -> None:
    """Say, in the transaction that changes it, that this reference data is new."""
    for name in sorted(names):
        upsert(session, Stamp, {"name": name, "value": 1}, ["name"], {"value": Stamp.value + 1})


def stamp(name: str) -> ScalarSelect[int | None]:
    """The stamp as a part of a larger SELECT; NULL before the first change."""
    return select(Stamp.value).where(Stamp.name == name).scalar_subquery()


def read_stamp(session: Session, name: str) -> int:
    """The stamp by itself; 0 before the first change."""
    return session.scalar(select(Stamp.value).where(Stamp.name == name)) or 0
