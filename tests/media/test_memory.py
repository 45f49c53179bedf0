"""However large or hostile an upload, little of it is held. Measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.media import pictures as made

ROOT = Path(__file__).parent.parent.parent
MEGABYTE = 1024

MEASURE = """
import hashlib, sys
from pathlib import Path
from app.core.errors import Problem
from app.media.intake import discard, judge, received

def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])

class Body:
    def __init__(self, path):
        self.file = open(path, "rb")
        self.taken = 0
    def read(self, size=-1):
        chunk = self.file.read(size)
        self.taken += len(chunk)
        return chunk

path, folder = sys.argv[1], Path(sys.argv[2])
sha256 = hashlib.file_digest(open(path, "rb"), "sha256").hexdigest()
before, code, body = peak(), "taken", Body(path)
try:
    with received(body, sha256, 25_000_000, folder) as content:
        judge(content, 64_000_000)
except Problem as problem:
    code = problem.code
kept = body.taken
discard(body, 100_000_000)
print(peak() - before, kept, code)
"""


def measured(content: bytes, folder: Path) -> tuple[int, int, str]:
    """By how many kB the process grew, how many bytes were read to judge, and the verdict."""
    path = folder / "upload"
    path.write_bytes(content)
    command = [sys.executable, "-c", MEASURE, str(path), str(folder / "incoming")]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    grown, kept, code = answer.stdout.split()
    return int(grown), int(kept), code


def test_fifty_megabytes_are_read_to_the_limit_and_not_held(tmp_path: Path) -> None:
    grown, kept, code = measured(b"\xff\xd8\xff" + b"\0" * 50_000_000, tmp_path)
    assert code == "photo_too_large"
    assert kept == 25_000_001
    assert grown < 2 * MEGABYTE


@pytest.mark.parametrize("bomb", [made.huge_png(), made.huge_jpeg(), made.huge_webp(), made.huge_heic()])
def test_a_bomb_is_never_opened(bomb: bytes, tmp_path: Path) -> None:
    grown, _, code = measured(bomb, tmp_path)
    assert code == "photo_too_many_pixels"
    assert grown < 3 * MEGABYTE


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP"])
def test_compressed_text_is_unfolded_a_little_at_most(name: bytes, tmp_path: Path) -> None:
    trap = made.chunk(name, b"name\0\0" + made.ENDLESS) * 20
    grown, _, code = measured(made.png_with(trap), tmp_path)
    assert code == "photo_too_large"
    assert grown < 6 * MEGABYTE


def test_the_largest_photo_is_looked_at_where_it_lies(tmp_path: Path) -> None:
    content = made.picture() + b"\0" * (24_999_000)
    grown, _, code = measured(content, tmp_path)
    assert code == "taken"
    assert grown < 55 * MEGABYTE  # the file's own pages, which the system may take back, and one copy
