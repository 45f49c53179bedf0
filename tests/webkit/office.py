"""The server as others see it: what arrived, and what they do meanwhile."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import orjson
import requests

from tests.webkit.driving import PASSWORD
from tests.webkit.running import Server


class Person:
    """Somebody at a desk, logged in."""

    def __init__(self, server: Server, username: str) -> None:
        self.address, self.calls = f"{server.address}/api/v1", requests.Session()
        self.session = self.ask("POST", "/session", json={"username": username, "password": PASSWORD})
        self.calls.headers["X-CSRF-Token"] = self.session["csrf_token"]

    def ask(self, method: str, path: str, **given: Any) -> Any:
        with self.calls.request(method, self.address + path, timeout=30, **given) as answer:
            assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            return orjson.loads(answer.content or b"null")

    def reported(self) -> dict[str, dict[str, Any]]:
        """Every case this person has reported, whole, by id."""
        found: list[str] = []
        path = f"/cases?reporter_id={self.session['user']['id']}&limit=200"
        cursor: str | None = ""
        while cursor is not None:
            page = self.ask("GET", path + (f"&cursor={cursor}" if cursor else ""))
            found += [row["id"] for row in page["items"]]
            cursor = page["next_cursor"]
        assert len(found) == len(set(found))
        return {name: self.ask("GET", f"/cases/{name}") for name in found}

    def own_street(self) -> tuple[str, str]:
        """Longitude and latitude of a point on the first segment this person answers for."""
        geometry = self.ask("GET", "/road-segments?chief=me")["features"][0]["geometry"]
        line = geometry["coordinates"]
        (west, south), (east, north) = (line if geometry["type"] == "LineString" else line[0])[:2]
        return str((west + east) / 2), str((south + north) / 2)

    def report(self, picture: bytes) -> str:
        """A case of this person's own, on the first segment they answer for; its id."""
        name = sha256(picture).hexdigest()
        self.ask("PUT", f"/photos/{name}", data=picture, headers={"Content-Type": "image/jpeg"})
        body = {
            "category_code": "04-05",
            "observed_at": "2026-11-23T08:00:00+08:00",
            "segment_id": self.ask("GET", "/road-segments?chief=me")["features"][0]["id"],
            "placed_by": "segment",
            "source": "patrol",
            "photos": [{"sha256": name, "role": "before"}],
        }
        return str(self.ask("PUT", f"/cases/{uuid4()}", json=body)["id"])

    def assign(self, case_id: str, department: str) -> None:
        """To the department of this name, as its supervisor may."""
        departments = self.ask("GET", "/departments")["items"]
        fitting = next(one["id"] for one in departments if one["name"] == department)
        self.act(case_id, "assign", department_id=fitting)

    def act(self, case_id: str, action: str, **given: Any) -> Any:
        version = self.ask("GET", f"/cases/{case_id}")["version"]
        body = {"action_id": str(uuid4()), "action": action, "version": version} | given
        return self.ask("POST", f"/cases/{case_id}/actions", json=body)

    def leave(self) -> None:
        self.calls.close()
