"""Display, server and phones of these tests, each ended whatever happens."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest
from PIL import Image

from tests.media.pictures import ZHENGZHOU, noted
from tests.webkit.driving import Phone
from tests.webkit.office import Person
from tests.webkit.running import Display, Server, refuse_without_packages

Start = Callable[..., Phone]
ACCURACY_M = "8"
NO_SLEEPING_PAGES = ("--off", "UsesBackForwardCache")
"""Every address opened here leaves a page, as an installed app never does: docs/webkit.md."""


def leave(number: int, _: FrameType | None) -> None:
    """Told to end, pytest still takes down what it has set up."""
    pytest.exit("told to end", 128 + number)


@pytest.fixture(scope="session", autouse=True)
def _whole() -> Iterator[None]:
    refuse_without_packages()
    before = signal.signal(signal.SIGTERM, leave)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """One screen for all phones."""
    display = Display()
    yield display
    display.program.end()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One district for all tests."""
    server = Server(tmp_path_factory.mktemp("data"))
    yield server
    server.kill()


@pytest.fixture
def server(demonstration: Server) -> Server:
    """There, whatever the test before has done to it."""
    if not demonstration.program:
        demonstration.start()
    return demonstration


@pytest.fixture
def phone(
    server: Server, display: Display, person: Callable[[str], Person], tmp_path: Path
) -> Iterator[Start]:
    """`phone("chief", *switches)` is that person's phone, logged in and with the app on it."""
    phones: list[Phone] = []
    here = ("--at", *person("chief").own_street(), ACCURACY_M, *NO_SLEEPING_PAGES)

    def start(username: str, *switches: str) -> Phone:
        phones.append(phone := Phone(server, display, tmp_path / username, *here, *switches))
        phone.start()
        phone.open()
        phone.log_in(username)
        phone.settle()
        return phone

    yield start
    for phone in phones:
        phone.kill()


@pytest.fixture
def person(server: Server) -> Iterator[Callable[[str], Person]]:
    """`person("supervisor")` is logged in at a desk."""
    people: list[Person] = []

    def start(username: str) -> Person:
        people.append(Person(server, username))
        return people[-1]

    yield start
    for one in people:
        one.leave()


@pytest.fixture
def shoot(tmp_path: Path) -> Callable[[], Path]:
    """Photos of twelve megapixels from a camera that notes place and time, each another one."""

    def take() -> Path:
        number = len(list(tmp_path.glob("*.jpg")))
        path = tmp_path / f"image-{number}.jpg"
        grey = Image.linear_gradient("L").resize((4000, 3000))
        image = Image.merge("RGB", [grey, grey.rotate(90 * number), grey.point([number * 20] * 256)])
        notes = noted(taken="2026:11:23 08:00:00", make="Luzhang", **ZHENGZHOU)
        image.save(path, quality=90, exif=notes.tobytes())
        return path

    return take
