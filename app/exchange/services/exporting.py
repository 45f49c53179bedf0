"""An export from the wish to the file: asked for, claimed, written in slices, kept, forgotten.

A file is written to a nameless temporary one, which ends with its process, and put into the store as a whole.
Every attempt has a number: whoever lost the row to another worker notices, and leaves it alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import actor_of
from app.accounts.services import record
from app.accounts.units import unit_tree
from app.core import jobs
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import reading_one_moment, unit_of_work
from app.core.dialect import insert_or_skip
from app.core.errors import Conflict
from app.core.long_sheets import Format, LongTable, open_table
from app.core.storage import storage
from app.exchange import policy
from app.exchange.columns import LAYOUT, cells_of
from app.exchange.models import Export
from app.exchange.queries.exports import count_cases, count_unfinished, get_export, read_pages
from app.exchange.schemas import ExportFilter, ExportOrder

LEASE = timedelta(minutes=1)
"""A worker that was silent for so long is taken for dead."""
MAX_ATTEMPTS = 4
MAX_UNFINISHED = 3
FOLDER = "exports"
BATCH = 100


class Lost(Exception):
    """Another worker has the row now, or its owner took it back."""


@dataclass(frozen=True)
class Claim:
    """One attempt at one export."""

    id: UUID
    owner_id: UUID
    format: Format
    filter: dict[str, Any]
    attempt: int

    @property
    def key(self) -> str:
        """Where this attempt's file goes."""
        return f"{FOLDER}/{self.id}-{self.attempt}.{self.format}"


def order_export(session: Session, order: ExportOrder, *, actor: Actor) -> Export:
    """Have the worker write a file; the same id again is the same export.

    Raises Conflict where this person has as many under way as one may, or the id is another's.
    """
    export_id, at = order.id or uuid4(), now()
    if session.get(Export, export_id) is None and count_unfinished(session, actor=actor) >= MAX_UNFINISHED:
        raise Conflict("Wait for the exports that are being written", code="too_many_exports")
    wanted = order.filter.model_dump(mode="json", exclude_defaults=True)
    values: dict[str, Any] = {"id": export_id, "owner_id": actor.id, "format": order.format, "filter": wanted}
    values |= {"asked_at": at, "next_try_at": at, "attempts": 0, "rows_done": 0}
    if insert_or_skip(session, Export, values, ["id"]):
        record(
            session, "cases_exported", "export", export_id, actor=actor, format=order.format, filter=wanted
        )
    standing = get_export(session, export_id, actor=actor)
    if (standing.format, standing.filter) != (order.format, wanted):
        raise Conflict("This id stands for another export", code="export_exists_with_other_body")
    return standing


def drop_export(session: Session, export_id: UUID, *, actor: Actor) -> str | None:
    """Take one's own back, written or not; the key of its file, which may go after the commit."""
    row = get_export(session, export_id, actor=actor)
    session.delete(row)
    return row.stored_key


def claim_export(session: Session) -> Claim | None:
    """The export that waits longest; one that ended several workers is given up."""
    row = jobs.claim(session, Export, LEASE)
    if row is None:
        return None
    if row.attempts > MAX_ATTEMPTS:
        row.next_try_at, row.failure = None, "server_error"
        return None
    return Claim(row.id, row.owner_id, cast("Format", row.format), row.filter, row.attempts)


def write_export(claim: Claim, folder: Path | None = None) -> Iterator[None]:
    """Write the file, pausing after each page; raises Lost where somebody else has the row by now.

    All of the file is of one moment: what is moved or reported meanwhile is not in it. `folder`: where it
    grows; the system's own for such files may lie in memory.
    """
    with TemporaryFile(dir=folder) as file, reading_one_moment() as session:
        actor = _actor(session, claim.owner_id)
        if actor is None:
            _give_up(claim, "no_longer_allowed")
            return
        table = open_table(claim.format, file, LAYOUT)
        yield from _fill(session, table, claim, actor)
        table.close()
        _keep(claim, file)


def _actor(session: Session, owner_id: UUID) -> Actor | None:
    """The owner with the rights of now, not those of when they asked."""
    user = session.get(User, owner_id)
    actor = actor_of(session, user) if user is not None and user.is_active else None
    return actor if actor is not None and policy.may_export(actor) else None


def _fill(session: Session, table: LongTable, claim: Claim, actor: Actor) -> Iterator[None]:
    wanted, at = ExportFilter.model_validate(claim.filter), now()
    tree = unit_tree(session)
    _note(claim, rows_total=count_cases(session, wanted, actor=actor, at=at), rows_done=0)
    done = 0
    for page in read_pages(session, wanted, actor=actor, at=at):
        table.add(cells_of(row, tree) for row in page)
        done += len(page)
        _note(claim, rows_done=done)
        yield


def _keep(claim: Claim, file: IO[bytes]) -> None:
    file.flush()
    size = file.tell()
    file.seek(0)
    storage.put_file(claim.key, file)
    at = now()
    try:
        _note(claim, stored_key=claim.key, byte_size=size, finished_at=at, next_try_at=None, failure=None)
    except Lost:
        storage.delete(claim.key)
        raise


def _give_up(claim: Claim, reason: str) -> None:
    _note(claim, next_try_at=None, failure=reason, finished_at=now())


def note_failure(claim: Claim, reason: str) -> None:
    """Try again a little later, and after a few times no more."""
    with unit_of_work() as session:
        row = session.get(Export, claim.id)
        if row is not None and row.attempts == claim.attempt:
            jobs.fail(row, reason, MAX_ATTEMPTS)


def _note(claim: Claim, **values: Any) -> None:
    """Write down how far this attempt is, and that its worker is alive."""
    own = update(Export).where(Export.id == claim.id, Export.attempts == claim.attempt)
    own = own.where(Export.next_try_at.is_not(None))
    with unit_of_work() as session:
        noted = session.execute(own.values({"next_try_at": now() + LEASE} | values))
    if cast("CursorResult[Any]", noted).rowcount == 0:
        raise Lost


def forget_old(session: Session, before: datetime) -> Sequence[str]:
    """Drop rows of exports that were asked for before; keys of their files, which may go after the commit."""
    old = select(Export.id, Export.stored_key).where(Export.asked_at < before)
    rows = session.execute(old.order_by(Export.asked_at).limit(BATCH)).all()
    session.execute(delete(Export).where(Export.id.in_([row.id for row in rows])))
    return [row.stored_key for row in rows if row.stored_key]
