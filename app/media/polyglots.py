"""Files that are a picture and something else as well.

Phones do append things to a picture: further pictures (depth, gain map), a short film, notes of the maker.
Those stay. An archive, a document, a program or a web page hidden in an upload is refused. What slips
through is harmless all the same: only pictures we encoded ourselves are shown; untouched bytes leave as an
attachment.
"""

import re

from app.media.formats import heif, jpeg
from app.media.formats.content import Content, NotAPicture, Truncated

ZIP_END, ZIP_ENTRY = b"PK\x05\x06", b"PK\x01\x02"
ZIP_END_LENGTH, ZIP_COMMENT_MAX = 22, 65_535
PDF_SEARCHED = 1024
FOREIGN = re.compile(
    rb"\A[\0\xff\s]*(?:PK\x03\x04|MZ|\x7fELF|#!|GIF8|Rar!\x1a|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|BZh|\xfd7zXZ)"
    rb"|%PDF-|<!doctype|<html|<script|<svg\b|<\?php|<iframe|javascript:",
    re.IGNORECASE,
)


def is_polyglot(content: Content, end: int) -> bool:
    """Whether these bytes, whose picture stops at `end`, are also a file of another kind."""
    return _is_archive(content) or b"%PDF-" in content[:PDF_SEARCHED] or _is_foreign(content, end)


def _is_archive(content: Content) -> bool:
    """A ZIP is found from its end, wherever that lies, and its directory must stand where the end says."""
    searched = max(0, len(content) - ZIP_END_LENGTH - ZIP_COMMENT_MAX)
    at = content.rfind(ZIP_END, searched)
    if at < 0:
        return False
    directory = int.from_bytes(content[at + 12 : at + 16], "little")
    return content[at - directory : at - directory + 4] == ZIP_ENTRY


def _is_foreign(content: Content, end: int) -> bool:
    while end < len(content):
        following = _behind_known(content, end)
        if following <= end:
            break
        end = following
    return FOREIGN.search(content[end:]) is not None


def _behind_known(content: Content, at: int) -> int:
    """Behind the further JPEG or film that starts here; `at` itself where there is none."""
    try:
        if content[at : at + 3] == jpeg.START:
            return jpeg.end(content, at)
        return heif.end(content, at) if content[at + 4 : at + 8] == b"ftyp" else at
    except (NotAPicture, Truncated):
        return at
