"""Terms of an index never lose a text that contains the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.terms import LONGEST, Term, index_terms, lookup_terms

# Few letters of each kind, so that words do occur in texts.
LETTERS = st.sampled_from("占道路𬭎aB1２ß-，_ é\u0301")
TEXTS = st.text(LETTERS, max_size=40)


def holds(terms: list[str], wanted: Term) -> bool:
    """What an index answers, the slow and obvious way."""
    return any(term.startswith(wanted.text) if wanted.is_beginning else term == wanted.text for term in terms)


@given(TEXTS, st.integers(0, 40), st.integers(1, 40))
def test_every_part_of_a_text_finds_it(text: str, start: int, length: int) -> None:
    folded = text.casefold()
    terms = index_terms(folded)
    for word in folded[start : start + length].split():
        assert all(holds(terms, term) for term in lookup_terms(word)), (word, terms)


@given(TEXTS)
def test_terms_carry_nothing_an_index_would_read_as_a_sign(text: str) -> None:
    terms = index_terms(text)
    assert len(set(terms)) == len(terms)
    assert all(term and term.replace(" ", "_").isalnum() and len(term) <= LONGEST for term in terms)
    assert all(term.text.isalnum() for word in text.split() for term in lookup_terms(word))


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("占道", [Term("占道")]),
        ("占道经营", [Term("占道"), Term("道经"), Term("经营")]),
        ("路", [Term("路", is_beginning=True)]),
        ("路，", [Term("路")]),
        ("0-2026", [Term("0"), Term("2026", is_beginning=True)]),
        ("Stall", [Term("stall", is_beginning=True)]),
        ("12号", [Term("12"), Term("号", is_beginning=True)]),
        ("x" * 20, [Term("x" * LONGEST)]),
        ("%_-", []),
    ],
)
def test_a_word_is_looked_up_by(word: str, terms: list[Term]) -> None:
    assert lookup_terms(word) == terms


def test_a_long_run_of_letters_does_not_swell_the_index() -> None:
    assert sum(map(len, index_terms("abcdefghij" * 200))) <= 2000 * LONGEST
