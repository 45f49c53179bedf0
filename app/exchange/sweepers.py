"""The worker's part: write exports a slice at a time, sweep files that nobody needs any more."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from sqlalchemy import select

from app.core import jobs
from app.core.clock import now
from app.core.db import reading, unit_of_work
from app.core.jobs import Sweeper
from app.core.storage import storage
from app.exchange.models import CaseImport, Export
from app.exchange.services import importing
from app.exchange.services.exporting import (
    FOLDER,
    Claim,
    Lost,
    claim_export,
    forget_old,
    note_failure,
    write_export,
)
from config import Config

log = logging.getLogger(__name__)

SLICE_S = 0.5
"""Photos and messages wait no longer than this for a long export."""
HOUR_S = 3600.0
ORPHAN_AGE = timedelta(days=1)
"""No file takes longer from the store to its row."""


def make_sweepers(settings: Config) -> list[Sweeper]:
    """The sweepers of one worker."""
    keep = timedelta(days=settings.export_days)
    return [
        Sweeper("write exports", Exporter(settings.data_dir).sweep),
        Sweeper("take in cases", partial(take_in, settings.segment_max_distance_m)),
        Sweeper("sweep old exports", OldExports(keep).sweep, every=HOUR_S),
        Sweeper("sweep old imports", partial(sweep_old_imports, keep), every=HOUR_S),
    ]


class Exporter:
    """Has one export at a time under way, and takes it a slice further each turn."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._claim: Claim | None = None
        self._steps: Iterator[None] = iter(())

    def sweep(self) -> bool:
        if self._claim is None:
            self._claim = _next_claim()
            if self._claim is None:
                return False
            if self._folder is not None:
                self._folder.mkdir(parents=True, exist_ok=True)
            self._steps = write_export(self._claim, self._folder)
        if not self._advance(self._claim):
            self._claim = None
        return True

    def _advance(self, claim: Claim) -> bool:
        """Whether there is more to do."""
        until = monotonic() + SLICE_S
        try:
            for _ in self._steps:
                if monotonic() >= until:
                    return True
        except Lost:
            log.info("export %s is another worker's by now, or was taken back", claim.id)
        except Exception as error:
            log.exception("export %s failed", claim.id)
            note_failure(claim, repr(error))
        return False


def _next_claim() -> Claim | None:
    with reading() as session:
        if not jobs.is_due(session, Export):
            return None
    with unit_of_work() as session:
        return claim_export(session)


class OldExports:
    """Forgets exports some days after they were asked for, and files whose row never came to be."""

    def __init__(self, keep: timedelta) -> None:
        self.keep = keep

    def sweep(self) -> bool:
        with unit_of_work() as session:
            keys = forget_old(session, now() - self.keep)
        for key in keys:
            storage.delete(key)
        if not keys:
            self._sweep_orphans()
        return bool(keys)

    def _sweep_orphans(self) -> None:
        before = now() - ORPHAN_AGE
        # As many as there are exports of some days, never all files of the store.
        old = [file.key for file in storage.list(f"{FOLDER}/") if file.stored_at < before]
        with reading() as session:
            known = set(session.scalars(select(Export.stored_key).where(Export.stored_key.in_(old))))
        for key in old:
            if key not in known:
                storage.delete(key)


def take_in(limit_m: float) -> bool:
    """A few rows of the import that waits longest."""
    with reading() as session:
        if not jobs.is_due(session, CaseImport):
            return False
    try:
        with unit_of_work() as session:
            return importing.take_batch(session, limit_m=limit_m)
    except Exception as error:
        log.exception("an import failed")
        with unit_of_work() as session:
            importing.note_failure(session, repr(error))
        return False


def sweep_old_imports(keep: timedelta) -> bool:
    """Spreadsheets of some days ago."""
    with unit_of_work() as session:
        return importing.forget_old_imports(session, now() - keep) > 0
