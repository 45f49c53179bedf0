"""What came of a site: results, photos before and after, cases that were found there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.cases import policy as case_policy
from app.cases.models import Case
from app.cleanups.models import CleanupCase, CleanupPhoto, CleanupResult, CleanupSite, ResultKind
from app.cleanups.queries.places import get_worked_site
from app.cleanups.schemas.outcome import ResultsIn, SitePhotoIn
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict, Invalid, NotFound
from app.media.models import PhotoUpload

Shape = dict[str, Any]


def put_results(
    session: Session, session_id: UUID, site_id: UUID, wanted: ResultsIn, *, actor: Actor
) -> Shape:
    """The shape of `ResultsOut`. Of two who write at once the second is shown what the first wrote."""
    site = get_worked_site(session, session_id, site_id, actor, lock=True).CleanupSite
    hundredths = {code: round(amount * 100) for code, amount in wanted.results.items()}
    _check_kinds(session, hundredths)
    own = CleanupResult.site_id == site_id
    rows = session.execute(select(CleanupResult.kind_code, CleanupResult.hundredths).where(own))
    stands = dict(rows.all())
    if stands == hundredths:
        return _results(site, stands)
    if wanted.version != site.results_version:
        raise Conflict(
            "The results have changed since you saw them", code="stale_version", site=_results(site, stands)
        )
    site.results_version += 1
    session.flush()
    session.execute(delete(CleanupResult).where(own))
    if hundredths:
        values = [
            {"site_id": site_id, "kind_code": code, "hundredths": amount}
            for code, amount in hundredths.items()
        ]
        session.execute(insert(CleanupResult), values)
    return _results(site, hundredths)


def _results(site: CleanupSite, hundredths: dict[str, int]) -> Shape:
    results = {code: amount / 100 for code, amount in hundredths.items()}
    return {"results": results, "results_version": site.results_version}


def _check_kinds(session: Session, codes: dict[str, int]) -> None:
    known = set(session.scalars(select(ResultKind.code).where(ResultKind.code.in_(codes))))
    if missing := codes.keys() - known:
        raise Invalid(fields={"results": [f"{', '.join(sorted(missing))}: no such kind"]})


def put_photo(
    session: Session, session_id: UUID, site_id: UUID, sha256: str, wanted: SitePhotoIn, *, actor: Actor
) -> bool:
    """Name a photo of the site, or put it into another pair; whether it is new."""
    get_worked_site(session, session_id, site_id, actor, lock=True)
    standing = _find_photo(session, site_id, sha256, wanted.role)
    pair = wanted.pair or _pair_beside(session, site_id, wanted)
    pair = pair or (standing.pair if standing else _free_pair(session, site_id, wanted.role))
    if standing is not None:
        standing.pair, standing.withdrawn_at = pair, None
        if not _has_sent(session, sha256, standing.named_by_id):
            # Whoever names it last while the bytes are lacking is the one who has them.
            standing.named_by_id = actor.id
        session.flush()
        return False
    session.add(
        CleanupPhoto(
            site_id=site_id,
            sha256=sha256,
            role=wanted.role,
            pair=pair,
            named_by_id=actor.id,
            named_at=now(),
            taken_at=wanted.taken_at,
        )
    )
    session.flush()
    return True


def _find_photo(session: Session, site_id: UUID, sha256: str, role: str) -> CleanupPhoto | None:
    return session.scalar(
        select(CleanupPhoto).where(
            CleanupPhoto.site_id == site_id, CleanupPhoto.sha256 == sha256, CleanupPhoto.role == role
        )
    )


def _has_sent(session: Session, sha256: str, user_id: UUID) -> bool:
    return session.get(PhotoUpload, (sha256, user_id)) is not None


def _pair_beside(session: Session, site_id: UUID, wanted: SitePhotoIn) -> int | None:
    """A phone without a network cannot know the number of the pair it has just begun."""
    if wanted.beside is None:
        return None
    other = _find_photo(session, site_id, wanted.beside, "before" if wanted.role == "after" else "after")
    return other.pair if other is not None and other.withdrawn_at is None else None


def _free_pair(session: Session, site_id: UUID, role: str) -> int:
    """The first pair that has none of this role yet: the second photo after goes with the second before."""
    own = CleanupPhoto.site_id == site_id, CleanupPhoto.withdrawn_at.is_(None), CleanupPhoto.role == role
    taken = set(session.scalars(select(CleanupPhoto.pair).where(*own)))
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def withdraw_photo(
    session: Session, session_id: UUID, site_id: UUID, sha256: str, role: str, *, actor: Actor
) -> None:
    """The site shows it no longer; the bytes stay with whoever else names them."""
    get_worked_site(session, session_id, site_id, actor)
    photo = _find_photo(session, site_id, sha256, role)
    if photo is None:
        raise NotFound("The site names no such photo")
    photo.withdrawn_at = photo.withdrawn_at or now()
    session.flush()


def link_case(session: Session, session_id: UUID, site_id: UUID, case_id: UUID, *, actor: Actor) -> bool:
    """Say that this case was found at the site; whether that is new. The caller must see the case."""
    get_worked_site(session, session_id, site_id, actor)
    sees = case_policy.visible(actor, today())
    if session.scalar(select(Case.id).where(Case.id == case_id, sees)) is None:
        raise NotFound("There is no such case for you", code="case_not_found")
    values = {"site_id": site_id, "case_id": case_id, "linked_by_id": actor.id, "linked_at": now()}
    return insert_or_skip(session, CleanupCase, values, ["site_id", "case_id"])


def unlink_case(session: Session, session_id: UUID, site_id: UUID, case_id: UUID, *, actor: Actor) -> None:
    """A slip taken back. The case itself stays as it is."""
    get_worked_site(session, session_id, site_id, actor)
    gone = delete(CleanupCase).where(CleanupCase.site_id == site_id, CleanupCase.case_id == case_id)
    session.execute(gone)


def linked_cases(session: Session, site_id: UUID, only: Sequence[UUID] | None) -> list[UUID]:
    """The cases of the site, or those of `only` among them; Invalid for others."""
    rows = session.scalars(
        select(CleanupCase.case_id).where(CleanupCase.site_id == site_id).order_by(CleanupCase.case_id)
    ).all()
    if only is None:
        return list(rows)
    if missing := [str(case_id) for case_id in only if case_id not in rows]:
        raise Invalid(fields={"case_ids": [f"{', '.join(missing[:5])}: not linked to this site"]})
    return sorted(set(only))
