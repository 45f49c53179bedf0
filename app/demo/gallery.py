"""Draws the pictures of all stories on every core and keeps them as if phones had sent them."""

import hashlib
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from app.core.storage import storage
from app.demo.pictures import take
from app.demo.stories import Story
from app.media.derivatives import derive
from app.media.intake import Picture, judge
from app.media.services import store_derivatives, store_original

BATCH = 6
WRITERS = 12
"""Threads of each process that wait for the disk, which takes longer than drawing."""


@dataclass(frozen=True)
class Hung:
    """A picture in the store, all its sizes made."""

    sha256: str
    picture: Picture


def hang_pictures(stories: Sequence[Story], store_url: str, max_pixels: int) -> Iterator[list[Hung]]:
    """For each story, in order, its pictures as `Story.shots` lists them."""
    # A forked process would share what the parent holds open.
    fresh = multiprocessing.get_context("spawn")
    batches = [stories[start : start + BATCH] for start in range(0, len(stories), BATCH)]
    with ProcessPoolExecutor(os.cpu_count(), fresh, initializer=_open_store, initargs=(store_url,)) as pool:
        for hung in pool.map(partial(_hang_batch, max_pixels=max_pixels), batches):
            yield from hung


def _open_store(url: str) -> None:
    storage.bind(url)


def _hang_batch(stories: Sequence[Story], max_pixels: int) -> list[list[Hung]]:
    with ThreadPoolExecutor(WRITERS) as writers:
        waits: list[Future[None]] = []
        hung = [[_keep(drawn, max_pixels, writers, waits) for drawn in _draw(story)] for story in stories]
        for wait in waits:
            wait.result()
    return hung


def _draw(story: Story) -> list[bytes]:
    return take(story.problem.kind, story.seed, story.shots) if story.shots else []


def _keep(drawn: bytes, max_pixels: int, writers: Executor, waits: list[Future[None]]) -> Hung:
    sha256 = hashlib.sha256(drawn).hexdigest()
    waits.append(writers.submit(store_original, sha256, drawn))
    waits.append(writers.submit(store_derivatives, sha256, derive(drawn, max_pixels)))
    return Hung(sha256, judge(drawn, max_pixels))
