"""Who else has a case open."""

from datetime import datetime

from app.core.http import Answer, Body


class Presence(Body):
    """A sign of somebody who has the case open; `is_acting` while they fill in a move."""

    is_acting: bool = False


class Viewer(Answer):
    """Somebody else at the same case."""

    name: str
    is_acting: bool
    since: datetime


class Viewers(Answer):
    """The others, who came first at the top."""

    others: list[Viewer]
