"""Tables of photos and of who sent them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.dialect import Json
from app.core.jobs import Job

UNHASHED = text("perceptual_hash IS NULL AND derived_at IS NOT NULL")


class Photo(Job, Base):
    """The bytes behind one SHA-256, what their EXIF says, and whether the sizes we show are made (a job)."""

    __tablename__ = "photos"
    __table_args__ = (
        Index("ix_photos_next_try_at", "next_try_at"),
        # What is left to hash, and empty but for photos from before there were hashes.
        Index("ix_photos_unhashed", "sha256", postgresql_where=UNHASHED, sqlite_where=UNHASHED),
    )

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content_type: Mapped[str] = mapped_column(String(40))
    byte_size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    """Of the picture as shown, orientation applied, in pixels."""
    exif_taken_at: Mapped[datetime | None]
    exif_lon: Mapped[float | None]
    exif_lat: Mapped[float | None]
    exif: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """A few more fields kept apart, such as camera and the time as written."""
    received_at: Mapped[datetime]
    derived_at: Mapped[datetime | None]
    """When the sizes we show were made."""
    perceptual_hash: Mapped[int | None] = mapped_column(BigInteger)
    """Made with them, to find pictures that look alike (`likeness.py`)."""


class PhotoUpload(Base):
    """Who sent these bytes; sending them again by another person is a row of its own."""

    __tablename__ = "photo_uploads"

    sha256: Mapped[str] = mapped_column(ForeignKey("photos.sha256"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    uploaded_at: Mapped[datetime]
