"""Eight weeks of made-up cases: who reported what where, and what became of it. Plain values, no database."""

from app.demo.stories.story import Problem, Step, Story
from app.demo.stories.tell import BegunWhen, tell_stories

__all__ = ["BegunWhen", "Problem", "Step", "Story", "tell_stories"]
