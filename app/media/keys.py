"""Where the files of a photo lie in the store."""

import re
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["original", "thumb", "screen", "full"]
KINDS: tuple[Kind, ...] = ("original", "thumb", "screen", "full")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_sha256(text: str) -> bool:
    """Whether this may be the address of a photo."""
    return _SHA256.fullmatch(text) is not None


def key(kind: Kind, sha256: str) -> str:
    """Two levels of folders, since a folder of a million files is slow to list and to back up."""
    return f"{kind}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def sha256_of(stored_key: str) -> str:
    """The photo a file belongs to."""
    return stored_key.rpartition("/")[2]
