"""Cases seen along a week's sites, and their photos, linked as the organiser would have."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.models import Case, CasePhoto
from app.cleanups.models import CleanupCase, CleanupPhoto, CleanupSession, CleanupSite
from app.cleanups.weeks import week_of
from app.core.clock import local_date
from app.demo.cleanup_rows import Rows
from app.media.models import PhotoUpload


def link_cases(session: Session, rows: Rows, organiser: UUID) -> None:
    """Cases seen along the sites in a session's week are linked, and lend their photos before and after."""
    sites = {row["id"]: row for row in rows.by_table[CleanupSite]}
    held = {row["id"]: row for row in rows.by_table[CleanupSession]}
    along = {(row["segment_id"], held[row["session_id"]]["week"]): row["id"] for row in sites.values()}
    linked = Rows()
    cases = session.execute(
        select(Case.id, Case.segment_id, Case.received_at)
        .where(Case.status.in_(("closed", "handled", "assigned", "handling")))
        .order_by(Case.received_at)
    )
    pairs: dict[UUID, int] = {}
    for case in cases:
        site_id = along.get((case.segment_id, week_of(local_date(case.received_at))))
        if site_id is None:
            continue
        linked.add(
            CleanupCase, site_id=site_id, case_id=case.id, linked_by_id=organiser, linked_at=case.received_at
        )
        if pairs.get(site_id, 0) < 2 and _lend(session, case.id, site_id, pairs.get(site_id, 0) + 1, linked):
            pairs[site_id] = pairs.get(site_id, 0) + 1
    linked.write(session)


def _lend(session: Session, case_id: UUID, site_id: UUID, pair: int, linked: Rows) -> bool:
    """Whether the case had both."""
    photos = session.scalars(
        select(CasePhoto)
        .join(
            PhotoUpload,
            (PhotoUpload.sha256 == CasePhoto.sha256) & (PhotoUpload.user_id == CasePhoto.named_by_id),
        )
        .where(CasePhoto.case_id == case_id, CasePhoto.role.in_(("before", "after")))
    ).all()
    by_role = {photo.role: photo for photo in photos}
    if by_role.keys() != {"before", "after"}:
        return False
    for role, photo in by_role.items():
        linked.add(
            CleanupPhoto,
            site_id=site_id,
            sha256=photo.sha256,
            role=role,
            pair=pair,
            named_by_id=photo.named_by_id,
            named_at=photo.named_at,
            taken_at=photo.taken_at,
        )
    return True
