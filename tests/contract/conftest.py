"""Two street offices side by side, a neighbouring district, and everybody's phone; beyond that only HTTP."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from app.core.storage import storage
from tests.cases.conftest import Json, Street
from tests.factories import CENTRE, Make, Phone

_PROMISED = """
id number status category_code location segment_id side unit_id reporter_id department_id assignee_id
observed_at received_at due_at light self_handled version photos missing_photos events allowed_actions
"""
WHOLE_CASE = frozenset(_PROMISED.split())
"""The names every answer with one whole case has."""


def picture(shade: int = 0, size: tuple[int, int] = (64, 48), **given: Any) -> bytes:
    """A JPEG of one colour; another shade is another photo."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade % 256, 128, 64)).save(out, "JPEG", **given)
    return out.getvalue()


def sha256(content: bytes) -> str:
    """The address of a photo."""
    return hashlib.sha256(content).hexdigest()


class Town(Street):
    """The street of the tests of cases, and an office next door that has nothing to do with it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        make, next_door = self.make, self.make.unit("林山寨街道")
        self.next_segment = make.segment(
            [(CENTRE[0] + 0.02, CENTRE[1]), (CENTRE[0] + 0.021, CENTRE[1])], unit=next_door, name="百花路"
        )
        crew = make.department("林山寨保洁", unit=next_door)
        self.people |= {
            "next_supervisor": make.user("supervisor", unit=next_door),
            "next_viewer": make.user("viewer", unit=next_door),
            "next_organiser": make.user("organiser", unit=next_door),
            "next_admin": make.user("admin", unit=next_door),
            "next_chief": make.user("road_chief", unit=next_door),
            "next_handler": make.user("handler", unit=next_door, department=crew),
        }
        make.appointment(self.people["next_chief"], self.next_segment)

    def send_photo(self, who: str, content: bytes) -> TestResponse:
        """The bytes, to the address they have."""
        return self.of(who).put(f"/photos/{sha256(content)}", data=content)

    def look(self, who: str, case: Json) -> TestResponse:
        """The case as somebody sees it, if they do."""
        return self.of(who).get(f"/cases/{case['id']}")


@pytest.fixture
def town(make: Make, phone: Phone, tmp_path: Path) -> Iterator[Town]:
    """The town, with an empty store of photos."""
    before = storage._url if hasattr(storage, "_url") else ""
    storage.bind(f"file://{tmp_path}/photos")
    yield Town(make, phone)
    storage.bind(before)
