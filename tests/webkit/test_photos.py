"""Photos on their way through WebKit: upright and small on every path it has."""

from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from tests.media.pictures import noted
from tests.webkit.conftest import Start
from tests.webkit.driving import Phone
from tests.webkit.running import wait_until

pytestmark = pytest.mark.soak

NO_WORKER = ("--off", "OffscreenCanvasInWorkers")
NO_CANVAS = (*NO_WORKER, "OffscreenCanvas")
LONG_SIDE = 1600
BYTES = """
const [name, done] = arguments
indexedDB.open('luzhang').onsuccess = ({ target: { result: phone } }) => {
  phone.transaction('photos').objectStore('photos').get(name).onsuccess = ({ target: { result } }) => {
    phone.close()
    done(btoa([...new Uint8Array(result.bytes)].map((byte) => String.fromCharCode(byte)).join('')))
  }
}
"""


@pytest.fixture
def corners(tmp_path: Path) -> Callable[[int], Path]:
    """A picture whose every corner has a colour of its own, stored in one of the eight ways of EXIF."""

    def make(orientation: int) -> Path:
        image = Image.new("RGB", (2400, 1800), "white")
        for box, colour in (
            ((0, 0, 1200, 900), "red"),
            ((1200, 0, 2400, 900), "lime"),
            ((0, 900, 1200, 1800), "blue"),
        ):
            image.paste(colour, box)
        path = tmp_path / f"corners-{orientation}.jpg"
        image.save(path, quality=92, exif=noted(orientation=orientation).tobytes())
        return path

    return make


def made_of(phone: Phone, picture: Path) -> bytes:
    """What the phone keeps of a picture once its smaller copy is made; its draft is gone after that."""
    phone.open()
    phone.hand_over(picture, ".shutter input[type=file]")
    phone.sees("请选择类别")
    wait_until(lambda: is_made(phone), phone.told("the smaller copy"))
    (draft,) = phone.kept("drafts")
    content = phone.driver.execute_async_script(BYTES, draft["photos"][0]["sha256"])
    phone.press("放弃")
    wait_until(lambda: not phone.kept("drafts"), phone.told("the draft is gone"))
    return b64decode(content)


def is_made(phone: Phone) -> bool:
    return all(not photo.get("is_raw") for draft in phone.kept("drafts") for photo in draft["photos"])


@pytest.mark.parametrize(
    "switches", [(), NO_WORKER, NO_CANVAS], ids=["worker", "page", "page without OffscreenCanvas"]
)
def test_a_smaller_copy_stands_upright(
    phone: Start, corners: Callable[[int], Path], switches: tuple[str, ...]
) -> None:
    mine = phone("chief", *switches)
    for orientation in range(1, 9):
        picture = corners(orientation)
        meant = ImageOps.exif_transpose(Image.open(picture))
        made = ImageOps.exif_transpose(Image.open(BytesIO(made_of(mine, picture))))
        assert max(made.size) == LONG_SIDE, orientation
        assert (made.width > made.height) == (meant.width > meant.height), orientation
        apart = ImageChops.difference(
            made.convert("RGB").resize((32, 32)), meant.convert("RGB").resize((32, 32))
        )
        assert max(ImageStat.Stat(apart).mean) < 8, orientation
