"""Words people search cases by. A column of text for now; an index of word pairs replaces this module."""

from sqlalchemy import ColumnElement, and_

from app.cases.models import Case


def search_text(*parts: str | None) -> str:
    """What a case is found by, in one line."""
    return " ".join(part for part in parts if part).casefold()


def matches(words: str) -> ColumnElement[bool]:
    """SQL: every word occurs somewhere, in any order."""
    return and_(*(Case.search_text.contains(word, autoescape=True) for word in words.casefold().split()))
