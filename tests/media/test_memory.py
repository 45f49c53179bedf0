"""However large or hostile an upload, little of it is held. Measured in a process of its own."""

import subprocess
import sys
from pathlib import Path

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

folder = Path(sys.argv[1])
before, codes = peak(), []
for path in sys.argv[2:]:
    with open(path, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    body = Body(path)
    try:
        with received(body, sha256, 25_000_000, folder) as content:
            judge(content, 64_000_000)
        codes.append("taken")
    except Problem as problem:
        codes.append(problem.code)
    kept = body.taken
    discard(body, 100_000_000)
print(peak() - before, kept, *codes)
"""


def measured(folder: Path, *contents: bytes) -> tuple[int, int, set[str]]:
    """By how many kB the process grew, how many bytes of the last were read to judge it, and the verdicts."""
    paths = [folder / f"upload{number}" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    command = [sys.executable, "-c", MEASURE, str(folder / "incoming"), *map(str, paths)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    grown, kept, *codes = answer.stdout.split()
    return int(grown), int(kept), set(codes)


def test_fifty_megabytes_are_read_to_the_limit_and_not_held(tmp_path: Path) -> None:
    grown, kept, codes = measured(tmp_path, b"\xff\xd8\xff" + b"\0" * 50_000_000)
    assert codes == {"photo_too_large"}
    assert kept == 25_000_001
    assert grown < 2 * MEGABYTE


def test_bombs_are_never_opened(tmp_path: Path) -> None:
    bombs = made.huge_png(), made.huge_jpeg(), made.huge_webp(), made.huge_heic()
    grown, _, codes = measured(tmp_path, *bombs)
    assert codes == {"photo_too_many_pixels"}
    assert grown < 3 * MEGABYTE


def test_compressed_text_is_unfolded_a_little_at_most(tmp_path: Path) -> None:
    traps = [made.png_with(made.chunk(name, b"name\0\0" + made.ENDLESS) * 20) for name in (b"zTXt", b"iCCP")]
    grown, _, codes = measured(tmp_path, *traps)
    assert codes == {"photo_too_large"}
    assert grown < 6 * MEGABYTE


def test_the_largest_photo_is_looked_at_where_it_lies(tmp_path: Path) -> None:
    grown, _, codes = measured(tmp_path, made.picture() + b"\0" * 24_999_000)
    assert codes == {"taken"}
    assert grown < 55 * MEGABYTE  # the file's own pages, which the system may take back, and one copy
