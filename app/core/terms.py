"""Text cut into the terms an index finds any part of it by, Chinese pairs of characters above all.

Chinese has no spaces between words, so each character is indexed with the one that follows it. Latin letters
and digits are indexed by where a part may begin: `1120` is found in `20261120` because the index holds the
rest of the number from each of its places on. An index lookup leaves a few rows too many; whoever asks
compares the text itself afterwards.
"""

import re
from dataclasses import dataclass

PIECES = re.compile(r"([0-9a-z]+)|([^\W_0-9a-z]+)")
"""Runs of Latin letters and digits, and runs of all other letters."""
LONGEST = 12
"""Of a Latin term; what is longer is told apart by its text."""


@dataclass(frozen=True)
class Term:
    """What to look up: this very term, or any that begins with it."""

    text: str
    is_beginning: bool = False


def index_terms(text: str) -> list[str]:
    """The terms a text is indexed by, each once; letters and digits only, so never a space inside."""
    return sorted({term for piece in PIECES.finditer(text.casefold()) for term in _starting_anywhere(piece)})


def _starting_anywhere(piece: re.Match[str]) -> list[str]:
    run, length = piece.group(), LONGEST if piece.group(1) else 2
    return [run[at : at + length] for at in range(len(run))]


def lookup_terms(word: str) -> list[Term]:
    """What every text that contains this word is indexed by; nothing where it has no letter or digit."""
    folded = word.casefold()
    found = (_terms_of(piece, piece.end() == len(folded)) for piece in PIECES.finditer(folded))
    return list(dict.fromkeys(term for terms in found for term in terms))


def _terms_of(piece: re.Match[str], is_last: bool) -> list[Term]:
    # Where the word goes on after this piece, the piece ends in the text as well, and so does its term.
    run = piece.group()
    if piece.group(1):
        return [Term(run[:LONGEST], is_beginning=is_last and len(run) < LONGEST)]
    if len(run) == 1:
        return [Term(run, is_beginning=is_last)]
    return [Term(run[at : at + 2]) for at in range(len(run) - 1)]
