"""A person's phone: WebKit with a profile, driven through WebDriver by the words that stand on the screen."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import requests
from selenium import webdriver
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webelement import WebElement

from tests.webkit.running import DEADLINE_S, Display, Program, Server, free_port, wait_until

BROWSER = Path(__file__).parent / "browser.py"
MINI_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), Path("MiniBrowser"))
PASSWORD = os.environ.get("DEMO_PASSWORD") or "Luzhang-demo-1"
SCRIPT_S = 10
PRESSED = "{}//*[self::button or self::a or self::label][not(@disabled)][contains(normalize-space(), '{}')]"
KEPT = """
const [store, done] = arguments
const opened = indexedDB.open('luzhang')
opened.onerror = () => done(String(opened.error))
opened.onsuccess = () => {
  const all = opened.result.transaction(store).objectStore(store).getAll()
  all.onerror = () => done(String(all.error))
  all.onsuccess = async () => {
    opened.result.close()
    const hex = async (bytes) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((b) => b.toString(16).padStart(2, '0')).join('')
    done(await Promise.all(all.result.map(async (row) => row.bytes ? { ...row, bytes: await hex(row.bytes) } : row)))
  }
}
"""  # noqa: E501


class Phone:
    """One browser at a time over one profile; killed and started again at will."""

    def __init__(self, server: Server, display: Display, profile: Path, *switches: str) -> None:
        self.server, self.display, self.profile, self.switches = server, display, profile, switches
        self.binary = [sys.executable, str(BROWSER), str(profile)]
        self.program: Program | None = None

    def start(self) -> None:
        home = {"HOME": str(self.profile), "XDG_RUNTIME_DIR": str(self.profile), "LANG": "C.UTF-8"}
        needed = {"DISPLAY": self.display.name, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        drawn = {"LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "NO_AT_BRIDGE": "1"}
        self.profile.mkdir(mode=0o700, exist_ok=True)
        port = free_port()
        program = Program("WebKitWebDriver", f"--port={port}", env=os.environ | home | needed | drawn)
        self.program = program
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{address}/status"), "WebKitWebDriver answers")
        options = webdriver.WebKitGTKOptions()
        options.binary_location, *words = *self.binary, *self.switches
        for word in words:
            options.add_argument(word)
        self.connection = RemoteConnection(client_config=ClientConfig(address, timeout=DEADLINE_S))
        self.driver = webdriver.Remote(self.connection, options=options)
        self.driver.set_script_timeout(SCRIPT_S)
        self.driver.file_detector = UselessFileDetector()  # the browser is on this machine: paths will do

    def kill(self) -> None:
        """The browser is gone between two instructions; what it had not stored is lost."""
        if self.program:
            self.program.kill()
            self.connection.close()  # type: ignore[no-untyped-call]
        self.program = None

    def open(self, path: str = "/") -> None:
        self.driver.get(self.server.address + path)

    def words(self) -> str:
        """All that can be read on the screen."""
        return str(self.driver.execute_script("return document.body?.innerText ?? ''"))

    def sees(self, *words: str, seconds: float = 20) -> None:
        wait_until(lambda: any(word in self.words() for word in words), self.told(words), seconds)

    def told(self, wanted: object) -> Any:
        """What to say about a wait that was in vain."""
        return lambda: f"{wanted} at {self.driver.current_url}:\n{self.words()}"

    def press(self, words: str, within: str = "") -> None:
        """The button, link or label that bears these words, once it can be pressed."""
        wait_until(lambda: self._press(words, within), self.told(words), 20)

    def _press(self, words: str, within: str) -> bool:
        try:
            self.driver.find_element(By.XPATH, PRESSED.format(within, words)).click()
        except WebDriverException:  # not there yet, just replaced, or still below something else
            return False
        return True

    def element(self, selector: str) -> WebElement:
        found: list[WebElement] = wait_until(
            lambda: self.driver.find_elements(By.CSS_SELECTOR, selector), self.told(selector), 20
        )
        return found[0]

    def hand_over(self, picture: Path, selector: str = "input[type=file]") -> None:
        """As if the system's camera had taken it this moment."""
        picture.touch()
        self.element(selector).send_keys(str(picture))

    def choose(self, category: str) -> None:
        """On the report, where the same words do not stand on a task as well."""
        self.press(category, within="//*[@role='radiogroup']")

    def log_in(self, username: str) -> None:
        self.element("input[name=username]").clear()
        self.element("input[name=username]").send_keys(username)
        self.element("input[name=password]").send_keys(PASSWORD)
        self.press("登录")
        wait_until(lambda: "/login" not in self.driver.current_url, self.told("logged in"))

    def settle(self) -> None:
        """The app itself is on the phone, and what the first screen needs."""
        worker = "return (await navigator.serviceWorker.ready).active.state"
        wait_until(lambda: self.ask(worker) == "activated", "the service worker is active")
        needed = {"/categories", "/departments", "/road-segments?chief=me"}
        wait_until(lambda: needed <= {answer["path"] for answer in self.kept("answers")}, self.told(needed))

    def kept(self, store: str) -> list[dict[str, Any]]:
        """A store of the phone's database; bytes as their hash."""
        try:
            rows = self.driver.execute_async_script(KEPT, store)
        except TimeoutException:  # a page that leaves takes its script along
            rows = self.driver.execute_async_script(KEPT, store)
        assert isinstance(rows, list), rows
        return rows

    def ask(self, script: str) -> Any:
        """What an asynchronous function of this body answers in the page."""
        wrapped = (
            f"const done = arguments[0]; (async () => {{ {script} }})().then(done, (e) => done(String(e)))"
        )
        return self.driver.execute_async_script(wrapped)

    def unsent(self) -> list[dict[str, Any]]:
        return [entry for entry in self.kept("outbox") if entry["state"] != "received"]


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.RequestException:
        return False


def without(*features: str) -> Iterable[str]:
    return ("--off", *features)
