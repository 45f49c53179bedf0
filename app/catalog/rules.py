"""What an administrator may change about clocks: periods, length of a day, lights, steps when overdue."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Addressee = Literal["handler", "supervisor", "chief"]


class WorkingPeriod(BaseModel):
    """A stretch of a working day, in minutes since local midnight."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    starts_minute: int = Field(ge=0, lt=1440)
    ends_minute: int = Field(gt=0, le=1440)


class OverdueStep(BaseModel):
    """Who is reminded how many hours after the limit; these hours run on."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    to: Addressee
    after_hours: float = Field(ge=0, le=8760)


def default_periods() -> list[WorkingPeriod]:
    """08:00 to 12:00 and 14:00 to 18:00."""
    return [
        WorkingPeriod(starts_minute=480, ends_minute=720),
        WorkingPeriod(starts_minute=840, ends_minute=1080),
    ]


def default_steps() -> list[OverdueStep]:
    """The handler at once, the supervisor after a day, the level-one chief after two."""
    return [
        OverdueStep(to="handler", after_hours=0),
        OverdueStep(to="supervisor", after_hours=24),
        OverdueStep(to="chief", after_hours=48),
    ]


class Rules(BaseModel):
    """All of it; `yellow_share` of the limit is green."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    periods: list[WorkingPeriod] = Field(default_factory=default_periods, min_length=1, max_length=8)
    day_hours: float = Field(8, gt=0, le=24, description="Working hours that make one 工作日 of a limit")
    yellow_share: float = Field(0.8, gt=0, le=1)
    overdue_steps: list[OverdueStep] = Field(default_factory=default_steps, max_length=10)

    @model_validator(mode="after")
    def has_an_order(self) -> Self:
        """Periods one after the other, steps no earlier than the one before."""
        marks = [mark for one in self.periods for mark in (one.starts_minute, one.ends_minute)]
        if any(later <= mark for mark, later in zip(marks[::2], marks[1::2], strict=True)):
            raise ValueError("a period ends after it starts")
        if any(later < mark for mark, later in zip(marks[1::2], marks[2::2], strict=False)):
            raise ValueError("periods stand in order and do not overlap")
        hours = [step.after_hours for step in self.overdue_steps]
        if hours != sorted(hours):
            raise ValueError("a step is no earlier than the one before")
        return self
