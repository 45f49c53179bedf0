"""Tables of the weekly cleanup: what was planned, who was counted, which shops, what came of it."""

from app.cleanups.models.counting import (
    CleanupCounter,
    CleanupEntry,
    CleanupLink,
    CleanupSignIn,
    CounterValue,
    SourceChoice,
)
from app.cleanups.models.outcome import CleanupBrief, CleanupCase, CleanupPhoto, CleanupResult
from app.cleanups.models.plan import (
    CleanupEvent,
    CleanupSeries,
    CleanupSession,
    CleanupSite,
    CleanupSitePerson,
)
from app.cleanups.models.shops import Shop, ShopTick
from app.cleanups.models.terms import ParticipantCategory, ResultKind, StationedUnit

__all__ = [
    "CleanupBrief",
    "CleanupCase",
    "CleanupCounter",
    "CleanupEntry",
    "CleanupEvent",
    "CleanupLink",
    "CleanupPhoto",
    "CleanupResult",
    "CleanupSeries",
    "CleanupSession",
    "CleanupSignIn",
    "CleanupSite",
    "CleanupSitePerson",
    "CounterValue",
    "ParticipantCategory",
    "ResultKind",
    "Shop",
    "ShopTick",
    "SourceChoice",
    "StationedUnit",
]
