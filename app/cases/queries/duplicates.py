"""Open cases that a report may repeat, the likeliest first."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.cases import policy
from app.cases.models import Case, CasePhoto
from app.cases.queries.columns import Shape
from app.cases.queries.nearby import Spot, spot_of_case
from app.cases.queries.photos import is_present
from app.cases.queries.ranking import apart, score
from app.cases.statuses import has_status
from app.cases.workflow import OPEN
from app.catalog.models import Category
from app.core.actor import Actor
from app.core.clock import local_date
from app.core.dialect import among
from app.media.likeness import likeness
from app.media.models import Photo, PhotoUpload
from app.roads.models import RoadSegment

MOST = 20
LOOKED_AT = 200
"""More open cases of one kind at one place and time than any market has; it bounds what is ranked."""
Hashes = defaultdict[UUID, list[int]]


def list_duplicates(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> list[Shape]:
    """Shapes of `DuplicateRow` for a case this person may see; NotFound for others."""
    spot = spot_of_case(session, case_id, actor=actor, at=at)
    found = _find(session, spot, actor, at)
    hashes = _hashes_of(session, [case_id, *(row["id"] for row in found if row["is_visible"])])
    return _ranked(spot, found, hashes.pop(case_id, []), hashes)


def list_duplicates_of_report(
    session: Session, spot: Spot, sha256s: Sequence[str], *, actor: Actor, at: datetime
) -> list[Shape]:
    """The same for what is about to be reported, with the photos this person has sent already."""
    found = _find(session, spot, actor, at)
    hashes = _hashes_of(session, [row["id"] for row in found if row["is_visible"]])
    return _ranked(spot, found, _own_hashes(session, sha256s, actor), hashes)


def _find(session: Session, spot: Spot, actor: Actor, at: datetime) -> list[Shape]:
    """Candidates by index. Chiefs also learn of open cases that are not theirs: they may sight them."""
    sees = policy.visible(actor, local_date(at))
    rows = session.execute(
        select(
            Case.id,
            Case.number,
            Case.status,
            Case.version,
            Case.category_code,
            Category.name.label("category_name"),
            Case.segment_id,
            RoadSegment.name.label("segment_name"),
            Case.side,
            Case.unit_id,
            Case.lon,
            Case.lat,
            Case.observed_at,
            Case.received_at,
            Case.description,
            Case.thumb_sha256,
            sees.label("is_visible"),
            policy.within_sight(actor).label("may_sight"),
        )
        .join(Category, Category.id == Case.category_id)
        .outerjoin(RoadSegment, RoadSegment.id == Case.segment_id)
        .where(spot.is_twin(session, has_status(*OPEN), _is_soon(spot)))
        .where(or_(sees, policy.within_sight(actor)))
        .order_by(Case.received_at.desc(), Case.id)
        .limit(LOOKED_AT)
    )
    return [dict(row._mapping) for row in rows]  # noqa: SLF001  SQLAlchemy's public name for it


def _is_soon(spot: Spot) -> ColumnElement[bool]:
    hours = timedelta(hours=spot.hours)
    return or_(
        Case.received_at.between(spot.received_at - hours, spot.received_at + hours),
        Case.observed_at.between(spot.observed_at - hours, spot.observed_at + hours),
    )


def _hashes_of(session: Session, case_ids: Sequence[UUID]) -> Hashes:
    """Of photos of the problem that are there; what it looks like afterwards is no sign of the same."""
    found: Hashes = defaultdict(list)
    if not case_ids:
        return found
    hashes = (
        select(CasePhoto.case_id, Photo.perceptual_hash)
        .join(Photo, Photo.sha256 == CasePhoto.sha256)
        .where(among(CasePhoto.case_id, case_ids), CasePhoto.role != "after")
        .where(Photo.perceptual_hash.is_not(None), is_present())
    )
    for case_id, one in session.execute(hashes):
        found[case_id] += [] if one is None else [one]
    return found


def _own_hashes(session: Session, sha256s: Sequence[str], actor: Actor) -> list[int]:
    if not sha256s:
        return []
    mine = (
        select(Photo.perceptual_hash)
        .join(PhotoUpload, PhotoUpload.sha256 == Photo.sha256)
        .where(Photo.sha256.in_(sha256s), PhotoUpload.user_id == actor.id)
    )
    return [one for one in session.scalars(mine) if one is not None]


def _ranked(spot: Spot, found: list[Shape], own: list[int], hashes: Hashes) -> list[Shape]:
    measured = [_measured(spot, row, own, hashes[row["id"]]) for row in found]
    near = [row for row in measured if row["distance_m"] is None or row["distance_m"] <= spot.radius_m]
    near.sort(key=lambda row: (-row["score"], -row["received_at"].timestamp(), str(row["id"])))
    return near[:MOST]


def _measured(spot: Spot, row: Shape, own: list[int], theirs: list[int]) -> Shape:
    distance_m = spot.distance_m(row["lon"], row["lat"])
    between = apart((spot.observed_at, spot.received_at), (row["observed_at"], row["received_at"]))
    like = max((likeness(one, other) for one in own for other in theirs), default=None)
    flags: dict[str, Any] = {name: bool(row[name]) for name in ("is_visible", "may_sight")}
    told = row if row["is_visible"] else row | {"description": None, "thumb_sha256": None}
    return (
        told
        | flags
        | {
            "distance_m": distance_m,
            "minutes_apart": int(between / timedelta(minutes=1)),
            "likeness": like,
            "score": score(distance_m, spot.radius_m, between, spot.hours, like),
        }
    )
