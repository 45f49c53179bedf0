"""Tables of what came of a session: results, photos, cases found, and the brief."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import one_of
from app.core.db import Base
from app.core.dialect import LogNumber

PAIR_ROLES = ("before", "after")


class CleanupResult(Base):
    """How much of one kind at one site, in hundredths, so that sums are exact."""

    __tablename__ = "cleanup_results"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"), primary_key=True)
    kind_code: Mapped[str] = mapped_column(ForeignKey("cleanup_result_kinds.code"), primary_key=True)
    hundredths: Mapped[int] = mapped_column(BigInteger)


class CleanupPhoto(Base):
    """A site names a photo by its hash; before and after of one `pair` are shown side by side."""

    __tablename__ = "cleanup_photos"
    __table_args__ = (
        CheckConstraint(one_of("role", PAIR_ROLES), name="role"),
        UniqueConstraint("site_id", "sha256", "role"),
        Index("ix_cleanup_photos_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(LogNumber, primary_key=True)
    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(10))
    pair: Mapped[int]
    named_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    named_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class CleanupCase(Base):
    """A case found at a site, or cleared there."""

    __tablename__ = "cleanup_cases"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    linked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    linked_at: Mapped[datetime]


class CleanupBrief(Base):
    """The words of a session's brief as somebody edited them; until then they are composed."""

    __tablename__ = "cleanup_briefs"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sessions.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(120))
    heading: Mapped[str] = mapped_column(String(120))
    """The red line of letters at the top (红头); empty for none."""
    weather: Mapped[str] = mapped_column(String(120))
    text: Mapped[str | None] = mapped_column(Text)
    """None: as the numbers word it, whenever it is looked at."""
    signature: Mapped[str] = mapped_column(String(120))
    pairs: Mapped[list[dict[str, Any]] | None]
    """`[{site_id, pair}]` in the order they are shown; None: the first whole ones."""
    edited_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    edited_at: Mapped[datetime]
