"""Results, photos, and cases found at a site."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.cases.schemas.incoming import Moment, PhotoName, Sha256, Words
from app.cleanups.schemas.common import Code
from app.core.http import Answer, Body

MOST = 10_000_000.0
Amount = Annotated[float, Field(ge=0, le=MOST, allow_inf_nan=False)]


class ResultsIn(Body):
    """All results of a site, to two decimals; `version` is the `results_version` seen, 0 at first."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    results: dict[Code, Amount]


class ResultsOut(Answer):
    """What stands."""

    results: dict[str, float]
    results_version: int


class SitePhotoIn(Body):
    """A photo named; the bytes come apart. Without `pair` it joins the first pair that lacks its role."""

    role: Literal["before", "after"]
    pair: Annotated[int, Field(ge=1, le=99)] | None = None
    beside: Sha256 | None = Field(
        None,
        description="A photo of the site, which may have come a moment before, so that nobody knows its"
        " number yet: this one joins its pair",
    )
    taken_at: Moment | None = None


class PhotoWithdrawal(Body):
    """Which of the two a photo no longer is."""

    role: Literal["before", "after"]


class ClosingIn(Body):
    """Close the cases of a site in one act. Without `case_ids` all that were linked.

    Each makes the moves the caller may make on the way to closing: handled, with these after photos, and
    checked. `action_id` makes it happen once.
    """

    action_id: UUID
    photos: Annotated[list[Sha256], Field(max_length=30)] = []
    note: Words = ""
    case_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)] | None = None

    def named(self) -> list[PhotoName]:
        """The photos as moves name them."""
        return [PhotoName(sha256=sha256, role="after") for sha256 in self.photos]


class ClosingOfCase(Answer):
    """What became of one case: the moves that were made, and why it went no further."""

    case_id: UUID
    status: str | None
    moves: list[str]
    is_closed: bool
    code: str | None
    detail: str | None


class ClosingOut(Answer):
    """What went and what did not."""

    closed: int
    items: list[ClosingOfCase]
