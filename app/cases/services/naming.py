"""Naming photos: a case and a hash, whether or not the bytes are there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cases.models import CasePhoto
from app.cases.schemas.incoming import PhotoName
from app.core.actor import Actor
from app.core.dialect import upsert_all


def name_photos(
    session: Session, case_id: UUID, photos: Sequence[PhotoName], *, actor: Actor, at: datetime
) -> None:
    """Photos of a move or a report. One named before in the same role counts as named now."""
    rows = {
        (photo.sha256, photo.role): dict(photo)
        | {"case_id": case_id, "named_by_id": actor.id, "named_at": at}
        for photo in photos
    }
    if rows:
        keys = ("case_id", "sha256", "role")
        upsert_all(session, CasePhoto, list(rows.values()), keys, {"named_at": at})


def as_data(photos: Sequence[PhotoName], dropped: Sequence[str] = ()) -> dict[str, Any]:
    """What the log keeps of photos."""
    named = {"photos": [{"sha256": photo.sha256, "role": photo.role} for photo in photos]} if photos else {}
    return named | ({"dropped_photos": list(dropped)} if dropped else {})
