"""What goes to a robot, and what became of it; apart from the library that sends it, which is heavy."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from app.messages.kinds import KINDS
from app.messages.models import Service


@dataclass(frozen=True)
class Letter:
    """What is sent where. Holds secrets: it is never logged."""

    service: Service
    base_url: str
    key: str
    secret: str
    text: str

    @property
    def address(self) -> str:
        """The whole address of the robot."""
        return self.base_url + KINDS[self.service].path.format(key=self.key)


@dataclass(frozen=True)
class Verdict:
    """`limited`: too often, again after `pause`. `refused`: set up wrongly. `failed`: no answer, or no sense.

    `words` are for the log and free of secrets.
    """

    outcome: Literal["sent", "limited", "refused", "failed"]
    words: str = ""
    pause: timedelta | None = None
