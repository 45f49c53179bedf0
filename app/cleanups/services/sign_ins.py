"""Somebody signs in by QR: one phone once, only around the session, nothing asked about the person."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.units import unit_tree
from app.cleanups.models import CleanupSession, CleanupSignIn, ParticipantCategory, Shop
from app.cleanups.queries.sign_in_page import find_by_code, list_open_sites, window_of
from app.cleanups.schemas.counting import SignInBody
from app.cleanups.services.entries import check_stationed_unit
from app.core.clock import now
from app.core.dialect import among, insert_or_skip
from app.core.errors import Forbidden, Invalid

Shape = dict[str, Any]


def sign_in(session: Session, code: str, sent: SignInBody) -> Shape:
    """The shape of `SignInReceipt`: what stands for this phone, be it from before."""
    at = now()
    this = find_by_code(session, code)
    _refuse_closed(this, at)
    values = {
        "id": uuid4(),
        "session_id": this.id,
        "site_id": _site(session, this, sent),
        "device_hash": hash_device(this.id, sent.token),
        "category_code": _category(session, sent),
        "shop_id": _shop(session, this, sent),
        "stationed_unit_id": sent.stationed_unit_id,
        "signed_at": at,
        "strike_reason": "",
    }
    check_stationed_unit(session, sent.stationed_unit_id, this)
    if insert_or_skip(session, CleanupSignIn, values, ["session_id", "device_hash"]):
        return _receipt(CleanupSignIn(**values), is_new=True)
    mine = CleanupSignIn.session_id == this.id, CleanupSignIn.device_hash == values["device_hash"]
    return _receipt(session.scalars(select(CleanupSignIn).where(*mine)).one(), is_new=False)


def hash_device(session_id: UUID, token: str) -> str:
    """Of the session as well, so that a phone is another one every week."""
    return hashlib.sha256(f"{session_id}:{token}".encode()).hexdigest()


def _refuse_closed(this: CleanupSession, at: datetime) -> None:
    window = window_of(this)
    if this.cancelled_at is not None or not window.is_open(at):
        raise Forbidden(
            "Signing in is open only around the session",
            code="sign_in_closed",
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            is_cancelled=this.cancelled_at is not None,
        )


def _site(session: Session, this: CleanupSession, sent: SignInBody) -> UUID:
    """The one named, or the only one there is."""
    sites: list[UUID] = [site["id"] for site in list_open_sites(session, this)]
    if sent.site_id is None and len(sites) == 1:
        return sites[0]
    if sent.site_id is None or sent.site_id not in sites:
        raise Invalid(fields={"site_id": ["Name one of the session's sites"]})
    return sent.site_id


def _category(session: Session, sent: SignInBody) -> str:
    category = session.get(ParticipantCategory, sent.category_code)
    if category is None or not category.is_active:
        raise Invalid(fields={"category_code": ["There is no such category in use"]})
    for asked in ("shop", "stationed_unit"):
        if getattr(sent, f"{asked}_id") is not None and category.asks_for != asked:
            raise Invalid(fields={f"{asked}_id": ["This category does not ask for one"]})
    return category.code


def _shop(session: Session, this: CleanupSession, sent: SignInBody) -> UUID | None:
    if sent.shop_id is None:
        return None
    here = among(Shop.unit_id, unit_tree(session).subtree(this.unit_id))
    if session.scalar(select(Shop.id).where(Shop.id == sent.shop_id, Shop.is_active, here)) is None:
        raise Invalid(fields={"shop_id": ["There is no such shop in this area"]})
    return sent.shop_id


def _receipt(row: CleanupSignIn, *, is_new: bool) -> Shape:
    names = ("site_id", "category_code", "signed_at")
    return {name: getattr(row, name) for name in names} | {"is_new": is_new}
