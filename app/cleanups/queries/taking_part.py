"""Shops that took part: ticked on the list, or signed in by QR; each once, however often it is told."""

from typing import Any

from sqlalchemy import Select, Subquery, select, union

from app.cleanups.models import CleanupSignIn, ShopTick


def taking_part(sessions: Select[Any]) -> Subquery:
    """Distinct rows of (session_id, site_id, shop_id) of the sessions whose ids are selected."""
    ticked = select(ShopTick.session_id, ShopTick.site_id, ShopTick.shop_id).where(
        ShopTick.session_id.in_(sessions), ShopTick.is_ticked
    )
    signed_in = select(CleanupSignIn.session_id, CleanupSignIn.site_id, CleanupSignIn.shop_id).where(
        CleanupSignIn.session_id.in_(sessions),
        CleanupSignIn.shop_id.is_not(None),
        CleanupSignIn.struck_at.is_(None),
    )
    return union(ticked, signed_in).subquery("taking_part")
