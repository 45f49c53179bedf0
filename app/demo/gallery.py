"""Draws the pictures of all stories on every core and keeps them as if phones had sent them."""

import hashlib
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from app.core.storage import storage
from app.demo.pictures import take
from app.demo.stories import Story
from app.media.derivatives import derive
from app.media.intake import Picture, judge
from app.media.services import store_derivatives, store_original


@dataclass(frozen=True)
class Hung:
    """A picture in the store, all its sizes made."""

    sha256: str
    picture: Picture


def hang_pictures(stories: Sequence[Story], store_url: str, max_pixels: int) -> Iterator[list[Hung]]:
    """For each story, in order, its pictures as `Story.shots` lists them; on disk when the last is told."""
    # A forked process would share what the parent holds open.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), fresh, initializer=_open_store, initargs=(store_url,)) as pool:
        yield from pool.map(partial(_hang, max_pixels=max_pixels), stories, chunksize=4)
    os.sync()


def _open_store(url: str) -> None:
    # Waiting for the disk after each of 1,500 files would take longer than drawing them.
    storage.bind(url, settles=False)


def _hang(story: Story, max_pixels: int) -> list[Hung]:
    if not story.shots:
        return []
    return [_keep(drawn, max_pixels) for drawn in take(story.problem.kind, story.seed, story.shots)]


def _keep(drawn: bytes, max_pixels: int) -> Hung:
    sha256 = hashlib.sha256(drawn).hexdigest()
    store_original(sha256, drawn)
    store_derivatives(sha256, derive(drawn, max_pixels))
    return Hung(sha256, judge(drawn, max_pixels))
