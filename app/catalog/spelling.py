"""How people spell a category on a keyboard of Latin letters."""

from collections.abc import Iterable


def pinyin(words: Iterable[str]) -> str:
    """Full pinyin and initials of each word, in lower case, with blanks between."""
    # Late: its dictionaries are large, and only editing needs them.
    from pypinyin import Style, lazy_pinyin

    spelled: dict[str, None] = {}
    for word in words:
        for style in (Style.NORMAL, Style.FIRST_LETTER):
            syllables = lazy_pinyin(word, style=style, errors=_letters_and_digits)
            spelled["".join(syllables).lower()] = None
    return " ".join(text for text in spelled if text)


def _letters_and_digits(rest: str) -> str:
    return "".join(character for character in rest if character.isalnum())
