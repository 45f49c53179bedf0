"""Place and time as the camera noted them; broken notes give nothing and refuse nothing."""

import random
import struct
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from app.media import exif
from app.media.exif import Notes
from app.media.intake import judge
from tests.media import pictures as made


def notes(**tags: Any) -> Notes:
    return exif.read(made.noted(**tags).tobytes())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_kind_of_file_carries_notes(kind: str) -> None:
    content = made.noted_picture(kind, taken="2026:11:23 08:00:00", taken_offset="+08:00", **made.ZHENGZHOU)
    found = judge(content, 10_000).notes
    assert found.taken_at is not None
    assert found.taken_at.isoformat() == "2026-11-23T08:00:00+08:00"
    assert (found.lon, found.lat) == pytest.approx((113.612, 34.748))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"taken": "2026:11:23 08:00:00"}, "2026-11-23T08:00:00+08:00"),
        ({"taken": "2026:11:23 08:00:00", "taken_offset": "+01:00"}, "2026-11-23T08:00:00+01:00"),
        ({"taken": "2026:11:23 08:00:00", "taken_offset": "east"}, "2026-11-23T08:00:00+08:00"),
        ({"taken": "2026:11:23 08:00:00", "offset": "+01:00"}, "2026-11-23T08:00:00+08:00"),
        ({"digitized": "2026:11:23 09:00:00"}, "2026-11-23T09:00:00+08:00"),
        ({"changed": "2026:11:23 10:00:00", "offset": "-05:00"}, "2026-11-23T10:00:00-05:00"),
        (
            {"taken": "2026:11:23 08:00:00", "digitized": "2020:01:01 00:00:00"},
            "2026-11-23T08:00:00+08:00",
        ),
        ({"taken": "0000:00:00 00:00:00", "changed": "2026:11:23 10:00:00"}, "2026-11-23T10:00:00+08:00"),
        ({"taken": "    :  :     :  :  "}, None),
        ({"taken": "yesterday"}, None),
        ({}, None),
    ],
)
def test_time(tags: dict[str, str], expected: str | None) -> None:
    taken_at = notes(**tags).taken_at
    assert (taken_at and taken_at.isoformat()) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, (113.612, 34.748)),
        ({"lat_ref": "S", "lon_ref": "W"}, (-113.612, -34.748)),
        ({"lat": (34.748,), "lon": (113.612,)}, (113.612, 34.748)),
        ({"lat": (34.0, 44.88), "lon": (113.0, 36.72)}, (113.612, 34.748)),
    ],
)
def test_place(changed: dict[str, Any], expected: tuple[float, float]) -> None:
    found = notes(**(made.ZHENGZHOU | changed))
    assert (found.lon, found.lat) == pytest.approx(expected)


@pytest.mark.parametrize(
    "changed",
    [
        {"lat": (91.0, 0.0, 0.0)},
        {"lon": (181.0, 0.0, 0.0)},
        {"lat_ref": "Q"},
        {"lat": (0.0, 0.0, 0.0), "lon": (0.0, 0.0, 0.0)},
        {"gps_status": "V"},
    ],
)
def test_a_place_that_makes_no_sense_is_dropped(changed: dict[str, Any]) -> None:
    found = notes(**(made.ZHENGZHOU | changed))
    assert (found.lon, found.lat) == (None, None)


def test_division_by_zero_is_no_place() -> None:
    raw = made.noted(**made.ZHENGZHOU).tobytes()
    broken = raw.replace(struct.pack("<II", 34, 1), struct.pack("<II", 0, 0))
    broken = broken.replace(struct.pack(">II", 34, 1), struct.pack(">II", 0, 0))
    assert broken != raw
    assert exif.read(broken).lat is None


def test_camera_and_software_are_kept_as_written() -> None:
    found = notes(make="NIKON ", model="P6000\0", software="Photoshop", taken="2026:11:23 08:00:00")
    assert found.words == {
        "make": "NIKON",
        "model": "P6000",
        "software": "Photoshop",
        "taken_at": "2026:11:23 08:00:00",
    }


@pytest.mark.parametrize("orientation", [0, 9, 65_000])
def test_an_orientation_that_does_not_exist_is_upright(orientation: int) -> None:
    assert notes(orientation=orientation).orientation == 1


def test_real_photos_were_taken_in_italy(shared_data: Path) -> None:
    found = judge((shared_data / "photos" / "DSCN0010.jpg").read_bytes(), 1_000_000).notes
    assert found.taken_at is not None
    assert found.taken_at.isoformat() == "2008-10-22T16:28:39+08:00"
    assert (found.lon, found.lat) == pytest.approx((11.8851, 43.4674), abs=1e-3)


def test_a_real_phone_notes_the_time_of_change_only(shared_data: Path) -> None:
    found = judge((shared_data / "photos" / "HMD_Nokia_8.3_5G.heif").read_bytes(), 64_000_000).notes
    assert found.taken_at is not None
    assert found.taken_at.isoformat() == "2022-02-03T14:44:07+08:00"
    assert (found.lon, found.lat) == pytest.approx((-4.0051, 40.7887), abs=1e-3)


def test_noise_never_breaks_the_reader() -> None:
    chance = random.Random(7)  # noqa: S311 — the noise must be the same each time
    honest = made.noted(taken="2026:11:23 08:00:00", make="x", **made.ZHENGZHOU).tobytes()
    for _ in range(3000):
        damaged = bytearray(honest)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(6, len(damaged))] = chance.randrange(256)
        assert isinstance(exif.read(bytes(damaged[: chance.randint(0, len(damaged))])), Notes)


def test_a_directory_of_many_long_values_costs_no_memory() -> None:
    entries = b"".join(struct.pack("<HHII", tag, 2, 400_000, 8) for tag in range(40_000))
    raw = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 40_000) + entries
    tracemalloc.start()
    assert exif.read(raw) == Notes()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
