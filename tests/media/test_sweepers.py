"""What nobody names is forgotten after its time, what nobody knows is swept, and nothing else is touched."""

import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from apiflask import APIFlask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app import media
from app.core import jobs
from app.core.clock import now
from app.core.db import unit_of_work
from app.core.storage import storage
from app.media import sweepers
from app.media.keys import KINDS, key
from app.media.models import Photo, PhotoUpload
from app.media.sweepers import Forgetter, OrphanSweep
from tests.factories import Caller
from tests.media import pictures as made
from tests.media.conftest import derive_all
from tests.media.test_jobs import waiting

CONTENT = made.picture((2000, 100))
SHA256 = made.sha(CONTENT)
THIRTY_DAYS = timedelta(days=30)


@pytest.fixture
def sent(chief: Caller) -> Caller:
    """A photo, sent and prepared."""
    assert chief.put(f"/photos/{SHA256}", data=CONTENT).status_code == 201
    assert derive_all() == 1
    return chief


def age(session: Session, days: float) -> None:
    """Make the photo, and its last sending, this old."""
    moment = now() - timedelta(days=days)
    session.get_one(Photo, SHA256).received_at = moment
    for upload in session.query(PhotoUpload):
        upload.uploaded_at = moment
    session.flush()


def is_kept(session: Session) -> bool:
    session.expire_all()
    kept = {kind: storage.has(key(kind, SHA256)) for kind in KINDS}
    assert len(set(kept.values())) == 1, kept
    assert kept["original"] == (session.get(Photo, SHA256) is not None)
    return kept["original"]


def names_nothing(_session: Session, _sha256s: list[str]) -> Iterable[str]:
    return []


def forget() -> None:
    forgetter = Forgetter(THIRTY_DAYS)
    while forgetter.sweep():
        pass


@pytest.mark.parametrize(("days", "kept"), [(31, False), (29, True)])
def test_an_unnamed_photo_is_forgotten_after_its_time(
    sent: Caller, session: Session, days: float, kept: bool
) -> None:
    media.register_namer(names_nothing)
    age(session, days)
    forget()
    assert is_kept(session) is kept
    assert sent.get(f"/photos/{SHA256}").status_code == (200 if kept else 404)


def test_a_named_photo_stays(sent: Caller, session: Session) -> None:
    media.register_namer(names_nothing)
    media.register_namer(lambda _session, sha256s: sha256s)
    age(session, 400)
    forget()
    assert is_kept(session)


def test_while_nobody_can_name_photos_all_stay(sent: Caller, session: Session) -> None:
    age(session, 400)
    forget()
    assert is_kept(session)


def test_a_photo_sent_again_has_its_time_again(sent: Caller, session: Session) -> None:
    media.register_namer(names_nothing)
    age(session, 31)
    assert sent.put(f"/photos/{SHA256}", data=CONTENT).status_code == 200
    forget()
    assert is_kept(session)


def test_a_photo_named_at_the_last_moment_stays(sent: Caller, session: Session) -> None:
    asked: list[int] = []

    def names_it_when_asked_again(_session: Session, sha256s: list[str]) -> Iterable[str]:
        asked.append(1)
        return sha256s if len(asked) > 1 else []

    media.register_namer(names_it_when_asked_again)
    age(session, 31)
    forget()
    assert len(asked) == 2
    assert is_kept(session)


def test_a_forgotten_photo_may_be_sent_anew(sent: Caller, session: Session) -> None:
    media.register_namer(names_nothing)
    age(session, 31)
    forget()
    assert sent.put(f"/photos/{SHA256}", data=CONTENT).status_code == 201
    assert derive_all() == 1
    assert is_kept(session)


def sweep_orphans() -> None:
    sweep = OrphanSweep()
    while sweep.sweep():
        pass


def make_old(store: Path) -> None:
    two_days_ago = (now() - timedelta(days=2)).timestamp()
    for path in store.rglob("*"):
        if path.is_file():
            os.utime(path, (two_days_ago, two_days_ago))


def test_files_without_a_row_are_swept_after_a_day(session: Session, store: Path) -> None:
    storage.put(key("original", SHA256), CONTENT)
    sweep_orphans()
    assert storage.has(key("original", SHA256))
    make_old(store)
    sweep_orphans()
    assert list(storage.list("")) == []
    assert session.get(Photo, SHA256) is None


def test_files_with_a_row_stay_however_old(sent: Caller, session: Session, store: Path) -> None:
    make_old(store)
    sweep_orphans()
    assert is_kept(session)


def test_sweeping_goes_on_over_batches(
    session: Session, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweepers, "BATCH", 2)
    for number in range(5):
        storage.put(key("original", made.sha(bytes([number]))), b"x")
    make_old(store)
    sweep_orphans()
    assert list(storage.list("")) == []


def test_two_workers_never_take_the_same_photo(app: APIFlask) -> None:
    with unit_of_work() as session:
        for number in range(20):
            waiting(session, f"{number:02d}")
    start, taken = Barrier(4), []

    def take_all() -> None:
        start.wait(10)
        while True:
            with unit_of_work() as session:
                photo = jobs.claim(session, Photo)
                if photo is None:
                    return
                taken.append(photo.sha256)

    workers = [Thread(target=take_all) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    with unit_of_work() as session:
        session.execute(delete(Photo))
    assert len(taken) == len(set(taken)) == 20
