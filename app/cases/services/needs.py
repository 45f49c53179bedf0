"""What the table says a move needs, checked before anything is changed."""

from app.cases.services.act import Act, lacking
from app.cases.workflow import Need


def require(act: Act, needs: tuple[Need, ...]) -> None:
    """Raises Invalid with everything that is missing, by field."""
    missing = dict(CHECKS[need] for need in needs if not _is_met(act, need))
    if missing:
        raise lacking(**missing)


CHECKS: dict[Need, tuple[str, str]] = {
    "note": ("note", "Say why"),
    "after_photo": ("photos", "Name an after photo"),
    "assignee": ("department_id", "Name a department or a person"),
    "words": ("note", "Say something or name a photo"),
    "into_id": ("into_id", "Name the case that goes on"),
    "place": ("segment_id", "Name a segment or a location"),
    "due_at": ("due_at", "Say until when, later than now and than the end that stands"),
    "asked_due_at": ("due_at", "Say until when, later than now and than the end that stands"),
}


def _is_met(act: Act, need: Need) -> bool:
    order = act.order
    met: dict[Need, bool] = {
        "note": bool(order.note),
        "after_photo": any(photo.role == "after" for photo in order.photos),
        "assignee": order.department_id is not None or order.assignee_id is not None,
        "words": bool(order.note or order.photos),
        "into_id": order.into_id is not None and order.into_id != act.case.id,
        "place": order.segment_id is not None or order.location is not None,
        "due_at": _is_later(act, asked=False),
        "asked_due_at": _is_later(act, asked=True),
    }
    return met[need]


def _is_later(act: Act, *, asked: bool) -> bool:
    end = act.order.due_at or (act.case.extension_asked_until if asked else None)
    return end is not None and end > max(act.at, act.case.due_at or act.at)
