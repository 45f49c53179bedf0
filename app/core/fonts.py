"""Chinese fonts of this machine, and what to write where there is none."""

import re
from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Regular first: it stays legible at the size of a corner mark. All hold simplified Chinese.
NAMES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-*",
    "SourceHanSansSC-*",
    "SourceHanSansCN-*",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallback*",
)
BOLD = ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", *NAMES)
SIMPLIFIED = 2  # the face of Noto's collections that holds mainland forms

PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\u200d\ufe0f]")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def chinese_font_file(*, is_bold: bool = False) -> Path | None:
    """The best of what is installed."""
    folders = [Path(folder).expanduser() for folder in FOLDERS]
    names = BOLD if is_bold else NAMES
    found = (file for name in names for folder in folders for file in sorted(folder.rglob(name)))
    return next(found, None)


@cache
def font(size: int, *, is_bold: bool = False) -> Font:
    """At a size in pixels."""
    file = chinese_font_file(is_bold=is_bold)
    if file is None:
        return ImageFont.load_default(size)
    face = SIMPLIFIED if file.name.startswith("NotoSansCJK") else 0
    return ImageFont.truetype(str(file), size, index=face)


def writable(text: str) -> str:
    """Without pictographs, which no face here has, and pinyin where only the built-in Latin font is there.

    No sign and no picture ever shows empty boxes.
    """
    if chinese_font_file():
        return PICTOGRAPHS.sub("", text)
    from pypinyin import lazy_pinyin  # large, and hardly ever wanted here

    return " ".join(lazy_pinyin(text)).upper()
