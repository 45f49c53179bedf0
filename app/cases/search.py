"""Words people search cases by: an index of terms picks the candidates, the text itself decides."""

from sqlalchemy import ColumnElement, and_, false
from sqlalchemy.orm import Session

from app.cases.models import Case
from app.core.dialect import has_terms
from app.core.terms import index_terms, lookup_terms


def search_columns(*parts: str | None) -> dict[str, str]:
    """What a case is found by, as the columns of it; they are only ever set together."""
    text = " ".join(part for part in parts if part).casefold()
    return {"search_text": text, "search_terms": " ".join(index_terms(text))}


def set_search(case: Case, *parts: str | None) -> None:
    """The same for a case in hand."""
    for name, value in search_columns(*parts).items():
        setattr(case, name, value)


def matches(session: Session, words: str) -> ColumnElement[bool]:
    """SQL: every word occurs somewhere, in any order. Words without a letter or digit alone find nothing."""
    wanted = words.casefold().split()
    terms = [term for word in wanted for term in lookup_terms(word)]
    if not terms:
        return false()
    contained = (Case.search_text.contains(word, autoescape=True) for word in wanted)
    return and_(has_terms(session, Case.search_terms, terms), *contained)
