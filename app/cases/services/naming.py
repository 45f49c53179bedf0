"""Naming photos: a case and a hash, whether or not the bytes are there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, tuple_, update
from sqlalchemy.orm import Session

from app.cases.models import CasePhoto
from app.cases.schemas.incoming import PhotoName
from app.core.actor import Actor


def name_photos(
    session: Session, case_id: UUID, photos: Sequence[PhotoName], *, actor: Actor, at: datetime
) -> None:
    """Photos of a move. One named before in the same role counts as named now."""
    again = _name_again(session, case_id, photos, at)
    name_new_photos(
        session,
        case_id,
        [photo for photo in photos if (photo.sha256, photo.role) not in again],
        actor=actor,
        at=at,
    )


def name_new_photos(
    session: Session, case_id: UUID, photos: Sequence[PhotoName], *, actor: Actor, at: datetime
) -> None:
    """Photos of a case that named none of them before; twice in one breath is once."""
    rows = {
        (photo.sha256, photo.role): photo.model_dump()
        | {"case_id": case_id, "named_by_id": actor.id, "named_at": at}
        for photo in photos
    }
    if rows:
        session.execute(insert(CasePhoto), list(rows.values()))


def _name_again(
    session: Session, case_id: UUID, photos: Sequence[PhotoName], at: datetime
) -> set[tuple[str, str]]:
    keys = [(photo.sha256, photo.role) for photo in photos]
    if not keys:
        return set()
    again = (
        update(CasePhoto)
        .where(CasePhoto.case_id == case_id, tuple_(CasePhoto.sha256, CasePhoto.role).in_(keys))
        .values(named_at=at)
        .returning(CasePhoto.sha256, CasePhoto.role)
        .execution_options(synchronize_session=False)
    )
    return {(sha256, role) for sha256, role in session.execute(again)}


def as_data(photos: Sequence[PhotoName]) -> dict[str, Any]:
    """What the log keeps of photos."""
    return {"photos": [{"sha256": photo.sha256, "role": photo.role} for photo in photos]} if photos else {}
