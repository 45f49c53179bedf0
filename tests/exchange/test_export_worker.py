"""The worker's part: slices, failures, rivals, and what is swept."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from app.core.clock import as_of, now
from app.core.storage import storage
from app.exchange.models import Export
from app.exchange.services import exporting
from app.exchange.sweepers import Exporter, OldExports
from tests.cases.conftest import Street
from tests.exchange.conftest import order, rows_of, work

WEEK = timedelta(days=7)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of one row, and a slice of one page."""
    monkeypatch.setattr("app.exchange.queries.exports.PAGE", 1)
    monkeypatch.setattr("app.exchange.sweepers.SLICE_S", 0)


def row(street: Street, accepted: dict[str, str]) -> Export:
    street.make.session.expire_all()
    return street.make.session.get_one(Export, UUID(accepted["id"]))


def test_others_have_their_turn_while_a_long_one_is_written(street: Street, small_pages: None) -> None:
    for _ in range(3):
        street.reported()
    accepted, exporter = order(street.of("viewer")), Exporter()
    seen = []
    while exporter.sweep():
        seen.append(street.of("viewer").get(f"/exports/{accepted['id']}").get_json())
    assert [(one["status"], one["rows_done"], one["rows_total"]) for one in seen] == [
        ("running", 1, 3),
        ("running", 2, 3),
        ("running", 3, 3),
        ("done", 3, 3),
    ]


def test_a_file_grows_where_there_is_room_and_leaves_no_name(street: Street, small_pages: None) -> None:
    street.reported()
    accepted, folder = order(street.of("viewer")), Path(storage._url.removeprefix("file://")).parent / "data"
    exporter = Exporter(folder)
    while exporter.sweep():
        assert list(folder.iterdir()) == []
    assert street.of("viewer").get(f"/exports/{accepted['id']}").json["status"] == "done"


def test_each_page_is_a_sign_of_life(street: Street, small_pages: None) -> None:
    street.reported()
    street.reported()
    accepted, exporter = order(street.of("viewer")), Exporter()
    exporter.sweep()
    with as_of(now() + timedelta(seconds=50)):
        exporter.sweep()
        expected = now() + exporting.LEASE
    assert row(street, accepted).next_try_at == pytest.approx(expected, abs=timedelta(seconds=5))


def test_a_rival_that_took_over_is_left_alone(street: Street, small_pages: None) -> None:
    for _ in range(2):
        street.reported()
    accepted, slow, quick = order(street.of("viewer")), Exporter(), Exporter()
    slow.sweep()
    with as_of(now() + 2 * exporting.LEASE):
        while quick.sweep():
            pass
    done = row(street, accepted)
    assert (done.attempts, done.rows_done) == (2, 2)
    assert slow.sweep()  # notices, and lets go
    assert not slow.sweep()
    after = row(street, accepted)
    assert (after.stored_key, after.attempts) == (done.stored_key, 2)
    assert [file.key for file in storage.list("exports/")] == [done.stored_key]


def test_one_that_is_taken_back_is_not_written_on(street: Street, small_pages: None, store: Path) -> None:
    for _ in range(2):
        street.reported()
    accepted, exporter = order(street.of("viewer")), Exporter()
    exporter.sweep()
    assert street.of("viewer").delete(f"/exports/{accepted['id']}").status_code == 204
    assert exporter.sweep()
    assert not exporter.sweep()
    assert list(storage.list("exports/")) == []


def test_a_failure_is_tried_again_and_then_told(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    accepted = order(street.of("viewer"))
    monkeypatch.setattr(storage, "put_file", full)
    for attempt in range(1, exporting.MAX_ATTEMPTS + 1):
        with as_of(now() + timedelta(hours=attempt)):
            assert work() == 1
    told = street.of("viewer").get(f"/exports/{accepted['id']}").get_json()
    assert (told["status"], told["failure"]) == ("failed", "server_error")
    with as_of(now() + timedelta(days=1)):
        assert work() == 0


def test_one_that_ends_each_worker_is_given_up(street: Street) -> None:
    accepted = order(street.of("viewer"))
    street.make.session.execute(update(Export).values(attempts=exporting.MAX_ATTEMPTS))
    assert work() == 0
    told = street.of("viewer").get(f"/exports/{accepted['id']}").get_json()
    assert (told["status"], told["failure"]) == ("failed", "server_error")


def test_files_are_swept_when_their_time_is_over(street: Street) -> None:
    accepted = order(street.of("viewer"))
    work()
    with as_of(now() + WEEK - timedelta(minutes=1)):
        assert not OldExports(WEEK).sweep()
    assert len(list(storage.list("exports/"))) == 1
    with as_of(now() + WEEK + timedelta(minutes=1)):
        assert OldExports(WEEK).sweep()
    assert list(storage.list("exports/")) == []
    assert street.of("viewer").get(f"/exports/{accepted['id']}").status_code == 404


def test_files_without_a_row_are_swept_after_a_day(street: Street, store: Path) -> None:
    order(street.of("viewer"))
    work()
    for name in ("old", "new"):
        (store / "exports" / name).write_bytes(b"?")
    long_ago = time.time() - 2 * 86_400
    for path in (store / "exports").iterdir():
        if path.name != "new":
            os.utime(path, (long_ago, long_ago))
    OldExports(WEEK).sweep()
    assert len(list((store / "exports").iterdir())) == 2
    assert not (store / "exports" / "old").exists()


def test_what_a_killed_process_left_beside_a_name_goes_with_it(street: Street, store: Path) -> None:
    accepted = order(street.of("viewer"))
    leftover = store / "exports" / f"{accepted['id']}-1.csv#1"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half a file")
    work()
    answer = street.of("viewer").get(f"/exports/{accepted['id']}/file")
    assert rows_of(answer.data) == []
    assert [path.name for path in leftover.parent.iterdir()] == [f"{accepted['id']}-1.csv"]


def test_photos_sweep_leaves_exports_alone(street: Street) -> None:
    from app.media.sweepers import OrphanSweep

    accepted = order(street.of("viewer"))
    work()
    with as_of(now() + timedelta(days=3)):
        while OrphanSweep().sweep():
            break
    assert street.of("viewer").get(f"/exports/{accepted['id']}/file").status_code == 200
