"""Tables of the three ways people are counted, of corrections, and of which way counts where."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import one_of
from app.core.db import Base, HasId

ENTRY_KINDS = ("announced", "correction")
CATEGORY = "participant_categories.code"


class Strikable:
    """A row that an organiser may strike out: it stays, and no longer counts."""

    struck_at: Mapped[datetime | None]
    strike_reason: Mapped[str] = mapped_column(Text, default="")


class CleanupLink(HasId, Base):
    """Lets whoever holds it count at one site. The token is signed, so it stands nowhere."""

    __tablename__ = "cleanup_links"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"), index=True)
    label: Mapped[str] = mapped_column(String(60), default="")
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class CleanupCounter(Strikable, HasId, Base):
    """The running totals of one phone at one site; of what it sends, the highest `seq` stands."""

    __tablename__ = "cleanup_counters"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"), index=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("cleanup_links.id"))
    received_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class CounterValue(Base):
    """What a counter says of one category; there is no row for none."""

    __tablename__ = "cleanup_counter_values"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    counter_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_counters.id"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey(CATEGORY), primary_key=True)
    count: Mapped[int]


class CleanupSignIn(Strikable, HasId, Base):
    """Somebody said by QR that they are there. No name: one phone, once."""

    __tablename__ = "cleanup_sign_ins"
    __table_args__ = (
        UniqueConstraint("session_id", "device_hash"),
        Index("ix_cleanup_sign_ins_site_id_category_code", "site_id", "category_code"),
        Index("ix_cleanup_sign_ins_session_id_signed_at", "session_id", "signed_at", "id"),
        Index("ix_cleanup_sign_ins_shop_id", "shop_id"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sessions.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"))
    device_hash: Mapped[str] = mapped_column(String(64))
    """Of the browser's random token and the session: no phone can be followed from week to week."""
    category_code: Mapped[str] = mapped_column(ForeignKey(CATEGORY))
    shop_id: Mapped[UUID | None] = mapped_column(ForeignKey("shops.id"))
    stationed_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("stationed_units.id"))
    signed_at: Mapped[datetime]


class CleanupEntry(Strikable, HasId, Base):
    """A number an organiser wrote down: announced by a unit, or a correction that adds or takes away."""

    __tablename__ = "cleanup_entries"
    __table_args__ = (
        CheckConstraint(one_of("kind", ENTRY_KINDS), name="kind"),
        CheckConstraint("kind = 'correction' OR count > 0", name="announced"),
    )

    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    category_code: Mapped[str] = mapped_column(ForeignKey(CATEGORY))
    stationed_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("stationed_units.id"))
    count: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]


class SourceChoice(Base):
    """Which ways count for a category at a site, where an organiser has said so; the others stand beside."""

    __tablename__ = "cleanup_source_choices"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("cleanup_sites.id"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey(CATEGORY), primary_key=True)
    tally: Mapped[bool]
    sign_in: Mapped[bool]
    announced: Mapped[bool]
