"""Decoding in a process of its own: a hostile file may crash or starve that one, not the worker."""

import multiprocessing
import resource
import warnings
from multiprocessing.connection import Connection

from app.media.derivatives import Derivatives, derive

MAX_MEMORY = 2 << 30
"""Address space; the largest picture allowed, as WebP, needs about 1.2 GB of it."""
MAX_SECONDS = 60
MAX_RESULT = 200 << 20
HASH_BYTES = 8

# Forked from a server that has this module loaded but neither threads nor connections to the database.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


class Undecodable(Exception):
    """No decoder could make a picture of it within its limits."""


def derive_apart(original: bytes, max_pixels: int, max_seconds: float = MAX_SECONDS) -> Derivatives:
    """`derive` under limits of time and memory; raises Undecodable, whatever went wrong."""
    ours, theirs = _processes.Pipe()
    child = _processes.Process(target=_work, args=(theirs, max_pixels), daemon=True)
    child.start()
    theirs.close()
    try:
        ours.send_bytes(original)
        if not ours.poll(max_seconds):
            raise Undecodable(f"took longer than {max_seconds} s")
        return _receive(ours)
    except (EOFError, OSError) as error:
        raise Undecodable("the decoder died") from error
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()


def _receive(connection: Connection) -> Derivatives:
    """Frames of bytes only: what a broken decoder sends is never unpickled."""
    problem = connection.recv_bytes(1000).decode(errors="replace")
    if problem:
        raise Undecodable(problem)
    thumb, screen, full = (connection.recv_bytes(MAX_RESULT) for _ in range(3))
    perceptual_hash = int.from_bytes(connection.recv_bytes(HASH_BYTES), signed=True)
    return Derivatives(thumb, screen, full or None, perceptual_hash)


def _work(connection: Connection, max_pixels: int) -> None:
    warnings.simplefilter("ignore")  # a camera's broken notes are none of the worker's log
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        made = derive(connection.recv_bytes(), max_pixels)
    except Exception as error:  # noqa: BLE001 — decoders raise what they like
        connection.send_bytes(f"{type(error).__name__}: {error}"[:200].encode()[:1000])
        return
    seen = made.perceptual_hash.to_bytes(HASH_BYTES, signed=True)
    for part in (b"", made.thumb, made.screen, made.full or b"", seen):
        connection.send_bytes(part)
