"""Against the program as it is started in earnest: several processes, real commits, the job worker."""

import http.client
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from alembic import command
from apiflask import APIFlask
from PIL import Image
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import sessionmaker

from app.cli import alembic_config
from app.core import dialect
from tests.cases.conftest import Json, named
from tests.contract.conftest import picture, sha256
from tests.factories import CENTRE, PASSWORD, Make
from tests.media.pictures import ZHENGZHOU, noted_picture

ROOT = Path(__file__).parents[2]
API = "/api/v1"
Result = TypeVar("Result")


@dataclass
class Browser:
    """Somebody's browser: a log-in over a real connection, a new one for each request."""

    port: int
    username: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        status, headers, session = self.ask(
            "POST", "/session", {"username": self.username, "password": PASSWORD}
        )
        assert status == 200, session
        cookie = headers["Set-Cookie"].partition(";")[0]
        self.headers = {"Cookie": cookie, "X-CSRF-Token": json.loads(session)["csrf_token"]}

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers, bytes. Bytes are sent as they are, anything else as JSON."""
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, API + path, sent, self.headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def json(self, method: str, path: str, body: Any = None) -> tuple[int, Json]:
        """Status and JSON."""
        status, _, answer = self.ask(method, path, body)
        return status, json.loads(answer)


@pytest.fixture(scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of its own beside the run's."""
    if request.config.getoption("--database") == "spatialite":
        yield f"sqlite:///{tmp_path_factory.mktemp('real') / 'real.db'}"
        return
    of_run = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    own = of_run.set(database="contract")
    outside = create_engine(of_run, isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(text("CREATE DATABASE contract"))
    inside = create_engine(own, isolation_level="AUTOCOMMIT")
    with inside.connect() as connection:
        connection.execute(text("CREATE EXTENSION postgis"))
    inside.dispose()
    yield own.set(drivername="postgresql").render_as_string(hide_password=False)
    with outside.connect() as connection:
        connection.execute(text("DROP DATABASE contract WITH (FORCE)"))
    outside.dispose()


def prepare(url: str) -> str:
    """Tables, and a street with a chief, a supervisor and a crew; answers the department's id."""
    engine = dialect.make_engine(url)
    migrations = alembic_config()
    migrations.attributes["engine"] = engine
    command.upgrade(migrations, "head")
    with sessionmaker(engine.execution_options(**{dialect.WRITES: True}))() as session:
        make = Make(session)
        make.category("04-06")
        crew, segment = make.department(), make.segment()
        make.appointment(make.user("road_chief", username="chief"), segment)
        make.user("supervisor", unit=make.district, username="supervisor")
        make.user("handler", unit=make.district, department=crew, username="handler")
        department_id = str(crew.id)
        session.commit()
    engine.dispose()
    return department_id


@dataclass
class Server:
    """A running server and those logged in to it."""

    port: int
    department_id: str

    def __post_init__(self) -> None:
        self.chief, self.supervisor, self.handler = (
            Browser(self.port, name) for name in ("chief", "supervisor", "handler")
        )

    def report(self, case_id: object = None, **given: Any) -> tuple[int, Json]:
        """The chief's report."""
        body = {
            "category_code": "04-06",
            "observed_at": "2026-11-20T17:30:00+08:00",
            "location": {"lon": CENTRE[0], "lat": CENTRE[1]},
            "photos": [named()],
        }
        return self.chief.json("PUT", f"/cases/{case_id or uuid4()}", body | given)

    def act(self, who: Browser, case: Json, action: str, **given: Any) -> tuple[int, Json]:
        """A move."""
        order = {"action_id": str(uuid4()), "action": action, "version": case["version"]} | given
        return who.json("POST", f"/cases/{case['id']}/actions", order)


def wait_for(reached: Callable[[], Result | None], seconds: float) -> Result:
    deadline = time.monotonic() + seconds
    while (result := reached()) is None:
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)
    return result


def is_ready(port: int) -> bool | None:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", f"{API}/readyz")
            return connection.getresponse().status == 200 or None
    except OSError:
        return None


@pytest.fixture(scope="module")
def server(address: str, app: APIFlask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`flask serve` with two web processes and the job worker."""
    department_id = prepare(address)
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    environment |= {"DATA_DIR": str(tmp_path_factory.mktemp("data")), "DATABASE_URL": address}
    # A child's warnings are its own affair here.
    environment |= {"PYTHONWARNINGS": "default"}
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen([sys.executable, "-m", "flask", *words], cwd=ROOT, env=environment)
    try:
        wait_for(lambda: is_ready(port), 30)
        yield Server(port, department_id)
    finally:
        process.terminate()
        process.wait(30)


def at_once(jobs: Sequence[Callable[[], Result]]) -> list[Result]:
    with ThreadPoolExecutor(len(jobs)) as threads:
        return [future.result() for future in [threads.submit(job) for job in jobs]]


def sequence(numbers: list[str]) -> list[int]:
    """The daily sequence of numbers all of one district and day."""
    assert {number[:7] for number in numbers} == {"410102-"}
    assert len({number[:16] for number in numbers}) == 1, "run over midnight"
    return sorted(int(number[16:]) for number in numbers)


def test_numbers_run_on_without_gaps_or_doubles_whoever_files_how(server: Server) -> None:
    cases = [server.report()[1] for _ in range(20)]
    photos = [named(), named("after", "b")]
    crew = {"department_id": server.department_id}
    jobs = [partial(server.act, server.supervisor, case, "file") for case in cases[:10]]
    jobs += [partial(server.act, server.supervisor, case, "assign", **crew) for case in cases[10:]]
    jobs += [partial(server.report, self_handled=True, photos=photos) for _ in range(10)]
    # These lose: a case somebody files twice takes one number, and what is refused takes none.
    jobs += [partial(server.act, server.supervisor, case, "file") for case in cases[:10]]
    jobs += [partial(server.report, self_handled=True, photos=[named()]) for _ in range(5)]
    answers = at_once(jobs)
    assert Counter(status for status, _ in answers) == {200: 20, 201: 10, 409: 10, 422: 5}
    numbers = [case["number"] for status, case in answers if status < 300]
    assert sequence(numbers) == list(range(1, 31))


def test_forty_of_the_same_report_make_one_case(server: Server) -> None:
    case_id = uuid4()
    answers = at_once([partial(server.report, case_id)] * 40)
    assert Counter(status for status, _ in answers) == {201: 1, 200: 39}
    assert len({json.dumps(case, sort_keys=True) for _, case in answers}) == 1


def test_the_same_action_id_at_once_acts_once(server: Server) -> None:
    _, case = server.report()
    order = {"action_id": str(uuid4())}
    answers = at_once([partial(server.act, server.supervisor, case, "file", **order)] * 16)
    assert {status for status, _ in answers} == {200}
    assert {len(case["events"]) for _, case in answers} == {2}


def test_of_moves_made_at_once_one_wins_and_the_others_see_what_it_did(server: Server) -> None:
    _, case = server.report()
    answers = at_once(
        [lambda: server.act(server.supervisor, case, "reject", note="不属实") for _ in range(12)]
    )
    assert Counter(status for status, _ in answers) == {200: 1, 409: 11}
    (won,) = [answer for status, answer in answers if status == 200]
    for problem in (answer for status, answer in answers if status == 409):
        assert (problem["code"], problem["case"]) == ("stale_version", won)


def follow(browser: Browser, cursor: str | None) -> tuple[list[str], str]:
    """All ids told from here on, and where that ends."""
    told: list[str] = []
    while True:
        query = f"?limit=7&after={cursor}" if cursor else "?limit=7"
        _, answer = browser.json("GET", f"/changes{query}")
        told += [item["id"] for item in answer["items"]]
        cursor = str(answer["next_cursor"])
        if not answer["has_more"]:
            return told, cursor


def test_who_follows_while_many_report_misses_nobody(server: Server) -> None:
    _, cursor = follow(server.supervisor, None)
    told: list[str] = []
    with ThreadPoolExecutor(8) as threads:
        reports = [threads.submit(server.report) for _ in range(40)]
        while not all(report.done() for report in reports):
            more, cursor = follow(server.supervisor, cursor)
            told += more
    more, cursor = follow(server.supervisor, cursor)
    assert sorted(told + more) == sorted(report.result()[1]["id"] for report in reports)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_is_ready_in_ten_seconds_upright_and_free_of_notes(server: Server, orientation: int) -> None:
    content = noted_picture(size=(2000, 1000), make="NIKON", orientation=orientation, **ZHENGZHOU)
    path = f"/photos/{sha256(content)}"
    assert server.chief.ask("PUT", path, content)[0] == 201
    early = server.chief.ask("GET", f"{path}?size=screen")
    assert early[0] == 200 or (early[0], early[1]["Retry-After"] is not None) == (404, True)
    wait_for(lambda: server.chief.ask("GET", f"{path}?size=thumb")[0] == 200 or None, 10)
    for size, side in (("thumb", 360), ("screen", 1600), ("original", 2000)):
        status, headers, shown = server.chief.ask("GET", f"{path}?size={size}")
        assert (status, headers["Content-Type"]) == (200, "image/jpeg")
        assert b"NIKON" not in shown
        with Image.open(io.BytesIO(shown)) as made:
            assert made.getexif() == {}
            assert (max(made.size), made.width > made.height) == (side, orientation == 1)
    assert server.handler.ask("GET", path)[0] == 404


def test_the_same_photo_sent_by_two_at_once_is_new_once(server: Server) -> None:
    content = picture(120, (800, 600))
    senders = [server.chief, server.handler] * 8
    answers = at_once([partial(who.ask, "PUT", f"/photos/{sha256(content)}", content) for who in senders])
    assert Counter(status for status, _, _ in answers) == {201: 1, 200: 15}


def test_the_whole_loop(server: Server) -> None:
    before, after = picture(1), picture(200)
    server.chief.ask("PUT", f"/photos/{sha256(before)}", before)
    _, case = server.report(photos=[{"sha256": sha256(before), "role": "before"}])
    _, case = server.act(server.supervisor, case, "assign", department_id=server.department_id)
    _, case = server.act(server.handler, case, "take")
    named_after = [{"sha256": sha256(after), "role": "after"}]
    _, case = server.act(server.handler, case, "handle", photos=named_after)
    status, problem = server.act(server.chief, case, "verify_pass")
    assert (status, problem["code"]) == (409, "photos_missing")
    server.handler.ask("PUT", f"/photos/{sha256(after)}", after)
    status, case = server.act(server.chief, case, "verify_pass")
    assert (status, case["status"], case["missing_photos"]) == (200, "closed", [])


def test_a_body_too_long_is_refused_in_words(server: Server) -> None:
    status, headers, _ = server.chief.ask("PUT", f"/cases/{uuid4()}", b" " * 3_000_000)
    assert (status, headers["Content-Type"]) == (413, "application/problem+json")
