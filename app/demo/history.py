"""Writes the stories down as they happened: each move at its hour, through the services everybody uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.queries.sessions import actor_of
from app.cases.models import Case
from app.cases.schemas.incoming import CaseReport, Location, Order, PhotoName, PhotoRole
from app.cases.services import act_on_case, report_case
from app.core.actor import Actor
from app.core.clock import as_of
from app.core.storage import storage
from app.demo.gallery import Hung
from app.demo.pictures import Shot
from app.demo.services import Settled
from app.demo.stories import Step, Story
from app.media.keys import key
from app.media.models import Photo
from app.media.services import keep_photo, note_derived

A_DAY = timedelta(days=1)
"""Whatever holidays did to a limit, an extension ends later than it."""


@dataclass(frozen=True)
class Chronicle:
    """Everything the moves refer to by name."""

    settled: Settled
    actors: Mapping[str, Actor]
    pictures: Mapping[UUID, Mapping[Shot, Hung]]
    limit_m: float


def write_history(
    session: Session,
    stories: Sequence[Story],
    hung: Sequence[Sequence[Hung]],
    settled: Settled,
    limit_m: float,
) -> Iterator[int]:
    """Story by story would number the cases wrongly: all moves of all stories in the order of their hours.

    Yields how many of the moves are done, of `count_moves`.
    """
    chronicle = Chronicle(
        settled,
        {name: actor_of(session, user) for name, user in settled.users.items()},
        {
            story.id: dict(zip(story.shots, row, strict=True))
            for story, row in zip(stories, hung, strict=True)
        },
        limit_m,
    )
    for done, (_, move) in enumerate(sorted(_moves(chronicle, stories), key=itemgetter(0)), 1):
        move(session)
        yield done
    _settle_marks(session, stories)


def count_moves(stories: Sequence[Story]) -> int:
    """Reports included."""
    return sum(1 + len(story.steps) for story in stories)


def _moves(chronicle: Chronicle, stories: Sequence[Story]) -> Iterator[tuple[datetime, Any]]:
    for story in stories:
        yield story.received_at, partial(_report, chronicle=chronicle, story=story)
        for step in story.steps:
            yield step.at, partial(_act, chronicle=chronicle, story=story, step=step)


def _report(session: Session, *, chronicle: Chronicle, story: Story) -> None:
    actor = chronicle.actors[story.reporter]
    shots: tuple[tuple[Shot | None, PhotoRole], ...] = ((story.before, "before"), (story.cleared, "after"))
    names = [
        _name(session, chronicle, story, shot, role, actor, story.received_at) for shot, role in shots if shot
    ]
    lon, lat = story.position
    report = CaseReport(
        category_code=story.problem.category,
        observed_at=story.observed_at,
        location=Location(lon=lon, lat=lat, accuracy_m=story.accuracy_m),
        placed_by=story.placed_by,
        description=story.words,
        self_handled=story.cleared is not None,
        source=story.source,
        photos=names,
    )
    report_case(session, story.id, report, actor=actor, limit_m=chronicle.limit_m, at=story.received_at)


def _act(session: Session, *, chronicle: Chronicle, story: Story, step: Step) -> None:
    actor = chronicle.actors[step.by]
    version, due_at = session.execute(select(Case.version, Case.due_at).where(Case.id == story.id)).one()
    order = Order(
        action_id=uuid5(story.id, f"{step.action} {step.at.isoformat()}"),
        action=step.action,
        version=version,
        note=step.note or None,
        department_id=chronicle.settled.departments[step.department] if step.department else None,
        photos=[_name(session, chronicle, story, step.after, "after", actor, step.at)] if step.after else [],
        segment_id=chronicle.settled.segments[step.segment] if step.segment else None,
        into_id=step.into,
        due_at=step.due_at and max(step.due_at, (due_at or step.due_at) + A_DAY),
    )
    act_on_case(session, story.id, order, actor=actor, limit_m=chronicle.limit_m, at=step.at)


def _name(
    session: Session,
    chronicle: Chronicle,
    story: Story,
    shot: Shot,
    role: PhotoRole,
    actor: Actor,
    at: datetime,
) -> PhotoName:
    """The photo arrives, and the case names it."""
    hung = chronicle.pictures[story.id][shot]
    content = storage.get(key("original", hung.sha256))
    with as_of(at):
        keep_photo(session, hung.sha256, hung.picture, content, actor=actor)
        note_derived(session.get_one(Photo, hung.sha256))
    return PhotoName(sha256=hung.sha256, role=role, taken_at=shot.taken_at, lon=shot.lon, lat=shot.lat)


def _settle_marks(session: Session, stories: Sequence[Story]) -> None:
    """Everybody has looked at what became of their reports, but for the latest news."""
    seen = [story.id for story in stories if not story.is_unread]
    session.execute(
        update(Case)
        .where(Case.id.in_(seen))
        .values(reporter_seen_version=Case.version)
        .execution_options(synchronize_session=False)
    )
