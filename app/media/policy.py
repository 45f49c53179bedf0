"""Who may send photos, and who may take the untouched bytes along."""

from app.core.actor import Actor


def may_send(actor: Actor) -> bool:
    """Anybody who may report or act on a case."""
    return actor.has("road_chief", "supervisor", "organiser", "handler")


def may_export_evidence(actor: Actor) -> bool:
    """Those who answer for a unit's cases; that they may see this photo is asked apart."""
    return actor.has("supervisor", "admin")
