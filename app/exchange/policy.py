"""Who may take cases out in bulk, and bring them in."""

from app.cases.policy import READERS, may_report_from
from app.core.actor import Actor


def may_export(actor: Actor) -> bool:
    """Whoever works with lists at a desk; each gets what they may see."""
    return actor.has(*READERS, "handler")


def may_import(actor: Actor) -> bool:
    """Whoever may write down what came by other ways than a patrol."""
    return may_report_from(actor, "import")
