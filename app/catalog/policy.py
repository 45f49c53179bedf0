"""Who may edit the catalogue and the duties of departments."""

from app.core.actor import Actor


def may_edit_catalog(actor: Actor) -> bool:
    """The catalogue is the whole deployment's, so a street office's administrator does not change it."""
    return actor.spans_district("admin")
