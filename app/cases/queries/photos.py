"""The photos a case names: which bytes are there, what speaks against them, who sees them."""

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, exists, or_, select, union, union_all
from sqlalchemy.orm import Session, aliased

from app.cases import policy
from app.cases.models import Case, CaseEvent, CasePhoto
from app.cases.queries.columns import Shape
from app.core.actor import Actor
from app.core.clock import today
from app.core.geo import metres_per_degree
from app.media.models import Photo, PhotoUpload

FAR_M = 200.0
"""Farther than this from the case is no longer the error of a phone between houses."""
LONG = timedelta(hours=24)
"""Phones' clocks are at times wrong by hours or by a zone; a day apart is another occasion."""

Other = aliased(CasePhoto)
Home, Merged = aliased(Case), aliased(Case)
OF_CASE = bindparam("of_case", type_=Case.id.type)


def is_present() -> ColumnElement[bool]:
    """SQL over CasePhoto: a person of that case has sent the bytes. Naming a hash alone proves nothing."""
    return (
        exists()
        .where(PhotoUpload.sha256 == CasePhoto.sha256)
        .where(CaseEvent.case_id == CasePhoto.case_id, CaseEvent.actor_id == PhotoUpload.user_id)
    )


def family(case_id: ColumnElement[UUID]) -> CompoundSelect[Any]:
    """SQL: ids of the case and of those merged into it, whose photos and sightings are its own meanwhile."""
    return union_all(select(case_id), select(Merged.id).where(Merged.merged_into_id == case_id))


NAMES = (CasePhoto.sha256, CasePhoto.original_sha256)
# By another case, or by this one as something else, such as the photo of before handed in as after. Two
# smaller copies of one original are the same picture, whatever made them.
IS_REUSED = or_(
    exists().where(Other.sha256.in_(NAMES), Other.id != CasePhoto.id),
    exists().where(Other.original_sha256.in_(NAMES), Other.id != CasePhoto.id),
)
# Built once: each report and each look at a case asks this, and building it took as long as running it.
PHOTOS = (
    select(CasePhoto, Photo, is_present(), IS_REUSED, Home.observed_at, Home.received_at)
    .join(Home, Home.id == CasePhoto.case_id)
    .outerjoin(Photo, Photo.sha256 == CasePhoto.sha256)
    .where(CasePhoto.case_id.in_(family(OF_CASE)))
    .order_by(CasePhoto.id)
)


def list_photos(session: Session, case: Case) -> list[Shape]:
    """In the order they were named, those of merged cases among them.

    What the bytes tell is left out until they are there.
    """
    rows = session.execute(PHOTOS, {"of_case": case.id}).all()
    own = {(row[0].sha256, row[0].role) for row in rows if row[0].case_id == case.id}
    # A picture that both cases name is shown once.
    told = [row for row in rows if row[0].case_id == case.id or (row[0].sha256, row[0].role) not in own]
    return [_as_photo(case, *row) for row in told]


def _as_photo(
    case: Case,
    named: CasePhoto,
    photo: Photo | None,
    present: bool,
    reused: bool,
    observed_at: datetime,
    received_at: datetime,
) -> Shape:
    seen = photo if present else None
    exif = _exif(named, seen)
    phone = (named.lon, named.lat) if named.has_exif_place is False and exif.lon is None else (None, None)
    shape = {
        "sha256": named.sha256,
        "role": named.role,
        "taken_at": named.taken_at,
        "lon": named.lon,
        "lat": named.lat,
        "original_sha256": named.original_sha256,
        "named_by_id": named.named_by_id,
        "named_at": named.named_at,
        "present": seen is not None,
        "ready": seen is not None and seen.derived_at is not None,
        "width": seen and seen.width,
        "height": seen and seen.height,
        "exif_taken_at": exif.taken_at,
        "exif_distance_m": _distance_m(case, exif.lon, exif.lat),
        "phone_distance_m": _distance_m(case, *phone),
    }
    # Photos of a report are of the moment seen; those of a later move, of that move.
    expected_at = observed_at if named.named_at == received_at else named.named_at
    return shape | {"warnings": list(_warnings(shape, expected_at, reused))}


class Exif(NamedTuple):
    """What a picture says itself."""

    taken_at: datetime | None
    lon: float | None
    lat: float | None


def _exif(named: CasePhoto, photo: Photo | None) -> Exif:
    """The bytes' own word where there is one; where a phone made them smaller, what it read before."""
    taken_at = photo.exif_taken_at if photo else None
    if taken_at is None and named.has_exif_time is not False:
        taken_at = named.taken_at
    if photo and photo.exif_lon is not None:
        return Exif(taken_at, photo.exif_lon, photo.exif_lat)
    if named.has_exif_place is False:
        return Exif(taken_at, None, None)
    return Exif(taken_at, named.lon, named.lat)


def _distance_m(case: Case, lon: float | None, lat: float | None) -> float | None:
    """From there to the case, rounded to a metre."""
    if lon is None or lat is None or case.lon is None or case.lat is None:
        return None
    per_lon, per_lat = metres_per_degree(case.lat)
    east = (lon - case.lon + 540.0) % 360.0 - 180.0
    return float(round(math.hypot(east * per_lon, (lat - case.lat) * per_lat)))


def _warnings(shape: Shape, expected_at: datetime, reused: bool) -> Iterable[str]:
    """A phone's clock warns of nothing: it may be wrong by a day, and the time of arrival is known."""
    if max(shape["exif_distance_m"] or 0.0, shape["phone_distance_m"] or 0.0) > FAR_M:
        yield "place_mismatch"
    if shape["exif_taken_at"] and abs(shape["exif_taken_at"] - expected_at) > LONG:
        yield "time_mismatch"
    if reused:
        yield "reused"


def list_missing_after(session: Session, case: Case) -> list[str]:
    """After photos of the last handling whose bytes have not come."""
    missing = select(CasePhoto.sha256).where(
        CasePhoto.case_id == case.id,
        CasePhoto.role == "after",
        CasePhoto.named_at >= case.handled_at,
        ~is_present(),
    )
    return list(session.scalars(missing))


def may_see_photo(session: Session, actor: Actor, sha256: str, day: date | None = None) -> bool:
    """Whether a case this person may see names it, or shows it as the survivor of the one that does.

    A person of the case that names it must have sent the bytes.
    """
    seen = (
        select(CasePhoto.id)
        .join(Home, Home.id == CasePhoto.case_id)
        .join(Case, or_(Case.id == Home.id, Case.id == Home.merged_into_id))
        .where(CasePhoto.sha256 == sha256, is_present(), policy.visible(actor, day or today()))
    )
    return session.execute(seen.limit(1)).first() is not None


def list_named(session: Session, sha256s: list[str]) -> Iterable[str]:
    """Those of these photos that a case names, be it as the original of a smaller one."""
    shown = select(CasePhoto.sha256).where(CasePhoto.sha256.in_(sha256s))
    originals = select(CasePhoto.original_sha256).where(CasePhoto.original_sha256.in_(sha256s))
    return session.scalars(union(shown, originals))
