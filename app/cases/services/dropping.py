"""Photos that were named and whose bytes will never come: broken on the phone, or no picture to us."""

from sqlalchemy import ColumnElement, delete, select

from app.cases.models import CasePhoto
from app.cases.queries.photos import is_present
from app.cases.services.act import Act, lacking


def refuse_drop(act: Act) -> None:
    """Raises Invalid where a photo may not go: only words let go of one, and the last proof of work stays."""
    order = act.order
    if not order.drop_photos:
        return
    if order.action != "comment":
        raise lacking(drop_photos="Only a comment lets go of photos")
    if act.case.status == "handled" and _is_last_proof(act):
        raise lacking(photos="Name another after photo instead")


def drop_photos(act: Act) -> None:
    """Let go of what this person named and nobody sent; the log keeps both."""
    case, session = act.case, act.session
    session.execute(delete(CasePhoto).where(*_mine_to_drop(act)).execution_options(synchronize_session=False))
    if case.thumb_sha256 in act.order.drop_photos:
        left = select(CasePhoto.sha256).where(CasePhoto.case_id == case.id, CasePhoto.role != "after")
        case.thumb_sha256 = session.scalar(left.order_by(CasePhoto.id).limit(1))


def _mine_to_drop(act: Act) -> tuple[ColumnElement[bool], ...]:
    return (
        CasePhoto.case_id == act.case.id,
        CasePhoto.sha256.in_(act.order.drop_photos),
        CasePhoto.named_by_id == act.actor.id,
        ~is_present(),
    )


def _is_last_proof(act: Act) -> bool:
    if any(photo.role == "after" for photo in act.order.photos):
        return False
    proofs = select(CasePhoto.id).where(
        CasePhoto.case_id == act.case.id, CasePhoto.role == "after", CasePhoto.named_at >= act.case.handled_at
    )
    dropped = proofs.where(*_mine_to_drop(act))
    return set(act.session.scalars(proofs)) == set(act.session.scalars(dropped)) != set()
